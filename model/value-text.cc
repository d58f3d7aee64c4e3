/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "value-text.h"

#include "monitor/csv-format.h"
#include "nearest-name.h"
#include "printable-text.h"

#include "ns3/string.h"
#include "ns3/type-id.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <limits>
#include <locale>
#include <map>
#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double MOST = std::numeric_limits<double>::max();

/// @param [in] who is set  @param [in] text its value  @param [in] what it ought to be
/// @throws std::invalid_argument always
[[noreturn]] void
Refuse(const std::string& who, const std::string& text, const std::string& what)
{
    throw std::invalid_argument(who + ": '" + MakeLegible(text) + "' is no " + what);
}

/// @param [in] who is set  @param [in] value a number  @param [in] shown it in words
/// @param [in] least smallest allowed  @param [in] most largest allowed
/// @throws std::invalid_argument if it is beyond them
void
ExpectNumberWithin(const std::string& who,
                   double value,
                   const std::string& shown,
                   double least,
                   double most)
{
    if (!(value >= least && value <= most))
    {
        throw std::invalid_argument(who + ": " + shown + " is out of range; " +
                                    DescribeRange(least, most));
    }
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

/// @param [in] text any  @returns whether it is six bytes in hexadecimal digits with colons between
bool
IsHardwareAddress(const std::string& text)
{
    constexpr std::size_t BYTES = 6;
    std::size_t bytes = 0;
    for (std::size_t at = 0; at <= text.size(); ++bytes)
    {
        const std::size_t end = std::min(text.find(':', at), text.size());
        const std::string byte = text.substr(at, end - at);
        if (byte.empty() || byte.size() > 2 ||
            byte.find_first_not_of("0123456789abcdefABCDEF") != byte.npos)
        {
            return false;
        }
        at = end + 1;
    }
    return bytes == BYTES;
}

/// @param [in] who is set  @param [in] text to be a value  @param [in] present value, likewise
/// @throws std::invalid_argument if the present one is of a kin of which the text is not
void
ExpectKin(const std::string& who, const std::string& text, const std::string& present)
{
    // Of others, as path losses, ns-3 takes more than one kin. Releases register TcpCubic as a kind
    // of socket, which it is not.
    static const std::vector<std::vector<std::string>> kins{
        {"ns3::Scheduler"},
        {"ns3::SimulatorImpl"},
        {"ns3::SocketFactory"},
        {"ns3::TcpCongestionOps", "ns3::TcpSocketBase"},
        {"ns3::TcpRecoveryOps"}};
    const auto isOf = [](TypeId type, const std::vector<std::string>& kin) {
        return std::any_of(kin.begin(), kin.end(), [type](const std::string& name) {
            TypeId parent;
            return TypeId::LookupByNameFailSafe(name, &parent) && type.IsChildOf(parent);
        });
    };
    TypeId own;
    if (!TypeId::LookupByNameFailSafe(present, &own))
    {
        return;
    }
    const auto kin =
        std::find_if(kins.begin(), kins.end(), [&](const auto& one) { return isOf(own, one); });
    if (kin == kins.end())
    {
        return;
    }
    std::vector<std::string> allowed;
    for (uint32_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId type = TypeId::GetRegistered(i);
        if (isOf(type, *kin) && (type.HasConstructor() || !own.HasConstructor()))
        {
            allowed.push_back(type.GetName());
        }
    }
    std::sort(allowed.begin(), allowed.end());
    ExpectOneOf(who, text, allowed);
}

/// @param [in] who is set  @param [in] text "Class", or "Class[Attribute=value|Attribute=value]"
/// @param [in] made an object is made of it, with these attributes
/// @throws std::invalid_argument if there is no such class, or none of its attributes is so
void
ExpectObject(const std::string& who, const std::string& text, bool made)
{
    const std::size_t open = text.find('[');
    const std::string name = text.substr(0, open);
    TypeId type;
    if (!TypeId::LookupByNameFailSafe(name, &type) || (!made && open != std::string::npos))
    {
        Refuse(who, text, "class" + SuggestName(name, ListTypeNames()));
    }
    if (!made)
    {
        return;
    }
    if (!type.HasConstructor())
    {
        Refuse(who, text, "class of which objects can be made");
    }
    if (open == std::string::npos)
    {
        return;
    }
    if (text.back() != ']')
    {
        Refuse(who, text, "object: its bracket is not closed");
    }
    for (const std::string& one : SplitWords(text.substr(open + 1, text.size() - open - 2)))
    {
        const std::size_t equals = one.find('=');
        const std::string attribute = one.substr(0, equals);
        TypeId::AttributeInformation info;
        if (equals == std::string::npos || !type.LookupAttributeByName(attribute, &info))
        {
            Refuse(who, text, "object: '" + one + "' is no Attribute=value of " + name);
        }
        ExpectAttributeValue(who + ": " + attribute, one.substr(equals + 1), info);
    }
}

} // namespace

