/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-crew.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(LearningCrew);

namespace
{

/// Draws that a plan may need for each worker.
constexpr std::size_t DRAWS = 64;

} // namespace

TypeId
LearningCrew::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::LearningCrew")
            .SetParent<MessageApplication>()
            .SetGroupName("EdgeAi")
            .AddAttribute("Workers",
                          "Workers to wait for before the first round, for JoinTimeout at most; "
                          "0: all that were installed",
                          UintegerValue(0),
                          MakeUintegerAccessor(&LearningCrew::m_workersWanted),
                          MakeUintegerChecker<uint32_t>(0, LearningLimits::WORKERS))
            .AddAttribute("ScoreInterval",
                          "Rounds whose number is a multiple of it have loss and accuracy, which "
                          "take going through the data of all workers, whoever had a part; in the "
                          "records of the others they are not available; >= 1",
                          UintegerValue(1),
                          MakeUintegerAccessor(&LearningCrew::m_scoreInterval),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("EstimateWeight",
                          "Weight of a new measurement in what plans are made with [1], in (0, 1]",
                          DoubleValue(.5),
                          MakeDoubleAccessor(&LearningCrew::m_estimateWeight),
                          MakeDoubleChecker<double>(1e-6, 1))
            .AddAttribute("Learn",
                          "Let measured speeds, rates and times of models change the next plans",
                          BooleanValue(true),
                          MakeBooleanAccessor(&LearningCrew::m_learns),
                          MakeBooleanChecker())
            .AddAttribute("ForgetAfter",
                          "Plans in a row without a part for a worker after which what was "
                          "measured of it is forgotten, so that it may be asked again; 0: never",
                          UintegerValue(0),
                          MakeUintegerAccessor(&LearningCrew::m_forgetAfter),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute(
                "MeasureMin",
                "Payload below which an update tells of its link's delay, not of its rate "
                "[B]",
                UintegerValue(4096),
                MakeUintegerAccessor(&LearningCrew::m_measureMin),
                MakeUintegerChecker<uint64_t>())
            .AddAttribute("BroadcastTime",
                          "First estimate of the time the model takes to come to all workers",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&LearningCrew::m_broadcastTime),
                          MakeTimeChecker(Seconds(0)));
    return tid;
}

LearningCrew::LearningCrew()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

LearningCrew::~LearningCrew() = default;

void
LearningCrew::DoDispose()
{
    m_planner = nullptr;
    m_links = nullptr;
    m_ledger = nullptr;
    m_method = nullptr;
    m_planning.Start({});
    MessageApplication::DoDispose();
}

void
LearningCrew::SetMethod(std::shared_ptr<RoundMethod> method)
{
    m_method = std::move(method);
}

void
LearningCrew::SetPlanner(Ptr<RoundPlanner> planner, Ptr<RoundLinks> links)
{
    m_planner = planner;
    m_links = links;
}

void
LearningCrew::SetLedger(Ptr<LearningLedger> ledger)
{
    m_ledger = ledger;
}

void
LearningCrew::SetWorkers(const std::vector<uint32_t>& nodes)
{
    m_nodes = nodes;
}

int64_t
LearningCrew::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

void
LearningCrew::StartApplication()
{
    NS_ABORT_MSG_UNLESS(m_method && m_planner && m_links,
                        "LearningServer: node " << GetNode()->GetId()
                                                << " has no method, planner or links; call "
                                                   "SetMethod() and SetPlanner()");
    LearningPlanning::Settings settings;
    settings.weight = m_estimateWeight;
    settings.learns = m_learns;
    settings.planner = m_planner;
    settings.links = m_links;
    settings.broadcastTime = m_broadcastTime.GetSeconds();
    m_planning.Start(settings);
    m_usable.clear();
    m_unasked.clear();
}

void
LearningCrew::Join(const LearningJoinBody& body)
{
    m_planning.Join(body);
    Trust(body.worker);
}

void
LearningCrew::Leave(uint32_t number)
{
    m_planning.Leave(number);
    SetUsable(number, false);
}

