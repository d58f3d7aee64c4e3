/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// One cell of the matrix as a short simulation, and what has to hold at its end.

#include "fault-cell.h"
#include "fault-injection.h"
#include "fault-network.h"
#include "fault-target.h"
#include "hostile/shared-memory.h"
#include "report/child-runs.h"

#include "ns3/config.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstring>
#include <ctime>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <unistd.h>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] fault one  @param [in] application to which it happens  @returns devices of the run
uint32_t
CountDevices(Fault fault, const FaultApplication& application)
{
    return fault == Fault::NO_DEVICE      ? 0
           : fault == Fault::ONE_DEVICE   ? 1
           : fault == Fault::MANY_DEVICES ? 200
                                          : application.devices;
}

/// @param [in] fault one  @returns whether tasks are completed again behind it
bool
ComesBack(Fault fault)
{
    switch (fault)
    {
    case Fault::SERVER_STOPPED: // for good
    case Fault::NO_DEVICE:      // nobody has tasks
    case Fault::MANY_DEVICES:   // more than there is room for
        return false;
    default:
        return true;
    }
}

/// @param [in] fault one  @returns whether it happens to packets
bool
IsPacketFault(Fault fault)
{
    return fault == Fault::LINK_DOWN || fault == Fault::PLAN_LATE || fault == Fault::PLAN_TWICE ||
           fault == Fault::PLAN_TURNED || fault == Fault::TCP_RESET;
}

/// @param [in] task some  @returns how far it came
std::string
DescribeWay(const TaskRecord& task)
{
    std::string text;
    for (const StepRecord& step : task.steps)
    {
        if (!std::isnan(step.queued) && std::isnan(step.finished))
        {
            text += " in " + step.planned.name + " since " + std::to_string(step.queued) + " s";
        }
    }
    return text.empty() ? " before its first step" : text;
}

/// A task hangs if it is old, and others of its node have overtaken it, or none has ended lately.
/// One that waits for those before it does not.
/// @param [in] monitor of the run  @param [in] old instant before which tasks are [s]
/// @returns the first that hangs, in words; "" if none does
std::string
FindHanging(const InferenceMonitor& monitor, double old)
{
    constexpr std::size_t OVERTAKEN = 3; // by so many: it was no accident
    for (const TaskRecord* task : monitor.GetRecords())
    {
        if (task->outcome != TaskOutcome::UNFINISHED || task->generated > old)
        {
            continue;
        }
        std::size_t behind = 0;
        bool moves = false;
        for (const TaskRecord* other : monitor.GetRecords())
        {
            const bool ended = other->node == task->node && !std::isnan(other->ended);
            behind += ended && other->generated > task->generated;
            moves = moves || (ended && other->ended > old);
        }
        if (behind >= OVERTAKEN || !moves)
        {
            return "a task of " + std::to_string(task->generated) + " s hangs" + DescribeWay(*task);
        }
    }
    return "";
}

/// Count tasks, and say what does not hold.
/// @param [in] monitor of the run  @param [in] application it was about  @param [in] fault likewise
/// @param [in] times of it  @param [in,out] result gets the counts  @returns "" if all does
std::string
Judge(const InferenceMonitor& monitor,
      const FaultApplication& application,
      Fault fault,
      const FaultTimes& times,
      FaultResult& result)
{
    std::map<TaskOutcome, uint64_t> reasons;
    for (const TaskRecord* task : monitor.GetRecords())
    {
        ++result.generated;
        const bool completed = task->outcome == TaskOutcome::COMPLETED;
        const bool late = completed && task->ended - task->generated > application.deadline;
        result.late += late;
        result.completed += completed && !late;
        result.dropped += IsDropped(task->outcome);
        result.unfinished += task->outcome == TaskOutcome::UNFINISHED;
        if (IsDropped(task->outcome))
        {
            ++reasons[task->outcome];
        }
        if (task->ended >= times.calm)
        {
            ++result.after;
            result.resumed += completed;
        }
    }
    const std::string hangs = FindHanging(monitor, times.end - application.patience);
    uint64_t most = 0;
    for (const auto& [outcome, count] : reasons)
    {
        if (count > most)
        {
            most = count;
            Put(ToString(outcome), result.reason);
        }
    }
    if (!monitor.GetCounts().IsConserved() ||
        result.generated != result.completed + result.late + result.dropped + result.unfinished)
    {
        return "tasks are not conserved";
    }
    if (monitor.GetErrors().GetTotal() > 0)
    {
        const auto& messages = monitor.GetErrors().messages;
        return "the record is misused: " + (messages.empty() ? "" : messages.front());
    }
    if (const std::string energy = monitor.GetEnergyBalance().fault; !energy.empty())
    {
        return "energy does not add up: " + energy;
    }
    if (!hangs.empty())
    {
        return hangs;
    }
    if (IsPacketFault(fault) && result.troubled == 0)
    {
        return "no packet met the fault: nothing was tried";
    }
    if (ComesBack(fault) && result.resumed == 0)
    {
        return "nothing is completed when all is well again";
    }
    return "";
}

