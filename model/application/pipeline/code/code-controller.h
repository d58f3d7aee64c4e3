/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_CONTROLLER_H
#define EDGE_AI_CODE_CONTROLLER_H

#include "allocation/pipeline/code/code-path-planner.h"
#include "code-routes.h"
#include "code-trainer.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A path that was considered, and what became of it.
struct CodeDecision
{
    Time made;
    std::string cause;                 ///< "start", "drift", "trained", "host lost", ...
    uint64_t number{0};                ///< of the path; 0: it was not asked for
    uint32_t host{CodeRoute::NO_HOST}; ///< service of the host that was considered
    CodePlan plan;                     ///< what the planner said
    double asked{0};                   ///< rate [1/s]
    double granted{0};                 ///< rate [1/s]
    std::string outcome;               ///< "used", "kept", "refused", "not the best", ...
};

/**
 * Decides which path a service's tasks follow: gathers what hosts say and what was measured, calls
 * the planner for every host, asks the best one, has paths trained, and decides again when loads,
 * hosts or links have changed by much. Until something better is granted, and whenever the host is
 * gone, tasks follow the service's own path.
 */
class CodeController
{
  public:
    /// What it needs to know.
    struct Settings
    {
        Ptr<CodePathPlanner> planner;
        bool exchange{false};        ///< paths are trained by exchange before they are used
        double drift{.1};            ///< relative change that asks for another decision
        double margin{0};            ///< share of the rate of own tasks that stays unused
        double trainingShare{.2};    ///< of the rate of own tasks that training takes the place of
        Time loadWindow{Seconds(1)}; ///< over which its own load is measured
        Time startPatience{Seconds(2)}; ///< how long hosts may take to say what they are
        Time hostPatience{Seconds(1)};  ///< how long a host may be silent
    };

    /// @param [in] place whose controller it is  @param [in] tasks that it guides
    /// @param [in] guests whose grants it minds
    CodeController(CodePlace& place, CodeTasks& tasks, CodeGuests& guests);

    /// @param [in] settings how
    void Start(const Settings& settings);
    /// Give up what is under way.
    void Stop();
    /// A while has passed.
    void Tick();

    /// A host has said what it is. @param [in] peer the host
    void HandleAdvert(const CodePeer& peer);
    /// A host lets a path's tasks in, or has changed the rate. @param [in] peer the host
    /// @param [in] number of the path  @param [in] body rate
    void HandleGrant(CodePeer& peer, uint64_t number, const CodeGrantBody& body);
    /// A host does not. @param [in] peer the host  @param [in] number of the path
    void HandleRefuse(const CodePeer& peer, uint64_t number);
    /// A host speaks, but tasks do not come back from it. @param [in,out] peer the host
    void Shun(CodePeer& peer);
    /// A host is gone, or silent. @param [in,out] peer the host  @param [in] ending how its tasks
    /// end
    void HandleLost(CodePeer& peer, const TaskEnding& ending);

    /// The load of its own tasks is another: others have to know.
    std::function<void()> onLoad;

    /// @returns the trainer
    CodeTrainer& GetTrainer();
    /// @returns all training
    const std::vector<CodeTrainingRecord>& GetTraining() const;
    /// @returns all decisions
    const std::vector<CodeDecision>& GetDecisions() const;

  private:
    CodeProblem MakeProblem(const CodePeer& peer) const;
    CodePlan Choose(const CodeProblem& problem, CodePath& untrained) const;
    void Decide(const std::string& cause);
    void MeasureLoad();
    bool HasChanged() const;
    std::vector<double> TakeSnapshot() const;
    void HandleTrained();

    CodePlace& m_place;
    CodeTasks& m_tasks;
    CodeGuests& m_guests;
    CodeRoutes m_routes;
    CodeTrainer m_trainer;
    Settings m_settings;
    std::map<uint32_t, std::vector<CodeTrainedPath>> m_trained; ///< by host
    std::vector<CodeDecision> m_decisions;
    std::vector<double> m_snapshot; ///< what the last decision was made with
    double m_lot{0};                ///< in [0, 1): what chance gives planners
    bool m_begun{false};
    Time m_started;
    bool m_counting{false}; ///< a window of its load is open
    Time m_windowStart;
    bool m_short{false}; ///< own tasks were turned away in it, while guests were let in
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_CONTROLLER_H
