/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "cell-control.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(CellControl);

TypeId
CellControl::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::CellControl").SetParent<Object>().SetGroupName("EdgeAi");
    return tid;
}

double
CellControl::GetBandwidth() const
{
    const NomaRadio radio = GetRadio();
    return radio.subchannels * radio.width;
}

double
CellControl::GetBandStep() const
{
    return 0;
}

std::string
CellControl::FitBands(const std::vector<BandShare>&, std::vector<BandGrant>&) const
{
    return "it carries out plans of subchannels, not of bands";
}

std::string
CellControl::ApplyBands(const std::vector<BandShare>& shares)
{
    std::vector<BandGrant> grants;
    return FitBands(shares, grants);
}

std::vector<double>
CellControl::GetMeanGains(uint64_t /* link */) const
{
    return {};
}

bool
CellControl::IsFrom(uint64_t, const Address&) const
{
    return true;
}

} // namespace edgeai
} // namespace ns3
