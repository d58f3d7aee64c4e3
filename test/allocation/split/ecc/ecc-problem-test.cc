/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// ECC's problem: profiles, what is refused and in which words, limits, plans that break them.

#include "allocation/split/ecc/ecc-solver.h"
#include "support/ecc-test-support.h"

#include "ns3/network-catalogue.h"

#include <functional>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Work and uploads of the three reference networks, exactly.
class ProfileCase : public TestCase
{
  public:
    ProfileCase()
        : TestCase("profiles of VGG-16, tiny YOLOv2 and NiN")
    {
    }

  private:
    void DoRun() override
    {
        auto chain = MakeVgg16Chain();
        NS_TEST_EXPECT_MSG_EQ(chain.GetLayerCount(), 21, "layers");
        NS_TEST_EXPECT_MSG_EQ(chain.deviceFlop.back(), 30946650112, "VGG-16");
        EXPECT_VALUES(chain.uploadBits,
                      0,
                      "VGG-16",
                      1204224,
                      102760448,
                      102760448,
                      25690112,
                      51380224,
                      51380224,
                      12845056,
                      25690112,
                      25690112,
                      25690112,
                      6422528,
                      12845056,
                      12845056,
                      12845056,
                      3211264,
                      3211264,
                      3211264,
                      3211264,
                      802816,
                      131072,
                      131072);
        const std::vector<double> afterPools = {chain.deviceFlop[3],
                                                chain.deviceFlop[6],
                                                chain.deviceFlop[10],
                                                chain.deviceFlop[14],
                                                chain.deviceFlop[18]};
        EXPECT_VALUES(afterPools,
                      0,
                      "VGG-16 after the pools",
                      3875995648,
                      9426665472,
                      18675908608,
                      27924750336,
                      30699382784);

        chain = MakeTinyYoloChain();
        NS_TEST_EXPECT_MSG_EQ(chain.deviceFlop.back(), 6976752640, "tiny YOLOv2");
        NS_TEST_EXPECT_MSG_EQ(chain.deviceFlop[10], 1749769216, "tiny YOLOv2, ten layers");
        NS_TEST_EXPECT_MSG_EQ(chain.GetServerFlop(10), 6976752640 - 1749769216, "the rest");
        EXPECT_VALUES(chain.uploadBits,
                      0,
                      "tiny YOLOv2",
                      4153344,
                      88604672,
                      22151168,
                      44302336,
                      11075584,
                      22151168,
                      5537792,
                      11075584,
                      2768896,
                      5537792,
                      1384448,
                      2768896,
                      2768896,
                      5537792,
                      5537792);

        chain = MakeNinChain();
        NS_TEST_EXPECT_MSG_EQ(chain.deviceFlop.back(), 445305472, "NiN");
        EXPECT_VALUES(chain.uploadBits,
                      0,
                      "NiN",
                      24576,
                      6291456,
                      5242880,
                      3145728,
                      786432,
                      1572864,
                      1572864,
                      1572864,
                      393216,
                      393216,
                      393216,
                      20480);
    }
};

/// Chains from the catalogue's profiles.
class CatalogueCase : public TestCase
{
  public:
    CatalogueCase()
        : TestCase("chains of profiles")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& [name, expected] :
             {std::pair<std::string, EccChain>{"VGG-16", MakeVgg16Chain()},
              {"TinyYOLOv2", MakeTinyYoloChain()},
              {"NiN", MakeNinChain()}})
        {
            auto profile = LoadNetworkProfile(name + "@pooling=counted");
            profile.elementBits = 32;
            const auto chain = MakeEccChain(profile);
            EXPECT_TRUE(chain.deviceFlop == expected.deviceFlop, name << ": work");
            EXPECT_TRUE(chain.uploadBits == expected.uploadBits, name << ": uploads");
            EXPECT_RELATIVE(chain.resultBits, double(profile.resultBits), 0, name << ": answer");
        }
        auto profile = LoadNetworkProfile("VGG-16@pooling=counted");
        profile.cuts = {3, 10};
        const auto chain = MakeEccChain(profile);
        NS_TEST_EXPECT_MSG_EQ(chain.GetLayerCount(), 2, "two cuts, and staying on the device");
        EXPECT_VALUES(chain.deviceFlop, 0, "work", 3875995648, 18675908608, 30946650112);
        EXPECT_VALUES(chain.uploadBits, 0, "uploads at 16 bit", 25690112 / 2, 6422528 / 2);
        auto problem = MakeToyProblem();
        problem.users[0].chain = chain;
        NS_TEST_EXPECT_MSG_EQ(problem.Validate(), "", "sound without a cut before the first layer");
        EXPECT_TRUE(SolveEcc(problem).plan.splits[0] <= 2, "solved");
    }
};

/// Every field that can be wrong is named, with its range.
class ValidateCase : public TestCase
{
  public:
    ValidateCase()
        : TestCase("unsound problems are refused in words")
    {
    }

