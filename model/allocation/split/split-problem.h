/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPLIT_PROBLEM_H
#define EDGE_AI_SPLIT_PROBLEM_H

#include "split-noma.h"
#include "split-plan.h"

#include "ns3/network-profile.h"
#include "ns3/noise-density.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What one admissible cut of a network costs on either side of it. SI units, unpruned.
struct SplitOption
{
    uint32_t split{0};           ///< s: blocks 1..s on the device
    double deviceFlop{0};        ///< N_d(s) [FLOP]
    double serverFlop{0};        ///< N_s(s) [FLOP]
    double uplinkBits{0};        ///< S(s) [bit]; 0 when nothing is sent (s = L)
    double deviceWeightShare{0}; ///< share of the weights on the device, in [0, 1]
    double deviceWeights{0};     ///< number of weights on the device
};

/**
 * @ingroup edge-ai
 * Work, payload and weights on either side of every cut. The payload is the raw input for cut 0,
 * the output of block s at elementBits per element for 0 < s < L, and nothing for s = L.
 * @param [in] profile a sound profile
 * @returns one option per admissible cut, ascending in split
 */
std::vector<SplitOption> MakeSplitOptions(const NetworkProfile& profile);

/// @ingroup edge-ai
/**
 * A processor as a planner sees it. A busy unit draws
 * usageEffectiveness * (powerCoefficient * clock^3 + staticPower), and that is what a task pays for
 * as long as it is served; a processor's idle time is charged to nobody, so that no plan decides
 * about it.
 */
struct ProcessorLimits
{
    double flopPerCycle{0};       ///< c [FLOP/cycle], > 0
    double clockMax{0};           ///< F [cycle/s], > 0
    double powerCoefficient{0};   ///< psi [W/(cycle/s)^3], > 0
    double usageEffectiveness{1}; ///< eta, power usage effectiveness, >= 1
    std::vector<double> clocks;   ///< admissible clocks [cycle/s], ascending, one of them in
                                  ///< [clockMin, clockMax]; empty: all of that range
    double clockMin{0};           ///< least clock [cycle/s], in [0, clockMax]; 0: none
    double staticPower{0};        ///< of a busy unit beside psi f^3 [W], >= 0
    double transitionLatency{0};  ///< standstill at a change of clock [s], >= 0
};

/// @ingroup edge-ai
/// One device (user) of a split-inference problem.
struct SplitDevice
{
    std::vector<SplitOption> options; ///< admissible cuts, ascending
    uint32_t blockCount{0};           ///< L
    ProcessorLimits processor;        ///< of the device
    double memoryBits{0};             ///< M_d, memory for weights [bit]; 0: unlimited
    double txPowerMax{0};             ///< P [W], > 0
    double txPowerMin{0};             ///< least power [W], in [0, txPowerMax]; 0: none
    std::vector<double> txPowers;     ///< admissible powers [W], ascending, one of them in
                                      ///< [txPowerMin, txPowerMax]; empty: all of that range
    double gain{0};                   ///< g, channel power gain, > 0
    /// Rate of a link that has one whatever the power [bit/s]: sending takes bits / (rateFactor *
    /// linkRate), costs the task no energy, and power, gain and band are not looked at; 0: the
    /// rate follows from them.
    double linkRate{0};
    double rateFactor{1};      ///< alpha_R, realised over Shannon rate; multiplies the band
    double latencyBudget{0};   ///< T0 [s], > 0
    double energyBudget{0};    ///< E0 [J], > 0
    double overheadLatency{0}; ///< t_0 [s], spent on what is not planned
    double overheadEnergy{0};  ///< e_0 [J]
    double weightRate{30};     ///< lambda, rate of the weights' magnitudes [1/weight]
    double bitsPerWeight{16};  ///< b_w [bit]
    double serverClockMax{0};  ///< F_s, this device's slice [cycle/s]; 0: an equal share of
                               ///< what the others' slices leave (alone: the whole server)
    double serverWait{0};      ///< W, mean wait before the server's part [s]
    double resultBits{0};      ///< the answer on its way back [bit]; 0: takes no time
    double timeWeight{0};      ///< what a second is worth to it [1/s], and
    double energyWeight{0};    ///< what a joule is [1/J]; both 0: as the planner's attributes say
    NomaLink noma;             ///< on subchannels that are shared, if the problem has them

    /// @param [in] split a cut  @returns its option, or nullptr if it is not admissible
    const SplitOption* FindOption(uint32_t split) const;
};

/// @ingroup edge-ai
/// A split-inference problem: devices that share one band and one server.
struct SplitProblem
{
    std::vector<SplitDevice> devices; ///< that share the server
    ProcessorLimits server;           ///< clockMax is the whole server's
    bool serverInTurns{false}; ///< each device has the server up to its serverClockMax (0: all of
                               ///< it) for itself while it is served, and waits for the others;
                               ///< false: side by side, in slices that add up to it at most
    double bandwidth{0};       ///< B [Hz], > 0, shared by the devices
    double subchannelWidth{0}; ///< bands are multiples of it [Hz]; 0: any band will do
    double noiseDensity{DEFAULT_NOISE_DENSITY}; ///< N0 [W/Hz]
    double keepRatioMin{0.01};                  ///< least admissible keep ratio, in (0, 1]
    bool countServerEnergy{true};               ///< false: e_s = 0 and the server runs at its limit
    bool payloadFollowsKeepRatio{false}; ///< chi: a width-pruned network sends keep ratio * S bits
    NomaRadio noma;                      ///< subchannels that are shared, if there are any
    ComputingUnits units;                ///< of the server, if it is shared out in units
    std::vector<SplitDecision> present;  ///< plan in force, from which a planner may start: one
                                         ///< decision per device, or empty
    std::vector<double> uniformDraws;    ///< draws in [0, 1) for planners that need chance

    /// @returns "" if the problem is sound, else one sentence naming the field and its range
    std::string Validate() const;
    /**
     * @param [in] index device
     * @returns the server clock this device may use [cycle/s]: its own serverClockMax, or an equal
     *          share of what the slices of the others leave; all of it in turns
     */
    double GetServerSlice(std::size_t index) const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPLIT_PROBLEM_H