/// @param [in] fault one  @returns whether a run may be refused for it before it begins
bool
MayBeRefused(Fault fault)
{
    return fault == Fault::MTU_576 || fault == Fault::MTU_9000 || fault == Fault::NO_DEVICE ||
           fault == Fault::MANY_DEVICES;
}

/// @param [in] cell one  @param [in] begun is told when the simulation begins
/// @returns what became of it
FaultResult
RunHere(const FaultCell& cell, const std::function<void()>& begun)
{
    FaultResult result;
    const FaultApplication& application = FindFaultApplication(cell.application);
    const FaultTimes times = GetFaultTimes(cell);
    RngSeedManager::SetSeed(1);
    RngSeedManager::SetRun(1);
    Config::SetDefault("ns3::TcpSocket::DataRetries", UintegerValue(3)); // seconds, not minutes
    const std::unique_ptr<FaultTarget> target = application.make();
    std::unique_ptr<FaultNetwork> network;
    try
    {
        network = std::make_unique<FaultNetwork>(GetFaultLink(cell),
                                                 CountDevices(cell.fault, application),
                                                 target->CountBehind());
        target->Install(network->edge,
                        network->devices,
                        network->behind,
                        {cell.udp, GetFaultMtu(cell.fault), IsCrowdOnAir(cell)});
        InjectFault(cell.fault, times, *network, *target);
    }
    catch (const std::exception& refusal)
    {
        result.verdict = FaultVerdict::REFUSED;
        Put(refusal.what(), result.words);
        return result;
    }
    begun();
    Simulator::Stop(Seconds(times.end));
    Simulator::Run();
    result.troubled = network->GetTroubled();
    const std::string fault = Judge(target->GetMonitor(), application, cell.fault, times, result);
    result.verdict = fault.empty() ? FaultVerdict::HELD : FaultVerdict::BROKEN;
    Put(fault, result.words);
    Simulator::Destroy();
    result.seconds = double(std::clock()) / CLOCKS_PER_SEC;
    return result;
}

/// @param [in] outcome of a process without a result  @param [in] limit of its time [s]
/// @param [in] begun whether the simulation had begun  @returns what became of it
FaultResult
ExplainEnd(const ChildOutcome& outcome, unsigned limit, bool begun)
{
    FaultResult result;
    const std::string how = outcome.failure + ": " + outcome.lastWords;
    if (outcome.failure.find("signal " + std::to_string(SIGALRM) + " ") != std::string::npos)
    {
        Put("it hangs: no end within " + std::to_string(limit) + " s", result.words);
        return result;
    }
    // ns-3 refuses with NS_ABORT_MSG and NS_FATAL_ERROR, which say why, before anything runs.
    const bool abort =
        outcome.failure.find("signal " + std::to_string(SIGABRT) + " ") != std::string::npos;
    const bool exit = outcome.failure.find("exit code") != std::string::npos;
    if (!begun && (abort || exit) && !outcome.lastWords.empty())
    {
        result.verdict = FaultVerdict::REFUSED;
        Put(outcome.lastWords, result.words);
        return result;
    }
    Put((begun ? "while it ran: " : "before it ran: ") + how, result.words);
    return result;
}

} // namespace

void
RunFaultCells(const std::vector<FaultCell>& cells,
              std::size_t jobs,
              unsigned limit,
              const std::function<void(std::size_t, const FaultResult&)>& ended,
              const std::function<void(const std::vector<std::size_t>&)>& tick)
{
    const SharedMemory begun(std::max<std::size_t>(cells.size(), 1)); // a flag for each
    const auto run = [&](std::size_t index) {
        alarm(limit);
        const FaultResult result =
            RunHere(cells[index], [&begun, index] { begun.Get()[index] = 1; });
        return std::string(reinterpret_cast<const char*>(&result), sizeof result);
    };
    const auto judge = [&](std::size_t index, const ChildOutcome& outcome) {
        FaultResult result;
        if (outcome.failure.empty() && outcome.result.size() == sizeof result)
        {
            std::memcpy(&result, outcome.result.data(), sizeof result);
        }
        else
        {
            result = ExplainEnd(outcome, limit, begun.Get()[index] != 0);
        }
        if (result.verdict == FaultVerdict::REFUSED && !MayBeRefused(cells[index].fault))
        {
            result.verdict = FaultVerdict::BROKEN;
        }
        ended(index, result);
    };
    ChildRuns::Run(
        cells.size(),
        jobs,
        run,
        judge,
        [](const std::string&) {},
        tick);
}

} // namespace edgeai
} // namespace ns3