  private:
    /// @param [in] spoil what to do to a sound problem  @param [in] words that the complaint must
    /// hold
    void Expect(const std::function<void(EccProblem&)>& spoil, const std::string& words)
    {
        auto problem = MakeTwoCellProblem();
        spoil(problem);
        const auto complaint = problem.Validate();
        NS_TEST_EXPECT_MSG_EQ((complaint.find(words) != std::string::npos),
                              true,
                              "'" << complaint << "' names '" << words << "'");
        const auto result = SolveEcc(problem);
        NS_TEST_EXPECT_MSG_EQ(result.summary.status, ECC_REFUSED, "refused: " << words);
        NS_TEST_EXPECT_MSG_EQ(result.summary.BriefReport(), "refused: " + complaint, "reason");
        EXPECT_TRUE(result.plan.splits.empty(), "no plan");
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(MakeTwoCellProblem().Validate(), "", "sound");
        NS_TEST_EXPECT_MSG_EQ(EccProblem().Validate(),
                              "users must be at least one, but is 0",
                              "empty");
        Expect([](auto& p) { p.cells.clear(); }, "cells must be at least one");
        Expect([](auto& p) { p.bandwidth = 0; }, "bandwidth [Hz] must be positive");
        Expect([](auto& p) { p.noiseDensity = NAN; }, "noiseDensity [W/Hz] must be positive");
        Expect([](auto& p) { p.usersPerSubchannel = 0; }, "usersPerSubchannel must be at least 1");
        Expect([](auto& p) { p.sicResidual = 1.1; }, "sicResidual must be in [0, 1], but is 1.1");
        Expect([](auto& p) { p.preferences.unitWeight = -1; },
               "preferences.unitWeight must be at least 0");
        Expect([](auto& p) { p.preferences.qoeWeight = -1; },
               "preferences.qoeWeight must be at least 0");
        Expect([](auto& p) { p.preferences.qoeSteepness = 0; },
               "preferences.qoeSteepness must be positive");
        Expect([](auto& p) { p.preferences.timeLimitWeight = HUGE_VAL; },
               "preferences.timeLimitWeight must be at least 0");
        Expect([](auto& p) { p.users[2].cell = 2; }, "users[2].cell must be less than");
        Expect([](auto& p) { p.users[1].deviceSpeed = -1; }, "users[1].deviceSpeed [FLOP/s]");
        Expect([](auto& p) { p.users[1].deviceClock = 0; }, "users[1].deviceClock");
        Expect([](auto& p) { p.users[1].deviceEnergyCoefficient = -1; }, "deviceEnergyCoefficient");
        Expect([](auto& p) { p.users[0].powerMin = 0; }, "users[0].powerMin [W] must be positive");
        Expect([](auto& p) { p.users[0].powerMax = 1e-5; }, "at least powerMin, but is 1e-05");
        Expect([](auto& p) { p.users[0].weights.time = -1; }, "users[0].weights.time");
        Expect([](auto& p) { p.users[0].weights.energy = NAN; }, "users[0].weights.energy");
        Expect([](auto& p) { p.users[0].weights.time = p.users[0].weights.energy = 0; },
               "weights.time + weights.energy must be positive");
        Expect([](auto& p) { p.users[0].expectedTime = -1; }, "users[0].expectedTime");
        Expect([](auto& p) { p.users[0].timeLimit = -1; }, "users[0].timeLimit");
        Expect([](auto& p) { p.users[3].chain.deviceFlop = {0}; }, "users[3].chain.deviceFlop");
        Expect([](auto& p) { p.users[3].chain.deviceFlop[0] = -1; },
               "chain.deviceFlop[0] must be at least 0");
        Expect([](auto& p) { p.users[3].chain.deviceFlop[2] = 1; },
               "chain.deviceFlop[2] must be at");
        Expect([](auto& p) { p.users[3].chain.deviceFlop.assign(5, 0); }, "its last entry");
        Expect([](auto& p) { p.users[3].chain.uploadBits.pop_back(); },
               "of one entry per layer (4)");
        Expect([](auto& p) { p.users[3].chain.uploadBits[1] = 0; },
               "chain.uploadBits[1] must be pos");
        Expect([](auto& p) { p.users[3].chain.resultBits = -1; }, "chain.resultBits");
        Expect([](auto& p) { p.cells[1].powerMin = 0; }, "cells[1].powerMin");
        Expect([](auto& p) { p.cells[1].powerTotal = 0; }, "cells[1].powerTotal");
        Expect([](auto& p) { p.cells[1].unitMin = 0; }, "cells[1].unitMin");
        Expect([](auto& p) { p.cells[1].unitTotal = 0.5; }, "cells[1].unitTotal");
        Expect([](auto& p) { p.cells[1].unitSpeed = 0; }, "cells[1].unitSpeed");
        Expect([](auto& p) { p.cells[1].unitClock = 0; }, "cells[1].unitClock");
        Expect([](auto& p) { p.cells[1].unitEnergyCoefficient = -1; }, "unitEnergyCoefficient");
        Expect([](auto& p) { p.cells[1].unitExponent = 1.5; },
               "cells[1].unitExponent must be in [0.01, 1]");
        Expect([](auto& p) { p.uplinkGains = EccGains(2, 1, 4); }, "uplinkGains's cells");
        Expect([](auto& p) { p.uplinkGains = EccGains(2, 2, 3); }, "uplinkGains's users");
        Expect([](auto& p) { p.downlinkGains = EccGains(); }, "downlinkGains's subchannels");
        Expect([](auto& p) { p.uplinkGains(1, 0, 1) = 0; },
               "uplinkGains(1, 0, 1) must be positive");
        Expect([](auto& p) { p.uplinkGains(1, 1, 1) = -1; },
               "uplinkGains(1, 1, 1) must be at least 0");
        Expect(
            [](auto& p) {
                EccGains wider(3, 2, 4);
                for (std::size_t k = 0; k < 24; ++k)
                {
                    wider(k / 8, k / 4 % 2, k % 4) = 1e-11;
                }
                p.downlinkGains = wider;
            },
            "as many as the uplink's");
        Expect(
            [](auto& p) {
                p.preferences.normalise = true;
                p.users[0].deviceEnergyCoefficient = 0;
            },
            "positive when normalise is set");
    }
};

