/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_ALTERNATING_H
#define EDGE_AI_FOMO_ALTERNATING_H

#include "fomo-case.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Blocks for the bands as they are, then bands for these blocks, and so on as long as that helps.
 * Workers without a block are judged by the equal share. It never gets worse, but gets stuck where
 * neither helps alone.
 * @param [in] problem with a band to divide
 * @returns where it stops; not the optimum
 */
FomoSolution AlternateFomo(const FomoCase& problem);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_ALTERNATING_H
