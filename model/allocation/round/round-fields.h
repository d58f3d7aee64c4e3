/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROUND_FIELDS_H
#define EDGE_AI_ROUND_FIELDS_H

// Names, units and meanings of a problem of a round for whoever shows it or carries it elsewhere.

#include "allocation/plan/named-fields.h"
#include "round-problem.h"

namespace ns3
{
namespace edgeai
{

/// The fields of a RoundUplink. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, RoundUplink& value)
{
    archive(Field("form", "", "how workers share it")
                .Choices({"subchannels", "band", "band_power", "rates"}),
            value.form);
    archive(Field("subchannels", "", "N, of SUBCHANNELS, >= 1"), value.subchannels);
    archive(Field("subchannel_width", "Hz", "B_sc of SUBCHANNELS, > 0"), value.subchannelWidth);
    archive(Field("noise_density", "W/Hz", "N0 of SUBCHANNELS, > 0"), value.noiseDensity);
    archive(Field("snr_gap", "", "gamma of SUBCHANNELS; 1: Shannon, >= 1"), value.snrGap);
    archive(Field("bandwidth", "Hz", "B of BAND and BAND_POWER, > 0"), value.bandwidth);
    archive(Field("band_granularity", "Hz", "smallest step of a share; 0: any share will do"),
            value.bandGranularity);
}

/// The fields of a RoundProcessor. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, RoundProcessor& value)
{
    archive(Field("cycles", "cycle", "of its work in a round, > 0"), value.cycles);
    archive(Field("flop_per_cycle", "FLOP/cycle", "c, > 0"), value.flopPerCycle);
    archive(Field("clock_min", "cycle/s", "least clock, in [0, clock_max]; 0: none"),
            value.clockMin);
    archive(Field("clock_max", "cycle/s", "F"), value.clockMax);
    archive(
        Field("power_coefficient",
              "W/(cycle/s)^3",
              "psi of the dynamic power psi f^3, the kappa of an energy kappa cycles f^2, >= 0"),
        value.powerCoefficient);
}

/// The fields of a RoundWorker. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, RoundWorker& value)
{
    archive(Field("name", "", "for people"), value.name);
    archive(Field("flops", "FLOP/s", "f_k, sustained speed, > 0"), value.flops);
    archive(Field("start_time", "s", "until its model has come, behind broadcast_time, >= 0"),
            value.startTime);
    archive(Field("offset", "s", "d_k, time that does not depend on its load, >= 0"), value.offset);
    archive(Field("power_max", "W", "P_k over all its subchannels, > 0"), value.powerMax);
    archive(Field("gains", "", "H_k,n of each subchannel, >= 0"), value.gains);
    archive(Field("efficiency", "bit/s/Hz", "r_k of BAND, > 0"), value.efficiency);
    archive(Field("snr_band", "Hz", "rho_k = P_k g_k / (Gamma N0) of BAND_POWER, > 0"),
            value.snrBand);
    archive(Field("rate", "bit/s", "of RATES, > 0"), value.rate);
    archive(Field("energy_max", "J", "E_k per round; 0: no limit"), value.energyMax);
    archive(Field("energy_per_flop", "J/FLOP", "of its processor at that speed, >= 0"),
            value.energyPerFlop);
    archive(Field("memory_bytes", "B", "M_k; 0: no limit"), value.memoryBytes);
    archive(Field("samples", "", "of its own data; 0: not known"), value.samples);
    archive(Field("processor", "", "if its clock is chosen"), value.processor);
}

/// The fields of a RoundUnits. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, RoundUnits& value)
{
    archive(Field("count", "", "how many of this size, >= 1"), value.count);
    archive(Field("parameters", "", "s_l, in each, >= 1"), value.parameters);
}

/// The fields of a RoundDivision. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, RoundDivision& value)
{
    archive(Field("parameters", "", "L; with units the sum over them"), value.parameters);
    archive(Field("bits_per_parameter", "bit", "tau, of an uploaded entry, > 0"),
            value.bitsPerParameter);
    archive(Field("flop_per_parameter", "FLOP", "c, per round, the whole mini-batch, > 0"),
            value.flopPerParameter);
    archive(Field("fixed_flop",
                  "FLOP",
                  "of everybody who takes part, whatever his load: the way forward through the "
                  "whole model, >= 0"),
            value.fixedFlop);
    archive(Field("units", "", "in the order of the parameters; empty: single parameters"),
            value.units);
}

/// The fields of a RoundBlock. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, RoundBlock& value)
{
    archive(Field("gradient_bits", "bit", "S_j, > 0"), value.gradientBits);
    archive(Field("weight_flop", "FLOP", "omega_j, its weights' gradient, >= 0"), value.weightFlop);
    archive(Field("memory_bytes", "B", "m_g, its gradient and the optimiser's state, >= 0"),
            value.memoryBytes);
    archive(Field("layers", "", "that it is made of: it is that much deeper than the one before"),
            value.layers);
}

/// The fields of a RoundDepth. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, RoundDepth& value)
{
    archive(Field("forward_flop", "FLOP", "alpha, the whole model, >= 0"), value.forwardFlop);
    archive(Field("backward_flop", "FLOP", "beta, through one layer, >= 0"), value.backwardFlop);
    archive(Field("base_memory_bytes", "B", "M0, weights and buffers, >= 0"),
            value.baseMemoryBytes);
    archive(Field("activation_bytes", "B", "m_a, kept per layer that is gone back through, >= 0"),
            value.activationBytes);
    archive(Field("blocks", "", "j = 1 beside the output, ..., J beside the input"), value.blocks);
}

/// The fields of a RoundSparseWorker. @param [in,out] archive gets them  @param [in,out] value
/// whose
template <typename Archive>
void
NameFields(Archive& archive, RoundSparseWorker& value)
{
    archive(Field("penalty", "", "B_i of the progress A s - B_i s^2 of its update, >= 0"),
            value.penalty);
    archive(Field("participation_queue", "", "Z_i, how far it is ahead of its budget's pace, >= 0"),
            value.participationQueue);
    archive(Field("energy_queue", "J", "Y_i, how far it is ahead of its battery's pace, >= 0"),
            value.energyQueue);
    archive(Field("exhausted", "", "its budget of privacy is spent: it takes no part"),
            value.exhausted);
}

/// The fields of a RoundSparsity. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, RoundSparsity& value)
{
    archive(Field("parameters", "", "d, >= 1, whole"), value.parameters);
    archive(Field("bits_per_parameter", "bit", "of an entry that is sent, > 0"),
            value.bitsPerParameter);
    archive(Field("header_bits", "bit", "o, of an update, whatever it holds, >= 0"),
            value.headerBits);
    archive(Field("flop", "FLOP", "of the local steps of a worker, >= 0"), value.flop);
    archive(Field("fraction_min", "", "s_min, in (0, 1]"), value.fractionMin);
    archive(Field("gain", "", "A of the progress A s - B_i s^2 of an update"), value.gain);
    archive(Field("weight", "", "p_w of an update in the model, in (0, 1]"), value.weight);
    archive(Field("delay_mean", "s", "dbar, that rounds may take in the mean, > 0"),
            value.delayMean);
    archive(Field("delay_queue", "s", "Q, how far rounds are behind that, >= 0"), value.delayQueue);
    archive(
        Field("slots", "", "workers at once, of other uplinks than SUBCHANNELS; 0: all there are"),
        value.slots);
    archive(Field("turn", "", "worker with whom going round goes on"), value.turn);
    archive(Field("workers", "", "one per worker of the problem"), value.workers);
}

/// The fields of a RoundOutageWorker. @param [in,out] archive gets them  @param [in,out] value
/// whose
template <typename Archive>
void
NameFields(Archive& archive, RoundOutageWorker& value)
{
    archive(
        Field("spread", "", "theta: quantised with B bits its variance is theta/(2^B - 1)^2, >= 0"),
        value.spread);
    archive(Field("power", "", "D, its squared norm: what is missing if it does not come, >= 0"),
            value.power);
    archive(Field("steps", "", "E_k, of local training; 0: as many as the compute window holds"),
            value.steps);
}

/// The fields of a RoundOutage. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, RoundOutage& value)
{
    archive(Field("parameters", "", "d"), value.parameters);
    archive(Field("plain_bits", "bit", "of an update that is not quantised; 0: it is"),
            value.plainBits);
    archive(Field("block_parameters", "", "b_q, coordinates that share a scale; 0: all"),
            value.blockParameters);
    archive(Field("scale_bits", "bit", "of a scale, >= 0"), value.scaleBits);
    archive(Field("header_bits", "bit", "of an upload, beside its code, >= 0"), value.headerBits);
    archive(Field("bits_min", "", "least B, magnitude bits of a coordinate, >= 1"), value.bitsMin);
    archive(Field("bits_max", "", "largest B, <= 16"), value.bitsMax);
    archive(Field("window",
                  "s",
                  "tau, from a grant to the end of the upload, > 0; 0: a link of known rate takes "
                  "as long as it takes"),
            value.window);
    archive(Field("outage_max", "", "largest probability of an upload to be lost; 0: any"),
            value.outageMax);
    archive(Field("flop_per_step", "FLOP", "of a local step, >= 0"), value.flopPerStep);
    archive(Field("compute_window", "s", "T_cmp, for steps that are not given, > 0 for these"),
            value.computeWindow);
    archive(Field("steps_max", "", "E_cap, of steps that are not given, >= 1"), value.stepsMax);
    archive(Field("trained", "", "the steps are done: they stay, and updates are known"),
            value.trained);
    archive(Field("workers", "", "of each worker"), value.workers);
}

/// The fields of a RoundUpdate. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, RoundUpdate& value)
{
    archive(Field("bits", "bit", "S, of everybody's update, > 0"), value.bits);
    archive(Field("time", "s", "what the round may take; 0: as little as possible"), value.time);
}

/// The fields of a RoundProblem. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, RoundProblem& value)
{
    archive(Field("workers", "", "K of them"), value.workers);
    archive(Field("uplink", "", "where the updates travel"), value.uplink);
    archive(Field("division", "", "of a model that is divided"), value.division);
    archive(Field("depth", "", "of a model in depth blocks"), value.depth);
    archive(Field("sparsity", "", "of a model of which random fractions are sent"), value.sparsity);
    archive(Field("update", "", "of a model that everybody trains"), value.update);
    archive(Field("outage", "", "of updates that may be lost"), value.outage);
    archive(Field("broadcast_time", "s", "T_bc, before the first worker begins, >= 0"),
            value.broadcastTime);
    archive(Field("aggregate_time", "s", "T_agg, after the last update, >= 0"),
            value.aggregateTime);
    archive(Field("uniform_draws", "", "draws in [0, 1) for planners that need chance"),
            value.uniformDraws);
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROUND_FIELDS_H
