/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-installation.h"

#include "application/control/rated-link-control.h"
#include "application/control/remote/record-listener.h"
#include "application/learning/cell-round-links.h"
#include "application/learning/learning-server.h"
#include "application/learning/learning-worker.h"
#include "application/learning/rated-round-links.h"
#include "compute/time-steps.h"
#include "energy-meter.h"
#include "group-link.h"
#include "ideal-round-links.h"
#include "learning-fit.h"
#include "learning-helper.h"
#include "learning-notes.h"
#include "learning-setup.h"
#include "node-links.h"
#include "peer-address.h"
#include "setting-check.h"
#include "short-number.h"
#include "wifi-link-control.h"
#include "work-range.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <new>
#include <sstream>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// First estimate of a link that says nothing of its rate [bit/s].
constexpr double ASSUMED_RATE = 10e6;

/// Ideal links lose nothing, so TCP need not send again, however long a segment takes over a share
/// of a narrow band: what it sent twice would delay the next round [s].
constexpr double LOSSLESS_RTO = 1000;

/// Of updates in datagrams over ideal links, whose packets have up to 65535 bytes [B].
constexpr uint32_t IDEAL_FRAGMENT = 60000;

/// @param [in] links of all workers  @returns whether each is an ideal one
bool
AreIdeal(const std::vector<Ptr<LinkControl>>& links)
{
    return std::all_of(links.begin(), links.end(), [](const auto& link) {
        return DynamicCast<IdealLinkControl>(link) != nullptr;
    });
}

} // namespace

LearningTraits
DescribeTierCell(double budget)
{
    LearningTraits traits;
    traits.energyMean = budget;
    traits.method = "a cell of two tiers";
    traits.part = RoundPart::UPDATE;
    for (const char* setter : {"SetData()",
                               "SetTestData()",
                               "SetPartition()",
                               "SetTraining()",
                               "SetMethod()",
                               "KeepUnits()",
                               "SetDepthBlocks()",
                               "SetFineTuning()",
                               "SetWork()",
                               "SetDepthWork()",
                               "SetDepthNetwork()"})
    {
        traits.refused.push_back({setter, "model, data and method are those of the tiers"});
    }
    for (const char* setter :
         {"SetGains()", "SetEfficiencies()", "SetIdealAttribute(\"Subchannels\")"})
    {
        traits.refused.push_back({setter, "devices send whole updates over shares of a band"});
    }
    return traits;
}

Ptr<RoundLinks>
LearningHelper::MakeLinks(Ptr<Node> server, const std::vector<Ptr<LinkControl>>& links) const
{
    if (const Ptr<CellControl> cell = FindCellControl(server, m_cell, m_partsChosen))
    {
        const auto rounds = CreateObject<CellRoundLinks>();
        rounds->SetCell(cell);
        return rounds;
    }
    if (AreIdeal(links))
    {
        const auto rounds = m_ideal.Create<IdealRoundLinks>();
        if (m_setup->sparse && !m_subchannelsChosen)
        {
            rounds->SetAttribute("Subchannels", UintegerValue(m_setup->sparse->settings.channels));
        }
        for (uint32_t k = 0; k < links.size(); ++k)
        {
            rounds->Add(k, DynamicCast<IdealLinkControl>(links[k]));
        }
        rounds->SetGains(m_gains);
        rounds->SetEfficiencies(m_efficiencies);
        return rounds;
    }
    ObjectFactory factory = m_rated;
    const bool contending = std::any_of(links.begin(), links.end(), [](const auto& link) {
        return DynamicCast<WifiLinkControl>(link) != nullptr ||
               link->GetMedium().number != LinkMedium::NONE;
    });
    const auto rounds = factory.Create<RatedRoundLinks>();
    if (!m_sharedChosen)
    {
        rounds->SetAttribute("Shared", BooleanValue(contending));
    }
    for (uint32_t k = 0; k < links.size(); ++k)
    {
        const double known = links[k]->GetLinkRate();
        rounds->SetRate(k, known > 0 ? known : ASSUMED_RATE);
    }
    return rounds;
}

