/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HALP_SELECTION_H
#define EDGE_AI_HALP_SELECTION_H

#include "row-partition-plan.h"

#include "ns3/plan-head.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// One network that may answer a request, in the modes it can run in.
struct HalpModel
{
    std::string name;
    double accuracy{0};   ///< A_n, in [0, 1]
    double uploadBits{0}; ///< b, its image [bit]
    double aloneTime{0};  ///< T of the host alone [s], > 0
    double sharedTime{0}; ///< T with the secondaries [s]; 0: it cannot be shared
};

/// A request with a deadline, over an uplink whose rate is Gaussian, conditioned on positive rates.
struct HalpSelectionProblem
{
    std::vector<HalpModel> models; ///< at least one
    double rateMean{0};            ///< current rate of the uplink [bit/s], > 0
    double rateDeviation{0};       ///< its standard deviation [bit/s], >= 0
    double deadline{0};            ///< D, for upload and inference [s], > 0

    /// @returns "" if the problem is sound, else one sentence naming the field and its range
    std::string Validate() const;
};

/// Which network answers, and how.
struct HalpSelection : PlanHead
{
    uint32_t model{0};     ///< index into HalpSelectionProblem::models
    bool alone{false};     ///< whether the host runs it alone
    double accuracy{0};    ///< of the network
    double uploadTime{0};  ///< T_off at the mean rate [s]
    double time{0};        ///< T_n [s]
    double reliability{0}; ///< probability that the deadline is kept, eq. (9)
};

/**
 * Probability that upload and inference keep a deadline, eq. (9): Q((b / (D - T) - mean) / sd) /
 * Q(-mean / sd) for a rate ~ N(mean, sd^2) conditioned on being positive; 0 for D <= T.
 * @param [in] uploadBits b [bit], >= 0
 * @param [in] inferenceTime T [s], >= 0
 * @param [in] deadline D [s]
 * @param [in] rateMean mean rate of the uplink [bit/s], > 0
 * @param [in] rateDeviation standard deviation [bit/s]; 0: the rate is its mean
 * @returns the probability, in [0, 1]
 */
double GetOnTimeProbability(double uploadBits,
                            double inferenceTime,
                            double deadline,
                            double rateMean,
                            double rateDeviation);

/**
 * The most accurate network, and its faster mode, that keeps the deadline at the mean rate; of
 * equally accurate ones the faster. If none does, the one of least T, and the selection is
 * VIOLATED.
 * @param [in] problem the request
 * @param [in] mayShare whether secondaries may be asked; else every network runs alone
 * @returns the selection; REFUSED for a problem that is not sound
 */
HalpSelection SelectHalpModel(const HalpSelectionProblem& problem, bool mayShare = true);

/// How long a host waits for a secondary before it takes it for silent.
struct HalpSilenceLimit
{
    uint32_t layer{0}; ///< whose rows are due
    double time{0};    ///< since the last step of `after`, or since the images were there [s]
    uint32_t step{0};  ///< the message, index into RowPartitionPlan::steps
    /// What the host sees of what it waits for: messages that it sent, and the secondary's rows
    /// before. As long as one of them is missing, it is not the secondary that is silent.
    std::vector<uint32_t> after;
    uint32_t node{0}; ///< whose silence it is
};

/**
 * When a host gives a secondary up and runs alone: three times as long as the plan expects from one
 * of its messages to the next, or from what the secondary waits for where that is later.
 * @param [in] plan a usable plan
 * @param [in] secondary node of the problem
 * @param [in] factor how many times as long, >= 1
 * @returns a limit for each message from the secondary to the host, in their order
 */
std::vector<HalpSilenceLimit> GetHalpSilenceLimits(const RowPartitionPlan& plan,
                                                   uint32_t secondary,
                                                   double factor = 3);

/**
 * The same where the host waits at a barrier for what ends at secondaries, and gets no rows of
 * that: a step of its own is due. HALP has none.
 * @param [in] plan a usable plan
 * @param [in] factor how many times as long, >= 1
 * @returns a limit for the first step of the host behind each barrier, in their order
 */
std::vector<HalpSilenceLimit> GetBarrierSilenceLimits(const RowPartitionPlan& plan,
                                                      double factor = 3);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HALP_SELECTION_H
