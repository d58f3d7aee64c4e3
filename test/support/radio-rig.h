/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RADIO_RIG_H
#define EDGE_AI_RADIO_RIG_H

#include "ns3/broadband-medium.h"
#include "ns3/broadband-phy.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/integer.h"
#include "ns3/noise-density.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <functional>
#include <iomanip>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A report with its SINRs copied, as the trace only lends them.
struct KeptReport
{
    BlockReport report;       ///< the report
    std::vector<double> sinr; ///< its SINRs
};

/**
 * PHYs without a MAC: places ends so that gains are what a test wants, sends what it says in every
 * slot, and keeps all reports.
 */
class RadioRig
{
  public:
    /// Noise power on a subchannel of 180 kHz at -174 dBm/Hz [W].
    static constexpr double NOISE = DEFAULT_NOISE_DENSITY * 180e3;

    /// Calls the test's function at the start of every slot.
    class Driver : public BroadbandSlotUser
    {
      public:
        uint64_t StartSlot(uint64_t slot) override
        {
            return start ? start(slot) : BroadbandMedium::NEVER;
        }

        std::function<uint64_t(uint64_t)> start; ///< returns the next slot wanted
    };

    RadioRig()
        : medium(CreateObject<BroadbandMedium>())
    {
        medium->AssignStreams(100);
    }

    ~RadioRig()
    {
        for (auto& phy : m_phys)
        {
            phy->Dispose();
        }
        Simulator::Destroy();
    }

    /// Distance at which the default path loss gives a gain [m].
    static double DistanceFor(double gain)
    {
        return std::pow(10, (-10 * std::log10(gain) - 15.3) / 37.6);
    }

    /// A base station at a place.
    Ptr<BroadbandPhy> AddBase(uint32_t id, double x, double y)
    {
        auto phy = Make(id, x, y);
        phy->SetAttribute("PowerLimit", DoubleValue(10));
        phy->Join(medium, BroadbandPhy::BASE_STATION);
        m_drivers[id] = std::make_unique<Driver>();
        phy->SetSlotUser(m_drivers[id].get());
        return phy;
    }

    /// A user at a place, attached to a base station.
    Ptr<BroadbandPhy> AddUser(uint32_t id, Ptr<BroadbandPhy> base, double x, double y)
    {
        auto phy = Make(id, x, y);
        phy->Join(medium, BroadbandPhy::USER);
        phy->AttachTo(base);
        return phy;
    }

    /// Set the same attribute of every PHY.
    void SetAll(const std::string& name, const AttributeValue& value)
    {
        for (auto& phy : m_phys)
        {
            phy->SetAttribute(name, value);
        }
    }

    /// What a base station does in its slots; wakes it now.
    void OnSlot(Ptr<BroadbandPhy> base, std::function<uint64_t(uint64_t)> start)
    {
        m_drivers.at(base->GetId())->start = std::move(start);
        medium->Wake(*base);
    }

    /// A grant.
    static std::shared_ptr<const Grant> MakeGrant(uint32_t user,
                                                  Direction direction,
                                                  std::vector<uint32_t> subchannels,
                                                  std::vector<double> power,
                                                  uint64_t bits,
                                                  uint32_t position = 0)
    {
        Grant grant;
        grant.user = user;
        grant.direction = direction;
        grant.subchannels = std::move(subchannels);
        grant.power = std::move(power);
        grant.bits = bits;
        grant.position = position;
        return std::make_shared<const Grant>(grant);
    }

    /// Numbered blocks.
    static TransportBlock Block(uint64_t id, uint32_t attempt = 0)
    {
        TransportBlock block;
        block.id = id;
        block.attempt = attempt;
        return block;
    }

    /// Send what must be accepted.
    static void Send(Ptr<BroadbandPhy> phy,
                     std::shared_ptr<const Grant> grant,
                     TransportBlock block)
    {
        const std::string wrong = phy->Transmit(std::move(grant), block);
        NS_ABORT_MSG_UNLESS(wrong.empty(), wrong);
    }

    /// The outcome in words.
    static std::string Outcome(const BlockReport& report)
    {
        return ToString(report.outcome);
    }

    /// Reports about a user's blocks in a direction.
    std::vector<KeptReport> Of(uint32_t user, Direction direction) const
    {
        std::vector<KeptReport> found;
        for (const KeptReport& kept : reports)
        {
            if (kept.report.grant->user == user && kept.report.grant->direction == direction)
            {
                found.push_back(kept);
            }
        }
        return found;
    }

    /// One line per report, every digit of it.
    static std::string Print(const std::vector<KeptReport>& list)
    {
        std::ostringstream out;
        out << std::hexfloat;
        for (const KeptReport& kept : list)
        {
            const BlockReport& report = kept.report;
            out << report.start.GetNanoSeconds() << ' ' << report.cell << ' ' << report.grant->user
                << ' ' << ToString(report.grant->direction) << ' ' << report.block << ' '
                << report.attempt << ' ' << report.sinrMin << ' ' << report.sinrMean << ' '
                << report.failureProbability << ' ' << report.position << ' '
                << ToString(report.outcome) << '\n';
        }
        return out.str();
    }

    Ptr<BroadbandMedium> medium;           ///< the medium
    std::vector<KeptReport> reports;       ///< TransportBlock traces of all PHYs
    std::vector<KeptReport> cancellations; ///< Cancellation traces of all PHYs

  private:
    /// A PHY that is not yet of the network.
    Ptr<BroadbandPhy> Make(uint32_t id, double x, double y)
    {
        auto phy = CreateObject<BroadbandPhy>();
        phy->SetAttribute("Id", IntegerValue(id));
        phy->SetAttribute("ErrorModel", EnumValue(BlockErrorModel::SHANNON));
        phy->SetAttribute("MaxRepetitions", UintegerValue(0));
        auto mobility = CreateObject<ConstantPositionMobilityModel>();
        mobility->SetPosition(Vector(x, y, 0));
        phy->SetMobility(mobility);
        phy->TraceConnectWithoutContext("TransportBlock", MakeCallback(&RadioRig::Keep, this));
        phy->TraceConnectWithoutContext("Cancellation",
                                        MakeCallback(&RadioRig::KeepCancellation, this));
        m_phys.push_back(phy);
        return phy;
    }

    /// Trace sink.
    void Keep(const BlockReport& report)
    {
        reports.push_back({report, *report.sinr});
    }

    /// Trace sink.
    void KeepCancellation(const BlockReport& report)
    {
        cancellations.push_back({report, *report.sinr});
    }

    std::vector<Ptr<BroadbandPhy>> m_phys;                 ///< all of them
    std::map<uint32_t, std::unique_ptr<Driver>> m_drivers; ///< by base station
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RADIO_RIG_H
