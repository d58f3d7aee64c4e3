/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_FAULT_CASE_H
#define EDGE_AI_DTO_EE_FAULT_CASE_H

// What tests of faults in a DTO-EE network have in common.

#include "dto-ee-rig.h"
#include "expectations.h"

#include "ns3/test.h"

#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{
namespace dtoeetest
{

/// @returns settings with short slots
inline DtoEeSettings
MakeFaultSettings(const std::string& planner)
{
    DtoEeSettings settings;
    settings.planner = planner;
    settings.slot = MilliSeconds(250);
    settings.patience = MilliSeconds(10);
    settings.silence = MilliSeconds(200);
    settings.rounds = 20;
    return settings;
}

/// @returns how many tasks ended so
inline uint64_t
GetCount(const TaskCounts& counts, TaskOutcome outcome)
{
    const auto it = counts.byOutcome.find(outcome);
    return it == counts.byOutcome.end() ? 0 : it->second;
}

/// What all faults have in common.
class DtoEeFaultCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    static constexpr double FAULT = 6; ///< [s]

    /// Every task ends once, and what is under way is in the ledger.
    TaskCounts Check(DtoEeRig& rig, double until)
    {
        const TaskCounts counts = rig.Run(until);
        const InferenceMonitor& monitor = rig.helper->GetMonitor();
        EXPECT_TRUE(counts.IsConserved(), "generated = completed + dropped + unfinished");
        NS_TEST_EXPECT_MSG_EQ(monitor.GetErrors().GetTotal(), 0, "nothing ends twice");
        NS_TEST_EXPECT_MSG_EQ(monitor.GetEnergyBalance().fault, "", "energy adds up");
        NS_TEST_EXPECT_MSG_EQ(rig.helper->GetLedger()->GetCount(), counts.unfinished, "ledger");
        uint64_t generated = 0;
        for (uint32_t i = 0; i < rig.problem.arrivalRates.size(); ++i)
        {
            generated += rig.GetDevice(i)->GetTaskCount();
        }
        NS_TEST_EXPECT_MSG_EQ(counts.generated, generated, "every task was begun");
        for (const TaskRecord* task : monitor.GetRecords())
        {
            const bool late = task->generated > until - 4;
            EXPECT_TRUE(late || task->outcome != TaskOutcome::UNFINISHED, "a task hangs");
        }
        return counts;
    }

    /// @returns tasks that were sent to a node, by anybody or by one device, and generated in a
    /// span, and how many of them were completed
    static std::pair<uint64_t, uint64_t> CountVisits(const DtoEeRig& rig,
                                                     uint32_t stage,
                                                     uint32_t index,
                                                     double from,
                                                     double until,
                                                     uint32_t sender = PlanStep::NO_NODE)
    {
        const uint32_t id = rig.all[stage].Get(index)->GetId();
        std::pair<uint64_t, uint64_t> visits;
        for (const TaskRecord* task : rig.helper->GetMonitor().GetRecords())
        {
            for (const StepRecord& step : task->steps)
            {
                if (step.planned.kind == StepKind::TRANSFER && step.planned.peer == id &&
                    (sender == PlanStep::NO_NODE || step.planned.node == sender) &&
                    task->generated >= from && task->generated < until)
                {
                    ++visits.first;
                    visits.second += task->outcome == TaskOutcome::COMPLETED;
                }
            }
        }
        return visits;
    }
};

} // namespace dtoeetest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_FAULT_CASE_H
