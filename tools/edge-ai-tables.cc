/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Prints what the manual's generated pages are made of, a line a row, cells with tabs between:
// `attributes` of every class of the module; `splits`, what becomes of every split planner over
// every link and with every kind of server, each tried in a small simulation; `rounds`, which round
// every planner of learning takes; `endings` of tasks; `counts` of what pages count. `./edge-ai
// tables` makes the pages.

#include "../helper/learning-probe.h"

#include "ns3/broadband-helper.h"
#include "ns3/co-inference-helper.h"
#include "ns3/csma-helper.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/network-catalogue.h"
#include "ns3/placement-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/processor-helper.h"
#include "ns3/simulator.h"
#include "ns3/split-planner.h"
#include "ns3/string.h"
#include "ns3/task-record.h"
#include "ns3/uinteger.h"
#include "ns3/wifi-cell-helper.h"

#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] name TypeId name  @returns it without namespaces
std::string
GetShortName(const std::string& name)
{
    return name.substr(name.rfind(':') + 1);
}

/// Print every attribute: class, its parent, name, kind, default, range, flags, help.
void
PrintAttributes()
{
    std::map<std::string, TypeId> types;
    for (std::size_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId type = TypeId::GetRegistered(static_cast<uint16_t>(i));
        if (type.GetName().rfind("ns3::edgeai::", 0) == 0)
        {
            types.emplace(type.GetName(), type);
        }
    }
    for (const auto& [name, type] : types)
    {
        for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
        {
            const TypeId::AttributeInformation attribute = type.GetAttribute(i);
            const bool known = attribute.checker->HasUnderlyingTypeInformation();
            const bool set = attribute.flags & TypeId::ATTR_SET;
            const bool construct = attribute.flags & TypeId::ATTR_CONSTRUCT;
            std::cout << name << '\t' << type.GetParent().GetName() << '\t' << attribute.name
                      << '\t' << attribute.checker->GetValueTypeName() << '\t'
                      << attribute.originalInitialValue->SerializeToString(attribute.checker)
                      << '\t' << (known ? attribute.checker->GetUnderlyingTypeInformation() : "")
                      << '\t'
                      << (set         ? "set"
                          : construct ? "construct"
                                      : "get")
                      << '\t' << attribute.help << '\n';
        }
    }
}

/// A way from devices to a server.
struct Access
{
    const char* name; ///< in the table
    /// Connects them: server, devices
    std::function<NetDeviceContainer(const NodeContainer&, const NodeContainer&)> connect;
    bool cables; ///< a network of its own for each pair of devices
};

/// @param [in] server its node  @param [in] devices theirs  @param [in] radio of the cell
/// @returns devices of a cell of the broadband radio
NetDeviceContainer
ConnectCell(const NodeContainer& server, const NodeContainer& devices, BroadbandHelper radio)
{
    PlacementHelper().At(Vector(), server);
    PlacementHelper().OnCircle(100, devices);
    const NetDeviceContainer links = radio.Install(server.Get(0), devices);
    radio.AssignStreams(links, 1000);
    return links;
}

/// @returns every way from devices to a server
std::vector<Access>
ListAccesses()
{
    const auto cell = [](const std::string& name, const std::string& value) {
        return [=](const NodeContainer& server, const NodeContainer& devices) {
            BroadbandHelper radio;
            if (!name.empty())
            {
                radio.SetAttribute(name, StringValue(value));
            }
            return ConnectCell(server, devices, radio);
        };
    };
    return {
        {"ideal link",
         [](const NodeContainer& server, const NodeContainer& devices) {
             IdealLinkHelper ideal;
             return ideal.Install(server.Get(0), devices);
         },
         true},
        {"broadband", cell("", ""), false},
        {"broadband, NOMA", cell("Access", "NOMA"), false},
        {"broadband, own scheduler", cell("Scheduler", "ProportionalFair"), false},
        {"Wi-Fi",
         [](const NodeContainer& server, const NodeContainer& devices) {
             PlacementHelper().At(Vector(), server);
             PlacementHelper().OnCircle(20, devices);
             WifiCellHelper wifi;
             const NetDeviceContainer links = wifi.Install(server.Get(0), devices);
             wifi.AssignStreams(links, 1000);
             return links;
         },
         false},
        {"csma",
         [](const NodeContainer& server, const NodeContainer& devices) {
             CsmaHelper csma;
             csma.SetChannelAttribute("DataRate", StringValue("100Mbps"));
             return csma.Install(NodeContainer(devices, server));
         },
         false},
        {"point-to-point",
         [](const NodeContainer& server, const NodeContainer& devices) {
             PointToPointHelper cable;
             cable.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
             NetDeviceContainer links;
             for (uint32_t i = 0; i < devices.GetN(); ++i)
             {
                 links.Add(cable.Install(server.Get(0), devices.Get(i)));
             }
             return links;
         },
         true},
    };
}

/**
 * Try a planner: two devices, two tasks each, budgets that every planner can keep.
 * @param [in] planner TypeId name  @param [in] access between devices and server
 * @param [in] sharing the controller's, or "Units": its default, and a server that has units
 * @returns what became of it, a tab, and the words of who did not take it
 */
