/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHANNEL_REPORTS_H
#define EDGE_AI_CHANNEL_REPORTS_H

#include "broadband-scheduler.h"
#include "keyed-random.h"

#include "ns3/spectrum-value.h"

#include <cstdint>
#include <list>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What a base station is told of one link: the channel as it was some slots ago, with errors.
 *
 * A link is measured in slots in which it has traffic. After a pause the first report is of the
 * present slot, since there is no older one.
 */
class ChannelReports
{
  public:
    /// Options.
    struct Options
    {
        uint32_t delay{0}; ///< age of reports [slots]
        double error{0};   ///< standard deviation of the reported gain, each subchannel, normal in
                           ///< decibels [dB]
    };

    /**
     * Measure the link, at most once per slot, and get the report in force.
     * @param [in] slot slot that starts
     * @param [in] options options
     * @param [in] gain power gain per subchannel, linear
     * @param [in] interference noise and interference per subchannel [W]
     * @param [in] random source of the errors of this link
     * @returns the report; valid until the next call
     */
    const ChannelState& Measure(uint64_t slot,
                                const Options& options,
                                const SpectrumValue& gain,
                                const std::vector<double>& interference,
                                const KeyedRandom& random);

    /**
     * @param [in] slot slot that starts
     * @returns the report, if Measure was called for this slot, else null
     */
    const ChannelState* Find(uint64_t slot) const
    {
        return m_reports.empty() || m_reports.back().first != slot ? nullptr
                                                                   : &m_reports.front().second;
    }

  private:
    std::list<std::pair<uint64_t, ChannelState>> m_reports; ///< slot and state; first in force
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHANNEL_REPORTS_H
