/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHAIN_FIELDS_H
#define EDGE_AI_CHAIN_FIELDS_H

// Names, units and meanings of a chain problem for whoever shows it or carries it elsewhere.

#include "allocation/plan/named-fields.h"

#include "ns3/chain-plan.h"
#include "ns3/chain-problem.h"

namespace ns3
{
namespace edgeai
{

/// The fields of a ChainOption. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, ChainOption& value)
{
    archive(Field("flop", "FLOP", "F_{l,v}, 2 per multiply-add"), value.flop);
    archive(Field("weight_bytes", "B", "w_{l,v}"), value.weightBytes);
    archive(
        Field("accuracy_loss", "", "delta_{l,v}, what this structure costs in accuracy, in [0, 1]"),
        value.accuracyLoss);
    archive(Field("ways",
                  "",
                  "how a table of latencies calls the ways to execute this structure, of which the "
                  "fastest counts; none: as the processor says"),
            value.ways);
}

/// The fields of a ChainLayer. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, ChainLayer& value)
{
    archive(Field("name", "", "for people"), value.name);
    archive(Field("options",
                  "",
                  "structures, the largest last: as many as every other layer has, or a single one "
                  "where the layer is the same in every structure"),
            value.options);
    archive(Field("input_bytes", "B", "activation read inside a device"), value.inputBytes);
    archive(Field("output_bytes", "B", "activation written inside a device"), value.outputBytes);
    archive(Field("sent_bytes",
                  "B",
                  "X_l, what a link carries when the chain is cut after this layer; for the last "
                  "layer the result"),
            value.sentBytes);
    archive(Field("activation_passes",
                  "",
                  "how often a layer reads its input and writes its output: 1, or the number of "
                  "branches where they are computed one after the other"),
            value.activationPasses);
}

/// The fields of a ChainDevice. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, ChainDevice& value)
{
    archive(Field("name", "", "for people"), value.name);
    archive(Field("peak_flops", "FLOP/s", "pi, computing peak, > 0"), value.peakFlops);
    archive(Field("memory_bandwidth", "B/s", "beta, > 0"), value.memoryBandwidth);
    archive(Field("memory_bytes", "B", "mem, for weights and activations; 0: unlimited"),
            value.memoryBytes);
    archive(Field("fixed_time", "s", "o, per invocation"), value.fixedTime);
    archive(Field("busy_power",
                  "W",
                  "drawn while it computes, at the clock of its peak and with its static part; 0: "
                  "not known, energies are not planned"),
            value.busyPower);
    archive(
        Field("layer_times",
              "s",
              "measured time of every layer in every structure of that layer, instead of peak and "
              "bandwidth; not a number: not offered on this device. Empty: nothing was measured"),
        value.layerTimes);
}

/// The fields of a ChainProblem. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, ChainProblem& value)
{
    archive(Field("frame_bytes", "B", "X_0, what the camera sends"), value.frameBytes);
    archive(Field("layers", "", "1..n"), value.layers);
    archive(Field("devices", "", "1..M"), value.devices);
    archive(Field("link_rates",
                  "bit/s",
                  "R_0..R_M: R_0 camera to device 1, R_i device i to i + 1, R_M device M to sink"),
            value.linkRates);
    archive(Field("frame_rate", "1/s", "lambda_f, > 0"), value.frameRate);
    archive(Field("accuracy", "", "A_0, of the largest structure, in (0, 1]"), value.accuracy);
    archive(Field("accuracy_min", "", "A_min, floor of the accuracy, in [0, 1]"),
            value.accuracyMin);
    archive(Field("latency_limit", "s", "lambda_max; 0: none"), value.latencyLimit);
    archive(
        Field("throughput_weight", "", "w of J(w) = w Phi/Phi_max + (1-w) Acc/Acc_max, in [0, 1]"),
        value.throughputWeight);
    archive(Field("intensity_share",
                  "",
                  "eta: devices that compute must reach this share of their ridge's intensity, in "
                  "[0, 1]"),
            value.intensityShare);
    archive(Field("overlap", "", "a device computes a frame while it sends the one before"),
            value.overlap);
}

/// The fields of a ChainPoint. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, ChainPoint& value)
{
    archive(Field("bottleneck", "s", "longest time of a stage or link"), value.bottleneck);
    archive(Field("accuracy", "", "expected"), value.accuracy);
    archive(Field("latency", "s", "of a frame that never waits"), value.latency);
    archive(Field("cuts", "", "layers before each stage, and all"), value.cuts);
    archive(Field("options", "", "structure of each stage"), value.options);
    archive(Field("order", "", "the device at each position"), value.order);
}

/// The fields of a plan, its front included. @param [in,out] archive gets them
/// @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, ChainPlan& value)
{
    value.Fields(archive);
    archive(Field("front", "", "all compromises, where the method computes them"), value.front);
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHAIN_FIELDS_H
