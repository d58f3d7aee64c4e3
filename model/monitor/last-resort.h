/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAST_RESORT_H
#define EDGE_AI_LAST_RESORT_H

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * Let what ends a program in words end it with these words and exit code 1 alone: an exception that
 * a script does not catch, and ns-3's fatal errors (NS_ABORT_MSG, NS_FATAL_ERROR, assertions),
 * which have said theirs. The language's own way, "terminate called" and an abort, reads like a
 * fault of the program, where a folder cannot be written or a count is out of its range. What ends
 * programs without a word stays an abort, and so does a handler that the script has set.
 *
 * To be called by what every script makes, monitors, helpers and folders of runs; once is enough,
 * and again does nothing.
 */
void SayWhatIsNotCaught();

/// While it lives, the words of a fatal error of ns-3's that ends the program are followed by its
/// own: what was being done, of which ns-3 does not know.
class LastWords
{
  public:
    /// @param [in] words about it
    explicit LastWords(const std::string& words);

    LastWords(const LastWords&) = delete;
    LastWords& operator=(const LastWords&) = delete;

    ~LastWords();

  private:
    std::string m_outer; ///< words of the one that it is within
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAST_RESORT_H
