/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "network-catalogue.h"

#include "catalogue-entry.h"
#include "printable-text.h"
#include "profile-error.h"
#include "profile-json.h"

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Built once and never changed.
const std::vector<CatalogueEntry>&
GetCatalogue()
{
    static const std::vector<CatalogueEntry> catalogue = [] {
        std::vector<CatalogueEntry> all = MakeConvolutionalNetworks();
        for (auto& entry : MakeTransformers())
        {
            all.push_back(std::move(entry));
        }
        return all;
    }();
    return catalogue;
}

/// @returns the options that every network takes, after its own
std::vector<NetworkOptionRule>
GetAllRules(const CatalogueEntry& entry)
{
    constexpr double BITS_MAX = 9007199254740991; // every whole number up to here is exact
    std::vector<NetworkOptionRule> rules = entry.rules;
    rules.push_back({"bits", "bits per element of a transmitted activation", "16", {}, 1, 64});
    rules.push_back({"weightbits", "bits per stored parameter", "16", {}, 1, 64});
    rules.push_back({"inputbits", "raw input [bit]; 0: the network's own", "0", {}, 0, BITS_MAX});
    rules.push_back({"resultbits", "answer [bit]", "8000", {}, 0, BITS_MAX});
    return rules;
}

/// @returns the entry of that name
const CatalogueEntry&
FindEntry(const std::string& name)
{
    for (const auto& entry : GetCatalogue())
    {
        if (entry.name == name)
        {
            return entry;
        }
    }
    std::string message = "no network is called '" + MakeLegible(name) + "'";
    if (boost::algorithm::iends_with(name, ".onnx"))
    {
        throw ProfileError(message +
                           "; tools/onnx-to-profile.py makes a profile of an ONNX file: " +
                           "./edge-ai profile NET.onnx > NET.json");
    }
    const auto near = FindNearNames(name, ListNetworks());
    for (std::size_t i = 0; i < near.size(); ++i)
    {
        message += (i == 0 ? "; did you mean " : " or ") + near[i];
    }
    message += near.empty() ? "; the" : "? The";
    message += " catalogue holds";
    for (const auto& existing : ListNetworks())
    {
        message += " " + existing;
    }
    throw ProfileError(message + "; profile files end in .json");
}

/// @returns whether a text ends in ".json", in any case
bool
IsFileName(const std::string& text)
{
    static const std::string ending = ".json";
    return text.size() > ending.size() &&
           std::equal(ending.rbegin(), ending.rend(), text.rbegin(), [](char a, char b) {
               return a == b || (b >= 'A' && b <= 'Z' && a == b - 'A' + 'a');
           });
}

} // namespace

NetworkOptionRule
MakePartRule(const std::vector<std::string>& words, const std::string& meaning)
{
    return {"part", meaning, words.front(), words};
}

NetworkProfile
LoadNetworkProfile(const std::string& nameOrFile)
{
    if (IsFileName(nameOrFile))
    {
        return ReadProfileFile(nameOrFile);
    }
    const auto at = nameOrFile.find('@');
    const CatalogueEntry& entry = FindEntry(nameOrFile.substr(0, at));
    if (at != std::string::npos && at + 1 == nameOrFile.size())
    {
        throw ProfileError("network '" + nameOrFile + "' needs key=value after the @");
    }
    const std::string text = at == std::string::npos ? "" : nameOrFile.substr(at + 1);
    const NetworkOptions options(entry.name, text, GetAllRules(entry));
    ProfileBuilder builder(nameOrFile);
    builder.Source("edge-ai catalogue: " + entry.description)
        .ElementBits(static_cast<uint32_t>(options.GetInteger("bits")))
        .WeightBits(static_cast<uint32_t>(options.GetInteger("weightbits")))
        .ResultBits(options.GetInteger("resultbits"));
    entry.build(builder, options);
    if (options.GetInteger("inputbits") > 0)
    {
        builder.InputBits(options.GetInteger("inputbits"));
    }
    return builder.Build();
}

std::vector<std::string>
ListNetworks()
{
    std::vector<std::string> names;
    for (const auto& entry : GetCatalogue())
    {
        names.push_back(entry.name);
    }
    return names;
}

std::string
DescribeNetwork(const std::string& network)
{
    const CatalogueEntry& entry = FindEntry(network);
    std::string text = entry.name + ": " + entry.description + "\n";
    for (const auto& rule : GetAllRules(entry))
    {
        text += "  " + rule.key + "=" + rule.fallback + "  " + rule.meaning + "; " +
                rule.GetRange() + "\n";
    }
    return text;
}

} // namespace edgeai
} // namespace ns3
