/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-task-set.h"

#include "application/message/message-archive.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

CoInferenceTaskSet::CoInferenceTaskSet(MessageSession& session)
    : m_session(session)
{
    m_ledger.onExpired = [this](uint64_t number, const TaskEnding& ending, double) {
        if (const TaskPointer task = Find(number))
        {
            task->GiveUp(ending);
        }
    };
}

void
CoInferenceTaskSet::SetPlanPerTask(bool each)
{
    m_planPerTask = each;
}

bool
CoInferenceTaskSet::IsPlanPerTask() const
{
    return m_planPerTask;
}

void
CoInferenceTaskSet::SetNetwork(const std::string& network)
{
    m_network = network;
}

const std::string&
CoInferenceTaskSet::GetNetwork() const
{
    return m_network;
}

void
CoInferenceTaskSet::SetRunning(bool running)
{
    m_running = running;
}

TaskLedger&
CoInferenceTaskSet::GetLedger()
{
    return m_ledger;
}

CoInferenceTaskSet::TaskPointer
CoInferenceTaskSet::Begin(uint64_t number,
                          const TaskShape& shape,
                          CoInferenceSurroundings surroundings,
                          TaskRecord record)
{
    surroundings.ledger = &m_ledger;
    surroundings.session = &m_session;
    surroundings.queueUpload = [this](uint64_t task) {
        m_uploads.push_back(task);
        StartUpload();
    };
    surroundings.malformed = malformed;
    surroundings.explainMates = explainMates;
    surroundings.end = [this](uint64_t task, const TaskEnding& ending) { End(task, ending); };
    const auto task = std::make_shared<CoInferenceTask>(
        number,
        shape,
        std::make_shared<const CoInferenceSurroundings>(std::move(surroundings)));
    m_tasks[number] = task; // before anybody hears of it, who may end it
    m_ledger.Begin(number, std::move(record));
    return task;
}

CoInferenceTaskSet::TaskPointer
CoInferenceTaskSet::Find(uint64_t number) const
{
    const auto it = m_tasks.find(number);
    return it == m_tasks.end() ? nullptr : it->second;
}

std::size_t
CoInferenceTaskSet::GetCount() const
{
    return m_tasks.size();
}

NodeLoad&
CoInferenceTaskSet::GetLoad()
{
    return m_load;
}

double
CoInferenceTaskSet::GetUploadEnergy() const
{
    double energy = 0;
    for (const auto& [number, task] : m_tasks)
    {
        energy += task->GetUploadEnergy();
    }
    return energy;
}

std::vector<uint64_t>
CoInferenceTaskSet::GetWaiting() const
{
    std::vector<uint64_t> waiting;
    for (const auto& [number, task] : m_tasks)
    {
        if (task->GetStage() == CoInferenceTask::Stage::PLAN)
        {
            waiting.push_back(number);
        }
    }
    return waiting;
}

void
CoInferenceTaskSet::SetOut(const TaskPointer& task)
{
    task->Wait(0);
    if (!m_planPerTask && m_planned)
    {
        task->Follow(m_plan);
    }
    else
    {
        RequestPlans();
    }
}

void
CoInferenceTaskSet::RequestPlans()
{
    if (!m_session.IsConnected())
    {
        return;
    }
    std::vector<uint64_t> asking;
    for (const uint64_t number : GetWaiting())
    {
        const bool asked = m_tasks.at(number)->IsAsking();
        if (!m_planPerTask && asked)
        {
            return; // its answer will do for all
        }
        if (!asked && (m_planPerTask || asking.empty()))
        {
            asking.push_back(number);
        }
    }
    for (const uint64_t number : asking)
    {
        const TaskPointer task = Find(number);
        if (task && m_session.IsConnected())
        {
            task->Ask(makeRequest(), !m_uploads.empty());
        }
    }
}

void
CoInferenceTaskSet::HandlePlan(const InferenceMessage& message, uint32_t node)
{
    PlanBody plan;
    const TaskPointer task = Find(message.task);
    const bool asked = task && task->GetStage() == CoInferenceTask::Stage::PLAN;
    std::string fault;
    if (!Decode(message.body, plan, &fault))
    {
        malformed("PLAN: " + fault);
        if (asked)
        {
            End(message.task, {TaskOutcome::MALFORMED, "its plan is malformed: " + fault});
        }
        return;
    }
    const bool usable = plan.IsUsable();
    const Ptr<InferenceMonitor> monitor = m_ledger.GetMonitor();
    if (monitor && message.task == 0)
    {
        monitor->AddInstant(node, usable ? "new plan" : "no plan", Simulator::Now());
    }
    if (m_planPerTask)
    {
        if (asked)
        {
            task->Follow(plan);
        }
        return;
    }
    m_plan = plan;
    m_planned = usable;
    for (const uint64_t number : GetWaiting())
    {
        if (const TaskPointer waiting = Find(number))
        {
            waiting->Follow(plan);
        }
    }
}

void
CoInferenceTaskSet::StartUpload()
{
    if (!m_uploads.empty())
    {
        const TaskPointer task = m_tasks.at(m_uploads.front());
        task->Upload(); // unless it is on the air already
    }
}

void
CoInferenceTaskSet::HandleDelivered(MessageType type, uint64_t number)
{
    const TaskPointer task = Find(number);
    if (type != CoInferenceMessage::FEATURE || !task ||
        task->GetStage() != CoInferenceTask::Stage::UPLINK)
    {
        return;
    }
    task->HandleDelivered();
    m_uploads.pop_front();
    StartUpload();
}

void
CoInferenceTaskSet::HandleClosed(bool error)
{
    const TaskEnding ending{error ? TaskOutcome::LINK_LOST : TaskOutcome::SERVER_SILENT,
                            error ? "the connection broke" : "the server closed the connection"};
    std::vector<uint64_t> lost;
    for (const auto& [number, task] : m_tasks)
    {
        if (task->NeedsConnection())
        {
            lost.push_back(number);
        }
        task->AwaitConnection();
    }
    for (const uint64_t number : lost)
    {
        End(number, ending);
    }
}

void
CoInferenceTaskSet::End(uint64_t number, const TaskEnding& ending)
{
    const auto it = m_tasks.find(number);
    if (it == m_tasks.end())
    {
        return;
    }
    const TaskPointer task = std::move(it->second);
    m_tasks.erase(it);
    const auto queued = std::find(m_uploads.begin(), m_uploads.end(), number);
    if (queued != m_uploads.end())
    {
        m_uploads.erase(queued);
    }
    const bool asking = task->IsAsking();
    TaskEnding how = ending;
    double when = Simulator::Now().GetSeconds();
    task->Recall(how, when);
    task->Leave();
    TaskRecord* record = m_ledger.Find(number);
    if (record && finish)
    {
        finish(*record);
    }
    m_ledger.End(number, how, when);
    if (m_running)
    {
        StartUpload();
        if (!m_planPerTask && asking && !m_planned)
        {
            RequestPlans();
        }
    }
}

void
CoInferenceTaskSet::EndAll(const TaskEnding& ending)
{
    m_uploads.clear();
    while (!m_tasks.empty())
    {
        End(m_tasks.begin()->first, ending);
    }
}

void
CoInferenceTaskSet::Clear()
{
    m_running = false;
    m_uploads.clear();
    for (const auto& [number, task] : std::exchange(m_tasks, {}))
    {
        task->Abandon();
    }
    m_ledger.Clear();
    m_ledger.SetMonitor(nullptr);
}

} // namespace edgeai
} // namespace ns3
