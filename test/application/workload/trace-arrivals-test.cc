/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Recorded traces: stamps, gaps and bursts, sizes, whose rows are whose, and every error.

#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/object-factory.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/trace-arrivals.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class TimeStampCase : public TestCase
{
  public:
    TimeStampCase()
        : TestCase("time stamps: seconds, dates, fractions, offsets, and what is none")
    {
    }

  private:
    void DoRun() override
    {
        auto at = [this](const std::string& text) {
            double seconds = 0;
            NS_TEST_EXPECT_MSG_EQ(TraceArrivals::ParseTimeStamp(text, seconds), true, text);
            return seconds;
        };
        NS_TEST_EXPECT_MSG_EQ_TOL(at("12.25"), 12.25, 0, "seconds");
        const double base = at("2023-11-16 18:15:46.6805900");
        NS_TEST_EXPECT_MSG_EQ_TOL(at("2023-11-16T18:15:47.6805900Z") - base, 1, 1e-6, "T and Z");
        NS_TEST_EXPECT_MSG_EQ_TOL(at("2023-11-17 18:15:46.6805900") - base, 86400, 1e-6, "a day");
        NS_TEST_EXPECT_MSG_EQ_TOL(at("2023-11-16 19:15:46.6805900+01:00") - base, 0, 1e-6, "UTC+1");
        NS_TEST_EXPECT_MSG_EQ_TOL(at("2023-11-16 17:45:46.6805900-00:30") - base,
                                  0,
                                  1e-6,
                                  "UTC-0:30");
        NS_TEST_EXPECT_MSG_EQ_TOL(at("2024-03-01 00:00:00") - at("2024-02-28 00:00:00"),
                                  2 * 86400,
                                  0,
                                  "a leap day");
        NS_TEST_EXPECT_MSG_EQ_TOL(at("2023-11-16 18:15:46.5+0100") - base,
                                  -3600.18059,
                                  1e-6,
                                  "+0100");
        // Of any length, without a stack that grows with it.
        const std::string zeros(30000, '0');
        NS_TEST_EXPECT_MSG_EQ_TOL(at("2023-11-16 18:15:46." + zeros + "1") - base,
                                  -.68059,
                                  1e-6,
                                  "a long fraction");
        NS_TEST_EXPECT_MSG_EQ_TOL(at("2023-11-16 18:15:46." + std::string(330, '9')) - base,
                                  1 - .68059,
                                  1e-6,
                                  "nines");
        NS_TEST_EXPECT_MSG_EQ_TOL(at("1." + zeros), 1, 0, "seconds with a long fraction");
        double seconds;
        for (const std::string& bad :
             {std::string(30000, '9'), std::string(30000, 'x'), zeros + "-"})
        {
            NS_TEST_EXPECT_MSG_EQ(TraceArrivals::ParseTimeStamp(bad, seconds), false, "too long");
        }
        for (const char* bad : {"",
                                "noon",
                                "2023-13-01 00:00:00",
                                "2023-02-30 00:00:00",
                                "2023-01-01 24:00:00",
                                "inf",
                                "2023-01-01",
                                "2023-01-01 00:00:00 UTC",
                                "2023-01-01 00:00:00.",
                                "2023-01-01 00:00:00.5+24:00",
                                "2023-01-01 00:00:00+1",
                                "2023-01-01 00:00:00Z5",
                                "2023-1-01 00:00:00",
                                "0x10",
                                "1e999"})
        {
            NS_TEST_EXPECT_MSG_EQ(TraceArrivals::ParseTimeStamp(bad, seconds), false, bad);
        }
    }
};

class TraceCase : public TestCase
{
  public:
    TraceCase()
        : TestCase("a trace is played with its gaps, bursts, sizes and tokens")
    {
    }

