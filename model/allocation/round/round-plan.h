/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROUND_PLAN_H
#define EDGE_AI_ROUND_PLAN_H

#include "ns3/plan-head.h"
#include "ns3/plan-step.h"

#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What one worker does in a round. Nothing of it is set for a worker that is not involved.
struct RoundShare
{
    bool involved{false};
    double parameters{0};              ///< L_k, that it trains and sends
    std::vector<uint32_t> units;       ///< how many of each kind of units; empty: no units
    uint32_t block{0};                 ///< j, the deepest depth block it trains, from 1; 0: none
    uint32_t blocks{0};                ///< how many it trains, from that one towards the output
    double fraction{0};                ///< s, of the entries of its update; 0: not planned
    uint32_t kept{0};                  ///< k, entries that it sends; 0: not planned
    uint32_t steps{0};                 ///< E_k, of local training; 0: one gradient
    uint32_t codeBits{0};              ///< B_k, of a coordinate's magnitude; 0: not quantised
    double outage{0};                  ///< q_k, probability that its upload is lost
    std::vector<uint32_t> subchannels; ///< that are its own, ascending
    std::vector<double> powers;        ///< on each of them [W]
    double power{0};                   ///< p_k over its share of a band; 0: not planned [W]
    double clock{0};                   ///< f_k; 0: it computes at the worker's flops [cycle/s]
    double bandwidth{0};               ///< b_k, of BAND and BAND_POWER [Hz]
    double rate{0};                    ///< R_k [bit/s]
    double work{0};                    ///< [FLOP]
    double bits{0};                    ///< that it sends [bit]
    double memoryBytes{0};             ///< that its gradient takes; 0: not planned [B]
    double computeTime{0};             ///< [s]
    double uploadTime{0};              ///< [s]
    double finishTime{0};    ///< start, offset, compute and upload, after the broadcast [s]
    double multiplier{0};    ///< lambda_k, how much of the round hangs on its end
    double computeEnergy{0}; ///< [J]
    double uploadEnergy{PlanStep::NOT_PLANNED}; ///< [J]; not a number where no power is planned

    /// @returns what it sends with, over its band or all of its subchannels [W]; 0: not planned
    double GetPower() const
    {
        return std::accumulate(powers.begin(), powers.end(), power);
    }

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("involved", "", "takes part in the round"), involved);
        archive(Field("parameters", "", "that it trains and sends").Amount(), parameters);
        archive(Field("units", "", "how many of each kind"), units);
        archive(Field("block", "", "deepest depth block, from 1; 0 none").ZeroIsNone(), block);
        archive(Field("blocks", "", "from that one towards the output").ZeroIsNone(), blocks);
        archive(Field("fraction", "", "of the entries of its update").Within(0, 1), fraction);
        archive(Field("kept", "", "entries that it sends").ZeroIsNone(), kept);
        archive(Field("steps", "", "of local training; 0: one gradient").ZeroIsNone(), steps);
        archive(Field("code_bits", "bit", "of a coordinate's magnitude; 0: as it is").ZeroIsNone(),
                codeBits);
        archive(Field("outage", "", "probability that its upload is lost").Within(0, 1), outage);
        archive(Field("subchannels", "", "that are its own"), subchannels);
        archive(Field("powers", "W", "on each subchannel").Amount(), powers);
        archive(Field("power", "W", "over its share of a band").Amount(), power);
        archive(Field("clock", "cycle/s", "at which it computes").Amount(), clock);
        archive(Field("bandwidth", "Hz", "share of the band").Amount(), bandwidth);
        archive(Field("rate", "bit/s", "of its upload").Amount(), rate);
        archive(Field("work", "FLOP", "of its gradient").Amount(), work);
        archive(Field("bits", "bit", "of its update").Amount(), bits);
        archive(Field("memory", "B", "that its gradient takes").Amount(), memoryBytes);
        archive(Field("compute_time", "s", "of its gradient").Amount(), computeTime);
        archive(Field("upload_time", "s", "of its update").Amount(), uploadTime);
        archive(Field("finish_time", "s", "after the broadcast").Amount(), finishTime);
        archive(Field("multiplier", "", "how much hangs on its end").Within(0, 1), multiplier);
        archive(Field("compute_energy", "J", "of its gradient").Amount(), computeEnergy);
        archive(Field("upload_energy", "J", "of its update").Amount().OrUnknown(), uploadEnergy);
    }
};

/**
 * @ingroup edge-ai
 * What a round is expected to be. Steps: for each involved worker k "broadcast k" (node NO_NODE,
 * the aggregator), "compute k", "upload k", and "aggregate" behind all of them; indices are those
 * of the problem's workers. Its summary counts what the method says.
 */
struct RoundPlan : PlanHead
{
    std::vector<PlanStep> steps;
    std::vector<RoundShare> workers; ///< one per worker of the problem
    double time{0};                  ///< T, broadcast to aggregation, the slowest worker [s]
    double lowerBound{0};            ///< no allocation is faster [s]; 0: not known
    double relaxedGap{0};            ///< what the method's relaxation may be off by, relative
    double variance{0};              ///< V, of the sum of updates that are quantised and may be
                                     ///< lost; not a number: no number holds it
    double varianceBound{0};         ///< V of the method's relaxation; 0: not known

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        PlanHead::Fields(archive);
        archive(Field("step", "", "what is expected"), steps);
        archive(Field("worker", "", "what each does"), workers);
        archive(Field("time", "s", "of the round").Amount(), time);
        archive(Field("lower_bound", "s", "no allocation is faster").Amount(), lowerBound);
        archive(Field("relaxed_gap", "", "of the relaxation, relative").Amount(), relaxedGap);
        const double most = std::numeric_limits<double>::max();
        archive(Field("variance", "", "of what comes of the updates").Within(0, most).OrUnknown(),
                variance);
        archive(Field("variance_bound", "", "of the relaxation").Within(0, most), varianceBound);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROUND_PLAN_H