std::vector<std::string>
ListTypeNames()
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        names.push_back(TypeId::GetRegistered(i).GetName());
    }
    return names;
}

bool
ReadNumber(const std::string& text, double& number)
{
    std::istringstream stream(text);
    stream.imbue(std::locale::classic());
    const bool begins = !text.empty() && !std::isspace(static_cast<unsigned char>(text[0]));
    return begins && stream >> number && stream.peek() == std::istringstream::traits_type::eof();
}

std::string
DescribeRange(double least, double most)
{
    constexpr double LARGEST = std::numeric_limits<double>::max();
    // The least of all numbers stands for that.
    const bool above = least > 0 && least < 1e-300;
    if (above)
    {
        return "allowed is more than 0" +
               (most < LARGEST ? ", and at most " + FormatNumber(most) : "");
    }
    if (least > -LARGEST && most < LARGEST)
    {
        return "allowed is " + FormatNumber(least) + " to " + FormatNumber(most);
    }
    return least > -LARGEST ? "allowed is " + FormatNumber(least) + " and more"
           : most < LARGEST ? "allowed is " + FormatNumber(most) + " and less"
                            : "allowed is any number";
}

std::string
JoinWords(const std::vector<std::string>& words, const std::string& between)
{
    std::string joined;
    for (const std::string& word : words)
    {
        joined += (joined.empty() ? "" : between) + word;
    }
    return joined;
}

void
ExpectWithin(const std::string& who, double value, double least, double most)
{
    ExpectNumberWithin(who, value, FormatNumber(value), least, most);
}

void
ExpectOneOf(const std::string& who,
            const std::string& value,
            const std::vector<std::string>& allowed)
{
    if (std::find(allowed.begin(), allowed.end(), value) == allowed.end())
    {
        throw std::invalid_argument(who + " is '" + MakeLegible(value) + "'; allowed is one of " +
                                    JoinWords(allowed, ", ") + SuggestName(value, allowed));
    }
}

void
ExpectWhole(const std::string& who, const std::string& text, double least, double most)
{
    const bool hasSign = !text.empty() && (text[0] == '-' || text[0] == '+');
    const std::string digits = text.substr(hasSign ? 1 : 0);
    const bool isWhole = !digits.empty() && digits.find_first_not_of("0123456789") == digits.npos;
    if (!isWhole)
    {
        Refuse(who, text, "whole number; " + DescribeRange(least, most));
    }
    // As a number it may be beyond what its type holds, and is then beyond the range as well. Such
    // a number is not exact: the words show it as it was written.
    const double value = std::stod(digits.substr(0, 300)) * (text[0] == '-' ? -1 : 1);
    ExpectNumberWithin(who, value, MakeLegible(text), least, most);
}

void
ExpectReal(const std::string& who, const std::string& text, double least, double most)
{
    double number = 0;
    if (!ReadNumber(text, number))
    {
        Refuse(who, text, "number; " + DescribeRange(least, most));
    }
    ExpectWithin(who, number, least, most);
}

void
ExpectTruth(const std::string& who, const std::string& text)
{
    static const std::vector<std::string> words{"true", "false", "t", "f", "1", "0"};
    if (std::find(words.begin(), words.end(), text) == words.end())
    {
        Refuse(who, text, "truth value; allowed is true or false");
    }
}

