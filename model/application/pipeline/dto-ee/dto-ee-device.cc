/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-device.h"

#include "compute/time-steps.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiDtoEeDevice");

NS_OBJECT_ENSURE_REGISTERED(DtoEeDevice);

TypeId
DtoEeDevice::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::DtoEeDevice")
                            .SetParent<DtoEeAgent>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<DtoEeDevice>()
                            .AddAttribute("Network",
                                          "What records call the network",
                                          StringValue(""),
                                          MakeStringAccessor(&DtoEeDevice::m_networkName),
                                          MakeStringChecker())
                            .AddAttribute("TaskStart",
                                          "When the arrivals of tasks begin, after the start: rows "
                                          "are found before",
                                          TimeValue(Seconds(1)),
                                          MakeTimeAccessor(&DtoEeDevice::m_taskStart),
                                          MakeTimeChecker(Time(0)));
    return tid;
}

DtoEeDevice::DtoEeDevice()
    : m_difficulty(CreateObject<UniformRandomVariable>())
{
}

DtoEeDevice::~DtoEeDevice() = default;

void
DtoEeDevice::DoDispose()
{
    m_taskEvent.Cancel();
    m_arrivals = nullptr;
    DtoEeAgent::DoDispose();
}

void
DtoEeDevice::SetArrivals(Ptr<TaskArrivals> arrivals)
{
    m_arrivals = arrivals;
}

void
DtoEeDevice::ChangeArrivals(Ptr<TaskArrivals> arrivals)
{
    m_arrivals = arrivals;
    m_taskEvent.Cancel();
    ScheduleTask();
}

uint64_t
DtoEeDevice::GetTaskCount() const
{
    return m_count;
}

uint64_t
DtoEeDevice::GetAnswerCount() const
{
    return m_answers;
}

uint64_t
DtoEeDevice::MakeNumber(uint32_t device, uint64_t count)
{
    return ((uint64_t{device} + 1) << COUNT_BITS) | count;
}

int64_t
DtoEeDevice::AssignStreams(int64_t stream)
{
    int64_t used = DtoEeAgent::AssignStreams(stream);
    m_difficulty->SetStream(stream + used++);
    return used + (m_arrivals ? m_arrivals->AssignStreams(stream + used) : 0);
}

void
DtoEeDevice::StartApplication()
{
    DtoEeAgent::StartApplication();
    m_truth = std::make_unique<DtoEeTruth>(GetSetup().problem);
    const double told = GetSetup().problem.arrivalRates[GetPlace().index];
    m_rate = MovingAverage(std::max(told, Field::SMALLEST));
    m_taskEvent = ScheduleCall(LimitWait(m_taskStart), [this] { ScheduleTask(); });
}

void
DtoEeDevice::StopApplication()
{
    m_taskEvent.Cancel();
    DtoEeAgent::StopApplication();
}

void
DtoEeDevice::ScheduleTask()
{
    TaskArrival arrival;
    if (IsRunning() && m_arrivals && m_arrivals->Next(arrival) &&
        arrival.after <= Time::Max() - Simulator::Now()) // as late as the simulator can tell
    {
        m_taskEvent = ScheduleCall(arrival.after, [this] {
            Generate();
            ScheduleTask();
        });
    }
}

void
DtoEeDevice::Generate()
{
    const double now = Simulator::Now().GetSeconds();
    DtoEeTask task;
    task.number = MakeNumber(GetPlace().index, ++m_count);
    task.body.device = GetPlace().index;
    task.body.difficulty = m_difficulty->GetValue();
    task.body.generated = now;
    m_open[task.number] = {task.body.difficulty, m_difficulty->GetValue()};
    if (GetLedger())
    {
        TaskRecord record;
        record.family = DtoEeFigures::FAMILY;
        record.network = m_networkName;
        record.node = GetNode()->GetId();
        record.generated = now;
        DtoEeFigures figures;
        figures.difficulty = task.body.difficulty;
        if (GetCourse())
        {
            const DtoEeSlotNote& present = GetCourse()->GetPresent();
            record.planner = GetCourse()->GetPlanner();
            record.plan = present.slot + 1;
            const double time = present.plan.responseTime;
            record.planned.latency = std::isfinite(time) ? time : NOT_AVAILABLE;
            record.planned.distortion = 1 - present.plan.accuracy;
            figures.leftEarlyPlanned = present.leavingEarly;
        }
        record.Set(figures);
        GetLedger()->Begin(task.number, record);
    }
    Forward(task);
}

void
DtoEeDevice::PrepareSlot(uint64_t)
{
    // The rate of arrivals is that of the slot before; of a slot without tasks nothing is known
    // but that there were none, which is too little to say that none will come.
    const double count = static_cast<double>(m_count - m_countBefore);
    m_countBefore = m_count;
    if (m_measures && GetSetup().measured)
    {
        m_rate.Add(std::max(count, Field::SMALLEST) / GetSetup().slot.GetSeconds(),
                   GetSetup().averaging);
        GetRounds()->GetPart().SetArrivals(m_rate.Get());
    }
    m_measures = m_count > 0;
    if (GetCourse())
    {
        GetCourse()->NoteArrivals(GetPlace().index, GetRounds()->GetPart().GetRate());
    }
}

std::string
DtoEeDevice::ExplainHello(const DtoEeHelloBody&) const
{
    return "nobody has anything to say to a device";
}

void
DtoEeDevice::HandlePeer(MessageListener::Peer,
                        const DtoEeHelloBody*,
                        const InferenceMessage& message)
{
    DtoEeAnswerBody answer;
    if (message.type != DtoEeMessage::ANSWER)
    {
        CountMalformed(std::string("a node has no business sending a device ") +
                       ToString(message.type));
        return;
    }
    if (!Read(message, answer))
    {
        return;
    }
    const DtoEeSetup& setup = GetSetup();
    const std::size_t exit = setup.FindExit(answer.stage);
    const bool hasExit = exit < setup.problem.exits.size() || answer.stage == setup.GetStages();
    const auto it = m_open.find(message.task);
    if (!hasExit || it == m_open.end())
    {
        CountMalformed(hasExit ? "DTO_EE_ANSWER: task is none that waits for an answer"
                               : "DTO_EE_ANSWER: stage has no exit");
        return;
    }
    if (Simulator::Now().GetSeconds() > answer.expires)
    {
        return; // it came too late to count
    }
    DtoEeFigures figures;
    figures.difficulty = it->second.difficulty;
    figures.exitStage = answer.stage;
    figures.confidence = answer.confidence;
    figures.correct = m_truth->IsCorrect(exit, it->second.difficulty, it->second.luck);
    figures.leftEarlyRealised = answer.stage < setup.GetStages();
    m_open.erase(it);
    ++m_answers;
    if (GetLedger())
    {
        GetLedger()->Arrive(message.task);
        GetLedger()->Complete(message.task, figures);
    }
}

} // namespace edgeai
} // namespace ns3
