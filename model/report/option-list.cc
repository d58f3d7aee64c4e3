/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "option-list.h"

#include "monitor/csv-format.h"
#include "nearest-name.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <locale>
#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

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

std::vector<double>
ParseNumbers(const std::string& option, const std::string& text, double least, double most)
{
    std::vector<double> numbers;
    for (const std::string& word : ParseWords(option, text))
    {
        double number = 0;
        if (!ReadNumber(word, number))
        {
            throw std::invalid_argument("--" + option + ": '" + word + "' in '" + text +
                                        "' is no number; " + DescribeRange(least, most));
        }
        ExpectWithin(option, number, least, most);
        numbers.push_back(number);
    }
    return numbers;
}

std::vector<std::string>
ParseWords(const std::string& option, const std::string& text)
{
    std::vector<std::string> words;
    std::istringstream stream(text + ",");
    for (std::string word; std::getline(stream, word, ',');)
    {
        if (word.empty())
        {
            throw std::invalid_argument("--" + option + " is '" + text +
                                        "'; it must be a list such as a,b with no empty part");
        }
        words.push_back(word);
    }
    return words;
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
ExpectWithin(const std::string& option, double value, double least, double most)
{
    if (!(value >= least && value <= most))
    {
        throw std::invalid_argument("--" + option + ": " + FormatNumber(value) +
                                    " is out of range; " + DescribeRange(least, most));
    }
}

void
ExpectOneOf(const std::string& option,
            const std::string& value,
            const std::vector<std::string>& allowed)
{
    if (std::find(allowed.begin(), allowed.end(), value) == allowed.end())
    {
        throw std::invalid_argument("--" + option + " is '" + value + "'; allowed is one of " +
                                    JoinWords(allowed, ", ") + SuggestName(value, allowed));
    }
}

} // namespace edgeai
} // namespace ns3
