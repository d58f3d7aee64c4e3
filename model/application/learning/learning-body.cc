/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-body.h"

#include "application/message/message-registry.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

const MessageRegistration<LearningJoinBody> g_join(LearningMessage::JOIN,
                                                   "LEARNING_JOIN",
                                                   "learning_join",
                                                   "worker to server: what it is",
                                                   PayloadKind::NONE);
const MessageRegistration<LearningAssignBody> g_assign(LearningMessage::ASSIGN,
                                                       "LEARNING_ASSIGN",
                                                       "learning_assign",
                                                       "server to worker: its part of a round",
                                                       PayloadKind::NONE);
const MessageRegistration<LearningModelBody> g_model(LearningMessage::MODEL,
                                                     "LEARNING_MODEL",
                                                     "learning_model",
                                                     "server to worker: the parameters as they are",
                                                     PayloadKind::REAL);
const MessageRegistration<LearningUpdateBody> g_update(LearningMessage::UPDATE,
                                                       "LEARNING_UPDATE",
                                                       "learning_update",
                                                       "worker to server: what it computed",
                                                       PayloadKind::REAL);
const MessageRegistration<LearningAttemptBody> g_abandon(
    LearningMessage::ABANDON,
    "LEARNING_ABANDON",
    "learning_attempt",
    "server to worker: a round goes on without it",
    PayloadKind::NONE);
const MessageRegistration<LearningRepeatBody> g_repeat(LearningMessage::REPEAT,
                                                       "LEARNING_REPEAT",
                                                       "learning_repeat",
                                                       "worker to server: it lacks a model",
                                                       PayloadKind::NONE);
const MessageRegistration<LearningPiecesBody> g_pieces(LearningMessage::PIECES,
                                                       "LEARNING_PIECES",
                                                       "learning_pieces",
                                                       "server to worker: what it lacks of a model",
                                                       PayloadKind::REAL);
const MessageRegistration<LearningFailedBody> g_failed(LearningMessage::FAILED,
                                                       "LEARNING_FAILED",
                                                       "learning_failed",
                                                       "worker to server: it cannot do its part",
                                                       PayloadKind::NONE);

const MessageRegistration<LearningTrainBody> g_train(LearningMessage::TRAIN,
                                                     "LEARNING_TRAIN",
                                                     "learning_train",
                                                     "server to worker: its part, local training",
                                                     PayloadKind::REAL);
const MessageRegistration<LearningTrainedBody> g_trained(LearningMessage::TRAINED,
                                                         "LEARNING_TRAINED",
                                                         "learning_trained",
                                                         "worker to server: what it has to send",
                                                         PayloadKind::NONE);
const MessageRegistration<LearningGrantBody> g_grant(LearningMessage::GRANT,
                                                     "LEARNING_GRANT",
                                                     "learning_grant",
                                                     "server to worker: how to send it",
                                                     PayloadKind::NONE);

const MessageRegistration<LearningSparseBody> g_sparse(
    LearningMessage::SPARSE,
    "LEARNING_SPARSE",
    "learning_sparse",
    "server to worker: its part, some entries of it",
    PayloadKind::NONE);

/// @param [in] name of the field  @param [in] ranges of it  @param [in] end of what they may name
/// @returns "" or what is wrong with them
std::string
ExplainList(const std::string& name, const LearningRanges& ranges, uint64_t end)
{
    if (ranges.size() > LearningLimits::RANGES)
    {
        return name + " has " + std::to_string(ranges.size()) + " elements; allowed is 0 to " +
               std::to_string(LearningLimits::RANGES);
    }
    return ExplainRanges(ranges, end);
}

} // namespace

std::string
LearningAssignBody::Validate() const
{
    return ExplainList("range", ranges, UINT64_MAX);
}

std::string
LearningRepeatBody::Validate() const
{
    return ExplainList("missing", missing, InferenceHeader::MAX_REAL);
}

std::string
LearningPiecesBody::Validate() const
{
    return ExplainList("piece", pieces, std::min(size, InferenceHeader::MAX_REAL));
}

} // namespace edgeai
} // namespace ns3
