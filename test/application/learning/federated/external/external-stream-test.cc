/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Children that die, are silent, deaf or never there: no wait without end, no signal, no zombie.

#include "../../../../../helper/learning-setup.h"
#include "application/learning/federated/external/external-session.h"
#include "learning/learning-error.h"
#include "support/expectations.h"
#include "support/external-peer.h"
#include "support/last-words.h"

#include "ns3/test.h"

#include <cerrno>
#include <chrono>
#include <fstream>
#include <functional>
#include <sys/wait.h>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] place of a process  @param [in] parameters that HELLO has
/// @returns "" or what is wrong with the process
std::string
Greet(const ExternalPlace& place, Eigen::Index parameters)
{
    ExternalHello hello;
    hello.devices = 2;
    hello.model = "x";
    hello.parameters = Eigen::VectorXd::Zero(parameters);
    try
    {
        ExternalSession(place, hello).GetReady();
    }
    catch (const LearningError& error)
    {
        return error.what();
    }
    return "";
}

/// What is called from the shell's point of view.
class ChildCase : public TestCase
{
  public:
    ChildCase()
        : TestCase("children that die, babble, are silent, deaf or not there, with HELLOs that do "
                   "and do not fit into a pipe")
    {
    }

  private:
    void Expect(const std::string& command, const std::string& words, double seconds)
    {
        for (const Eigen::Index parameters : {3, 300000})
        {
            const auto begun = std::chrono::steady_clock::now();
            const std::string fault = Greet({command, "", .5}, parameters);
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
            EXPECT_TRUE(fault.find("External: command '" + command + "'") == 0 &&
                            fault.find(words) != std::string::npos,
                        words << ": " << fault);
            EXPECT_TRUE(took.count() < seconds, command << " took " << took.count() << " s");
            // Nobody is left: neither running nor to be waited for.
            const pid_t left = waitpid(-1, nullptr, WNOHANG);
            const bool none = left == -1 && errno == ECHILD;
            NS_TEST_EXPECT_MSG_EQ(none, true, command << " left a process");
        }
    }

    void DoRun() override
    {
        // Limits of time are far from what is needed, and from those of waits without end.
        Expect("no-such-program --at all", GetMissingWords(), 10);
        Expect("true", "has ended the conversation (it ended with exit code 0)", 10);
        Expect("false", "has ended the conversation (it ended with exit code 1)", 10);
        Expect("sh -c 'kill -9 $$'", "(it was ended by signal 9)", 10);
        Expect("yes", "wrote \"y\\x0ay\\x0ay\\x0a", 10);
        Expect("head -c 16 /dev/zero", "wrote \"\\x00\\x00", 10);
        Expect("sleep 100", "was silent for 0.5 s of real time; a longer timeout=", 10);
        // Who does not end when its group is asked to is killed.
        Expect("sh -c 'trap true TERM; while true; do sleep 100; done'",
               "was silent for 0.5 s",
               10);
        // A child of the child holds the pipe open when nobody is left to write to it.
        Expect("sh -c 'sleep 100 & exit 3'",
               "has ended the conversation (it ended with exit code 3)",
               10);
    }
};

/// Pipes that are closed on one side.
class DeafCase : public TestCase
{
  public:
    DeafCase()
        : TestCase("who reads no more, echoes, or listens nowhere is told from who is silent")
    {
    }

  private:
    void DoRun() override
    {
        const std::string deaf = "sh -c 'exec 0<&-; sleep 100'";
        const std::string closed = Greet({deaf, "", 20}, 300000);
        EXPECT_TRUE(closed.find("has closed the end that it reads from") != std::string::npos,
                    closed);
        // What is written comes back, and is no answer, whether all of it was written or not.
        for (const Eigen::Index parameters : {3, 3000000})
        {
            const std::string echo = Greet({"cat", "", 20}, parameters);
            EXPECT_TRUE(echo.find("answered with HELLO; allowed is READY") != std::string::npos,
                        echo);
        }
        const std::string absent = Greet({"", "/tmp/edge-ai-nobody", 20}, 3);
        EXPECT_TRUE(absent.find("External: nobody takes connections at socket "
                                "'/tmp/edge-ai-nobody': No such file or directory; start the "
                                "process that listens there first") == 0,
                    absent);
        const std::string longer = Greet({"", "/tmp/" + std::string(200, 'x'), 20}, 3);
        EXPECT_TRUE(longer.find("has 205 letters; allowed is 1 to ") != std::string::npos, longer);
        ExternalHello large;
        large.model = "x";
        large.parameters = Eigen::VectorXd::Zero(Eigen::Index{1} << 27);
        std::vector<uint8_t> body;
        const std::string refused = large.Write(body);
        EXPECT_TRUE(refused.find("B together; allowed is at most 1073741824") != std::string::npos,
                    refused);
        EXPECT_TRUE(body.empty(), "nothing was made of it");
    }
};

/// A child that does as it should.
class GoodChildCase : public TestCase
{
  public:
    GoodChildCase()
        : TestCase("a child is told the end, and ends by itself")
    {
    }

