/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LIVE_FIGURES_H
#define EDGE_AI_LIVE_FIGURES_H

#include "inference-summary.h"

#include <memory>

namespace ns3
{
namespace edgeai
{

/// Figures of ended tasks in constant memory. Percentiles are estimated by the extended P-square
/// algorithm of Raatikainen.
class LiveFigures
{
  public:
    LiveFigures();
    ~LiveFigures();

    /// @param [in] record of a task that ended
    void Add(const TaskRecord& record);

    /// @returns what is known, but for the counts
    LiveSummary Get() const;

  private:
    struct Estimates;
    std::unique_ptr<Estimates> m_estimates;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LIVE_FIGURES_H
