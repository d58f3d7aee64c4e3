/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-controller.h"

#include "allocation/pipeline/code/code-evaluation.h"
#include "allocation/pipeline/code/code-staged.h"
#include "code-comparison.h"
#include "compute/time-steps.h"

#include "ns3/simulator.h"
#include "ns3/string.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// A path that its service's load does not fill is asked for with some room for bursts.
constexpr double HEADROOM = 1.25;
constexpr std::size_t NONE = std::numeric_limits<std::size_t>::max();

} // namespace

CodeController::CodeController(CodePlace& place, CodeTasks& tasks, CodeGuests& guests)
    : m_place(place),
      m_tasks(tasks),
      m_guests(guests),
      m_routes(place, tasks, guests),
      m_trainer(place)
{
    m_routes.onSettled = [this](std::size_t decision, const std::string& outcome, double granted) {
        m_decisions[decision].outcome = outcome;
        m_decisions[decision].granted = granted;
    };
    m_routes.onFallback = [this](uint32_t host, double granted) {
        CodeDecision decision;
        decision.made = Simulator::Now();
        decision.cause = "granted less";
        decision.host = host;
        decision.granted = granted;
        decision.outcome = "used";
        decision.plan = m_tasks.GetRoute()->plan;
        decision.number = m_tasks.GetRoute()->number;
        m_decisions.push_back(decision);
    };
    m_tasks.onKept = [this](uint32_t service) { Shun(*m_place.peers.at(service)); };
    m_trainer.onEnd = [this] { HandleTrained(); };
}

void
CodeController::Start(const Settings& settings)
{
    m_settings = settings;
    m_started = Simulator::Now();
    m_lot = m_place.draw->GetValue(0, 1);
    m_begun = false;
    m_counting = false;
    if (settings.exchange)
    {
        // Only CodePlanner has it: it then says what to train instead of assuming it was.
        settings.planner->SetAttributeFailSafe("Training", StringValue("Measured"));
    }
    m_routes.Start({settings.planner->GetInstanceTypeId().GetName(),
                    settings.drift,
                    settings.margin,
                    settings.trainingShare,
                    settings.hostPatience});
}

void
CodeController::Stop()
{
    m_begun = false;
    m_trainer.Stop("the server was stopped", false);
    m_routes.Stop();
}

CodeTrainer&
CodeController::GetTrainer()
{
    return m_trainer;
}

const std::vector<CodeTrainingRecord>&
CodeController::GetTraining() const
{
    return m_trainer.GetRecords();
}

const std::vector<CodeDecision>&
CodeController::GetDecisions() const
{
    return m_decisions;
}

CodeProblem
CodeController::MakeProblem(const CodePeer& peer) const
{
    CodeProblem problem = m_place.MakePair(peer);
    // What guests were granted here is not there for own tasks.
    problem.local.flops = std::max(0., problem.local.flops - m_guests.GetGranted());
    const auto it = m_trained.find(peer.service);
    if (it != m_trained.end())
    {
        problem.trained = it->second;
    }
    problem.uniformDraws = {m_lot};
    return problem;
}

CodePlan
CodeController::Choose(const CodeProblem& problem, CodePath& untrained) const
{
    CodePlan plan = m_settings.planner->Plan(problem);
    if (!m_settings.exchange || !plan.IsUsable())
    {
        return plan;
    }
    if (plan.trainNext)
    {
        untrained = plan.next;
    }
    else if (plan.connections > 0 && !FindTrained(problem, plan.path))
    {
        untrained = plan.path;
        plan = EvaluateCodePath(problem, SelectTrainedPath(problem, CodeObjective::REWARD).path);
    }
    return plan;
}

std::vector<double>
CodeController::TakeSnapshot() const
{
    std::vector<double> now{m_place.plannedLoad, m_place.share.GetSpeed() - m_guests.GetGranted()};
    for (const auto& [service, peer] : m_place.peers)
    {
        if (peer->heard)
        {
            const CodeProblem pair = m_place.MakePair(*peer);
            const double rates[]{pair.host.load,
                                 pair.host.flops,
                                 pair.uplinkRate,
                                 pair.downlinkRate};
            now.insert(now.end(), std::begin(rates), std::end(rates));
        }
    }
    return now;
}

bool
CodeController::HasChanged() const
{
    const std::vector<double> now = TakeSnapshot();
    if (now.size() != m_snapshot.size())
    {
        return true;
    }
    for (std::size_t i = 0; i < now.size(); ++i)
    {
        if (HasDrifted(now[i], m_snapshot[i], m_settings.drift))
        {
            return true;
        }
    }
    return false;
}

