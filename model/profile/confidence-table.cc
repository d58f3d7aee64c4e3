/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "confidence-table.h"

#include "located-json.h"
#include "profile-error.h"

#include <locale>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Where a value stands, for messages.
struct Place
{
    const std::string& source;
    std::size_t line;
    std::size_t column;

    [[noreturn]] void Complain(const std::string& what) const
    {
        throw ProfileError(source + ", line " + std::to_string(line) + ", column " +
                           std::to_string(column) + ": " + what);
    }
};

/// @returns the number a word is, whatever the user's locale
double
ParseNumber(const std::string& word, const Place& place)
{
    std::istringstream text(word);
    text.imbue(std::locale::classic());
    double value = 0;
    char rest = 0;
    if (!(text >> value) || (text >> rest))
    {
        place.Complain("'" + word + "' is not a number");
    }
    return value;
}

/// @returns the sample on a line
ConfidenceSample
ParseSample(const std::string& line, const std::string& source, std::size_t number)
{
    ConfidenceSample sample;
    std::istringstream words(line + ",");
    std::string word;
    std::size_t column = 0;
    while (std::getline(words, word, ','))
    {
        const Place place{source, number, ++column};
        const double value = ParseNumber(word, place);
        // Confidences stand in the odd columns, but the last is the answer at the end.
        const bool confidence =
            column % 2 == 1 && words.peek() != std::istringstream::traits_type::eof();
        if (confidence)
        {
            if (!(value >= 0 && value <= 1))
            {
                place.Complain("the confidence is " + word + "; allowed is 0 to 1");
            }
            sample.confidences.push_back(value);
        }
        else
        {
            if (value != 0 && value != 1)
            {
                place.Complain("correct is " + word + "; allowed is 0 or 1");
            }
            sample.correct.push_back(value == 1);
        }
    }
    if (column % 2 == 0)
    {
        Place{source, number, column}.Complain(
            std::to_string(column) + " columns; allowed is two for each early exit and one more");
    }
    return sample;
}

} // namespace

std::size_t
ConfidenceTable::GetExitCount() const
{
    return samples.empty() ? 0 : samples.front().confidences.size();
}

std::string
ConfidenceTable::Validate(std::size_t exits) const
{
    for (std::size_t i = 0; i < samples.size(); ++i)
    {
        const ConfidenceSample& sample = samples[i];
        const std::string path = "samples[" + std::to_string(i) + "].";
        if (sample.confidences.size() != exits || sample.correct.size() != exits + 1)
        {
            return path + "confidences and correct hold " +
                   std::to_string(sample.confidences.size()) + " and " +
                   std::to_string(sample.correct.size()) + " values; needed are " +
                   std::to_string(exits) + ", one per exit, and one more";
        }
        for (std::size_t b = 0; b < exits; ++b)
        {
            if (!(sample.confidences[b] >= 0 && sample.confidences[b] <= 1))
            {
                return path + "confidences[" + std::to_string(b) + "] is " +
                       std::to_string(sample.confidences[b]) + "; allowed is 0 to 1";
            }
        }
        for (std::size_t b = 0; b <= exits; ++b)
        {
            if (sample.correct[b] > 1)
            {
                return path + "correct[" + std::to_string(b) + "] is " +
                       std::to_string(sample.correct[b]) + "; allowed is 0 or 1";
            }
        }
    }
    return "";
}

ConfidenceTable
ParseConfidenceTable(const std::string& text, const std::string& source)
{
    ConfidenceTable table;
    std::istringstream lines(text);
    std::string line;
    std::size_t number = 0;
    while (std::getline(lines, line))
    {
        ++number;
        line = line.substr(0, line.find('#'));
        if (line.find_first_not_of(" \t\r") == std::string::npos)
        {
            continue;
        }
        table.samples.push_back(ParseSample(line, source, number));
        if (table.samples.back().confidences.size() != table.GetExitCount())
        {
            throw ProfileError(source + ", line " + std::to_string(number) + ": " +
                               std::to_string(table.samples.back().confidences.size()) +
                               " early exits; allowed is " + std::to_string(table.GetExitCount()) +
                               ", as on the lines before");
        }
    }
    if (table.samples.empty())
    {
        throw ProfileError(source + " holds no sample; needed is at least one line");
    }
    return table;
}

ConfidenceTable
ReadConfidenceFile(const std::string& path)
{
    return ParseConfidenceTable(ReadTextFile(path), path);
}

} // namespace edgeai
} // namespace ns3
