/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_ADMISSION_H
#define EDGE_AI_ECC_ADMISSION_H

#include "ecc-problem.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Whom to let offload at all where a cell has more users than it can serve: those that gain most
 * from it when alone (this module's addition).
 * @param [in] problem a sound problem
 * @returns one flag per user
 */
std::vector<bool> AdmitEccUsers(const EccProblem& problem);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_ADMISSION_H
