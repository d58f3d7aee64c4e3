/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-node-application.h"

#include "dto-ee-device.h"

#include "ns3/abort.h"
#include "ns3/ipv4.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiDtoEeNodeApplication");

NS_OBJECT_ENSURE_REGISTERED(DtoEeNodeApplication);

TypeId
DtoEeNodeApplication::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::DtoEeNodeApplication")
            .SetParent<DtoEeAgent>()
            .SetGroupName("EdgeAi")
            .AddConstructor<DtoEeNodeApplication>()
            .AddAttribute("Processor",
                          "Name of the node's processor; empty: the first installed",
                          StringValue(""),
                          MakeStringAccessor(&DtoEeNodeApplication::m_processorName),
                          MakeStringChecker())
            .AddAttribute("AnswerSize",
                          "Size of an answer [B]",
                          UintegerValue(1000),
                          MakeUintegerAccessor(&DtoEeNodeApplication::m_answerBytes),
                          MakeUintegerChecker<uint32_t>());
    return tid;
}

DtoEeNodeApplication::DtoEeNodeApplication() = default;

DtoEeNodeApplication::~DtoEeNodeApplication() = default;

void
DtoEeNodeApplication::DoDispose()
{
    m_works.clear();
    for (auto& [device, queue] : m_answers)
    {
        queue->Abandon();
    }
    m_answers.clear();
    m_reporter = nullptr;
    m_chair = nullptr;
    m_processor = nullptr;
    DtoEeAgent::DoDispose();
}

void
DtoEeNodeApplication::SetDevices(const std::vector<Address>& devices)
{
    m_devices = devices;
}

void
DtoEeNodeApplication::SetCandidates(const DtoEeReporter::Candidates& candidates)
{
    m_candidates = candidates;
}

Ptr<Processor>
DtoEeNodeApplication::GetProcessor() const
{
    return m_processor;
}

bool
DtoEeNodeApplication::IsLeader() const
{
    return m_chair != nullptr;
}

double
DtoEeNodeApplication::GetThreshold() const
{
    return m_threshold;
}

void
DtoEeNodeApplication::StartApplication()
{
    m_processor = Processor::Find(GetNode(), m_processorName);
    NS_ABORT_MSG_UNLESS(m_processor,
                        "DtoEeNodeApplication: node "
                            << GetNode()->GetId() << " has no processor"
                            << (m_processorName.empty() ? "" : " named " + m_processorName)
                            << "; install one with ProcessorHelper");
    DtoEeAgent::StartApplication();
    const DtoEeSetup& setup = GetSetup();
    m_truth = std::make_unique<DtoEeTruth>(setup.problem);
    m_threshold = setup.GetThreshold(GetPlace());
    m_nextThreshold = m_threshold;
    if (setup.distributed && setup.options.thresholds == DtoEeThresholds::OPTIMISED &&
        !setup.HasNodeThresholds())
    {
        StartReports();
    }
}

void
DtoEeNodeApplication::StartReports()
{
    m_reporter = std::make_unique<DtoEeReporter>(GetSetup(), GetPlace(), m_candidates);
    m_reporter->makeSession = [this](const Address& remote) { return MakeSession(remote); };
    m_reporter->makeHello = [this] { return MakeHello(DtoEePurpose::REPORTS); };
    m_reporter->onSend = [this](const InferenceMessage& message) { NoteWord(message); };
    m_reporter->onMessage = [this](std::size_t exit, const InferenceMessage& message) {
        m_rxTrace(message);
        DtoEeExitUpdate update;
        if (message.type != DtoEeMessage::EXIT_UPDATE)
        {
            CountMalformed(std::string("the leader of an exit has no business sending ") +
                           ToString(message.type));
        }
        else if (Read(message, update))
        {
            HandleUpdate(exit, message.task, update);
        }
    };
    m_reporter->onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_reporter->onLead = [this] { HandleLead(); };
    m_reporter->Start(GetNode());
}

void
DtoEeNodeApplication::HandleLead()
{
    if (!m_reporter->IsLeader())
    {
        m_chair = nullptr;
        return;
    }
    m_chair = std::make_unique<DtoEeChair>(GetSetup(), GetSetup().FindExit(GetPlace().stage));
    m_chair->onDecided = [this](uint64_t slot, const DtoEeExitUpdate& update) {
        HandleDecision(slot, update);
    };
    // Who led before is gone, and what was decided stays until all have reported here.
    for (uint32_t before = 0; before < GetPlace().index; ++before)
    {
        m_chair->LoseNode({GetPlace().stage, before});
    }
    if (GetPlace().index > 0)
    {
        m_chair->Substitute(m_nextThreshold);
    }
}