/// Cells by gain, limits of a cell, and what a plan breaks.
class LimitsCase : public TestCase
{
  public:
    LimitsCase()
        : TestCase("serving cells, limits of a cell, constraints of a plan")
    {
    }

  private:
    void DoRun() override
    {
        auto problem = MakeTwoCellProblem();
        for (std::size_t i = 0; i < 4; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(problem.users[i].cell, i / 2, "serving cell");
        }
        NS_TEST_EXPECT_MSG_EQ(problem.GetOffloadLimit(0), 6, "subchannels limit");
        problem.cells[0].unitTotal = 3.5;
        NS_TEST_EXPECT_MSG_EQ(problem.GetOffloadLimit(0), 3, "units limit");
        problem.cells[0].powerTotal = 0.002;
        NS_TEST_EXPECT_MSG_EQ(problem.GetOffloadLimit(0), 2, "power limits");

        problem = MakeTwoCellProblem();
        problem.usersPerSubchannel = 1;
        const auto sound = MakeEccPlan(problem, Everybody(problem, 2), {0, 1, 0, 1}, {0, 1, 0, 1});
        NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, sound), "", "sound plan");
        NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, MakeDeviceOnlyPlan(problem)),
                              "",
                              "all silent");
        auto expect = [&](const std::function<void(EccPlan&)>& spoil, const std::string& words) {
            auto plan = sound;
            spoil(plan);
            const auto found = ExplainEccViolation(problem, plan);
            NS_TEST_EXPECT_MSG_EQ((found.find(words) != std::string::npos),
                                  true,
                                  "'" << found << "' names '" << words << "'");
        };
        expect([](auto& p) { p.units.pop_back(); }, "one entry per user (4)");
        expect([](auto& p) { p.splits[1] = 5; }, "split of user 1 must be in [0, 4], but is 5");
        expect([](auto& p) { p.uplinkSubchannels[1] = 2; }, "uplink subchannel of user 1");
        expect([](auto& p) { p.downlinkSubchannels[1] = ECC_NO_SUBCHANNEL; },
               "downlink subchannel");
        expect([](auto& p) { p.uplinkPowers[0] = 0.21; }, "uplink power [W] of user 0");
        expect([](auto& p) { p.downlinkPowers[0] = 0; }, "downlink power [W] of user 0");
        expect([](auto& p) { p.units[3] = 0.9; }, "units of user 3");
        expect([](auto& p) { p.downlinkPowers[2] = 5.1; }, "sum of downlink powers [W] of cell 1");
        expect([](auto& p) { p.units[0] = 4.1; }, "sum of units of cell 0");
        expect([](auto& p) { p.uplinkSubchannels[0] = 1; }, "users on one subchannel of cell 0");
        expect([](auto& p) { p.downlinkSubchannels[3] = 0; }, "users on one subchannel of cell 1");
    }
};

class EccProblemTestSuite : public TestSuite
{
  public:
    EccProblemTestSuite()
        : TestSuite("edge-ai-ecc-problem", TEST_UNIT)
    {
        AddTestCase(new ProfileCase, TEST_QUICK);
        AddTestCase(new CatalogueCase, TEST_QUICK);
        AddTestCase(new ValidateCase, TEST_QUICK);
        AddTestCase(new LimitsCase, TEST_QUICK);
    }
};

EccProblemTestSuite g_eccProblemTestSuite; ///< the suite

} // namespace
