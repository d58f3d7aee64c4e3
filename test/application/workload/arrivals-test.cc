/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// When tasks come: periods and Poisson gaps.

#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/object-factory.h"
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

class LoweredCase : public TestCase
{
  public:
    LoweredCase()
        : TestCase("no task comes before the one before when Period and Jitter are lowered")
    {
    }

  private:
    void DoRun() override
    {
        auto arrivals = CreateObject<PeriodicArrivals>();
        const auto set = [&arrivals](Time period, Time jitter) {
            arrivals->SetAttribute("Jitter", TimeValue(jitter));
            arrivals->SetAttribute("Period", TimeValue(period));
        };
        set(Seconds(1), Seconds(1));
        arrivals->AssignStreams(7);
        TaskArrival arrival;
        for (int i = 0; i < 20; ++i)
        {
            set(Seconds(1), Seconds(1));
            arrivals->Next(arrival);
            set(MilliSeconds(20), MilliSeconds(10));
            arrivals->Next(arrival);
            NS_TEST_EXPECT_MSG_EQ((arrival.after >= MilliSeconds(10)), true, "lowered " << i);
            NS_TEST_EXPECT_MSG_EQ((arrival.after <= MilliSeconds(30)), true, "lowered " << i);
            set(Seconds(1), Seconds(1));
            arrivals->Next(arrival);
            set(MilliSeconds(20), Seconds(0));
            arrivals->Next(arrival);
            NS_TEST_EXPECT_MSG_EQ(arrival.after, MilliSeconds(20), "without jitter " << i);
        }
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

class EndOfTimeCase : public TestCase
{
  public:
    EndOfTimeCase()
        : TestCase("gaps beyond the simulator's clock do not wrap to its beginning")
    {
    }

  private:
    void DoRun() override
    {
        TaskArrival arrival;
        auto rare = CreateObjectWithAttributes<PoissonArrivals>("Rate", DoubleValue(1e-300));
        rare->AssignStreams(1);
        rare->Next(arrival);
        NS_TEST_EXPECT_MSG_EQ(arrival.after, Time::Max(), "once in the age of the universe");
        auto late = CreateObjectWithAttributes<PeriodicArrivals>("Period",
                                                                 TimeValue(Time::Max()),
                                                                 "Jitter",
                                                                 TimeValue(Time::Max()));
        late->AssignStreams(1);
        for (int i = 0; i < 20; ++i)
        {
            late->Next(arrival);
            NS_TEST_EXPECT_MSG_EQ((arrival.after >= Time(0)), true, "task " << i);
        }
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
        AddTestCase(new LoweredCase, TEST_QUICK);
        AddTestCase(new PoissonCase, TEST_QUICK);
        AddTestCase(new EndOfTimeCase, TEST_QUICK);
    }
};

ArrivalsTestSuite g_arrivalsTestSuite; ///< registers the suite

} // namespace
