/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MISUSE_CASE_H
#define EDGE_AI_MISUSE_CASE_H

// What users of a helper get wrong is said in words.

#include "expectations.h"
#include "last-words.h"

#include "ns3/node-container.h"
#include "ns3/test.h"

#include <functional>
#include <string>

namespace ns3
{
namespace edgeai
{

/// Wrong scripts, each in a process of its own, which words have to end.
class MisuseCase : public TestCase
{
  public:
    /// @param [in] title of the case, of more than one helper
    explicit MisuseCase(const std::string& title)
        : TestCase(title)
    {
    }

    /// @param [in] helper its name  @param [in] what is misused
    MisuseCase(const std::string& helper, const std::string& what)
        : TestCase(helper + ": " + what + " ends the program in words"),
          m_begin(helper + ": ")
    {
    }

  protected:
    /// @param [in] words that it ends with, behind the name of the helper if it is of one
    /// @param [in] script that is wrong
    void Expect(const std::string& words, const std::function<void()>& script)
    {
        int status = 0;
        const std::string said = HearProcess(script, status);
        const std::string expected = m_begin + words;
        EXPECT_TRUE(said.find(expected) != std::string::npos, expected << ", not: " << said);
        EXPECT_TRUE(said.find("terminate called") == std::string::npos, said);
        const bool ofHelper = said.find("Helper: ") != std::string::npos;
        EXPECT_TRUE(!ofHelper || said.find("msg=\"") == std::string::npos, said);
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

    /// @returns a node, and what is none: a script has no such name, or counts wrongly
    static NodeContainer MakeBroken()
    {
        NodeContainer nodes(1);
        nodes.Add(Ptr<Node>());
        return nodes;
    }

  private:
    std::string m_begin; ///< of all words
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MISUSE_CASE_H
