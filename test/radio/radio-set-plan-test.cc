/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Plans of sets of subchannels: sizes, limits, sets of several users beside one another and beside
// superposed pairs, energy, conservation, the block trace.

#include "support/radio-cell.h"
#include "support/radio-rig.h"
#include "support/subchannel-sets.h"

#include "ns3/basic-energy-source.h"
#include "ns3/broadband-energy-helper.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/node.h"
#include "ns3/planned-scheduler.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <numeric>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Sets in resource plans: sizes, energy, bits, refusals, superposed users.
class PlanCase : public TestCase
{
  public:
    PlanCase()
        : TestCase("Plans of sets: sizes by the closed form, sums of powers, overlaps")
    {
    }

  private:
    /// @returns a share
    static PlannedShare Share(uint32_t user,
                              std::vector<uint32_t> subchannels,
                              std::vector<double> power,
                              uint32_t position = 0,
                              Direction direction = UPLINK)
    {
        PlannedShare made;
        made.user = user;
        made.direction = direction;
        made.subchannels = std::move(subchannels);
        made.power = std::move(power);
        made.position = position;
        return made;
    }

    /// @param [in] plan plan  @param [in] words how the refusal begins
    void Refused(const ResourcePlan& plan, const std::string& words)
    {
        const std::string said = m_scheduler->SetPlan(plan);
        NS_TEST_EXPECT_MSG_EQ(said.substr(0, words.size()), words, "refusal: " << said);
    }

    /// Trace sink. @param [in] report a block
    void Note(const BlockReport& report)
    {
        m_reports.push_back(report);
        m_reports.back().sinr = nullptr;
    }

    /// @param [in] all SNR per watt on all subchannels  @param [in] share share  @returns its own
    static std::vector<double> Pick(const std::vector<double>& all, const PlannedShare& share)
    {
        std::vector<double> own;
        for (uint32_t m : share.subchannels)
        {
            own.push_back(all[m]);
        }
        return own;
    }

    /**
     * Run a plan with full queues.
     * @param [in] superposed SuperposedUsers
     * @param [in] gains mean gain of each user
     * @param [in] make makes the plan from identifiers and SNR per watt, by user
     * @returns the plan
     */
    template <typename Make>
    ResourcePlan Run(uint32_t superposed, const std::vector<double>& gains, const Make& make)
    {
        BroadbandHelper radio;
        radio.SetAttribute("Scheduler", StringValue("Planned"));
        radio.SetAttribute("SuperposedUsers", UintegerValue(superposed));
        radio.SetAttribute("ErrorModel", StringValue("Shannon"));
        radio.SetAttribute("Profile", StringValue("TdlC"));
        radio.SetAttribute("RmsDelay", TimeValue(NanoSeconds(1000)));
        radio.SetAttribute("Process", StringValue("Static"));
        TestCell cell(radio, gains);
        radio.AssignStreams(cell.devices, 40);
        cell.InstallInternet();
        m_scheduler = DynamicCast<PlannedScheduler>(BroadbandHelper::GetScheduler(cell.devices));
        m_reports.clear();
        BroadbandHelper::ConnectBlocks(cell.devices, MakeCallback(&PlanCase::Note, this));
        std::vector<uint32_t> ids;
        std::vector<Ptr<UdpServer>> servers;
        std::vector<Ptr<en::DeviceEnergyModel>> radios;
        m_snr.clear();
        for (uint32_t i = 1; i <= gains.size(); ++i)
        {
            ids.push_back(BroadbandHelper::GetId(cell.devices.Get(i)));
            m_snr[ids.back()] = BroadbandHelper::GetSnrPerWatt(cell.devices.Get(i), UPLINK);
            servers.push_back(cell.StartUdp(i, 0, 1000, MicroSeconds(200), Seconds(1)));
            auto source = CreateObject<en::BasicEnergySource>();
            source->SetInitialEnergy(1000);
            source->SetNode(cell.devices.Get(i)->GetNode());
            BroadbandEnergyHelper energy;
            energy.Set("IdlePower", DoubleValue(0));
            energy.Set("ReceivePower", DoubleValue(0));
            energy.Set("TransmitCircuitPower", DoubleValue(0));
            energy.Set("AmplifierEfficiency", DoubleValue(1));
            radios.push_back(energy.Install(cell.devices.Get(i), source).Get(0));
        }
        const ResourcePlan plan = make(ids);
        NS_TEST_EXPECT_MSG_EQ(m_scheduler->SetPlan(plan), "", "accepted");
        Simulator::Stop(MicroSeconds(200500)); // in the middle of a slot
        Simulator::Run();

        std::map<uint32_t, double> carried; // payload of decoded blocks, headers too [bit]
        std::map<uint32_t, double> granted; // [bit]
        std::map<uint32_t, uint64_t> slots;
        for (const BlockReport& report : m_reports)
        {
            NS_TEST_EXPECT_MSG_EQ((report.outcome == BlockOutcome::DECODED), true, "decoded");
            carried[report.grant->user] += report.payloadBits;
            granted[report.grant->user] += report.grant->bits;
            ++slots[report.grant->user];
        }
        for (const PlannedShare& share : plan)
        {
            const auto i = static_cast<std::size_t>(std::find(ids.begin(), ids.end(), share.user) -
                                                    ids.begin());
            NS_TEST_EXPECT_MSG_GT(slots[share.user], 190, "sends in every slot");
            NS_TEST_EXPECT_MSG_LT_OR_EQ(carried[share.user], granted[share.user], "not more");
            // UDP and IP headers are carried, too; a segment header is at least 6 B more.
            NS_TEST_EXPECT_MSG_LT(servers[i]->GetReceived() * 8.0 * 1028,
                                  carried[share.user],
                                  "delivered is less than carried");
            NS_TEST_EXPECT_MSG_GT(servers[i]->GetReceived() * 8.0 * 1028 + 2 * 8 * 1040 +
                                      6 * 8 * 3 * slots[share.user],
                                  carried[share.user],
                                  "but for headers and a packet under way");
            const double power = std::accumulate(share.power.begin(), share.power.end(), 0.0);
            // The block on the air has half its energy and no report yet.
            const double expected = power * SLOT * (slots[share.user] + 0.5);
            NS_TEST_EXPECT_MSG_EQ_TOL(radios[i]->GetTotalEnergyConsumption(),
                                      expected,
                                      1e-9 * expected,
                                      "energy is the sum of the powers times the time");
        }
        return plan;
    }

