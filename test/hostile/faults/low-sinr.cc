/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "low-sinr.h"

#include "ns3/broadband-medium.h"
#include "ns3/broadband-net-device.h"
#include "ns3/broadband-phy.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/node-list.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/wifi-net-device.h"
#include "ns3/wifi-phy.h"
#include "ns3/yans-wifi-channel.h"

#ifdef EDGE_AI_HAVE_LTE
#include "ns3/lte-enb-net-device.h"
#include "ns3/lte-spectrum-phy.h"
#include "ns3/lte-ue-net-device.h"
#include "ns3/lte-ue-phy.h"
#endif

#include <cmath>
#include <functional>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double THERMAL = -174; ///< [dBm/Hz]

/// @returns from where it is now, the ratio of signal to noise of what a device sends [dB]
std::function<double()>
FindLaw(Ptr<NetDevice> device, Ptr<MobilityModel> base, Ptr<MobilityModel> mobility)
{
    if (const auto broadband = DynamicCast<BroadbandNetDevice>(device))
    {
        const Ptr<BroadbandPhy> phy = broadband->GetPhy();
        return [phy] {
            const BroadbandPhy& receiver = phy->GetBase();
            const double gain = phy->GetMedium()->GetPathGain(*phy, receiver);
            const double noise = receiver.GetNoisePower() * phy->GetMedium()->GetSubchannels();
            return 10 * std::log10(phy->GetPowerLimit() * gain / noise);
        };
    }
    Ptr<PropagationLossModel> loss;
    double power = 0; // [dBm]
    double noise = 0; // [dBm]
    if (const auto wifi = DynamicCast<WifiNetDevice>(device))
    {
        PointerValue model;
        wifi->GetPhy()->GetChannel()->GetAttribute("PropagationLossModel", model);
        loss = model.Get<PropagationLossModel>();
        power = wifi->GetPhy()->GetTxPowerStart();
        noise = THERMAL + 10 * std::log10(20e6) + 7; // 20 MHz, the figure of WifiCellHelper
    }
#ifdef EDGE_AI_HAVE_LTE
    if (const auto lte = DynamicCast<LteUeNetDevice>(device))
    {
        const Ptr<LteUePhy> phy = lte->GetPhy();
        loss = phy->GetUplinkSpectrumPhy()->GetChannel()->GetPropagationLossModel();
        power = phy->GetTxPower();
        noise = THERMAL + 10 * std::log10(4.5e6) + 5; // 25 resource blocks, the eNB's figure
    }
#endif
    if (!loss)
    {
        throw std::invalid_argument("nothing is known of the losses of this net device");
    }
    return [loss, power, noise, base, mobility] {
        return loss->CalcRxPower(power, mobility, base) - noise;
    };
}

} // namespace

Ptr<MobilityModel>
FindPeer(Ptr<NetDevice> device, Ptr<Node> edge)
{
#ifdef EDGE_AI_HAVE_LTE
    // With a core network a phone's device does not say which base station it is attached to.
    for (uint32_t i = 0; DynamicCast<LteUeNetDevice>(device) && i < NodeList::GetNNodes(); ++i)
    {
        for (uint32_t k = 0; k < NodeList::GetNode(i)->GetNDevices(); ++k)
        {
            if (DynamicCast<LteEnbNetDevice>(NodeList::GetNode(i)->GetDevice(k)))
            {
                return NodeList::GetNode(i)->GetObject<MobilityModel>();
            }
        }
    }
#endif
    (void)device;
    return edge->GetObject<MobilityModel>();
}

void
PlaceAtSinr(Ptr<NetDevice> device, MobilityModel& base, MobilityModel& mobility, double sinr)
{
    const auto law = FindLaw(device, Ptr<MobilityModel>(&base), Ptr<MobilityModel>(&mobility));
    const Vector from = base.GetPosition();
    const double wanted = 10 * std::log10(sinr);
    double near = 1;  // [m]
    double far = 1e9; // [m]
    for (int i = 0; i < 100; ++i)
    {
        const double middle = std::sqrt(near * far);
        mobility.SetPosition(Vector(from.x + middle, from.y, from.z));
        (law() > wanted ? near : far) = middle;
    }
}

} // namespace edgeai
} // namespace ns3
