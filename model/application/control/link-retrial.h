/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LINK_RETRIAL_H
#define EDGE_AI_LINK_RETRIAL_H

#include <algorithm>
#include <cstdint>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * When a link is to be tried again. A plan that uploads nothing measures nothing, so a link that
 * was bad once would be taken for bad for ever. After some such plans in a row what was measured is
 * forgotten, and the next plan uploads as if nothing was known, if that pays at all. Where the link
 * turns out to be as bad as it was that task is lost, so that each trial in vain doubles the plans
 * before the next.
 */
class LinkRetrial
{
  public:
    static constexpr uint32_t MOST_DOUBLED = 6; ///< times

    /// The link was measured. @param [in] fellShort it carried far less than planned, so that it
    /// may have been out of order; a link that did about what was planned is known
    void Measure(bool fellShort)
    {
        m_fellShort = fellShort;
    }

    /**
     * A task has a plan.
     * @param [in] uploads whether it uploads by it
     * @param [in] measured whether the plan goes by what was measured of the link
     * @param [in] patience plans in a row without an upload before the first trial; 0: none is made
     * @returns whether what was measured is to be forgotten now
     */
    bool Count(bool uploads, bool measured, uint32_t patience)
    {
        if (uploads)
        {
            m_silent = 0;
            m_doubled = measured ? 0 : m_doubled; // it has been tried, and pays
            return false;
        }
        if (!measured || !m_fellShort || patience == 0 ||
            ++m_silent < uint64_t{patience} << m_doubled)
        {
            return false;
        }
        m_silent = 0;
        m_fellShort = false;
        m_doubled = std::min(m_doubled + 1, MOST_DOUBLED);
        return true;
    }

  private:
    uint64_t m_silent{0};    ///< plans in a row
    uint32_t m_doubled{0};   ///< times that the plans before a trial were
    bool m_fellShort{false}; ///< when it was measured last
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LINK_RETRIAL_H
