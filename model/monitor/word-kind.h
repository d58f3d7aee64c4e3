/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_WORD_KIND_H
#define EDGE_AI_WORD_KIND_H

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Sentences of one kind: the same words, whatever the numbers in them. A reason or a note that is
 * said again with another rate is no other note.
 */
class WordKind
{
  public:
    /// @param [in] words a sentence  @returns the same for all of its kind: every number is a "#"
    static std::string GetName(const std::string& words);

    /// @param [in] words a sentence of this kind
    void Add(const std::string& words);

    /// @returns how many there were
    uint64_t GetCount() const;
    /// @returns the first of them
    const std::string& GetFirst() const;
    /// @returns the sentence, with the range of each number that was not always the same: "at 1e6
    /// to 2e6 bit/s"
    std::string GetWords() const;

  private:
    /// A number of the sentence.
    struct Range
    {
        std::string least; ///< as it was written
        std::string most;  ///< likewise
    };

    std::string m_first;
    std::vector<std::string> m_between; ///< words before the numbers, and behind the last
    std::vector<Range> m_numbers;
    uint64_t m_count{0};
};

/// Sentences, put together by their kinds.
class WordKinds
{
  public:
    /// @param [in] words a sentence; empty: nothing
    void Add(const std::string& words);

    /// @returns each kind with how many there were, in the order of their first
    std::vector<std::pair<std::string, uint64_t>> Get() const;

  private:
    std::vector<std::pair<std::string, WordKind>> m_kinds; ///< by name
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_WORD_KIND_H
