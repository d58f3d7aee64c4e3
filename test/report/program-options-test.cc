/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Command lines: what is wrong with an argument is said in words, with what is allowed, and nothing
// is read as something else.

#include "nearest-name.h"
#include "support/experiment-support.h"

#include "ns3/chain-planner.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/nstime.h"
#include "ns3/program-options.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/split-planner.h"

#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// The options of a program that has one of every kind.
struct Program
{
    uint32_t devices{4};                               ///< a whole number with a range
    uint8_t small{1};                                  ///< one with its type's
    int32_t offset{-3};                                ///< one that may be negative
    double bandwidth{5e6};                             ///< a number
    bool fading{false};                                ///< a flag
    Time period{MilliSeconds(100)};                    ///< a time
    std::string planner{"LaimPlanner"};                ///< a name
    std::string note{"none"};                          ///< any text
    std::vector<std::string> schedulers{"RoundRobin"}; ///< classes
    ProgramOptions options{"program", "Has options."}; ///< they are declared here

    Program()
    {
        options.AddValue("devices", "Number of devices", devices, 1, 1000);
        options.AddValue("small", "A small number", small);
        options.AddValue("offset", "Any number", offset);
        options.AddValue("bandwidth", "Band [Hz]", bandwidth, 1, 1e9);
        options.AddValue("fading", "Block fading", fading);
        options.AddValue("period", "Of tasks", period);
        options.AddValue("note", "Any text", note);
        options.AddName("planner", "Who plans", planner, RequireSplitPlanner, ListSplitPlanners);
        options.AddClasses("schedulers",
                           "Schedulers",
                           schedulers,
                           "ns3::edgeai::BroadbandScheduler",
                           "Scheduler");
        options.AddValue("rate", "ns3::edgeai::PoissonArrivals::Rate");
        options.AddRule(
            [this] { return devices == 13 && fading ? "--devices: 13 do not fade" : ""; });
    }

    /// @param [in] arguments of the command line  @returns what is wrong with them
    std::string Read(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), "program");
        std::vector<char*> argv;
        for (std::string& argument : arguments)
        {
            argv.push_back(argument.data());
        }
        const int argc = static_cast<int>(argv.size());
        return Complaint([&] { options.Read(argc, argv.data()); });
    }
};

/// Arguments that are wrong.
class WrongArgumentTestCase : public TestCase
{
  public:
    WrongArgumentTestCase()
        : TestCase("wrong arguments")
    {
    }

  private:
    /// @param [in] argument one that is wrong  @param [in] words that its refusal has to have
    void Expect(const std::string& argument, const std::vector<std::string>& words)
    {
        const std::string said = Program().Read({argument});
        for (const std::string& word : words)
        {
            NS_TEST_EXPECT_MSG_NE(said.find(word), std::string::npos, argument << ": " << said);
        }
    }

    void DoRun() override
    {
        Expect("--devices=1.5", {"--devices: '1.5' is no whole number; allowed is 1 to 1000"});
        Expect("--devices=-1", {"--devices: -1 is out of range; allowed is 1 to 1000"});
        Expect("--devices=4294967297", {"out of range; allowed is 1 to 1000"});
        Expect("--devices=18446744073709551615", {": 18446744073709551615 is out of range"});
        Expect("--devices=1e3", {"'1e3' is no whole number"});
        Expect("--devices=4x", {"'4x' is no whole number"});
        Expect("--devices=", {"'' is no whole number"});
        Expect("--devices", {"--devices needs a value"});
        Expect("--devices= 4", {"' 4' is no whole number"});
        Expect("--small=256", {"--small: 256 is out of range; allowed is 0 to 255"});
        Expect("--small=A", {"'A' is no whole number"}); // no letter, though it is a byte
        Expect("--offset=2.0", {"'2.0' is no whole number"});
        Expect("--bandwidth=5MHz", {"'5MHz' is no number; allowed is 1 to"});
        Expect("--bandwidth=nan", {"--bandwidth", "allowed is 1 to"});
        Expect("--bandwidth=inf", {"--bandwidth", "allowed is 1 to"});
        Expect("--fading=yes", {"'yes' is no truth value; allowed is true or false"});
        Expect("--planner=", {"--planner: there is no SplitPlanner ''"});
        Expect("--period=3weeks", {"'3weeks' is no time", "ms"});
        Expect("--period=soon", {"'soon' is no time"});
        Expect("--rate=-1",
               {"--rate: ", "Rate: -1 is out of range; allowed is more than 0, and at most 1e+06"});
        Expect("--rate=often", {"--rate", "'often' is no number"});
        Expect("devices=4", {"'devices=4' is no option"});
        Expect("stray", {"'stray' is no option", "--help"});
        Expect("--", {"'--' is no option"});
        Expect("--devcies=4", {"no option --devcies; did you mean devices?", "--bandwidth"});
        Expect("--xyzzyxyzzy=4", {"no option --xyzzyxyzzy. There are --devices"});
        Expect("--RngRun=-1", {"--RngRun: -1 is out of range; allowed is 0 to"});
        Expect("--RngRun=two", {"--RngRun: 'two' is no whole number"});
        Expect("--RngRum=2", {"did you mean RngRun?"});
        const std::string word(100000, 'a');
        Expect("--schedulers=" + word,
               {"there is no '" + word.substr(0, 40) + "...'; there are: "});
    }
};

