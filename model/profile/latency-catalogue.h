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
 * Measured tables come with the module as files of data/latency. The folder data is the one that
 * the environment variable EDGE_AI_DATA names; without it the first that has the file of: what is
 * installed beside this library (share/edge-ai/data of its prefix), the sources it was built from,
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
