/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TEST_MISUSE_CASE_H
#define EDGE_AI_TEST_MISUSE_CASE_H

#include "support/expectations.h"
#include "support/last-words.h"

#include "ns3/test.h"

#include <functional>
#include <string>

namespace ns3
{
namespace edgeai
{

/// Scripts that are wrong, each in a process of its own, which words have to end.
class MisuseCase : public TestCase
{
  protected:
    using TestCase::TestCase;

    /// @param [in] words that it ends with  @param [in] script that is wrong
    void Expect(const std::string& words, const std::function<void()>& script)
    {
        int status = 0;
        const std::string said = HearProcess(script, status);
        EXPECT_TRUE(said.find(words) != std::string::npos, words << ": '" << said << "'");
        EXPECT_TRUE(said.find("terminate called") == std::string::npos, said);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 1, words << ": status " << status);
    }

    /// @param [in] script that is right, however odd it looks
    void ExpectRight(const std::function<void()>& script)
    {
        int status = 0;
        const std::string said = HearProcess(script, status);
        EXPECT_TRUE(said.empty(), said);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status " << status);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TEST_MISUSE_CASE_H