ApplicationContainer
LearningHelper::Install(Ptr<Node> serverNode, const NodeContainer& workers)
{
    SettingCheck::OfLearning().Node("server", serverNode);
    SettingCheck::OfLearning().Nodes("workers", workers);
    SettingCheck::OfLearning().SameSimulation(m_lastServer);
    SettingCheck::OfLearning().Require(workers.GetN() > 0, SettingWords() << "no workers");
    SettingCheck::OfLearning().Require(workers.GetN() <= LearningLimits::WORKERS,
                                       SettingWords() << workers.GetN() << " workers; allowed are "
                                                      << LearningLimits::WORKERS);
    Ptr<LearningLedger> ledger = CreateObject<LearningLedger>();
    ledger->SetMonitor(m_monitor);
    InstallEnergyMeters(*m_monitor, NodeContainer(NodeContainer(serverNode), workers));
    m_monitor->SetNodeName(serverNode->GetId(), "server");
    ObjectFactory wifi;
    wifi.SetTypeId(WifiLinkControl::GetTypeId());
    ObjectFactory rated;
    rated.SetTypeId(RatedLinkControl::GetTypeId());
    Ptr<LearningServer> server = m_server.Create<LearningServer>();
    UintegerValue port;
    server->GetAttribute("Port", port);
    ApplicationContainer result(server);
    std::vector<uint32_t> nodes;
    std::vector<Ptr<LinkControl>> links;
    m_workers.clear();
    for (uint32_t k = 0; k < workers.GetN(); ++k)
    {
        const Ptr<Node> node = workers.Get(k);
        const Address address = FindPeerAddress(serverNode, node, port.Get());
        if (Inet6SocketAddress::IsMatchingType(address))
        {
            server->SetAttribute("Ipv6", BooleanValue(true));
        }
        Ptr<LearningWorker> worker = m_worker.Create<LearningWorker>();
        worker->SetAttribute("Server", AddressValue(address));
        worker->SetLedger(ledger);
        links.push_back(FindLinkControl(serverNode, node, wifi, rated));
        worker->SetLinkControl(links.back());
        if (!m_segmentsChosen && DynamicCast<IdealLinkControl>(links.back()))
        {
            // As large as the link takes, so that headers cost next to nothing.
            for (const Ptr<Application>& end : {Ptr<Application>(worker), Ptr<Application>(server)})
            {
                end->SetAttribute("SegmentSize", UintegerValue(60000));
                end->SetAttribute("SocketBuffer", UintegerValue(4000000));
            }
        }
        if (!m_minRtoChosen && DynamicCast<IdealLinkControl>(links.back()))
        {
            worker->SetAttribute("MinRto", TimeValue(Seconds(LOSSLESS_RTO)));
        }
        nodes.push_back(node->GetId());
        m_monitor->SetNodeName(node->GetId(), "worker " + std::to_string(k));
        node->AddApplication(worker);
        m_workers.push_back(worker);
        result.Add(worker);
    }
    if (!m_minRtoChosen && AreIdeal(links))
    {
        server->SetAttribute("MinRto", TimeValue(Seconds(LOSSLESS_RTO)));
    }
    JoinGroup(serverNode, workers, *server);
    SendDatagrams(*server, AreIdeal(links));
    m_links = MakeLinks(serverNode, links);
    const Ptr<RoundPlanner> planner = MakePlanner();
    ListenToRecords(planner, *m_monitor);
    server->SetPlanner(planner, m_links);
    server->SetLedger(ledger);
    server->SetWorkers(nodes);
    serverNode->AddApplication(server);
    m_lastServer = server;
    MakeMethod();
    RequireFit(*server, *m_links);
    UintegerValue rounds;
    server->GetAttribute("Rounds", rounds);
    NoteRise(*m_monitor, rounds.Get());
    TimeValue patience;
    server->GetAttribute("JoinTimeout", patience);
    ScheduleCall(LimitWait(patience.Get()), [monitor = m_monitor, server, patience] {
        if (!server->IsRunning() && monitor->GetCounts().generated == 0)
        {
            monitor->AddNote(
                "after " + WriteShort(patience.Get().GetSeconds()) +
                " s (JoinTimeout) the server has not started, or is stopped already: no "
                "round begins without it");
        }
    });
    ScheduleCall(Time(0), [monitor = m_monitor, serverNode, workers] {
        for (const std::string& note : ListRouteNotes(serverNode, workers))
        {
            monitor->AddNote(note);
        }
    });
    return result;
}

Ptr<RoundPlanner>
LearningHelper::MakePlanner() const
{
    const Ptr<RoundPlanner> planner = m_planner.Create<RoundPlanner>();
    if (m_setup->sparse)
    {
        for (const DpSparseText::PlannerSetting& setting : m_setup->sparse->planner)
        {
            SettingCheck::OfLearning().Require(
                planner->SetAttributeFailSafe(setting.attribute, DoubleValue(setting.value)),
                SettingWords() << "the method sets " << setting.key << " to " << setting.value
                               << ", which is the attribute " << setting.attribute
                               << " of planners; " << planner->GetInstanceTypeId().GetName()
                               << " has none or does not take that value");
        }
    }
    return planner;
}

