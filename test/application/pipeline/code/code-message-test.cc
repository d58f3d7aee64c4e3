/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What servers say to each other: sizes, what a host makes of a request, what it does not believe;
// services from any profile.

#include "allocation/pipeline/code/code-evaluation.h"
#include "allocation/pipeline/code/code-paths.h"
#include "application/message/message-archive.h"
#include "application/pipeline/code/code-request.h"
#include "application/pipeline/code/code-service-profile.h"
#include "support/code-test-support.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/network-catalogue.h"
#include "ns3/profile-error.h"

#include <cmath>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns the problem as the host knows it: of the guest only what it advertised
CodeProblem
MakeHostView(const CodeProblem& problem)
{
    CodeProblem view = problem;
    view.local = ReadCodeAdvert(MakeCodeAdvert(problem.local, 50e9, 200, 0, 1));
    return view;
}

class SizeCase : public TestCase
{
  public:
    SizeCase()
        : TestCase("bodies have the sizes of the definition")
    {
    }

  private:
    void DoRun() override
    {
        const CodeProblem problem = MakeCodeBaseProblem();
        const CodeAdvertBody advert = MakeCodeAdvert(problem.host, 70e9, 40, 1e9, .7);
        NS_TEST_EXPECT_MSG_EQ(Encode(advert).size(), 32 + 16 * 6, "advert of five blocks, a head");
        const CodePlan plan = EvaluateCodePath(problem, codetest::Path("l1 h2 h3 l4 l5"));
        const CodeRequestBody request = MakeCodeRequest(problem, plan, 60, CodePurpose::SERVE);
        NS_TEST_EXPECT_MSG_EQ(Encode(request).size(), 16 + 8 * 6, "request, six connections");
        NS_TEST_EXPECT_MSG_EQ(Encode(CodeGrantBody()).size(), 24, "grant");
        NS_TEST_EXPECT_MSG_EQ(Encode(CodeActivateBody()).size(), 16, "activate");
        NS_TEST_EXPECT_MSG_EQ(Encode(CodeLoadBody()).size(), 24, "load");
        NS_TEST_EXPECT_MSG_EQ(Encode(CodeReleaseBody()).size(), 16, "release");

        CodeAdvertBody read;
        EXPECT_TRUE(Decode(Encode(advert), read), "it can be read");
        const CodeService service = ReadCodeAdvert(read);
        EXPECT_RELATIVE(service.GetFlop(), problem.host.GetFlop(), 1e-15, "work");
        NS_TEST_EXPECT_MSG_EQ(service.accuracy, problem.host.accuracy, "accuracy");
        NS_TEST_EXPECT_MSG_EQ(read.protectedShare, 7000, "theta");
        read.blocks[2].channels = 0;
        EXPECT_TRUE(!ExplainFault(read).empty(), "a block without channels");
        read = advert;
        read.blocks.back().side = 3;
        EXPECT_TRUE(!ExplainFault(read).empty(), "a head with an image");
        read.blocks.resize(1);
        EXPECT_TRUE(!ExplainFault(read).empty(), "no head");
    }
};

/// Every path there is: the host makes of a request the steps that the guest has.
class RequestCase : public TestCase
{
  public:
    RequestCase()
        : TestCase("the host computes the same path, and believes no other")
    {
    }

  private:
    void DoRun() override
    {
        const CodeProblem problem = MakeCodeBaseProblem();
        const CodeProblem view = MakeHostView(problem);
        const CodePathSpace space(5, 5);
        uint64_t hosted = 0;
        for (uint64_t i = 0; i < space.GetCount(); ++i)
        {
            const CodePlan plan = EvaluateCodePath(problem, space.Get(i));
            const CodeRequestBody body = MakeCodeRequest(problem, plan, 1, CodePurpose::SERVE);
            CodeRequestedPath read;
            const std::string fault = ReadCodeRequest(body, view, read);
            NS_TEST_EXPECT_MSG_EQ(fault.empty(), (plan.hostFlop > 0), fault);
            if (plan.hostFlop > 0)
            {
                ++hosted;
                Compare(read, plan);
                Spoil(body, view);
            }
        }
        NS_TEST_EXPECT_MSG_EQ(hosted, 162 - 16, "all but the own path and its short cuts");
        for (uint32_t cut = 0; cut < 5; ++cut)
        {
            const CodePlan plan = EvaluateMirror(problem, cut);
            CodeRequestBody body = MakeCodeRequest(problem, plan, 1, CodePurpose::SERVE);
            CodeRequestedPath read;
            NS_TEST_EXPECT_MSG_EQ(ReadCodeRequest(body, view, read), "", "a copy");
            Compare(read, plan);
            EXPECT_RELATIVE(read.copyBytes, 4 * problem.local.parameters, 1e-9, "its memory");
            body.purpose = CodePurpose::TRAIN;
            EXPECT_TRUE(!ReadCodeRequest(body, view, read).empty(), "copies are not trained");
            body.purpose = CodePurpose::SERVE;
            body.mirrorCut = 5;
            EXPECT_TRUE(!ReadCodeRequest(body, view, read).empty(), "nothing is left");
        }
    }

