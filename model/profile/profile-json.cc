/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "profile-json.h"

#include "checked-arithmetic.h"
#include "json-object-reader.h"
#include "profile-error.h"

#include <fstream>
#include <limits>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr uint32_t DIMENSION_MAX = std::numeric_limits<uint32_t>::max();

/// @returns whole numbers as a JSON list on one line
std::string
FormatList(const std::vector<uint32_t>& values)
{
    std::string text = "[";
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        text += (i == 0 ? "" : ", ") + std::to_string(values[i]);
    }
    return text + "]";
}

void
WriteBlock(std::ostream& out, const Block& block)
{
    out << "    {\"name\": " << QuoteJson(block.name) << ", \"kind\": \"" << ToString(block.kind)
        << "\", \"flop\": " << block.flop << ", \"multiplyAdds\": " << block.multiplyAdds
        << ",\n     \"parameters\": " << block.parameters
        << ", \"weightBytes\": " << block.weightBytes
        << ", \"outputShape\": " << FormatList(block.outputShape);
    if (block.rows.kernel > 0)
    {
        out << ",\n     \"rows\": {\"kernel\": " << block.rows.kernel
            << ", \"stride\": " << block.rows.stride << ", \"padding\": " << block.rows.padding;
        if (block.rows.trailing > 0)
        {
            out << ", \"trailing\": " << block.rows.trailing;
        }
        out << "}";
    }
    if (block.stateBytes > 0)
    {
        out << ",\n     \"stateBytes\": " << block.stateBytes;
    }
    out << "}";
}

void
WriteExit(std::ostream& out, const Exit& exit)
{
    out << "    {\"afterBlock\": " << exit.afterBlock << ", \"flop\": " << exit.flop
        << ", \"accuracy\": " << FormatJson(exit.accuracy)
        << ", \"share\": " << FormatJson(exit.share) << "}";
}

/// Writes a list of objects, one after another.
template <typename T>
void
WriteObjects(std::ostream& out,
             const std::string& key,
             const std::vector<T>& objects,
             void (*write)(std::ostream&, const T&))
{
    out << ",\n  \"" << key << "\": [\n";
    for (std::size_t i = 0; i < objects.size(); ++i)
    {
        write(out, objects[i]);
        out << (i + 1 < objects.size() ? ",\n" : "\n");
    }
    out << "  ]";
}

Block
ReadBlock(const LocatedJson& value, const std::string& source, const std::string& path)
{
    const JsonObjectReader reader(value,
                                  source,
                                  path,
                                  {"name",
                                   "kind",
                                   "flop",
                                   "multiplyAdds",
                                   "parameters",
                                   "weightBytes",
                                   "outputShape",
                                   "rows",
                                   "stateBytes"});
    Block block;
    block.name = reader.GetText("name");
    const std::string kind = reader.GetText("kind");
    if (!FromString(kind, block.kind))
    {
        std::string kinds;
        for (const auto& known : ListBlockKinds())
        {
            kinds += (kinds.empty() ? "" : ", ") + known;
        }
        reader.Fail(reader.Get("kind"),
                    reader.GetPath("kind") + " must be one of " + kinds + ", got " +
                        reader.Get("kind").Describe());
    }
    block.flop = reader.GetWhole("flop", 0, PROFILE_COUNT_MAX);
    block.multiplyAdds = reader.GetWhole("multiplyAdds", 0, block.flop / 2, 0);
    block.parameters = reader.GetWhole("parameters", 0, PROFILE_COUNT_MAX);
    block.weightBytes = reader.GetWhole("weightBytes", 0, PROFILE_COUNT_MAX);
    block.outputShape = reader.GetWholes("outputShape", 1, DIMENSION_MAX);
    block.stateBytes = reader.GetWhole("stateBytes", 0, PROFILE_COUNT_MAX, 0);
    if (reader.Has("rows"))
    {
        const JsonObjectReader rows(reader.Get("rows"),
                                    source,
                                    reader.GetPath("rows"),
                                    {"kernel", "stride", "padding", "trailing"});
        block.rows.kernel = static_cast<uint32_t>(rows.GetWhole("kernel", 1, DIMENSION_MAX));
        block.rows.stride = static_cast<uint32_t>(rows.GetWhole("stride", 1, DIMENSION_MAX));
        block.rows.padding =
            static_cast<uint32_t>(rows.GetWhole("padding", 0, block.rows.kernel - 1, 0));
        block.rows.trailing =
            static_cast<uint32_t>(rows.GetWhole("trailing", 0, block.rows.kernel - 1, 0));
    }
    return block;
}

Exit
ReadExit(const LocatedJson& value,
         const std::string& source,
         const std::string& path,
         uint32_t blockCount)
{
    const JsonObjectReader reader(value, source, path, {"afterBlock", "flop", "accuracy", "share"});
    Exit exit;
    exit.afterBlock = static_cast<uint32_t>(reader.GetWhole("afterBlock", 1, blockCount));
    exit.flop = reader.GetWhole("flop", 0, PROFILE_COUNT_MAX);
    exit.accuracy = reader.GetNumber("accuracy", 0, 1);
    exit.share = reader.GetNumber("share", 0, 1);
    return exit;
}

