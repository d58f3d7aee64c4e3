/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_MESSAGES_H
#define EDGE_AI_CODE_MESSAGES_H

#include "allocation/pipeline/code/code-plan.h"
#include "application/message/body-limits.h"

#include "ns3/field.h"
#include "ns3/inference-message.h"
#include "ns3/task-record.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Types of the messages of services that route their tasks through each other's blocks. What is
 * about a path has its number in the header's task, what is about a task that task's number, what
 * is about a server the number of its service.
 */
struct CodeMessage
{
    static constexpr MessageType ADVERT{40};     ///< server to servers: blocks, capacity to spare
    static constexpr MessageType REQUEST{41};    ///< server to host: a path it would like to use
    static constexpr MessageType GRANT{42};      ///< host to server: the rate it lets in
    static constexpr MessageType REFUSE{43};     ///< host to server: there is no room
    static constexpr MessageType ACTIVATE{44};   ///< server to host: tasks of the path will come
    static constexpr MessageType LOAD{45};       ///< server to servers: how busy it is
    static constexpr MessageType RELEASE{46};    ///< server to host: no more tasks of the path
    static constexpr MessageType ACTIVATION{47}; ///< between servers: what a block made
    static constexpr MessageType GRADIENT{48};   ///< between servers, in training: its gradient
    static constexpr MessageType DROP{49};       ///< host to server: a guest task has ended there
    static constexpr MessageType ASK{50};        ///< user to server: may a task come?
    static constexpr MessageType ADMIT{51};      ///< server to user: it may
    static constexpr MessageType INPUT{52};      ///< user to server: the task's input
    static constexpr MessageType RESULT{53}; ///< server to user: the answer, or why there is none
};

/// Shares and accuracies are told in ten-thousandths, which their decimals fit.
constexpr double CODE_PARTS = 10000;

/// A block as its service tells others about it, or the head: no image comes out of that.
struct CodeAdvertBlock
{
    double flop{0};       ///< work [FLOP]
    uint32_t channels{0}; ///< of its output
    uint32_t side{0};     ///< rows and columns of its output

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("flop", "FLOP", "work").Positive(), flop);
        archive(Field("channels", "", "of its output; 0: the head").Within(0, 1 << 20), channels);
        archive(Field("side", "", "rows and columns of its output; 0: the head").Within(0, 1 << 16),
                side);
    }
};

/// ADVERT: 32 B and 16 B per block; the head is the last one.
struct CodeAdvertBody
{
    double speed{0};            ///< mu, of the server [FLOP/s]
    double load{0};             ///< lam, of its own tasks [1/s]
    double spare{0};            ///< what the receiver's tasks could have [FLOP/s]
    uint16_t protectedShare{0}; ///< theta, in ten-thousandths
    uint16_t accuracy{0};       ///< of its own tasks, in ten-thousandths
    std::vector<CodeAdvertBlock> blocks;

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("speed", "FLOP/s", "of the server").Positive(), speed);
        archive(Field("load", "1/s", "of its own tasks").Positive(), load);
        archive(Field("spare", "FLOP/s", "that the receiver's tasks could have").Amount(), spare);
        archive(Field("protected_share", "1e-4", "of its own tasks").Within(0, CODE_PARTS),
                protectedShare);
        archive(Field("accuracy", "1e-4", "of its own tasks").Within(1, CODE_PARTS), accuracy);
        archive(Field("block", "", "of its model, the head last"), blocks);
    }
};

/// @param [in] advert as it came  @returns "", or what is wrong with its blocks
std::string ExplainFault(const CodeAdvertBody& advert);

/// A connection of a path; block 0 is the user, block B + 1 the head.
struct CodeConnectionBody
{
    bool fromHost{false}; ///< begins at the host's model
    uint8_t fromBlock{0}; ///< where
    bool toHost{false};   ///< ends at the host's model
    uint8_t toBlock{0};   ///< where
    uint32_t bytes{0};    ///< it sends [B]; 0 within a model

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("from_host", "", "begins at the host's model"), fromHost);
        archive(Field("from_block", "", "where; 0: the user"), fromBlock);
        archive(Field("to_host", "", "ends at the host's model"), toHost);
        archive(Field("to_block", "", "where; behind the last: the head"), toBlock);
        archive(Field("bytes", "B", "it sends"), bytes);
    }
};

/// What a path is asked for.
enum class CodePurpose : uint8_t
{
    SERVE, ///< tasks
    TRAIN, ///< samples, and gradients back
};

