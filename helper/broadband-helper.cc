/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-helper.h"

#include "attribute-text.h"
#include "broadband-ascii.h"
#include "broadband-block-pcap.h"
#include "broadband-block-trace.h"
#include "broadband-cell-setup.h"
#include "checked-attribute.h"
#include "monitor/last-resort.h"
#include "neighbor-cache.h"
#include "radio/broadband-base-mac.h"
#include "radio/broadband-cell-channel.h"
#include "radio/broadband-user-mac.h"
#include "radio/fixed-rate-scheduler.h"
#include "radio/noma-pairing-scheduler.h"
#include "radio/round-robin-scheduler.h"
#include "setting-check.h"
#include "value-text.h"

#include "ns3/boolean.h"
#include "ns3/broadband-medium.h"
#include "ns3/broadband-net-device.h"
#include "ns3/broadband-phy.h"
#include "ns3/data-rate.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/integer.h"
#include "ns3/log.h"
#include "ns3/net-device-queue-interface.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/string.h"
#include "ns3/tapped-delay-loss.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandHelper");

namespace
{
using PcapLinkType = CompatLinkType<PcapHelper>;

constexpr int RAW_IP = 101; ///< link type of packets that begin with their IP header

constexpr int U = BroadbandPhy::USER;         ///< index of a user's factories
constexpr int B = BroadbandPhy::BASE_STATION; ///< index of a base station's factories

/// @returns what refuses
SettingCheck
OfBroadband()
{
    return SettingCheck("BroadbandHelper");
}

/// @param [in] name of an attribute of the helper's own  @param [in] value a word  @returns it
std::string
ReadWord(const std::string& name, const AttributeValue& value)
{
    const auto* text = dynamic_cast<const StringValue*>(&value);
    const auto* type = dynamic_cast<const TypeIdValue*>(&value);
    OfBroadband().Require(text || type,
                          SettingWords() << name << " is no word; allowed is a StringValue");
    return text ? text->Get() : type->Get().GetName();
}

/// @param [in] value of Ideal: a number, or a text of a number or of a rate with its unit
/// @returns it, in whole bit/s
DataRate
ReadIdealRate(const AttributeValue& value)
{
    double rate = 0;
    if (const auto* real = dynamic_cast<const DoubleValue*>(&value))
    {
        rate = real->Get();
    }
    else if (const auto* whole = dynamic_cast<const UintegerValue*>(&value))
    {
        rate = static_cast<double>(whole->Get());
    }
    else if (const auto* sign = dynamic_cast<const IntegerValue*>(&value))
    {
        rate = static_cast<double>(sign->Get());
    }
    else if (const auto* given = dynamic_cast<const DataRateValue*>(&value))
    {
        rate = static_cast<double>(given->Get().GetBitRate());
    }
    else
    {
        const std::string text = ReadWord("Ideal", value);
        if (!ReadNumber(text, rate))
        {
            TypeId::AttributeInformation info;
            FixedRateScheduler::GetTypeId().LookupAttributeByName("Rate", &info);
            ExpectAttributeValue("BroadbandHelper: Ideal", text, info);
            rate = static_cast<double>(DataRate(text).GetBitRate());
        }
    }
    OfBroadband().Range("Ideal", rate, 1, 1e15, " bit/s");
    return DataRate(static_cast<uint64_t>(std::llround(rate)));
}

/**
 * @param [in] field name
 * @param [in] device to be one of this radio, in a simulation that was not destroyed yet
 * @returns it as that
 */
Ptr<BroadbandNetDevice>
GetBroadband(const std::string& field, Ptr<NetDevice> device)
{
    OfBroadband().Device(field, device);
    const auto broadband = DynamicCast<BroadbandNetDevice>(device);
    OfBroadband().Require(broadband != nullptr,
                          SettingWords() << field << ", of node " << device->GetNode()->GetId()
                                         << ", is not a BroadbandNetDevice");
    return broadband;
}

/// @param [in] devices each to be one of this radio  @returns them as that
std::vector<Ptr<BroadbandNetDevice>>
GetBroadbands(const NetDeviceContainer& devices)
{
    std::vector<Ptr<BroadbandNetDevice>> all;
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        all.push_back(GetBroadband("devices[" + std::to_string(i) + "]", devices.Get(i)));
    }
    return all;
}
} // namespace

BroadbandHelper::BroadbandHelper()
{
    SayWhatIsNotCaught();
    m_mediumFactory.SetTypeId(BroadbandMedium::GetTypeId());
    m_fadingFactory.SetTypeId(TappedDelayLoss::GetTypeId());
    m_schedulerFactory.SetTypeId(RoundRobinScheduler::GetTypeId());
    for (int role : {U, B})
    {
        m_phyFactory[role].SetTypeId(BroadbandPhy::GetTypeId());
        m_deviceFactory[role].SetTypeId(BroadbandNetDevice::GetTypeId());
    }
    m_macFactory[U].SetTypeId(BroadbandUserMac::GetTypeId());
    m_macFactory[B].SetTypeId(BroadbandBaseMac::GetTypeId());
    m_phyFactory[B].Set("PowerLimit", DoubleValue(10));
}

