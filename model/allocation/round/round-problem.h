/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROUND_PROBLEM_H
#define EDGE_AI_ROUND_PROBLEM_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// How the workers of a round share the uplink.
enum class RoundUplinkForm : uint8_t
{
    SUBCHANNELS = 0, ///< each subchannel belongs to one worker, who divides its power over its own
    BAND = 1,        ///< each worker has a share of a band, with an efficiency of its own
    BAND_POWER = 2,  ///< likewise, with a fixed power that spreads over the share
    RATES = 3,       ///< each worker has a link of known rate for itself
};

/// @ingroup edge-ai
/// Where the updates travel. SI units.
struct RoundUplink
{
    RoundUplinkForm form{RoundUplinkForm::SUBCHANNELS};
    uint32_t subchannels{0};   ///< N, of SUBCHANNELS, >= 1
    double subchannelWidth{0}; ///< B_sc of SUBCHANNELS [Hz], > 0
    double noiseDensity{0};    ///< N0 of SUBCHANNELS [W/Hz], > 0
    double snrGap{1};          ///< Gamma of SUBCHANNELS; 1: Shannon, >= 1
    double bandwidth{0};       ///< B of BAND and BAND_POWER [Hz], > 0
    double bandGranularity{0}; ///< smallest step of a share [Hz]; 0: any share will do
};

/// @ingroup edge-ai
/// A processor whose clock a round chooses. No largest clock: there is no choice, and the worker
/// computes at its flops.
struct RoundProcessor
{
    double cycles{0};           ///< of its work in a round [cycle], > 0
    double flopPerCycle{1};     ///< c [FLOP/cycle], > 0
    double clockMin{0};         ///< least clock [cycle/s], in [0, clockMax]; 0: none
    double clockMax{0};         ///< F [cycle/s]
    double powerCoefficient{0}; ///< psi of the dynamic power psi f^3, the kappa of an energy
                                ///< kappa cycles f^2 [W/(cycle/s)^3], >= 0
};

/// @ingroup edge-ai
/// One device that may take part in a round. SI units. What the problem's form and part do not use
/// is not looked at.
struct RoundWorker
{
    std::string name;
    double flops{0};           ///< f_k, sustained speed [FLOP/s], > 0
    double startTime{0};       ///< until its model has come, behind broadcastTime [s], >= 0
    double offset{0};          ///< d_k, time that does not depend on its load [s], >= 0
    double powerMax{0};        ///< P_k over all its subchannels [W], > 0
    std::vector<double> gains; ///< H_k,n of each subchannel, >= 0
    double efficiency{0};      ///< r_k of BAND [bit/s/Hz], > 0
    double snrBand{0};         ///< rho_k = P_k g_k / (Gamma N0) of BAND_POWER [Hz], > 0
    double rate{0};            ///< of RATES [bit/s], > 0
    double energyMax{0};       ///< E_k per round [J]; 0: no limit
    double energyPerFlop{0};   ///< of its processor at that speed [J/FLOP], >= 0
    double memoryBytes{0};     ///< M_k [B]; 0: no limit
    double samples{0};         ///< of its own data; 0: not known
    RoundProcessor processor;  ///< if its clock is chosen
};

/// @ingroup edge-ai
/// Units of a model that stay together: a neuron, a filter, a sample's auxiliary variables.
struct RoundUnits
{
    uint32_t count{0};      ///< how many of this size, >= 1
    uint32_t parameters{0}; ///< s_l, in each, >= 1
};

/// @ingroup edge-ai
/// A model that is divided over the workers: each trains a part of the parameters (PARTEL). No
/// parameters: the problem has no such part.
struct RoundDivision
{
    double parameters{0};          ///< L; with units the sum over them
    double bitsPerParameter{32};   ///< tau, of an uploaded entry [bit], > 0
    double flopPerParameter{0};    ///< c, per round, the whole mini-batch [FLOP], > 0
    double fixedFlop{0};           ///< of everybody who takes part, whatever his load: the way
                                   ///< forward through the whole model [FLOP], >= 0
    std::vector<RoundUnits> units; ///< in the order of the parameters; empty: single parameters
};

/// @ingroup edge-ai
/// One depth block of a model that is fine-tuned.
struct RoundBlock
{
    double gradientBits{0}; ///< S_j [bit], > 0
    double weightFlop{0};   ///< omega_j, its weights' gradient [FLOP], >= 0
    double memoryBytes{0};  ///< m_g, its gradient and the optimiser's state [B], >= 0
    uint32_t layers{1};     ///< that it is made of: it is that much deeper than the one before
};

/// @ingroup edge-ai
/// A model of which each worker fine-tunes one depth block (FoMo). No blocks: the problem has no
/// such part.
struct RoundDepth
{
    double forwardFlop{0};          ///< alpha, the whole model [FLOP], >= 0
    double backwardFlop{0};         ///< beta, through one layer [FLOP], >= 0
    double baseMemoryBytes{0};      ///< M0, weights and buffers [B], >= 0
    double activationBytes{0};      ///< m_a, kept per layer that is gone back through [B], >= 0
    std::vector<RoundBlock> blocks; ///< j = 1 beside the output, ..., J beside the input

    /// @param [in] block j, from 1  @returns layers from the output down to the bottom of block j
    uint32_t GetLayers(std::size_t block) const;
};