void
DtoEeNodeApplication::StopApplication()
{
    const TaskEnding ending{TaskOutcome::STOPPED, GetPlace().Describe() + " was stopped"};
    DropAll(ending);
    for (auto& [device, queue] : m_answers)
    {
        for (const InferenceMessage& message : queue->Stop())
        {
            Drop(message.task, ending);
        }
    }
    m_answers.clear();
    if (m_reporter)
    {
        m_reporter->Stop();
    }
    m_reporter = nullptr;
    m_chair = nullptr;
    DtoEeAgent::StopApplication();
}

void
DtoEeNodeApplication::Fail()
{
    NS_LOG_FUNCTION(this);
    const TaskEnding ending{TaskOutcome::SERVER_SILENT, GetPlace().Describe() + " failed"};
    DropAll(ending);
    for (auto& [device, queue] : m_answers)
    {
        queue->Abandon();
    }
    m_answers.clear();
    for (const auto& [task, answer] : m_answering)
    {
        Drop(task, ending);
    }
    m_answering.clear();
    m_reporter = nullptr;
    m_chair = nullptr;
    // Whatever is still in protocols below must not get out.
    if (Ptr<Ipv4> ipv4 = GetNode()->GetObject<Ipv4>())
    {
        for (uint32_t i = 1; i < ipv4->GetNInterfaces(); ++i)
        {
            ipv4->SetDown(i);
        }
    }
    Leave(ending, false);
}

void
DtoEeNodeApplication::DropAll(const TaskEnding& ending)
{
    // Tasks first, so that none is sent on by the end of its job.
    const std::map<uint64_t, Work> works = std::move(m_works);
    m_works.clear();
    for (const auto& [number, work] : works)
    {
        JobReport report;
        if (m_processor->Cancel(work.job, &report) && GetLedger())
        {
            GetLedger()->Compute(number, report);
        }
        Drop(number, ending);
    }
}

void
DtoEeNodeApplication::Drop(uint64_t number, const TaskEnding& ending)
{
    if (GetLedger())
    {
        GetLedger()->End(number, ending);
    }
}

void
DtoEeNodeApplication::PrepareSlot(uint64_t)
{
    if (GetSetup().distributed && GetSetup().HasNodeThresholds())
    {
        m_nextThreshold = GetRounds()->GetPart().GetThreshold();
    }
    m_threshold = m_nextThreshold;
    const std::size_t exit = GetSetup().FindExit(GetPlace().stage);
    if (GetCourse() && exit < GetSetup().problem.exits.size())
    {
        GetCourse()->NoteThreshold(GetPlace(), exit, m_threshold);
    }
}

void
DtoEeNodeApplication::HandleThreshold(double threshold)
{
    m_nextThreshold = threshold;
}

std::string
DtoEeNodeApplication::ExplainHello(const DtoEeHelloBody& hello) const
{
    const bool reports = hello.purpose == DtoEePurpose::REPORTS;
    if (reports &&
        (!m_reporter || GetSetup().FindExit(GetPlace().stage) == GetSetup().problem.exits.size()))
    {
        return "this node never leads an exit";
    }
    if (hello.purpose == DtoEePurpose::CONTROL)
    {
        return "this node is no controller";
    }
    if (reports ? hello.stage == 0 : hello.stage + 1 != GetPlace().stage)
    {
        return "stage is " + std::to_string(hello.stage) + ", which has no business here";
    }
    if (!reports)
    {
        const DtoEeLayer& layer = GetSetup().network.layers[hello.stage];
        for (const DtoEeLink& link : layer.links[hello.index])
        {
            if (link.target == GetPlace().index)
            {
                return "";
            }
        }
        return "index is " + std::to_string(hello.index) + ", which has no link to this node";
    }
    return "";
}

void
DtoEeNodeApplication::HandleHello(MessageListener::Peer peer, const DtoEeHelloBody& hello)
{
    if (hello.purpose == DtoEePurpose::WORDS)
    {
        m_senders[hello.index] = peer;
        GetRounds()->GainSender(hello.index);
    }
}

void
DtoEeNodeApplication::HandleGone(MessageListener::Peer peer, const DtoEeHelloBody& hello)
{
    const auto it = m_senders.find(hello.index);
    if (hello.purpose == DtoEePurpose::WORDS && it != m_senders.end() && it->second == peer)
    {
        m_senders.erase(it);
        GetRounds()->LoseSender(hello.index);
    }
}

