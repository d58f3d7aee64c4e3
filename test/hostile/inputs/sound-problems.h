/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SOUND_PROBLEMS_H
#define EDGE_AI_SOUND_PROBLEMS_H

#include "application/control/remote/planning-families.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Small sound problems of a family, some of them by lot.
/// @param [in] seed of these  @param [out] problems gets them
/// @{
void MakeSoundProblems(uint64_t seed, std::vector<SplitProblem>& problems);
void MakeSoundProblems(uint64_t seed, std::vector<ChainProblem>& problems);
void MakeSoundProblems(uint64_t seed, std::vector<RowPartitionProblem>& problems);
void MakeSoundProblems(uint64_t seed, std::vector<DtoEeProblem>& problems);
void MakeSoundProblems(uint64_t seed, std::vector<CodeProblem>& problems);
void MakeSoundProblems(uint64_t seed, std::vector<CodeServicesProblem>& problems);
void MakeSoundProblems(uint64_t seed, std::vector<RoundProblem>& problems);
void MakeSoundProblems(uint64_t seed, std::vector<TopologyProblem>& problems);
/// @}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SOUND_PROBLEMS_H
