/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_BODY_H
#define EDGE_AI_LEARNING_BODY_H

#include "application/message/body-limits.h"
#include "learning-range.h"
#include "power-limit.h"

#include "ns3/inference-message.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Types of the messages of learning in rounds. The header's task is the round, but for JOIN.
struct LearningMessage
{
    static constexpr MessageType JOIN{80};    ///< worker to server: what it is
    static constexpr MessageType ASSIGN{81};  ///< server to worker: its part of a round
    static constexpr MessageType MODEL{82};   ///< server to worker: the parameters as they are
    static constexpr MessageType UPDATE{83};  ///< worker to server: what it computed
    static constexpr MessageType ABANDON{84}; ///< server to worker: a round goes on without it
    static constexpr MessageType REPEAT{85};  ///< worker to server: it lacks a round's model
    static constexpr MessageType FAILED{86};  ///< worker to server: it cannot do its part
    static constexpr MessageType PIECES{87};  ///< server to worker: what it lacks of a model
    static constexpr MessageType TRAIN{88};   ///< server to worker: its part, local training
    static constexpr MessageType TRAINED{89}; ///< worker to server: what it has to send
    static constexpr MessageType GRANT{90};   ///< server to worker: how to send it
    static constexpr MessageType SPARSE{91};  ///< server to worker: its part, some entries of it
};

/// Bounds of what messages about learning may say.
struct LearningLimits
{
    static constexpr uint32_t WORKERS = 100000;     ///< most workers of a server
    static constexpr uint32_t RANGES = 4096;        ///< most ranges of one message
    static constexpr uint32_t ATTEMPTS = 1000;      ///< most attempts of a round
    static constexpr uint32_t STEPS = 1000000;      ///< most steps of local training
    static constexpr uint32_t CODE_BITS = 16;       ///< most bits of a coordinate's magnitude
    static constexpr double POWER = POWER_LIMIT;    ///< of a node or radio [W]
    static constexpr uint64_t NO_LINK = UINT64_MAX; ///< its radio has no number in a cell
};

/// JOIN: what a worker is. It says so when it connects, and again when it is something else.
struct LearningJoinBody
{
    uint32_t worker{0};                     ///< number, as the server's operator gave it
    double flops{0};                        ///< sustained speed [FLOP/s]
    double fixedTime{0};                    ///< of every job there [s]
    double energyPerFlop{0};                ///< of its processor at that speed [J/FLOP]
    double memoryBytes{0};                  ///< that its processor may use [B]; 0: no limit
    double samples{0};                      ///< of its own data
    double powerMax{0};                     ///< of its radio [W]; 0: nobody decides about it
    uint64_t link{LearningLimits::NO_LINK}; ///< number of its radio in its cell

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("worker", "", "its number").Within(0, LearningLimits::WORKERS - 1), worker);
        archive(Field("flops", "FLOP/s", "sustained speed").Positive(), flops);
        archive(Field("fixed_time", "s", "of every job there").Amount(), fixedTime);
        archive(Field("energy_per_flop", "J/FLOP", "of its processor").Amount(), energyPerFlop);
        archive(Field("memory", "B", "of its processor; 0: no limit").Amount(), memoryBytes);
        archive(Field("samples", "", "of its own data").Amount(), samples);
        archive(Field("power_max", "W", "of its radio").Within(0, LearningLimits::POWER), powerMax);
        archive(Field("link", "", "number of its radio in its cell"), link);
    }
};

/// What says of a message which attempt of its round it belongs to.
struct LearningAttemptBody
{
    uint32_t attempt{0}; ///< from 0

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("attempt", "", "of the round, from 0").Within(0, LearningLimits::ATTEMPTS),
                attempt);
    }
};

/// How a worker comes by the model of a round.
enum class LearningModelWay : uint8_t
{
    FOLLOWS = 0, ///< it is sent next
    GROUP = 1,   ///< it is sent to a group; what does not come is asked for
    KNOWN = 2,   ///< the worker has it from an attempt before
};

/// ASSIGN: what a worker shall compute, and what of the uplink is its own. 37 bytes, and 16 for
/// each range of parameters.
struct LearningAssignBody : LearningAttemptBody
{
    uint32_t phase{0};   ///< of the method
    double work{0};      ///< of it [FLOP]
    double power{0};     ///< to send with [W]; 0: nobody decides about it
    double bandwidth{0}; ///< to send in [Hz]; 0: likewise
    LearningModelWay model{LearningModelWay::FOLLOWS}; ///< how it comes by it
    std::vector<LearningRange> ranges; ///< of the parameters, ascending and disjoint

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        LearningAttemptBody::Fields(archive);
        archive(Field("phase", "", "of the method"), phase);
        archive(Field("work", "FLOP", "of its part").Amount(), work);
        archive(Field("power", "W", "to send with").Within(0, LearningLimits::POWER), power);
        archive(Field("bandwidth", "Hz", "to send in").Amount(), bandwidth);
        archive(Field("model", "", "how it comes by it").Choices({"follows", "group", "known"}),
                model);
        archive(Field("range", "", "of the parameters"), ranges);
    }

    /// @returns "" or what is wrong between its fields
    std::string Validate() const;
};

