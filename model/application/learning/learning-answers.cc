/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-answers.h"

#include "application/message/message-archive.h"
#include "application/message/socket-settings.h"
#include "compute/time-steps.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiLearningAnswers");

NS_OBJECT_ENSURE_REGISTERED(LearningAnswers);

TypeId
LearningAnswers::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::LearningAnswers")
            .SetParent<LearningHandout>()
            .SetGroupName("EdgeAi")
            .AddAttribute("UpdateWay",
                          "Tcp: updates come over workers' connections; Udp: in datagrams, lost if "
                          "a fragment is, or comes behind the window that the method gives them",
                          EnumValue(TCP),
                          CompatEnumAccessor<UpdateWay>(&LearningAnswers::m_updateWay),
                          MakeEnumChecker(TCP, "Tcp", UDP, "Udp"))
            .AddAttribute("UpdatePort",
                          "Port for updates in datagrams, 1 to 65535",
                          UintegerValue(4763),
                          MakeUintegerAccessor(&LearningAnswers::m_updatePort),
                          MakeUintegerChecker<uint16_t>(1));
    return tid;
}

LearningAnswers::LearningAnswers() = default;

LearningAnswers::~LearningAnswers() = default;

void
LearningAnswers::DoDispose()
{
    CancelAnswers();
    m_updates.Stop();
    LearningHandout::DoDispose();
}

uint64_t
LearningAnswers::GetUselessUpdates() const
{
    return m_updates.GetUseless();
}

void
LearningAnswers::StartUpdates(bool ipv6)
{
    if (m_updateWay != UDP)
    {
        return;
    }
    CountHeaders(GetSocketSettings().fragmentSize, ipv6);
    m_updates.findSender = [this](const Address& from) { return FindSender(from); };
    m_updates.judge = [this](uint32_t number, uint64_t round, std::string& fault) {
        return Judge(number, round, fault);
    };
    m_updates.onUpdate = [this](uint32_t number, const InferenceMessage& message) {
        m_rxTrace(message);
        TakeDatagrams(number, message);
    };
    m_updates.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_updates.Start(GetNode(), m_updatePort, ipv6);
}

void
LearningAnswers::StopUpdates()
{
    m_updates.Stop();
}

UpdateReception::Verdict
LearningAnswers::Judge(uint32_t number, uint64_t round, std::string& fault)
{
    if (round == 0 || round > m_course.GetLatest())
    {
        fault = "a fragment is of round " + std::to_string(round) + "; allowed is 1 to " +
                std::to_string(m_course.GetLatest());
        return UpdateReception::WRONG;
    }
    const LearningCourse::Part* part = FindAwaited(number, round, m_course.GetAttempt());
    if (!part)
    {
        return UpdateReception::OVER;
    }
    if (GetMethod().Grants() && !part->granted)
    {
        fault = "it has not been granted how to send it";
        return UpdateReception::WRONG;
    }
    return UpdateReception::AWAITED;
}

void
LearningAnswers::TakeDatagrams(uint32_t number, const InferenceMessage& message)
{
    LearningUpdateBody body;
    std::string fault;
    fault = Decode(message.body, body, &fault) ? HandleUpdate(number, body, message) : fault;
    if (!fault.empty())
    {
        CountMalformed("LEARNING_UPDATE: " + fault);
    }
}

void
LearningAnswers::AwaitUpdate(uint32_t number)
{
    m_course.Find(number)->granted = true;
    if (GetWindow() > 0)
    {
        EventId& event = m_sendingEvents[number];
        event.Cancel();
        event = ScheduleCall(LimitWait(AddWait(ToTime(GetWindow()), TimeStep(1))), [this, number] {
            Lose(number, "has not sent its update within the window");
        });
    }
}

std::string
LearningAnswers::HandleTrained(uint32_t number, uint64_t round, const LearningTrainedBody& body)
{
    Trust(number); // it is there
    const bool grants = GetMethod().Grants();
    if (!grants && m_updateWay != UDP && !(GetMethod().GetWindow() > 0))
    {
        return "nothing is granted to workers of this method, and their updates have no window";
    }
    LearningCourse::Part* part = FindAwaited(number, round, body.attempt);
    if (!part)
    {
        return round > m_course.GetLatest() ? "a round that has not begun" : ""; // or is over
    }
    if (part->trained || part->granted)
    {
        return "it has said so already";
    }
    if (!grants)
    {
        AwaitUpdate(number);
        return "";
    }
    const std::string fault = GetMethod().Hear(number, part->assignment, {body.spread, body.power});
    if (!fault.empty())
    {
        Lose(number, "says of its update what cannot be: " + fault);
        return fault;
    }
    m_course.Hear(number);
    CheckAttempt();
    return "";
}

