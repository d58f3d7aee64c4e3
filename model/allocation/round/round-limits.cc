/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "round-limits.h"

#include "say.h"

#include <set>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Rounding of a sum of many terms is no breach of a limit.
constexpr double ROUNDING = 1e-9;

/// @returns "", or that a quantity of a plan is more than there is
std::string
ExplainExcess(const std::string& name, double value, double most, const char* unit)
{
    return value <= most * (1 + ROUNDING)
               ? ""
               : Say(name, " is ", value, unit, "; allowed is 0 to ", most, unit);
}

/// @param [in,out] owned subchannels of the workers before  @returns the first of a worker's
/// subchannels that there is not, or that it cannot have, in words; "" if it can have all
std::string
ExplainSubchannels(const RoundUplink& uplink,
                   const RoundShare& share,
                   const std::string& name,
                   std::set<uint32_t>& owned)
{
    if (share.powers.size() != share.subchannels.size())
    {
        return name + "powers has " + std::to_string(share.powers.size()) +
               " elements; expected are " + std::to_string(share.subchannels.size()) +
               ", one for each of its subchannels";
    }
    for (const uint32_t subchannel : share.subchannels)
    {
        if (subchannel >= uplink.subchannels)
        {
            return ExplainExcess(name + "subchannels", subchannel, uplink.subchannels - 1.0, "");
        }
        if (!owned.insert(subchannel).second)
        {
            return name + "subchannels has " + std::to_string(subchannel) +
                   ", which is another worker's; allowed is one owner";
        }
    }
    return "";
}

} // namespace

std::string
ExplainImpossible(const RoundProblem& problem, const RoundPlan& plan, const std::string& workers)
{
    const RoundUplink& uplink = problem.uplink;
    std::string text;
    std::set<uint32_t> owned;
    double given = 0;
    for (std::size_t k = 0; k < plan.workers.size() && text.empty(); ++k)
    {
        const RoundShare& share = plan.workers[k];
        const RoundWorker& worker = problem.workers[k];
        const std::string name = workers + "[" + std::to_string(k) + "].";
        if (!share.involved)
        {
            continue;
        }
        given += share.bandwidth;
        if (worker.processor.clockMax > 0)
        {
            text =
                ExplainExcess(name + "clock", share.clock, worker.processor.clockMax, " cycle/s");
        }
        if (text.empty() && uplink.form != RoundUplinkForm::RATES)
        {
            text = ExplainExcess(name + "power", share.GetPower(), worker.powerMax, " W");
        }
        if (text.empty() && uplink.form == RoundUplinkForm::SUBCHANNELS)
        {
            text = ExplainSubchannels(uplink, share, name, owned);
        }
    }
    const bool divided =
        uplink.form == RoundUplinkForm::BAND || uplink.form == RoundUplinkForm::BAND_POWER;
    return text.empty() && divided
               ? ExplainExcess("the sum of bandwidth", given, uplink.bandwidth, " Hz")
               : text;
}

} // namespace edgeai
} // namespace ns3
