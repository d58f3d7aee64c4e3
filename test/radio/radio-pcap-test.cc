/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Packet traces of transport blocks: what stands where, byte by byte; a record for each block that
// a device receives; and that Wireshark's dissector shows what the simulation did.

#include "../../helper/broadband-block-pcap.h"
#include "support/dissector-case.h"
#include "support/expectations.h"
#include "support/radio-cell.h"

#include "ns3/broadband-helper.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/pcap-file.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] bytes  @returns them as text, two digits each
std::string
ToHex(const std::vector<uint8_t>& bytes)
{
    static const char DIGITS[] = "0123456789abcdef";
    std::string text;
    for (const uint8_t byte : bytes)
    {
        text += {DIGITS[byte >> 4], DIGITS[byte & 15]};
    }
    return text;
}

/// The layout of a record.
class BlockBytesCase : public TestCase
{
  public:
    BlockBytesCase()
        : TestCase("a block header has its fields where they belong")
    {
    }

  private:
    void DoRun() override
    {
        Grant grant;
        grant.user = 3;
        grant.direction = DOWNLINK;
        grant.subchannels = {2, 258};
        grant.power = {0.5, 2};
        grant.bits = 4096;
        BlockReport report;
        report.cell = 1;
        report.receiver = 0x01020304;
        report.grant = std::make_shared<Grant>(grant);
        report.block = 0x1122334455667788;
        report.attempt = 2;
        report.payloadBits = 4000;
        report.sinrMin = 0.1;
        report.sinrMean = 10;
        report.failureProbability = 0.25;
        report.position = 2;
        report.uncancelled = 1;
        report.outcome = BlockOutcome::DROPPED;
        const std::vector<double> sinr{10, 100};
        report.sinr = &sinr;
        const std::string expected = "01"               // version
                                     "03"               // downlink, cancellation
                                     "006e"             // 74 + 2 * 18
                                     "00000001"         // cell
                                     "01020304"         // receiver
                                     "00000003"         // user
                                     "1122334455667788" // block
                                     "0002"             // attempt
                                     "02"               // dropped
                                     "00"               //
                                     "0002"             // position
                                     "0001"             // uncancelled
                                     "0000000000001000" // bits
                                     "0000000000000fa0" // payload bits
                                     "3fd0000000000000" // failure probability
                                     "c024000000000000" // -10 dB
                                     "4024000000000000" // 10 dB
                                     "0002"             // subchannels
                                     "0002"             //
                                     "3fe0000000000000" // 0.5 W
                                     "4024000000000000" // 10 dB
                                     "0102"             //
                                     "4000000000000000" // 2 W
                                     "4034000000000000" // 20 dB
            ;
        NS_TEST_EXPECT_MSG_EQ(ToHex(BroadbandBlockPcap::Serialize(report, true)),
                              expected,
                              "bytes of a cancellation");
        const std::string delivery = ToHex(BroadbandBlockPcap::Serialize(report, false));
        NS_TEST_EXPECT_MSG_EQ(delivery.substr(0, 4), "0101", "a delivery");
    }
};

/// A cell whose blocks are traced, as bytes and as Wireshark shows them.
class BlockTraceCase : public DissectorCase
{
  public:
    BlockTraceCase()
        : DissectorCase("every block that a device receives is a record, and shown as it was")
    {
    }

  private:
    /// What the PHY's trace says of a block.
    struct Seen
    {
        uint32_t user;
        uint64_t block;
        double sinr;         ///< mean [dB]
        double power;        ///< in all [W]
        uint64_t bits;       ///< of the block
        int outcome;         ///< BlockOutcome
        uint32_t position;   ///< in the decoding order
        std::size_t carried; ///< subchannels
    };

    void Hear(const BlockReport& report)
    {
        m_seen.push_back({report.grant->user,
                          report.block,
                          10 * std::log10(report.sinrMean),
                          report.grant->GetTotalPower(),
                          report.grant->bits,
                          static_cast<int>(report.outcome),
                          report.position,
                          report.grant->subchannels.size()});
    }

