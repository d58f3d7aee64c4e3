/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a task of its own shape costs: prompts, answers token by token, raw inputs.

#include "ns3/edge-ai-compat.h"
#include "ns3/network-catalogue.h"
#include "ns3/task-profiles.h"
#include "ns3/test.h"

#include <stdexcept>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] network name  @param [in] shape of a task  @returns its profile
NetworkProfile
GetProfile(const std::string& network, const TaskShape& shape)
{
    TaskProfiles profiles;
    profiles.Offer(network);
    return profiles.Get(network, shape);
}

class AnswerCase : public TestCase
{
  public:
    AnswerCase()
        : TestCase("the k-th token of an answer attends to the prompt and k tokens")
    {
    }

  private:
    void DoRun() override
    {
        // GPT-2: 12 blocks of width 768, a vocabulary of 50257. A token takes 12 d^2 multiply-adds
        // in each block and d in the head for each word; attention 2 d for each token attended to.
        const double d = 768;
        const double token = 12 * 12 * d * d;
        const double head = 50257 * d;
        const double prompt = 10 * token + 12 * 2 * 10 * 10 * d + head;
        const double answer = 1000 * (token + head) + 12 * 2 * d * (1000 * 10 + 1000 * 1001 / 2.0);
        const NetworkProfile profile = GetProfile("GPT-2", {10, 1000});
        NS_TEST_EXPECT_MSG_EQ_TOL(profile.GetFlop(), 2 * (prompt + answer), 0.5, "by hand");
        NS_TEST_EXPECT_MSG_EQ_TOL(profile.GetFlop(), 2.677e11, 0.0005e11, "as worked out before");
        NS_TEST_EXPECT_MSG_EQ(profile.GetFlop(), 2 * profile.GetMultiplyAdds(), "nothing else");
        NS_TEST_EXPECT_MSG_EQ(profile.inputBits, 320, "32 bit for each token of the prompt");
        // Behind every block before the head: a row for each token of prompt and answer.
        NS_TEST_EXPECT_MSG_EQ(profile.blocks.at(3).outputShape.at(0), 1010, "rows");
        NS_TEST_EXPECT_MSG_EQ(profile.blocks.at(3).outputShape.at(1), 768, "width");
        NS_TEST_EXPECT_MSG_EQ(profile.blocks.at(3).stateBytes, 2 * 1010 * 768 * 2, "keys, values");

        for (const std::string network : {"LLaMA-7B", "GPT-2@part=encoder", "GPT-2-XL@bits=8"})
        {
            const uint64_t in = 37;
            const uint64_t out = 23;
            auto load = [&](uint64_t tokens, const std::string& phase) {
                const std::string join = network.find('@') == std::string::npos ? "@" : ",";
                return LoadNetworkProfile(network + join + "tokens=" + std::to_string(tokens) +
                                          ",phase=" + phase);
            };
            uint64_t flop = load(in, "prefill").GetFlop();
            for (uint64_t k = 1; k <= out; ++k)
            {
                flop += load(in + k, "decode").GetFlop();
            }
            const TaskShape shape{static_cast<double>(in), static_cast<double>(out)};
            NS_TEST_EXPECT_MSG_EQ(GetProfile(network, shape).GetFlop(), flop, network);
        }
        // The prompt of the network offered, and one that takes its place.
        NS_TEST_EXPECT_MSG_EQ(GetProfile("GPT-2@tokens=10", {0, 1000}).GetFlop(),
                              profile.GetFlop(),
                              "its own prompt");
        NS_TEST_EXPECT_MSG_EQ(GetProfile("GPT-2@tokens=99", {10, 1000}).GetFlop(),
                              profile.GetFlop(),
                              "another prompt");
    }
};

class LimitCase : public TestCase
{
  public:
    LimitCase()
        : TestCase("prompt and answer together fit into what the network attends to")
    {
    }

  private:
    void Refuse(const std::string& network, const TaskShape& shape, const std::string& expected)
    {
        std::string message = "no error";
        try
        {
            GetProfile(network, shape);
        }
        catch (const std::runtime_error& error)
        {
            message = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(message.find(expected), std::string::npos, message);
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_GT(GetProfile("GPT-2", {24, 1000}).GetFlop(), 0, "1024 in all");
        Refuse("GPT-2", {25, 1000}, "in 1..1024, got '1025'");
        Refuse("GPT-2", {1000, 1000}, "a prompt of 1000 and an answer of 1000 tokens: ");
        Refuse("GPT-2", {0, 513}, "a prompt of 512 and an answer of 513 tokens: ");
        Refuse("GPT-2", {1025, 1}, "in 1..1024, got '1025'");
        Refuse("GPT-2", {1.5, 0}, "tokensIn must be a whole number");
        Refuse("GPT-2", {1, 0.25}, "tokensOut must be a whole number");
        Refuse("GPT-2", {-1, 0}, "tokensIn must be in [0, 1000000]");
        Refuse("GPT-2", {1, 0, 1e13}, "inputBits must be in [0, 1000000000000]");
        Refuse("GPT-2", {1, 0, -1}, "inputBits must be in");
        Refuse("GPT-2@phase=decode", {1, 1}, "needs phase=prefill");
        Refuse("BERT-base", {1, 1}, "phase");
        Refuse("ResNet-18", {5, 0}, "tokens");
    }
};

class InputCase : public TestCase
{
  public:
    InputCase()
        : TestCase("a raw input of no bits is none; without a size it is the network's own")
    {
    }

  private:
    void DoRun() override
    {
        TaskProfiles profiles;
        profiles.Offer("GPT-2");
        NS_TEST_EXPECT_MSG_EQ(profiles.Get("GPT-2", {}).inputBits, 16384, "512 tokens");
        NS_TEST_EXPECT_MSG_EQ(profiles.Get("GPT-2", {300, 20, 0}).inputBits, 0, "no image");
        NS_TEST_EXPECT_MSG_EQ(profiles.Get("GPT-2", {300, 20, 2e6}).inputBits, 2000000, "two");
        NS_TEST_EXPECT_MSG_EQ(profiles.Get("GPT-2", {300, 20}).inputBits, 9600, "300 tokens");
        NS_TEST_EXPECT_MSG_EQ(profiles.Get("GPT-2", {0, 0, 0}).inputBits, 0, "of the offer");
        NS_TEST_EXPECT_MSG_EQ(profiles.Get("GPT-2", {}).inputBits, 16384, "which stays");
    }
};

class TaskProfilesTestSuite : public TestSuite
{
  public:
    TaskProfilesTestSuite()
        : TestSuite("edge-ai-task-profiles", TEST_UNIT)
    {
        AddTestCase(new AnswerCase, TEST_QUICK);
        AddTestCase(new LimitCase, TEST_QUICK);
        AddTestCase(new InputCase, TEST_QUICK);
    }
};

TaskProfilesTestSuite g_taskProfilesTestSuite; ///< registers the suite

} // namespace
