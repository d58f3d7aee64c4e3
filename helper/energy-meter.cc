/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "energy-meter.h"

#include "compute/processor-energy-model.h"
#include "compute/processor-list.h"
#include "compute/source-ledger.h"
#include "radio/broadband-energy-model.h"
#include "setting-check.h"

#include "ns3/co-inference-client.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/energy-harvester-container.h"
#include "ns3/energy-source-container.h"
#include "ns3/link-control.h"
#include "ns3/node-list.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/wifi-radio-energy-model.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

/**
 * @param [in] source any source
 * @param [in] type of consumers
 * @param [in,out] energy what they have taken is added to it; what is not available becomes so [J]
 */
void
AddConsumers(Ptr<en::EnergySource> source, TypeId type, double& energy)
{
    const en::DeviceEnergyModelContainer models = source->FindDeviceEnergyModels(type);
    for (uint32_t i = 0; i < models.GetN(); ++i)
    {
        energy = (std::isnan(energy) ? 0 : energy) + models.Get(i)->GetTotalEnergyConsumption();
    }
}

/// @param [in] node with processors  @param [in,out] reading gets what they have drawn
void
ReadProcessors(Ptr<Node> node, EnergyReading& reading)
{
    const auto list = node->GetObject<ProcessorList>();
    for (std::size_t i = 0; list && i < list->GetN(); ++i)
    {
        const Ptr<Processor> processor = list->Get(i);
        reading.processors += processor->GetTotalEnergy();
        reading.idle += processor->GetTotalEnergy() - processor->GetBusyEnergy();
        reading.ended += processor->GetEndedEnergy();
        reading.served += processor->GetServedEnergy();
    }
}

/// @param [in] node with energy sources  @param [in,out] reading gets what they and their consumers
/// say
void
ReadSources(Ptr<Node> node, EnergyReading& reading)
{
    const auto sources = node->GetObject<en::EnergySourceContainer>();
    if (!sources || sources->GetN() == 0)
    {
        return;
    }
    const auto harvesters = node->GetObject<en::EnergyHarvesterContainer>();
    bool known = !harvesters || harvesters->GetN() == 0;
    double given = 0;
    reading.battery = 0;
    reading.capacity = 0;
    for (uint32_t i = 0; i < sources->GetN(); ++i)
    {
        const Ptr<en::EnergySource> source = sources->Get(i);
        const auto ledger = SourceLedger::Follow(source);
        const double left = source->GetRemainingEnergy(); // brings it up to now
        // ns-3's sources give more than they have until the next update tells their consumers.
        reading.battery += std::max(0.0, left);
        reading.capacity += source->GetInitialEnergy();
        double metered = 0;
        double radio = NOT_AVAILABLE;
        AddConsumers(source, ProcessorEnergyModel::GetTypeId(), metered);
        AddConsumers(source, BroadbandEnergyModel::GetTypeId(), radio);
        AddConsumers(source, en::WifiRadioEnergyModel::GetTypeId(), radio);
        if (!std::isnan(radio))
        {
            reading.radio = (std::isnan(reading.radio) ? 0 : reading.radio) + radio;
            metered += radio;
        }
        reading.metered += metered;
        // Charged before anybody looked, it gave more than can be told.
        known = known && ledger && (ledger->IsWhole() || ledger->GetGiven() >= metered);
        given += ledger ? ledger->GetGiven() : 0;
    }
    reading.source = known ? given : NOT_AVAILABLE;
}

/// @param [in] nodes whose energy sources are followed from now on, as far as they have any
void
FollowSources(const NodeContainer& nodes)
{
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        const auto sources = (*node)->GetObject<en::EnergySourceContainer>();
        for (uint32_t i = 0; sources && i < sources->GetN(); ++i)
        {
            SourceLedger::Follow(sources->Get(i));
        }
    }
}

/// @param [in] node any  @returns whether the simulation it belongs to was not destroyed yet
bool
IsAlive(Ptr<Node> node)
{
    return node->GetId() < NodeList::GetNNodes() && NodeList::GetNode(node->GetId()) == node;
}

/// @param [in] nodes any  @returns what reads them; once they are gone, what was read last
EnergyBook::Meter
MakeMeter(const NodeContainer& nodes)
{
    const auto last = std::make_shared<std::vector<EnergyReading>>();
    return [nodes, last] {
        if (nodes.GetN() > 0 && IsAlive(nodes.Get(0)))
        {
            last->clear();
            for (auto node = nodes.Begin(); node != nodes.End(); ++node)
            {
                last->push_back(ReadEnergy(*node));
            }
        }
        return *last;
    };
}

} // namespace

EnergyReading
ReadEnergy(Ptr<Node> node)
{
    SettingCheck("ReadEnergy").Node("node", node);
    EnergyReading reading;
    reading.node = node->GetId();
    ReadSources(node, reading); // first: it settles what is drawn until now
    ReadProcessors(node, reading);
    const auto link = node->GetObject<LinkControl>();
    if (std::isnan(reading.radio) && link)
    {
        reading.radio = link->GetTxEnergy();
        const bool fed = std::isnan(reading.battery) || std::isnan(reading.radio);
        reading.unfed = fed ? 0 : reading.radio;
    }
    for (uint32_t i = 0; i < node->GetNApplications(); ++i)
    {
        if (const auto client = DynamicCast<CoInferenceClient>(node->GetApplication(i)))
        {
            reading.sending += client->GetUploadEnergy();
        }
    }
    return reading;
}

void
InstallEnergyMeters(InferenceMonitor& monitor, const NodeContainer& nodes)
{
    SettingCheck("InstallEnergyMeters").Nodes("nodes", nodes);
    FollowSources(nodes);
    monitor.GetEnergyBook().AddMeter(MakeMeter(nodes));
}

std::string
FindEnergyFault(const NodeContainer& nodes)
{
    SettingCheck("FindEnergyFault").Nodes("nodes", nodes);
    EnergyBook book;
    book.AddMeter(MakeMeter(nodes));
    return book.Balance({}, Simulator::Now().GetSeconds()).fault;
}

} // namespace edgeai
} // namespace ns3