/// TRAIN: a part of some steps on data of the worker's own. What the method says to this worker
/// alone follows as payload. 49 bytes, and 16 for each range of parameters.
struct LearningTrainBody : LearningAssignBody
{
    uint32_t steps{0};   ///< of local training; 0: the method's own
    uint64_t counted{0}; ///< latest round in which an update of the worker counted; 0: none has

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        LearningAssignBody::Fields(archive);
        archive(Field("steps", "", "of local training; 0: the method's own")
                    .Within(0, LearningLimits::STEPS),
                steps);
        archive(Field("counted", "", "latest round in which an update of it counted"), counted);
    }
};

/// SPARSE: a part whose update is some entries, which a mask names. 45 bytes, and 16 for each range
/// of parameters.
struct LearningSparseBody : LearningAssignBody
{
    uint32_t kept{0};     ///< k, entries of the update, >= 1
    uint32_t maskSeed{0}; ///< says which ones

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        LearningAssignBody::Fields(archive);
        archive(Field("kept", "", "entries of the update").Within(1, UINT32_MAX), kept);
        archive(Field("mask_seed", "", "says which ones"), maskSeed);
    }
};

/// TRAINED: what a worker says of what it has to send.
struct LearningTrainedBody : LearningAttemptBody
{
    double spread{0}; ///< quantised with B bits its variance is this over (2^B - 1)^2
    double power{0};  ///< its squared norm

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double most = std::numeric_limits<double>::max();
        LearningAttemptBody::Fields(archive);
        archive(Field("spread", "", "its variance with one bit").Within(0, most), spread);
        archive(Field("power", "", "its squared norm").Within(0, most), power);
    }
};

/// GRANT: how it shall be sent.
struct LearningGrantBody : LearningAttemptBody
{
    uint32_t codeBits{0}; ///< of a coordinate's magnitude; 0: the method's own code
    double power{0};      ///< to send with [W]; 0: nobody decides about it
    double bandwidth{0};  ///< to send in [Hz]; 0: likewise

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        LearningAttemptBody::Fields(archive);
        archive(Field("code_bits", "bit", "of a coordinate's magnitude; 0: the method's own code")
                    .Within(0, LearningLimits::CODE_BITS),
                codeBits);
        archive(Field("power", "W", "to send with").Within(0, LearningLimits::POWER), power);
        archive(Field("bandwidth", "Hz", "to send in").Amount(), bandwidth);
    }
};

/// MODEL: the parameters follow as payload, in the form that the method gives them. To a group it
/// goes in fragments over UDP, the same to everybody.
struct LearningModelBody : LearningAttemptBody
{
    double sent{0}; ///< instant it was handed to the transport [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        LearningAttemptBody::Fields(archive);
        archive(Field("sent", "s", "instant it was handed to the transport")
                    .Within(0, BodyLimits::INSTANT),
                sent);
    }
};

/// REPEAT: what a worker lacks of a round's model. 8 bytes, and 16 for each range.
struct LearningRepeatBody : LearningAttemptBody
{
    std::vector<LearningRange> missing; ///< bytes of the model, as ranges; empty: all of it

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        LearningAttemptBody::Fields(archive);
        archive(Field("missing", "", "bytes of the model; none: all of it"), missing);
    }

    /// @returns "" or what is wrong between its fields
    std::string Validate() const;
};

/// PIECES: what a worker asked for follows as payload, one piece behind the other.
struct LearningPiecesBody : LearningModelBody
{
    uint64_t size{0};                  ///< of the whole model [B]
    std::vector<LearningRange> pieces; ///< which of its bytes follow, as ranges

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        LearningModelBody::Fields(archive);
        archive(Field("size", "B", "of the whole model"), size);
        archive(Field("piece", "", "bytes of the model that follow"), pieces);
    }

    /// @returns "" or what is wrong between its fields
    std::string Validate() const;
};

/// UPDATE: what was computed follows as payload, in the form that the method gives it.
struct LearningUpdateBody : LearningModelBody
{
    double modelTime{0}; ///< that the model took to come [s]; 0: not measured
    double speed{0};     ///< of the computation [FLOP/s]; 0: not measured

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        LearningModelBody::Fields(archive);
        archive(Field("model_time", "s", "that the model took to come").Amount(), modelTime);
        archive(Field("speed", "FLOP/s", "of the computation").Amount(), speed);
    }
};

/// FAILED: why there is no update.
struct LearningFailedBody : LearningAttemptBody
{
    std::string reason; ///< in words

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        LearningAttemptBody::Fields(archive);
        archive(Field("reason", "", "in words"), reason);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_BODY_H
