/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MESSAGE_SAMPLES_H
#define EDGE_AI_MESSAGE_SAMPLES_H

// Sound bodies of every message there is, made from what the registry knows of their fields, and
// spoiled ones.

#include "allocation/pipeline/dto-ee/dto-ee-messages.h"
#include "application/co-inference/co-inference-body.h"
#include "application/learning/learning-body.h"
#include "application/learning/tiers/tier-body.h"
#include "application/message/datagram-greeting.h"
#include "application/message/message-archive.h"
#include "application/message/message-registry.h"
#include "application/message/resume-body.h"
#include "application/pipeline/code/code-messages.h"
#include "application/pipeline/dto-ee/dto-ee-body.h"
#include "application/pipeline/pipeline-body.h"
#include "application/pipeline/rows/row-body.h"
#include "gradient-exchange.h"
#include "hostile-bytes.h"
#include "mutator.h"

#include "ns3/abort.h"
#include "ns3/packet.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Reads a body and writes it again. @returns whether it could be read
using Recode = bool (*)(const std::vector<uint8_t>& bytes, std::vector<uint8_t>& again);

/// @tparam Body which  @returns its Recode
template <typename Body>
Recode
MakeRecode()
{
    return [](const std::vector<uint8_t>& bytes, std::vector<uint8_t>& again) {
        Body body;
        const bool sound = Decode(bytes, body);
        if (sound)
        {
            again = Encode(body);
        }
        return sound;
    };
}

