/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_BASELINES_H
#define EDGE_AI_ECC_BASELINES_H

#include "ecc-cost.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What ECC is compared with (MakeDeviceOnlyPlan() is the simplest, a cold start of SolveEcc() the
/// closest).
struct EccBaseline
{
    EccPlan plan;
    EccEvaluation evaluation; ///< under the rates that really result
    uint32_t iterations{0};   ///< of IAO
    bool limited{false};      ///< IAO stopped after 10 000 iterations that all helped
};

/**
 * @ingroup edge-ai
 * All users compute alone: s_i = F_i.
 * @param [in] problem a sound problem
 * @returns the baseline
 */
EccBaseline SolveDeviceOnly(const EccProblem& problem);

/**
 * @ingroup edge-ai
 * All users send their raw input: s_i = 0, the k-th user of a cell on subchannel k mod M, full
 * uplink power, equal shares of the access point's power and units. Where a cell cannot serve all,
 * those AdmitEccUsers() does not choose compute alone; this holds for the next three as well.
 * @param [in] problem a sound problem
 * @returns the baseline
 */
EccBaseline SolveEdgeOnly(const EccProblem& problem);

/**
 * @ingroup edge-ai
 * Neurosurgeon (Kang et al., ASPLOS 2017) user by user: the split of least delay at the rate the
 * user would have without interference, with the resources of SolveEdgeOnly().
 * @param [in] problem a sound problem
 * @returns the baseline, scored under the rates that really result
 */
EccBaseline SolveNeurosurgeon(const EccProblem& problem);

/**
 * @ingroup edge-ai
 * DNN surgery (Hu et al., INFOCOM 2019) on a chain, user by user, with the same resources and
 * rates: under light load the split with the least sum of device, upload and server time, under
 * heavy load the one whose longest stage is shortest.
 * @param [in] problem a sound problem
 * @param [in] heavy which load
 * @returns the baseline, scored under the rates that really result
 */
EccBaseline SolveDnnSurgery(const EccProblem& problem, bool heavy);

/**
 * @ingroup edge-ai
 * Iterative alternating optimisation (after Tang et al., IEEE IoT-J 2021) with the radio of
 * SolveEdgeOnly(): best splits for the units, then one unit from the user that loses least to the
 * user that gains most, while the utility falls.
 * @param [in] problem a sound problem
 * @returns the baseline
 */
EccBaseline SolveIao(const EccProblem& problem);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_BASELINES_H
