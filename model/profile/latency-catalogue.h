/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LATENCY_CATALOGUE_H
#define EDGE_AI_LATENCY_CATALOGUE_H

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Measured tables come with the module as files of data/latency. That folder is looked for where
 * the environment variable EDGE_AI_DATA says, where the module was built, and in
 * contrib/edge-ai/data.
 * @param [in] nameOrFile a table of the catalogue, or the path of a file, which must end in ".csv"
 * @returns the path of its file
 * @throws ProfileError naming the tables there are, or the folders that were looked into
 */
std::string FindLatencyFile(const std::string& nameOrFile);

/// @returns names of the tables in the catalogue, sorted
std::vector<std::string> ListLatencyFiles();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LATENCY_CATALOGUE_H
