/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_SILENCE_H
#define EDGE_AI_ROW_SILENCE_H

#include "allocation/pipeline/halp/halp-selection.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Watches the secondaries of a batch for a host: each message, and each step of the host behind a
 * barrier, is due some time after what it waits for has happened, as far as the host sees that
 * (GetHalpSilenceLimits, GetBarrierSilenceLimits).
 */
class RowSilence
{
  public:
    RowSilence() = default;
    ~RowSilence();
    RowSilence(const RowSilence&) = delete;
    RowSilence& operator=(const RowSilence&) = delete;

    /// Called once: a secondary is silent. @param [in] node it  @param [in] layer whose rows are
    /// due
    std::function<void(uint32_t node, uint32_t layer)> onSilent;

    /**
     * A batch begins.
     * @param [in] plan what is expected
     * @param [in] factor times as long as expected are waited for, >= 1
     * @param [in] least time waited for each message anyway
     */
    void Start(const RowPartitionPlan& plan, double factor, Time least);
    /// The host sent a message or got one, or computed. @param [in] step of the plan
    void Note(uint32_t step);
    /// Nobody is watched any more.
    void Stop();

  private:
    /// A message that comes, or a step of the host.
    struct Due
    {
        uint32_t node{0};
        uint32_t layer{0};
        Time limit;             ///< how long
        std::size_t missing{0}; ///< what has not happened yet
        EventId alarm;
    };

    void Arm(uint32_t step);
    void HandleAlarm(uint32_t step);

    std::map<uint32_t, Due> m_due;                       ///< by step
    std::map<uint32_t, std::vector<uint32_t>> m_waiting; ///< by step: messages that wait for it
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_SILENCE_H