void
CodeController::Decide(const std::string& cause)
{
    m_snapshot = TakeSnapshot();
    std::size_t best = NONE;
    CodePeer* trainer = nullptr;
    CodePath toTrain;
    double most = 0;
    double promise = 0;
    const auto isHeard = [](const auto& entry) { return entry.second->heard; };
    const bool several = std::count_if(m_place.peers.begin(), m_place.peers.end(), isHeard) > 1;
    for (const auto& [service, peer] : m_place.peers)
    {
        if (!peer->heard)
        {
            continue;
        }
        const CodeProblem problem = MakeProblem(*peer);
        CodePath untrained;
        CodeDecision decision;
        decision.made = Simulator::Now();
        decision.cause = cause;
        decision.host = service;
        decision.plan = Choose(problem, untrained);
        decision.outcome = decision.plan.IsUsable() ? "not the best" : decision.plan.reason;
        if (decision.plan.IsUsable())
        {
            decision.asked =
                std::min(GetCodeCapacity(problem, decision.plan), HEADROOM * m_place.plannedLoad);
        }
        m_decisions.push_back(decision);
        const double worth = GetCodeWorth(problem, decision.plan, several);
        if (decision.plan.IsUsable() && (best == NONE || worth > most))
        {
            best = m_decisions.size() - 1;
            most = worth;
        }
        if (!untrained.empty())
        {
            const CodePlan tried = EvaluateCodePath(problem, untrained);
            const bool lost = tried.hostFlop == 0 && GetCodeWorth(problem, tried, several) < 1;
            if (tried.predictedReward > promise && !(several && lost))
            {
                trainer = peer.get();
                toTrain = untrained;
                promise = tried.predictedReward;
            }
        }
    }
    if (best == NONE)
    {
        m_routes.FollowOwn();
    }
    else if (several && most < 1 && m_decisions[best].plan.hostFlop == 0)
    {
        m_decisions[best].outcome = "worth less than the own path";
        m_routes.FollowOwn();
    }
    else
    {
        CodeDecision& chosen = m_decisions[best];
        const CodeRoutes::Answer answer =
            m_routes.Use(MakeProblem(*m_place.Find(chosen.host)),
                         {best, chosen.host, chosen.plan, chosen.asked});
        chosen.outcome = answer.outcome;
        chosen.number = answer.number;
        chosen.granted = answer.granted;
    }
    if (trainer && !m_trainer.IsBusy())
    {
        m_trainer.Train(*trainer, MakeProblem(*trainer), toTrain, m_routes.NewNumber());
    }
    m_routes.UpdateRate(m_trainer.IsBusy());
}

void
CodeController::HandleAdvert(const CodePeer&)
{
    if (m_begun)
    {
        Decide("host appeared");
    }
}

void
CodeController::HandleGrant(CodePeer& peer, uint64_t number, const CodeGrantBody& body)
{
    if (m_trainer.IsBusy() && m_trainer.GetHost() == peer.service &&
        m_trainer.HandleGrant(number, body.rate > 0))
    {
        return;
    }
    m_routes.HandleGrant(peer, number, body);
}

void
CodeController::HandleRefuse(const CodePeer& peer, uint64_t number)
{
    if (m_trainer.IsBusy() && m_trainer.GetHost() == peer.service &&
        m_trainer.HandleGrant(number, false))
    {
        return;
    }
    m_routes.HandleRefuse(peer, number);
}

void
CodeController::Shun(CodePeer& peer)
{
    // It may have been a fault that passes; who goes on is asked ever more rarely.
    const Time least = RepeatWait(m_settings.hostPatience, 10);
    peer.shunned = std::min(std::max(2 * peer.shunned, least), Hours(1));
    peer.shunnedUntil = AddWait(Simulator::Now(), peer.shunned);
    HandleLost(peer, {TaskOutcome::SERVER_SILENT, "tasks did not come back from the host"});
}

void
CodeController::HandleLost(CodePeer& peer, const TaskEnding& ending)
{
    peer.heard = false;
    m_guests.HandleLost(peer.service);
    if (m_trainer.IsBusy() && m_trainer.GetHost() == peer.service)
    {
        m_trainer.Stop(ending.detail, true);
    }
    const bool followed = m_routes.HandleLost(peer.service);
    m_tasks.HandleLost(peer.service, ending);
    if (followed && m_begun)
    {
        Decide("host lost");
    }
}

void
CodeController::MeasureLoad()
{
    const Time now = Simulator::Now();
    if (!m_counting)
    {
        if (m_tasks.TakeAsked() > 0)
        {
            m_counting = true; // from the first task on, not from before there were any
            m_windowStart = now;
        }
        return;
    }
    m_short = (m_tasks.TakeTurnedAway() && m_guests.GetGranted() > 0) || m_short;
    const Time elapsed = now - m_windowStart;
    const bool full = elapsed >= m_settings.loadWindow;
    if (!full && !(m_short && 2 * elapsed >= m_settings.loadWindow))
    {
        return;
    }
    const double rate = m_tasks.TakeAsked() / elapsed.GetSeconds();
    m_windowStart = now;
    if (std::exchange(m_short, false) && rate > m_place.plannedLoad)
    {
        // What is protected is taken back at once, not when the mean has come to know.
        m_place.load = MovingAverage(rate);
    }
    else
    {
        m_counting = m_place.load.Add(rate, m_place.weight); // none at all: nothing to measure
    }
    if (HasDrifted(m_place.load.Get(), m_place.plannedLoad, m_settings.drift))
    {
        m_place.plannedLoad = m_place.load.Get();
        m_guests.Review();
        onLoad();
    }
}

void
CodeController::Tick()
{
    const Time now = Simulator::Now();
    MeasureLoad();
    std::size_t heard = 0;
    for (const auto& [service, peer] : m_place.peers)
    {
        if (peer->heard && now - peer->lastHeard > m_settings.hostPatience)
        {
            HandleLost(*peer, {TaskOutcome::SERVER_SILENT, "the host fell silent"});
        }
        heard += peer->heard ? 1 : 0;
    }
    if (!m_begun)
    {
        if (heard == m_place.peers.size() || now - m_started >= m_settings.startPatience)
        {
            m_begun = true;
            Decide("start");
        }
    }
    else if (HasChanged())
    {
        Decide("drift");
    }
    if (m_routes.Tick())
    {
        Decide("no answer");
    }
    m_routes.UpdateRate(m_trainer.IsBusy());
    m_tasks.Sweep();
}

void
CodeController::HandleTrained()
{
    const CodeTrainingRecord& record = m_trainer.GetRecords().back();
    if (record.ending == "trained")
    {
        m_trained[record.host].push_back({record.path, record.accuracy});
        Decide("trained");
    }
}

} // namespace edgeai
} // namespace ns3
