/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "argument-text.h"

#include "nearest-name.h"
#include "option-list.h"

#include "ns3/global-value.h"
#include "ns3/string.h"
#include "ns3/type-id.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double MOST = std::numeric_limits<double>::max();

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

/// @param [in] option name  @param [in] text its value  @param [in] what it ought to be
/// @throws std::invalid_argument always
[[noreturn]] void
Refuse(const std::string& option, const std::string& text, const std::string& what)
{
    throw std::invalid_argument("--" + option + ": '" + text + "' is no " + what);
}

/// Ends of what a number can be.
struct Range
{
    double least{-MOST};
    double most{MOST};
};

/// @param [in] info of a number's checker, "uint32_t 0:10"  @returns the range in it
Range
ReadRange(const std::string& info)
{
    Range range;
    const std::size_t begin = info.rfind(' ') + 1; // 0 without a blank
    const std::size_t colon = info.find(':', begin);
    double least = 0;
    double most = 0;
    if (colon != std::string::npos && ReadNumber(info.substr(begin, colon - begin), least) &&
        ReadNumber(info.substr(colon + 1), most))
    {
        // Six digits of the ends of a double are close to them, and mean that there is no end.
        constexpr double NEARLY = 0.99 * MOST;
        range.least = least < -NEARLY ? -MOST : least;
        range.most = most > NEARLY ? MOST : most;
    }
    return range;
}

/// @param [in] words with '|' between  @returns them
std::vector<std::string>
SplitWords(const std::string& words)
{
    std::vector<std::string> list{""};
    for (const char letter : words)
    {
        if (letter == '|')
        {
            list.emplace_back();
        }
        else
        {
            list.back() += letter;
        }
    }
    return list;
}

/// @returns names of all types
std::vector<std::string>
ListTypes()
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        names.push_back(TypeId::GetRegistered(i).GetName());
    }
    return names;
}

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
                                    SuggestName(className, ListTypes()));
    }
    std::vector<std::string> own;
    for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
    {
        const TypeId::AttributeInformation info = type.GetAttribute(i);
        own.push_back(info.name);
        if (info.name == name)
        {
            ExpectAttributeValue(argument.name, argument.value, info.checker, info.help);
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
ExpectWhole(const std::string& option, const std::string& text, double least, double most)
{
    const bool hasSign = !text.empty() && (text[0] == '-' || text[0] == '+');
    const std::string digits = text.substr(hasSign ? 1 : 0);
    const bool isWhole = !digits.empty() && digits.find_first_not_of("0123456789") == digits.npos;
    if (!isWhole)
    {
        Refuse(option, text, "whole number; " + DescribeRange(least, most));
    }
    // As a number it may be beyond what its type holds, and is then beyond the range as well.
    ExpectWithin(option, std::stod(digits.substr(0, 300)) * (text[0] == '-' ? -1 : 1), least, most);
}

void
ExpectReal(const std::string& option, const std::string& text, double least, double most)
{
    double number = 0;
    if (!ReadNumber(text, number))
    {
        Refuse(option, text, "number; " + DescribeRange(least, most));
    }
    ExpectWithin(option, number, least, most);
}

void
ExpectTruth(const std::string& option, const std::string& text)
{
    static const std::vector<std::string> words{"true", "false", "t", "f", "1", "0"};
    if (std::find(words.begin(), words.end(), text) == words.end())
    {
        Refuse(option, text, "truth value; allowed is true or false");
    }
}

void
ExpectTime(const std::string& option, const std::string& text)
{
    static const std::vector<std::string>
        units{"", "y", "d", "h", "min", "s", "ms", "us", "ns", "ps", "fs"};
    const std::size_t cut = text.find_first_not_of("+-0123456789.eE");
    const std::string unit = cut == std::string::npos ? "" : text.substr(cut);
    double number = 0;
    if (!ReadNumber(text.substr(0, cut), number) ||
        std::find(units.begin(), units.end(), unit) == units.end())
    {
        Refuse(option, text, "time; allowed is a number with s, ms, us, ns, min, h or d behind it");
    }
}

void
ExpectAttributeValue(const std::string& option,
                     const std::string& text,
                     const Ptr<const AttributeChecker>& checker,
                     const std::string& help)
{
    // Some kinds of attributes name their value with, others without the namespace.
    std::string kind = checker->GetValueTypeName();
    kind = kind.compare(0, 5, "ns3::") == 0 ? kind.substr(5) : kind;
    const std::string info =
        checker->HasUnderlyingTypeInformation() ? checker->GetUnderlyingTypeInformation() : "";
    if (kind == "UintegerValue" || kind == "IntegerValue")
    {
        ExpectWhole(option, text, ReadRange(info).least, ReadRange(info).most);
    }
    else if (kind == "DoubleValue")
    {
        ExpectReal(option, text, ReadRange(info).least, ReadRange(info).most);
    }
    else if (kind == "BooleanValue")
    {
        ExpectTruth(option, text);
    }
    else if (kind == "TimeValue")
    {
        ExpectTime(option, text);
    }
    else if (kind.compare(0, 9, "EnumValue") == 0)
    {
        ExpectOneOf(option, text, SplitWords(info));
    }
    else if (kind == "PointerValue" || kind == "TypeIdValue")
    {
        TypeId type;
        const std::string name = text.substr(0, text.find('['));
        if (!TypeId::LookupByNameFailSafe(name, &type))
        {
            Refuse(option, text, "class" + SuggestName(name, ListTypes()));
        }
        if (kind == "PointerValue" && !type.HasConstructor())
        {
            Refuse(option, text, "class of which objects can be made");
        }
    }
    if (!checker->CreateValidValue(StringValue(text)))
    {
        Refuse(option, text, "value of it: " + help + (info.empty() ? "" : "; it is " + info));
    }
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
            ExpectAttributeValue(argument.name,
                                 argument.value,
                                 (*global)->GetChecker(),
                                 (*global)->GetHelp());
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
