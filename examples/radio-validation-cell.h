/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXAMPLES_RADIO_VALIDATION_CELL_H
#define EDGE_AI_EXAMPLES_RADIO_VALIDATION_CELL_H

// Two users and a base station without a MAC, for radio-validation, and the means of what they see.

#include "ns3/broadband-medium.h"
#include "ns3/broadband-phy.h"
#include "ns3/core-module.h"
#include "ns3/mobility-module.h"
#include "ns3/noise-density.h"
#include "ns3/tapped-delay-loss.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{

/// Noise power on 180 kHz at -174 dBm/Hz [W].
inline const double NOISE = DEFAULT_NOISE_DENSITY * 180e3;

/// Mean and standard error of a sample.
class Mean
{
  public:
    /// One more value.
    void Add(double value)
    {
        ++m_count;
        m_sum += value;
        m_squares += value * value;
    }

    double Get() const
    {
        return m_sum / m_count;
    }

    double GetError() const
    {
        return std::sqrt(std::max(0.0, m_squares / m_count - Get() * Get()) / m_count);
    }

  private:
    double m_count{0};
    double m_sum{0};
    double m_squares{0};
};

/// A base station and two users whose mean gains are 1e-9 (strong) and 1e-10 (weak).
class Cell : private BroadbandSlotUser
{
  public:
    Cell()
        : m_medium(CreateObject<BroadbandMedium>())
    {
        auto fading = CreateObject<TappedDelayLoss>();
        fading->SetAttribute("Process", StringValue("Block"));
        fading->SetAttribute("CoherenceTime", TimeValue(MilliSeconds(1)));
        m_medium->SetAttribute("Fading", PointerValue(fading));
        m_medium->AssignStreams(1);
        base = Make(0, 0, BroadbandPhy::BASE_STATION);
        base->SetAttribute("SuperposedUsers", UintegerValue(2));
        base->SetSlotUser(this);
        strong = Make(1, DistanceFor(1e-9), BroadbandPhy::USER);
        weak = Make(2, -DistanceFor(1e-10), BroadbandPhy::USER);
    }

    ~Cell() override
    {
        for (auto& phy : {weak, strong, base})
        {
            phy->Dispose();
        }
        Simulator::Destroy();
    }

    /// Send the same in every slot, and look at every report.
    void Run(uint32_t slots,
             std::function<void(uint64_t)> send,
             std::function<void(const BlockReport&)> look)
    {
        m_slots = slots;
        m_send = std::move(send);
        m_look = std::move(look);
        m_medium->Wake(*base);
        Simulator::Run();
    }

    /// Put a block of one millisecond on the air.
    void Send(Ptr<BroadbandPhy> from,
              uint32_t user,
              Direction direction,
              double power,
              uint64_t bits,
              uint32_t position,
              uint64_t slot)
    {
        Grant grant;
        grant.user = user;
        grant.direction = direction;
        grant.subchannels = {0};
        grant.power = {power};
        grant.bits = bits;
        grant.position = position;
        TransportBlock block;
        block.id = slot;
        const std::string wrong = from->Transmit(std::make_shared<const Grant>(grant), block);
        NS_ABORT_MSG_UNLESS(wrong.empty(), wrong);
    }

    Ptr<BroadbandPhy> base;   ///< base station
    Ptr<BroadbandPhy> strong; ///< user 1
    Ptr<BroadbandPhy> weak;   ///< user 2

  private:
    uint64_t StartSlot(uint64_t slot) override
    {
        m_send(slot);
        return slot + 1 < m_slots ? slot + 1 : BroadbandMedium::NEVER;
    }

    void Look(const BlockReport& report)
    {
        m_look(report);
    }

    /// Where the default path loss gives this gain [m].
    static double DistanceFor(double gain)
    {
        return std::pow(10, (-10 * std::log10(gain) - 15.3) / 37.6);
    }

    Ptr<BroadbandPhy> Make(uint32_t id, double x, BroadbandPhy::Role role)
    {
        auto phy = CreateObject<BroadbandPhy>();
        phy->SetAttribute("Id", IntegerValue(id));
        phy->SetAttribute("ErrorModel", StringValue("Shannon"));
        phy->SetAttribute("MaxRepetitions", UintegerValue(0));
        auto mobility = CreateObject<ConstantPositionMobilityModel>();
        mobility->SetPosition(Vector(x, 0, 0));
        phy->SetMobility(mobility);
        phy->Join(m_medium, role);
        if (role == BroadbandPhy::USER)
        {
            phy->AttachTo(base);
        }
        phy->TraceConnectWithoutContext("TransportBlock", MakeCallback(&Cell::Look, this));
        return phy;
    }

    Ptr<BroadbandMedium> m_medium;                  ///< network
    uint64_t m_slots{0};                            ///< how long to send
    std::function<void(uint64_t)> m_send;           ///< what to send
    std::function<void(const BlockReport&)> m_look; ///< what to do with a report
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXAMPLES_RADIO_VALIDATION_CELL_H
