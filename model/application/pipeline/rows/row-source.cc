/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-source.h"

#include "allocation/pipeline/halp/halp-selection.h"
#include "application/message/message-archive.h"
#include "application/message/socket-address.h"
#include "period-limits.h"
#include "row-figures.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiRowSource");

NS_OBJECT_ENSURE_REGISTERED(RowSource);

namespace
{

/// Images of one device that are told from those of the next.
constexpr unsigned IMAGE_BITS = 40;

} // namespace

TypeId
RowSource::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::RowSource")
            .SetParent<MessageApplication>()
            .SetGroupName("EdgeAi")
            .AddConstructor<RowSource>()
            .AddAttribute("Host",
                          "Address and port of the host",
                          AddressValue(),
                          MakeAddressAccessor(&RowSource::m_host),
                          MakeSocketAddressChecker())
            .AddAttribute("ReconnectInterval",
                          "Pause before a lost connection is tried again, >= 0.1 ms",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&RowSource::m_reconnectInterval),
                          MakeTimeChecker(PeriodLimits::Message()))
            .AddAttribute("Timeout",
                          "How long an image waits for its answer, > 0",
                          TimeValue(Seconds(120)),
                          MakeTimeAccessor(&RowSource::m_timeout),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute("Selection",
                          "Choose for each image the most accurate network that keeps the deadline",
                          BooleanValue(false),
                          MakeBooleanAccessor(&RowSource::m_selects),
                          MakeBooleanChecker())
            .AddAttribute("MayShare",
                          "Count on the secondaries when a network is chosen",
                          BooleanValue(true),
                          MakeBooleanAccessor(&RowSource::m_mayShare),
                          MakeBooleanChecker())
            .AddAttribute("Network",
                          "Which network answers without a choice, from 0",
                          UintegerValue(0),
                          MakeUintegerAccessor(&RowSource::m_network),
                          MakeUintegerChecker<uint32_t>(0, RowLimits::NETWORKS - 1))
            .AddAttribute("Deadline",
                          "D, from an image to its answer [s]; 0: none",
                          DoubleValue(0),
                          MakeDoubleAccessor(&RowSource::m_deadline),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("UploadRate",
                          "First estimate of the uplink's mean rate [bit/s], > 0",
                          DoubleValue(20e6),
                          MakeDoubleAccessor(&RowSource::m_rate),
                          MakeDoubleChecker<double>(RowLimits::UPLOAD_RATE))
            .AddAttribute("UploadDeviation",
                          "First estimate of its standard deviation [bit/s]",
                          DoubleValue(0),
                          MakeDoubleAccessor(&RowSource::m_deviation),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("RateWeight",
                          "Weight of a new upload in these estimates [1], in (0, 1]",
                          DoubleValue(.3),
                          MakeDoubleAccessor(&RowSource::m_weight),
                          MakeDoubleChecker<double>(1e-6, 1))
            .AddAttribute("Learn",
                          "Let uploads change these estimates",
                          BooleanValue(true),
                          MakeBooleanAccessor(&RowSource::m_learns),
                          MakeBooleanChecker());
    return tid;
}

RowSource::RowSource() = default;

RowSource::~RowSource() = default;

void
RowSource::DoDispose()
{
    m_running = false;
    m_imageEvent.Cancel();
    m_battery.Stop();
    m_session.Abandon();
    m_arrivals = nullptr;
    m_ledger = nullptr;
    m_networks = nullptr;
    MessageApplication::DoDispose();
}

void
RowSource::SetPlace(std::shared_ptr<const RowNetworks> networks, uint32_t index)
{
    m_networks = std::move(networks);
    m_index = index;
}

void
RowSource::SetLedger(Ptr<RowLedger> ledger)
{
    m_ledger = ledger;
}

void
RowSource::SetArrivals(Ptr<TaskArrivals> arrivals)
{
    m_arrivals = arrivals;
}

int64_t
RowSource::AssignStreams(int64_t stream)
{
    return m_arrivals ? m_arrivals->AssignStreams(stream) : 0;
}

uint64_t
RowSource::GetImageCount() const
{
    return m_images;
}

void
RowSource::StartApplication()
{
    NS_LOG_FUNCTION(this);
    NS_ABORT_MSG_UNLESS(m_networks && m_network < m_networks->size(),
                        "RowSource: Network is " << m_network << "; allowed is 0 to "
                                                 << (m_networks ? m_networks->size() : 0)
                                                 << " - 1, the networks there are");
    m_running = true;
    m_mean = MovingAverage(m_rate);
    m_variance = MovingAverage(m_deviation > 0 ? m_deviation * m_deviation : 1);
    m_session.onReady = [this] {
        if (m_selects || m_deadline > 0)
        {
            InferenceMessage message; // asks how long networks take, now and later
            message.type = RowMessage::OFFER;
            message.body = Encode(RowOfferBody());
            m_txTrace(message);
            m_session.Send(message, 0);
        }
        for (const auto& [image, network] : std::exchange(m_waiting, {}))
        {
            Send(image, network);
        }
    };
    m_session.onMessage = [this](const InferenceMessage& message) { HandleMessage(message); };
    m_session.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    MessageSession::Settings settings;
    settings.remote = m_host;
    settings.remoteName = "RowSource::Host";
    settings.protocol = TcpSocketFactory::GetTypeId();
    settings.socket = GetSocketSettings();
    settings.reconnectInterval = m_reconnectInterval;
    m_battery.onDepleted = [this] { m_session.Stop(); };
    m_battery.onRecharged = [this, settings] { m_session.Start(GetNode(), settings); };
    m_battery.Start(GetNode()); // first: who has no energy does not connect
    if (!m_battery.IsDepleted())
    {
        m_session.Start(GetNode(), settings);
    }
    ScheduleImage();
}

void
RowSource::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_running = false;
    m_imageEvent.Cancel();
    m_battery.Stop();
    m_session.Stop();
    for (const auto& [image, network] : std::exchange(m_waiting, {}))
    {
        if (m_ledger)
        {
            m_ledger->End(image, {TaskOutcome::STOPPED, "the device was stopped"});
        }
    }
}

void
RowSource::ScheduleImage()
{
    TaskArrival arrival;
    if (m_running && m_arrivals && m_arrivals->Next(arrival) &&
        arrival.after <= Time::Max() - Simulator::Now()) // as late as the simulator can tell
    {
        m_imageEvent = ScheduleCall(arrival.after, [this] {
            if (!m_battery.IsDepleted()) // nobody is there to look
            {
                Take();
            }
            ScheduleImage();
        });
    }
}

RowSource::Choice
RowSource::Choose() const
{
    const double deviation =
        m_deviation > 0 || m_learns ? std::sqrt(m_variance.Get()) : 0; // 1 bit/s is next to none
    Choice choice;
    choice.network = m_network;
    HalpSelectionProblem problem;
    problem.rateMean = m_mean.Get();
    problem.rateDeviation = deviation;
    problem.deadline = m_deadline;
    // Without an offer nothing is known of times.
    const bool informed = m_offer.networks.size() == m_networks->size();
    for (uint32_t i = 0; informed && i < m_networks->size(); ++i)
    {
        const RowNetwork& network = (*m_networks)[i];
        const RowOfferedNetwork& offered = m_offer.networks[i];
        if (m_selects || i == m_network)
        {
            problem.models.push_back({network.name,
                                      network.accuracy,
                                      network.problem.GetImageBits(),
                                      offered.aloneTime,
                                      offered.time});
        }
    }
    if (informed && m_deadline > 0)
    {
        const HalpSelection selection = SelectHalpModel(problem, m_mayShare);
        if (selection.IsUsable())
        {
            choice.network = m_selects ? selection.model : m_network;
            choice.reliability = selection.reliability;
        }
    }
    choice.uploadTime = (*m_networks)[choice.network].problem.GetImageBits() / m_mean.Get();
    return choice;
}

void
RowSource::Take()
{
    const uint64_t image = (uint64_t{m_index} << IMAGE_BITS) + ++m_images;
    const Choice choice = Choose();
    const RowNetwork& network = (*m_networks)[choice.network];
    if (m_ledger)
    {
        TaskRecord record;
        record.node = GetNode()->GetId();
        record.generated = Simulator::Now().GetSeconds();
        record.network = network.name;
        if (m_deadline > 0)
        {
            record.latencyBudget = m_deadline;
        }
        if (network.accuracy > 0)
        {
            record.planned.distortion = 1 - network.accuracy;
        }
        StepRecord upload;
        upload.planned.name = "upload";
        upload.planned.kind = StepKind::TRANSFER;
        upload.planned.node = record.node;
        upload.planned.bits = network.problem.GetImageBits();
        upload.planned.time = choice.uploadTime;
        record.steps.push_back(upload);
        RowFigures figures;
        figures.uploadPlanned = choice.uploadTime;
        figures.reliability = choice.reliability;
        record.Set(figures);
        m_ledger->Begin(image, record, m_timeout);
        m_ledger->QueueUpload(image, network.problem.GetImageBits());
    }
    if (m_session.IsConnected())
    {
        Send(image, choice.network);
    }
    else
    {
        m_waiting.emplace_back(image, choice.network);
    }
}

void
RowSource::Send(uint64_t image, uint32_t network)
{
    RowImageBody body;
    body.network = network;
    body.sent = Simulator::Now().GetSeconds();
    InferenceMessage message;
    message.type = RowMessage::IMAGE;
    message.task = image;
    message.body = Encode(body);
    message.payloadBytes =
        static_cast<uint64_t>(std::ceil((*m_networks)[network].problem.GetImageBits() / 8));
    m_txTrace(message);
    m_session.Send(message, 0);
}

void
RowSource::Learn(double goodput)
{
    if (!m_learns || !(goodput > 0))
    {
        return;
    }
    const double off = goodput - m_mean.Get();
    m_variance.Add(off * off, m_weight);
    m_mean.Add(goodput, m_weight);
}

void
RowSource::HandleMessage(const InferenceMessage& message)
{
    m_rxTrace(message);
    std::string fault;
    RowResultBody result;
    RowOfferBody offer;
    if (message.type == RowMessage::RESULT && Decode(message.body, result, &fault))
    {
        Learn(result.goodput);
        if (m_ledger && message.task >> IMAGE_BITS == m_index)
        {
            m_ledger->Complete(message.task);
        }
    }
    else if (message.type == RowMessage::OFFER && (m_selects || m_deadline > 0) &&
             Decode(message.body, offer, &fault) && offer.networks.size() == m_networks->size())
    {
        m_offer = offer;
    }
    else
    {
        CountMalformed(std::string(ToString(message.type)) + ": " +
                       (fault.empty() ? "a host has no business sending it" : fault));
    }
}

} // namespace edgeai
} // namespace ns3