    /// Simulate uploads of two users. @returns the base station's trace
    std::string Simulate()
    {
        const std::string prefix = CreateTempDirFilename("blocks");
        BroadbandHelper radio;
        radio.SetAttribute("Pcap", StringValue("Blocks"));
        radio.SetAttribute("Access", StringValue("NOMA"));
        radio.SetAttribute("Profile", StringValue("TdlA")); // SINRs of subchannels differ
        TestCell cell(radio, {1e-10, 1e-12});
        cell.InstallInternet(true);
        radio.EnablePcap(prefix, NetDeviceContainer(cell.devices.Get(0)));
        cell.GetPhy(0)->TraceConnectWithoutContext("TransportBlock",
                                                   MakeCallback(&BlockTraceCase::Hear, this));
        cell.StartUdp(1, 0, 1000, MilliSeconds(10), MilliSeconds(95));
        cell.StartUdp(2, 0, 400, MilliSeconds(10), MilliSeconds(95));
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        const auto device = cell.devices.Get(0);
        const std::string name = prefix + "-" + std::to_string(device->GetNode()->GetId()) + "-" +
                                 std::to_string(device->GetIfIndex()) + ".pcap";
        Simulator::Destroy();
        return name;
    }

    void DoRun() override
    {
        SetDataDir(NS_TEST_SOURCEDIR);
        const std::string name = Simulate();
        NS_TEST_ASSERT_MSG_GT(m_seen.size(), 10, "blocks");
        PcapFile file;
        file.Open(name, std::ios::in);
        NS_TEST_EXPECT_MSG_EQ(file.GetDataLinkType(), 147, "DLT_USER0");
        file.Close();
        if (!HasTshark())
        {
            return;
        }
        const std::string radio = "-X lua_script:'" + FindDissector("edge-ai-radio.lua") + "'";
        const auto rows = Ask(name,
                              "edgeai_radio.purpose == 0",
                              {"edgeai_radio.user",
                               "edgeai_radio.block",
                               "edgeai_radio.sinr.mean",
                               "edgeai_radio.power.total",
                               "edgeai_radio.bits",
                               "edgeai_radio.outcome",
                               "edgeai_radio.position",
                               "edgeai_radio.subchannels"},
                              radio);
        NS_TEST_ASSERT_MSG_EQ(rows.size(), m_seen.size(), "records");
        for (std::size_t i = 0; i < rows.size(); ++i)
        {
            ExpectNumber(rows, i, 0, m_seen[i].user);
            ExpectNumber(rows, i, 1, static_cast<double>(m_seen[i].block));
            ExpectNumber(rows, i, 2, m_seen[i].sinr);
            ExpectNumber(rows, i, 3, m_seen[i].power);
            ExpectNumber(rows, i, 4, static_cast<double>(m_seen[i].bits));
            ExpectNumber(rows, i, 5, m_seen[i].outcome);
            ExpectNumber(rows, i, 6, m_seen[i].position);
            ExpectNumber(rows, i, 7, static_cast<double>(m_seen[i].carried));
        }
        // Whole packets are shown as what they are: user 2's of 400 bytes, with UDP's and IP's
        // headers.
        const auto packets = Ask(name, "udp.length == 408", {"ip.len", "edgeai_radio.user"}, radio);
        NS_TEST_EXPECT_MSG_GT(packets.size(), 5, "packets within blocks");
        const auto faults = Ask(name, "edgeai_radio.malformed", {"frame.number"}, radio);
        NS_TEST_EXPECT_MSG_EQ(faults.size(), 0, "nothing is malformed");
    }

    std::vector<Seen> m_seen;
};

class RadioPcapTestSuite : public TestSuite
{
  public:
    RadioPcapTestSuite()
        : TestSuite("edge-ai-radio-pcap", TEST_UNIT)
    {
        AddTestCase(new BlockBytesCase, TEST_QUICK);
        AddTestCase(new BlockTraceCase, TEST_QUICK);
    }
};

const RadioPcapTestSuite g_radioPcapTestSuite;

} // namespace
