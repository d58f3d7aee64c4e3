/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The laws of queues against closed forms.

#include "allocation/numeric/queueing-law.h"
#include "support/expectations.h"

#include "ns3/edge-ai-compat.h"

#include <cmath>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// One server against M/M/1 and M/D/1, and mixtures against their sums.
class SingleServerCase : public TestCase
{
  public:
    SingleServerCase()
        : TestCase("one server: exponential and fixed service, and a mixture of classes")
    {
    }

  private:
    void DoRun() override
    {
        constexpr double SERVICE = 0.4;
        for (const double load : {0.1, 0.3, 0.5, 0.7, 0.9, 0.99})
        {
            const double rate = load / SERVICE;
            const std::vector<ArrivalClass> random{MakeExponentialClass(rate, SERVICE)};
            const std::vector<ArrivalClass> fixed{MakeDeterministicClass(rate, SERVICE)};
            EXPECT_RELATIVE(GetOfferedLoad(random), load, 1e-12, "load");
            EXPECT_RELATIVE(GetMeanWait(random), load * SERVICE / (1 - load), 1e-12, "M/M/1");
            EXPECT_RELATIVE(GetMeanWait(fixed), load * SERVICE / (1 - load) / 2, 1e-12, "M/D/1");
            EXPECT_RELATIVE(GetSharingSlowdown(load), 1 / (1 - load), 1e-12, "sharing");
            // Two halves of a class are the class; so is a class beside one of no work.
            const std::vector<ArrivalClass> halves{MakeExponentialClass(rate / 2, SERVICE),
                                                   MakeExponentialClass(rate / 2, SERVICE),
                                                   MakeExponentialClass(5, 0)};
            EXPECT_RELATIVE(GetMeanWait(halves), GetMeanWait(random), 1e-12, "halves");
        }
        // Unlike classes by hand: rho = 0.5 * 0.2 + 0.1 * 3 = 0.4,
        // W = (0.5 * 2 * 0.04 + 0.1 * 9) / (2 * 0.6).
        const std::vector<ArrivalClass> mixed{MakeExponentialClass(0.5, 0.2),
                                              MakeDeterministicClass(0.1, 3)};
        EXPECT_RELATIVE(GetOfferedLoad(mixed), 0.4, 1e-12, "load of a mixture");
        EXPECT_RELATIVE(GetMeanWait(mixed), 0.94 / 1.2, 1e-12, "wait of a mixture");
    }
};

/// Several servers against Erlang's tables.
class SeveralServersCase : public TestCase
{
  public:
    SeveralServersCase()
        : TestCase("several servers: Erlang C and the wait it gives")
    {
    }

  private:
    void DoRun() override
    {
        // C(1, rho) = rho; C(2, rho) = 2 rho^2 / (1 + rho); C of 3 servers by its definition.
        for (const double load : {0.2, 0.5, 0.8})
        {
            EXPECT_RELATIVE(GetErlangC(1, load), load, 1e-12, "one");
            EXPECT_RELATIVE(GetErlangC(2, load), 2 * load * load / (1 + load), 1e-12, "two");
            const double a = 3 * load;
            const double last = a * a * a / 6 / (1 - load);
            EXPECT_RELATIVE(GetErlangC(3, load), last / (1 + a + a * a / 2 + last), 1e-12, "three");
            const std::vector<ArrivalClass> two{MakeExponentialClass(2 * load, 1)};
            // M/M/2: W = rho^2 / (1 - rho^2).
            EXPECT_RELATIVE(GetMeanWait(two, 2), load * load / (1 - load * load), 1e-12, "M/M/2");
            EXPECT_RELATIVE(GetSharingSlowdown(load, 2),
                            1 + load * load / (1 - load * load),
                            1e-12,
                            "two share");
        }
        // Erlang's own table: 10 servers offered 8 are all busy with 0.4092.
        EXPECT_ABSOLUTE(GetErlangC(10, 0.8), 0.40918, 1e-5, "ten");
    }
};

/// Next to nothing, and more than a server can do.
class EndsCase : public TestCase
{
  public:
    EndsCase()
        : TestCase("no load costs nothing, a load of one and more costs everything")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_TRUE(GetMeanWait({}) == 0, "nobody comes");
        EXPECT_TRUE(GetMeanWait({MakeDeterministicClass(0, 1)}) == 0, "nor at rate 0");
        EXPECT_TRUE(GetMeanWait({MakeDeterministicClass(1, 0)}) == 0, "no work");
        EXPECT_TRUE(GetSharingSlowdown(0) == 1, "alone");
        EXPECT_RELATIVE(GetMeanWait({MakeExponentialClass(1e-9, 1)}), 1e-9, 1e-8, "rho -> 0");
        EXPECT_RELATIVE(GetMeanWait({MakeExponentialClass(1 - 1e-9, 1)}), 1e9, 1e-6, "rho -> 1");
        for (const double load : {1.0, 1.5, 1e300})
        {
            EXPECT_TRUE(std::isinf(GetMeanWait({MakeDeterministicClass(load, 1)})), "wait");
            EXPECT_TRUE(std::isinf(GetMeanWait({MakeDeterministicClass(3 * load, 1)}, 3)), "of 3");
            EXPECT_TRUE(std::isinf(GetSharingSlowdown(load)), "slowdown");
            EXPECT_TRUE(GetErlangC(4, load) == 1, "all busy");
        }
    }
};

class QueueingLawTestSuite : public TestSuite
{
  public:
    QueueingLawTestSuite()
        : TestSuite("edge-ai-queueing-law", TEST_UNIT)
    {
        AddTestCase(new SingleServerCase, TEST_QUICK);
        AddTestCase(new SeveralServersCase, TEST_QUICK);
        AddTestCase(new EndsCase, TEST_QUICK);
    }
};

QueueingLawTestSuite g_queueingLawTestSuite; ///< registers the suite

} // namespace
