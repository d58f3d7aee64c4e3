/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-chain.h"

namespace ns3
{
namespace edgeai
{

uint32_t
EccChain::GetLayerCount() const
{
    return deviceFlop.empty() ? 0 : static_cast<uint32_t>(deviceFlop.size() - 1);
}

double
EccChain::GetServerFlop(uint32_t split) const
{
    return serverFlop.empty() ? deviceFlop.back() - deviceFlop[split] : serverFlop[split];
}

EccChain
MakeEccChain(const std::vector<double>& flop,
             const std::vector<double>& uploadBits,
             double resultBits)
{
    EccChain chain;
    chain.deviceFlop.assign(1, 0);
    for (double work : flop)
    {
        chain.deviceFlop.push_back(chain.deviceFlop.back() + work);
    }
    chain.uploadBits = uploadBits;
    chain.resultBits = resultBits;
    return chain;
}

EccChain
MakeEccChain(const NetworkProfile& profile)
{
    EccChain chain;
    auto cuts = profile.GetCuts();
    if (cuts.empty() || cuts.back() != profile.GetBlockCount())
    {
        cuts.push_back(profile.GetBlockCount());
    }
    for (uint32_t cut : cuts)
    {
        chain.deviceFlop.push_back(static_cast<double>(profile.GetFlopBefore(cut)));
        chain.uploadBits.push_back(static_cast<double>(profile.GetCutBits(cut)));
    }
    chain.uploadBits.pop_back();
    chain.resultBits = static_cast<double>(profile.resultBits);
    return chain;
}

} // namespace edgeai
} // namespace ns3
