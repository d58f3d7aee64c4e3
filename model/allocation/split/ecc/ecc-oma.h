/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_OMA_H
#define EDGE_AI_ECC_OMA_H

#include "ecc-baselines.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Orthogonal access: splits, subchannels and units of a NOMA plan, but the users of a cell and
 * subchannel share its width equally and do not disturb each other. Each takes the power that is
 * best alone (GetLonePower()), in the downlink scaled into the access point's power as far as the
 * least power of a user allows. Other cells
 * are heard as in NOMA, evenly over the width.
 * @param [in] problem a sound problem
 * @param [in] noma plan of ECC
 * @returns the baseline; its evaluation is for orthogonal rates and not that of EvaluateEcc()
 */
EccBaseline SolveOma(const EccProblem& problem, const EccPlan& noma);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_OMA_H
