/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What is on the air, read from the packets that a capture holds: bytes of each type of message are
// those of its code, its fields and the message's header, and nothing else is there.

#include "support/federated-stack.h"

#include "ns3/pcap-file.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/test.h"

#include <array>
#include <map>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr uint32_t PPP = 2;                 ///< [B]
constexpr uint32_t HEADER = 36;             ///< of a message [B]
constexpr uint16_t PCAP_PORT = 4761;        ///< TCP
constexpr uint16_t PCAP_UPDATE_PORT = 4763; ///< UDP
constexpr uint32_t D = 210;                 ///< parameters

/// What a capture says of one type of message.
struct Tally
{
    uint64_t messages{0};
    uint64_t bytes{0};  ///< headers of messages, fields, payload [B]
    uint64_t frames{0}; ///< of datagrams, all layers [B]
};

/// One link's packets, by an own reading of them.
class Capture
{
  public:
    /// @param [in] name of a file
    explicit Capture(const std::string& name)
    {
        PcapFile file;
        file.Open(name, std::ios::in | std::ios::binary);
        m_fault = file.Fail() ? name + " cannot be read" : "";
        std::vector<uint8_t> bytes(70000);
        uint32_t seconds;
        uint32_t fraction;
        uint32_t included;
        uint32_t original;
        uint32_t read;
        while (m_fault.empty() && !file.Fail())
        {
            file.Read(bytes.data(), bytes.size(), seconds, fraction, included, original, read);
            if (file.Fail() || file.Eof())
            {
                break;
            }
            m_fault = included == original ? "" : "a packet is cut";
            Take(bytes.data(), read);
        }
        for (auto& [port, stream] : m_streams)
        {
            ReadStream(stream);
        }
    }

    std::map<uint8_t, Tally> tallies; ///< by type of message
    std::string m_fault;              ///< what is wrong with it

  private:
    static uint64_t Read(const uint8_t* at, uint32_t count)
    {
        uint64_t value = 0;
        for (uint32_t i = 0; i < count; ++i)
        {
            value = value << 8 | at[i];
        }
        return value;
    }

    void Take(const uint8_t* frame, uint32_t size)
    {
        if (Read(frame, PPP) != 0x0021)
        {
            return; // no IPv4
        }
        const uint8_t* ip = frame + PPP;
        const uint8_t* inner = ip + (ip[0] & 15) * 4;
        const uint8_t* end = ip + Read(ip + 2, 2);
        const uint64_t from = Read(inner, 2);
        const uint64_t to = Read(inner + 2, 2);
        if (ip[9] == 17 && to == PCAP_UPDATE_PORT)
        {
            const uint8_t* message = inner + 8;
            Tally& tally = tallies[message[5]];
            tally.messages += Read(message + 28, 8) == 0 ? 1 : 0; // a first fragment
            tally.bytes += end - message;
            tally.frames += size;
        }
        else if (ip[9] == 6 && (from == PCAP_PORT || to == PCAP_PORT))
        {
            const uint8_t* data = inner + (inner[12] >> 4) * 4;
            const auto sequence = static_cast<uint32_t>(Read(inner + 4, 4));
            Stream& stream = m_streams[{from, to}];
            if ((inner[13] & 2) != 0) // SYN
            {
                stream.first = sequence + 1;
            }
            const uint32_t at = sequence - stream.first;
            const auto count = static_cast<uint32_t>(end - data);
            if (count > 0 && stream.bytes.size() < at + count)
            {
                stream.bytes.resize(at + count);
            }
            std::copy(data, end, stream.bytes.begin() + (count > 0 ? at : 0));
        }
    }

    /// One way of a connection.
    struct Stream
    {
        uint32_t first{0}; ///< sequence number
        std::vector<uint8_t> bytes;
    };

    void ReadStream(const Stream& stream)
    {
        std::size_t at = 0;
        while (at + HEADER <= stream.bytes.size())
        {
            const uint8_t* message = stream.bytes.data() + at;
            if (Read(message, 4) != 0x65646765)
            {
                m_fault = "a stream holds what is no message";
                return;
            }
            const uint64_t size = HEADER + Read(message + 20, 8);
            Tally& tally = tallies[message[5]];
            ++tally.messages;
            tally.bytes += size;
            at += size;
        }
        m_fault = at == stream.bytes.size() ? m_fault : "a stream ends within a message";
    }

    std::map<std::pair<uint64_t, uint64_t>, Stream> m_streams; ///< by ports
};

/// The bytes of rounds.
class CaptureCase : public TestCase
{
  public:
    /// @param [in] text of the method  @param [in] way of updates  @param [in] code of one [B]
    /// @param [in] fragments of one; 0: it goes over TCP
    CaptureCase(const std::string& text, const std::string& way, uint32_t code, uint32_t fragments)
        : TestCase("bytes of " + text + " over " + way + " in " + std::to_string(fragments) +
                   " fragments, from a capture"),
          m_text(text),
          m_way(way),
          m_code(code),
          m_fragments(fragments)
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 3;

    void Expect(uint8_t type, uint64_t messages, uint64_t size)
    {
        const Tally& tally = m_total[type];
        NS_TEST_EXPECT_MSG_EQ(tally.messages, messages, "messages of type " << int{type});
        NS_TEST_EXPECT_MSG_EQ(tally.bytes, messages * size, "bytes of type " << int{type});
        m_total.erase(type);
    }

