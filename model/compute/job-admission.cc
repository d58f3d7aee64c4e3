/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "job-admission.h"

#include "processor-settings.h"
#include "say.h"

#include "ns3/abort.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] value a figure of a job  @returns whether it is finite and >= 0
bool
IsAmount(double value)
{
    return std::isfinite(value) && value >= 0;
}

/// @param [in] growth times of batches  @returns whether they are finite and > 0
bool
IsGrowth(const std::vector<double>& growth)
{
    return !growth.empty() && std::all_of(growth.begin(), growth.end(), [](double times) {
        return std::isfinite(times) && times > 0;
    });
}

/// A plan's clock may exceed the largest one by this much: rounding, not a wrong plan.
constexpr double CLOCK_SLACK = 1e-9;

} // namespace

JobAdmission::JobAdmission(const ProcessorSettings& settings)
    : m_settings(settings)
{
}

std::string
JobAdmission::ExplainRefusal(const Job& job, bool powered, JobOutcome& outcome) const
{
    const std::string fault = ExplainInvalid(job);
    if (!fault.empty())
    {
        outcome = JobOutcome::INVALID;
        return fault;
    }
    if (!powered)
    {
        outcome = JobOutcome::BATTERY;
        return "there is no power";
    }
    if (job.residentBytes > GetFreeMemory())
    {
        outcome = JobOutcome::MEMORY;
        return Say("residentBytes is ",
                   job.residentBytes,
                   " B, free are ",
                   GetFreeMemory(),
                   " of ",
                   m_settings.GetMemorySize(),
                   " B");
    }
    return "";
}

std::string
JobAdmission::ExplainInvalid(const Job& job) const
{
    if (!IsAmount(job.flop) || !IsAmount(job.bytesMoved) || !IsAmount(job.residentBytes))
    {
        return Say("flop ",
                   job.flop,
                   ", bytesMoved ",
                   job.bytesMoved,
                   " and residentBytes ",
                   job.residentBytes,
                   " must be finite and >= 0");
    }
    const std::string misfit = ExplainMisfit(job);
    if (!misfit.empty())
    {
        return misfit;
    }
    if (!IsAmount(job.workClock))
    {
        return Say("workClock is ", job.workClock, " cycle/s, must be finite and >= 0");
    }
    if (job.batchGrowth && !IsGrowth(*job.batchGrowth))
    {
        return "batchGrowth must be finite numbers > 0, at least one";
    }
    if (!(job.slice >= 0 && job.slice <= 1))
    {
        return Say("slice is ", job.slice, ", allowed are 0 to 1");
    }
    return "";
}

std::string
JobAdmission::ExplainMisfit(const Job& job) const
{
    if (job.units < 1 || job.units > m_settings.GetUnits())
    {
        return Say("units is ", job.units, ", allowed are 1 to ", m_settings.GetUnits());
    }
    if (!IsAmount(job.clock) || job.clock > m_settings.GetMaxClock() * (1 + CLOCK_SLACK))
    {
        return Say("clock is ", job.clock, " cycle/s, allowed are 0 to ", m_settings.GetMaxClock());
    }
    return "";
}

void
JobAdmission::Admit(const Job& job)
{
    m_resident += job.residentBytes;
    m_jobs += job.residentBytes > 0 ? 1 : 0;
}

void
JobAdmission::Dismiss(const Job& job)
{
    if (job.residentBytes > 0)
    {
        // Sums of parts go wrong by rounding, but nobody has nothing.
        --m_jobs;
        m_resident = m_jobs > 0 ? std::max(0.0, m_resident - job.residentBytes) : 0;
    }
}

bool
JobAdmission::Reserve(double bytes)
{
    NS_ABORT_MSG_UNLESS(IsAmount(bytes), "ReserveMemory: bytes is " << bytes << ", must be >= 0");
    if (bytes > GetFreeMemory())
    {
        return false;
    }
    m_reserved += bytes;
    return true;
}

void
JobAdmission::Release(double bytes)
{
    const double rounding = 1e-9 * (1 + bytes);
    NS_ABORT_MSG_UNLESS(IsAmount(bytes) && bytes <= m_reserved + rounding,
                        "ReleaseMemory: bytes is " << bytes << ", reserved are " << m_reserved);
    m_reserved = m_reserved - bytes > rounding ? m_reserved - bytes : 0;
}

double
JobAdmission::GetFreeMemory() const
{
    const double size = m_settings.GetMemorySize();
    // More may be in use than there is, once MemorySize was lowered.
    return size > 0 ? std::max(0.0, size - m_reserved - m_resident)
                    : std::numeric_limits<double>::infinity();
}

} // namespace edgeai
} // namespace ns3