/// @returns how to read each type of messages; a type that is not here fails the tests
inline const std::map<MessageType, Recode>&
GetRecodes()
{
    static const std::map<MessageType, Recode> recodes{
        {CoInferenceMessage::REQUEST, MakeRecode<RequestBody>()},
        {CoInferenceMessage::PLAN, MakeRecode<PlanBody>()},
        {CoInferenceMessage::FEATURE, MakeRecode<FeatureBody>()},
        {CoInferenceMessage::RESULT, MakeRecode<ResultBody>()},
        {CoInferenceMessage::REPORT, MakeRecode<ReportBody>()},
        {CoInferenceMessage::CANCEL, MakeRecode<CancelBody>()},
        {PipelineMessage::FRAME, MakeRecode<FrameBody>()},
        {PipelineMessage::ACTIVATION, MakeRecode<FrameBody>()},
        {PipelineMessage::ANSWER, MakeRecode<FrameBody>()},
        {PipelineMessage::PLAN, MakeRecode<PipelinePlanBody>()},
        {PipelineMessage::PLAN_READY, MakeRecode<PlanReadyBody>()},
        {PipelineMessage::REPORT, MakeRecode<PipelineReportBody>()},
        {PipelineMessage::WEIGHTS, MakeRecode<EmptyBody>()},
        {RowMessage::IMAGE, MakeRecode<RowImageBody>()},
        {RowMessage::PLAN, MakeRecode<RowPlanBody>()},
        {RowMessage::IMAGE_ROWS, MakeRecode<RowRowsBody>()},
        {RowMessage::EDGE_ROWS, MakeRecode<RowRowsBody>()},
        {RowMessage::ZONE_ROWS, MakeRecode<RowRowsBody>()},
        {RowMessage::FINAL_ROWS, MakeRecode<RowRowsBody>()},
        {RowMessage::RESULT, MakeRecode<RowResultBody>()},
        {RowMessage::STATUS, MakeRecode<RowStatusBody>()},
        {RowMessage::NOTICE, MakeRecode<RowNoticeBody>()},
        {RowMessage::ABANDON, MakeRecode<EmptyBody>()},
        {RowMessage::OFFER, MakeRecode<RowOfferBody>()},
        {CodeMessage::ADVERT, MakeRecode<CodeAdvertBody>()},
        {CodeMessage::REQUEST, MakeRecode<CodeRequestBody>()},
        {CodeMessage::GRANT, MakeRecode<CodeGrantBody>()},
        {CodeMessage::REFUSE, MakeRecode<CodeGrantBody>()},
        {CodeMessage::ACTIVATE, MakeRecode<CodeActivateBody>()},
        {CodeMessage::LOAD, MakeRecode<CodeLoadBody>()},
        {CodeMessage::RELEASE, MakeRecode<CodeReleaseBody>()},
        {CodeMessage::ACTIVATION, MakeRecode<CodeTransferBody>()},
        {CodeMessage::GRADIENT, MakeRecode<CodeTransferBody>()},
        {CodeMessage::DROP, MakeRecode<CodeEndingBody>()},
        {CodeMessage::ASK, MakeRecode<EmptyBody>()},
        {CodeMessage::ADMIT, MakeRecode<EmptyBody>()},
        {CodeMessage::INPUT, MakeRecode<EmptyBody>()},
        {CodeMessage::RESULT, MakeRecode<CodeEndingBody>()},
        {DtoEeMessage::TASK, MakeRecode<DtoEeTaskBody>()},
        {DtoEeMessage::ANSWER, MakeRecode<DtoEeAnswerBody>()},
        {DtoEeMessage::HELLO, MakeRecode<DtoEeHelloBody>()},
        {DtoEeMessage::RATE, MakeRecode<DtoEeRateReport>()},
        {DtoEeMessage::PRICE, MakeRecode<DtoEePriceReport>()},
        {DtoEeMessage::EXIT_REPORT, MakeRecode<DtoEeExitReport>()},
        {DtoEeMessage::EXIT_UPDATE, MakeRecode<DtoEeExitUpdate>()},
        {DtoEeMessage::STATE, MakeRecode<DtoEeStateBody>()},
        {DtoEeMessage::ROW, MakeRecode<DtoEeRowBody>()},
        {DtoEeMessage::RECEIPT, MakeRecode<DtoEeReceiptBody>()},
        {DtoEeMessage::MIXTURE, MakeRecode<DtoEeMixtureReport>()},
        {DtoEeMessage::CURVE, MakeRecode<DtoEeCurveReport>()},
        {TierMessage::JOIN, MakeRecode<TierJoinBody>()},
        {TierMessage::BEGIN, MakeRecode<EmptyBody>()},
        {TierMessage::REPORT, MakeRecode<TierReportBody>()},
        {TierMessage::TOPOLOGY, MakeRecode<TierTopologyBody>()},
        {TierMessage::EXCHANGE, MakeRecode<TierExchangeBody>()},
        {TierMessage::MIXED, MakeRecode<EmptyBody>()},
        {LearningMessage::JOIN, MakeRecode<LearningJoinBody>()},
        {LearningMessage::ASSIGN, MakeRecode<LearningAssignBody>()},
        {LearningMessage::MODEL, MakeRecode<LearningModelBody>()},
        {LearningMessage::UPDATE, MakeRecode<LearningUpdateBody>()},
        {LearningMessage::ABANDON, MakeRecode<LearningAttemptBody>()},
        {LearningMessage::REPEAT, MakeRecode<LearningRepeatBody>()},
        {LearningMessage::PIECES, MakeRecode<LearningPiecesBody>()},
        {LearningMessage::FAILED, MakeRecode<LearningFailedBody>()},
        {LearningMessage::TRAIN, MakeRecode<LearningTrainBody>()},
        {LearningMessage::TRAINED, MakeRecode<LearningTrainedBody>()},
        {LearningMessage::GRANT, MakeRecode<LearningGrantBody>()},
        {LearningMessage::SPARSE, MakeRecode<LearningSparseBody>()},
        {HelloMessage::HELLO, MakeRecode<HelloBody>()},
        {ResumeMessage::RESUME, MakeRecode<ResumeBody>()},
        {GradientMessage::GRADIENT, MakeRecode<GradientBody>()},
    };
    return recodes;
}

/// Sound bodies by type, which grow by what mutation finds.
class MessageSamples
{
  public:
    using Bytes = std::vector<uint8_t>;

