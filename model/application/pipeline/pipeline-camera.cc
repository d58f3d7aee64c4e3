/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pipeline-camera.h"

#include "pipeline-accounts.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiPipelineCamera");

NS_OBJECT_ENSURE_REGISTERED(PipelineCamera);

TypeId
PipelineCamera::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::PipelineCamera")
                            .SetParent<PipelineSource>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<PipelineCamera>()
                            .AddAttribute("Network",
                                          "What records call the network",
                                          StringValue(""),
                                          MakeStringAccessor(&PipelineCamera::m_networkName),
                                          MakeStringChecker())
                            .AddAttribute("Arrivals",
                                          "When frames are captured, from the first plan on",
                                          PointerValue(),
                                          MakePointerAccessor(&PipelineCamera::m_arrivals),
                                          MakePointerChecker<TaskArrivals>());
    return tid;
}

PipelineCamera::PipelineCamera() = default;

PipelineCamera::~PipelineCamera() = default;

void
PipelineCamera::DoDispose()
{
    m_captureEvent.Cancel();
    m_arrivals = nullptr;
    PipelineSource::DoDispose();
}

void
PipelineCamera::SetArrivals(Ptr<TaskArrivals> arrivals)
{
    m_arrivals = arrivals;
}

uint64_t
PipelineCamera::GetFrameCount() const
{
    return m_frames;
}

int64_t
PipelineCamera::AssignStreams(int64_t stream)
{
    return m_arrivals ? m_arrivals->AssignStreams(stream) : 0;
}

void
PipelineCamera::StopApplication()
{
    m_captureEvent.Cancel();
    m_capturing = false;
    PipelineSource::StopApplication();
}

void
PipelineCamera::HandlePlan(const PipelinePlanBody& plan)
{
    NS_LOG_FUNCTION(this << plan.number);
    m_plan = plan; // the next frame is the first to follow it
    if (GetLedger() && GetLedger()->GetMonitor())
    {
        GetLedger()->GetMonitor()->AddInstant(GetNode()->GetId(),
                                              (plan.IsUsable() ? "plan " : "no plan ") +
                                                  std::to_string(plan.number),
                                              Simulator::Now());
    }
    if (!m_capturing)
    {
        m_capturing = true;
        ScheduleCapture();
    }
}

void
PipelineCamera::FillReport(PipelineReportBody& report)
{
    report.waiting = GetWaitingForLink();
}

void
PipelineCamera::ScheduleCapture()
{
    TaskArrival arrival;
    if (IsRunning() && m_arrivals && m_arrivals->Next(arrival) &&
        arrival.after <= Time::Max() - Simulator::Now()) // as late as the simulator can tell
    {
        m_captureEvent = ScheduleCall(arrival.after, [this] {
            if (!IsDepleted()) // nobody is there to look
            {
                Capture();
            }
            ScheduleCapture();
        });
    }
}

void
PipelineCamera::Capture()
{
    PipelineFrame frame;
    frame.number = ++m_frames;
    frame.body.plan = m_plan.number;
    frame.body.captured = Simulator::Now().GetSeconds();
    if (GetLedger())
    {
        TaskRecord record;
        record.network = m_networkName;
        record.generated = frame.body.captured;
        if (GetNetwork().latencyLimit > 0)
        {
            record.latencyBudget = GetNetwork().latencyLimit;
        }
        RecordPlan(m_plan, GetLedger()->GetNodes(), record);
        GetLedger()->Begin(frame.number, record);
        if (!m_plan.IsUsable())
        {
            GetLedger()->End(frame.number, {TaskOutcome::INFEASIBLE, m_plan.reason});
        }
    }
    if (m_plan.IsUsable())
    {
        Forward(frame);
    }
}

} // namespace edgeai
} // namespace ns3
