/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-notes.h"

#include "allocation/plan/planner-group.h"
#include "allocation/round/dp-sparse/dp-sparse-planner.h"
#include "application/learning/federated/federated-method.h"
#include "application/learning/learning-figures.h"
#include "application/learning/number-bytes.h"
#include "nearest-name.h"
#include "short-number.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv4-routing-protocol.h"
#include "ns3/ipv4.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/socket.h"

#include <cmath>
#include <map>
#include <memory>
#include <sstream>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// What attributes of links are of, if not of those that there are.
/// @param [in] wishes of a user  @param [in] setter as it was called  @returns "" or why it is
/// not used
std::string
ExplainLinkSetter(const LearningWishes& wishes, const std::string& setter)
{
    const auto begins = [&setter](const char* with) { return setter.rfind(with, 0) == 0; };
    if (begins("SetIdealAttribute(") && !wishes.ideal)
    {
        return "not all workers have ideal links";
    }
    if (begins("SetCellAttribute(") && !wishes.cell)
    {
        return "the server is no base station of a broadband cell with planned rounds";
    }
    if (begins("SetRatedAttribute(") && !wishes.rated)
    {
        return std::string("workers have ") + (wishes.ideal ? "ideal links" : "a broadband cell") +
               ", which say their rates";
    }
    const bool subchannels = wishes.form == RoundUplinkForm::SUBCHANNELS;
    if (wishes.ideal && !subchannels &&
        (setter == "SetIdealAttribute(\"Subchannels\")" ||
         setter == "SetIdealAttribute(\"SubchannelWidth\")"))
    {
        return "these rounds are planned on shares of a band: Bandwidth";
    }
    if (wishes.ideal && subchannels && setter == "SetIdealAttribute(\"Bandwidth\")")
    {
        return "these rounds are planned on subchannels: SubchannelWidth";
    }
    return "";
}

/// @param [in] ipv4 of the server  @returns "" or which two of its networks are one
std::string
FindCommonNetwork(const Ipv4& ipv4)
{
    std::map<std::pair<uint32_t, uint32_t>, uint32_t> networks;
    for (uint32_t i = 1; i < ipv4.GetNInterfaces(); ++i)
    {
        for (uint32_t j = 0; j < ipv4.GetNAddresses(i); ++j)
        {
            const Ipv4InterfaceAddress address = ipv4.GetAddress(i, j);
            const Ipv4Mask mask = address.GetMask();
            const Ipv4Address network = address.GetLocal().CombineMask(mask);
            const auto [known, fresh] = networks.emplace(std::pair{network.Get(), mask.Get()}, i);
            if (!fresh && known->second != i)
            {
                std::ostringstream words;
                words << "the server has network " << network << " with mask " << mask
                      << " on its interfaces " << known->second << " and " << i
                      << ", and sends to all of it over one of them: links need networks of their "
                         "own, Ipv4AddressHelper::NewNetwork()";
                return words.str();
            }
        }
    }
    return "";
}

/// @param [in] ipv4 of a node  @param [in] there an address  @returns whether it knows a way
bool
HasRoute(Ipv4& ipv4, Ipv4Address there)
{
    Ipv4Header header;
    header.SetDestination(there);
    Socket::SocketErrno error = Socket::ERROR_NOTERROR;
    const Ptr<Ipv4RoutingProtocol> routing = ipv4.GetRoutingProtocol();
    return routing && routing->RouteOutput(Create<Packet>(), header, nullptr, error);
}

/// @param [in] node whose addresses are meant  @returns its first that is no loopback; any: none
Ipv4Address
FindAddress(const Node& node)
{
    const Ptr<Ipv4> ipv4 = node.GetObject<Ipv4>();
    for (uint32_t i = 1; ipv4 && i < ipv4->GetNInterfaces(); ++i)
    {
        if (ipv4->GetNAddresses(i) > 0)
        {
            return ipv4->GetAddress(i, 0).GetLocal();
        }
    }
    return Ipv4Address::GetAny();
}

/// What is remembered of rounds until the last of them has ended.
struct LossWatch
{
    InferenceMonitor* monitor{nullptr}; ///< of the rounds
    uint64_t rounds{0};                 ///< how many there will be
    double first{NOT_AVAILABLE};        ///< loss that was known first
    double last{NOT_AVAILABLE};         ///< and last
};

