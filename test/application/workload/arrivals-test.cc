/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// When tasks come: periods, Poisson gaps, recorded traces with dates, gaps and bursts.

#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/object-factory.h"
#include "ns3/string.h"
#include "ns3/task-arrivals.h"
#include "ns3/test.h"
#include "ns3/trace-arrivals.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <sstream>
#include <stdexcept>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class PeriodicCase : public TestCase
{
  public:
    PeriodicCase()
        : TestCase("periodic tasks come after an offset, then at the period, up to their number")
    {
    }

  private:
    void DoRun() override
    {
        auto arrivals = CreateObjectWithAttributes<PeriodicArrivals>("Period",
                                                                     TimeValue(MilliSeconds(40)),
                                                                     "Offset",
                                                                     TimeValue(MilliSeconds(3)),
                                                                     "MaxTasks",
                                                                     UintegerValue(3));
        TaskArrival arrival;
        NS_TEST_EXPECT_MSG_EQ(arrivals->Next(arrival), true, "first");
        NS_TEST_EXPECT_MSG_EQ(arrival.after, MilliSeconds(3), "offset");
        NS_TEST_EXPECT_MSG_EQ(arrivals->Next(arrival), true, "second");
        NS_TEST_EXPECT_MSG_EQ(arrival.after, MilliSeconds(40), "period");
        NS_TEST_EXPECT_MSG_EQ(arrivals->Next(arrival), true, "third");
        NS_TEST_EXPECT_MSG_EQ(arrivals->Next(arrival), false, "no fourth");
    }
};

class JitterCase : public TestCase
{
  public:
    JitterCase()
        : TestCase("jitter delays each task within its bounds and does not add up")
    {
    }

  private:
    void DoRun() override
    {
        auto arrivals = CreateObjectWithAttributes<PeriodicArrivals>("Period",
                                                                     TimeValue(MilliSeconds(40)),
                                                                     "Jitter",
                                                                     TimeValue(MilliSeconds(30)));
        NS_TEST_EXPECT_MSG_EQ(arrivals->AssignStreams(7), 1, "one stream");
        NS_TEST_EXPECT_MSG_EQ(CreateObject<PeriodicArrivals>()->AssignStreams(7), 0, "none");
        const int n = 10000;
        Time now;
        double late = 0;
        TaskArrival arrival;
        for (int i = 0; i < n; ++i)
        {
            arrivals->Next(arrival);
            now += arrival.after;
            const double after = (now - i * MilliSeconds(40)).GetSeconds();
            NS_TEST_ASSERT_MSG_GT(after, -1e-9, "not before its turn");
            NS_TEST_ASSERT_MSG_LT(after, .030 + 1e-9, "nor later than the jitter");
            late += after / n;
        }
        // Standard error of the mean of an even law: 30 ms / sqrt(12 n); 4 of them.
        NS_TEST_EXPECT_MSG_EQ_TOL(late, .015, 4 * .030 / std::sqrt(12. * n), "evenly");
    }
};

class PoissonCase : public TestCase
{
  public:
    PoissonCase()
        : TestCase("Poisson gaps have the mean and variance of an exponential law")
    {
    }

