/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "network-options.h"

#include "profile-error.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns the words with ", " between them
std::string
Join(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words)
    {
        text += (text.empty() ? "" : ", ") + word;
    }
    return text;
}

/// Lower case without punctuation, so that "vit-b16" is near "ViT-B/16".
std::string
Simplify(const std::string& name)
{
    std::string simple;
    for (const unsigned char letter : name)
    {
        if (std::isalnum(letter))
        {
            simple += static_cast<char>(std::tolower(letter));
        }
    }
    return simple;
}

/// @returns the number of letters to insert, delete or replace to make b of a (Levenshtein)
std::size_t
EditDistance(const std::string& a, const std::string& b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
    {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i)
    {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j)
        {
            const std::size_t replace = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replace, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

/// Reads a finite number that fills the whole text.
bool
ReadNumber(const std::string& text, double& value)
{
    // strtod alone would also take "inf", "nan", "0x10" and leading blanks.
    if (text.empty() || text.find_first_not_of("0123456789.eE+-") != std::string::npos)
    {
        return false;
    }
    char* end = nullptr;
    value = std::strtod(text.c_str(), &end);
    return end == text.c_str() + text.size() && std::isfinite(value);
}

/// @returns a number as a person would write it
std::string
Format(double value)
{
    std::ostringstream text;
    text.precision(15);
    text << value;
    return text.str();
}

} // namespace

std::string
NetworkOptionRule::GetRange() const
{
    if (!choices.empty())
    {
        return "one of " + Join(choices);
    }
    std::string text = integer ? "a whole number in " + Format(min) + ".." + Format(max)
                               : "a number in [" + Format(min) + ", " + Format(max) + "]";
    if (multipleOf > 1)
    {
        text += ", a multiple of " + std::to_string(multipleOf);
    }
    return text;
}

std::vector<std::string>
FindNearNames(const std::string& word, const std::vector<std::string>& candidates)
{
    const std::string simple = Simplify(word.substr(0, 64));
    std::vector<std::pair<std::size_t, std::string>> near;
    for (const auto& candidate : candidates)
    {
        const std::string other = Simplify(candidate);
        const std::size_t distance = EditDistance(simple, other);
        if (distance < other.size() && distance <= std::max<std::size_t>(2, other.size() / 3))
        {
            near.emplace_back(distance, candidate);
        }
    }
    std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) {
        return a.first < b.first;
    });
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, near.size()); ++i)
    {
        names.push_back(near[i].second);
    }
    return names;
}

NetworkOptions::NetworkOptions(const std::string& network,
                               const std::string& text,
                               const std::vector<NetworkOptionRule>& rules)
    : m_network(network)
{
    std::vector<std::string> keys;
    for (const auto& rule : rules)
    {
        keys.push_back(rule.key);
    }
    if (!text.empty() && text.back() == ',')
    {
        throw ProfileError("network '" + network + "' needs key=value after the last comma");
    }
    std::istringstream stream(text);
    std::string pair;
    while (std::getline(stream, pair, ','))
    {
        const auto equals = pair.find('=');
        const std::string key = pair.substr(0, equals);
        const auto rule =
            std::find_if(rules.begin(), rules.end(), [&key](const NetworkOptionRule& candidate) {
                return candidate.key == key;
            });
        if (rule == rules.end())
        {
            const auto near = FindNearNames(key, keys);
            throw ProfileError("network '" + network + "' has no option '" + key + "'" +
                               (near.empty() ? "" : " (did you mean " + Join(near) + "?)") +
                               "; its options are " + Join(keys));
        }
        if (equals == std::string::npos)
        {
            throw ProfileError("network '" + network + "': option '" + key +
                               "' needs a value, as in " + key + "=" + rule->fallback);
        }
        if (m_values.count(key) > 0)
        {
            throw ProfileError("network '" + network + "': option '" + key + "' is given twice");
        }
        m_values[key] = pair.substr(equals + 1);
        Check(*rule, m_values[key]);
    }
    for (const auto& rule : rules)
    {
        m_values.emplace(rule.key, rule.fallback);
    }
}

void
NetworkOptions::Check(const NetworkOptionRule& rule, const std::string& value) const
{
    bool fits = false;
    if (!rule.choices.empty())
    {
        fits = std::find(rule.choices.begin(), rule.choices.end(), value) != rule.choices.end();
    }
    else
    {
        double number = 0;
        fits = ReadNumber(value, number) && number >= rule.min && number <= rule.max;
        fits = fits && (!rule.integer ||
                        (std::floor(number) == number && std::fmod(number, rule.multipleOf) == 0));
    }
    if (!fits)
    {
        throw ProfileError("network '" + m_network + "': option '" + rule.key + "' must be " +
                           rule.GetRange() + ", got '" + value + "'");
    }
}

const std::string&
NetworkOptions::Get(const std::string& key) const
{
    return m_values.at(key);
}

uint64_t
NetworkOptions::GetInteger(const std::string& key) const
{
    return static_cast<uint64_t>(GetReal(key));
}

double
NetworkOptions::GetReal(const std::string& key) const
{
    return std::strtod(Get(key).c_str(), nullptr);
}

std::string
NetworkOptions::GetChoice(const std::string& key) const
{
    return Get(key);
}

} // namespace edgeai
} // namespace ns3