  private:
    void DoRun() override
    {
        auto arrivals = CreateObjectWithAttributes<TraceArrivals>("TimeColumn",
                                                                  StringValue("when"),
                                                                  "InputColumn",
                                                                  StringValue("bytes"),
                                                                  "TokensInColumn",
                                                                  StringValue("in"),
                                                                  "TokensOutColumn",
                                                                  StringValue("out"),
                                                                  "TimeScale",
                                                                  DoubleValue(0.5));
        std::istringstream csv("in,when,out,\"bytes\"\n"
                               "374,2023-11-16 18:15:46.0,44,1000\n"
                               "12,2023-11-16 18:15:46.0,0,2000\n"
                               "\n"
                               "7,2023-11-17 18:15:46.5,9,3000\n");
        arrivals->Read(csv, "trace.csv");
        NS_TEST_ASSERT_MSG_EQ(arrivals->GetTaskCount(), 3, "rows");
        TaskArrival arrival;
        arrivals->Next(arrival);
        NS_TEST_EXPECT_MSG_EQ(arrival.after, Seconds(0), "the first starts the clock");
        NS_TEST_EXPECT_MSG_EQ(arrival.shape.tokensIn, 374, "prompt");
        NS_TEST_EXPECT_MSG_EQ(arrival.shape.tokensOut, 44, "answer");
        NS_TEST_EXPECT_MSG_EQ(arrival.shape.inputBits, 8000, "bytes to bits");
        arrivals->Next(arrival);
        NS_TEST_EXPECT_MSG_EQ(arrival.after, Seconds(0), "burst");
        arrivals->Next(arrival);
        NS_TEST_EXPECT_MSG_EQ_TOL(arrival.after.GetSeconds(),
                                  43200.25,
                                  1e-6,
                                  "gap, at half the scale");
        NS_TEST_EXPECT_MSG_EQ(arrivals->Next(arrival), false, "end");
    }
};

class TraceErrorCase : public TestCase
{
  public:
    TraceErrorCase()
        : TestCase("errors of a trace name the line and the column")
    {
    }

  private:
    void DoRun() override
    {
        Check("", "empty");
        CheckFiles();
        Check("tokens,TIMESTAMP\n", "no error");
        Check("time,n\n1,2\n", "no column \"TIMESTAMP\"; the header has: time, n");
        Check("TIMESTAMP,tokens\n1,2\n2\n", "trace.csv:3: the header has 2 columns");
        Check("TIMESTAMP,tokens\n1,2\nsoon,2\n", "trace.csv:3: column \"TIMESTAMP\" must be");
        Check("TIMESTAMP,tokens\n1,2\n0.5,2\n", "trace.csv:3: column \"TIMESTAMP\" runs backwards");
        for (const std::string bad : {"-2", "many", "0", "1.5", "1000001", "1e308"})
        {
            Check("TIMESTAMP,tokens\n1,1\n1," + bad + "\n",
                  "trace.csv:3: column \"tokens\" must be a whole number in [1, 1000000], got \"" +
                      bad + "\"");
        }
        // The simulator's clock ends 292 years after its start.
        const std::string far =
            "trace.csv:3: column \"TIMESTAMP\" must be less than 9.22337e+09 s, the "
            "simulator's range, behind the first row, got \"";
        Check("TIMESTAMP,tokens\n0,1\n1e10,1\n", far + "1e10\"");
        Check("TIMESTAMP,tokens\n-1e308,1\n1e308,1\n", far + "1e308\"");
        Check("TIMESTAMP,tokens\n1500-01-01 00:00:00,1\n1900-01-01 00:00:00,1\n",
              far + "1900-01-01 00:00:00\"");
        Check("TIMESTAMP,tokens\n" + std::string(400, '9') + ",1\n", "99...\"");
        Check("a,TIMESTAMP,b\n",
              "trace.csv:1: no column \"tokens\"; the header has: a, TIMESTAMP, b");
        CheckUnits();
    }

