/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_STANDARD_STREAMS_H
#define EDGE_AI_STANDARD_STREAMS_H

namespace ns3
{
namespace edgeai
{

/// Opens what is closed of standard input, output and error, as for a daemon, on nothing at all.
/// The next file or pipe would take its place otherwise, and be written to by who prints. To be
/// called before files or pipes are opened.
void OpenStandardStreams();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_STANDARD_STREAMS_H