bool
LearningAnswers::GrantTrained(double& time)
{
    const std::vector<uint32_t> members = m_course.GetAwaited();
    if (!m_training || members.empty() || m_course.IsTraining())
    {
        return false;
    }
    m_training = false;
    const RoundPlan plan = MakeGrantPlan(members);
    time = plan.time;
    if (!plan.IsUsable())
    {
        const bool refused = plan.status == PlanStatus::REFUSED;
        for (const uint32_t number : members)
        {
            m_course.Lose(number,
                          "is granted nothing: " + plan.reason,
                          refused ? TaskOutcome::REFUSED : TaskOutcome::INFEASIBLE);
        }
        CheckSoon();
        return true;
    }
    if (GetLedger())
    {
        GetLedger()->Grant(m_course.GetRound(), m_course.GetAttempt(), plan, members);
    }
    const std::vector<LearningGrant> grants = GetMethod().Grant(members, plan);
    for (std::size_t k = 0; k < members.size(); ++k)
    {
        if (grants[k].round == 0)
        {
            Lose(members[k], "is granted nothing by the plan");
        }
        else
        {
            SendGrant(members[k], grants[k], plan.workers[k]);
        }
    }
    if (GetWindow() > 0)
    {
        // What comes at its very end has come within it.
        m_windowEvent = ScheduleCall(LimitWait(AddWait(ToTime(GetWindow()), TimeStep(1))),
                                     [this] { CloseWindow(); });
    }
    return true;
}

void
LearningAnswers::SendGrant(uint32_t number, const LearningGrant& grant, const RoundShare& share)
{
    LearningGrantBody body;
    body.attempt = m_course.GetAttempt();
    body.codeBits = grant.codeBits;
    body.power = share.GetPower();
    body.bandwidth = SharesTime() ? 0 : share.bandwidth;
    const std::string fault = ExplainBody(body);
    if (!fault.empty())
    {
        Lose(number, "has a grant that cannot be told: " + fault);
        return;
    }
    m_course.Grant(number, share);
    InferenceMessage message;
    message.type = LearningMessage::GRANT;
    message.task = m_course.GetRound();
    message.body = Encode(body);
    Send(number, message);
}

void
LearningAnswers::CloseWindow()
{
    for (const uint32_t number : m_course.GetAwaited())
    {
        Lose(number, "has not sent its update within the window");
    }
}

std::string
LearningAnswers::HandleUpdate(uint32_t number,
                              const LearningUpdateBody& body,
                              const InferenceMessage& message)
{
    Trust(number); // it is there
    LearningCourse::Part* part = FindAwaited(number, message.task, body.attempt);
    if (!part)
    {
        // Or one that is over.
        return message.task > m_course.GetLatest() ? "a round that has not begun" : "";
    }
    if (GetMethod().Grants() && !part->granted)
    {
        return "it has not been granted how to send it";
    }
    const double now = Simulator::Now().GetSeconds();
    // Nobody hands an update over before the model was.
    const double took = now - std::max(body.sent, part->sent);
    if (!GetMethod().Grants() && GetWindow() > 0 && took > GetWindow())
    {
        Lose(number, "has not sent its update within the window");
        return "";
    }
    static const std::vector<uint8_t> none;
    const std::string fault =
        GetMethod().Take(number, part->assignment, message.payload ? *message.payload : none);
    if (!fault.empty())
    {
        Lose(number, "sent an update that cannot be read: " + fault);
        return fault;
    }
    m_course.Take(number);
    part->modelTime = std::min(body.modelTime, now - part->sent);
    if (GetLedger())
    {
        GetLedger()->ReceiveUpdate({m_course.GetRound(), m_course.GetAttempt(), number});
    }
    LearnOf(number, *part, body, message.payloadBytes);
    CheckAttempt();
    return "";
}

std::string
LearningAnswers::RepeatModel(uint32_t number, uint64_t round, const LearningRepeatBody& body)
{
    LearningCourse::Part* part = FindAwaited(number, round, body.attempt);
    return part ? SendAgain(m_course, number, *part, body) : "";
}

LearningCourse::Part*
LearningAnswers::FindAwaited(uint32_t number, uint64_t round, uint32_t attempt)
{
    LearningCourse::Part* part = m_course.Find(number);
    const bool present = part && round == m_course.GetRound() && attempt == m_course.GetAttempt();
    return present && !part->came && part->lost.empty() && !m_course.IsClosed() ? part : nullptr;
}

void
LearningAnswers::Lose(uint32_t number, const std::string& why)
{
    if (m_course.Lose(number, why))
    {
        NS_LOG_INFO("round " << m_course.GetRound() << ": worker " << number << " " << why);
        CheckSoon();
    }
}

void
LearningAnswers::GiveUpSilent()
{
    for (const uint32_t number : m_course.GetAwaited())
    {
        if (m_course.Find(number)->trained)
        {
            continue; // it is the server's turn
        }
        GiveUp(number);
        InferenceMessage message;
        message.type = LearningMessage::ABANDON;
        message.task = m_course.GetRound();
        message.body = Encode(LearningAttemptBody{m_course.GetAttempt()});
        Send(number, message);
        m_course.Lose(number, "was silent until the deadline", TaskOutcome::SERVER_SILENT);
    }
}

void
LearningAnswers::CheckSoon()
{
    // It may be found out in the middle of sending to all.
    m_checkEvent.Cancel();
    m_checkEvent = ScheduleCall(Time(0), [this] { CheckAttempt(); });
}

void
LearningAnswers::BeginTraining()
{
    m_windowEvent.Cancel();
    CancelSending();
    m_training = GetMethod().Grants();
}

void
LearningAnswers::CancelAnswers()
{
    m_training = false;
    m_checkEvent.Cancel();
    m_windowEvent.Cancel();
    CancelSending();
}

void
LearningAnswers::CancelSending()
{
    for (auto& [number, event] : m_sendingEvents)
    {
        event.Cancel();
    }
    m_sendingEvents.clear();
    m_updates.Forget();
}

} // namespace edgeai
} // namespace ns3
