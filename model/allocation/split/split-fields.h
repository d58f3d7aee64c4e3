/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPLIT_FIELDS_H
#define EDGE_AI_SPLIT_FIELDS_H

// Names, units and meanings of a split problem for whoever shows it or carries it elsewhere.

#include "allocation/plan/named-fields.h"

#include "ns3/split-problem.h"

namespace ns3
{
namespace edgeai
{

/// The fields of a NomaCell. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, NomaCell& value)
{
    archive(Field("power_min", "W", "least downlink power of a user, > 0"), value.powerMin);
    archive(Field("power_max", "W", "sum over its users, >= power_min"), value.powerMax);
}

/// The fields of a NomaRadio. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, NomaRadio& value)
{
    archive(Field("subchannels", "", "M; 0: this part is absent"), value.subchannels);
    archive(Field("width", "Hz", "b of one subchannel, > 0"), value.width);
    archive(Field("users_per_subchannel", "", "users of one cell on one subchannel, >= 1"),
            value.usersPerSubchannel);
    archive(Field("sic_residual", "", "share of a cancelled signal that stays, in [0, 1]"),
            value.sicResidual);
    archive(Field("cells", "", "access points, at least one"), value.cells);
}

/// The fields of a NomaLink. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, NomaLink& value)
{
    archive(Field("cell", "", "which access point serves it"), value.cell);
    archive(Field("power_min", "W", "least uplink power, in (0, SplitDevice::tx_power_max]"),
            value.powerMin);
    archive(
        Field("uplink_gains",
              "",
              "to access point n on subchannel m at [n * M + m]; > 0 to its own, >= 0 to others"),
        value.uplinkGains);
    archive(Field("downlink_gains", "", "likewise"), value.downlinkGains);
}

/// The fields of a ComputingUnits. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, ComputingUnits& value)
{
    archive(Field("total", "", "r_tot, at most 1e6; 0: this part is absent"), value.total);
    archive(Field("least", "", "per device that is served, in (0, total]"), value.least);
    archive(Field("clock", "cycle/s", "of every unit, > 0"), value.clock);
    archive(
        Field("speedup_exponent", "", "alpha: r units are r^alpha times as fast as one, in (0, 1]"),
        value.speedupExponent);
    archive(
        Field("power_exponent", "", "x: r units draw r^x times the power of one, in [alpha, 10]"),
        value.powerExponent);
}

/// The fields of a SplitOption. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, SplitOption& value)
{
    archive(Field("split", "", "s: blocks 1..s on the device"), value.split);
    archive(Field("device_flop", "FLOP", "N_d(s)"), value.deviceFlop);
    archive(Field("server_flop", "FLOP", "N_s(s)"), value.serverFlop);
    archive(Field("uplink_bits", "bit", "S(s); 0 when nothing is sent (s = L)"), value.uplinkBits);
    archive(Field("device_weight_share", "", "share of the weights on the device, in [0, 1]"),
            value.deviceWeightShare);
    archive(Field("device_weights", "", "number of weights on the device"), value.deviceWeights);
}

/// The fields of a ProcessorLimits. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, ProcessorLimits& value)
{
    archive(Field("flop_per_cycle", "FLOP/cycle", "c, > 0"), value.flopPerCycle);
    archive(Field("clock_max", "cycle/s", "F, > 0"), value.clockMax);
    archive(Field("power_coefficient", "W/(cycle/s)^3", "psi, > 0"), value.powerCoefficient);
    archive(Field("usage_effectiveness", "", "eta, power usage effectiveness, >= 1"),
            value.usageEffectiveness);
    archive(Field("clocks",
                  "cycle/s",
                  "admissible clocks, ascending, one of them in [clock_min, clock_max]; empty: all "
                  "of that range"),
            value.clocks);
    archive(Field("clock_min", "cycle/s", "least clock, in [0, clock_max]; 0: none"),
            value.clockMin);
    archive(Field("static_power", "W", "of a busy unit beside psi f^3, >= 0"), value.staticPower);
    archive(Field("transition_latency", "s", "standstill at a change of clock, >= 0"),
            value.transitionLatency);
}

/// The fields of a SplitDevice. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, SplitDevice& value)
{
    archive(Field("options", "", "admissible cuts, ascending"), value.options);
    archive(Field("block_count", "", "L"), value.blockCount);
    archive(Field("processor", "", "its own"), value.processor);
    archive(Field("memory_bits", "bit", "M_d, memory for weights; 0: unlimited"), value.memoryBits);
    archive(Field("tx_power_max", "W", "P, > 0"), value.txPowerMax);
    archive(Field("tx_power_min", "W", "least power, in [0, tx_power_max]; 0: none"),
            value.txPowerMin);
    archive(Field("tx_powers",
                  "W",
                  "admissible powers, ascending, one of them in [tx_power_min, tx_power_max]; "
                  "empty: all of that range"),
            value.txPowers);
    archive(Field("gain", "", "g, channel power gain, > 0"), value.gain);
    archive(Field("link_rate",
                  "bit/s",
                  "rate of a link that has one whatever the power: sending takes bits / "
                  "(rate_factor * link_rate), costs the task no energy, and power, gain and band "
                  "are not looked at; 0: the rate follows from them"),
            value.linkRate);
    archive(Field("rate_factor", "", "alpha_R, realised over Shannon rate; multiplies the band"),
            value.rateFactor);
    archive(Field("latency_budget", "s", "T0, > 0"), value.latencyBudget);
    archive(Field("energy_budget", "J", "E0, > 0"), value.energyBudget);
    archive(Field("overhead_latency", "s", "t_0, spent on what is not planned"),
            value.overheadLatency);
    archive(Field("overhead_energy", "J", "e_0"), value.overheadEnergy);
    archive(Field("weight_rate", "1/weight", "lambda, rate of the weights' magnitudes"),
            value.weightRate);
    archive(Field("bits_per_weight", "bit", "b_w"), value.bitsPerWeight);
    archive(Field("server_clock_max",
                  "cycle/s",
                  "F_s, this device's slice; 0: an equal share of what the others' slices leave "
                  "(alone: the whole server)"),
            value.serverClockMax);
    archive(Field("server_wait", "s", "W, mean wait before the server's part"), value.serverWait);
    archive(Field("result_bits", "bit", "the answer on its way back; 0: takes no time"),
            value.resultBits);
    archive(Field("time_weight", "1/s", "what a second is worth to it, and"), value.timeWeight);
    archive(
        Field("energy_weight", "1/J", "what a joule is; both 0: as the planner's attributes say"),
        value.energyWeight);
    archive(Field("noma", "", "on subchannels that are shared, if the problem has them"),
            value.noma);
}

/// The fields of a SplitProblem. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, SplitProblem& value)
{
    archive(Field("devices", "", "who share band and server"), value.devices);
    archive(Field("server", "", "clock_max is the whole server's"), value.server);
    archive(Field("server_in_turns",
                  "",
                  "each device has the server up to its server_clock_max (0: all of it) for itself "
                  "while it is served, and waits for the others; false: side by side, in slices "
                  "that add up to it at most"),
            value.serverInTurns);
    archive(Field("bandwidth", "Hz", "B, > 0, shared by the devices"), value.bandwidth);
    archive(Field("subchannel_width", "Hz", "bands are multiples of it; 0: any band will do"),
            value.subchannelWidth);
    archive(Field("noise_density", "W/Hz", "N0"), value.noiseDensity);
    archive(Field("keep_ratio_min", "", "least admissible keep ratio, in (0, 1]"),
            value.keepRatioMin);
    archive(Field("count_server_energy", "", "false: e_s = 0 and the server runs at its limit"),
            value.countServerEnergy);
    archive(Field("payload_follows_keep_ratio",
                  "",
                  "chi: a width-pruned network sends keep ratio * S bits"),
            value.payloadFollowsKeepRatio);
    archive(Field("noma", "", "subchannels that are shared, if there are any"), value.noma);
    archive(Field("units", "", "of the server, if it is shared out in units"), value.units);
    archive(
        Field("present",
              "",
              "plan in force, from which a planner may start: one decision per device, or empty"),
        value.present);
    archive(Field("uniform_draws", "", "draws in [0, 1) for planners that need chance"),
            value.uniformDraws);
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPLIT_FIELDS_H
