/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "option-list.h"

#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

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
        ExpectWithin("--" + option, number, least, most);
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

} // namespace edgeai
} // namespace ns3
