/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SIC_RECEIVER_H
#define EDGE_AI_SIC_RECEIVER_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A block on the air as one receiver hears it.
struct SicSignal
{
    const std::vector<uint32_t>* subchannels{nullptr}; ///< where it is, ascending
    std::vector<double> power;                         ///< received power on each of them [W]
    uint32_t position{0}; ///< place in the decoding order, 1 first; 0: the receiver decides
    uint32_t user{0};     ///< breaks ties
};

/// What else is on the air, over one piece of the slot.
struct InterferenceChunk
{
    double share{1};           ///< share of the slot it lasts; the chunks of a slot sum to 1
    std::vector<double> power; ///< noise plus interference on every subchannel [W]
};

/// What became of one signal.
struct SicOutcome
{
    bool attempted{false};    ///< false: this receiver had no need to decode it
    bool decoded{false};      ///< whether it was decoded
    uint32_t position{0};     ///< place in the decoding order, 1 first; 0 if not attempted
    uint32_t uncancelled{0};  ///< signals on its subchannels before it that failed and stayed
    std::vector<double> sinr; ///< SINR on each of its subchannels, linear (empty if not attempted)
};

/**
 * @ingroup edge-ai
 * Successive interference cancellation over the superposed signals of one cell and slot.
 *
 * The k-th decoded signal has on a subchannel, with received powers P (this module's equation (1)):
 * @f[ \mathrm{SINR}_k = \frac{P_k}{\sigma^2 + I + \sum_{j\ \mathrm{later}} P_j +
 *   \varepsilon \sum_{j\ \mathrm{earlier,\ decoded}} P_j + \sum_{j\ \mathrm{earlier,\ failed}} P_j}
 * @f]
 * A signal is decoded as a whole, over all its subchannels. Order: signals with a position first,
 * ascending; then the others by descending mean power per subchannel; equal ones by user number.
 *
 * Sums of later signals are built from the last one up, never by subtracting from a total, so a
 * weak signal beside a strong one loses no digits.
 */
class SicReceiver
{
  public:
    /// Options.
    struct Options
    {
        bool cancel{true};  ///< false: every other signal stays interference
        double residual{0}; ///< eps: share of a cancelled signal's power that remains, in [0, 1]
    };

    /// Decides whether signal i, with this SINR per subchannel, is decoded.
    using Decide = std::function<bool(std::size_t i, const std::vector<double>& sinr)>;

    /// Folds the SINRs of the chunks into one: arguments as BlockErrorModel::EffectiveSinr.
    using Fold =
        std::function<double(const std::vector<double>& sinr, const std::vector<double>& share)>;

    /**
     * @param [in] options options
     * @throws std::invalid_argument naming the field and its range
     */
    explicit SicReceiver(const Options& options);

    /**
     * Decode every signal (a base station in the uplink).
     * @param [in] signals the cell's signals
     * @param [in] chunks noise and interference; at least one
     * @param [in] decide the error model
     * @param [in] fold used when there is more than one chunk
     * @returns one outcome per signal, in the order of `signals`
     */
    std::vector<SicOutcome> ReceiveAll(const std::vector<SicSignal>& signals,
                                       const std::vector<InterferenceChunk>& chunks,
                                       const Decide& decide,
                                       const Fold& fold) const;

    /**
     * Decode one signal, and before it those that stand earlier in the order and overlap it or one
     * another of this kind (a user in the downlink, which removes the weaker users' signals first).
     * @param [in] wanted index of the signal
     * @param [in] signals the cell's signals, all through this receiver's channel
     * @param [in] chunks noise and interference; at least one
     * @param [in] decide the error model
     * @param [in] fold used when there is more than one chunk
     * @returns one outcome per signal; those not needed are not attempted
     */
    std::vector<SicOutcome> ReceiveOne(std::size_t wanted,
                                       const std::vector<SicSignal>& signals,
                                       const std::vector<InterferenceChunk>& chunks,
                                       const Decide& decide,
                                       const Fold& fold) const;

    /**
     * @param [in] signals signals
     * @returns their indices in decoding order
     */
    static std::vector<std::size_t> Order(const std::vector<SicSignal>& signals);

  private:
    /**
     * Decode the marked signals in order.
     * @param [in] order decoding order
     * @param [in] attempt whether to decode each signal
     * @param [in] signals signals
     * @param [in] chunks noise and interference
     * @param [in] decide the error model
     * @param [in] fold folds chunks
     * @returns one outcome per signal
     */
    std::vector<SicOutcome> Run(const std::vector<std::size_t>& order,
                                const std::vector<bool>& attempt,
                                const std::vector<SicSignal>& signals,
                                const std::vector<InterferenceChunk>& chunks,
                                const Decide& decide,
                                const Fold& fold) const;

    Options m_options; ///< options
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SIC_RECEIVER_H
