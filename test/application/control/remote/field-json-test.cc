/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Do problems and plans of every family survive being documents, and does a document that is wrong
// say where?

#include "allocation/plan/planner-text.h"
#include "application/control/remote/field-json-families.h"
#include "support/member-count.h"

#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

using Json = nlohmann::ordered_json;

/// The archive that gives every field a value of its own, within its range.
class Filler
{
  public:
    /// @param [in] field what it may be  @param [out] value set
    template <typename T>
    void operator()(const Field& field, T& value)
    {
        Fill(field, value);
    }

  private:
    template <typename T>
    void Fill(const Field& field, T& value)
    {
        if constexpr (std::is_same_v<T, bool>)
        {
            value = !value;
        }
        else if constexpr (std::is_same_v<T, std::string>)
        {
            value = "word \"" + std::to_string(++m_next) + "\"\xc3\xa4";
        }
        else if constexpr (std::is_enum_v<T>)
        {
            value = static_cast<T>(++m_next % field.choices.size());
        }
        else if constexpr (std::is_arithmetic_v<T>)
        {
            ++m_next;
            const double tried = m_next + (std::is_integral_v<T> ? 0 : 1 / 3.);
            const double low = std::isfinite(field.least) ? field.least : 0;
            value = static_cast<T>(field.Allows(tried) && tried < 200 ? tried
                                   : field.Allows(1. / m_next)        ? 1. / m_next
                                                                      : low);
        }
        else if constexpr (IsFieldList<T>::value)
        {
            value.resize(2);
            for (auto& element : value)
            {
                Fill(field, element);
            }
        }
        else
        {
            NameFields(*this, value);
        }
    }

    uint32_t m_next{0};
};

/// @ingroup tests
/// All fields there and back, and no member without a field.
class RoundTripCase : public TestCase
{
  public:
    RoundTripCase()
        : TestCase("Problems and plans of every family are the same behind a document")
    {
    }

  private:
    template <typename T>
    void Go(const std::string& what)
    {
        T value;
        Filler filler;
        NameFields(filler, value);
        const Json written = WriteFieldJson(value);
        const Json parsed = ParseJson(DumpJson(written));
        T read;
        ReadFieldJson(parsed, what, read);
        NS_TEST_EXPECT_MSG_EQ(DumpJson(WriteFieldJson(read)), DumpJson(written), what);
        NS_TEST_EXPECT_MSG_EQ((DumpJson(WriteFieldJson(T())) == DumpJson(written)), false, what);
    }

    template <typename T>
    void Count()
    {
        NS_TEST_EXPECT_MSG_EQ(FieldCount::Of<T>(),
                              CountMembers<T>(),
                              GetStructName<T>() << " has members that its fields do not name");
    }

    void DoRun() override
    {
        ForEachPlanningFamily([this](const auto& family) {
            using Family = std::decay_t<decltype(family)>;
            Go<typename Family::Problem>(family.name + " problem");
            Go<typename Family::Plan>(family.name + " plan");
            Count<typename Family::Problem>();
        });
        Go<NetworkProfile>("profile");
        Count<SplitOption>();
        Count<ProcessorLimits>();
        Count<SplitDevice>();
        Count<NomaCell>();
        Count<NomaRadio>();
        Count<NomaLink>();
        Count<ComputingUnits>();
        Count<ChainOption>();
        Count<ChainLayer>();
        Count<ChainDevice>();
        Count<ChainPoint>();
        Count<RowGeometry>();
        Count<RowPartitionLayer>();
        Count<RowPartitionNode>();
        Count<DtoEeNode>();
        Count<DtoEeStage>();
        Count<DtoEeExit>();
        Count<ConfidenceSample>();
        Count<ConfidenceTable>();
        Count<CodeBlock>();
        Count<CodeService>();
        Count<CodeTrainedPath>();
        Count<RoundUplink>();
        Count<RoundProcessor>();
        Count<RoundWorker>();
        Count<RoundUnits>();
        Count<RoundDivision>();
        Count<RoundBlock>();
        Count<RoundDepth>();
        Count<RoundSparseWorker>();
        Count<RoundSparsity>();
        Count<RoundOutageWorker>();
        Count<RoundOutage>();
        Count<RoundUpdate>();
        Count<TopologyServer>();
        Count<TopologyLink>();
        Count<Block>();
        Count<Exit>();
        Count<NetworkProfile>();
    }
};

/// @ingroup tests
/// What is wrong with a document is said by name.
class FaultCase : public TestCase
{
  public:
    FaultCase()
        : TestCase("What is wrong with a document is said with its place and what is allowed")
    {
    }

