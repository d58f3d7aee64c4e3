/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pipeline-sink.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/node.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(PipelineSink);

TypeId
PipelineSink::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::PipelineSink")
                            .SetParent<PipelineNode>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<PipelineSink>()
                            .AddAttribute("Port",
                                          "Port for TCP and UDP, 1 to 65535",
                                          UintegerValue(4747),
                                          MakeUintegerAccessor(&PipelineSink::m_port),
                                          MakeUintegerChecker<uint16_t>(1))
                            .AddAttribute("Ipv6",
                                          "Listen on IPv6 instead of IPv4",
                                          BooleanValue(false),
                                          MakeBooleanAccessor(&PipelineSink::m_ipv6),
                                          MakeBooleanChecker())
                            .AddAttribute("MeasureMin",
                                          "Payload below which an answer tells nothing of the rate "
                                          "of the link before the sink [B]",
                                          DoubleValue(4096),
                                          MakeDoubleAccessor(&PipelineSink::m_measureMin),
                                          MakeDoubleChecker<double>(0));
    return tid;
}

PipelineSink::PipelineSink() = default;

PipelineSink::~PipelineSink() = default;

void
PipelineSink::DoDispose()
{
    m_receiver.Abandon();
    PipelineNode::DoDispose();
}

uint64_t
PipelineSink::GetAnswerCount() const
{
    return m_answers;
}

void
PipelineSink::StartApplication()
{
    m_receiver.onFrame = [this](const PipelineFrame& frame) { HandleFrame(frame); };
    Receive(m_receiver, m_port, m_ipv6, m_measureMin);
    PipelineNode::StartApplication();
}

void
PipelineSink::StopApplication()
{
    PipelineNode::StopApplication();
    m_receiver.Stop();
}

void
PipelineSink::HandlePlan(const PipelinePlanBody&)
{
    CountMalformed("PIPELINE_PLAN: nothing at the sink depends on it");
}

void
PipelineSink::FillReport(PipelineReportBody& report)
{
    FillLink(m_receiver, report);
}

void
PipelineSink::HandleFrame(const PipelineFrame& frame)
{
    if (frame.body.cut != GetNetwork().layers.size())
    {
        CountMalformed("a frame that is no answer");
        return;
    }
    m_answers += !IsDepleted();
    if (GetLedger())
    {
        const TaskEnding completed{TaskOutcome::COMPLETED, ""};
        GetLedger()->End(frame.number, IsDepleted() ? ExplainDepletion() : completed);
    }
}

} // namespace edgeai
} // namespace ns3
