/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_COMPUTE_FIXTURE_H
#define EDGE_AI_COMPUTE_FIXTURE_H

#include "compute/processor-list.h"

#include "ns3/core-module.h"
#include "ns3/node.h"
#include "ns3/processor.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Attributes of a processor in their text form.
using TextAttributes = std::vector<std::pair<std::string, std::string>>;

/**
 * @param [in] attributes what differs from the defaults
 * @returns a processor that belongs to no node
 */
inline Ptr<Processor>
MakeProcessor(const TextAttributes& attributes)
{
    auto processor = CreateObject<Processor>();
    for (const auto& attribute : attributes)
    {
        processor->SetAttribute(attribute.first, StringValue(attribute.second));
    }
    return processor;
}

/// Collects how jobs ended.
class JobLog
{
  public:
    /// @param [in] flop work of a job [FLOP]  @returns a job that reports here
    Job MakeJob(double flop)
    {
        Job job;
        job.flop = flop;
        job.done = [this](const JobReport& report) { reports.push_back(report); };
        return job;
    }

    /// @param [in] tag of a job  @returns its only report; aborts unless there is exactly one
    const JobReport& Get(uint64_t tag) const
    {
        const JobReport* found = nullptr;
        for (const auto& report : reports)
        {
            if (report.tag == tag)
            {
                NS_ABORT_MSG_IF(found, "job " << tag << " was reported twice");
                found = &report;
            }
        }
        NS_ABORT_MSG_UNLESS(found, "job " << tag << " was never reported");
        return *found;
    }

    std::vector<JobReport> reports; ///< in the order of the calls
};

/// Call something. @param [in] action what
inline void
Call(std::function<void()> action)
{
    action();
}

/**
 * Call something later. Simulator::Schedule takes lambdas only from ns-3.36 on.
 * @param [in] at when
 * @param [in] action what
 */
inline void
CallAt(Time at, const std::function<void()>& action)
{
    Simulator::Schedule(at, &Call, action);
}

/**
 * Submit a job later.
 * @param [in] at when
 * @param [in] processor where
 * @param [in] job what
 */
inline void
SubmitAt(Time at, Ptr<Processor> processor, const Job& job)
{
    Simulator::Schedule(at, &Processor::Submit, processor, job);
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_COMPUTE_FIXTURE_H
