/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "gradient-exchange.h"

#include "application/message/message-registry.h"

#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/inet-socket-address.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

namespace ns3
{
namespace edgeai
{

namespace
{

const MessageRegistration<GradientBody> g_gradient(GradientMessage::GRADIENT,
                                                   "GRADIENT",
                                                   "gradient",
                                                   "device to aggregator: what it learnt",
                                                   PayloadKind::REAL);

} // namespace

GradientBody
MakeGradientBody(uint32_t seed)
{
    GradientBody body;
    body.round = 0x0123456789abcdef;
    body.form = GradientForm::HALF;
    body.last = true;
    body.epoch = 3;
    body.batch = 128;
    body.samples = seed;
    body.loss = 0.675024349;
    body.model = "Mlp(32,32,10)";
    body.whole = {"all", 1056, 2.5};
    body.shape = {32, 32, 10};
    body.scales = {1e-3, 1e3};
    body.layers = {{"dense 1", 32, 1.5}, {"dense 2", 10, GradientLayer().norm}};
    return body;
}

std::vector<uint8_t>
MakeGradientBytes(std::size_t size, uint32_t seed)
{
    std::vector<uint8_t> bytes(size);
    uint32_t state = 2 * seed + 1;
    for (uint8_t& byte : bytes)
    {
        state = state * 1664525 + 1013904223; // a linear congruence, whose upper bits are good
        byte = state >> 24;
    }
    return bytes;
}

void
GradientSender::Setup(const Address& remote, bool udp, double rate)
{
    m_remote = remote;
    m_udp = udp;
    m_rate = rate;
}

void
GradientSender::Send(uint64_t task, const GradientBody& body, std::vector<uint8_t> bytes)
{
    InferenceMessage message;
    message.type = GradientMessage::GRADIENT;
    message.task = task;
    message.body = Encode(body);
    message.SetPayload(std::move(bytes));
    if (!m_session.IsConnected())
    {
        m_waiting.push_back(message);
        return;
    }
    m_txTrace(message);
    m_session.Send(message, m_rate);
}

void
GradientSender::StartApplication()
{
    MessageSession::Settings settings;
    settings.remote = m_remote;
    settings.protocol = m_udp ? UdpSocketFactory::GetTypeId() : TcpSocketFactory::GetTypeId();
    settings.socket = GetSocketSettings();
    m_session.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_session.onReady = [this] {
        for (const InferenceMessage& message : m_waiting)
        {
            m_session.Send(message, m_rate);
        }
        m_waiting.clear();
    };
    m_session.Start(GetNode(), settings);
}

void
GradientSender::StopApplication()
{
    m_session.Stop();
}

const std::vector<GradientReceiver::Arrival>&
GradientReceiver::GetArrivals() const
{
    return m_arrivals;
}

void
GradientReceiver::StartApplication()
{
    MessageListener::Settings settings;
    settings.port = PORT;
    settings.socket = GetSocketSettings();
    m_listener.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_listener.onMessage = [this](MessageListener::Peer, const InferenceMessage& message) {
        m_rxTrace(message);
        Arrival arrival{message.task, GradientBody(), message.payload};
        std::string fault = "it is no GRADIENT";
        if (message.type != GradientMessage::GRADIENT ||
            !Decode(message.body, arrival.body, &fault))
        {
            CountMalformed(fault);
            return;
        }
        m_arrivals.push_back(arrival);
    };
    m_listener.Start(GetNode(), settings);
}

void
GradientReceiver::StopApplication()
{
    m_listener.Stop();
}

GradientFixture::GradientFixture(bool udp, double loss)
    : nodes(2)
{
    wire.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
    wire.SetChannelAttribute("Delay", StringValue("1ms"));
    devices = wire.Install(nodes);
    if (loss > 0)
    {
        auto errors = CreateObject<RateErrorModel>();
        errors->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
        errors->SetRate(loss);
        errors->AssignStreams(7);
        devices.Get(1)->SetAttribute("ReceiveErrorModel", PointerValue(errors));
    }
    InternetStackHelper stack;
    stack.Install(nodes);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    address = addresses.Assign(devices).GetAddress(1);
    sender = CreateObject<GradientSender>();
    sender->Setup(InetSocketAddress(address, GradientReceiver::PORT), udp, 50e6);
    sender->SetStartTime(Seconds(0.1));
    nodes.Get(0)->AddApplication(sender);
    receiver = CreateObject<GradientReceiver>();
    nodes.Get(1)->AddApplication(receiver);
}

GradientFixture::~GradientFixture()
{
    Simulator::Destroy();
}

void
GradientFixture::Run(double until)
{
    Simulator::Stop(Seconds(until));
    Simulator::Run();
}

} // namespace edgeai
} // namespace ns3
