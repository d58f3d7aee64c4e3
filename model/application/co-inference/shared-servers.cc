/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "shared-servers.h"

#include <algorithm>
#include <cmath>
#include <set>
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
    m_moved.insert(processor);
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

ServerShare
SharedServers::Correct(uint32_t processor, ServerShare share, bool together) const
{
    const auto meter = m_meters.find(processor);
    if (meter != m_meters.end())
    {
        (together ? share.slowdown : share.wait) = meter->second.Correct(share.law);
    }
    return share;
}

void
SharedServers::Divide(const ServerSharingTerms& terms, Time now)
{
    m_divided.clear();
    m_moved.clear();
    for (const auto& [processor, sharers] : m_roster.GetSharers())
    {
        for (const auto& device : sharers)
        {
            device->rate = device->GetArrivalRate(now.GetSeconds());
        }
        DivideOne(terms, processor, sharers);
        m_divided[processor] = CountSharers(processor, sharers.size());
    }
}

std::size_t
SharedServers::CountSharers(uint32_t processor, std::size_t asked) const
{
    const auto present = m_present.find(processor);
    return std::max(present == m_present.end() ? std::size_t{0} : present->second, asked);
}

bool
SharedServers::IsDivided(const std::set<uint32_t>& moved) const
{
    const auto isDivided = [this](uint32_t processor) {
        const std::size_t asked = m_roster.GetPlaces().CountAt(processor);
        const auto before = m_divided.find(processor);
        return asked == 0 ||
               (before != m_divided.end() && before->second == CountSharers(processor, asked));
    };
    return std::all_of(moved.begin(), moved.end(), isDivided) &&
           std::all_of(m_moved.begin(), m_moved.end(), isDivided);
}

void
SharedServers::DivideFor(Time now, CoInferenceDevice& device) const
{
    const uint32_t processor = device.server.processor;
    const std::size_t asked = m_roster.GetPlaces().CountAt(processor);
    device.rate = device.GetArrivalRate(now.GetSeconds());
    device.share = ServerShare();
    device.share.slice =
        DivideServer({ServerLoad()}, CountSharers(processor, asked), false).front();
}

void
SharedServers::DivideOne(const ServerSharingTerms& terms,
                         uint32_t processor,
                         const CoInferenceGroup& sharers) const
{
    std::vector<ServerLoad> loads;
    for (const auto& device : sharers)
    {
        loads.push_back(device->GetLoad());
    }
    const std::size_t count = CountSharers(processor, sharers.size());
    std::vector<double> slices(sharers.size(), 1);
    ServerShare share;
    if (terms.sharing == CoInferenceController::SLICE)
    {
        slices = DivideServer(loads, count, terms.weights == CoInferenceController::LOAD);
    }
    else if (terms.sharing == CoInferenceController::QUEUE)
    {
        const ServerDescription& server = sharers.front()->server;
        share = Correct(processor, MeetLoad(loads, server), server.together);
    }
    for (std::size_t i = 0; i < sharers.size(); ++i)
    {
        share.slice = slices[i];
        sharers[i]->share = share;
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
    std::set<uint64_t> members;
    for (const auto& device : group)
    {
        members.insert(device->client);
    }
    std::vector<ServerLoad> others;
    for (const auto& device : m_roster.GetDevices())
    {
        if (device->server.processor == processor && !members.count(device->client))
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
        const double law = MeetLoad(loads, server).law;
        for (const auto& device : group)
        {
            device->share.law = law;
        }
        return law;
    };
    double longest = 0;
    for (const auto& device : group)
    {
        longest = std::max(longest, device->request.latencyBudget);
    }
    constexpr double SLOWEST = 64; // a slowdown nobody plans for
    const double close = tolerance / 4 * (server.together ? 1 : longest);
    const double idle = server.together ? 1 : 0;
    const auto meter = m_meters.find(server.processor);
    if (meter != m_meters.end() && meter->second.IsOff())
    {
        // Better late than refused: what was measured may leave no time for anything.
        constexpr double WORTH = 1e-3;
        const double used = meter->second.Correct(0) - idle;
        for (double part = 1; part > WORTH; part /= 2)
        {
            meet(idle + part * used);
            if (std::none_of(plan.decisions.begin(), plan.decisions.end(), [](const auto& one) {
                    return one.status == PlanStatus::INFEASIBLE;
                }))
            {
                return plan;
            }
        }
    }
    // If there is no such wait the plan for the longest says what is missing.
    meet(FindLeast(meet, idle, server.together ? SLOWEST : longest, close));
    return plan;
}

std::map<uint32_t, SharedServers::Load>
SharedServers::GetLoads() const
{
    std::map<uint32_t, Load> result;
    for (const auto& [processor, sharers] : m_roster.GetSharers())
    {
        Load& sum = result[processor];
        std::vector<ServerLoad> loads;
        for (const auto& device : sharers)
        {
            loads.push_back(device->GetLoad());
            sum.rate += loads.back().service > 0 ? loads.back().rate : 0;
        }
        sum.share = GetServerLoad(loads, sharers.front()->server);
    }
    return result;
}

void
SharedServers::ExplainLoads(const ServerSharingTerms& terms, const CoInferenceGroup& group) const
{
    const bool sliced = terms.sharing == CoInferenceController::SLICE;
    const std::map<uint32_t, Load> loads = sliced ? std::map<uint32_t, Load>() : GetLoads();
    for (const auto& device : group)
    {
        const auto found = loads.find(device->server.processor);
        device->overload = ExplainLoad(*device, found == loads.end() ? nullptr : &found->second);
    }
}

std::string
SharedServers::ExplainLoad(const CoInferenceDevice& device, const Load* all)
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
    if (all)
    {
        add(ExplainOverload("the server", all->share, all->rate, all->share / all->rate));
        return text;
    }
    // Several tasks at once take more of the slice than one alone may need.
    const ServerDescription& server = device.server;
    const double units = std::max(1.0, server.units.total);
    const double clock = std::min(1.0, device.decision.serverClock / server.limits.clockMax);
    const double share = std::min(1.0, own.units / units * clock / device.planShare.slice);
    add(ExplainOverload("its slice of the server",
                        own.rate * own.service * share,
                        own.rate,
                        own.service * share));
    return text;
}

void
SharedServers::ObserveWait(const ServerSharingTerms& terms,
                           const CoInferenceDevice& device,
                           double wait,
                           double service)
{
    constexpr double MATTERS = 0.05; // of the latency budget
    const double alone = device.GetLoad().service;
    if (terms.sharing != CoInferenceController::QUEUE || !(alone > 0))
    {
        return;
    }
    const bool together = device.server.together;
    m_meters[device.server.processor].Add(together ? service / alone : wait,
                                          device.planShare.law,
                                          MATTERS * device.request.latencyBudget /
                                              (together ? alone : 1));
}

std::string
SharedServers::ExplainWaits(const CoInferenceDevice& device) const
{
    const auto meter = m_meters.find(device.server.processor);
    return meter == m_meters.end() || device.GetLoad().service == 0
               ? ""
               : meter->second.Explain(device.server.together);
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