    /// @param [in] user a user  @returns size of its largest block
    uint64_t GetBits(uint32_t user) const
    {
        uint64_t most = 0;
        for (const BlockReport& report : m_reports)
        {
            most = report.grant->user == user ? std::max(most, report.grant->bits) : most;
        }
        return most;
    }

    /// Two users with disjoint, interleaved sets, one with all power in few, one water-filling.
    void RunDisjoint()
    {
        const ResourcePlan plan = Run(1, {1e-11, 1e-12}, [this](const std::vector<uint32_t>& ids) {
            ResourcePlan made;
            for (std::size_t i = 0; i < 2; ++i)
            {
                PlannedShare share = Share(ids[i], {}, {});
                for (uint32_t m = i; m < 25; m += 2)
                {
                    share.subchannels.push_back(m);
                }
                const std::vector<double> snr = Pick(m_snr[ids[i]], share);
                share.power = FillWater(snr, i == 0 ? 1e-3 : 0.2);
                made.push_back(share);
            }
            const uint32_t a = ids[0];
            const uint32_t b = ids[1];
            Refused({Share(a, {0, 3, 5}, {0.1, 0.06, 0.041})}, "PowerLimit of user");
            Refused({Share(a, {0, 3, 5}, {0.1, 0.05, 0.02}), Share(b, {2, 5, 9}, {0, 0, 0})},
                    "SuperposedUsers is 1, more on subchannel 5 in the uplink");
            Refused(
                {Share(a, {0, 1}, {6, 1}, 0, DOWNLINK), Share(b, {2, 3}, {1, 2.1}, 0, DOWNLINK)},
                "PowerLimit of the base station is 10 W");
            return made;
        });
        for (const PlannedShare& share : plan)
        {
            const double bits = ClosedForm(Pick(m_snr[share.user], share), share.power);
            NS_TEST_EXPECT_MSG_EQ(GetBits(share.user),
                                  static_cast<uint64_t>(bits * (1 + 1e-9)),
                                  "blocks have the closed form's size");
        }
        Simulator::Destroy();
    }

