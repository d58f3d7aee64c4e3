/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-cell-setup.h"

#include "radio/broadband-base-mac.h"
#include "radio/broadband-spectrum.h"

#include "ns3/broadband-medium.h"
#include "ns3/broadband-net-device.h"
#include "ns3/broadband-phy.h"
#include "ns3/object-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <numeric>

namespace ns3
{
namespace edgeai
{

Ptr<PlannedScheduler>
MakePlannedScheduler(const std::vector<std::pair<std::string, Ptr<AttributeValue>>>& attributes)
{
    ObjectFactory factory;
    factory.SetTypeId(PlannedScheduler::GetTypeId());
    factory.Set("SignallingSubchannels", UintegerValue(1));
    for (const auto& [name, value] : attributes)
    {
        TypeId::AttributeInformation information;
        if (factory.GetTypeId().LookupAttributeByName(name, &information))
        {
            factory.Set(name, *value);
        }
    }
    return factory.Create<PlannedScheduler>();
}

bool
AdoptPlannedScheduler(Ptr<BroadbandNetDevice> device)
{
    const auto mac = DynamicCast<BroadbandBaseMac>(device->GetMac());
    const Ptr<PlannedScheduler> planned = mac ? mac->GetPlannedScheduler() : nullptr;
    if (!planned)
    {
        return false;
    }
    const Ptr<BroadbandPhy> phy = device->GetPhy();
    const uint32_t subchannels = phy->GetMedium()->GetSpectrum(UPLINK).GetSubchannels();
    // What is left for plans, of either.
    if (subchannels <= planned->GetSignallingSubchannels() ||
        phy->GetPowerLimit() <= 2 * planned->GetSignallingPower())
    {
        return false;
    }
    mac->SetScheduler(planned);
    mac->SetPlannedScheduler(nullptr);
    return true;
}

uint32_t
ChooseSubchannelParts(uint32_t subchannels, uint32_t users, uint32_t superposed)
{
    uint32_t whole = 1;
    for (uint32_t sharers = 2; sharers <= superposed && whole <= subchannels; ++sharers)
    {
        whole = std::lcm(whole, sharers);
    }
    const uint32_t most = subchannels / std::max(1U, users);
    return most >= whole ? most - most % whole : std::max(1U, most);
}

} // namespace edgeai
} // namespace ns3
