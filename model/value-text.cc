/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "value-text.h"

#include "monitor/csv-format.h"
#include "nearest-name.h"
#include "printable-text.h"

#include "ns3/type-id.h"

#include <algorithm>
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

} // namespace

void
RefuseText(const std::string& who, const std::string& text, const std::string& what)
{
    throw std::invalid_argument(who + ": '" + MakeLegible(text) + "' is no " + what);
}

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
        RefuseText(who, text, "whole number; " + DescribeRange(least, most));
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
        RefuseText(who, text, "number; " + DescribeRange(least, most));
    }
    ExpectWithin(who, number, least, most);
}

void
ExpectTruth(const std::string& who, const std::string& text)
{
    static const std::vector<std::string> words{"true", "false", "t", "f", "1", "0"};
    if (std::find(words.begin(), words.end(), text) == words.end())
    {
        RefuseText(who, text, "truth value; allowed is true or false");
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
        RefuseText(who,
                   text,
                   "time; allowed is a number with s, ms, us, ns, min, h or d behind it");
    }
    // Beyond, ns-3's clock of 64 bits of nanoseconds begins anew.
    constexpr double LONGEST = 9.2233720368e9;
    if (std::abs(number) * unit->second > LONGEST)
    {
        RefuseText(who,
                   text,
                   "time that a clock holds; allowed are up to 9.223372036e9 s, before or after 0");
    }
}

} // namespace edgeai
} // namespace ns3
