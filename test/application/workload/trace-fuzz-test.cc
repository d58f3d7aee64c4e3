/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Mutated trace files: tasks within the simulator's ranges, or an error that names the line.

#include "support/mutator.h"

#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/string.h"
#include "ns3/task-profiles.h"
#include "ns3/test.h"
#include "ns3/trace-arrivals.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class TraceFuzzCase : public TestCase
{
  public:
    explicit TraceFuzzCase(uint64_t inputs)
        : TestCase(std::to_string(inputs) + " mutated traces"),
          m_inputs(inputs)
    {
    }

  private:
    /// @param [in] text of a trace  @param [in] deal whose rows  @returns its tasks
    std::vector<TaskArrival> Read(const std::string& text, TraceArrivals::Deal deal)
    {
        auto arrivals = CreateObjectWithAttributes<TraceArrivals>("InputColumn",
                                                                  StringValue("images"),
                                                                  "InputUnit",
                                                                  DoubleValue(1e6),
                                                                  "TokensInColumn",
                                                                  StringValue("in"),
                                                                  "TokensOutColumn",
                                                                  StringValue("out"),
                                                                  "Deal",
                                                                  EnumValue(deal),
                                                                  "DealColumn",
                                                                  StringValue("who"));
        arrivals->SetClient(0, deal == TraceArrivals::WHOLE ? 1 : 2);
        std::istringstream csv(text);
        arrivals->Read(csv, "trace.csv");
        std::vector<TaskArrival> tasks(arrivals->GetTaskCount());
        for (TaskArrival& task : tasks)
        {
            NS_TEST_EXPECT_MSG_EQ(arrivals->Next(task), true, "as many as it said");
        }
        TaskArrival more;
        NS_TEST_EXPECT_MSG_EQ(arrivals->Next(more), false, "and no more");
        return tasks;
    }

    /// A number for a number gets past the syntax more often.
    /// @param [in,out] draws which  @param [in,out] bytes of a trace
    static void ChangeNumber(Mutator& draws, Mutator::Bytes& bytes)
    {
        const std::vector<std::string> odd{"0", "-1", "1", "1e308", "0.5", "1000001", "-0", "1e-9"};
        const auto isDigit = [](uint8_t byte) { return byte >= '0' && byte <= '9'; };
        const std::size_t from = draws.Draw(bytes.size() + 1);
        const auto begin =
            std::find_if(bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.end(), isDigit);
        const auto end = std::find_if_not(begin, bytes.end(), isDigit);
        const std::string& number = odd[draws.Draw(odd.size())];
        const auto place = bytes.erase(begin, end);
        bytes.insert(place, number.begin(), number.end());
    }

    /// @param [in] tasks of a trace that was taken
    void Judge(const std::vector<TaskArrival>& tasks)
    {
        Time now;
        for (const TaskArrival& task : tasks)
        {
            const TaskShape& shape = task.shape;
            NS_TEST_EXPECT_MSG_EQ((task.after >= Time(0) && task.after <= Time::Max() - now),
                                  true,
                                  "within the simulator's clock: " << task.after);
            now += task.after;
            NS_TEST_EXPECT_MSG_EQ((shape.tokensIn >= 1 && shape.tokensIn <= TaskShape::MAX_TOKENS),
                                  true,
                                  shape.tokensIn);
            NS_TEST_EXPECT_MSG_EQ(
                (shape.tokensOut >= 0 && shape.tokensOut <= TaskShape::MAX_TOKENS),
                true,
                shape.tokensOut);
            NS_TEST_EXPECT_MSG_EQ(
                (shape.inputBits >= 0 && shape.inputBits <= TaskShape::MAX_INPUT_BITS),
                true,
                shape.inputBits);
        }
    }

    void DoRun() override
    {
        const std::vector<std::string> texts{
            "TIMESTAMP,in,out,images,who\n0,10,1000,0,ann\n10,1000,1000,1,bob\n20,5,1,2.5,ann\n",
            "who,images,in,\"TIMESTAMP\",out\r\n"
            "\"a,b\",1,374,2023-11-16 18:15:46.6805900,44\r\n"
            "zoe,0,12,2023-11-16T18:15:47.5Z,0\r\n"
            "\"\"\"q\"\"\",3,7,2024-02-29 00:00:00+01:00,9\r\n",
            "\xEF\xBB\xBFTIMESTAMP,in,out,images,who\n-5,1,0,0,\n\n1e3,2,1,1e-3,\n",
            "1e999,-1,nan,inf,0x10,1e308,-0,9223372036854775807,18446744073709551616,\"\"\"\n\"",
            "9999-12-31 23:59:59.999999999,0001-01-01 00:00:00,-23:59,24:00:00,\n,\n\n\r\n,,,,"};
        std::vector<Mutator::Bytes> pool;
        for (const std::string& text : texts)
        {
            pool.emplace_back(text.begin(), text.end());
        }
        Mutator draws(5);
        uint64_t taken = 0;
        uint64_t refused = 0;
        for (uint64_t i = 0; i < m_inputs; ++i)
        {
            Mutator::Bytes bytes = pool[draws.Draw(3)];
            for (std::size_t changes = 1 + draws.Draw(3); changes > 0; --changes)
            {
                draws.Happens(2) ? draws.Change(bytes, pool) : ChangeNumber(draws, bytes);
            }
            const auto deal = static_cast<TraceArrivals::Deal>(draws.Draw(3));
            try
            {
                Judge(Read(std::string(bytes.begin(), bytes.end()), deal));
                ++taken;
            }
            catch (const std::runtime_error& error)
            {
                const std::string words = error.what();
                NS_TEST_EXPECT_MSG_EQ(words.find("trace.csv:"), 0, words);
                ++refused;
            }
        }
        NS_TEST_EXPECT_MSG_GT(taken, m_inputs / 20, "mutations are not all fatal");
        NS_TEST_EXPECT_MSG_GT(refused, m_inputs / 5, "mutations are not all harmless");
    }

    uint64_t m_inputs;
};

class TraceFuzzTestSuite : public TestSuite
{
  public:
    TraceFuzzTestSuite()
        : TestSuite("edge-ai-trace-fuzz", TEST_UNIT)
    {
        AddTestCase(new TraceFuzzCase(2000), TEST_QUICK);
        AddTestCase(new TraceFuzzCase(50000), TEST_EXTENSIVE);
    }
};

TraceFuzzTestSuite g_traceFuzzTestSuite; ///< registers the suite

} // namespace
