/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HOSTILE_BYTES_H
#define EDGE_AI_HOSTILE_BYTES_H

// What the tests of hostile input share.

#include "application/co-inference/co-inference-body.h"
#include "application/message/message-archive.h"
#include "application/message/message-registry.h"
#include "application/message/resume-body.h"
#include "application/pipeline/pipeline-body.h"

#include "ns3/config.h"
#include "ns3/double.h"
#include "ns3/inference-message.h"
#include "ns3/packet.h"
#include "ns3/random-variable-stream.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/// Closed connections are forgotten at once; 10 000 of them would make every look-up slow.
class ShortTimeWait
{
  public:
    ShortTimeWait()
    {
        Config::SetDefault("ns3::TcpSocketBase::MaxSegLifetime", DoubleValue(1e-3));
    }

    ~ShortTimeWait()
    {
        Config::SetDefault("ns3::TcpSocketBase::MaxSegLifetime", DoubleValue(120));
    }
};

/// Makes bytes that are nearly, or not at all, messages.
class HostileBytes
{
  public:
    /// @param [in] first of the types to make  @param [in] last of them
    explicit HostileBytes(MessageType first = CoInferenceMessage::REQUEST,
                          MessageType last = CoInferenceMessage::REPORT)
        : m_first(static_cast<uint32_t>(first)),
          m_last(static_cast<uint32_t>(last)),
          m_random(CreateObject<UniformRandomVariable>())
    {
        m_random->SetStream(3);
    }

    uint32_t Draw(uint32_t last)
    {
        return m_random->GetInteger(0, last);
    }

    /// @returns a message of any type with a body that fits, some bytes changed, cut anywhere
    Ptr<Packet> Make()
    {
        InferenceHeader header;
        header.type = static_cast<MessageType>(m_first + Draw(m_last - m_first));
        header.task = Draw(5);
        std::vector<uint8_t> body = MakeBody(header.type);
        header.bodySize = body.size();
        const bool payload =
            MessageRegistry::Find(header.type)->payload != PayloadKind::NONE || Draw(9) == 0;
        header.messageSize = body.size() + (payload ? Draw(2000) : 0);
        Ptr<Packet> packet = Create<Packet>(body.data(), body.size());
        packet->AddHeader(header);
        packet->AddAtEnd(Create<Packet>(header.messageSize - body.size()));
        std::vector<uint8_t> bytes(packet->GetSize());
        packet->CopyData(bytes.data(), bytes.size());
        switch (Draw(3))
        {
        case 0: // noise
            bytes.resize(1 + Draw(300));
            for (uint8_t& byte : bytes)
            {
                byte = Draw(255);
            }
            break;
        case 1: // truncated
            bytes.resize(1 + Draw(bytes.size() - 1));
            break;
        case 2: // a header that is fine before a body that is not
            for (std::size_t i = InferenceHeader::SIZE; i < bytes.size(); ++i)
            {
                bytes[i] = Draw(255);
            }
            break;
        default: // a few bytes changed
            for (uint32_t k = 0; k < 4; ++k)
            {
                bytes[Draw(bytes.size() - 1)] = Draw(255);
            }
        }
        return Create<Packet>(bytes.data(), bytes.size());
    }

    /// @param [in] type of a message  @returns a sound body of it
    std::vector<uint8_t> MakeBody(MessageType type)
    {
        switch (type)
        {
        case CoInferenceMessage::REQUEST: {
            RequestBody body;
            body.network = "ViT-L/16@part=encoder";
            body.latencyBudget = 1;
            body.energyBudget = 0.1;
            body.tokensIn = Draw(3);
            body.gain = 1e-10;
            body.txPowerMax = 0.1;
            body.weightRate = 30;
            body.processor.flopPerCycle = 16;
            body.processor.clockMax = 2e9;
            body.processor.powerCoefficient = 1e-29;
            return Encode(body);
        }
        case CoInferenceMessage::PLAN: {
            PlanBody body;
            body.status = PlanStatus::SOLVED;
            body.split = Draw(30);
            body.deviceFlop = Draw(1000);
            return Encode(body);
        }
        case CoInferenceMessage::FEATURE: {
            FeatureBody body;
            body.network = "ViT-L/16@part=encoder";
            body.split = Draw(30);
            body.serverKeepRatio = Draw(2);
            return Encode(body);
        }
        case CoInferenceMessage::RESULT:
            return Encode(ResultBody());
        case PipelineMessage::FRAME:
        case PipelineMessage::ACTIVATION:
        case PipelineMessage::ANSWER: {
            FrameBody body;
            body.plan = Draw(3);
            body.cut = Draw(7);
            body.expires = Draw(1000);
            return Encode(body);
        }
        case PipelineMessage::PLAN: {
            PipelinePlanBody body;
            body.number = Draw(3);
            body.cuts = {0, Draw(6), Draw(6), 6};
            body.options = {Draw(2), Draw(2), Draw(3)};
            body.status = PlanStatus::SOLVED;
            body.steps.resize(7);
            for (std::size_t i = 0; i < body.steps.size(); ++i)
            {
                body.steps[i].kind = i % 2 == 0 ? StepKind::TRANSFER : StepKind::COMPUTE;
                body.steps[i].time = 1;
            }
            return Encode(body);
        }
        case PipelineMessage::PLAN_READY:
            return Encode(PlanReadyBody{1e6 * Draw(1000)});
        case PipelineMessage::REPORT: {
            PipelineReportBody body;
            body.position = Draw(6);
            body.peakFlops = Draw(3);
            body.memoryBandwidth = Draw(3);
            body.linkBits = Draw(1000);
            body.linkTime = 1e-300 * Draw(3);
            body.linkFrames = Draw(1000000000);
            return Encode(body);
        }
        case CoInferenceMessage::CANCEL:
            return Encode(CancelBody{"never mind", Draw(1) == 1});
        case PipelineMessage::WEIGHTS:
            return {};
        case ResumeMessage::RESUME:
            return Encode(ResumeBody{{static_cast<uint16_t>(49152 + Draw(40))}});
        default:
            return Encode(ReportBody());
        }
    }

  private:
    uint32_t m_first;
    uint32_t m_last;
    Ptr<UniformRandomVariable> m_random;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HOSTILE_BYTES_H