void
LearningCrew::GiveUp(uint32_t number)
{
    SetUsable(number, false);
}

void
LearningCrew::Trust(uint32_t number)
{
    SetUsable(number, m_planning.IsMember(number));
}

void
LearningCrew::TrustAll()
{
    m_usable = m_planning.GetMembers();
}

void
LearningCrew::SetUsable(uint32_t number, bool usable)
{
    const auto at = std::lower_bound(m_usable.begin(), m_usable.end(), number);
    const bool listed = at != m_usable.end() && *at == number;
    if (usable && !listed)
    {
        m_usable.insert(at, number);
    }
    else if (!usable && listed)
    {
        m_usable.erase(at);
    }
}

bool
LearningCrew::IsComplete() const
{
    return GetUsable().size() >= (m_workersWanted > 0 ? m_workersWanted : m_nodes.size());
}

void
LearningCrew::NoteAbsence(uint64_t begun, Time waited) const
{
    const std::size_t present = GetUsable().size();
    if (present > 0 && (begun > 0 || IsComplete()))
    {
        return;
    }
    std::ostringstream note;
    if (begun > 0)
    {
        note << "behind round " << begun << " the server waits: " << present << " of "
             << m_nodes.size() << " workers can have a part, " << m_planning.CountMembers()
             << " are connected; one that was given up begins when it joins again";
    }
    else if (present > 0)
    {
        note << "the first round begins with " << present << " of " << m_nodes.size()
             << " workers: after " << waited.GetSeconds() << " s (JoinTimeout) no more had joined";
    }
    else
    {
        note << "the server waits: after " << waited.GetSeconds() << " s (JoinTimeout) 0 of "
             << m_nodes.size()
             << " workers had joined; no round begins before one does (routes, addresses, ports, "
                "power and range of radios)";
    }
    Note(note.str());
}

void
LearningCrew::Note(const std::string& note) const
{
    if (m_ledger && m_ledger->GetMonitor())
    {
        m_ledger->GetMonitor()->AddNote(note);
    }
}

std::vector<double>
LearningCrew::Draw(std::size_t members) const
{
    std::vector<double> draws(DRAWS * (1 + members));
    std::generate(draws.begin(), draws.end(), [this] { return m_random->GetValue(); });
    return draws;
}

RoundPlan
LearningCrew::MakePlan(const LearningCourse& course, std::vector<uint32_t>& members)
{
    members = m_method->Choose(GetUsable());
    RoundPlan plan =
        m_planning.Plan(*m_method, members, Draw(members.size()), course.GetInformed());
    PutInForce(members, plan);
    ForgetUnasked(members, plan);
    return plan;
}

void
LearningCrew::ForgetUnasked(const std::vector<uint32_t>& members, const RoundPlan& plan)
{
    if (m_forgetAfter == 0 || !plan.IsUsable())
    {
        return;
    }
    for (std::size_t k = 0; k < members.size(); ++k)
    {
        uint32_t& unasked = m_unasked[members[k]];
        unasked = plan.workers[k].involved ? 0 : unasked + 1;
        if (unasked == m_forgetAfter)
        {
            m_planning.Forget(members[k]);
            unasked = 0;
        }
    }
}

RoundPlan
LearningCrew::MakeGrantPlan(const std::vector<uint32_t>& members)
{
    RoundPlan plan = m_planning.PlanGrants(*m_method, members, Draw(members.size()));
    PutInForce(members, plan);
    return plan;
}

void
LearningCrew::PutInForce(const std::vector<uint32_t>& members, RoundPlan& plan)
{
    if (plan.IsUsable())
    {
        const std::string fault =
            m_links->Apply(m_planning.ListMembers(members), plan, m_planning.GetRateFactor());
        if (!fault.empty())
        {
            plan = RoundPlan();
            plan.Refuse("the access network does not take the plan: " + fault);
        }
    }
}