/**
 * Complains about what Validate() finds, which concerns several fields at once. Its sentence starts
 * with the field ("cuts[2] must be ..."), which gives the line.
 */
void
RequireSound(const NetworkProfile& profile, const LocatedJson& root, const JsonObjectReader& reader)
{
    const std::string complaint = profile.Validate();
    if (complaint.empty())
    {
        return;
    }
    const LocatedJson* where = &root;
    std::string word;
    for (const char letter : complaint + " ")
    {
        if (letter != '[' && letter != ']' && letter != '.' && letter != ' ')
        {
            word += letter;
            continue;
        }
        const bool isIndex = letter == ']';
        const LocatedJson* next = nullptr;
        if (isIndex && std::stoul(word) < where->items.size())
        {
            next = &where->items[std::stoul(word)];
        }
        else if (!isIndex)
        {
            next = where->Find(word);
        }
        where = next ? next : where;
        word.clear();
        if (letter == ' ')
        {
            break;
        }
    }
    reader.Fail(*where, complaint);
}

} // namespace

NetworkProfile
ParseProfile(const std::string& text, const std::string& source)
{
    const LocatedJson root = ParseLocatedJson(text, source);
    const JsonObjectReader reader(root,
                                  source,
                                  "",
                                  {"edgeAiProfile",
                                   "name",
                                   "source",
                                   "inputShape",
                                   "inputBits",
                                   "resultBits",
                                   "elementBits",
                                   "accuracy",
                                   "blocks",
                                   "cuts",
                                   "exits"});
    reader.GetWhole("edgeAiProfile", 1, 1);
    NetworkProfile profile;
    profile.name = reader.GetText("name");
    profile.source = reader.GetText("source", "");
    profile.inputBits = reader.GetWhole("inputBits", 0, PROFILE_COUNT_MAX);
    profile.resultBits = reader.GetWhole("resultBits", 0, PROFILE_COUNT_MAX);
    profile.elementBits = static_cast<uint32_t>(reader.GetWhole("elementBits", 1, 64));
    profile.accuracy = reader.Has("accuracy") ? reader.GetNumber("accuracy", 0, 1) : 0;
    if (reader.Has("inputShape"))
    {
        profile.inputShape = reader.GetWholes("inputShape", 1, DIMENSION_MAX);
    }
    const LocatedJson& blocks = reader.GetList("blocks");
    if (blocks.items.empty())
    {
        reader.Fail(blocks, "blocks must hold at least one block, got none");
    }
    for (std::size_t i = 0; i < blocks.items.size(); ++i)
    {
        profile.blocks.push_back(
            ReadBlock(blocks.items[i], source, "blocks[" + std::to_string(i) + "]"));
    }
    if (reader.Has("cuts"))
    {
        profile.cuts = reader.GetWholes("cuts", 0, profile.GetBlockCount());
        if (profile.cuts.empty())
        {
            reader.Fail(reader.Get("cuts"),
                        "cuts must name at least one cut; leave it out to admit all");
        }
    }
    if (reader.Has("exits"))
    {
        const LocatedJson& exits = reader.GetList("exits");
        for (std::size_t i = 0; i < exits.items.size(); ++i)
        {
            profile.exits.push_back(ReadExit(exits.items[i],
                                             source,
                                             "exits[" + std::to_string(i) + "]",
                                             profile.GetBlockCount()));
        }
    }
    RequireSound(profile, root, reader);
    return profile;
}

NetworkProfile
ReadProfileFile(const std::string& path)
{
    return ParseProfile(ReadTextFile(path), path);
}

std::string
FormatProfile(const NetworkProfile& profile)
{
    const std::string complaint = profile.Validate();
    if (!complaint.empty())
    {
        throw ProfileError("profile '" + profile.name + "': " + complaint);
    }
    std::ostringstream out;
    out << "{\n  \"edgeAiProfile\": 1,\n  \"name\": " << QuoteJson(profile.name)
        << ",\n  \"source\": " << QuoteJson(profile.source);
    if (!profile.inputShape.empty())
    {
        out << ",\n  \"inputShape\": " << FormatList(profile.inputShape);
    }
    out << ",\n  \"inputBits\": " << profile.inputBits
        << ",\n  \"resultBits\": " << profile.resultBits
        << ",\n  \"elementBits\": " << profile.elementBits;
    if (profile.accuracy > 0)
    {
        out << ",\n  \"accuracy\": " << FormatJson(profile.accuracy);
    }
    WriteObjects(out, "blocks", profile.blocks, WriteBlock);
    if (!profile.cuts.empty())
    {
        out << ",\n  \"cuts\": " << FormatList(profile.cuts);
    }
    if (!profile.exits.empty())
    {
        WriteObjects(out, "exits", profile.exits, WriteExit);
    }
    out << "\n}\n";
    return out.str();
}

void
WriteProfileFile(const NetworkProfile& profile, const std::string& path)
{
    const std::string text = FormatProfile(profile);
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file)
    {
        throw ProfileError(path + ": cannot be written");
    }
}

} // namespace edgeai
} // namespace ns3
