/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_CLOSED_FORMS_H
#define EDGE_AI_ECC_CLOSED_FORMS_H

#include "ecc-problem.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Power that makes a payload of any size cheapest for a transmitter alone on its subchannel: with
 * y = 1 + p h, y (ln y - 1) = w_T h / w_E - 1, solved by Lambert's W (this module's derivation for
 * the problem of Yuan et al., arXiv 2312.15850).
 * @param [in] gainOverNoise h = g / sigma^2, > 0 [1/W]
 * @param [in] timeWeight w_T, >= 0
 * @param [in] energyWeight w_E, >= 0; 0 asks for the largest power
 * @param [in] least lower limit [W]
 * @param [in] largest upper limit [W]
 * @returns the power [W]
 */
double GetLonePower(double gainOverNoise,
                    double timeWeight,
                    double energyWeight,
                    double least,
                    double largest);

/**
 * @ingroup edge-ai
 * r* = (w_T / (2 w_E k_srv f_srv^3))^{1/(3 alpha)}: units that make the server's part of user i
 * cheapest if they cost nothing and there are enough. Independent of load and split.
 * @param [in] problem a sound problem; its unitWeight, QoE and delay limits are not regarded
 * @param [in] i user
 * @returns r*, clipped to the limits of the user's cell
 */
double GetLoneUnits(const EccProblem& problem, std::size_t i);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_CLOSED_FORMS_H