BroadbandHelper::BroadbandHelper(const BroadbandHelper&) = default;
BroadbandHelper& BroadbandHelper::operator=(const BroadbandHelper&) = default;
BroadbandHelper::~BroadbandHelper() = default;

bool
BroadbandHelper::SetOn(const std::vector<ObjectFactory*>& factories,
                       const std::string& name,
                       const AttributeValue& value)
{
    bool found = false;
    for (ObjectFactory* factory : factories)
    {
        TypeId::AttributeInformation information;
        if (factory->GetTypeId().LookupAttributeByName(name, &information))
        {
            SetChecked(*factory, name, value);
            found = true;
        }
    }
    return found;
}

void
BroadbandHelper::ChooseScheduler(const std::string& name)
{
    TypeId type;
    NS_ABORT_MSG_UNLESS(TypeId::LookupByNameFailSafe("ns3::edgeai::" + name + "Scheduler", &type) ||
                            TypeId::LookupByNameFailSafe(name, &type),
                        "BroadbandHelper: Scheduler is "
                            << name
                            << ", must be RoundRobin, ProportionalFair, MaxRate, "
                               "NomaPairing, Planned, FixedRate or a type's name");
    NS_ABORT_MSG_UNLESS(type.IsChildOf(BroadbandScheduler::GetTypeId()),
                        "BroadbandHelper: Scheduler is " << name
                                                         << ", which is no BroadbandScheduler");
    m_schedulerFactory = ObjectFactory();
    m_schedulerFactory.SetTypeId(type);
    // What was set before counts too, so that the order of calls does not matter.
    for (const auto& [attribute, value] : m_general)
    {
        if (SetOn({&m_schedulerFactory}, attribute, *value))
        {
            m_unclaimed.erase(attribute);
        }
    }
}

bool
BroadbandHelper::SetOwn(const std::string& name, const AttributeValue& value)
{
    if (name == "Ideal")
    {
        const DataRate rate = ReadIdealRate(value);
        ChooseScheduler("FixedRate");
        m_schedulerFactory.Set("Rate", DataRateValue(rate));
        for (int role : {U, B})
        {
            m_phyFactory[role].Set("ErrorModel", StringValue("Ideal"));
            m_macFactory[role].Set("CountHeaders", BooleanValue(false));
        }
        m_hasScheduler = true;
        m_ideal = true;
        return true;
    }
    if (name == "Access")
    {
        const std::string text = ReadWord(name, value);
        ExpectOneOf("BroadbandHelper: Access", text, {"OFDMA", "NOMA"});
        const bool noma = text == "NOMA";
        if (!m_hasSuperposedUsers)
        {
            m_phyFactory[B].Set("SuperposedUsers", UintegerValue(noma ? 2 : 1));
        }
        if (!m_hasScheduler)
        {
            ChooseScheduler(noma ? "NomaPairing" : "RoundRobin");
        }
        return true;
    }
    if (name == "Scheduler")
    {
        ChooseScheduler(ReadWord(name, value));
        m_hasScheduler = true;
        return true;
    }
    if (name == "Pcap")
    {
        const std::string text = ReadWord(name, value);
        ExpectOneOf("BroadbandHelper: Pcap", text, {"Packets", "Blocks"});
        m_pcapBlocks = text == "Blocks";
        return true;
    }
    return false;
}

void
BroadbandHelper::SetAttribute(const std::string& name, const AttributeValue& value)
{
    if (SetOwn(name, value))
    {
        return;
    }
    m_hasSuperposedUsers = m_hasSuperposedUsers || name == "SuperposedUsers";
    const bool found = SetOn({&m_phyFactory[U],
                              &m_phyFactory[B],
                              &m_macFactory[U],
                              &m_macFactory[B],
                              &m_deviceFactory[U],
                              &m_deviceFactory[B],
                              &m_schedulerFactory},
                             name,
                             value);
    const bool medium = SetOn({&m_mediumFactory}, name, value);
    const bool fading = SetOn({&m_fadingFactory}, name, value);
    NS_ABORT_MSG_IF(m_medium && (medium || fading),
                    "BroadbandHelper: attribute " << name
                                                  << " belongs to the medium and must be set "
                                                     "before the first Install");
    m_hasFading = m_hasFading || fading;
    m_general.emplace_back(name, value.Copy());
    if (!found && !medium && !fading)
    {
        m_unclaimed.insert(name); // perhaps of a scheduler that is named later
    }
}

