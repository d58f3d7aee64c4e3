/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BLOCK_GRANT_H
#define EDGE_AI_BLOCK_GRANT_H

#include "ns3/nstime.h"
#include "ns3/simple-ref-count.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Direction of a transmission. Also an index: arrays by direction have two entries.
enum Direction
{
    UPLINK = 0,   ///< user to base station
    DOWNLINK = 1, ///< base station to user
};

/**
 * What a scheduler decides for one user and direction: where, how loud, how much, in which order.
 *
 * Grants are handed around as shared pointers to const, so that a grant that stays in force for
 * many slots is built once.
 */
struct Grant
{
    uint32_t user{0};                  ///< identifier of the user's PHY
    Direction direction{UPLINK};       ///< direction
    std::vector<uint32_t> subchannels; ///< subchannels, ascending, each < M; empty only with Ideal
    std::vector<double> power;         ///< transmit power on each of them [W], >= 0; without
                                       ///< subchannels at most one value, for its energy
    uint64_t bits{0};                  ///< size of the transport block of each slot [bit]
    uint32_t position{0}; ///< place in the decoding order, 1 first; 0: receiver decides
    uint32_t slots{1};    ///< consecutive slots it is in force, each with a block of its own, >= 1

    /**
     * @returns total transmit power [W]
     */
    double GetTotalPower() const
    {
        double sum = 0;
        for (double p : power)
        {
            sum += p;
        }
        return sum;
    }
};

/// What travels in a block. The PHY passes it on unseen; the MAC derives its own kind.
class BlockPayload : public SimpleRefCount<BlockPayload>
{
  public:
    virtual ~BlockPayload() = default;
};

/// A transport block handed to the PHY.
struct TransportBlock
{
    uint64_t id{0};            ///< counts the blocks of a user and direction; equal for repetitions
    uint32_t attempt{0};       ///< 0 for the first transmission, 1 for the first repetition, ...
    uint64_t payloadBits{0};   ///< bits that are not padding, <= the grant's bits
    Ptr<BlockPayload> payload; ///< the content; may be null in tests of the PHY alone
};

/// How a transmission of a block ended.
enum class BlockOutcome
{
    DECODED, ///< delivered
    FAILED,  ///< not decoded; kept for combining, a repetition is expected
    DROPPED, ///< not decoded and no repetition left
};

/// What happened to a transmission of a block: the record behind the TransportBlock trace.
struct BlockReport
{
    Time start;                         ///< start of the slot
    uint32_t cell{0};                   ///< identifier of the base station's PHY
    uint32_t receiver{0};               ///< identifier of the PHY that decoded or tried to
    std::shared_ptr<const Grant> grant; ///< user, direction, subchannels, powers, bits
    uint64_t block{0};                  ///< TransportBlock::id
    uint32_t attempt{0};                ///< TransportBlock::attempt
    uint64_t payloadBits{0};            ///< TransportBlock::payloadBits
    double sinrMin{0};            ///< least SINR over the subchannels, this transmission, linear
    double sinrMean{0};           ///< mean SINR over the subchannels, this transmission, linear
    double failureProbability{0}; ///< what the error model said, earlier transmissions combined
    uint32_t position{0};         ///< place in the decoding order, 1 first
    uint32_t uncancelled{0};      ///< earlier signals on its subchannels that failed and stayed
    BlockOutcome outcome{BlockOutcome::DECODED}; ///< outcome
    const std::vector<double>* sinr{nullptr};    ///< per subchannel; valid only during the trace
    const BlockPayload* payload{nullptr};        ///< its content; likewise; null: nobody knows
};

/**
 * @param [in] direction direction
 * @returns "uplink" or "downlink"
 */
inline const char*
ToString(Direction direction)
{
    return direction == UPLINK ? "uplink" : "downlink";
}

/**
 * @param [in] outcome outcome
 * @returns "decoded", "failed" or "dropped"
 */
inline const char*
ToString(BlockOutcome outcome)
{
    switch (outcome)
    {
    case BlockOutcome::DECODED:
        return "decoded";
    case BlockOutcome::FAILED:
        return "failed";
    case BlockOutcome::DROPPED:
        return "dropped";
    }
    return "unknown";
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BLOCK_GRANT_H
