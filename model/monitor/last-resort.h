/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAST_RESORT_H
#define EDGE_AI_LAST_RESORT_H

namespace ns3
{
namespace edgeai
{

/**
 * Let an exception that a script does not catch end the program with its words and exit code 1: the
 * language's own way, "terminate called after throwing an instance of", reads like a fault of the
 * program, where a folder cannot be written. What else ends programs, such as ns-3's fatal errors,
 * stays as it is, and so does a handler that the script has set. To be called by what every script
 * makes; once is enough, and again does nothing.
 */
void SayWhatIsNotCaught();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAST_RESORT_H
