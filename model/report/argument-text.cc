/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "argument-text.h"

#include "attribute-text.h"
#include "nearest-name.h"

#include "ns3/global-value.h"
#include "ns3/string.h"
#include "ns3/type-id.h"

#include <algorithm>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

/// What ns-3's CommandLine itself takes; the last two with a value.
const std::vector<std::string> PRINTING{"PrintHelp",
                                        "help",
                                        "PrintVersion",
                                        "version",
                                        "PrintGroups",
                                        "PrintTypeIds",
                                        "PrintGlobals",
                                        "PrintGroup",
                                        "PrintAttributes"};

/// @param [in] argument "ns3::Class::Attribute", and a value
void
ExpectAttribute(const Argument& argument)
{
    const std::size_t cut = argument.name.rfind("::");
    const std::string className = argument.name.substr(0, cut);
    const std::string name = argument.name.substr(cut + 2);
    TypeId type;
    if (!TypeId::LookupByNameFailSafe(className, &type))
    {
        throw std::invalid_argument("--" + argument.name + ": there is no class " + className +
                                    SuggestName(className, ListTypeNames()));
    }
    std::vector<std::string> own;
    for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
    {
        const TypeId::AttributeInformation info = type.GetAttribute(i);
        own.push_back(info.name);
        if (info.name == name)
        {
            ExpectAttributeValue("--" + argument.name, argument.value, info);
            return;
        }
    }
    // Defaults belong to the class that declares them, not to those derived from it.
    std::vector<std::string> inherited;
    for (TypeId parent = type; parent.HasParent();)
    {
        parent = parent.GetParent();
        for (std::size_t i = 0; i < parent.GetAttributeN(); ++i)
        {
            inherited.push_back(parent.GetAttribute(i).name);
            if (inherited.back() == name)
            {
                throw std::invalid_argument("--" + argument.name + ": the default of " + name +
                                            " is that of its parent, --" + parent.GetName() +
                                            "::" + name);
            }
        }
    }
    std::string words = "--" + argument.name + ": " + className + " has no attribute " + name;
    const std::string suggestion = SuggestName(name, own);
    words += own.empty() ? " and none of its own" : suggestion;
    words += suggestion.empty() && !own.empty() ? "; it has " + JoinWords(own, ", ") : "";
    throw std::invalid_argument(words);
}

} // namespace

Argument
SplitArgument(const std::string& word)
{
    const std::size_t dashes = word.compare(0, 2, "--") == 0 ? 2 : word.compare(0, 1, "-") == 0;
    Argument argument;
    const std::size_t equals = word.find('=');
    argument.hasValue = equals != std::string::npos;
    argument.name = word.substr(dashes, argument.hasValue ? equals - dashes : equals);
    argument.value = argument.hasValue ? word.substr(equals + 1) : "";
    if (dashes == 0 || argument.name.empty())
    {
        throw std::invalid_argument("'" + word + "' is no option; options are --name=value, and " +
                                    "--help lists them");
    }
    return argument;
}

void
ExpectUnderstood(const Argument& argument, const std::vector<std::string>& declared)
{
    if (std::find(PRINTING.begin(), PRINTING.end(), argument.name) != PRINTING.end())
    {
        return;
    }
    std::vector<std::string> known = declared;
    for (auto global = GlobalValue::Begin(); global != GlobalValue::End(); ++global)
    {
        known.push_back((*global)->GetName());
        if (argument.name == known.back())
        {
            if (argument.name == "RngSeed")
            {
                // Others end the program when the first random stream begins.
                constexpr double SEED_MOST = 4294944442;
                ExpectWhole("--RngSeed", argument.value, 1, SEED_MOST);
            }
            StringValue present;
            (*global)->GetValue(present);
            ExpectAttributeValue("--" + argument.name,
                                 argument.value,
                                 (*global)->GetChecker(),
                                 (*global)->GetHelp(),
                                 present.Get());
            return;
        }
    }
    if (argument.name.find("::") != std::string::npos)
    {
        ExpectAttribute(argument);
        return;
    }
    std::string list;
    for (const std::string& name : declared)
    {
        list += (list.empty() ? "" : ", ") + std::string("--") + name;
    }
    const std::string suggestion = SuggestName(argument.name, known);
    throw std::invalid_argument("there is no option --" + argument.name +
                                (suggestion.empty() ? "." : suggestion) + " There are " + list +
                                "; --help says what they mean");
}

} // namespace edgeai
} // namespace ns3