    /**
     * A pair superposed on three subchannels, a set beside it, and a set that shares one subchannel
     * with the pair and one with the other set.
     */
    void RunSuperposed()
    {
        const ResourcePlan plan =
            Run(3, {1e-10, 2e-11, 1e-11, 3e-11}, [this](const std::vector<uint32_t>& ids) {
                ResourcePlan made = {Share(ids[0], {4, 5, 6}, {0.02, 0.05, 0.03}, 1),
                                     Share(ids[1], {4, 5, 6}, {0.1, 0.04, 0.06}, 2),
                                     Share(ids[2], {0, 9, 20}, {0.15, 0.01, 0.04}, 1),
                                     Share(ids[3], {6, 13, 20}, {0.05, 0.1, 0.02}, 3)};
                ResourcePlan clash = made;
                clash[3].position = 2; // taken on 6, free on 20
                Refused(clash, "position is 2 on shared subchannel 6");
                clash[3].position = 1;
                Refused(clash, "position is 1 on shared subchannel 6");
                clash[3].position = 0;
                Refused(clash, "position is 0 on shared subchannel 6");
                return made;
            });
        for (const PlannedShare& own : plan)
        {
            double bits = 0;
            for (std::size_t k = 0; k < own.subchannels.size(); ++k)
            {
                const uint32_t m = own.subchannels[k];
                double noise = 1;
                for (const PlannedShare& other : plan)
                {
                    for (std::size_t j = 0; j < other.subchannels.size(); ++j)
                    {
                        // Later ones stay, earlier ones are decoded as wholes and removed.
                        if (other.subchannels[j] == m && other.position > own.position)
                        {
                            noise += other.power[j] * m_snr[other.user][m];
                        }
                    }
                }
                bits += SLOT * SUBCHANNEL_WIDTH *
                        std::log2(1 + own.power[k] * m_snr[own.user][m] / noise);
            }
            NS_TEST_EXPECT_MSG_EQ(GetBits(own.user),
                                  static_cast<uint64_t>(bits * (1 + 1e-9)),
                                  "size of user " << own.user);
        }
        Simulator::Destroy();
    }

    /// Columns with the power and SINR on every subchannel.
    void RunTrace()
    {
        const std::string path = CreateTempDirFilename("blocks.csv");
        {
            BroadbandHelper radio;
            radio.SetAttribute("Scheduler", StringValue("Planned"));
            radio.SetAttribute("ErrorModel", StringValue("Shannon"));
            TestCell cell(radio, {1e-11});
            cell.InstallInternet();
            radio.EnableBlockTrace(path, cell.devices, true);
            cell.StartUdp(1, 0, 1000, MilliSeconds(10), MilliSeconds(15));
            m_scheduler =
                DynamicCast<PlannedScheduler>(BroadbandHelper::GetScheduler(cell.devices));
            const uint32_t id = BroadbandHelper::GetId(cell.devices.Get(1));
            const double noise = RadioRig::NOISE / 1e-11; // SNR 0 dB [W]
            const ResourcePlan plan = {Share(id, {1, 2, 9}, {noise, 10 * noise, 100 * noise})};
            NS_TEST_EXPECT_MSG_EQ(m_scheduler->SetPlan(plan), "", "accepted");
            Simulator::Stop(MilliSeconds(5));
            Simulator::Run();
            Simulator::Destroy();
        }
        std::ifstream file(path);
        std::string header;
        std::string line;
        std::getline(file, header);
        std::getline(file, line);
        const std::string end = ",position,uncancelled,powers_W,sinrs_dB";
        NS_TEST_ASSERT_MSG_GT(header.size(), end.size(), "a header");
        NS_TEST_EXPECT_MSG_EQ(header.substr(header.size() - end.size()), end, "its last columns");
        NS_TEST_EXPECT_MSG_EQ(std::count(header.begin(), header.end(), ','),
                              std::count(line.begin(), line.end(), ','),
                              "as many columns");
        NS_TEST_EXPECT_MSG_NE(line.find(",1-2;9,0.00795418"), std::string::npos, line);
        NS_TEST_EXPECT_MSG_NE(line.find(",7.16592907e-05;0.000716592907;0.00716592907,"),
                              std::string::npos,
                              line);
        NS_TEST_EXPECT_MSG_NE(line.find(",0.000000;10.000000;20.000000"), std::string::npos, line);
    }

    void DoRun() override
    {
        RunDisjoint();
        RunSuperposed();
        RunTrace();
    }

    Ptr<PlannedScheduler> m_scheduler;             ///< of the cell
    std::vector<BlockReport> m_reports;            ///< of all devices
    std::map<uint32_t, std::vector<double>> m_snr; ///< by user, per watt [1/W]
};

/// The suite.
class RadioSetPlanTestSuite : public TestSuite
{
  public:
    RadioSetPlanTestSuite()
        : TestSuite("edge-ai-radio-set-plan", TEST_UNIT)
    {
        AddTestCase(new PlanCase, TEST_QUICK);
    }
};

RadioSetPlanTestSuite g_radioSetPlanTestSuite; ///< registers the suite

} // namespace