    /// @param [in] seed of everything
    explicit MessageSamples(uint64_t seed)
        : m_mutator(seed)
    {
        for (const MessageDescription* description : MessageRegistry::List())
        {
            m_types.push_back(description->type);
            const auto recode = GetRecodes().find(description->type);
            NS_ABORT_MSG_IF(recode == GetRecodes().end(),
                            description->name << " is missing in GetRecodes()");
            std::vector<Bytes>& samples = m_samples[description->type];
            for (int i = 0; i < 4000 && samples.size() < FIRST; ++i)
            {
                m_same = m_mutator.Happens(2);
                m_pick = m_mutator.Draw(4);
                Bytes bytes;
                Make(description->fields, bytes);
                Bytes again;
                if (recode->second(bytes, again))
                {
                    samples.push_back(bytes);
                }
            }
            NS_ABORT_MSG_IF(samples.size() < FIRST,
                            "of " << description->name << " only " << samples.size()
                                  << " sound bodies could be made");
        }
    }

    /// @returns draws
    Mutator& GetMutator()
    {
        return m_mutator;
    }

    /// @returns any type there is
    MessageType DrawType()
    {
        return m_types[m_mutator.Draw(m_types.size())];
    }

    /// @param [in] type which  @returns a sound body
    const Bytes& DrawSound(MessageType type)
    {
        const std::vector<Bytes>& samples = m_samples.at(type);
        return samples[m_mutator.Draw(samples.size())];
    }

    /// @param [in] type which  @returns a body that was sound, changed in one to four ways
    Bytes DrawSpoilt(MessageType type)
    {
        Bytes bytes = DrawSound(type);
        for (std::size_t changes = 1 + m_mutator.Draw(4); changes > 0; --changes)
        {
            m_mutator.Change(bytes, m_samples.at(m_mutator.Happens(4) ? DrawType() : type));
        }
        return bytes;
    }

    /// @param [in] type which  @param [in] bytes a sound body that mutation found: used from now on
    void Add(MessageType type, const Bytes& bytes)
    {
        std::vector<Bytes>& samples = m_samples.at(type);
        if (samples.size() < FIRST + FOUND)
        {
            samples.push_back(bytes);
        }
        else // the first ones stay
        {
            samples[FIRST + m_mutator.Draw(FOUND)] = bytes;
        }
    }

  private:
    static constexpr std::size_t FIRST = 16;  ///< made
    static constexpr std::size_t FOUND = 200; ///< found

    static void Put(uint64_t value, std::size_t width, Bytes& bytes)
    {
        for (std::size_t i = width; i-- > 0;)
        {
            bytes.push_back(static_cast<uint8_t>(value >> (8 * i)));
        }
    }

    /// @param [in] field with a range  @returns a value within it
    double MakeFigure(const Field& field)
    {
        const double usual[]{1, 0, 0.5, 100};
        const double odd[]{0, std::nan(""), field.least, field.most, 1e-3, 1e6, 1, 2, 3};
        for (int i = 0; i < 50; ++i)
        {
            const double value = m_same ? usual[(m_pick + i) % 4] : odd[m_mutator.Draw(9)];
            if (field.Allows(value) && (std::isnan(value) || std::isfinite(value)))
            {
                return value;
            }
        }
        return std::isfinite(field.least) ? field.least : 1;
    }

    void Make(const WireField& field, Bytes& bytes)
    {
        switch (field.kind)
        {
        case WireKind::BOOL:
            Put(m_mutator.Draw(2), 1, bytes);
            return;
        case WireKind::CHOICE:
            Put(m_mutator.Draw(field.field.choices.size()), 1, bytes);
            return;
        case WireKind::UINT8:
        case WireKind::UINT16:
        case WireKind::UINT32:
        case WireKind::UINT64: {
            const double least = std::max(0.0, field.field.least);
            const double most = std::min(field.field.most, least + 8);
            const auto span = static_cast<std::size_t>(most - least);
            const std::size_t widths[]{1, 2, 4, 8};
            Put(static_cast<uint64_t>(least) + m_mutator.Draw(span + 1),
                widths[static_cast<int>(field.kind) - static_cast<int>(WireKind::UINT8)],
                bytes);
            return;
        }
        case WireKind::DOUBLE: {
            const double value = MakeFigure(field.field);
            uint64_t bits;
            std::memcpy(&bits, &value, sizeof bits);
            Put(bits, 8, bytes);
            return;
        }
        case WireKind::TEXT: {
            const char* const texts[]{"", "uplink", "VGG-16", "ViT-L/16@part=encoder", "device"};
            const std::string text = texts[m_mutator.Draw(5)];
            Put(text.size(), 2, bytes);
            bytes.insert(bytes.end(), text.begin(), text.end());
            return;
        }
        case WireKind::STRUCT:
            Make(field.fields, bytes);
        }
    }

