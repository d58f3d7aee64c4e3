/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_GENETIC_H
#define EDGE_AI_DTO_EE_GENETIC_H

#include "dto-ee-network.h"
#include "dto-ee-solver.h"

#include <cstdint>

namespace ns3
{
namespace edgeai
{

/// Settings of the genetic search, as sec. 6 has them.
struct DtoEeGeneticOptions
{
    uint32_t population{60};     ///< >= 2
    uint32_t generations{200};   ///< >= 1
    uint32_t tournament{3};      ///< who compete to be a parent, >= 1
    uint32_t elite{2};           ///< the best that are kept, < population
    double crossoverChance{0.8}; ///< that a child is a blend of two, in [0, 1]
    double mutationChance{0.1};  ///< of each row and threshold, in [0, 1]
    double mutationSize{0.1};    ///< standard deviation of it, > 0
    DtoEeThresholds thresholds{DtoEeThresholds::OPTIMISED}; ///< whether they are genes
};

/**
 * GA, a central genetic search over all rows and thresholds. Fitness is the utility with the
 * extended costs of eq. (6), so that overloaded chromosomes can be compared. The rows of CF with
 * the thresholds in force are in the first population, the others are drawn.
 * @param [in] problem a sound one; its seed says which draws
 * @param [in] network of it
 * @param [in] options settings
 * @returns the best chromosome; summary: generations, evaluations of the fitness, how much better
 *          the best got in the last tenth of the generations [s]
 */
DtoEeSolution SearchDtoEeGenetic(const DtoEeProblem& problem,
                                 const DtoEeNetwork& network,
                                 const DtoEeGeneticOptions& options = DtoEeGeneticOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_GENETIC_H
