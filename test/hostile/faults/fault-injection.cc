/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fault-injection.h"

#include "low-sinr.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/basic-energy-source.h"
#include "ns3/broadband-net-device.h"
#include "ns3/broadband-phy.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/ipv4-routing-table-entry.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/mobility-model.h"
#include "ns3/processor.h"
#include "ns3/simple-device-energy-model.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

/// A rule is in force between two instants. @param [in] network built  @param [in] times when
/// @param [in] rule it  @param [in] everywhere also of what comes to the edge node
void
Rule(FaultNetwork& network,
     const FaultTimes& times,
     const PacketTrouble::Rule& rule,
     bool everywhere)
{
    const auto set = [&network, everywhere](const PacketTrouble::Rule& now) {
        if (everywhere)
        {
            network.SetRule(now);
            return;
        }
        for (const Ptr<PacketTrouble>& trouble : network.atDevices)
        {
            trouble->SetRule(now);
        }
    };
    ScheduleCall(Seconds(times.from), [set, rule] { set(rule); });
    ScheduleCall(Seconds(times.until), [set] { set(PacketTrouble::Rule::NONE); });
}

/// Whoever sets an interface up again by hand also gives it its routes again.
void
TakeInterfaceDown(FaultNetwork& network, const FaultTimes& times)
{
    const Ptr<Node> node = network.devices.Get(0);
    const auto ipv4 = node->GetObject<Ipv4>();
    const auto routes = Ipv4StaticRoutingHelper().GetStaticRouting(ipv4);
    ScheduleCall(Seconds(times.from), [ipv4, routes, times] {
        const Ipv4Address gateway = routes->GetDefaultRoute().GetGateway();
        ipv4->SetDown(1);
        ScheduleCall(Seconds(times.until - times.from), [ipv4, routes, gateway] {
            ipv4->SetUp(1);
            routes->SetDefaultRoute(gateway, 1);
        });
    });
}

/// Something that is neither processor nor radio empties a battery.
void
EmptyBattery(const FaultNetwork& network, const FaultTimes& times)
{
    constexpr double CHARGE = 1000; // [J]
    constexpr double DRAIN = 1e6;   // [A], at 1 V: empty at once
    const Ptr<Node> node = network.devices.Get(0);
    BasicEnergySourceHelper battery;
    battery.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(CHARGE));
    battery.Set("BasicEnergyLowBatteryThreshold", DoubleValue(0.1));
    battery.Set("BasicEnergyHighBatteryThreshold", DoubleValue(0.2));
    battery.Set("BasicEnergySupplyVoltageV", DoubleValue(1));
    battery.Set("PeriodicEnergyUpdateInterval", TimeValue(MilliSeconds(10)));
    const auto source = DynamicCast<en::BasicEnergySource>(battery.Install(node).Get(0));
    const auto load = CreateObject<en::SimpleDeviceEnergyModel>();
    load->SetEnergySource(source);
    load->SetCurrentA(0);
    source->AppendDeviceEnergyModel(load);
    ScheduleCall(Seconds(times.from), [load] { load->SetCurrentA(DRAIN); });
    ScheduleCall(Seconds(times.from + 0.05), [load] { load->SetCurrentA(0); });
    ScheduleCall(Seconds(times.until), [source] { source->SetInitialEnergy(CHARGE); });
}

/// Work of others keeps every unit of a processor busy.
void
SaturateProcessor(const FaultNetwork& network, const FaultTimes& times)
{
    Ptr<Processor> processor = Processor::Find(network.edge);
    if (!processor)
    {
        processor = Processor::Find(network.devices.Get(0));
    }
    if (!processor)
    {
        throw std::invalid_argument("neither edge node nor device has a processor");
    }
    const double length = times.until - times.from;
    ScheduleCall(Seconds(times.from), [processor, length] {
        DoubleValue speed;
        processor->GetAttribute("FlopPerCycle", speed);
        UintegerValue units;
        processor->GetAttribute("Units", units);
        // Twice as many as there are units: they are busy throughout, and some wait.
        for (uint64_t i = 0; i < 2 * units.Get(); ++i)
        {
            Job job;
            job.flop = speed.Get() * processor->GetClock() * length / 2;
            processor->Submit(job);
        }
    });
}

