/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a base station keeps of its users: what it is told of their links.

#include "radio/broadband-spectrum.h"
#include "radio/channel-reports.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Channel reports are as old and as wrong as they should be.
class ChannelReportsCase : public TestCase
{
  public:
    ChannelReportsCase()
        : TestCase("Channel reports: delay, pauses, errors")
    {
    }

  private:
    void DoRun() override
    {
        const uint32_t bands = 4;
        const BroadbandSpectrum band(1e9, 1e6, bands);
        auto gain = Create<SpectrumValue>(band.GetModel());
        const std::vector<double> noise(bands, 1e-15);
        ChannelReports reports;
        ChannelReports::Options options;
        options.delay = 3;
        const KeyedRandom random(5);
        for (uint64_t slot = 10; slot < 20; ++slot)
        {
            *gain = static_cast<double>(slot);
            const ChannelState& state = reports.Measure(slot, options, *gain, noise, random);
            // Until a report is old enough there is only the first one.
            const double expected = static_cast<double>(std::max<uint64_t>(slot - 3, 10));
            NS_TEST_EXPECT_MSG_EQ(state.gain[2], expected, "age at slot " << slot);
            *gain = -1;
            NS_TEST_EXPECT_MSG_EQ(reports.Measure(slot, options, *gain, noise, random).gain[0],
                                  expected,
                                  "measured once per slot");
        }
        *gain = 100;
        NS_TEST_EXPECT_MSG_EQ(reports.Measure(500, options, *gain, noise, random).gain[0],
                              100,
                              "a report from before a pause is not used");

        options.delay = 0;
        options.error = 2;
        double sum = 0;
        double square = 0;
        const int slots = 5000;
        for (uint64_t slot = 1000; slot < 1000 + slots; ++slot)
        {
            *gain = 1e-10;
            const ChannelState& state = reports.Measure(slot, options, *gain, noise, random);
            for (double g : state.gain)
            {
                const double error = 10 * std::log10(g / 1e-10);
                sum += error;
                square += error * error;
            }
        }
        const double n = slots * bands;
        NS_TEST_EXPECT_MSG_EQ_TOL(sum / n, 0, 3 * 2 / std::sqrt(n), "mean error [dB]");
        NS_TEST_EXPECT_MSG_EQ_TOL(std::sqrt(square / n), 2, 0.06, "standard deviation [dB]");
    }
};

/// The suite.
class RadioUserTestSuite : public TestSuite
{
  public:
    RadioUserTestSuite()
        : TestSuite("edge-ai-radio-user", TEST_UNIT)
    {
        AddTestCase(new ChannelReportsCase, TEST_QUICK);
    }
};

RadioUserTestSuite g_radioUserTestSuite; ///< registers the suite

} // namespace