void
ExpectTime(const std::string& who, const std::string& text)
{
    static const std::map<std::string, double> units{{"", 1},
                                                     {"y", 365 * 86400.0},
                                                     {"d", 86400},
                                                     {"h", 3600},
                                                     {"min", 60},
                                                     {"s", 1},
                                                     {"ms", 1e-3},
                                                     {"us", 1e-6},
                                                     {"ns", 1e-9},
                                                     {"ps", 1e-12},
                                                     {"fs", 1e-15}};
    const std::size_t cut = text.find_first_not_of("+-0123456789.eE");
    const auto unit = units.find(cut == std::string::npos ? "" : text.substr(cut));
    double number = 0;
    if (!ReadNumber(text.substr(0, cut), number) || unit == units.end())
    {
        Refuse(who, text, "time; allowed is a number with s, ms, us, ns, min, h or d behind it");
    }
    // Beyond, ns-3's clock of 64 bits of nanoseconds begins anew.
    constexpr double LONGEST = 9.2e9;
    if (std::abs(number) * unit->second > LONGEST)
    {
        Refuse(who, text, "time that a clock holds; allowed are up to 9.2e9 s, before or after 0");
    }
}

void
ExpectAttributeValue(const std::string& who,
                     const std::string& text,
                     const Ptr<const AttributeChecker>& checker,
                     const std::string& help,
                     const std::string& present)
{
    // Some kinds of attributes name their value with, others without the namespace.
    std::string kind = checker->GetValueTypeName();
    kind = kind.compare(0, 5, "ns3::") == 0 ? kind.substr(5) : kind;
    const std::string info =
        checker->HasUnderlyingTypeInformation() ? checker->GetUnderlyingTypeInformation() : "";
    if (kind == "UintegerValue" || kind == "IntegerValue")
    {
        ExpectWhole(who, text, ReadRange(info).least, ReadRange(info).most);
    }
    else if (kind == "DoubleValue")
    {
        ExpectReal(who, text, ReadRange(info).least, ReadRange(info).most);
    }
    else if (kind == "BooleanValue")
    {
        ExpectTruth(who, text);
    }
    else if (kind == "TimeValue")
    {
        ExpectTime(who, text);
    }
    else if (kind.compare(0, 9, "EnumValue") == 0)
    {
        ExpectOneOf(who, text, SplitWords(info));
    }
    else if (kind.find("PtrContainer") != std::string::npos)
    {
        Refuse(who, text, "value of it: it is there to be read, and cannot be set");
    }
    else if (kind == "Ipv4AddressValue")
    {
        in_addr address;
        if (inet_pton(AF_INET, text.c_str(), &address) != 1)
        {
            Refuse(who, text, "address; allowed are four numbers up to 255, as 10.0.0.1");
        }
    }
    else if (kind == "Mac48AddressValue" && !IsHardwareAddress(text))
    {
        Refuse(who, text, "hardware address; allowed are six bytes, as 00:00:00:00:0a:01");
    }
    else if (kind == "PointerValue" || kind == "TypeIdValue")
    {
        ExpectObject(who, text, kind == "PointerValue");
    }
    // What ns-3 reads from a stream has to end where the stream does.
    const bool blank = !text.empty() && (std::isspace(static_cast<unsigned char>(text.front())) ||
                                         std::isspace(static_cast<unsigned char>(text.back())));
    if (blank && kind != "StringValue")
    {
        Refuse(who, text, "value: it begins or ends with a blank");
    }
    if (!checker->CreateValidValue(StringValue(text)))
    {
        const bool dot = !help.empty() && help.back() == '.';
        const std::string what = help.substr(0, help.size() - (dot ? 1 : 0));
        Refuse(who, text, "value of it: " + what + (info.empty() ? "" : "; it is " + info));
    }
    ExpectKin(who, text, present);
}

void
ExpectAttributeValue(const std::string& who,
                     const std::string& text,
                     const TypeId::AttributeInformation& info)
{
    ExpectAttributeValue(who,
                         text,
                         info.checker,
                         info.help,
                         info.initialValue->SerializeToString(info.checker));
}

} // namespace edgeai
} // namespace ns3
