/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_FIELDS_H
#define EDGE_AI_CODE_FIELDS_H

// Names, units and meanings of problems of services for whoever shows them or carries them
// elsewhere.

#include "allocation/plan/named-fields.h"
#include "code-problem.h"
#include "code-services.h"

namespace ns3
{
namespace edgeai
{

/// The fields of a CodeBlock. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, CodeBlock& value)
{
    archive(Field("name", "", "for people"), value.name);
    archive(Field("flop", "FLOP", "2 w_b, work, > 0"), value.flop);
    archive(Field("channels", "", "c_b of its output, >= 1"), value.channels);
    archive(Field("side", "", "n_b, rows and columns of its output, >= 1"), value.side);
}

/// The fields of a CodeService. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, CodeService& value)
{
    archive(Field("name", "", "for people"), value.name);
    archive(Field("blocks", "", "1..B"), value.blocks);
    archive(Field("head_flop", "FLOP", "2 w_head, the classifier behind the blocks, > 0"),
            value.headFlop);
    archive(Field("parameters", "", "of the whole model; 0: not known"), value.parameters);
    archive(Field("input_bits", "bit", "D_in, one input, > 0"), value.inputBits);
    archive(Field("result_bits", "bit", "one answer"), value.resultBits);
    archive(Field("accuracy", "", "of the model as it is, in (0, 1]"), value.accuracy);
    archive(Field("flops", "FLOP/s", "mu, effective speed of its server, > 0"), value.flops);
    archive(Field("load", "1/s", "lam, offered tasks, > 0"), value.load);
    archive(Field("utilisation", "", "rho of the server, for the cost form, in [0, 1)"),
            value.utilisation);
    archive(Field("memory_bytes", "B", "of its server, for copies of models; 0: unlimited"),
            value.memoryBytes);
    archive(Field("busy_power", "W", "of its server; 0: not known, energies not planned"),
            value.busyPower);
}

/// The fields of a CodeTrainedPath. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, CodeTrainedPath& value)
{
    archive(Field("path", "", "blocks"), value.path);
    archive(Field("accuracy", "", "measured, of the local task, in [0, 1]"), value.accuracy);
}

/// The fields of a CodeProblem. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, CodeProblem& value)
{
    archive(Field("local", "", "l, whose task is routed"), value.local);
    archive(Field("host", "", "h"), value.host);
    archive(Field("uplink_rate", "bit/s", "r_up, local server to host, > 0"), value.uplinkRate);
    archive(Field("downlink_rate", "bit/s", "r_dn, host to local server, > 0"), value.downlinkRate);
    archive(Field("protected_share", "", "theta, of the host's own throughput, in [0, 1]"),
            value.protectedShare);
    archive(Field("activation_bits", "bit", "z, per transmitted activation, 1..64"),
            value.activationBits);
    archive(Field("cross_loss", "", "c_x, of a connection between the models, >= 0"),
            value.crossLoss);
    archive(Field("skip_loss", "", "c_s, per squared number of skipped blocks, >= 0"),
            value.skipLoss);
    archive(Field("interference_loss",
                  "",
                  "c_i, per pair of new connections, >= 0: of the law that stands for training "
                  "where `trained` says nothing"),
            value.interferenceLoss);
    archive(Field("chance_accuracy", "", "A_0, below both accuracies, >= 0"), value.chanceAccuracy);
    archive(Field("accuracy_exponent", "", "q_A of the reward, >= 0"), value.accuracyExponent);
    archive(Field("throughput_exponent", "", "q_T of the reward, >= 0"), value.throughputExponent);
    archive(Field("delay_weight", "", "g_T of the cost, >= 0"), value.delayWeight);
    archive(Field("accuracy_weight", "", "g_A of the cost, >= 0"), value.accuracyWeight);
    archive(Field("work_weight", "", "g_W of the cost, >= 0"), value.workWeight);
    archive(Field("model_changes_max", "", "X_max, crossings of a path"), value.modelChangesMax);
    archive(
        Field("shared_input", "", "both tasks see the same frames: common host blocks run once"),
        value.sharedInput);
    archive(Field("training_samples", "", "per epoch, > 0"), value.trainingSamples);
    archive(Field("training_epochs", "", "> 0"), value.trainingEpochs);
    archive(Field("training_budget", "", "paths that may be trained in one search"),
            value.trainingBudget);
    archive(Field("trained", "", "measured so far"), value.trained);
    archive(Field("uniform_draws", "", "draws in [0, 1) for planners that need chance"),
            value.uniformDraws);
}

/// The fields of a CodeServicesProblem. @param [in,out] archive gets them  @param [in,out] value
/// whose
template <typename Archive>
void
NameFields(Archive& archive, CodeServicesProblem& value)
{
    archive(Field("services", "", "2 to 8"), value.services);
    archive(Field("rates",
                  "bit/s",
                  "[sender * services.size() + receiver], > 0; not of a service to itself"),
            value.rates);
    archive(Field("pair",
                  "",
                  "losses, exponents and limits of every pair; its services and rates say nothing, "
                  "shared_input must not be set"),
            value.pair);
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_FIELDS_H
