/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "latency-catalogue.h"

#include "located-json.h"
#include "network-options.h"
#include "profile-error.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns whether a text ends in ".csv"
bool
IsFileName(const std::string& text)
{
    const std::string ending = ".csv";
    return text.size() > ending.size() &&
           text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

/// @returns where the data of the module may be
std::vector<std::string>
ListDataFolders()
{
    std::vector<std::string> folders;
    if (const char* chosen = std::getenv("EDGE_AI_DATA"))
    {
        return {chosen};
    }
#ifdef EDGE_AI_DATA_FOLDER
    folders.emplace_back(EDGE_AI_DATA_FOLDER);
#endif
    folders.emplace_back("contrib/edge-ai/data");
    return folders;
}

} // namespace

std::vector<std::string>
ListLatencyFiles()
{
    return {"repvgg-b3-jetson-tx2", "repvgg-b3-server-gpu"};
}

std::string
FindLatencyFile(const std::string& nameOrFile)
{
    if (IsFileName(nameOrFile))
    {
        return nameOrFile;
    }
    const std::vector<std::string> known = ListLatencyFiles();
    if (std::find(known.begin(), known.end(), nameOrFile) == known.end())
    {
        std::string message = "no table of latencies is called '" + ShortenForMessage(nameOrFile);
        const auto near = FindNearNames(nameOrFile, known);
        message += near.empty() ? "'" : "'; did you mean " + near.front() + "?";
        message += " The catalogue holds";
        for (const std::string& name : known)
        {
            message += " " + name;
        }
        throw ProfileError(message + "; files end in .csv");
    }
    std::string tried;
    for (const std::string& folder : ListDataFolders())
    {
        const std::string path = folder + "/latency/" + nameOrFile + ".csv";
        if (std::ifstream(path))
        {
            return path;
        }
        tried += " " + path;
    }
    throw ProfileError("the data of table '" + nameOrFile + "' is not there; looked for" + tried +
                       "; the environment variable EDGE_AI_DATA names another folder");
}

} // namespace edgeai
} // namespace ns3
