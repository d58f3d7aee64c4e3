/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-body.h"

#include "application/message/message-registry.h"

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
const MessageRegistration<LearningAttemptBody> g_repeat(LearningMessage::REPEAT,
                                                        "LEARNING_REPEAT",
                                                        "learning_attempt",
                                                        "worker to server: it lacks a model",
                                                        PayloadKind::NONE);
const MessageRegistration<LearningFailedBody> g_failed(LearningMessage::FAILED,
                                                       "LEARNING_FAILED",
                                                       "learning_failed",
                                                       "worker to server: it cannot do its part",
                                                       PayloadKind::NONE);

} // namespace

std::string
LearningAssignBody::Validate() const
{
    if (ranges.size() > LearningLimits::RANGES)
    {
        return "range has " + std::to_string(ranges.size()) + " elements; allowed is 0 to " +
               std::to_string(LearningLimits::RANGES);
    }
    return ExplainRanges(ranges, UINT64_MAX);
}

} // namespace edgeai
} // namespace ns3