/// REQUEST: 16 B and 8 B per connection.
struct CodeRequestBody
{
    double rate{0}; ///< of tasks that would come [1/s]
    CodePurpose purpose{CodePurpose::SERVE};
    bool mirrored{false};  ///< the host has a copy of the sender's model: the first connection is
                           ///< the copy, the second is into it, the third out of it
    uint16_t mirrorCut{0}; ///< of a mirrored path: blocks before the copy
    std::vector<CodeConnectionBody> connections; ///< in order

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("rate", "1/s", "of tasks that would come").Positive(), rate);
        archive(Field("purpose", "", "what for").Choices({"serve", "train"}), purpose);
        archive(Field("mirrored", "", "through a copy of the sender's model"), mirrored);
        archive(Field("mirror_cut", "", "blocks before the copy"), mirrorCut);
        archive(Field("connection", "", "of the path"), connections);
    }
};

/// GRANT, REFUSE: 24 B.
struct CodeGrantBody
{
    double rate{0};     ///< of tasks that are let in [1/s]; 0: none
    double share{0};    ///< of the host that they may use
    double hostRate{0}; ///< what is left for the host's own tasks [1/s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("rate", "1/s", "of tasks that are let in").Amount(), rate);
        archive(Field("share", "", "of the host").Within(0, 1 + 1e-9), share);
        archive(Field("host_rate", "1/s", "left for own tasks").Amount(), hostRate);
    }
};

/// ACTIVATE: 16 B.
struct CodeActivateBody
{
    double rate{0};       ///< of tasks that will come [1/s]
    uint64_t replaces{0}; ///< number of the path it takes the place of; 0: none

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("rate", "1/s", "of tasks that will come").Positive(), rate);
        archive(Field("replaces", "", "number of the path before"), replaces);
    }
};

/// LOAD: 24 B.
struct CodeLoadBody
{
    double utilisation{0}; ///< of the processor, since the last one
    double queue{0};       ///< jobs there
    double guestShare{0};  ///< of the processor, that guests had

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("utilisation", "", "of the processor").Within(0, 1 + 1e-6), utilisation);
        archive(Field("queue", "", "jobs there").Amount(), queue);
        archive(Field("guest_share", "", "that guests had").Amount(), guestShare);
    }
};

/// RELEASE: 16 B.
struct CodeReleaseBody
{
    uint64_t tasks{0}; ///< that were sent over the path
    double time{0};    ///< since the path was asked for [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("tasks", "", "that were sent over the path"), tasks);
        archive(Field("time", "s", "since it was asked for").Within(0, BodyLimits::INSTANT), time);
    }
};

/// ACTIVATION, GRADIENT: what goes over a connection; that follows as payload.
struct CodeTransferBody
{
    uint64_t path{0}; ///< number of the path
    uint32_t step{0}; ///< which of its steps this is; of a GRADIENT, which one it goes back over
    bool returning{false}; ///< the host sends it to whose path it is
    bool training{false};  ///< of a sample, whose number the header has, not of a task
    double sent{0};        ///< instant it was handed to the transport [s]
    double goodput{0}; ///< of the other direction, as the sender measured it [bit/s]; 0: unknown

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("path", "", "number of the path"), path);
        archive(Field("step", "", "which of the path's"), step);
        archive(Field("returning", "", "from the host to whose path it is"), returning);
        archive(Field("training", "", "of a sample, not of a task"), training);
        archive(Field("sent", "s", "instant it was handed to the transport")
                    .Within(0, BodyLimits::INSTANT),
                sent);
        archive(Field("goodput", "bit/s", "measured the other way; 0: unknown").Amount(), goodput);
    }
};

/// DROP, RESULT: how a task ended.
struct CodeEndingBody
{
    TaskOutcome outcome{TaskOutcome::COMPLETED};
    std::string detail; ///< in words; empty when completed

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        std::vector<std::string> words;
        for (const TaskOutcome each : GetTaskOutcomes())
        {
            words.push_back(ToString(each));
        }
        archive(Field("outcome", "", "how the task ended").Choices(words), outcome);
        archive(Field("detail", "", "in words"), detail);
    }

    /// @returns "", or that no task ends so
    std::string Validate() const
    {
        return outcome == TaskOutcome::UNFINISHED ? "outcome is UNFINISHED, which is no end" : "";
    }
};

/**
 * @param [in] type of the message  @param [in] number in its header  @param [in] body its bytes
 * @param [in] payload counted bytes behind it [B]  @returns the message
 */
InferenceMessage MakeCodeMessage(MessageType type,
                                 uint64_t number,
                                 std::vector<uint8_t> body,
                                 uint64_t payload = 0);

/// @param [in] bits of a transfer  @returns whole bytes that carry them [B]
uint64_t GetCodeBytes(double bits);

/// @param [in] path a path  @returns it in words, "l1 h2 h3 l4 l5"
std::string DescribeCodePath(const CodePath& path);

/// @param [in] plan a plan  @returns its path in words; blocks of a copy are in capitals
std::string DescribeCodePath(const CodePlan& plan);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_MESSAGES_H
