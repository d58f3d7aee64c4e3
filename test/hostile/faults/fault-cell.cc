/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fault-cell.h"

#include "fault-target.h"

#include "ns3/abort.h"
#include "ns3/type-id.h"

#include <algorithm>
#include <map>

namespace ns3
{
namespace edgeai
{

namespace
{

std::map<std::string, FaultApplication>&
GetApplications()
{
    static std::map<std::string, FaultApplication> applications;
    return applications;
}

/// @param [in] application one  @returns whether it takes UDP
bool
TakesDatagrams(const FaultApplication& application)
{
    TypeId::AttributeInformation information;
    return TypeId::LookupByName(application.transportOwner)
        .LookupAttributeByName(application.transport, &information);
}

/// @param [in] fault one  @returns how many devices it asks for; 0xffffffff: it does not say
uint32_t
GetDevices(Fault fault)
{
    switch (fault)
    {
    case Fault::NO_DEVICE:
        return 0;
    case Fault::ONE_DEVICE:
        return 1;
    case Fault::MANY_DEVICES:
        return 200;
    default:
        return UINT32_MAX;
    }
}

} // namespace

FaultRegistration::FaultRegistration(const FaultApplication& application)
{
    GetApplications().emplace(application.name, application);
}

std::vector<const FaultApplication*>
ListFaultApplications()
{
    std::vector<const FaultApplication*> applications;
    for (const auto& [name, application] : GetApplications())
    {
        applications.push_back(&application);
    }
    return applications;
}

const FaultApplication&
FindFaultApplication(const std::string& name)
{
    const auto found = GetApplications().find(name);
    NS_ABORT_MSG_IF(found == GetApplications().end(), "no application " << name);
    return found->second;
}

const std::vector<Fault>&
ListFaults()
{
    static const std::vector<Fault> faults = [] {
        std::vector<Fault> all;
        for (int i = 0; i <= static_cast<int>(Fault::MANY_DEVICES); ++i)
        {
            all.push_back(static_cast<Fault>(i));
        }
        return all;
    }();
    return faults;
}

std::string
ToString(Fault fault)
{
    static const std::vector<std::string> names{
        "server stopped",
        "server started anew",
        "link down",
        "interface down",
        "battery empty",
        "processor saturated",
        "plan late",
        "plan duplicated",
        "plan reordered",
        "TCP reset",
        "MTU 576",
        "MTU 9000",
        "SINR -30 dB",
        "SIC failing",
        "no device",
        "1 device",
        "200 devices",
    };
    return names.at(static_cast<std::size_t>(fault));
}

const std::vector<std::string>&
ListAccesses()
{
    static const std::vector<std::string> accesses{"ideal", "wifi", "broadband", "lte"};
    return accesses;
}

std::string
FaultCell::ToString() const
{
    return edgeai::ToString(fault) + ", " + application + ", " + (udp ? "UDP" : "TCP") + ", " +
           access;
}

bool
IsCrowdOnAir(const FaultCell& cell)
{
    return cell.fault == Fault::MANY_DEVICES && (cell.access == "wifi" || cell.access == "lte");
}

FaultTimes
GetFaultTimes(const FaultCell& cell)
{
    FaultTimes times;
    if (IsCrowdOnAir(cell))
    {
        times.end = 14; // nothing happens that could be over by then
    }
    return times;
}

std::string
ExplainNoCell(const FaultCell& cell)
{
    const FaultApplication& application = FindFaultApplication(cell.application);
    if (cell.udp && !TakesDatagrams(application))
    {
        return "it speaks TCP alone";
    }
#ifndef EDGE_AI_HAVE_LTE
    if (cell.access == "lte")
    {
        return "this ns-3 has no LTE";
    }
#endif
    const uint32_t devices = GetDevices(cell.fault);
    if (devices != UINT32_MAX && (devices < application.least || devices > application.most))
    {
        return "it has " + std::to_string(application.least) +
               (application.most > application.least ? " devices or more" : " device");
    }
    switch (cell.fault)
    {
    case Fault::SERVER_ANEW:
        return application.startsAnew ? "" : "its helper starts applications once";
    case Fault::TCP_RESET:
        return cell.udp && !application.keepsTcp ? "there is no connection" : "";
    case Fault::MTU_9000:
        return cell.access == "wifi" ? "Wi-Fi carries 2304 B at most" : "";
    case Fault::SINR_LOW:
        return cell.access == "ideal" ? "its links have no noise" : "";
    case Fault::SIC_FAILS:
        return cell.access == "broadband" ? "" : "nothing is superposed there";
    default:
        return "";
    }
}

} // namespace edgeai
} // namespace ns3
