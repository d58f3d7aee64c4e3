/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MEAN_H
#define EDGE_AI_MEAN_H

#include "task-record.h"

#include <cmath>
#include <cstdint>

namespace ns3
{
namespace edgeai
{

/// Mean of what is available.
class Mean
{
  public:
    /// @param [in] value left out if it is not available
    void Add(double value)
    {
        if (!std::isnan(value))
        {
            m_sum += value;
            ++m_count;
        }
    }

    /// @returns the mean, or that there is none
    double Get() const
    {
        return m_count ? m_sum / m_count : NOT_AVAILABLE;
    }

    /// @returns the sum
    double GetSum() const
    {
        return m_sum;
    }

    /// @returns how many values there were
    uint64_t GetCount() const
    {
        return m_count;
    }

  private:
    double m_sum{0};
    uint64_t m_count{0};
};

/// Means of two figures of the same things: over those that have both, if there are such; else of
/// those that have the second or, if there are none, the first.
class PairedMean
{
  public:
    /// @param [in] planned figure of a thing  @param [in] realised figure of it
    void Add(double planned, double realised)
    {
        m_planned.Add(planned);
        m_realised.Add(realised);
        if (!std::isnan(planned) && !std::isnan(realised))
        {
            m_bothPlanned.Add(planned);
            m_bothRealised.Add(realised);
        }
    }

    /// @returns mean of the planned figures, or that there is none of the same things as realised
    double GetPlanned() const
    {
        if (m_bothPlanned.GetCount() == 0 && m_realised.GetCount() > 0)
        {
            return NOT_AVAILABLE; // those of other things would stand beside the realised ones
        }
        return m_bothPlanned.GetCount() ? m_bothPlanned.Get() : m_planned.Get();
    }

    /// @returns mean of the realised figures
    double GetRealised() const
    {
        return m_bothRealised.GetCount() ? m_bothRealised.Get() : m_realised.Get();
    }

    /// @returns realised over planned, of those that have both; not available if the plans sum to 0
    double GetRatio() const
    {
        return m_bothPlanned.GetSum() > 0 ? m_bothRealised.GetSum() / m_bothPlanned.GetSum()
                                          : NOT_AVAILABLE;
    }

    /// @returns how many have a planned figure
    uint64_t GetPlannedCount() const
    {
        return m_planned.GetCount();
    }

    /// @returns how many have a realised figure
    uint64_t GetRealisedCount() const
    {
        return m_realised.GetCount();
    }

    /// @returns how many have both
    uint64_t GetCount() const
    {
        return m_bothPlanned.GetCount();
    }

  private:
    Mean m_planned;
    Mean m_realised;
    Mean m_bothPlanned;
    Mean m_bothRealised;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MEAN_H