/// A round has ended. @param [in] watch what is known so far  @param [in] record of the round
void
WatchLoss(std::shared_ptr<LossWatch> watch, const TaskRecord& record)
{
    const LearningFigures& figures = record.Get<LearningFigures>();
    if (std::isfinite(figures.loss))
    {
        watch->first = std::isnan(watch->first) ? figures.loss : watch->first;
        watch->last = figures.loss;
    }
    if (figures.round.value_or(0) == watch->rounds && watch->last > watch->first)
    {
        watch->monitor->AddNote("the loss rose from " + WriteShort(watch->first) + " to " +
                                WriteShort(watch->last) + ": smaller steps may help");
    }
}

} // namespace

void
NoteRise(InferenceMonitor& monitor, uint64_t rounds)
{
    if (rounds > 0)
    {
        const auto watch = std::make_shared<LossWatch>();
        watch->monitor = &monitor; // which has this callback, and outlives it
        watch->rounds = rounds;
        monitor.TraceConnectWithoutContext("TaskEnded", MakeBoundCallback(&WatchLoss, watch));
    }
}

std::vector<std::string>
ListNotes(const LearningWishes& wishes)
{
    std::vector<std::string> notes = wishes.traits.notes;
    for (const UnusedSetting& unused : wishes.traits.noted)
    {
        if (wishes.called.count(unused.setter) > 0)
        {
            notes.push_back(unused.setter + " is not used by " + wishes.traits.method + ": " +
                            unused.why);
        }
    }
    for (const std::string& setter : wishes.called)
    {
        const std::string why = ExplainLinkSetter(wishes, setter);
        if (!why.empty())
        {
            notes.push_back(setter + " is not used: " + why);
        }
    }
    if (wishes.traits.outageMax > 0 && wishes.form != RoundUplinkForm::BAND_POWER)
    {
        notes.push_back("outageMax of " + wishes.traits.method +
                        " is not used: over these links plans know no probability of losses");
    }
    if (wishes.traits.part == RoundPart::SPARSITY && wishes.cell)
    {
        notes.push_back("channels of " + wishes.traits.method +
                        " do not say how many workers send at once: the cell's subchannels do");
    }
    if (wishes.traits.energyMean > 0 && wishes.traits.part == RoundPart::SPARSITY &&
        !IsRemotePlanner(wishes.planner) && wishes.planner != DpSparseBatteryPlanner::GetTypeId())
    {
        notes.push_back("energy of " + wishes.traits.method + " is not used by " +
                        GetBareName(wishes.planner.GetName()) +
                        ": the planner that has queues of energy is " +
                        GetBareName(DpSparseBatteryPlanner::GetTypeId().GetName()));
    }
    else if (wishes.traits.energyMean > 0 && wishes.rated)
    {
        notes.push_back("the energy budget of " + wishes.traits.method +
                        " is one of plans: over these links no power is planned, and what a radio "
                        "spends is not held against it");
    }
    return notes;
}

std::string
ExplainShortUpdates(const RoundMethod& method, uint64_t measureMin)
{
    const auto* federated = dynamic_cast<const FederatedMethod*>(&method);
    // Parts, fractions and codes of fewer bits are shorter still.
    const auto numbers = static_cast<uint64_t>(federated ? federated->GetSettings().GetUpdateSize()
                                                         : method.GetParameters().size());
    const uint64_t most = NUMBER_BYTES * numbers;
    if (numbers == 0 || most >= measureMin)
    {
        return "";
    }
    return "updates have " + std::to_string(most) +
           " B at most, and the server learns no rates from less than " +
           std::to_string(measureMin) +
           " B (MeasureMin): plans take links for as fast as they say, and count the rest as a "
           "time "
           "of the worker";
}

std::vector<std::string>
ListRouteNotes(Ptr<Node> server, const NodeContainer& workers)
{
    const Ptr<Ipv4> ipv4 = server->GetObject<Ipv4>();
    std::vector<std::string> notes;
    if (!ipv4 || FindAddress(*server) == Ipv4Address::GetAny())
    {
        return notes; // addresses are others
    }
    const std::string common = FindCommonNetwork(*ipv4);
    if (!common.empty())
    {
        notes.push_back(common);
    }
    uint32_t cut = 0;
    uint32_t first = 0;
    for (uint32_t k = 0; k < workers.GetN(); ++k)
    {
        const Ipv4Address there = FindAddress(*workers.Get(k));
        if (there != Ipv4Address::GetAny() && !HasRoute(*ipv4, there))
        {
            first = cut == 0 ? k : first;
            ++cut;
        }
    }
    if (cut > 0)
    {
        notes.push_back("when the simulation began the server had no route to " +
                        std::to_string(cut) + " of " + std::to_string(workers.GetN()) +
                        " workers, the first of them number " + std::to_string(first) +
                        ": Ipv4GlobalRoutingHelper::PopulateRoutingTables() makes routes");
    }
    return notes;
}

} // namespace edgeai
} // namespace ns3