void
BroadbandHelper::SetUserAttribute(const std::string& name, const AttributeValue& value)
{
    NS_ABORT_MSG_UNLESS(
        SetOn({&m_phyFactory[U], &m_macFactory[U], &m_deviceFactory[U]}, name, value),
        "BroadbandHelper: no class of a user has an attribute " << name);
}

void
BroadbandHelper::SetBaseAttribute(const std::string& name, const AttributeValue& value)
{
    m_hasSuperposedUsers = m_hasSuperposedUsers || name == "SuperposedUsers";
    NS_ABORT_MSG_UNLESS(
        SetOn({&m_phyFactory[B], &m_macFactory[B], &m_deviceFactory[B]}, name, value),
        "BroadbandHelper: no class of a base station has an attribute " << name);
}

Ptr<BroadbandMedium>
BroadbandHelper::GetMedium()
{
    if (!m_medium)
    {
        NS_ABORT_MSG_IF(m_ideal && m_hasFading,
                        "BroadbandHelper: Ideal leaves no place for fading");
        if (m_hasFading)
        {
            m_mediumFactory.Set("Fading", PointerValue(m_fadingFactory.Create<TappedDelayLoss>()));
        }
        m_medium = m_mediumFactory.Create<BroadbandMedium>();
    }
    return m_medium;
}

Ptr<BroadbandNetDevice>
BroadbandHelper::MakeDevice(Ptr<Node> node, int role, std::size_t queues)
{
    auto device = m_deviceFactory[role].Create<BroadbandNetDevice>();
    device->SetAddress(Mac48Address::Allocate());
    node->AddDevice(device);
    auto phy = m_phyFactory[role].Create<BroadbandPhy>();
    device->SetPhy(phy);
    phy->Join(GetMedium(), static_cast<BroadbandPhy::Role>(role));
    auto mac = m_macFactory[role].Create<BroadbandMac>();
    mac->SetPhy(phy);
    device->SetMac(mac);
    device->AggregateObject(
        CreateObjectWithAttributes<NetDeviceQueueInterface>("NTxQueues", UintegerValue(queues)));
    return device;
}

NetDeviceContainer
BroadbandHelper::Install(Ptr<Node> base, const NodeContainer& users)
{
    NS_LOG_FUNCTION(this << base << users.GetN());
    NS_ABORT_MSG_UNLESS(m_unclaimed.empty(),
                        "BroadbandHelper: no class of this network has an attribute "
                            << *m_unclaimed.begin() << "; the scheduler is "
                            << m_schedulerFactory.GetTypeId().GetName());
    OfBroadband().Node("base", base);
    OfBroadband().Nodes("users", users);
    NetDeviceContainer devices;
    auto channel = CreateObject<BroadbandCellChannel>();
    auto baseDevice = MakeDevice(base, BroadbandPhy::BASE_STATION, std::max(users.GetN(), 1U));
    auto mac = DynamicCast<BroadbandBaseMac>(baseDevice->GetMac());
    mac->SetScheduler(m_schedulerFactory.Create<BroadbandScheduler>());
    if (!m_hasScheduler)
    {
        mac->SetPlannedScheduler(MakePlannedScheduler(m_general));
    }
    baseDevice->SetChannel(channel);
    channel->Add(baseDevice);
    devices.Add(baseDevice);
    for (auto node = users.Begin(); node != users.End(); ++node)
    {
        auto device = MakeDevice(*node, BroadbandPhy::USER, 1);
        device->GetPhy()->AttachTo(baseDevice->GetPhy());
        mac->AddUser(DynamicCast<BroadbandUserMac>(device->GetMac()),
                     Mac48Address::ConvertFrom(device->GetAddress()));
        device->SetChannel(channel);
        channel->Add(device);
        devices.Add(device);
    }
    return devices;
}

Ptr<BroadbandScheduler>
BroadbandHelper::GetScheduler(const NetDeviceContainer& cell)
{
    OfBroadband().Require(cell.GetN() > 0, SettingWords() << "cell has no devices");
    const auto device = GetBroadband("cell[0]", cell.Get(0));
    const auto mac = DynamicCast<BroadbandBaseMac>(device->GetMac());
    OfBroadband().Require(mac != nullptr,
                          SettingWords() << "cell[0], of node " << device->GetNode()->GetId()
                                         << ", is no base station: the first device has to be");
    return mac->GetScheduler();
}

uint32_t
BroadbandHelper::GetId(Ptr<NetDevice> device)
{
    return GetBroadband("device", device)->GetPhy()->GetId();
}

