/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "shared-servers.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

/**
 * What a queue costs is a falling function of what the plans account for: the more they account
 * for, the faster the devices are, and the less they load it.
 * @param [in] meet what it costs if that much is accounted for
 * @param [in] idle what an idle server costs
 * @param [in] longest what would leave no time for anything else
 * @param [in] close accuracy
 * @returns the least value that is no less than what it costs; longest if there is none
 */
double
FindLeast(const std::function<double(double)>& meet, double idle, double longest, double close)
{
    double low = idle;
    double high = meet(low);
    if (std::isinf(high))
    {
        // Offered more than it can do: look for the least for which they are fast enough.
        constexpr double FIRST = 1.0 / 64;
        for (double part = FIRST; part <= 1 && std::isinf(high); part *= 2)
        {
            const double value = idle + part * (longest - idle);
            if (meet(value) <= value)
            {
                high = value;
            }
            else
            {
                low = value;
            }
        }
        if (std::isinf(high))
        {
            return longest;
        }
    }
    for (int halvings = 0; high - low > close && halvings < 40; ++halvings)
    {
        const double middle = low + (high - low) / 2;
        (meet(middle) <= middle ? high : low) = middle;
    }
    return high;
}

} // namespace

SharedServers::SharedServers(const CoInferenceRoster& roster)
    : m_roster(roster)
{
}

void
SharedServers::SetPresent(uint32_t processor, uint32_t devices)
{
    m_present[processor] = devices;
}

std::size_t
SharedServers::CountUnheard() const
{
    std::size_t connected = 0;
    for (const auto& [processor, devices] : m_present)
    {
        connected += devices;
    }
    const std::size_t heard = m_roster.GetCount();
    return std::max(connected, heard) - heard;
}

void
SharedServers::Divide(const ServerSharingTerms& terms, uint32_t processor, Time now) const
{
    const CoInferenceGroup sharers = m_roster.GetSharers(processor);
    std::vector<ServerLoad> loads;
    for (const auto& device : sharers)
    {
        device->rate = device->GetArrivalRate(now.GetSeconds());
        loads.push_back(device->GetLoad());
    }
    const auto present = m_present.find(processor);
    const std::size_t connected = present == m_present.end() ? 0 : present->second;
    const std::size_t count = std::max(connected, sharers.size());
    std::vector<double> slices(sharers.size(), 1);
    ServerShare share;
    if (terms.sharing == CoInferenceController::SLICE)
    {
        slices = DivideServer(loads, count, terms.weights == CoInferenceController::LOAD);
    }
    else if (terms.sharing == CoInferenceController::QUEUE && !sharers.empty())
    {
        share = MeetLoad(loads, sharers.front()->server);
    }
    for (std::size_t i = 0; i < sharers.size(); ++i)
    {
        share.slice = slices[i];
        sharers[i]->share = share;
    }
}

void
SharedServers::DivideAll(const ServerSharingTerms& terms, Time now) const
{
    for (const uint32_t processor : m_roster.GetProcessors())
    {
        Divide(terms, processor, now);
    }
}

SplitPlan
SharedServers::Plan(const ServerSharingTerms& terms,
                    const CoInferenceGroup& group,
                    const Solve& solve) const
{
    if (terms.sharing != CoInferenceController::QUEUE)
    {
        return solve(group);
    }
    if (terms.planDivides)
    {
        throw std::runtime_error(terms.planner +
                                 " shares out the server itself, which a queue does not enforce: "
                                 "ServerSharing must be Slice or Whole");
    }
    const uint32_t processor = group.front()->server.processor;
    if (std::any_of(group.begin(), group.end(), [processor](const auto& device) {
            return device->server.processor != processor;
        }))
    {
        throw std::runtime_error("devices that are planned together are served by different "
                                 "processors: ServerSharing must be Slice or Whole");
    }
    return PlanInQueue(group, solve, terms.tolerance);
}

std::vector<ServerLoad>
SharedServers::GetOthers(uint32_t processor, const CoInferenceGroup& group) const
{
    std::vector<ServerLoad> others;
    for (const auto& device : m_roster.GetSharers(processor))
    {
        if (std::find(group.begin(), group.end(), device) == group.end())
        {
            others.push_back(device->GetLoad());
        }
    }
    return others;
}

