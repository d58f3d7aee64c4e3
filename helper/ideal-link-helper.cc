/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ideal-link-helper.h"

#include "application/message/message-tag.h"
#include "checked-attribute.h"
#include "ideal-band.h"
#include "monitor/last-resort.h"
#include "setting-check.h"

#include "ns3/abort.h"
#include "ns3/channel.h"
#include "ns3/data-rate.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/noise-density.h"
#include "ns3/packet.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(IdealLinkControl);

namespace
{
/// Band of LAIM's evaluation (Lyu et al., arXiv 2505.09214).
constexpr double DEFAULT_BANDWIDTH = 5e6;

/// Of the downlink, and of what goes up beside datagrams that are planned: so fast that it takes no
/// time [bit/s].
constexpr double BESIDE_RATE = 100e9;

/// What a device is set to at most [bit/s]: nothing takes any time then, and more is no whole
/// number of 64 bits.
constexpr double FASTEST = 1e18;

/// @returns what refuses what a control is told
SettingCheck
OfIdealControl()
{
    return SettingCheck("IdealLinkControl");
}

/// Loses what it is told to, and what a model that was there before would.
class ToldErrorModel : public ErrorModel
{
  public:
    /// @param [in] test says whether a packet is lost  @param [in] former model, or null
    ToldErrorModel(std::function<bool(Ptr<const Packet>)> test, Ptr<ErrorModel> former)
        : m_test(std::move(test)),
          m_former(former)
    {
    }

  private:
    bool DoCorrupt(Ptr<Packet> packet) override
    {
        return m_test(packet) || (m_former && m_former->IsCorrupt(packet));
    }

    void DoReset() override
    {
    }

    void DoDispose() override
    {
        m_test = [](Ptr<const Packet>) { return false; };
        m_former = nullptr;
        ErrorModel::DoDispose();
    }

    std::function<bool(Ptr<const Packet>)> m_test;
    Ptr<ErrorModel> m_former;
};
} // namespace

TypeId
IdealLinkControl::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::IdealLinkControl")
                            .SetParent<LinkControl>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<IdealLinkControl>()
                            .AddAttribute("LeastRate",
                                          "Plans leave the device a power that carries this "
                                          "[bit/s], if it has one: a packet that takes TCP's "
                                          "least timeout is sent again; 0: none",
                                          DoubleValue(3e4),
                                          MakeDoubleAccessor(&IdealLinkControl::m_leastRate),
                                          MakeDoubleChecker<double>(0));
    return tid;
}

IdealLinkControl::IdealLinkControl()
{
    m_bandwidth = DEFAULT_BANDWIDTH;
    m_noiseDensity = DEFAULT_NOISE_DENSITY;
}

// Here, where IdealBand is complete.
IdealLinkControl::~IdealLinkControl() = default;

void
IdealLinkControl::DoDispose()
{
    if (m_loss)
    {
        m_loss->Dispose(); // the other device may live longer
        m_loss = nullptr;
    }
    m_device = nullptr;
    m_shared = nullptr;
    LinkControl::DoDispose();
}

void
IdealLinkControl::SetBand(Ptr<IdealBand> band)
{
    m_shared = band;
    m_number = band ? band->Add() : 0;
}

void
IdealLinkControl::SetDevice(Ptr<PointToPointNetDevice> device)
{
    OfIdealControl().Device("device", device);
    OfIdealControl().Require(!m_device,
                             SettingWords() << "the link of node " << device->GetNode()->GetId()
                                            << " has a device already");
    m_device = device;
    m_power = m_maxTxPower;
    device->TraceConnectWithoutContext("PhyTxBegin",
                                       MakeCallback(&IdealLinkControl::HandleTxBegin, this));
    device->TraceConnectWithoutContext("PhyTxEnd",
                                       MakeCallback(&IdealLinkControl::HandleTxEnd, this));
    Apply();
}

double
IdealLinkControl::GetMinTxPower() const
{
    return GetPowerFor(m_leastRate, GetGain());
}

double
IdealLinkControl::GetBandwidth() const
{
    return m_bandwidth > 0 ? m_bandwidth : DEFAULT_BANDWIDTH;
}

bool
IdealLinkControl::CanDivideBand() const
{
    return true;
}

double
IdealLinkControl::GetNoiseDensity() const
{
    return m_noiseDensity > 0 ? m_noiseDensity : DEFAULT_NOISE_DENSITY;
}

void
IdealLinkControl::SetRate(double rate)
{
    OfIdealControl().Plannable("rate", rate, " bit/s", true);
    m_rate = rate;
    Apply();
}

void
IdealLinkControl::SetDatagrams(MessageType type, double rate, bool lost)
{
    OfIdealControl().Plannable("rate of datagrams", rate, " bit/s");
    OfIdealControl().Require(m_device != nullptr,
                             SettingWords() << "a rate of datagrams comes after SetDevice()");
    m_type = type;
    m_datagramRate = rate;
    m_lost = lost;
    if (!m_loss)
    {
        WatchPeer();
    }
}

