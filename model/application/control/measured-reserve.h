/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MEASURED_RESERVE_H
#define EDGE_AI_MEASURED_RESERVE_H

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * How much to set aside of time, or of energy, for what a plan does not contain, from how much more
 * than planned things took: mean and mean deviation as TCP keeps them of its round trips (RFC
 * 6298), and the mean plus four deviations as the reserve, so that few exceed it.
 */
class MeasuredReserve
{
  public:
    /**
     * @param [in] excess realised minus planned duration [s], or energy [J]; may be negative
     * @returns false, and nothing changes, if it is no finite number
     */
    bool Add(double excess)
    {
        if (!std::isfinite(excess))
        {
            return false;
        }
        if (!m_known)
        {
            m_known = true;
            m_mean = excess;
            m_deviation = std::abs(excess) / 2;
            return true;
        }
        m_deviation += (std::abs(excess - m_mean) - m_deviation) / 4;
        m_mean += (excess - m_mean) / 8;
        return true;
    }

    /// It leaves nothing for anything else: half of it must do, until something is measured again.
    void Halve()
    {
        m_mean /= 2;
        m_deviation /= 2;
    }

    /// @returns what to set aside [s] or [J], >= 0; 0 before anything was measured
    double Get() const
    {
        return std::max(0.0, m_mean + 4 * m_deviation);
    }

  private:
    double m_mean{0};
    double m_deviation{0};
    bool m_known{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MEASURED_RESERVE_H
