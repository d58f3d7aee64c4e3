/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-medium.h"

#include "broadband-phy.h"
#include "broadband-spectrum.h"
#include "id-table.h"
#include "period-limits.h"
#include "radio-slot.h"
#include "slot-clock.h"
#include "tapped-delay-loss.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/noise-density.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandMedium");
NS_OBJECT_ENSURE_REGISTERED(BroadbandMedium);

struct BroadbandMedium::Link
{
    Ptr<SpectrumValue> gain; ///< the product of the two below
    double pathGain{0};      ///< path loss and shadowing, linear
    uint64_t epoch{0};       ///< of the fading in gain
    Vector from;             ///< where the transmitter was
    Vector to;               ///< where the receiver was
    bool known{false};       ///< whether the above are valid
    Time checked{-1};        ///< when they were last compared with the present
};

template <typename T>
class BroadbandMedium::SettledAccessor : public AttributeAccessor
{
  public:
    /// @param [in] name of the attribute  @param [in] member that holds it  @param [in] plain
    /// accessor of that
    SettledAccessor(std::string name,
                    T BroadbandMedium::*member,
                    Ptr<const AttributeAccessor> plain)
        : m_name(std::move(name)),
          m_member(member),
          m_plain(std::move(plain))
    {
    }

    bool Set(ObjectBase* object, const AttributeValue& value) const override
    {
        const auto* const medium = dynamic_cast<const BroadbandMedium*>(object);
        const T before = medium ? medium->*m_member : T();
        if (!medium || !m_plain->Set(object, value))
        {
            return false;
        }
        medium->CheckSettled(m_name, medium->*m_member == before);
        return true;
    }

    bool Get(const ObjectBase* object, AttributeValue& value) const override
    {
        return m_plain->Get(object, value);
    }

    bool HasGetter() const override
    {
        return m_plain->HasGetter();
    }

    bool HasSetter() const override
    {
        return m_plain->HasSetter();
    }

  private:
    std::string m_name;
    T BroadbandMedium::*m_member;
    Ptr<const AttributeAccessor> m_plain;
};

TypeId
BroadbandMedium::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::BroadbandMedium")
            .SetParent<Object>()
            .SetGroupName("EdgeAi")
            .AddConstructor<BroadbandMedium>()
            .AddAttribute(
                "Bandwidth",
                "Width of the band of each direction [Hz].",
                DoubleValue(4.5e6),
                Create<SettledAccessor<double>>("Bandwidth",
                                                &BroadbandMedium::m_bandwidth,
                                                MakeDoubleAccessor(&BroadbandMedium::m_bandwidth)),
                MakeDoubleChecker<double>(1, 1e12))
            .AddAttribute("Subchannels",
                          "Number of subchannels the band is divided into.",
                          UintegerValue(25),
                          Create<SettledAccessor<uint32_t>>(
                              "Subchannels",
                              &BroadbandMedium::m_subchannels,
                              MakeUintegerAccessor(&BroadbandMedium::m_subchannels)),
                          MakeUintegerChecker<uint32_t>(1, 65536))
            .AddAttribute("UplinkCarrier",
                          "Centre of the uplink band [Hz].",
                          DoubleValue(3.5e9),
                          Create<SettledAccessor<double>>(
                              "UplinkCarrier",
                              &BroadbandMedium::m_uplinkCarrier,
                              MakeDoubleAccessor(&BroadbandMedium::m_uplinkCarrier)),
                          MakeDoubleChecker<double>(1, 1e13))
            .AddAttribute("DownlinkCarrier",
                          "Centre of the downlink band [Hz]. The bands are apart even if the "
                          "carriers are given as equal.",
                          DoubleValue(3.5e9),
                          Create<SettledAccessor<double>>(
                              "DownlinkCarrier",
                              &BroadbandMedium::m_downlinkCarrier,
                              MakeDoubleAccessor(&BroadbandMedium::m_downlinkCarrier)),
                          MakeDoubleChecker<double>(1, 1e13))
            .AddAttribute("NoiseDensity",
                          "Noise power density before the receivers' noise figures [W/Hz]; the "
                          "default is -174 dBm/Hz.",
                          DoubleValue(DEFAULT_NOISE_DENSITY),
                          MakeDoubleAccessor(&BroadbandMedium::m_noiseDensity),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("Slot",
                          "Duration of a slot [s], >= 1 us, common to all cells.",
                          TimeValue(MilliSeconds(1)),
                          MakeTimeAccessor(&BroadbandMedium::SetSlotDuration,
                                           &BroadbandMedium::GetSlotDuration),
                          MakeTimeChecker(PeriodLimits::Slot()))
            .AddAttribute("Expose",
                          "Whether this network's transmissions also appear on the stock spectrum "
                          "channels set for it.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&BroadbandMedium::m_expose),
                          MakeBooleanChecker())
            .AddAttribute("PathLoss",
                          "Path loss and shadowing of all links; null for the default, "
                          "128.1 + 37.6 log10(distance/km) dB.",
                          PointerValue(),
                          Create<SettledAccessor<Ptr<PropagationLossModel>>>(
                              "PathLoss",
                              &BroadbandMedium::m_pathLoss,
                              MakePointerAccessor(&BroadbandMedium::m_pathLoss)),
                          MakePointerChecker<PropagationLossModel>())
            .AddAttribute("Fading",
                          "Small-scale fading of all links; null for none.",
                          PointerValue(),
                          Create<SettledAccessor<Ptr<TappedDelayLoss>>>(
                              "Fading",
                              &BroadbandMedium::m_fading,
                              MakePointerAccessor(&BroadbandMedium::m_fading)),
                          MakePointerChecker<TappedDelayLoss>());
    return tid;
}

