/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What devices and nodes of DTO-EE measure of their links.

#include "support/dto-ee-fault-case.h"

#include <map>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// Rates that are measured, from estimates that are wrong.
class MeasuredRatesCase : public DtoEeFaultCase
{
  public:
    /// @param [in] estimate first estimates over the true rates
    explicit MeasuredRatesCase(double estimate)
        : DtoEeFaultCase("rates of links are measured by receipts, told " +
                         std::to_string(estimate) + " of what they are"),
          m_estimate(estimate)
    {
    }

  private:
    void DoRun() override
    {
        // A load at which tasks queue for links: what waits is not on the link.
        DtoEeSettings settings;
        settings.planner = "DtoEeUniformPlanner";
        settings.slot = Seconds(1);
        DtoEeRig rig(WithoutExits(MakeToy()), settings);
        rig.estimate = m_estimate;
        rig.Build();
        // One link gets slow in the midst.
        const NetDeviceContainer slow = rig.GetLink(1, 0, 0);
        ScheduleCall(Seconds(25), [slow] {
            for (uint32_t end = 0; end < 2; ++end)
            {
                slow.Get(end)->SetAttribute("DataRate", DataRateValue(DataRate("100Mbps")));
            }
        });
        std::map<std::string, double> before;
        ScheduleCall(Seconds(24.9), [&] { before = Collect(rig); });
        Check(rig, 50);
        const std::map<std::string, double> after = Collect(rig);
        NS_TEST_EXPECT_MSG_EQ(before.size(), 4U + 6 + 6, "links");
        for (const auto& [link, ratio] : before)
        {
            EXPECT_ABSOLUTE(ratio, 0.995, 0.01, link << " of its rate");
        }
        for (const auto& [link, ratio] : after)
        {
            EXPECT_ABSOLUTE(ratio, link == "1 0 0" ? 0.4975 : 0.995, 0.01, link << " in the end");
        }
    }

    /// @returns measured over true rates at first, of all links
    std::map<std::string, double> Collect(const DtoEeRig& rig) const
    {
        std::map<std::string, double> ratios;
        for (uint32_t h = 0; h < rig.problem.stages.size(); ++h)
        {
            const std::vector<std::vector<double>>& rates = rig.problem.stages[h].linkRates;
            for (uint32_t i = 0; i < rates.size(); ++i)
            {
                const Ptr<DtoEeAgent> agent =
                    h == 0 ? Ptr<DtoEeAgent>(rig.GetDevice(i)) : Ptr<DtoEeAgent>(rig.GetNode(h, i));
                for (uint32_t j = 0; j < rates[i].size(); ++j)
                {
                    ratios[std::to_string(h + 1) + " " + std::to_string(i) + " " +
                           std::to_string(j)] = agent->GetLinkRate(j) / rates[i][j];
                }
            }
        }
        return ratios;
    }

    double m_estimate;
};

/// The suite.
class DtoEeMeasureTestSuite : public TestSuite
{
  public:
    DtoEeMeasureTestSuite()
        : TestSuite("edge-ai-dto-ee-measure", TEST_SYSTEM)
    {
        AddTestCase(new MeasuredRatesCase(0.3), TEST_QUICK);
        AddTestCase(new MeasuredRatesCase(4), TEST_QUICK);
    }
};

const DtoEeMeasureTestSuite g_dtoEeMeasureTestSuite; ///< registers the suite

} // namespace