/// @ingroup edge-ai
/// What is known of a worker's privacy and energy over many rounds. SI units.
struct RoundSparseWorker
{
    double penalty{0};            ///< B_i of the progress A s - B_i s^2 of its update, >= 0
    double participationQueue{0}; ///< Z_i, how far it is ahead of its budget's pace, >= 0
    double energyQueue{0};        ///< Y_i, how far it is ahead of its battery's pace [J], >= 0
    bool exhausted{false};        ///< its budget of privacy is spent: it takes no part
};

/// @ingroup edge-ai
/// A model of which some workers each send a random fraction of the entries of an update, with
/// noise for the privacy of their samples (DP-sparse). No parameters: the problem has no such part.
struct RoundSparsity
{
    double parameters{0};        ///< d, >= 1, whole
    double bitsPerParameter{32}; ///< of an entry that is sent [bit], > 0
    double headerBits{64};       ///< o, of an update, whatever it holds [bit], >= 0
    double flop{0};              ///< of the local steps of a worker [FLOP], >= 0
    double fractionMin{0.05};    ///< s_min, in (0, 1]
    double gain{0};              ///< A of the progress A s - B_i s^2 of an update
    double weight{0};            ///< p_w of an update in the model, in (0, 1]
    double delayMean{0};         ///< Dbar, that rounds may take in the mean [s], > 0
    double delayQueue{0};        ///< Q, how far rounds are behind that [s], >= 0
    uint32_t slots{0}; ///< workers at once, of other uplinks than SUBCHANNELS; 0: all there are
    uint32_t turn{0};  ///< worker with whom going round goes on
    std::vector<RoundSparseWorker> workers; ///< one per worker of the problem
};

/// @ingroup edge-ai
/// What is known of the update of one worker.
struct RoundOutageWorker
{
    double spread{0};  ///< theta: quantised with B bits its variance is theta/(2^B - 1)^2, >= 0
    double power{0};   ///< D, its squared norm: what is missing if it does not come, >= 0
    uint32_t steps{0}; ///< E_k, of local training; 0: as many as the compute window holds
};

/// @ingroup edge-ai
/// Updates of a whole model that each worker trains for some local steps, quantises, and has to
/// send within a window over a fading link, so that it may be lost (FedQVR). No parameters: the
/// problem has no such part.
struct RoundOutage
{
    double parameters{0};      ///< d
    double plainBits{0};       ///< of an update that is not quantised [bit]; 0: it is
    double blockParameters{0}; ///< b_q, coordinates that share a scale; 0: all
    double scaleBits{64};      ///< of a scale [bit], >= 0
    double headerBits{0};      ///< of an upload, beside its code [bit], >= 0
    uint32_t bitsMin{1};       ///< least B, magnitude bits of a coordinate, >= 1
    uint32_t bitsMax{8};       ///< largest B, <= 16
    double window{0};          ///< tau, from a grant to the end of the upload [s], > 0; 0: a
                               ///< link of known rate takes as long as it takes
    double outageMax{0};       ///< largest probability of an upload to be lost; 0: any
    double flopPerStep{0};     ///< of a local step [FLOP], >= 0
    double computeWindow{0};   ///< T_cmp, for steps that are not given [s], > 0 for these
    uint32_t stepsMax{20};     ///< E_cap, of steps that are not given, >= 1
    bool trained{false};       ///< the steps are done: they stay, and updates are known
    std::vector<RoundOutageWorker> workers; ///< of each worker

    /// @param [in] bits B of a coordinate, >= 1, whole or not
    /// @returns L = d (B + 1) + scaleBits ceil(d / b_q), or plainBits, and headerBits [bit]
    double GetPayload(double bits) const;
};

/// @ingroup edge-ai
/// Every worker trains the whole model on its own data (HFEL). No bits: the problem has no such
/// part.
struct RoundUpdate
{
    double bits{0}; ///< S, of everybody's update [bit], > 0
    double time{0}; ///< what the round may take [s]; 0: as little as possible
};

/**
 * @ingroup edge-ai
 * One round of learning: many workers, one aggregator. Who computes what, and who sends with which
 * share of the uplink, so that the slowest ends as early as possible? A method says which of the
 * optional parts it needs.
 */
struct RoundProblem
{
    std::vector<RoundWorker> workers; ///< K of them
    RoundUplink uplink;
    RoundDivision division;           ///< of a model that is divided
    RoundDepth depth;                 ///< of a model in depth blocks
    RoundSparsity sparsity;           ///< of a model of which random fractions are sent
    RoundUpdate update;               ///< of a model that everybody trains
    RoundOutage outage;               ///< of updates that may be lost
    double broadcastTime{0};          ///< T_bc, before the first worker begins [s], >= 0
    double aggregateTime{0};          ///< T_agg, after the last update [s], >= 0
    std::vector<double> uniformDraws; ///< draws in [0, 1) for planners that need chance

    /// @param [in] worker index  @param [in] subchannel index
    /// @returns gamma = H / (Gamma N0 B_sc), signal-to-noise ratio per watt [1/W]
    double GetSnrPerWatt(std::size_t worker, std::size_t subchannel) const;

    /// @param [in] worker index  @returns a_k = c / f_k, compute time of a parameter [s]
    double GetTimePerParameter(std::size_t worker) const;

    /// @param [in] worker index  @returns d_k, what a divided model takes it whatever its load, its
    /// start included [s]
    double GetOffset(std::size_t worker) const;

    /// @returns "" if the problem is sound, else one sentence naming the field and its range
    std::string Validate() const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROUND_PROBLEM_H