    /// The size of the input is units times their worth, within reason.
    void CheckFiles()
    {
        const auto read = [](const std::string& path) {
            try
            {
                CreateObject<TraceArrivals>()->Read(path);
            }
            catch (const std::runtime_error& error)
            {
                return std::string(error.what());
            }
            return std::string("no error");
        };
        const std::string path = CreateTempDirFilename("trace.csv");
        std::ofstream(path) << "TIMESTAMP\n1\n";
        NS_TEST_EXPECT_MSG_EQ(read(path), "no error", "a file");
        std::ofstream(path).close();
        NS_TEST_EXPECT_MSG_EQ(read(path),
                              path + ": the trace is empty; a header row is needed",
                              "an empty one");
        std::ofstream(path) << "TIMESTAMP\n" << std::string((1U << 20) + 1, '1');
        NS_TEST_EXPECT_MSG_EQ(read(path),
                              path + ":2: longer than the allowed 1048576 bytes of a line",
                              "one line");
        NS_TEST_EXPECT_MSG_EQ(read("/"), "/: cannot be read: it is a directory", "a folder");
        if (std::filesystem::exists("/dev/full"))
        {
            NS_TEST_EXPECT_MSG_EQ(read("/dev/full"),
                                  "/dev/full: cannot be read: it is a device, and no file",
                                  "without an end");
        }
    }

    void CheckUnits()
    {
        auto arrivals = CreateObjectWithAttributes<TraceArrivals>("InputColumn",
                                                                  StringValue("images"),
                                                                  "InputUnit",
                                                                  DoubleValue(1e308));
        std::istringstream none("TIMESTAMP,images\n1,0\n");
        arrivals->Read(none, "trace.csv");
        TaskArrival arrival;
        arrivals->Next(arrival);
        NS_TEST_EXPECT_MSG_EQ(arrival.shape.inputBits, 0, "no image, no bit");
        std::istringstream one("TIMESTAMP,images\n1,0\n2,1\n");
        std::string message = "no error";
        try
        {
            arrivals->Read(one, "trace.csv");
        }
        catch (const std::runtime_error& error)
        {
            message = error.what();
        }
        NS_TEST_EXPECT_MSG_EQ(
            message,
            "trace.csv:3: column \"images\" must be a number in [0, 1e-296] (units "
            "of 1e+308 bit), got \"1\"",
            "refused");
    }

    void Check(const std::string& text, const std::string& expected)
    {
        auto arrivals =
            CreateObjectWithAttributes<TraceArrivals>("TokensInColumn", StringValue("tokens"));
        std::istringstream csv(text);
        std::string message = "no error";
        try
        {
            arrivals->Read(csv, "trace.csv");
        }
        catch (const std::runtime_error& error)
        {
            message = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(message.find(expected), std::string::npos, message);
    }
};

class MarkCase : public TestCase
{
  public:
    MarkCase()
        : TestCase("a byte order mark is passed; what only begins like one is part of a name")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string& first : {std::string("\xEF\xBB\xBF"), std::string()})
        {
            for (const std::string title : {"TIMESTAMP", "\"TIMESTAMP\""})
            {
                auto arrivals = CreateObject<TraceArrivals>();
                std::istringstream csv(first + title + ",n\n1,2\n");
                arrivals->Read(csv, "trace.csv");
                NS_TEST_EXPECT_MSG_EQ(arrivals->GetTaskCount(), 1, title);
            }
        }
        const std::string wide = "\xEF\xBC\xA1"; // a letter from elsewhere
        auto arrivals = CreateObjectWithAttributes<TraceArrivals>("TimeColumn", StringValue(wide));
        std::istringstream csv(wide + ",n\n1,2\n");
        arrivals->Read(csv, "trace.csv");
        NS_TEST_EXPECT_MSG_EQ(arrivals->GetTaskCount(), 1, "wide");
        TaskArrival arrival;
        arrivals->Next(arrival);
        NS_TEST_EXPECT_MSG_EQ(std::isnan(arrival.shape.inputBits),
                              true,
                              "no column: the network's");
        NS_TEST_EXPECT_MSG_EQ(arrival.shape.tokensIn, 0, "likewise");
    }
};