void
LearningHelper::RequireFit(const LearningServer& server, const RoundLinks& links) const
{
    LearningWishes wishes;
    wishes.planner = m_planner.GetTypeId();
    wishes.made = MakePlanner();
    wishes.traits = GetTraits();
    wishes.workers = m_workers.size();
    StringValue way;
    server.GetAttribute("UpdateWay", way);
    wishes.datagrams = way.Get() == "Udp";
    wishes.gains = m_gains;
    wishes.efficiencies = m_efficiencies;
    wishes.SetLinks(links);
    UintegerValue awaited;
    server.GetAttribute("Workers", awaited);
    wishes.awaited = awaited.Get();
    wishes.called = m_called;
    const std::string fault = ExplainMisfit(wishes);
    SettingCheck::OfLearning().Require(fault.empty(), SettingWords() << fault);
    RequireWork();
    for (const std::string& note : ListNotes(wishes))
    {
        m_monitor->AddNote(note);
    }
    BooleanValue learns;
    server.GetAttribute("Learn", learns);
    if (wishes.rated && learns.Get())
    {
        UintegerValue least;
        server.GetAttribute("MeasureMin", least);
        m_monitor->AddNote(ExplainShortUpdates(*m_method, least.Get()));
    }
}

void
LearningHelper::RequireWork() const
{
    const double flop = m_setup->method.flopPerParameter;
    if (!(flop > 0))
    {
        return; // its own work
    }
    // Somebody may have a single parameter, or all of them.
    const auto count = static_cast<double>(m_method->GetParameters().size());
    WorkRange range;
    range.Limit(1, count);
    for (const Ptr<LearningWorker>& worker : m_workers)
    {
        const LearningJoinBody body = worker->Describe();
        range.Limit(1 / body.flops, count / body.flops);
        range.Limit(body.energyPerFlop, count * body.energyPerFlop);
    }
    std::ostringstream of;
    of << "flop of SetWork() for the " << count << " parameters of " << m_method->GetName()
       << " on these processors";
    SettingCheck::OfLearning().Range(of.str(), flop, range.least, range.most, " FLOP");
}

LearningTraits
LearningHelper::GetTraits() const
{
    return m_given ? DescribeTierCell(m_givenBudget) : m_setup->GetTraits();
}

void
LearningHelper::JoinGroup(Ptr<Node> node, const NodeContainer& workers, LearningServer& server)
{
    StringValue way;
    BooleanValue ipv6;
    server.GetAttribute("ModelWay", way);
    server.GetAttribute("Ipv6", ipv6);
    if (way.Get() != "Group")
    {
        return;
    }
    GroupLink link;
    std::string fault =
        ipv6.Get() ? "groups are reached over IPv4" : FindGroupLink(node, workers, link);
    fault = fault.empty() ? RouteGroup(node, link.device) : fault;
    SettingCheck::OfLearning().Require(fault.empty(),
                                       SettingWords()
                                           << "models cannot be sent to a group: " << fault);
    server.SetGroupDevice(link.device, link.rate > 0 ? link.rate : ASSUMED_RATE);
    Ipv4AddressValue address;
    UintegerValue port;
    server.GetAttribute("GroupAddress", address);
    server.GetAttribute("GroupPort", port);
    for (const Ptr<LearningWorker>& worker : m_workers)
    {
        worker->SetAttribute("Group", AddressValue(InetSocketAddress(address.Get(), port.Get())));
    }
}

ApplicationContainer
LearningHelper::Install(Ptr<Node> server,
                        const NodeContainer& workers,
                        std::shared_ptr<RoundMethod> method,
                        double budget)
{
    m_given = std::move(method);
    m_givenBudget = budget;
    return Install(server, workers);
}

void
LearningHelper::SendDatagrams(LearningServer& server, bool ideal)
{
    StringValue way;
    server.GetAttribute("UpdateWay", way);
    if (way.Get() != "Udp")
    {
        return;
    }
    UintegerValue port;
    server.GetAttribute("UpdatePort", port);
    for (const Ptr<LearningWorker>& worker : m_workers)
    {
        worker->SetAttribute("UpdatePort", port);
    }
    if (ideal && !m_fragmentsChosen)
    {
        // As large as the link takes.
        server.SetAttribute("FragmentSize", UintegerValue(IDEAL_FRAGMENT));
        for (const Ptr<LearningWorker>& worker : m_workers)
        {
            worker->SetAttribute("FragmentSize", UintegerValue(IDEAL_FRAGMENT));
        }
    }
}

void
LearningHelper::MakeMethod()
{
    try
    {
        m_method = m_given ? m_given
                           : m_setup->MakeMethod(static_cast<uint32_t>(m_workers.size()), m_stream);
    }
    catch (const std::bad_alloc&)
    {
        SettingCheck::OfLearning()
            .Refuse(SettingWords()
                    << "data and model take more memory than there is; fewer "
                       "samples (samples= of generators, max= of files) or features take less");
    }
    catch (const std::exception& error)
    {
        SettingCheck::OfLearning().Refuse(SettingWords() << error.what());
    }
    m_lastServer->SetMethod(m_method);
    for (uint32_t k = 0; k < m_workers.size(); ++k)
    {
        m_workers[k]->SetMethod(m_method, k);
    }
    if (m_stream >= 0)
    {
        m_lastServer->AssignStreams(m_stream + 1);
        m_links->AssignStreams(m_stream + LINK_STREAM);
    }
}

} // namespace edgeai
} // namespace ns3