/// Nothing of what is decoded first is taken off the rest.
void
SpoilCancellation(const FaultNetwork& network, const FaultTimes& times)
{
    const auto device =
        DynamicCast<BroadbandNetDevice>(network.access.Get(network.access.GetN() - 1));
    if (!device)
    {
        throw std::invalid_argument("the edge node is no base station");
    }
    const Ptr<BroadbandPhy> phy = device->GetPhy();
    ScheduleCall(Seconds(times.from), [phy] { phy->SetAttribute("SicResidual", DoubleValue(1)); });
    ScheduleCall(Seconds(times.until), [phy] { phy->SetAttribute("SicResidual", DoubleValue(0)); });
}

/// The first device is far away for a while.
void
GoFarAway(const FaultNetwork& network, const FaultTimes& times)
{
    constexpr double SINR = 1e-3; // -30 dB
    const auto mobility = network.devices.Get(0)->GetObject<MobilityModel>();
    const Vector home = mobility->GetPosition();
    const Ptr<NetDevice> device = network.access.Get(0);
    const Ptr<Node> edge = network.edge;
    ScheduleCall(Seconds(times.from), [mobility, device, edge] {
        PlaceAtSinr(device, *FindPeer(device, edge), *mobility, SINR);
    });
    ScheduleCall(Seconds(times.until), [mobility, home] { mobility->SetPosition(home); });
}

void
SetMtu(const FaultNetwork& network, uint32_t mtu)
{
    for (uint32_t i = 0; i < network.access.GetN(); ++i)
    {
        if (!network.access.Get(i)->SetMtu(static_cast<uint16_t>(mtu)))
        {
            throw std::invalid_argument("a net device does not take an MTU of " +
                                        std::to_string(mtu) + " B");
        }
    }
}

} // namespace

uint32_t
GetFaultMtu(Fault fault)
{
    return fault == Fault::MTU_576 ? 576 : fault == Fault::MTU_9000 ? 9000 : 0;
}

std::string
GetFaultLink(const FaultCell& cell)
{
    return cell.fault == Fault::SIC_FAILS ? "noma" : cell.access;
}

void
InjectFault(Fault fault, const FaultTimes& times, FaultNetwork& network, FaultTarget& target)
{
    PacketTrouble::Rule rule;
    switch (fault)
    {
    case Fault::SERVER_STOPPED:
        target.GetServer()->SetStopTime(Seconds(times.from));
        return;
    case Fault::SERVER_ANEW:
        target.GetServer()->SetStopTime(Seconds(times.from));
        target.StartAnew(times.until);
        return;
    case Fault::LINK_DOWN:
        rule.lose = true;
        Rule(network, times, rule, true);
        return;
    case Fault::INTERFACE_DOWN:
        TakeInterfaceDown(network, times);
        return;
    case Fault::BATTERY_EMPTY:
        EmptyBattery(network, times);
        return;
    case Fault::PROCESSOR_SATURATED:
        SaturateProcessor(network, times);
        return;
    case Fault::PLAN_LATE:
        rule.late = MilliSeconds(300);
        Rule(network, times, rule, false);
        return;
    case Fault::PLAN_TWICE:
        rule.twice = true;
        Rule(network, times, rule, false);
        return;
    case Fault::PLAN_TURNED:
        rule.turned = true;
        Rule(network, times, rule, false);
        return;
    case Fault::TCP_RESET:
        rule.reset = true;
        Rule(network, times, rule, true);
        return;
    case Fault::MTU_576:
    case Fault::MTU_9000:
        SetMtu(network, GetFaultMtu(fault));
        return;
    case Fault::SINR_LOW:
        GoFarAway(network, times);
        return;
    case Fault::SIC_FAILS:
        SpoilCancellation(network, times);
        return;
    case Fault::NO_DEVICE:
    case Fault::ONE_DEVICE:
    case Fault::MANY_DEVICES:
        return; // the network is made so
    }
}

} // namespace edgeai
} // namespace ns3
