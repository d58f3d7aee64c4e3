/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "radio-cell.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// UDP over one link gets the rate of the band less headers: the check R1.
class GoodputCase : public TestCase
{
  public:
    /// @param [in] uplink direction
    explicit GoodputCase(bool uplink)
        : TestCase(std::string("UDP goodput of one link, ") + (uplink ? "uplink" : "downlink")),
          m_uplink(uplink)
    {
    }

  private:
    void DoRun() override
    {
        BroadbandHelper radio;
        radio.SetAttribute("ErrorModel", StringValue("Shannon"));
        radio.SetAttribute("PowerLimit", DoubleValue(0.2));
        TestCell cell(radio, {1e-11});
        cell.InstallInternet();
        const uint32_t payload = 1400;
        const double rate = 30670054.7;
        const Time stop = Seconds(2);
        auto server = cell.StartUdp(m_uplink ? 1 : 0,
                                    m_uplink ? 0 : 1,
                                    payload,
                                    Seconds(payload * 8 / (1.1 * rate)),
                                    stop);
        Simulator::Stop(stop);
        Simulator::Run();
        const double goodput = server->GetReceived() * 8.0 * payload / stop.GetSeconds();
        // UDP 8 B, IPv4 20 B, first segment 8 B, and 6 B for the segment a block's end cuts off.
        const double block = rate * 1e-3 / 8;
        const double headers = 36 + 6 * (payload + 36) / block;
        const double expected = rate * payload / (payload + headers);
        NS_TEST_EXPECT_MSG_EQ_TOL(goodput, expected, 0.01 * expected, "goodput");
        Simulator::Destroy();
    }

    bool m_uplink; ///< direction
};

/// The suite.
class RadioDeviceTestSuite : public TestSuite
{
  public:
    RadioDeviceTestSuite()
        : TestSuite("edge-ai-radio-device", TEST_UNIT)
    {
        AddTestCase(new GoodputCase(true), TEST_QUICK);
        AddTestCase(new GoodputCase(false), TEST_QUICK);
    }
};

RadioDeviceTestSuite g_radioDeviceTestSuite; ///< registers the suite

} // namespace