/// Names of things that there are not.
class WrongNameTestCase : public TestCase
{
  public:
    WrongNameTestCase()
        : TestCase("wrong names")
    {
    }

  private:
    void DoRun() override
    {
        const auto read = [](const std::string& argument) { return Program().Read({argument}); };
        NS_TEST_EXPECT_MSG_NE(read("--planner=LaimPlaner")
                                  .find("--planner: there is no SplitPlanner 'LaimPlaner'; did you "
                                        "mean LaimPlanner? There are: "),
                              std::string::npos,
                              read("--planner=LaimPlaner"));
        NS_TEST_EXPECT_MSG_NE(read("--planner=IovtPlanner")
                                  .find("'IovtPlanner' is a ChainPlanner, for another kind of "
                                        "problem, and no SplitPlanner. There are: "),
                              std::string::npos,
                              read("--planner=IovtPlanner"));
        const std::string dressed =
            Complaint([] { RequireChainPlanner("IovtPlanner[Tolerance=1e-3]"); });
        NS_TEST_EXPECT_MSG_NE(dressed.find("only its name may be: IovtPlanner;"),
                              std::string::npos,
                              dressed);
        const std::string other =
            Complaint([] { RequireChainPlanner("ns3::edgeai::LaimPlanner"); });
        NS_TEST_EXPECT_MSG_NE(other.find("is a SplitPlanner"), std::string::npos, other);
        const std::string scheduler = read("--schedulers=MaxRate,RoundRobbin");
        NS_TEST_EXPECT_MSG_NE(
            scheduler.find("there is no 'RoundRobbin'; did you mean RoundRobin? There are: "),
            std::string::npos,
            scheduler);
        const auto expect = [&](const std::string& argument, const std::string& words) {
            const std::string said = read(argument);
            NS_TEST_EXPECT_MSG_NE(said.find(words), std::string::npos, argument << ": " << said);
        };
        expect("--ns3::edgeai::PoisonArrivals::Rate=1",
               "there is no class ns3::edgeai::PoisonArrivals; did you mean "
               "ns3::edgeai::PoissonArrivals?");
        expect("--ns3::edgeai::PoissonArrivals::Rat=1", "has no attribute Rat; did you mean Rate?");
        expect("--ns3::edgeai::PoissonArrivals::Rate=fast",
               "'fast' is no number; allowed is more than 0");
        expect("--ns3::edgeai::PoissonArrivals::Rate=-2",
               "Rate: -2 is out of range; allowed is more than 0");
        expect("--ns3::edgeai::CoInferenceClient::Protocol=ns3::UdpSocketFactry",
               "is no class; did you mean ns3::UdpSocketFactory?");
        // Of another kin, of which ns-3 would make a null pointer and use it.
        expect("--ns3::TcpL4Protocol::SocketType=ns3::Node",
               "SocketType is 'ns3::Node'; allowed is one of ");
        expect("--ns3::TcpL4Protocol::RecoveryType=ns3::TcpCubic", "ns3::TcpPrrRecovery");
        expect("--ns3::TcpL4Protocol::SocketType=ns3::TcpCongestionOps", "ns3::TcpCubic");
        expect("--ns3::OnOffApplication::Protocol=ns3::TcpCubic", "ns3::TcpSocketFactory");
        expect("--SchedulerType=ns3::Node", "ns3::MapScheduler");
        expect("--RngSeed=0", "--RngSeed: 0 is out of range; allowed is 1 to 4294944442");
        expect("--RngSeed=4294944443", "--RngSeed: 4294944443 is out of range");
        // Releases of ns-3 end with the word stoul, or take what is no address.
        for (const std::string text : {"",
                                       "99999999999999999999",
                                       "0:0:0:0:0",
                                       "0:0:0:0:0:0:0",
                                       "0:0:0:0:0:x",
                                       "0:0:0:0:0:"})
        {
            expect("--ns3::PointToPointNetDevice::Address=" + text,
                   "'" + text + "' is no hardware address; allowed are six bytes");
        }
        expect("--SimulatorImplementationType=ns3::Node", "ns3::DefaultSimulatorImpl");
        expect("--ns3::edgeai::CoInferenceController::ServerSharing=Halves",
               "is 'Halves'; allowed is one of ");
        expect("--ns3::edgeai::CoInferenceClient::LatencyBudget=1parsec", "is no time");
        expect("--ns3::edgeai::InferenceMonitor::Strict=maybe", "is no truth value");
    }
};

