/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_STANDARD_OUTPUT_H
#define EDGE_AI_STANDARD_OUTPUT_H

namespace ns3
{
namespace edgeai
{

/**
 * Let a program whose standard output takes less than all that is printed, as on a full disk, say
 * so at its end and end with exit code 1: its tables are not where they should be. To be called by
 * what every program makes; again does nothing.
 */
void SayWhatIsNotPrinted();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_STANDARD_OUTPUT_H