void
DtoEeNodeApplication::TellPrice(uint32_t sender, const InferenceMessage& price)
{
    const auto it = m_senders.find(sender);
    if (it != m_senders.end())
    {
        NoteWord(price);
        GetListener().Send(it->second, price);
    }
}

void
DtoEeNodeApplication::HandlePeer(MessageListener::Peer peer,
                                 const DtoEeHelloBody* hello,
                                 const InferenceMessage& message)
{
    const MessageType rates =
        GetSetup().HasNodeThresholds() ? DtoEeMessage::MIXTURE : DtoEeMessage::RATE;
    const MessageType wanted = !hello                                  ? MessageType{}
                               : hello->purpose == DtoEePurpose::TASKS ? DtoEeMessage::TASK
                               : hello->purpose == DtoEePurpose::WORDS ? rates
                                                                       : DtoEeMessage::EXIT_REPORT;
    if (message.type != wanted)
    {
        CountMalformed(std::string(ToString(message.type)) +
                       (hello ? " has no business over such a connection"
                              : " from somebody who did not say HELLO"));
        return;
    }
    DtoEeRateReport rate;
    DtoEeMixtureReport mixture;
    DtoEeExitReport report;
    if (wanted == DtoEeMessage::TASK)
    {
        HandleTask(peer, *hello, message);
    }
    else if (wanted == DtoEeMessage::RATE && Read(message, rate))
    {
        GetRounds()->HearRate(hello->index, message.task, rate);
    }
    else if (wanted == DtoEeMessage::MIXTURE && Read(message, mixture))
    {
        rate.mixture = DtoEeMixture(mixture.steps);
        rate.rate = rate.mixture.GetRate();
        GetRounds()->HearRate(hello->index, message.task, rate);
    }
    else if (wanted == DtoEeMessage::EXIT_REPORT && Read(message, report) && m_chair)
    {
        // Whoever takes this node for the leader, which it is not, is not listened to.
        m_chair->HearReport({hello->stage, hello->index}, message.task, report);
    }
}

void
DtoEeNodeApplication::HandleTask(MessageListener::Peer peer,
                                 const DtoEeHelloBody& hello,
                                 const InferenceMessage& message)
{
    DtoEeTask task;
    if (!Read(message, task.body))
    {
        return;
    }
    task.number = message.task;
    const DtoEeSetup& setup = GetSetup();
    const DtoEeStage& stage = setup.problem.stages[GetPlace().stage - 1];
    const bool own = hello.stage > 0 || hello.index == task.body.device;
    const double now = Simulator::Now().GetSeconds();
    if (task.body.stage != GetPlace().stage || task.body.device >= setup.problem.GetSize(0) ||
        message.task >> DtoEeDevice::COUNT_BITS != uint64_t{task.body.device} + 1 || !own ||
        task.body.generated > now ||
        message.payloadBytes != static_cast<uint64_t>(std::ceil(stage.inputBits / 8)) ||
        m_works.count(task.number) > 0)
    {
        CountMalformed("DTO_EE_TASK: stage, device, size or instants cannot be, or it is here");
        return;
    }
    if (now > task.body.expires)
    {
        return; // it came too late to count
    }
    const InferenceMessage receipt =
        MakeWord(DtoEeMessage::RECEIPT, task.number, DtoEeReceiptBody{now});
    NoteWord(receipt);
    GetListener().Send(peer, receipt);
    if (GetLedger())
    {
        GetLedger()->Arrive(task.number);
        GetLedger()->QueueNode(task.number, GetPlace());
    }
    Job job;
    job.flop = stage.flop;
    job.units = m_processor->GetUnits();
    job.tag = task.number;
    const uint64_t number = task.number;
    job.done = [this, number](const JobReport& report) { HandleJob(number, report); };
    m_works[number].task = task;
    const uint64_t id = m_processor->Submit(job);
    const auto still = m_works.find(number); // the job may have ended already
    if (still != m_works.end())
    {
        still->second.job = id;
    }
}

void
DtoEeNodeApplication::HandleJob(uint64_t number, const JobReport& report)
{
    const auto it = m_works.find(number);
    if (it == m_works.end())
    {
        return; // it was given up meanwhile
    }
    DtoEeTask task = it->second.task;
    m_works.erase(it);
    const DtoEeSetup& setup = GetSetup();
    const uint32_t stage = GetPlace().stage;
    if (GetLedger())
    {
        GetLedger()->Compute(number, report);
    }
    if (report.outcome != JobOutcome::COMPLETED)
    {
        Drop(number, ExplainJob(report, GetPlace().Describe()));
        return;
    }
    const std::size_t exit = setup.FindExit(stage);
    const bool hasExit = exit < setup.problem.exits.size();
    if (stage == setup.GetStages())
    {
        Answer(task, 1);
    }
    else if (hasExit && m_truth->Leaves(exit, task.body.difficulty, m_threshold))
    {
        Answer(task, m_truth->GetConfidence(exit, task.body.difficulty));
    }
    else
    {
        ++task.body.stage;
        Forward(task);
    }
}

