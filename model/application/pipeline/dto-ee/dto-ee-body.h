/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_BODY_H
#define EDGE_AI_DTO_EE_BODY_H

#include "application/message/body-limits.h"

#include "ns3/field.h"
#include "ns3/inference-message.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Types of the messages of DTO-EE. Those of the algorithm have the structs of dto-ee-messages.h for
 * bodies; slot and round are in the header's task (DtoEeWord), and who says it was told with HELLO
 * when the connection was made.
 */
struct DtoEeMessage
{
    static constexpr MessageType TASK{20};        ///< to the next stage: a task, with its data
    static constexpr MessageType ANSWER{21};      ///< node to device: what an exit answered
    static constexpr MessageType HELLO{22};       ///< first of a connection: who it is from
    static constexpr MessageType RATE{23};        ///< to the next stage: tasks that go there
    static constexpr MessageType PRICE{24};       ///< to the stage before: what another task costs
    static constexpr MessageType EXIT_REPORT{25}; ///< node to leader of an exit
    static constexpr MessageType EXIT_UPDATE{26}; ///< leader to its stage and to other leaders
    static constexpr MessageType STATE{27};       ///< to the controller: what was measured
    static constexpr MessageType ROW{28};         ///< controller to device or node: where to send
    static constexpr MessageType RECEIPT{29};     ///< to the stage before: when a task had come
    static constexpr MessageType MIXTURE{30};     ///< RATE, where nodes have their own thresholds
    static constexpr MessageType CURVE{31};       ///< PRICE, likewise
};

/// Slot and round of a word between parts, as the header's task has them: later words are larger.
struct DtoEeWord
{
    static constexpr unsigned ROUND_BITS = 16; ///< for the round

    /// @param [in] slot from 0  @param [in] round from 0, < 2^16  @returns both
    static uint64_t Make(uint64_t slot, uint32_t round)
    {
        return (slot << ROUND_BITS) | round;
    }

    /// @param [in] word of a slot and round  @returns the slot
    static uint64_t GetSlot(uint64_t word)
    {
        return word >> ROUND_BITS;
    }

    /// @param [in] word of a slot and round  @returns the round
    static uint32_t GetRound(uint64_t word)
    {
        return static_cast<uint32_t>(word & ((uint64_t{1} << ROUND_BITS) - 1));
    }
};

/// What a connection is for.
enum class DtoEePurpose : uint8_t
{
    TASKS,   ///< tasks to a node of the next stage
    WORDS,   ///< rates there, and prices back
    REPORTS, ///< reports to the leader of an exit, and updates back
    CONTROL, ///< states to the controller, and rows back
};

/// HELLO: who has connected, and what for.
struct DtoEeHelloBody
{
    DtoEePurpose purpose{DtoEePurpose::TASKS};
    uint32_t stage{0}; ///< 0: a device
    uint32_t index{0}; ///< in its stage, from 0

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("purpose", "", "what the connection is for")
                    .Choices({"tasks", "words", "reports", "control"}),
                purpose);
        archive(Field("stage", "", "of who says it; 0: a device"), stage);
        archive(Field("index", "", "of who says it, in its stage"), index);
    }
};

/// TASK: what a task is, 32 bytes; the data of the stage it enters follow as payload.
struct DtoEeTaskBody
{
    uint32_t device{0};   ///< whose it is
    uint32_t stage{1};    ///< that it enters, from 1
    double difficulty{0}; ///< d, in [0, 1)
    double generated{0};  ///< instant of generation [s]
    double expires{0};    ///< instant after which the sender counts it as lost on this link [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("device", "", "whose it is"), device);
        archive(Field("stage", "", "that it enters, from 1"), stage);
        archive(Field("difficulty", "", "of the task").Within(0, 1), difficulty);
        archive(Field("generated", "s", "instant of generation").Within(0, BodyLimits::INSTANT),
                generated);
        archive(Field("expires", "s", "instant after which it is lost on this link")
                    .Within(0, BodyLimits::INSTANT),
                expires);
    }
};

/// RECEIPT: when a task (the header's) had come, from which its sender learns the rate of the link.
/// An acknowledgement of TCP tells less, as it may be delayed.
struct DtoEeReceiptBody
{
    double arrived{0}; ///< instant [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(
            Field("arrived", "s", "instant the whole task had come").Within(0, BodyLimits::INSTANT),
            arrived);
    }
};

/// ANSWER: from which exit; the answer follows as payload.
struct DtoEeAnswerBody
{
    uint32_t stage{1};    ///< behind which it left
    double confidence{1}; ///< of that exit; 1 at the end
    double expires{0};    ///< instant after which the node counts it as lost [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("stage", "", "behind which it left, from 1"), stage);
        archive(Field("confidence", "", "of that exit; 1 at the end").Within(0, 1), confidence);
        archive(Field("expires", "s", "instant after which it is lost on the way")
                    .Within(0, BodyLimits::INSTANT),
                expires);
    }
};

/// STATE: what a device or node has measured, for a controller; the header's task is the slot.
struct DtoEeStateBody
{
    double arrivals{0};            ///< phi_i^0 of a device [1/s]
    std::vector<double> linkRates; ///< r_ij to each node of the next stage [bit/s]; 0: no link

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("arrivals", "1/s", "tasks of a device").Amount(), arrivals);
        archive(Field("link_rate", "bit/s", "to each node of the next stage; 0: no link").Amount(),
                linkRates);
    }
};

/// ROW: where a device or node sends from the next slot on, and when its tasks leave; the header's
/// task is the number of the plan.
struct DtoEeRowBody
{
    std::vector<double> shares; ///< p_ij for each node of the next stage
    double threshold{1};        ///< C of the exit of its stage; 1 where there is none

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("share", "", "of the tasks, for each node of the next stage").Within(0, 1),
                shares);
        archive(Field("threshold", "", "who is as confident leaves").Within(Field::SMALLEST, 1),
                threshold);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_BODY_H