bool
LearningCrew::IsIdle(const RoundPlan& plan) const
{
    return plan.IsUsable() && m_method->GetIdleTime() > 0 &&
           std::none_of(plan.workers.begin(), plan.workers.end(), [](const RoundShare& share) {
               return share.involved;
           });
}

void
LearningCrew::Observe(const RoundPlan& plan, double delay)
{
    if (std::isnan(m_delayRealised))
    {
        m_delayRealised = m_delayPlanned = 0;
        for (const RoundShare& share : plan.workers)
        {
            m_delayPlanned = std::max(m_delayPlanned, share.finishTime);
        }
    }
    m_delayRealised += delay;
    m_method->Observe(plan, delay);
}

void
LearningCrew::FinishModel()
{
    m_method->Finish();
    m_scored = false;
}

void
LearningCrew::RecordBegin(uint64_t round, uint32_t phase, Time deadline)
{
    m_delayPlanned = m_delayRealised = NOT_AVAILABLE;
    if (!m_ledger)
    {
        return;
    }
    LearningLedger::RoundStart start;
    start.round = round;
    start.node = GetNode()->GetId();
    start.model = m_method->GetName();
    start.planner = m_planner->GetInstanceTypeId().GetName();
    start.phase = phase;
    start.timeShared = SharesTime();
    start.deadline = deadline.IsStrictlyPositive() ? deadline.GetSeconds() : NOT_AVAILABLE;
    m_ledger->Begin(start);
}

void
LearningCrew::RecordEnd(uint64_t round, const TaskEnding& ending, uint64_t missing)
{
    if (!m_ledger)
    {
        return;
    }
    const bool judged = round % m_scoreInterval == 0;
    if (judged && !m_scored)
    {
        m_score = m_method->Score(); // goes through all data: once for each model
        m_scored = true;
    }
    LearningLedger::RoundEnd end;
    end.ending = ending;
    end.missing = missing;
    end.score = judged ? m_score : LearningScore();
    end.delayPlanned = m_delayPlanned;
    end.delayRealised = m_delayRealised;
    end.standing = m_method->GetStanding(m_ledger->ListInvolved(round));
    m_ledger->End(round, end);
}

void
LearningCrew::RecordPlan(const LearningCourse& course,
                         const RoundPlan& plan,
                         const std::vector<uint32_t>& members) const
{
    if (!m_ledger)
    {
        return;
    }
    RoundPlan told = plan;
    std::vector<uint32_t> nodes;
    for (std::size_t k = 0; k < members.size(); ++k)
    {
        nodes.push_back(m_nodes[members[k]]);
        const auto part = course.GetParts().find(members[k]);
        if (part != course.GetParts().end())
        {
            told.workers[k] = part->second.share;
        }
    }
    m_ledger
        ->Plan(course.GetRound(), course.GetAttempt(), told, members, nodes, GetNode()->GetId());
}

void
LearningCrew::LearnOf(uint32_t number,
                      const LearningCourse::Part& part,
                      const LearningUpdateBody& body,
                      uint64_t bytes)
{
    const double now = Simulator::Now().GetSeconds();
    m_planning.LearnSpeed(number, body.speed);
    const double bits = 8.0 * bytes + m_planning.GetHeaderBits();
    // Nobody hands an update over before the model was.
    const double sent = std::min(now, std::max(body.sent, part.sent));
    if (!(now > sent))
    {
        return;
    }
    if (bytes >= m_measureMin)
    {
        m_links->Learn(number, bits, sent, now);
        m_planning.LearnRate(part.share.rate, bits / (now - sent));
        m_planning.ForgetDelay(number);
    }
    else if (part.share.rate > 0)
    {
        // What is small tells of headers and waits, not of rates.
        m_planning.LearnDelay(number, now - sent - bits / part.share.rate);
    }
}

void
LearningCrew::LearnModelTimes(const LearningCourse& course)
{
    for (const auto& [number, part] : course.GetParts())
    {
        m_planning.LearnModelTime(number, part.modelTime);
    }
}

} // namespace edgeai
} // namespace ns3
