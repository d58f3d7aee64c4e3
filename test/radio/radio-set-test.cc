/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Sets of subchannels with a power on each: the rate of a block against the closed form, the rules.

#include "radio/slot-book.h"
#include "support/radio-rig.h"
#include "support/subchannel-sets.h"

#include "ns3/tapped-delay-loss.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// The largest block that passes on a set is the closed form's, for any powers.
class RateCase : public TestCase
{
  public:
    RateCase()
        : TestCase("A block over a set carries the sum of W log2(1 + SNR)")
    {
    }

  private:
    void DoRun() override
    {
        RadioRig rig;
        auto fading = CreateObject<TappedDelayLoss>();
        fading->SetAttribute("Profile", StringValue("TdlC"));
        fading->SetAttribute("RmsDelay", TimeValue(NanoSeconds(1000)));
        fading->SetAttribute("Process", StringValue("Static"));
        rig.medium->SetAttribute("Fading", PointerValue(fading));
        rig.medium->AssignStreams(7);
        auto base = rig.AddBase(0, 0, 0);
        auto user = rig.AddUser(1, base, RadioRig::DistanceFor(1e-11), 0);
        const std::vector<uint32_t> where = {0, 3, 4, 9, 17, 24};
        // From far below the noise on all subchannels to far above it.
        const std::vector<double> sums = {1e-6, 1e-5, 1e-3, 0.2};
        std::vector<double> gains;
        std::vector<std::vector<double>> powers;
        uint64_t sent = 0;
        const auto most = [&](std::size_t i) {
            return static_cast<uint64_t>(std::floor(ClosedForm(gains, powers[i]) * (1 + 1e-9)));
        };
        rig.OnSlot(base, [&](uint64_t slot) -> uint64_t {
            if (slot == 0)
            {
                const SpectrumValue& gain = rig.medium->GetGain(*user, *base);
                for (uint32_t m : where)
                {
                    gains.push_back(gain.ConstValuesBegin()[m] / RadioRig::NOISE);
                }
                for (double sum : sums)
                {
                    powers.emplace_back(where.size(), sum / where.size());
                    powers.push_back(FillWater(gains, sum));
                    powers.push_back({0.5 * sum, 0.3 * sum, 0.1 * sum, 0, 0.07 * sum, 0.03 * sum});
                }
            }
            // Every other block is one bit too long.
            const std::size_t i = slot / 2;
            const uint64_t bits = most(i) + slot % 2;
            if (bits > 0)
            {
                RadioRig::Send(user,
                               RadioRig::MakeGrant(1, UPLINK, where, powers[i], bits),
                               RadioRig::Block(slot));
                ++sent;
            }
            return slot + 1 < 2 * powers.size() ? slot + 1 : BroadbandMedium::NEVER;
        });
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(rig.reports.size(), sent, "all reported");
        const auto ends = std::minmax_element(gains.begin(), gains.end());
        NS_TEST_EXPECT_MSG_GT(*ends.second, 3 * *ends.first, "the channel is selective");
        for (const KeptReport& kept : rig.reports)
        {
            const auto slot = static_cast<std::size_t>(kept.report.start.GetMilliSeconds());
            const std::vector<double>& power = powers[slot / 2];
            NS_TEST_EXPECT_MSG_EQ(RadioRig::Outcome(kept.report),
                                  (slot % 2 ? "dropped" : "decoded"),
                                  "block of slot " << slot << " with " << kept.report.grant->bits);
            NS_TEST_EXPECT_MSG_EQ_TOL(kept.report.grant->GetTotalPower(),
                                      sums[slot / 6],
                                      1e-9 * sums[slot / 6],
                                      "sum of the powers");
            for (std::size_t k = 0; k < where.size(); ++k)
            {
                NS_TEST_EXPECT_MSG_EQ_TOL(kept.sinr[k],
                                          power[k] * gains[k],
                                          1e-9 * power[k] * gains[k],
                                          "SINR on subchannel " << where[k]);
            }
        }
        for (std::size_t i = 0; i < sums.size(); ++i)
        {
            const double equal = ClosedForm(gains, powers[3 * i]);
            const double water = ClosedForm(gains, powers[3 * i + 1]);
            NS_TEST_EXPECT_MSG_GT(water,
                                  equal,
                                  "water-filling carries more at " << sums[i] << " W");
            const double ratio = water / equal;
            if (i == 0)
            {
                NS_TEST_EXPECT_MSG_GT(ratio, 1.5, "low power goes to the best subchannel");
            }
            if (i + 1 == sums.size())
            {
                NS_TEST_EXPECT_MSG_LT(ratio, 1.02, "high power is spread");
            }
        }
    }
};

/// The book says yes exactly when the rules, written plainly, do.
class RulesCase : public TestCase
{
  public:
    RulesCase()
        : TestCase("Random sets are accepted exactly when they keep the rules")
    {
    }

  private:
    void DoRun() override
    {
        std::mt19937 random(5);
        constexpr uint32_t subchannels = 8;
        uint32_t accepted = 0;
        uint32_t refused = 0;
        for (int round = 0; round < 2000; ++round)
        {
            CellLimits limits;
            limits.subchannels = subchannels;
            limits.superposedUsers = 1 + random() % 3;
            limits.basePower = 4;
            limits.userPower = [](uint32_t user) { return user < 4 ? 1.0 : -1.0; };
            SlotBook book(limits);
            std::map<uint32_t, std::set<uint32_t>> owners[2]; // by direction and subchannel
            std::map<uint32_t, double> userPower;
            double basePower = 0;
            for (int i = 0; i < 8; ++i)
            {
                Grant grant;
                grant.user = random() % 5;
                grant.direction = random() % 2 ? UPLINK : DOWNLINK;
                grant.bits = 1;
                for (uint32_t m = 0; m <= subchannels; ++m)
                {
                    if (random() % (m == subchannels ? 40 : 3) == 0)
                    {
                        grant.subchannels.push_back(m);
                        grant.power.push_back((random() % 5) / 8.0); // exact sums
                    }
                }
                auto& own = owners[grant.direction];
                bool fits = grant.user < 4 && !grant.subchannels.empty();
                for (uint32_t m : grant.subchannels)
                {
                    fits = fits && m < subchannels && own[m].size() < limits.superposedUsers &&
                           own[m].count(grant.user) == 0;
                }
                const double sum = grant.GetTotalPower();
                fits = fits && (grant.direction == UPLINK ? userPower[grant.user] + sum <= 1
                                                          : basePower + sum <= 4);
                const std::string said = book.Check(grant);
                NS_TEST_ASSERT_MSG_EQ(said.empty(), fits, "round " << round << ": " << said);
                if (!fits)
                {
                    ++refused;
                    continue;
                }
                ++accepted;
                book.Place(grant);
                for (uint32_t m : grant.subchannels)
                {
                    own[m].insert(grant.user);
                }
                (grant.direction == UPLINK ? userPower[grant.user] : basePower) += sum;
            }
        }
        NS_TEST_EXPECT_MSG_GT(accepted, 2000, "many fit");
        NS_TEST_EXPECT_MSG_GT(refused, 2000, "many do not");
    }
};

/// The suite.
class RadioSetTestSuite : public TestSuite
{
  public:
    RadioSetTestSuite()
        : TestSuite("edge-ai-radio-set", TEST_UNIT)
    {
        AddTestCase(new RateCase, TEST_QUICK);
        AddTestCase(new RulesCase, TEST_QUICK);
    }
};

RadioSetTestSuite g_radioSetTestSuite; ///< registers the suite

} // namespace
