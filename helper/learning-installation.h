/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_INSTALLATION_H
#define EDGE_AI_LEARNING_INSTALLATION_H

// The file beside it is what LearningHelper does when it installs: links, server and workers, and
// whether all of it goes together.

#include "learning-traits.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// @param [in] budget of a worker in a round [J]; 0: any
/// @returns what is to be known of a method that TieredLearningHelper hands over with a cell
LearningTraits DescribeTierCell(double budget);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_INSTALLATION_H