void
DtoEeNodeApplication::Answer(const DtoEeTask& task, double confidence)
{
    const uint32_t device = task.body.device;
    if (m_answers.find(device) == m_answers.end())
    {
        StartAnswers(device);
    }
    if (GetLedger())
    {
        GetLedger()->QueueLink(task.number, GetPlace(), {0, device});
    }
    InferenceMessage message;
    message.type = DtoEeMessage::ANSWER;
    message.task = task.number;
    message.payloadBytes = m_answerBytes;
    m_answering[task.number] = {GetPlace().stage, confidence, 0};
    m_answers.at(device)->Send(message);
}

void
DtoEeNodeApplication::StartAnswers(uint32_t device)
{
    m_answers[device] = std::make_unique<MessageQueue>();
    MessageQueue& queue = *m_answers[device];
    queue.onHandOver = [this](InferenceMessage& message, Time expires) {
        DtoEeAnswerBody& answer = m_answering.at(message.task);
        answer.expires = expires.GetSeconds();
        message.body = Encode(answer);
        if (GetLedger())
        {
            GetLedger()->Send(message.task,
                              8.0 * message.payloadBytes,
                              expires,
                              {TaskOutcome::LINK_LOST, "the answer did not get through in time"});
        }
        m_txTrace(message);
    };
    queue.onDelivered = [this](const InferenceMessage& message) {
        m_answering.erase(message.task);
    };
    queue.onLost = [this](const InferenceMessage& message) {
        m_answering.erase(message.task);
        if (GetLedger())
        {
            GetLedger()->Note(
                message.task,
                {TaskOutcome::LINK_LOST,
                 "the connection for answers of " + GetPlace().Describe() + " broke"});
        }
    };
    queue.onDropped = [this](const InferenceMessage& message) {
        m_answering.erase(message.task);
        Drop(message.task,
             {TaskOutcome::QUEUE_FULL,
              "the queue for answers of " + GetPlace().Describe() + " is full"});
    };
    queue.onMessage = [this](const InferenceMessage& message) {
        CountMalformed(std::string("a device has no business sending ") + ToString(message.type));
    };
    queue.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    MessageQueue::Settings settings = MakeQueue();
    settings.session.remote = m_devices[device];
    queue.Start(GetNode(), settings);
}

void
DtoEeNodeApplication::HandleSettled(uint64_t slot)
{
    if (!GetRounds()->GetPart().IsInformed())
    {
        return;
    }
    if (GetSetup().HasNodeThresholds())
    {
        GetRounds()->GetPart().Decide();
        return;
    }
    const DtoEeExitReport report = GetRounds()->GetPart().TellExit();
    if (m_reporter)
    {
        m_reporter->Report(MakeWord(DtoEeMessage::EXIT_REPORT, slot, report));
    }
    if (m_chair)
    {
        m_chair->HearReport(GetPlace(), slot, report);
    }
}

void
DtoEeNodeApplication::HandleDecision(uint64_t slot, const DtoEeExitUpdate& update)
{
    const InferenceMessage message = MakeWord(DtoEeMessage::EXIT_UPDATE, slot, update);
    const DtoEeSetup& setup = GetSetup();
    for (const auto& [peer, hello] : GetPeers())
    {
        const std::size_t exit = setup.FindExit(hello.stage);
        const bool leads =
            exit < setup.problem.exits.size() && m_reporter->GetLeader(exit) == hello.index;
        if (hello.purpose == DtoEePurpose::REPORTS && (hello.stage == GetPlace().stage || leads))
        {
            NoteWord(message);
            GetListener().Send(peer, message);
        }
    }
    HandleUpdate(m_chair->GetExit(), slot, update);
}

void
DtoEeNodeApplication::HandleUpdate(std::size_t exit, uint64_t slot, const DtoEeExitUpdate& update)
{
    if (GetSetup().FindExit(GetPlace().stage) == exit)
    {
        GetRounds()->GetPart().HearUpdate(update);
        m_nextThreshold = update.threshold;
    }
    else if (m_chair)
    {
        m_chair->HearUpdate(exit, slot, update);
    }
}

} // namespace edgeai
} // namespace ns3