BroadbandMedium::BroadbandMedium()
    : m_phys(std::make_unique<IdTable<BroadbandPhy*>>()),
      m_onAir(std::make_unique<RadioSlot>(*this)),
      m_clock(std::make_unique<SlotClock>(*m_onAir, [this] { HandleSent(); })),
      m_random(CreateObject<UniformRandomVariable>())
{
    NS_LOG_FUNCTION(this);
}

BroadbandMedium::~BroadbandMedium() = default;

void
BroadbandMedium::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_clock->Stop();
    m_onAir->Clear();
    for (const auto& entry : *m_phys)
    {
        entry.second->m_base = nullptr; // Detach() finds nobody any more
    }
    m_phys->Clear();
    m_links.clear();
    for (auto& channel : m_channel)
    {
        channel = nullptr;
    }
    m_pathLoss = nullptr;
    m_fading = nullptr;
    Object::DoDispose();
}

void
BroadbandMedium::CheckSettled(const std::string& name, bool same) const
{
    NS_ABORT_MSG_IF(m_used && !same,
                    "BroadbandMedium: attribute "
                        << name
                        << " cannot change once the medium is in use; set it before a device "
                           "joins");
}

int64_t
BroadbandMedium::AssignStreams(int64_t stream)
{
    NS_ABORT_MSG_IF(m_keyDrawn, "BroadbandMedium: streams assigned after the first block");
    const int64_t first = stream;
    m_random->SetStream(stream++);
    if (m_fading)
    {
        stream += m_fading->DoAssignStreams(stream);
    }
    stream += GetPathLoss()->AssignStreams(stream);
    return stream - first;
}

const KeyedRandom&
BroadbandMedium::GetKey()
{
    if (!m_keyDrawn)
    {
        constexpr uint32_t all = std::numeric_limits<uint32_t>::max();
        const uint64_t high = m_random->GetInteger(0, all);
        m_key = KeyedRandom(high << 32 | m_random->GetInteger(0, all));
        m_keyDrawn = true;
    }
    return m_key;
}

const BroadbandSpectrum&
BroadbandMedium::GetSpectrum(Direction direction) const
{
    if (!m_spectrum[direction])
    {
        m_used = true;
        m_spectrum[direction] =
            Create<BroadbandSpectrum>(direction == UPLINK ? m_uplinkCarrier : m_downlinkCarrier,
                                      m_bandwidth,
                                      m_subchannels);
    }
    return *m_spectrum[direction];
}

void
BroadbandMedium::SetSlotDuration(Time duration)
{
    CheckSettled("Slot", duration == GetSlotDuration());
    m_clock->SetDuration(duration);
}

Time
BroadbandMedium::GetSlotDuration() const
{
    return m_clock->GetDuration();
}

uint64_t
BroadbandMedium::GetSlot() const
{
    return m_clock->GetSlot();
}

void
BroadbandMedium::Wake(const BroadbandPhy& base)
{
    m_clock->Wake(base);
}

void
BroadbandMedium::HandleSent()
{
    m_onAir->Hear();
    m_onAir->UpdateActivity();
    for (Direction direction : {UPLINK, DOWNLINK})
    {
        if (m_expose && m_channel[direction])
        {
            m_onAir->Expose(direction, *m_channel[direction]);
        }
    }
}

double
BroadbandMedium::GetSymbols(Direction direction) const
{
    return GetSlotDuration().GetSeconds() * GetSpectrum(direction).GetWidth();
}

Ptr<PropagationLossModel>
BroadbandMedium::GetPathLoss()
{
    if (!m_pathLoss)
    {
        // 128.1 + 37.6 log10(d/km) dB, written for a reference distance of one metre.
        auto loss = CreateObject<LogDistancePropagationLossModel>();
        loss->SetPathLossExponent(3.76);
        loss->SetReference(1, 128.1 - 37.6 * 3);
        m_pathLoss = loss;
    }
    return m_pathLoss;
}