SplitPlan
SharedServers::PlanInQueue(const CoInferenceGroup& group,
                           const Solve& solve,
                           double tolerance) const
{
    const ServerDescription& server = group.front()->server;
    const std::vector<ServerLoad> others = GetOthers(server.processor, group);
    SplitPlan plan;
    const auto meet = [&](double value) {
        for (const auto& device : group)
        {
            (server.together ? device->share.slowdown : device->share.wait) = value;
        }
        plan = solve(group);
        std::vector<ServerLoad> loads = others;
        for (std::size_t i = 0; i < group.size(); ++i)
        {
            CoInferenceDevice planned = *group[i];
            planned.decision = plan.decisions[i];
            planned.planShare = planned.share;
            loads.push_back(planned.GetLoad());
        }
        const ServerShare share = MeetLoad(loads, server);
        return server.together ? share.slowdown : share.wait;
    };
    double longest = 0;
    for (const auto& device : group)
    {
        longest = std::max(longest, device->request.latencyBudget);
    }
    constexpr double SLOWEST = 64; // a slowdown nobody plans for
    const double close = tolerance / 4 * (server.together ? 1 : longest);
    // If there is no such wait the plan for the longest says what is missing.
    meet(FindLeast(meet, server.together ? 1 : 0, server.together ? SLOWEST : longest, close));
    return plan;
}

std::string
SharedServers::ExplainLoad(const ServerSharingTerms& terms, const CoInferenceDevice& device) const
{
    const ServerLoad own = device.GetLoad();
    const auto timeOf = [&device](const char* name) {
        const PlanStep* step = FindStep(device.decision.steps, name);
        return device.decision.IsUsable() && step ? step->time : 0;
    };
    std::string text;
    const auto add = [&text](const std::string& clause) {
        text += (text.empty() || clause.empty() ? "" : "; ") + clause;
    };
    for (const char* name : {"device", "uplink"})
    {
        const double time = timeOf(name);
        add(ExplainOverload(std::string("the ") + name, own.rate * time, own.rate, time));
    }
    if (own.service == 0)
    {
        return text;
    }
    const ServerDescription& server = device.server;
    if (terms.sharing == CoInferenceController::SLICE)
    {
        // Several tasks at once take more of the slice than one alone may need.
        const double units = std::max(1.0, server.units.total);
        const double clock = std::min(1.0, device.decision.serverClock / server.limits.clockMax);
        const double share = std::min(1.0, own.units / units * clock / device.planShare.slice);
        add(ExplainOverload("its slice of the server",
                            own.rate * own.service * share,
                            own.rate,
                            own.service * share));
        return text;
    }
    const std::vector<ServerLoad> loads = GetOthers(server.processor, CoInferenceGroup());
    double rate = 0;
    for (const ServerLoad& load : loads)
    {
        rate += load.service > 0 ? load.rate : 0;
    }
    const double load = GetServerLoad(loads, server);
    add(ExplainOverload("the server", load, rate, load / rate));
    return text;
}

void
SharedServers::ObserveWait(const ServerSharingTerms& terms,
                           const CoInferenceDevice& device,
                           double wait)
{
    if (terms.sharing != CoInferenceController::QUEUE || device.server.together)
    {
        return;
    }
    constexpr uint64_t MEMORY = 100; // tasks
    constexpr uint64_t ENOUGH = 40;  // of them to speak of a mean
    constexpr double FAR = 2;        // what is no matter of chance
    constexpr double MATTERS = 0.05; // of the latency budget
    constexpr double NEW = 0.25;     // change of the mean worth new words
    Waits& waits = m_waits[device.server.processor];
    const auto weight = 1.0 / static_cast<double>(std::min(++waits.count, MEMORY));
    waits.realised += weight * (wait - waits.realised);
    waits.planned += weight * (device.planShare.wait - waits.planned);
    const double ratio = waits.realised / waits.planned;
    const bool far = ratio > FAR || ratio < 1 / FAR;
    const bool matters =
        std::abs(waits.realised - waits.planned) > MATTERS * device.request.latencyBudget;
    if (waits.count < ENOUGH || !far || !matters)
    {
        waits.words.clear();
        return;
    }
    if (waits.words.empty() || std::abs(waits.realised - waits.said) > NEW * waits.said)
    {
        std::ostringstream text;
        text.precision(2);
        text << "tasks wait " << waits.realised << " s for the server on average, the law of the "
             << "plans (M/G/1, tasks that come by chance) says " << waits.planned << " s";
        waits.said = waits.realised;
        waits.words = text.str();
    }
}

std::string
SharedServers::ExplainWaits(const CoInferenceDevice& device) const
{
    const auto waits = m_waits.find(device.server.processor);
    return waits == m_waits.end() || device.GetLoad().service == 0 ? "" : waits->second.words;
}

double
SharedServers::GetSlice(const ServerSharingTerms& terms, const CoInferenceDevice& device)
{
    if (terms.sharing != CoInferenceController::SLICE)
    {
        return 0;
    }
    if (!terms.planDivides)
    {
        return device.share.slice;
    }
    const ServerDescription& server = device.server;
    const double part = device.decision.units > 0
                            ? std::max(1.0, std::floor(device.decision.units + 1e-9)) /
                                  std::max(1.0, server.units.total)
                            : device.decision.serverClock / server.limits.clockMax;
    return std::min(1.0, part);
}

} // namespace edgeai
} // namespace ns3