std::string
TrySplit(const std::string& planner, const Access& access, const std::string& sharing)
{
    NodeContainer devices(2);
    NodeContainer server(1);
    const NetDeviceContainer links = access.connect(server, devices);
    InternetStackHelper stack;
    stack.Install(devices);
    stack.Install(server);
    stack.AssignStreams(NodeContainer(devices, server), 2000);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 0; access.cables && i < links.GetN(); i += 2)
    {
        addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
        addresses.NewNetwork();
    }
    if (!access.cables)
    {
        addresses.Assign(links);
        BroadbandHelper::FillNeighborCaches(links);
    }
    ProcessorHelper processors("LaimDevice");
    processors.Install(devices);
    processors.SetPreset("LaimServer");
    if (sharing == "Units")
    {
        processors.SetAttribute("Units", UintegerValue(8));
    }
    processors.Install(server);

    CoInferenceHelper inference("ViT-B/16", planner);
    inference.SetBudget(Seconds(5), 1);
    inference.SetArrivals("Periodic",
                          "Period",
                          TimeValue(Seconds(6)),
                          "Offset",
                          TimeValue(Seconds(1)),
                          "MaxTasks",
                          UintegerValue(2));
    if (sharing != "Units")
    {
        inference.SetControllerAttribute("ServerSharing", StringValue(sharing));
    }
    inference.Install(server.Get(0), devices);
    inference.AssignStreams(500);
    Simulator::Stop(Seconds(30));
    Simulator::Run();
    unsigned completed = 0;
    std::string words;
    std::string ending = "completed";
    for (const TaskRecord* task : inference.GetMonitor().GetRecords())
    {
        const bool done = task->outcome == TaskOutcome::COMPLETED;
        completed += done;
        if (!done && words.empty())
        {
            ending = ToString(task->outcome);
            words = task->detail;
        }
    }
    for (const auto& [note, count] : inference.GetMonitor().GetSummary().notes)
    {
        if (words.empty() && note.find("not enforced") != std::string::npos)
        {
            ending = "not enforced";
            words = note;
        }
    }
    if (completed == 0 && words.empty())
    {
        ending = "nothing";
    }
    Simulator::Destroy();
    std::replace(words.begin(), words.end(), '\n', ' ');
    return ending + '\t' + words;
}

/// Print what becomes of every split planner: planner, access, server, ending, words.
void
PrintSplits()
{
    for (const std::string& planner : ListSplitPlanners())
    {
        for (const Access& access : ListAccesses())
        {
            for (const char* sharing : {"Slice", "Units", "Queue"})
            {
                std::cout << GetShortName(planner) << '\t' << access.name << '\t' << sharing << '\t'
                          << TrySplit(planner, access, sharing) << '\n';
            }
        }
    }
}

/// Print which rounds every planner takes: planner, part, uplink, whether.
void
PrintRounds()
{
    for (const std::string& planner : ListRoundPlanners())
    {
        for (const RoundPart part : GetRoundParts())
        {
            for (const RoundUplinkForm form : GetRoundUplinkForms())
            {
                std::cout << GetShortName(planner) << '\t' << DescribePart(part) << '\t'
                          << DescribeForm(form) << '\t'
                          << (TakesRounds(TypeId::LookupByName(planner), part, form) ? "yes" : "no")
                          << '\n';
            }
        }
    }
}

/// @param [in] base a class  @returns how many classes there are of it that can be made
std::size_t
CountClasses(const std::string& base)
{
    const TypeId parent = TypeId::LookupByName(base);
    std::size_t count = 0;
    for (std::size_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId type = TypeId::GetRegistered(static_cast<uint16_t>(i));
        count += type.IsChildOf(parent) && type.HasConstructor() ? 1 : 0;
    }
    return count;
}

/// Print how many there are of what pages count: what, how many.
void
PrintCounts()
{
    std::cout << "networks\t" << ListNetworks().size() << '\n'
              << "schedulers\t" << CountClasses("ns3::edgeai::BroadbandScheduler") << '\n'
              << "governors\t" << CountClasses("ns3::edgeai::Governor") << '\n'
              << "split planners\t" << ListSplitPlanners().size() << '\n';
}

/// Print how tasks end: name, whether they are dropped then.
void
PrintEndings()
{
    for (const TaskOutcome outcome : GetTaskOutcomes())
    {
        std::cout << ToString(outcome) << '\t' << (IsDropped(outcome) ? "dropped" : "") << '\n';
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    const std::map<std::string, void (*)()> tables{{"attributes", PrintAttributes},
                                                   {"splits", PrintSplits},
                                                   {"rounds", PrintRounds},
                                                   {"endings", PrintEndings},
                                                   {"counts", PrintCounts}};
    const auto table = tables.find(argc == 2 ? argv[1] : "");
    if (table == tables.end())
    {
        std::cerr << "needs one of: attributes, counts, endings, rounds, splits" << std::endl;
        return 2;
    }
    table->second();
    return 0;
}