  private:
    void DoRun() override
    {
        auto arrivals = CreateObjectWithAttributes<PoissonArrivals>("Rate", DoubleValue(20));
        NS_TEST_EXPECT_MSG_EQ(arrivals->AssignStreams(7), 1, "one stream");
        const int n = 100000;
        double sum = 0;
        double squares = 0;
        TaskArrival arrival;
        for (int i = 0; i < n; ++i)
        {
            arrivals->Next(arrival);
            sum += arrival.after.GetSeconds();
            squares += std::pow(arrival.after.GetSeconds(), 2);
        }
        const double mean = sum / n;
        // Standard errors: 1/(20 sqrt n) of the mean, sqrt(8/n)/400 of the variance; 4 of each.
        NS_TEST_EXPECT_MSG_EQ_TOL(mean, 0.05, 4 * 0.05 / std::sqrt(n), "mean [s]");
        NS_TEST_EXPECT_MSG_EQ_TOL(squares / n - mean * mean,
                                  0.0025,
                                  4 * 0.0025 * std::sqrt(8.0 / n),
                                  "variance [s^2]");
    }
};

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
        double seconds;
        for (const char* bad : {"",
                                "noon",
                                "2023-13-01 00:00:00",
                                "2023-02-30 00:00:00",
                                "2023-01-01 24:00:00",
                                "inf",
                                "2023-01-01",
                                "2023-01-01 00:00:00 UTC"})
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
        Check("time,n\n1,2\n", "no column \"TIMESTAMP\"; the header has: time, n");
        Check("TIMESTAMP,tokens\n1,2\n2\n", "trace.csv:3: the header has 2 columns");
        Check("TIMESTAMP,tokens\n1,2\nsoon,2\n", "trace.csv:3: column \"TIMESTAMP\" must be");
        Check("TIMESTAMP,tokens\n1,2\n0.5,2\n", "trace.csv:3: column \"TIMESTAMP\" runs backwards");
        Check("TIMESTAMP,tokens\n1,-2\n", "trace.csv:2: column \"tokens\" must be a number >= 0");
        Check("TIMESTAMP,tokens\n1,many\n", "trace.csv:2: column \"tokens\" must be a number >= 0");
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

/// Names, in full and short, and the rates they promise.
class NameCase : public TestCase
{
  public:
    NameCase()
        : TestCase("arrivals are found by short names, and say how often tasks come")
    {
    }

  private:
    void DoRun() override
    {
        for (const char* name : {"Poisson", "PoissonArrivals", "ns3::edgeai::PoissonArrivals"})
        {
            NS_TEST_EXPECT_MSG_EQ(FindArrivalsType(name), "ns3::edgeai::PoissonArrivals", name);
        }
        for (const char* name : {"", "Nope", "Arrivals", "ns3::edgeai::TaskArrivals", "poisson"})
        {
            std::string words;
            try
            {
                FindArrivalsType(name);
            }
            catch (const std::invalid_argument& error)
            {
                words = error.what();
            }
            NS_TEST_EXPECT_MSG_EQ(words,
                                  "there are no arrivals named '" + std::string(name) +
                                      "'; there are Periodic, Poisson, Trace",
                                  "what there is");
        }
        auto periodic = CreateObject<PeriodicArrivals>();
        periodic->SetAttribute("Period", TimeValue(Seconds(0.25)));
        NS_TEST_EXPECT_MSG_EQ_TOL(periodic->GetRate(), 4, 1e-12, "four a second");
        auto poisson = CreateObject<PoissonArrivals>();
        poisson->SetAttribute("Rate", DoubleValue(3));
        NS_TEST_EXPECT_MSG_EQ_TOL(poisson->GetRate(), 3, 1e-12, "three a second");
        NS_TEST_EXPECT_MSG_EQ(CreateObject<TraceArrivals>()->GetRate(), 0, "a trace does not say");
    }
};

class ArrivalsTestSuite : public TestSuite
{
  public:
    ArrivalsTestSuite()
        : TestSuite("edge-ai-arrivals", TEST_UNIT)
    {
        AddTestCase(new NameCase, TEST_QUICK);
        AddTestCase(new PeriodicCase, TEST_QUICK);
        AddTestCase(new JitterCase, TEST_QUICK);
        AddTestCase(new PoissonCase, TEST_QUICK);
        AddTestCase(new TimeStampCase, TEST_QUICK);
        AddTestCase(new TraceCase, TEST_QUICK);
        AddTestCase(new TraceErrorCase, TEST_QUICK);
    }
};

ArrivalsTestSuite g_arrivalsTestSuite; ///< registers the suite

} // namespace