  private:
    template <typename T>
    void Expect(const std::string& text, const std::string& words)
    {
        std::string said = "nothing";
        try
        {
            T value;
            ReadFieldJson(ParseJson(text), "", value);
        }
        catch (const std::invalid_argument& error)
        {
            said = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(said.find(words), std::string::npos, "of " << text << ": " << said);
    }

    void DoRun() override
    {
        Expect<SplitProblem>("{\"devices\": [{\"tx_powr_max\": 1}]}",
                             "devices[0] has no field 'tx_powr_max'; did you mean tx_power_max? "
                             "There are: options, block_count,");
        Expect<SplitProblem>("{\"devices\": [{}, {\"gain\": \"1\"}]}",
                             "devices[1].gain is \"1\"; allowed is a number");
        Expect<SplitProblem>("{\"devices\": [{\"gain\": null}]}",
                             "devices[0].gain is not a number; allowed is a finite number");
        Expect<SplitProblem>("{\"devices\": {}}", "devices is {}; expected is a list");
        Expect<SplitProblem>("{\"devices\": [{\"block_count\": 1.5}]}",
                             "devices[0].block_count is 1.5; allowed is a whole number, 0 to");
        Expect<SplitProblem>("{\"devices\": [{\"block_count\": -1}]}",
                             "devices[0].block_count is -1; allowed is a whole number, 0 to");
        Expect<SplitProblem>("{\"devices\": [{\"block_count\": 4294967296}]}", "4294967295");
        Expect<SplitProblem>("{\"uniform_draws\": [0, [1]]}",
                             "uniform_draws[1] is [1]; allowed is a number");
        Expect<SplitProblem>("{\"server_in_turns\": 1}", "server_in_turns is 1; allowed is true");
        Expect<SplitProblem>("[]", "it is []; allowed are named fields");
        Expect<SplitProblem>("{\"a\": ", "is no JSON: parse error at line 1, column 7");
        Expect<RoundProblem>("{\"uplink\": {\"form\": \"bend\"}}",
                             "uplink.form is \"bend\"; allowed is 'subchannels', 'band'");
        Expect<SplitPlan>("{\"decision\": [{\"device_keep_ratio\": 1.5}]}",
                          "decision[0].device_keep_ratio is 1.5; allowed is 0 to 1");
        Expect<SplitPlan>("{\"decision\": [{\"transmit_power\": null}]}",
                          "decision[0].transmit_power is not a number; allowed is 0, and 1e-50");
        Expect<ChainProblem>("{\"devices\": [{\"layer_times\": [[1], 2]}]}",
                             "devices[0].layer_times[1] is 2; expected is a list of numbers");
    }
};

/// @ingroup tests
/// What somebody else wrote, in tables and on terminals.
class LegibleCase : public TestCase
{
  public:
    LegibleCase()
        : TestCase("Texts are one line without control characters once they are read")
    {
    }

  private:
    void DoRun() override
    {
        SplitPlan plan;
        ReadFieldJson(ParseJson(R"({"status": "infeasible", "reason": "too\nlate\u001b[2J"})"),
                      "it",
                      plan);
        NS_TEST_EXPECT_MSG_EQ(plan.reason, "too\\nlate\\x1b[2J", "escaped");
    }
};

/// @ingroup tests
/// Planners as text.
class PlannerTextCase : public TestCase
{
  public:
    PlannerTextCase()
        : TestCase("Planners are made of text, or it is said what of it is wrong")
    {
    }

  private:
    void Expect(const std::string& text, const std::string& words)
    {
        std::string said = "nothing";
        try
        {
            MakePlanner(text);
        }
        catch (const std::invalid_argument& error)
        {
            said = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(said.find(words), std::string::npos, "of " << text << ": " << said);
    }

    void DoRun() override
    {
        const auto planner = MakePlanner("LaimScaPlanner[Tolerance=1e-6|MaxRounds=7]");
        UintegerValue rounds;
        planner->GetAttribute("MaxRounds", rounds);
        NS_TEST_EXPECT_MSG_EQ(rounds.Get(), 7, "as the text says");
        DoubleValue tolerance;
        planner->GetAttribute("Tolerance", tolerance);
        NS_TEST_EXPECT_MSG_EQ(tolerance.Get(), 1e-6, "as the text says");
        // Who asks another process is found by name, and is none of the methods that there are.
        for (const std::string name : {"RemoteSplitPlanner", "AgentSplitPlanner"})
        {
            NS_TEST_EXPECT_MSG_NE(CreateSplitPlanner(name), nullptr, name);
            for (const std::string& listed : ListSplitPlanners())
            {
                NS_TEST_EXPECT_MSG_NE(listed, "ns3::edgeai::" + name, "listed");
            }
        }
        Expect("LaimScaPlaner", "did you mean LaimScaPlanner?");
        Expect("LaimScaPlanner[Tolerence=1]",
               "LaimScaPlanner has no attribute 'Tolerence'; did you mean Tolerance?");
        Expect("LaimScaPlanner[Tolerance=-1]",
               "LaimScaPlanner's attribute Tolerance: -1 is out of range; allowed is 0 to 1");
        Expect("LaimScaPlanner[Tolerance=a]",
               "LaimScaPlanner's attribute Tolerance: 'a' is no number; allowed is 0 to 1");
        Expect("LaimScaPlanner[Tolerance=nan]", "'nan' is no number");
        Expect("LaimScaPlanner[MaxRounds=1.5]", "'1.5' is no whole number");
        Expect("LaimScaPlanner[Tolerance]", "has 'Tolerance' where an attribute has to be");
        Expect("LaimScaPlanner[Tolerance=1", "has a bracket that is not closed");
    }
};

/// @ingroup tests
/// All of it.
class FieldJsonSuite : public TestSuite
{
  public:
    FieldJsonSuite()
        : TestSuite("edge-ai-field-json", TEST_UNIT)
    {
        AddTestCase(new RoundTripCase(), TEST_QUICK);
        AddTestCase(new FaultCase(), TEST_QUICK);
        AddTestCase(new LegibleCase, TEST_QUICK);
        AddTestCase(new PlannerTextCase(), TEST_QUICK);
    }
};

const FieldJsonSuite g_fieldJsonSuite;

} // namespace
