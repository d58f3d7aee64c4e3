/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FADING_FIXTURE_H
#define EDGE_AI_FADING_FIXTURE_H

#include "radio/broadband-spectrum.h"

#include "ns3/constant-position-mobility-model.h"
#include "ns3/node.h"
#include "ns3/string.h"
#include "ns3/tapped-delay-loss.h"

#include <string>

namespace ns3
{
namespace edgeai
{
namespace radiotest
{

/// A fading model with its stream fixed.
inline Ptr<TappedDelayLoss>
MakeFading(const std::string& profile, const std::string& process, int64_t stream = 1)
{
    auto fading = CreateObject<TappedDelayLoss>();
    fading->SetAttribute("Profile", StringValue(profile));
    fading->SetAttribute("Process", StringValue(process));
    fading->DoAssignStreams(stream);
    return fading;
}

/// A narrow band at 3.5 GHz.
inline Ptr<const SpectrumModel>
OneBand()
{
    static const Ptr<BroadbandSpectrum> band = Create<BroadbandSpectrum>(3.5e9, 180e3, 1);
    return band->GetModel();
}

/// Present gain of a link without mobility, first band.
inline double
Now(const TappedDelayLoss& fading, uint32_t tx, uint32_t rx)
{
    return *fading.GetGain(tx, rx, nullptr, nullptr, OneBand()).power->ConstValuesBegin();
}

/// A mobility model at a place on a node of its own.
inline Ptr<MobilityModel>
Place(double x, double y)
{
    auto mobility = CreateObject<ConstantPositionMobilityModel>();
    mobility->SetPosition(Vector(x, y, 0));
    CreateObject<Node>()->AggregateObject(mobility);
    return mobility;
}
} // namespace radiotest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FADING_FIXTURE_H
