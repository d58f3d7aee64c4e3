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

/// Programs that end in the words of a helper.
class MisuseCase : public TestCase
{
  public:
    /// @param [in] helper its name  @param [in] what is misused
    MisuseCase(const std::string& helper, const std::string& what)
        : TestCase(helper + ": " + what + " ends the program in words"),
          m_helper(helper)
    {
    }

  protected:
    /// @param [in] words that the program ends with, behind the helper's name
    /// @param [in] action that ends it
    void Expect(const std::string& words, const std::function<void()>& action)
    {
        int status = 0;
        const std::string said = HearProcess(action, status);
        const std::string expected = m_helper + ": " + words;
        EXPECT_TRUE(said.find(expected) != std::string::npos, expected << ", not: " << said);
        EXPECT_TRUE(said.find("terminate called") == std::string::npos, said);
        EXPECT_TRUE(said.find("msg=\"") == std::string::npos, said);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 1, words << ": status " << status);
    }

    /// @returns a node, and what is none: a script has no such name, or counts wrongly
    static NodeContainer MakeBroken()
    {
        NodeContainer nodes(1);
        nodes.Add(Ptr<Node>());
        return nodes;
    }

  private:
    std::string m_helper;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MISUSE_CASE_H