    void Compare(const CodeRequestedPath& read, const CodePlan& plan)
    {
        NS_TEST_ASSERT_MSG_EQ(read.plan.steps.size(), plan.steps.size(), "steps");
        EXPECT_RELATIVE(read.label.hostFlop, plan.hostFlop, 1e-12, "work there");
        for (std::size_t s = 0; s < plan.steps.size(); ++s)
        {
            const PlanStep& one = read.plan.steps[s];
            const PlanStep& other = plan.steps[s];
            EXPECT_TRUE(one.kind == other.kind && one.node == other.node, "step");
            const bool transfer = other.kind == StepKind::TRANSFER;
            EXPECT_RELATIVE(transfer ? std::ceil(one.bits / 8) : one.work,
                            transfer ? std::ceil(other.bits / 8) : other.work,
                            1e-12,
                            "amount");
        }
    }

    void Spoil(const CodeRequestBody& body, const CodeProblem& view)
    {
        CodeRequestedPath read;
        for (std::size_t i = 1; i < body.connections.size(); ++i)
        {
            CodeRequestBody bad = body;
            ++bad.connections[i].bytes;
            EXPECT_TRUE(!ReadCodeRequest(bad, view, read).empty(), "other bytes");
            bad = body;
            bad.connections[i].fromBlock += 1;
            EXPECT_TRUE(!ReadCodeRequest(bad, view, read).empty(), "from another block");
            bad = body;
            bad.connections[i].toBlock = 200;
            EXPECT_TRUE(!ReadCodeRequest(bad, view, read).empty(), "to a block that is not");
        }
        CodeRequestBody bad = body;
        bad.connections.resize(1);
        EXPECT_TRUE(!ReadCodeRequest(bad, view, read).empty(), "too short");
        bad.connections.resize(100);
        EXPECT_TRUE(!ReadCodeRequest(bad, view, read).empty(), "too long");
    }
};

class ProfileCase : public TestCase
{
  public:
    ProfileCase()
        : TestCase("services from profiles with any number of blocks")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string name : {"AlexNet", "MobileNetV1"})
        {
            const CodeService given = MakeCodeService(LoadNetworkProfile(name + "@part=blocks"));
            const CodeService made = LoadCodeService(name, 5);
            NS_TEST_ASSERT_MSG_EQ(made.blocks.size(), 5, name);
            for (std::size_t b = 0; b < 5; ++b)
            {
                NS_TEST_EXPECT_MSG_EQ(made.blocks[b].flop, given.blocks[b].flop, name);
                NS_TEST_EXPECT_MSG_EQ(made.blocks[b].channels, given.blocks[b].channels, name);
            }
            NS_TEST_EXPECT_MSG_EQ(made.headFlop, given.headFlop, name);
        }
        for (const std::string name : {"VGG-16", "ResNet-18", "ResNet-152", "MobileNetV2"})
        {
            const NetworkProfile profile = LoadNetworkProfile(name);
            for (uint32_t blocks = 1; blocks <= 8; ++blocks)
            {
                const CodeService service = LoadCodeService(name, blocks);
                NS_TEST_ASSERT_MSG_EQ(service.blocks.size(), blocks, name);
                EXPECT_RELATIVE(service.GetFlop(),
                                static_cast<double>(profile.GetFlop()),
                                1e-12,
                                name << ": nothing is lost");
                double most = 0;
                for (const CodeBlock& block : service.blocks)
                {
                    most = std::max(most, block.flop);
                    NS_TEST_EXPECT_MSG_GT(block.side, 0, name << ": images");
                }
                NS_TEST_EXPECT_MSG_LT(most,
                                      2.5 * service.GetFlop() / blocks,
                                      name << ": of nearly equal work");
            }
        }
        std::string fault;
        try
        {
            LoadCodeService("ViT-B/16", 5);
        }
        catch (const ProfileError& error)
        {
            fault = error.what();
        }
        EXPECT_TRUE(fault.find("ViT-B/16") != std::string::npos &&
                        fault.find("at least 5") != std::string::npos,
                    "says what and why: " << fault);
    }
};

class CodeMessageSuite : public TestSuite
{
  public:
    CodeMessageSuite()
        : TestSuite("edge-ai-code-message", TEST_UNIT)
    {
        AddTestCase(new SizeCase, TEST_QUICK);
        AddTestCase(new RequestCase, TEST_QUICK);
        AddTestCase(new ProfileCase, TEST_QUICK);
    }
} g_codeMessageSuite;

} // namespace
