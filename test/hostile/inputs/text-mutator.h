/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TEXT_MUTATOR_H
#define EDGE_AI_TEXT_MUTATOR_H

#include "support/mutator.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Spoils text of lines, cells and numbers where it has them.
class TextMutator
{
  public:
    /// @param [in,out] draws of all changes
    explicit TextMutator(Mutator& draws)
        : m_draws(draws)
    {
    }

    /// @param [in] text sound  @param [in] others pieces of which may be put in
    /// @returns it with one to four changes
    std::string Change(std::string text, const std::vector<std::string>& others)
    {
        for (std::size_t changes = 1 + m_draws.Draw(4); changes > 0; --changes)
        {
            ChangeOnce(text, others);
        }
        return text;
    }

  private:
    /// A piece of a text.
    struct Span
    {
        std::size_t begin;
        std::size_t end;
    };

    /// @param [in] text some  @returns its numbers
    static std::vector<Span> FindNumbers(const std::string& text)
    {
        std::vector<Span> numbers;
        for (std::size_t i = 0; i < text.size(); ++i)
        {
            if (std::isdigit(static_cast<unsigned char>(text[i])) != 0)
            {
                const std::size_t end =
                    std::min(text.size(), text.find_first_not_of("0123456789.e", i));
                numbers.push_back({i, end});
                i = end;
            }
        }
        return numbers;
    }

    /// @param [in] text some  @param [in] separators letters  @returns what is between them
    static std::vector<Span> FindPieces(const std::string& text, const char* separators)
    {
        std::vector<Span> pieces;
        std::size_t begin = 0;
        while (begin <= text.size())
        {
            const std::size_t end = std::min(text.size(), text.find_first_of(separators, begin));
            pieces.push_back({begin, end});
            begin = end + 1;
        }
        return pieces;
    }

    std::string DrawNumber()
    {
        static const std::array<const char*, 24> odd{"nan",
                                                     "inf",
                                                     "-inf",
                                                     "-nan",
                                                     "0",
                                                     "-0",
                                                     "-1",
                                                     "1e400",
                                                     "1e-400",
                                                     "4.9e-324",
                                                     "5e-324",
                                                     "1.7976931348623157e308",
                                                     "-1.7976931348623157e308",
                                                     "18446744073709551615",
                                                     "18446744073709551616",
                                                     "4294967296",
                                                     "2147483648",
                                                     "-9223372036854775809",
                                                     "1e",
                                                     "0x10",
                                                     "1,5",
                                                     "1e9",
                                                     "1000001",
                                                     "0.5"};
        return odd[m_draws.Draw(odd.size())];
    }

    void Replace(std::string& text, Span span, const std::string& by)
    {
        text.replace(span.begin, span.end - span.begin, by);
    }

    void ChangePieces(std::string& text, const char* separators, const std::string& other)
    {
        const std::vector<Span> pieces = FindPieces(text, separators);
        const Span span = pieces[m_draws.Draw(pieces.size())];
        const std::string piece = text.substr(span.begin, span.end - span.begin);
        switch (m_draws.Draw(5))
        {
        case 0: // goes, with what is behind it
            text.erase(span.begin, span.end - span.begin + 1);
            return;
        case 1: // is empty
            Replace(text, span, "");
            return;
        case 2: // is there twice
            text.insert(span.begin,
                        piece + (span.end < text.size() ? text.substr(span.end, 1) : "\n"));
            return;
        case 3: { // is in the place of another
            const Span there = pieces[m_draws.Draw(pieces.size())];
            Replace(text, there, piece);
            return;
        }
        default: { // is another's
            const std::vector<Span> theirs = FindPieces(other, separators);
            const Span from = theirs[m_draws.Draw(theirs.size())];
            Replace(text, span, other.substr(from.begin, from.end - from.begin));
        }
        }
    }

    void ChangeOnce(std::string& text, const std::vector<std::string>& others)
    {
        const std::string& other = others[m_draws.Draw(others.size())];
        switch (m_draws.Draw(8))
        {
        case 0:
        case 1:
        case 2: {
            const std::vector<Span> numbers = FindNumbers(text);
            if (!numbers.empty())
            {
                Replace(text, numbers[m_draws.Draw(numbers.size())], DrawNumber());
            }
            return;
        }
        case 3:
            ChangePieces(text, "\n", other);
            return;
        case 4:
        case 5:
            ChangePieces(text, ",|()=", other);
            return;
        case 6:
            text.insert(m_draws.Draw(text.size() + 1), std::string(m_draws.Draw(3000), ','));
            return;
        default: {
            Mutator::Bytes bytes(text.begin(), text.end());
            m_draws.Change(bytes, {Mutator::Bytes(other.begin(), other.end())});
            text.assign(bytes.begin(), bytes.end());
        }
        }
    }

    Mutator& m_draws;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TEXT_MUTATOR_H