std::vector<double>
BroadbandHelper::GetSnrPerWatt(Ptr<NetDevice> device, Direction direction)
{
    const auto broadband = GetBroadband("device", device);
    OfBroadband().Require(broadband->GetPhy()->GetRole() == BroadbandPhy::USER,
                          SettingWords() << "device, of node " << device->GetNode()->GetId()
                                         << ", is a base station; allowed is that of a user");
    const BroadbandPhy& user = *broadband->GetPhy();
    const BroadbandPhy& tx = direction == UPLINK ? user : user.GetBase();
    const BroadbandPhy& rx = direction == UPLINK ? user.GetBase() : user;
    const SpectrumValue& gain = user.GetMedium()->GetGain(tx, rx);
    std::vector<double> snr(gain.ConstValuesBegin(), gain.ConstValuesEnd());
    for (double& value : snr)
    {
        value /= rx.GetNoisePower();
    }
    return snr;
}

void
BroadbandHelper::FillNeighborCaches(const NetDeviceContainer& cell)
{
    for (uint32_t i = 0; i < cell.GetN(); ++i)
    {
        OfBroadband().Device("cell[" + std::to_string(i) + "]", cell.Get(i));
    }
    for (uint32_t i = 1; i < cell.GetN(); ++i)
    {
        FillNeighborCache(cell.Get(0), cell.Get(i));
        FillNeighborCache(cell.Get(i), cell.Get(0));
    }
}

void
BroadbandHelper::EnableBlockTrace(const std::string& path,
                                  const NetDeviceContainer& devices,
                                  bool perSubchannel)
{
    const auto all = GetBroadbands(devices);
    const auto trace = Create<BroadbandBlockTrace>(path, perSubchannel);
    for (const Ptr<BroadbandNetDevice>& device : all)
    {
        trace->Connect(device->GetPhy());
    }
}

void
BroadbandHelper::ConnectBlocks(const NetDeviceContainer& devices,
                               const Callback<void, const BlockReport&>& sink)
{
    OfBroadband().Require(!sink.IsNull(), SettingWords() << "sink is no function: it is null");
    for (const Ptr<BroadbandNetDevice>& device : GetBroadbands(devices))
    {
        device->GetPhy()->TraceConnectWithoutContext("TransportBlock", sink);
    }
}

int64_t
BroadbandHelper::AssignStreams(const NetDeviceContainer& devices, int64_t stream)
{
    const int64_t first = stream;
    std::set<Ptr<BroadbandMedium>> done;
    for (auto device = devices.Begin(); device != devices.End(); ++device)
    {
        const auto broadband = DynamicCast<BroadbandNetDevice>(*device);
        if (!broadband)
        {
            continue;
        }
        if (done.insert(broadband->GetPhy()->GetMedium()).second)
        {
            stream += broadband->GetPhy()->GetMedium()->AssignStreams(stream);
        }
        if (const auto mac = DynamicCast<BroadbandBaseMac>(broadband->GetMac()))
        {
            stream += mac->AssignStreams(stream);
        }
    }
    return stream - first;
}

void
BroadbandHelper::EnablePcapInternal(std::string prefix,
                                    Ptr<NetDevice> nd,
                                    bool promiscuous,
                                    bool explicitFilename)
{
    OfBroadband().Device("device to trace", nd);
    const auto device = DynamicCast<BroadbandNetDevice>(nd);
    if (!device)
    {
        NS_LOG_INFO("device " << nd << " is no BroadbandNetDevice");
        return;
    }
    PcapHelper pcap;
    const std::string name = explicitFilename ? prefix : pcap.GetFilenameFromDevice(prefix, device);
    if (m_pcapBlocks)
    {
        // ns-3 has no name for DLT_USER0.
        const auto blocks = pcap.CreateFile(name,
                                            std::ios::out,
                                            PcapLinkType(BroadbandBlockPcap::LINK_TYPE),
                                            BroadbandBlockPcap::LONGEST);
        Create<BroadbandBlockPcap>(blocks)->Connect(device->GetPhy());
        return;
    }
    const auto file = pcap.CreateFile(name, std::ios::out, PcapLinkType(RAW_IP));
    pcap.HookDefaultSink<BroadbandNetDevice>(device,
                                             promiscuous ? "PromiscSniffer" : "Sniffer",
                                             file);
}

void
BroadbandHelper::EnableAsciiInternal(Ptr<OutputStreamWrapper> stream,
                                     std::string prefix,
                                     Ptr<NetDevice> nd,
                                     bool explicitFilename)
{
    OfBroadband().Device("device to trace", nd);
    if (const auto device = DynamicCast<BroadbandNetDevice>(nd))
    {
        WriteBroadbandAscii(stream, prefix, device, explicitFilename);
    }
    else
    {
        NS_LOG_INFO("device " << nd << " is no BroadbandNetDevice");
    }
}

} // namespace edgeai
} // namespace ns3