    /// Learn, with a capture of each link that is closed when all is over.
    /// @returns names of the captures
    std::vector<std::string> Learn()
    {
        FederatedStack stack(m_text, ROUNDS);
        stack.run.helper.SetServerAttribute("UpdateWay", StringValue(m_way));
        if (m_fragments > 1)
        {
            stack.run.helper.SetSocketAttribute("FragmentSize",
                                                UintegerValue((28 + m_code) / m_fragments + 1));
        }
        stack.Build();
        const std::string prefix = CreateTempDirFilename("federated");
        std::vector<std::string> names;
        for (uint32_t k = 0; k < FederatedStack::WORKERS; ++k)
        {
            names.push_back(prefix + "-" + std::to_string(k) + ".pcap");
            PointToPointHelper().EnablePcap(names.back(),
                                            stack.run.devices.Get(2 * k),
                                            false,
                                            true);
        }
        const std::vector<LearningRound> rounds = stack.run.Run(1000);
        NS_TEST_EXPECT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_EXPECT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.lost, 0, "all came");
            const LearningWorkerRound& part = round.workers.front();
            m_planned = part.uploadPlanned * part.ratePlanned;
        }
        return names;
    }

    void DoRun() override
    {
        const std::vector<std::string> names = Learn();
        for (const std::string& name : names)
        {
            const Capture capture(name);
            NS_TEST_ASSERT_MSG_EQ(capture.m_fault, "", name);
            for (const auto& [type, tally] : capture.tallies)
            {
                Tally& sum = m_total[type];
                sum.messages += tally.messages;
                sum.bytes += tally.bytes;
                sum.frames += tally.frames;
            }
        }
        const uint64_t parts = uint64_t{ROUNDS} * FederatedStack::WORKERS;
        const uint64_t frames = m_total[83].frames;
        const bool grants = m_text.rfind("FedQVR-E", 0) == 0;
        // JOIN: number, speed, fixed time, energy, memory, samples, power, link.
        Expect(80, FederatedStack::WORKERS, HEADER + 4 + 6 * 8 + 8);
        // MODEL: attempt, instant; model and control.
        Expect(82, parts, HEADER + 12 + 2 * D * 4);
        // TRAIN: attempt, phase, work, power, band, way; one range; steps, latest round.
        Expect(88, parts, HEADER + 4 + 4 + 3 * 8 + 1 + (4 + 16) + 4 + 8);
        const bool trained = grants || m_fragments > 0;
        // TRAINED: attempt, spread, power.
        Expect(89, trained ? parts : 0, HEADER + 4 + 2 * 8);
        // GRANT: attempt, bits, power, band.
        Expect(90, grants ? parts : 0, HEADER + 4 + 4 + 2 * 8);
        // UPDATE: attempt, instant, time of the model, speed; the code. Each fragment has a header.
        Expect(83, parts, std::max(m_fragments, 1U) * HEADER + 4 + 3 * 8 + m_code);
        NS_TEST_EXPECT_MSG_EQ(m_total.size(), 0, "and nothing else");
        if (m_fragments > 0)
        {
            NS_TEST_EXPECT_MSG_EQ(frames,
                                  parts * (m_fragments * (PPP + 20 + 8 + HEADER) + 28 + m_code),
                                  "headers of all layers");
            NS_TEST_EXPECT_MSG_EQ_TOL(m_planned,
                                      8. * static_cast<double>(frames) / parts,
                                      8,
                                      "which plans count, but for a byte that is not full");
        }
    }

    std::string m_text;
    std::string m_way;
    uint32_t m_code;
    uint32_t m_fragments;
    double m_planned{0}; ///< of an upload [bit]
    std::map<uint8_t, Tally> m_total;
};

/// What is on the air.
class FederatedPcapTestSuite : public TestSuite
{
  public:
    FederatedPcapTestSuite()
        : TestSuite("edge-ai-federated-pcap", TEST_SYSTEM)
    {
        const uint32_t four = (D * 5 + 64 + 7) / 8;
        AddTestCase(new CaptureCase("FedQVR-E(bitsMin=4,bitsMax=4,window=3)", "Udp", four, 1),
                    TEST_QUICK);
        AddTestCase(new CaptureCase("FedQVR-E(bitsMin=2,bitsMax=2,window=3)",
                                    "Udp",
                                    (D * 3 + 64 + 7) / 8,
                                    3),
                    TEST_QUICK);
        AddTestCase(new CaptureCase("FedQVR(bits=4,window=3)", "Udp", four, 1), TEST_QUICK);
        AddTestCase(new CaptureCase("FedQVR-E(bitsMin=4,bitsMax=4)", "Tcp", four, 0), TEST_QUICK);
        AddTestCase(new CaptureCase("SCAFFOLD(window=3)", "Udp", 2 * D * 4, 2), TEST_QUICK);
        AddTestCase(new CaptureCase("SCAFFOLD", "Tcp", 2 * D * 4, 0), TEST_QUICK);
    }
};

FederatedPcapTestSuite g_federatedPcapTestSuite; ///< the suite

} // namespace
