/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-energy-helper.h"

#include "checked-attribute.h"
#include "monitor/last-resort.h"
#include "radio/broadband-energy-model.h"

#include "ns3/broadband-net-device.h"

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

Ptr<en::DeviceEnergyModel>
BroadbandEnergyHelper::DoInstall(Ptr<NetDevice> device, Ptr<en::EnergySource> source) const
{
    const auto broadband = DynamicCast<BroadbandNetDevice>(device);
    NS_ABORT_MSG_UNLESS(broadband, "BroadbandEnergyHelper: not a BroadbandNetDevice");
    auto model = m_factory.Create<BroadbandEnergyModel>();
    model->SetEnergySource(source);
    source->AppendDeviceEnergyModel(model);
    model->SetPhy(broadband->GetPhy());
    return model;
}

} // namespace edgeai
} // namespace ns3
