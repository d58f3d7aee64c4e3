/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BLOCK_DECODER_H
#define EDGE_AI_BLOCK_DECODER_H

#include "block-error-model.h"
#include "block-grant.h"
#include "keyed-random.h"
#include "radio-slot.h"
#include "sic-receiver.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What a receiver makes of the blocks of a slot: successive interference cancellation, then the
 * error model, with what is kept of failed blocks for their repetitions (Chase combining).
 *
 * The fate of a block is drawn from (key, user, block number) once for all its transmissions: after
 * combining, the block as a whole fails with the probability of the combined SINRs. A block that is
 * decoded only to remove it is decided by that slot alone, without combining.
 */
class BlockDecoder
{
  public:
    /// The receiver, as it is in a slot.
    struct Options
    {
        BlockErrorModel errorModel; ///< whether a block fails
        SicReceiver::Options sic;   ///< cancellation
        uint32_t maxRepetitions{0}; ///< until a block is dropped
        double symbols{0};          ///< channel uses per subchannel
        KeyedRandom key;            ///< the receiver's
        bool powered{true};         ///< without power nothing is decoded
    };

    /**
     * Gets what became of a transmission: the report with SINRs, failure probability, place and
     * outcome, the transmission, and whether it was meant for this receiver.
     */
    using Report = std::function<void(BlockReport&, const Transmission&, bool)>;

    /**
     * Decode a slot.
     * @param [in] options the receiver
     * @param [in] reception what it hears
     * @param [in] chunks noise and interference over the slot, at least one
     * @param [in] report called once per block decoded or tried, in the order of the signals, when
     * all are decided
     */
    void Decode(const Options& options,
                const Reception& reception,
                const std::vector<InterferenceChunk>& chunks,
                const Report& report);

    /**
     * @param [in] grant grant of a repetition
     * @param [in] block its block
     * @returns empty if it can be combined with what is kept, else what is wrong, beginning with
     * the name of the field: bits, subchannels
     */
    std::string CheckRepetition(const Grant& grant, const TransportBlock& block) const;

    /**
     * @param [in] user identifier of a block's user
     * @param [in] block number of a block of which nothing is to be kept any more
     */
    void Forget(uint32_t user, uint64_t block);

    /**
     * @param [in] user identifier of a user of whose blocks nothing is to be kept any more
     */
    void ForgetUser(uint32_t user);

    /// Keep nothing.
    void Clear();

  private:
    /// What is kept of a failed block.
    struct SoftBlock
    {
        uint64_t bits{0};         ///< its size [bit]
        std::vector<double> sinr; ///< sum over its transmissions, per subchannel, linear
    };

    /// What deciding on a block gave, beside the decision.
    struct Verdict
    {
        double failureProbability{0}; ///< of the error model
        bool last{false};             ///< whether no repetition is left
    };

    /**
     * Whether a block is decoded, with what is kept of its earlier transmissions.
     * @param [in] options the receiver
     * @param [in] sent the transmission
     * @param [in] addressed whether it is meant for this receiver; if not, nothing is kept of it
     * @param [in] sinr SINR on each of its subchannels, linear
     * @param [out] verdict what else is known
     * @returns whether it is decoded
     */
    bool Judge(const Options& options,
               const Transmission& sent,
               bool addressed,
               const std::vector<double>& sinr,
               Verdict& verdict);

    std::map<std::pair<uint32_t, uint64_t>, SoftBlock> m_soft; ///< by user and block number
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BLOCK_DECODER_H