    void Make(const std::vector<WireField>& fields, Bytes& bytes)
    {
        for (const WireField& field : fields)
        {
            std::size_t count = 1;
            if (field.list)
            {
                count = m_mutator.Draw(m_mutator.Happens(2) ? 2 : 5);
                Put(count, 4, bytes);
            }
            for (std::size_t i = 0; i < count; ++i)
            {
                Make(field, bytes);
            }
        }
    }

    Mutator m_mutator;
    bool m_same{false};    ///< whether a body's figures are alike
    std::size_t m_pick{0}; ///< and which
    std::vector<MessageType> m_types;
    std::map<MessageType, std::vector<Bytes>> m_samples;
};

/// @param [in] type of the message  @param [in] task in its header  @param [in] body of it
/// @param [in] payload behind it [B]  @param [in,out] draws for the rest  @returns it as it travels
inline std::vector<uint8_t>
MakeMessageBytes(MessageType type,
                 uint64_t task,
                 const std::vector<uint8_t>& body,
                 uint64_t payload,
                 Mutator& draws)
{
    InferenceHeader header;
    header.type = type;
    header.sequence = static_cast<uint16_t>(draws.Draw(4));
    header.task = task;
    header.bodySize = static_cast<uint32_t>(body.size());
    header.messageSize = body.size() + payload;
    Ptr<Packet> packet = Create<Packet>(body.data(), body.size());
    packet->AddHeader(header);
    std::vector<uint8_t> bytes(packet->GetSize());
    packet->CopyData(bytes.data(), packet->GetSize());
    for (uint64_t i = 0; i < payload; ++i)
    {
        bytes.push_back(static_cast<uint8_t>(draws.Next()));
    }
    return bytes;
}

/// Makes messages of which most are nearly sound, as the peers of one application would send them.
class SpoiltMessages
{
  public:
    /// @param [in] types to send  @param [in] seed of everything
    SpoiltMessages(std::vector<MessageType> types, uint64_t seed)
        : m_types(std::move(types)),
          m_samples(seed)
    {
        HostileBytes bodies; // some that say what applications look for
        for (const MessageType type : m_types)
        {
            for (int i = 0; i < 40; ++i)
            {
                m_samples.Add(type, bodies.MakeBody(type));
            }
        }
    }

    /// @returns a message of any of the types about one of the first tasks
    Ptr<Packet> Make()
    {
        Mutator& draws = m_samples.GetMutator();
        return Make(m_types[draws.Draw(m_types.size())], draws.Draw(6));
    }

    /// @param [in] type of the message  @param [in] task in its header  @returns it
    Ptr<Packet> Make(MessageType type, uint64_t task)
    {
        Mutator& draws = m_samples.GetMutator();
        const auto body = draws.Happens(4) ? m_samples.DrawSound(type) : m_samples.DrawSpoilt(type);
        std::vector<uint8_t> again;
        if (GetRecodes().at(type)(body, again))
        {
            m_samples.Add(type, body);
        }
        const bool payload = MessageRegistry::Find(type)->payload != PayloadKind::NONE;
        const uint64_t behind = payload ? draws.Draw(400) : 0;
        auto bytes = MakeMessageBytes(type, task, body, behind, draws);
        if (draws.Happens(8))
        {
            draws.Change(bytes, {bytes});
        }
        bytes.resize(std::max<std::size_t>(bytes.size(), 1)); // nothing cannot be sent
        return Create<Packet>(bytes.data(), bytes.size());
    }

  private:
    std::vector<MessageType> m_types;
    MessageSamples m_samples;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MESSAGE_SAMPLES_H