  private:
    void DoRun() override
    {
        ExternalHeader header;
        header.kind = ExternalKind::READY;
        header.number = 1;
        const std::vector<uint8_t> ready = MakeReady({1, 2, 3});
        header.length = static_cast<uint32_t>(ready.size());
        std::string octal;
        for (const std::vector<uint8_t>& part : {header.Write(), ready})
        {
            for (const uint8_t byte : part)
            {
                octal += "\\0" + std::string(1, '0' + byte / 64) +
                         std::string(1, '0' + byte / 8 % 8) + std::string(1, '0' + byte % 8);
            }
        }
        ExternalHello hello;
        hello.model = "x";
        hello.parameters = Eigen::VectorXd::Zero(3);
        std::vector<uint8_t> body;
        hello.Write(body);
        // It counts the bytes behind HELLO: those of END. Folders of tests have blanks in ns-3.36.
        const std::string path = CreateTempDirFilename("came");
        const std::string script = "head -c " +
                                   std::to_string(ExternalLimits::HEADER + body.size()) +
                                   " > /dev/null; printf %b \"$0\"; cat | wc -c > \"$1\"";
        {
            ExternalSession session(
                {"sh -c '" + script + "' '" + octal + "' '" + path + "'", "", 20},
                hello);
            NS_TEST_EXPECT_MSG_EQ(session.GetReady().name, "peer", "what it said");
            NS_TEST_EXPECT_MSG_EQ(session.GetReady().parameters.size(), 3, "likewise");
        }
        std::ifstream file(path);
        std::size_t came = 0;
        file >> came;
        NS_TEST_EXPECT_MSG_EQ(came, std::size_t{ExternalLimits::HEADER}, "END");
        NS_TEST_EXPECT_MSG_EQ(waitpid(-1, nullptr, WNOHANG), -1, "nobody is left");
    }
};

/// What users write.
class TextCase : public TestCase
{
  public:
    TextCase()
        : TestCase("texts of the method and of a command are read, or refused in words")
    {
    }

  private:
    void Expect(const std::string& words, const std::function<void(LearningSetup&)>& act)
    {
        std::string said;
        LearningSetup setup;
        try
        {
            act(setup);
        }
        catch (const std::exception& error)
        {
            said = error.what();
        }
        EXPECT_TRUE(said.find(words) != std::string::npos, words << ": " << said);
    }

    void ExpectMethod(const std::string& words, const std::string& text)
    {
        Expect(words, [&](LearningSetup& setup) {
            setup.SetModel("External");
            setup.SetMethod(text);
        });
    }

    void DoRun() override
    {
        using Words = std::vector<std::string>;
        EXPECT_TRUE(SplitCommand("a  b 'c d'e ''") == (Words{"a", "b", "c de", ""}), "words");
        ExpectMethod("allowed is one of them", "External");
        ExpectMethod("allowed is one of them", "External(command=a,socket=b)");
        ExpectMethod("has a single quote that is not closed", "External(command=\"a 'b\")");
        ExpectMethod("names no program", "External(command=\" \")");
        ExpectMethod("for timeout; allowed is a finite number, 0.001 to 1e+09",
                     "External(command=a,timeout=0)");
        ExpectMethod("bytes", "External(command=a,bytes=300000000)");
        ExpectMethod("serverRate", "External(command=a,serverRate=1)");
        ExpectMethod("steps", "External(command=a,steps=0)");
        ExpectMethod("Coordinates needs a model of this module", "Coordinates");
        Expect("External is learned by the method External(...) alone", [](LearningSetup& setup) {
            setup.SetModel("External");
            setup.MakeMethod(2, 1);
        });
        Expect("there are no data; call SetData()", [](LearningSetup& setup) {
            setup.SetModel("Softmax(2,2)");
            setup.SetMethod("External(command=a)");
            setup.MakeMethod(2, 1);
        });
        Expect("SetDepthBlocks() needs a model of this module", [](LearningSetup& setup) {
            setup.SetModel("External");
            setup.SetDepthBlocks({1});
        });
        Expect("there may be no fine-tuning", [](LearningSetup& setup) {
            setup.SetModel("Softmax(20,10)");
            setup.SetFineTuning(0, {});
            setup.SetData("Mixture(20,10,samples=400)", .2);
            setup.SetMethod("External(command=a)");
            setup.MakeMethod(2, 1);
        });
        Expect("sampled is 3; allowed is 0 to the 2 workers", [](LearningSetup& setup) {
            setup.SetModel("External");
            setup.SetMethod("External(command=a,sampled=3)");
            setup.MakeMethod(2, 1);
        });
    }
};

class ExternalStreamTestSuite : public TestSuite
{
  public:
    ExternalStreamTestSuite()
        : TestSuite("edge-ai-external-stream", TEST_UNIT)
    {
        AddTestCase(new ChildCase, TEST_QUICK);
        AddTestCase(new DeafCase, TEST_QUICK);
        AddTestCase(new GoodChildCase, TEST_QUICK);
        AddTestCase(new TextCase, TEST_QUICK);
    }
};

ExternalStreamTestSuite g_externalStreamTestSuite; //!< the suite

} // namespace
