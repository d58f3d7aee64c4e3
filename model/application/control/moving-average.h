/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MOVING_AVERAGE_H
#define EDGE_AI_MOVING_AVERAGE_H

#include <cmath>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Estimate of a positive quantity from measurements: the exponential average
 * m <- (1 - weight) m + weight x. It starts at an assumption, which the first measurement either
 * replaces (an assumption that means nothing, such as a rate factor of 1) or is averaged with (one
 * that means something, such as a nominal rate).
 */
class MovingAverage
{
  public:
    /// What the first measurement does with the assumption.
    enum Start
    {
        AVERAGE, ///< it is averaged with it
        REPLACE, ///< it replaces it
    };

    /**
     * @param [in] assumption value before the first measurement, > 0; 0 if that replaces it
     * @param [in] start what the first measurement does with it
     */
    explicit MovingAverage(double assumption, Start start = AVERAGE)
        : m_mean(assumption),
          m_replace(start == REPLACE)
    {
    }

    /**
     * @param [in] measurement new value
     * @param [in] weight of it, in (0, 1]
     * @returns false, and nothing changes, if it is not positive and finite
     */
    bool Add(double measurement, double weight)
    {
        if (!(measurement > 0) || !std::isfinite(measurement))
        {
            return false;
        }
        m_mean += (m_replace ? 1 : weight) * (measurement - m_mean);
        // What is very much less than the mean before is lost in it, and so would the mean be.
        m_mean = m_mean > 0 ? m_mean : measurement;
        m_replace = false;
        return true;
    }

    /// @returns the estimate
    double Get() const
    {
        return m_mean;
    }

  private:
    double m_mean;
    bool m_replace; ///< the next measurement replaces the mean
};

/**
 * @ingroup edge-ai
 * @param [in] now present value
 * @param [in] then value a plan was made with, > 0
 * @param [in] share relative change that is too much, > 0
 * @returns whether it has changed by more than that; what is no number has
 */
inline bool
HasDrifted(double now, double then, double share)
{
    return !(std::abs(now - then) <= share * then);
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MOVING_AVERAGE_H
