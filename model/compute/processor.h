/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROCESSOR_H
#define EDGE_AI_PROCESSOR_H

#include "ns3/nstime.h"
#include "ns3/object.h"

#include <functional>
#include <limits>
#include <string>

namespace ns3
{
namespace edgeai
{

/// How a job ended.
enum class JobOutcome
{
    COMPLETED,
    QUEUE_FULL, ///< the queue limit was reached
    MEMORY,     ///< its resident bytes do not fit
    BATTERY,    ///< the energy source ran dry
    CANCELLED,  ///< withdrawn by its owner, or the simulation of the node stopped
};

/// What happened to a job.
struct JobReport
{
    uint64_t id{0};
    uint64_t tag{0};
    JobOutcome outcome{JobOutcome::COMPLETED};
    Time submitted;
    Time started;     ///< when service began (equal to ended for jobs that never began)
    Time ended;
    double energy{0}; ///< busy energy of this job's share, with the usage effectiveness [J]
    double meanClock{0}; ///< cycles done over service time [cycle/s]
};

/// A piece of work for a processor.
struct Job
{
    double flop{0};          ///< work [FLOP], >= 0
    double bytesMoved{0};    ///< memory traffic for the roofline [B]
    double residentBytes{0}; ///< memory it occupies while queued and served [B]
    uint32_t units{1};       ///< units it uses, 1..Units
    uint32_t priority{0};    ///< larger is sooner (Priority discipline)
    Time deadline{Time::Max()}; ///< instant (EarliestDeadline, DeadlineAware governor)
    double clock{0};         ///< clock asked for by a plan [cycle/s]; 0: the governor decides
    uint64_t tag{0};         ///< the owner's own number
    std::string model;       ///< jobs of one model may share a batch
    std::function<void(const JobReport&)> done; ///< called exactly once
};

// Processor: see the compute room's owner. Users rely on
//   static Ptr<Processor> Find(Ptr<Node>, const std::string& name = "");
//   uint64_t Submit(Job job);          // returns the job's id; done may be called before it returns
//   bool Cancel(uint64_t id);
//   attributes of specs; double GetFlopPerCycle(), GetMaxClock(), GetPowerCoefficient(), GetUsageEffectiveness()
//   double GetBusyEnergy() const;      // [J] so far

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROCESSOR_H