class DealCase : public TestCase
{
  public:
    DealCase()
        : TestCase("a trace is played by every client, or dealt out in turn or by a column")
    {
    }

  private:
    void DoRun() override
    {
        Check(TraceArrivals::WHOLE, 1, 3, {5, 1, 1, 1, 4}, {1, 2, 3, 4, 5});
        Check(TraceArrivals::IN_TURN, 0, 3, {5, 3}, {1, 4});
        Check(TraceArrivals::IN_TURN, 1, 3, {6, 6}, {2, 5});
        Check(TraceArrivals::IN_TURN, 2, 3, {7}, {3});
        Check(TraceArrivals::IN_TURN, 4, 7, {12}, {5});
        Check(TraceArrivals::IN_TURN, 5, 7, {}, {});
        // zoe, ann and bob in the order in which they come up.
        Check(TraceArrivals::BY_COLUMN, 0, 2, {5, 2, 1}, {1, 3, 4});
        Check(TraceArrivals::BY_COLUMN, 1, 2, {6, 6}, {2, 5});
        Check(TraceArrivals::BY_COLUMN, 0, 1, {5, 1, 1, 1, 4}, {1, 2, 3, 4, 5});
        // Wrong columns are said.
        auto arrivals =
            CreateObjectWithAttributes<TraceArrivals>("Deal", EnumValue(TraceArrivals::BY_COLUMN));
        std::istringstream csv("TIMESTAMP,who\n1,a\n");
        std::string message = "no error";
        try
        {
            arrivals->Read(csv, "trace.csv");
        }
        catch (const std::runtime_error& error)
        {
            message = error.what();
        }
        NS_TEST_EXPECT_MSG_EQ(message,
                              "trace.csv:1: no column \"\"; the header has: TIMESTAMP, who",
                              "needed");
    }

    void Check(TraceArrivals::Deal deal,
               uint32_t client,
               uint32_t clients,
               const std::vector<double>& gaps,
               const std::vector<double>& tokens)
    {
        auto arrivals = CreateObjectWithAttributes<TraceArrivals>("Deal",
                                                                  EnumValue(deal),
                                                                  "DealColumn",
                                                                  StringValue("who"),
                                                                  "TokensInColumn",
                                                                  StringValue("n"));
        arrivals->SetClient(client, clients);
        // The first row is at 5 s: the clocks of all clients start there.
        std::istringstream csv("n,TIMESTAMP,who\n1,5,zoe\n2,6,ann\n3,7,bob\n4,8,zoe\n5,12,ann\n");
        arrivals->Read(csv, "trace.csv");
        NS_TEST_ASSERT_MSG_EQ(arrivals->GetTaskCount(), gaps.size(), "tasks of client " << client);
        for (std::size_t i = 0; i < gaps.size(); ++i)
        {
            TaskArrival arrival;
            arrivals->Next(arrival);
            NS_TEST_EXPECT_MSG_EQ(arrival.shape.tokensIn, tokens[i], "row " << i);
            const double expected = i == 0 ? gaps[i] - 5 : gaps[i];
            NS_TEST_EXPECT_MSG_EQ_TOL(arrival.after.GetSeconds(), expected, 1e-9, "gap " << i);
        }
    }
};

class TraceArrivalsTestSuite : public TestSuite
{
  public:
    TraceArrivalsTestSuite()
        : TestSuite("edge-ai-trace-arrivals", TEST_UNIT)
    {
        AddTestCase(new TimeStampCase, TEST_QUICK);
        AddTestCase(new TraceCase, TEST_QUICK);
        AddTestCase(new TraceErrorCase, TEST_QUICK);
        AddTestCase(new MarkCase, TEST_QUICK);
        AddTestCase(new DealCase, TEST_QUICK);
    }
};

TraceArrivalsTestSuite g_traceArrivalsTestSuite; ///< registers the suite

} // namespace
