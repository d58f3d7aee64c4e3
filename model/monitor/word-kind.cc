/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "word-kind.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <locale>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] letter any  @returns whether it is a digit
bool
IsDigit(char letter)
{
    return std::isdigit(static_cast<unsigned char>(letter)) != 0;
}

/**
 * @param [in] words a sentence
 * @param [in] at where a digit is
 * @returns where the number ends that begins there: digits, a point with digits behind it, an
 *          exponent
 */
std::size_t
FindEnd(const std::string& words, std::size_t at)
{
    const auto skip = [&words](std::size_t from) {
        while (from < words.size() && IsDigit(words[from]))
        {
            ++from;
        }
        return from;
    };
    std::size_t end = skip(at);
    if (end + 1 < words.size() && words[end] == '.' && IsDigit(words[end + 1]))
    {
        end = skip(end + 1);
    }
    if (end + 1 < words.size() && words[end] == 'e')
    {
        const bool hasSign = words[end + 1] == '+' || words[end + 1] == '-';
        const std::size_t digits = end + (hasSign ? 2 : 1);
        end = digits < words.size() && IsDigit(words[digits]) ? skip(digits) : end;
    }
    return end;
}

/// @param [in] words a sentence  @param [out] between its words  @param [out] numbers its numbers
void
Split(const std::string& words,
      std::vector<std::string>& between,
      std::vector<std::string>& numbers)
{
    between.assign(1, "");
    for (std::size_t at = 0; at < words.size();)
    {
        if (!IsDigit(words[at]))
        {
            // Digits that belong to a word, as in a name, are no numbers of their own.
            const bool letter = std::isalpha(static_cast<unsigned char>(words[at])) != 0;
            between.back() += words[at++];
            while (letter && at < words.size() && IsDigit(words[at]))
            {
                between.back() += words[at++];
            }
            continue;
        }
        const std::size_t end = FindEnd(words, at);
        numbers.push_back(words.substr(at, end - at));
        between.emplace_back();
        at = end;
    }
}

/// @param [in] text of a number  @returns it
double
ToNumber(const std::string& text)
{
    std::istringstream stream(text);
    stream.imbue(std::locale::classic());
    double number = 0;
    stream >> number;
    return number;
}

} // namespace

std::string
WordKind::GetName(const std::string& words)
{
    std::vector<std::string> between;
    std::vector<std::string> numbers;
    Split(words, between, numbers);
    std::string name = between.front();
    for (std::size_t i = 1; i < between.size(); ++i)
    {
        name += "#" + between[i];
    }
    return name;
}

void
WordKind::Add(const std::string& words)
{
    std::vector<std::string> numbers;
    Split(words, m_between, numbers);
    if (m_count++ == 0)
    {
        m_first = words;
        for (const std::string& number : numbers)
        {
            m_numbers.push_back({number, number});
        }
        return;
    }
    for (std::size_t i = 0; i < numbers.size() && i < m_numbers.size(); ++i)
    {
        const double value = ToNumber(numbers[i]);
        Range& range = m_numbers[i];
        range.least = value < ToNumber(range.least) ? numbers[i] : range.least;
        range.most = value > ToNumber(range.most) ? numbers[i] : range.most;
    }
}

uint64_t
WordKind::GetCount() const
{
    return m_count;
}

const std::string&
WordKind::GetFirst() const
{
    return m_first;
}

std::string
WordKind::GetWords() const
{
    std::string words = m_between.empty() ? "" : m_between.front();
    for (std::size_t i = 0; i < m_numbers.size(); ++i)
    {
        const Range& range = m_numbers[i];
        words += range.least;
        words += ToNumber(range.least) < ToNumber(range.most) ? " to " + range.most : "";
        words += m_between[i + 1];
    }
    return words;
}

void
WordKinds::Add(const std::string& words)
{
    if (words.empty())
    {
        return;
    }
    const std::string name = WordKind::GetName(words);
    const auto same = [&name](const auto& kept) { return kept.first == name; };
    auto found = std::find_if(m_kinds.begin(), m_kinds.end(), same);
    if (found == m_kinds.end())
    {
        found = m_kinds.emplace(m_kinds.end(), name, WordKind());
    }
    found->second.Add(words);
}

std::vector<std::pair<std::string, uint64_t>>
WordKinds::Get() const
{
    std::vector<std::pair<std::string, uint64_t>> counted;
    for (const auto& [name, kind] : m_kinds)
    {
        counted.emplace_back(kind.GetWords(), kind.GetCount());
    }
    return counted;
}

} // namespace edgeai
} // namespace ns3
