/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_FIELDS_H
#define EDGE_AI_DTO_EE_FIELDS_H

// Names, units and meanings of a problem of stages and exits for whoever shows it or carries it
// elsewhere.

#include "allocation/plan/profile-fields.h"
#include "dto-ee-problem.h"

namespace ns3
{
namespace edgeai
{

/// The fields of a DtoEeNode. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, DtoEeNode& value)
{
    archive(Field("name", "", "for people"), value.name);
    archive(Field("speed", "FLOP/s", "mu_j, > 0"), value.speed);
    archive(
        Field("busy_power", "W", "drawn while it computes; 0: not known, energies are not planned"),
        value.busyPower);
}

/// The fields of a DtoEeStage. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, DtoEeStage& value)
{
    archive(Field("flop", "FLOP", "alpha_h, work, > 0; that of its exit included"), value.flop);
    archive(Field("input_bits", "bit", "beta_h, what enters it"), value.inputBits);
    archive(Field("nodes", "", "V^h"), value.nodes);
    archive(Field("link_rates",
                  "bit/s",
                  "r_ij from node i of the stage before (of the first stage: device i) to node j "
                  "of this one; 0: there is no link"),
            value.linkRates);
}

/// The fields of a DtoEeExit. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, DtoEeExit& value)
{
    archive(Field("stage", "", "h: the exit is behind this stage, counted from 1"), value.stage);
    archive(Field("exponent", "", "k, in [0.2, 100]; a table of confidences takes its place"),
            value.exponent);
    archive(Field("error_slope", "", "m, in [0, a0], more than behind it; a table takes its place"),
            value.errorSlope);
    archive(
        Field("threshold", "", "C in force, in (0, 1]: who is as confident leaves; 1: nobody does"),
        value.threshold);
}

/// The fields of a DtoEeProblem. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, DtoEeProblem& value)
{
    archive(Field("arrival_rates", "1/s", "phi_i^0, Poisson arrivals of tasks at each device"),
            value.arrivalRates);
    archive(Field("stages", "", "1..H"), value.stages);
    archive(Field("exits", "", "rising in stage, none behind the last one"), value.exits);
    archive(Field("accuracy_best", "", "a0, of the easiest task at any exit, in (0, 1]"),
            value.accuracyBest);
    archive(Field("error_slope", "", "m of the model's end, in [0, a0]"), value.errorSlope);
    archive(Field("confidences", "", "takes the exit law's place unless it is empty"),
            value.confidences);
    archive(Field("threshold_grid", "", "thresholds to choose from, rising, in (0, 1]; empty: any"),
            value.thresholdGrid);
    archive(Field("accuracy_value", "s", "a, what accuracy 1 is worth"), value.accuracyValue);
    archive(
        Field("service_variability", "", "c^2 of service times: 1 exponential, 0 always the same"),
        value.serviceVariability);
    archive(Field("link_queues", "", "tasks also queue for links, eq. (7)"), value.linkQueues);
    archive(Field("rows",
                  "",
                  "in force, of every device, then of every node but those of the last stage, "
                  "stage by stage; empty: none, methods begin from CF"),
            value.rows);
    archive(
        Field(
            "node_thresholds",
            "",
            "C in force of every node, stage by stage, in (0, 1], if each has its own; those of "
            "stages without an exit are not looked at. By the law only. Empty: those of the exits"),
        value.nodeThresholds);
    archive(Field("seed", "", "what methods that search by lot begin from"), value.seed);
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_FIELDS_H
