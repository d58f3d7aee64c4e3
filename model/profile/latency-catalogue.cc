/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "latency-catalogue.h"

#include "located-json.h"
#include "network-options.h"
#include "printable-text.h"
#include "profile-error.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#if __has_include(<dlfcn.h>)
#include <dlfcn.h>
#endif

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns whether a text ends in ".csv"
bool
IsTableFile(const std::string& text)
{
    const std::string ending = ".csv";
    return text.size() > ending.size() &&
           text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

/// @returns where the data are installed beside this library; "": nobody can tell
std::string
FindInstalledFolder()
{
#if __has_include(<dlfcn.h>) && defined(EDGE_AI_DATA_WAY)
    // An installation may be moved, so the way starts where the library was loaded from.
    static const char here = 0;
    Dl_info info{};
    if (dladdr(&here, &info) != 0 && info.dli_fname)
    {
        const std::string library = info.dli_fname;
        const std::size_t slash = library.rfind('/');
        const std::string folder = slash == std::string::npos ? "." : library.substr(0, slash);
        return folder + "/" + EDGE_AI_DATA_WAY;
    }
#endif
    return "";
}

/// @returns where the data of the module may be
std::vector<std::string>
ListDataFolders()
{
    const char* chosen = std::getenv("EDGE_AI_DATA");
    if (chosen && *chosen != '\0')
    {
        return {chosen};
    }
    std::vector<std::string> folders;
    // Before the sources: an installed library keeps to its own data when they go on.
    const std::string installed = FindInstalledFolder();
    if (!installed.empty())
    {
        folders.push_back(installed);
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
    if (IsTableFile(nameOrFile))
    {
        return nameOrFile;
    }
    const std::vector<std::string> known = ListLatencyFiles();
    if (std::find(known.begin(), known.end(), nameOrFile) == known.end())
    {
        std::string message = "no table of latencies is called '" + Shorten(nameOrFile);
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
