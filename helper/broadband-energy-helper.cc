/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-energy-helper.h"

#include "checked-attribute.h"
#include "energy-consumers.h"
#include "monitor/last-resort.h"
#include "radio/broadband-energy-model.h"
#include "setting-check.h"

#include "ns3/broadband-net-device.h"
#include "ns3/node.h"

namespace ns3
{
namespace edgeai
{

BroadbandEnergyHelper::BroadbandEnergyHelper()
{
    SayWhatIsNotCaught();
    m_factory.SetTypeId(BroadbandEnergyModel::GetTypeId());
}

BroadbandEnergyHelper::~BroadbandEnergyHelper() = default;

void
BroadbandEnergyHelper::Set(std::string name, const AttributeValue& value)
{
    SetChecked(m_factory, name, value);
}

en::DeviceEnergyModelContainer
BroadbandEnergyHelper::Install(Ptr<NetDevice> device, Ptr<en::EnergySource> source) const
{
    return en::DeviceEnergyModelContainer(DoInstall(device, source));
}

en::DeviceEnergyModelContainer
BroadbandEnergyHelper::Install(const NetDeviceContainer& devices,
                               const en::EnergySourceContainer& sources) const
{
    SettingCheck("BroadbandEnergyHelper")
        .Require(devices.GetN() == sources.GetN(),
                 SettingWords() << devices.GetN() << " devices and " << sources.GetN()
                                << " energy sources; allowed are as many, each device's of its "
                                   "node");
    en::DeviceEnergyModelContainer models;
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        models.Add(DoInstall(devices.Get(i), sources.Get(i)));
    }
    return models;
}

Ptr<en::DeviceEnergyModel>
BroadbandEnergyHelper::DoInstall(Ptr<NetDevice> device, Ptr<en::EnergySource> source) const
{
    const SettingCheck check("BroadbandEnergyHelper");
    check.Device("device", device);
    const Ptr<Node> node = device->GetNode();
    const auto broadband = DynamicCast<BroadbandNetDevice>(device);
    check.Require(broadband != nullptr,
                  SettingWords() << "device of node " << node->GetId()
                                 << " is not a BroadbandNetDevice");
    check.Require(source != nullptr,
                  SettingWords() << "source for the radio of node " << node->GetId()
                                 << " is no energy source: it is null");
    const Ptr<Node> owner = source->GetNode();
    check.Require(!owner || owner == node,
                  SettingWords() << "the radio of node " << node->GetId()
                                 << " cannot drain an energy source that belongs to node "
                                 << (owner ? owner->GetId() : 0));
    const auto isMeant = [&broadband](const BroadbandEnergyModel& other) {
        return other.GetPhy() == broadband->GetPhy();
    };
    check.Require(!HasEnergyModel<BroadbandEnergyModel>(node, source, isMeant),
                  SettingWords() << "the radio of node " << node->GetId()
                                 << " has an energy model already; with two it would drain its "
                                    "battery twice");
    auto model = m_factory.Create<BroadbandEnergyModel>();
    model->SetEnergySource(source);
    source->AppendDeviceEnergyModel(model);
    model->SetPhy(broadband->GetPhy());
    return model;
}

} // namespace edgeai
} // namespace ns3