void
BroadbandMedium::SetSpectrumChannel(Direction direction, Ptr<SpectrumChannel> channel)
{
    NS_LOG_FUNCTION(this << direction << channel);
    NS_ABORT_MSG_IF(m_phys->GetN() > 0, "BroadbandMedium: spectrum channel set after a PHY joined");
    m_used = true;
    m_channel[direction] = channel;
    channel->AddPropagationLossModel(GetPathLoss());
    if (m_fading)
    {
        channel->AddSpectrumPropagationLossModel(m_fading);
    }
}

void
BroadbandMedium::Attach(BroadbandPhy& phy)
{
    NS_LOG_FUNCTION(this << phy.GetId());
    NS_ABORT_MSG_IF(!m_phys->Add(phy.GetId(), &phy),
                    "BroadbandMedium: two PHYs with identifier "
                        << phy.GetId() << "; set attribute Id of one of them");
    m_used = true;
    if (phy.GetRole() == BroadbandPhy::BASE_STATION)
    {
        m_onAir->AddCell(phy);
    }
    const Direction heard = phy.GetRole() == BroadbandPhy::USER ? DOWNLINK : UPLINK;
    if (m_channel[heard])
    {
        m_channel[heard]->AddRx(Ptr<SpectrumPhy>(&phy));
    }
}

void
BroadbandMedium::Detach(BroadbandPhy& phy)
{
    NS_LOG_FUNCTION(this << phy.GetId());
    m_phys->Erase(phy.GetId());
    m_onAir->Forget(phy);
    if (phy.GetRole() == BroadbandPhy::BASE_STATION)
    {
        for (const auto& entry : *m_phys)
        {
            if (entry.second->m_base == &phy)
            {
                entry.second->m_base = nullptr;
            }
        }
    }
    else if (phy.m_base)
    {
        phy.m_base->ForgetUser(phy.GetId());
    }
    if (m_phys->GetN() == 0)
    {
        m_clock->Stop();
    }
}

Ptr<BroadbandPhy>
BroadbandMedium::FindPhy(uint32_t id) const
{
    return Ptr<BroadbandPhy>(PeekPhy(id));
}

BroadbandPhy*
BroadbandMedium::PeekPhy(uint32_t id) const
{
    return m_phys->Find(id);
}

const SpectrumValue&
BroadbandMedium::GetGain(const BroadbandPhy& tx, const BroadbandPhy& rx)
{
    return *UpdateLink(tx, rx).gain;
}

double
BroadbandMedium::GetPathGain(const BroadbandPhy& tx, const BroadbandPhy& rx)
{
    return UpdateLink(tx, rx).pathGain;
}

BroadbandMedium::Link&
BroadbandMedium::UpdateLink(const BroadbandPhy& tx, const BroadbandPhy& rx)
{
    std::unique_ptr<Link>& stored = m_links[static_cast<uint64_t>(tx.GetId()) << 32 | rx.GetId()];
    if (!stored)
    {
        stored = std::make_unique<Link>();
        const Direction direction = tx.GetRole() == BroadbandPhy::USER ? UPLINK : DOWNLINK;
        stored->gain = Create<SpectrumValue>(GetSpectrum(direction).GetModel());
    }
    Link& link = *stored;
    const Time now = Simulator::Now();
    if (link.checked == now)
    {
        return link;
    }
    link.checked = now;

    Ptr<MobilityModel> from = tx.GetMobility();
    Ptr<MobilityModel> to = rx.GetMobility();
    NS_ABORT_MSG_IF(!from || !to,
                    "BroadbandMedium: PHY " << (from ? rx : tx).GetId()
                                            << " has no mobility model");
    const Vector a = from->GetPosition();
    const Vector b = to->GetPosition();
    bool changed = false;
    if (!link.known || !(a == link.from) || !(b == link.to))
    {
        link.known = true;
        link.from = a;
        link.to = b;
        link.pathGain = std::pow(10, GetPathLoss()->CalcRxPower(0, from, to) / 10);
        changed = true;
    }
    if (!m_fading)
    {
        if (changed)
        {
            *link.gain = link.pathGain;
        }
        return link;
    }
    const TappedDelayLoss::Gain& fading =
        m_fading->GetGain(tx.GetId(), rx.GetId(), from, to, link.gain->GetSpectrumModel());
    if (changed || fading.epoch != link.epoch)
    {
        link.epoch = fading.epoch;
        std::transform(fading.power->ConstValuesBegin(),
                       fading.power->ConstValuesEnd(),
                       link.gain->ValuesBegin(),
                       [&link](double power) { return link.pathGain * power; });
    }
    return link;
}

} // namespace edgeai
} // namespace ns3
