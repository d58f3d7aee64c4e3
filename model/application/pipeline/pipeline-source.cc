/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pipeline-source.h"

#include "application/message/protocol-checker.h"
#include "application/message/socket-address.h"
#include "period-limits.h"

#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/node.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/uinteger.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(PipelineSource);

TypeId
PipelineSource::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::PipelineSource")
            .SetParent<PipelineNode>()
            .SetGroupName("EdgeAi")
            .AddAttribute("Next",
                          "Address and port of the next position",
                          AddressValue(),
                          MakeAddressAccessor(&PipelineSource::m_next),
                          MakeSocketAddressChecker())
            .AddAttribute("Protocol",
                          "TypeId of the socket factory for frames: TCP, or UDP with fragments",
                          TypeIdValue(TcpSocketFactory::GetTypeId()),
                          MakeTypeIdAccessor(&PipelineSource::m_protocol),
                          MakeProtocolChecker())
            .AddAttribute("QueueLimit",
                          "Frames that may wait for the link [frames]",
                          UintegerValue(2),
                          MakeUintegerAccessor(&PipelineSource::m_queueLimit),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("DropPolicy",
                          "Which frame goes when too many wait for the link",
                          EnumValue(Processor::DROP_NEWEST),
                          CompatEnumAccessor<Processor::DropPolicy>(&PipelineSource::m_dropPolicy),
                          MakeEnumChecker(Processor::DROP_NEWEST,
                                          "DropNewest",
                                          Processor::DROP_OLDEST,
                                          "DropOldest"))
            .AddAttribute("InFlight",
                          "Frames handed to the transport at once, >= 1; with 1 the link rests for "
                          "a round trip after every frame [frames]",
                          UintegerValue(2),
                          MakeUintegerAccessor(&PipelineSource::m_inFlight),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("FrameTimeout",
                          "How long a frame may take over the link before it counts as lost, > 0; "
                          "UDP: also how long the next position keeps an incomplete one",
                          TimeValue(Seconds(10)),
                          MakeTimeAccessor(&PipelineSource::m_frameTimeout),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute("DatagramRate",
                          "UDP: pace at which fragments leave [bit/s]; 0: all at once, which the "
                          "queues below must hold",
                          DoubleValue(0),
                          MakeDoubleAccessor(&PipelineSource::m_datagramRate),
                          MakeDoubleChecker<double>(0))
            .AddAttribute(
                "LinkReconnectInterval",
                "Pause before a lost connection to the next position is tried again, >= 0.1 ms",
                TimeValue(MilliSeconds(200)),
                MakeTimeAccessor(&PipelineSource::m_linkReconnect),
                MakeTimeChecker(PeriodLimits::Message()));
    return tid;
}

PipelineSource::PipelineSource() = default;

PipelineSource::~PipelineSource() = default;

void
PipelineSource::DoDispose()
{
    m_sender.Abandon();
    PipelineNode::DoDispose();
}

void
PipelineSource::StartApplication()
{
    StartSender();
    PipelineNode::StartApplication();
}

void
PipelineSource::StartSender()
{
    FrameSender::Settings settings;
    settings.session.remote = m_next;
    settings.session.remoteName = "PipelineSource::Next";
    settings.session.protocol = m_protocol;
    settings.session.socket = GetSocketSettings();
    settings.session.patience = m_frameTimeout;
    settings.session.reconnectInterval = m_linkReconnect;
    settings.link = GetPosition();
    settings.layers = GetNetwork().layers.size();
    settings.queueLimit = m_queueLimit;
    settings.dropPolicy = m_dropPolicy;
    settings.inFlight = m_inFlight;
    settings.timeout = m_frameTimeout;
    settings.datagramRate = m_datagramRate;
    m_sender.onSend = [this](const InferenceMessage& message) { m_txTrace(message); };
    m_sender.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_sender.Start(GetNode(), settings, GetLedger());
}

void
PipelineSource::StopApplication()
{
    PipelineNode::StopApplication();
    m_sender.Stop({TaskOutcome::STOPPED, "its sender was stopped"});
}

void
PipelineSource::HandleBattery()
{
    if (IsDepleted())
    {
        m_sender.Stop(ExplainDepletion());
    }
    else
    {
        StartSender();
    }
}

void
PipelineSource::Forward(PipelineFrame frame)
{
    frame.payloadBytes = std::ceil(GetNetwork().GetSentBytes(frame.body.cut));
    m_sender.Send(frame);
}

std::size_t
PipelineSource::GetWaitingForLink() const
{
    return m_sender.GetWaiting();
}

} // namespace edgeai
} // namespace ns3
