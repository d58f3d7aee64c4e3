/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-text.h"

#include "learning/data/data-file.h"
#include "learning/learning-error.h"
#include "nearest-name.h"
#include "printable-text.h"
#include "short-number.h"

#include <algorithm>
#include <charconv>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] text with or without quotes  @param [in] letter that is looked for
/// @param [in] from where, outside quotes
/// @returns where it stands first outside quotes; the text's size: nowhere
std::size_t
FindBare(const std::string& text, char letter, std::size_t from)
{
    bool quoted = false;
    for (; from < text.size() && (quoted || text[from] != letter); ++from)
    {
        quoted = quoted != (text[from] == '"');
    }
    return from;
}

/// @param [in] text with or without quotes  @returns what they hold; two in there are one
std::string
Unquote(const std::string& text)
{
    std::string plain;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at)
    {
        if (text[at] != '"')
        {
            plain += text[at];
            continue;
        }
        if (quoted && at + 1 < text.size() && text[at + 1] == '"')
        {
            plain += text[at++];
            continue;
        }
        quoted = !quoted;
    }
    return plain;
}

} // namespace

std::string
WriteL2(double l2)
{
    if (l2 == 0)
    {
        return "";
    }
    return ",l2=" + WriteExact(l2);
}

ModelText::ModelText(const std::string& text, const std::string& kind, const std::string& form)
    : m_kind(kind),
      m_text(text)
{
    constexpr std::size_t longest = 1000;
    const std::size_t open = text.find('(');
    if (text.size() > longest)
    {
        m_text.resize(40);
        Refuse("has " + std::to_string(text.size()) + " letters; allowed are at most " +
               std::to_string(longest));
    }
    if (open == std::string::npos || open == 0 || text.back() != ')')
    {
        Refuse("must be a name and " + form);
    }
    m_name = text.substr(0, open);
    const std::string inside = text.substr(open + 1, text.size() - open - 2);
    if (inside.find_first_not_of(' ') == std::string::npos)
    {
        return; // a name alone
    }
    for (std::size_t from = 0; from <= inside.size();)
    {
        const std::size_t to = FindBare(inside, ',', from);
        std::string word = inside.substr(from, to - from);
        word.erase(0, word.find_first_not_of(' '));
        word.erase(word.find_last_not_of(' ') + 1);
        if (std::count(word.begin(), word.end(), '"') % 2 != 0)
        {
            Refuse("has a double quote that is not closed");
        }
        Take(word);
        from = to + 1;
    }
}

void
ModelText::Take(const std::string& word)
{
    const std::size_t sign = FindBare(word, '=', 0);
    const std::string plain = Unquote(word.substr(0, sign));
    if (word.empty())
    {
        Refuse("has an empty argument");
    }
    if (sign == word.size())
    {
        if (!m_values.empty())
        {
            Refuse("has argument '" + plain + "' behind a setting; " +
                   (m_kind == "model" ? "sizes" : "arguments") + " come first");
        }
        m_arguments.push_back(plain);
    }
    else if (!m_values.emplace(plain, Unquote(word.substr(sign + 1))).second)
    {
        Refuse("gives '" + plain + "' twice");
    }
}

void
ModelText::Refuse(const std::string& what) const
{
    throw LearningError(m_kind + " '" + Shorten(m_text, 200) + "' " + what);
}

void
ModelText::RequireArguments(std::size_t least, std::size_t most, const std::string& form) const
{
    if (m_arguments.size() < least || m_arguments.size() > most)
    {
        Refuse("has " + std::to_string(m_arguments.size()) +
               (m_kind == "model" ? " sizes" : " arguments") + "; needed is " + form);
    }
}

void
ModelText::RequireKeys(const std::vector<std::string>& keys) const
{
    for (const auto& [key, value] : m_values)
    {
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
        {
            std::string list;
            for (const std::string& known : keys)
            {
                list += (list.empty() ? "" : ", ") + known;
            }
            Refuse("has no setting '" + key + "'; it has " + list + SuggestName(key, keys));
        }
    }
}

Eigen::Index
ModelText::Read(const std::string& word,
                const std::string& meaning,
                Eigen::Index least,
                Eigen::Index most) const
{
    Eigen::Index value = 0;
    const char* end = word.data() + word.size();
    const auto [stop, error] = std::from_chars(word.data(), end, value);
    if (error != std::errc() || stop != end || value < least || value > most)
    {
        Refuse("has '" + Shorten(word) + "' for " + meaning + "; allowed is a whole number in " +
               std::to_string(least) + ".." + std::to_string(most));
    }
    return value;
}

uint32_t
ModelText::ReadCount(const std::string& key,
                     uint32_t fallback,
                     Eigen::Index least,
                     Eigen::Index most) const
{
    return static_cast<uint32_t>(Read(Get(key, std::to_string(fallback)), key, least, most));
}

double
ModelText::ReadNumber(const std::string& word,
                      const std::string& meaning,
                      double least,
                      double most) const
{
    double value = 0;
    const bool number = ReadFiniteNumber(word, value);
    const bool tiny = least == 0 && value > 0 && value < POSITIVE;
    if (!number || tiny || !(value >= least && value <= most))
    {
        Refuse("has '" + Shorten(word) + "' for " + meaning + "; allowed is a finite number, " +
               (tiny ? "0, or " + WriteExact(POSITIVE) : WriteExact(least)) + " to " +
               WriteExact(most));
    }
    return value;
}

double
ModelText::ReadAmount(const std::string& key, double fallback, double least, double most) const
{
    const std::string word = Get(key, "");
    return word.empty() ? fallback : ReadNumber(word, key, least, most);
}

std::size_t
ModelText::ReadChoice(const std::string& key, const std::vector<std::string>& words) const
{
    const std::string word = Get(key, words.front());
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end())
    {
        std::string list;
        for (const std::string& allowed : words)
        {
            list += (list.empty() ? "" : allowed == words.back() ? " or " : ", ") + allowed;
        }
        Refuse("has " + key + " '" + Shorten(word) + "'; allowed is " + list);
    }
    return static_cast<std::size_t>(found - words.begin());
}

double
ModelText::ReadL2() const
{
    return ReadNumber(Get("l2", "0"), "l2", 0);
}

std::string
ModelText::Get(const std::string& key, const std::string& fallback) const
{
    const auto at = m_values.find(key);
    return at == m_values.end() ? fallback : at->second;
}

} // namespace edgeai
} // namespace ns3
