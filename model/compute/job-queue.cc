/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "job-queue.h"

#include <iterator>

namespace ns3
{
namespace edgeai
{

void
JobQueue::SetOrder(Order order)
{
    if (order == m_order)
    {
        return;
    }
    m_order = order;
    std::map<Key, PendingJob> jobs;
    jobs.swap(m_jobs);
    for (auto& entry : jobs)
    {
        Push(std::move(entry.second));
    }
}

void
JobQueue::Push(PendingJob job)
{
    const Key key = GetKey(job);
    m_position[key.second] = key;
    m_jobs.emplace(key, std::move(job));
}

std::size_t
JobQueue::GetSize() const
{
    return m_jobs.size();
}

const PendingJob&
JobQueue::Front() const
{
    return m_jobs.begin()->second;
}

void
JobQueue::ForEach(const std::function<void(const PendingJob&)>& look) const
{
    for (const auto& entry : m_jobs)
    {
        look(entry.second);
    }
}

uint64_t
JobQueue::GetOldest() const
{
    return m_position.begin()->first;
}

uint64_t
JobQueue::GetNewest() const
{
    return m_position.rbegin()->first;
}

std::size_t
JobQueue::CountBatch(std::size_t limit) const
{
    if (m_jobs.empty())
    {
        return 0;
    }
    const std::string& model = Front().job.model;
    std::size_t count = 1;
    if (!model.empty())
    {
        for (auto it = std::next(m_jobs.begin()); it != m_jobs.end() && count < limit; ++it)
        {
            count += it->second.job.model == model ? 1 : 0;
        }
    }
    return count;
}

std::vector<PendingJob>
JobQueue::PopBatch(std::size_t limit)
{
    std::vector<PendingJob> batch;
    for (auto it = m_jobs.begin(); it != m_jobs.end() && batch.size() < limit;)
    {
        const bool belongs = batch.empty() || (!it->second.job.model.empty() &&
                                               it->second.job.model == batch.front().job.model);
        if (belongs)
        {
            m_position.erase(it->first.second);
            batch.push_back(std::move(it->second));
            it = m_jobs.erase(it);
        }
        else if (batch.front().job.model.empty())
        {
            break;
        }
        else
        {
            ++it;
        }
    }
    return batch;
}

bool
JobQueue::Remove(uint64_t id, PendingJob& job)
{
    const auto position = m_position.find(id);
    if (position == m_position.end())
    {
        return false;
    }
    const auto it = m_jobs.find(position->second);
    job = std::move(it->second);
    m_jobs.erase(it);
    m_position.erase(position);
    return true;
}

std::size_t
JobQueue::CountBefore(uint64_t id) const
{
    const auto position = m_position.find(id);
    return position == m_position.end()
               ? m_jobs.size()
               : std::distance(m_jobs.begin(), m_jobs.find(position->second));
}

std::vector<PendingWork>
JobQueue::GetWork(double overhead) const
{
    std::vector<PendingWork> list;
    list.reserve(m_jobs.size());
    for (const auto& entry : m_jobs)
    {
        const PendingJob& pending = entry.second;
        PendingWork work;
        work.overhead = overhead * pending.scale;
        work.flop = pending.job.flop * pending.scale;
        work.bytes = pending.job.bytesMoved * pending.scale;
        work.units = pending.job.units;
        work.clock = pending.job.clock;
        work.workClock = pending.job.workClock;
        work.deadline = pending.job.deadline;
        list.push_back(work);
    }
    return list;
}

JobQueue::Key
JobQueue::GetKey(const PendingJob& job) const
{
    switch (m_order)
    {
    case HIGHEST_PRIORITY:
        return {-static_cast<int64_t>(job.job.priority), job.report.id};
    case NEXT_DEADLINE:
        return {job.job.deadline.GetTimeStep(), job.report.id};
    case SUBMISSION:
        break;
    }
    return {0, job.report.id};
}

} // namespace edgeai
} // namespace ns3