/// Arguments that are right.
class RightArgumentTestCase : public TestCase
{
  public:
    RightArgumentTestCase()
        : TestCase("right arguments")
    {
    }

  private:
    void DoRun() override
    {
        Program program;
        const uint64_t run = RngSeedManager::GetRun();
        const std::string said =
            program.Read({"--devices=1000",
                          "-small=7",
                          "--offset=-12",
                          "--bandwidth=2.5e6",
                          "--fading",
                          "--period=20ms",
                          "--planner=ns3::edgeai::LaimPlanner",
                          "--schedulers=MaxRate,RoundRobin",
                          "--ns3::PointToPointNetDevice::Address=ff:ff:ff:ff:ff:ff",
                          "--RngRun=" + std::to_string(run)});
        NS_TEST_EXPECT_MSG_EQ(said, "no exception", "all of it is right");
        NS_TEST_EXPECT_MSG_EQ(program.devices, 1000, "a whole number");
        NS_TEST_EXPECT_MSG_EQ(program.offset, -12, "a negative number");
        NS_TEST_EXPECT_MSG_EQ(program.bandwidth, 2.5e6, "a number");
        NS_TEST_EXPECT_MSG_EQ(program.fading, true, "a flag");
        NS_TEST_EXPECT_MSG_EQ(program.period, MilliSeconds(20), "a time");
        NS_TEST_EXPECT_MSG_EQ(program.schedulers.size(), 2, "classes");
        Program empty;
        empty.note = "something";
        NS_TEST_EXPECT_MSG_EQ(empty.Read({"--note="}), "no exception", "a text may be empty");
        NS_TEST_EXPECT_MSG_EQ(empty.note, "", "and is");
        NS_TEST_EXPECT_MSG_EQ(Program().Read({"--fading", "--devices=13"}),
                              "--devices: 13 do not fade",
                              "what options must be to each other");
        NS_TEST_EXPECT_MSG_EQ(Program().Read({"--fading=false", "--devices=13"}),
                              "no exception",
                              "and are");
        NS_TEST_EXPECT_MSG_EQ(CountEdits("kitten", "sitting"), 3, "Levenshtein's example");
        NS_TEST_EXPECT_MSG_EQ(CountEdits("", "abc"), 3, "from nothing");
        NS_TEST_EXPECT_MSG_EQ(SuggestName("qqqq", {"abcd"}), "", "nothing is like it");
    }
};

/// All of the above.
class ProgramOptionsTestSuite : public TestSuite
{
  public:
    ProgramOptionsTestSuite()
        : TestSuite("edge-ai-command-line", TEST_UNIT)
    {
        AddTestCase(new WrongArgumentTestCase, TEST_QUICK);
        AddTestCase(new WrongNameTestCase, TEST_QUICK);
        AddTestCase(new RightArgumentTestCase, TEST_QUICK);
    }
};

ProgramOptionsTestSuite g_programOptionsTestSuite; ///< registers itself

} // namespace
