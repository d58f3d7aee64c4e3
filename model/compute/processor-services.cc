/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor-services.h"

#include "operating-points.h"
#include "time-steps.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace ns3
{
namespace edgeai
{

const JobService&
ProcessorServices::Begin(std::vector<PendingJob> jobs, double overhead, double exponent)
{
    m_services.emplace_back(std::move(jobs), overhead, exponent);
    return m_services.back();
}

void
ProcessorServices::Advance(long double elapsed)
{
    for (auto& service : m_services)
    {
        service.Advance(elapsed);
    }
}

void
ProcessorServices::SetClocks(const OperatingPoints& points, double clock, bool own, bool sliced)
{
    for (auto& service : m_services)
    {
        const double asked = service.GetAskedClock();
        const bool apart = (service.GetSlice() > 0 ? sliced : own) && asked > 0;
        service.SetClock(apart ? points.AtLeast(asked) : clock, apart);
    }
}

void
ProcessorServices::SetRates(const ServiceCapacity& capacity, bool standstill)
{
    std::vector<ServiceLoad> loads;
    for (const auto& service : m_services)
    {
        loads.push_back(service.GetLoad(m_services.size() == 1));
    }
    const auto shares = ShareUnits(loads, capacity);
    const auto rates = ComputeServiceRates(loads, capacity);
    std::size_t i = 0;
    for (auto& service : m_services)
    {
        service.SetShare(shares[i]);
        service.SetRate(standstill ? 0 : rates[i]);
        ++i;
    }
}

std::vector<JobReport>
ProcessorServices::TakeStarted()
{
    std::vector<JobReport> started;
    for (auto& service : m_services)
    {
        if (service.IsWaiting() && service.GetShare().share > 0)
        {
            service.Start();
            started.push_back(service.GetJobs().front().report);
        }
    }
    return started;
}

std::vector<PendingJob>
ProcessorServices::TakeFinished(bool shared)
{
    // Ends are scheduled at the nearest time step; what is left of a service then is less than one.
    const long double tolerance = 0.5001L * GetStepSeconds();
    std::vector<PendingJob> done;
    for (auto service = m_services.begin(); service != m_services.end();)
    {
        if (shared && service->GetOverheadLeft() <= tolerance)
        {
            service->EndOverhead();
        }
        // Work that takes no time still ends by its own event, not inside the call that brought it.
        if (!service->IsMoving() || service->GetTimeLeft() > tolerance)
        {
            ++service;
            continue;
        }
        while (!service->GetJobs().empty())
        {
            done.push_back(service->TakeOut(0));
        }
        service = m_services.erase(service);
    }
    return done;
}

bool
ProcessorServices::TakeOut(uint64_t id, PendingJob& job)
{
    for (auto service = m_services.begin(); service != m_services.end(); ++service)
    {
        const auto& jobs = service->GetJobs();
        const auto found = std::find_if(jobs.begin(), jobs.end(), [id](const PendingJob& pending) {
            return pending.report.id == id;
        });
        if (found == jobs.end())
        {
            continue;
        }
        job = service->TakeOut(static_cast<std::size_t>(found - jobs.begin()));
        if (jobs.empty())
        {
            m_services.erase(service);
        }
        return true;
    }
    return false;
}

PendingJob
ProcessorServices::TakeOldest()
{
    PendingJob job = m_services.front().TakeOut(0);
    if (m_services.front().GetJobs().empty())
    {
        m_services.pop_front();
    }
    return job;
}

std::vector<PendingJob>
ProcessorServices::TakeAll()
{
    std::vector<PendingJob> jobs;
    while (!m_services.empty())
    {
        jobs.push_back(TakeOldest());
    }
    return jobs;
}

const std::list<JobService>&
ProcessorServices::GetServices() const
{
    return m_services;
}

std::list<JobService>&
ProcessorServices::GetServices()
{
    return m_services;
}

bool
ProcessorServices::IsEmpty() const
{
    return m_services.empty();
}

uint32_t
ProcessorServices::GetJobCount() const
{
    std::size_t count = 0;
    for (const auto& service : m_services)
    {
        count += service.GetJobs().size();
    }
    return static_cast<uint32_t>(count);
}

uint64_t
ProcessorServices::GetUnitsWanted() const
{
    uint64_t wanted = 0;
    for (const auto& service : m_services)
    {
        wanted += service.GetSlice() > 0 ? 0 : service.GetUnits();
    }
    return wanted;
}

long double
ProcessorServices::GetTimeToChange(const ServiceCapacity& capacity) const
{
    // The end of an overhead matters to the others only through the memory bandwidth they share.
    const bool overheadMatters = capacity.bandwidth > 0 && m_services.size() > 1;
    long double least = std::numeric_limits<long double>::infinity();
    for (const auto& service : m_services)
    {
        if (!service.IsMoving())
        {
            continue; // nothing is left over for it before something else ends
        }
        const long double overhead = service.GetOverheadLeft();
        least = std::min(least, overheadMatters && overhead > 0 ? overhead : service.GetTimeLeft());
    }
    return least;
}

double
ProcessorServices::GetEnergy(long double elapsed) const
{
    long double energy = 0;
    for (const auto& service : m_services)
    {
        energy += service.GetEnergy(elapsed);
    }
    return static_cast<double>(energy);
}

std::vector<PendingWork>
ProcessorServices::GetWork(long double elapsed) const
{
    std::vector<PendingWork> list;
    for (const auto& service : m_services)
    {
        list.push_back(service.GetWork(elapsed));
    }
    return list;
}

} // namespace edgeai
} // namespace ns3