void
IdealLinkControl::WatchPeer()
{
    const Ptr<Channel> channel = m_device->GetChannel();
    for (std::size_t i = 0; i < channel->GetNDevices(); ++i)
    {
        const Ptr<NetDevice> peer = channel->GetDevice(i);
        if (peer == m_device)
        {
            continue;
        }
        PointerValue former;
        peer->GetAttribute("ReceiveErrorModel", former);
        m_loss = CreateObject<ToldErrorModel>(
            [this](Ptr<const Packet> packet) { return m_lost && IsPlanned(packet); },
            former.Get<ErrorModel>());
        peer->SetAttribute("ReceiveErrorModel", PointerValue(m_loss));
    }
}

bool
IdealLinkControl::IsPlanned(Ptr<const Packet> packet) const
{
    MessageTag tag;
    return m_datagramRate > 0 && packet->FindFirstMatchingByteTag(tag) && tag.type == m_type;
}

double
IdealLinkControl::GetRate() const
{
    if (m_rate > 0)
    {
        return m_rate;
    }
    const double band = m_band > 0 ? m_band : GetBandwidth();
    // log1p, because at the smallest powers 1 + SNR would round to 1.
    return band * std::log1p(m_power * m_gain / (GetNoiseDensity() * band)) / M_LN2;
}

void
IdealLinkControl::Apply()
{
    if (m_device)
    {
        SetDeviceRate(GetRate());
    }
}

void
IdealLinkControl::SetDeviceRate(double rate)
{
    // A rate is a whole number of bit/s; rounded, never zero.
    m_device->SetDataRate(DataRate(std::max<uint64_t>(1, std::llround(std::min(rate, FASTEST)))));
}

double
IdealLinkControl::SetTxPower(double watt)
{
    OfIdealControl().Plannable("power", watt, " W", true);
    m_power = LinkControl::SetTxPower(watt);
    Apply();
    return m_power;
}

void
IdealLinkControl::SetBandwidth(double hertz)
{
    OfIdealControl().Plannable("band", hertz, " Hz", true);
    m_band = std::min(hertz, GetBandwidth());
    Apply();
}

double
IdealLinkControl::GetTxEnergy() const
{
    const double current = m_sending ? (Simulator::Now() - m_txBegin).GetSeconds() : 0;
    return m_energy + m_power * m_share * current;
}

void
IdealLinkControl::HandleTxBegin(Ptr<const Packet> packet)
{
    m_txBegin = Simulator::Now();
    m_sending = true;
    m_share = 1;
    if (m_datagramRate > 0)
    {
        // The device looks at its rate after it has told that a frame begins.
        SetDeviceRate(IsPlanned(packet) ? std::ceil(m_datagramRate) : BESIDE_RATE);
        return;
    }
    if (!m_shared || !(m_band > 0) || m_rate > 0)
    {
        return; // messages of who has no part yet go beside the band
    }
    const double bits = 8.0 * packet->GetSize();
    const double alone = bits / GetRate();
    const double taken = m_shared->Begin(m_number, GetBandwidth(), m_band, alone);
    if (taken > alone)
    {
        // The device looks at its rate after it has told that a frame begins.
        m_share = alone / taken;
        SetDeviceRate(bits / taken);
    }
    else
    {
        Apply();
    }
}

void
IdealLinkControl::HandleTxEnd(Ptr<const Packet>)
{
    m_energy += m_power * m_share * (Simulator::Now() - m_txBegin).GetSeconds();
    m_sending = false;
}

IdealLinkHelper::IdealLinkHelper()
{
    SayWhatIsNotCaught();
    m_control.SetTypeId(IdealLinkControl::GetTypeId());
    m_pointToPoint.SetDeviceAttribute("Mtu", UintegerValue(65535));
    // The downlink; the uplink's rate follows the plans.
    m_pointToPoint.SetDeviceAttribute("DataRate", StringValue("100Gbps"));
    m_pointToPoint.SetChannelAttribute("Delay", StringValue("0s"));
    m_pointToPoint.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("100000p"));
    // Without flow control no queue discipline is put in front of the device, none may drop.
    CompatDisableFlowControl(m_pointToPoint);
}

void
IdealLinkHelper::SetAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_control, name, value);
}

NetDeviceContainer
IdealLinkHelper::Install(Ptr<Node> server, const NodeContainer& devices)
{
    const SettingCheck check("IdealLinkHelper");
    check.Node("server", server);
    check.Nodes("devices", devices);
    std::set<Ptr<Node>> linked;
    for (auto device = devices.Begin(); device != devices.End(); ++device)
    {
        check.Require(linked.insert(*device).second && !(*device)->GetObject<IdealLinkControl>(),
                      SettingWords() << "node " << (*device)->GetId()
                                     << " has an ideal link already, and a device has one, to one "
                                        "server");
    }
    Ptr<IdealBand> band = server->GetObject<IdealBand>();
    if (!band)
    {
        band = CreateObject<IdealBand>();
        server->AggregateObject(band);
    }
    NetDeviceContainer result;
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        NetDeviceContainer pair = m_pointToPoint.Install(devices.Get(i), server);
        Ptr<IdealLinkControl> control = m_control.Create<IdealLinkControl>();
        control->SetDevice(DynamicCast<PointToPointNetDevice>(pair.Get(0)));
        control->SetBand(band);
        devices.Get(i)->AggregateObject(control);
        result.Add(pair);
    }
    return result;
}

PointToPointHelper&
IdealLinkHelper::GetPointToPoint()
{
    return m_pointToPoint;
}

} // namespace edgeai
} // namespace ns3
