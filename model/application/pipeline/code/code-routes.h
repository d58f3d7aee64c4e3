/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_ROUTES_H
#define EDGE_AI_CODE_ROUTES_H

#include "code-guests.h"
#include "code-tasks.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * The paths that a service's tasks follow: the present one, with the rate at which tasks are let
 * in, one that a host was asked for, and those before, whose last tasks are under way. Hosts are
 * asked, told when their part begins, and told when it ends.
 */
class CodeRoutes
{
  public:
    /// What it needs to know.
    struct Settings
    {
        std::string planner;       ///< TypeId name of who decides
        double drift{.1};          ///< relative change that matters
        double margin{0};          ///< share by which tasks are let in more slowly than that
        double trainingShare{.2};  ///< of the rate of own tasks that training takes the place of
        Time patience{Seconds(1)}; ///< how long a host may take to answer
    };

    /// A path that was chosen.
    struct Choice
    {
        std::size_t decision{0};           ///< what onSettled calls it
        uint32_t host{CodeRoute::NO_HOST}; ///< service
        CodePlan plan;
        double asked{0}; ///< rate that the host is asked for [1/s]
    };

    /// What comes of a choice at once.
    struct Answer
    {
        std::string outcome; ///< "kept", "used", "asked for", ...
        uint64_t number{0};  ///< of the path; 0: there is none
        double granted{0};   ///< rate, if that is known already [1/s]
    };

    /// @param [in] place whose tasks these are  @param [in] tasks that follow the paths
    /// @param [in] guests whose grants leave less for own tasks
    CodeRoutes(CodePlace& place, CodeTasks& tasks, const CodeGuests& guests);

    /// Tasks follow their own path. @param [in] settings how
    void Start(const Settings& settings);
    /// Forget all.
    void Stop();
    /// A while has passed: tell hosts of paths that are not used any more.
    /// @returns whether a host has left a question unanswered for too long
    bool Tick();

    /// Tasks shall follow a path. @param [in] problem both services  @param [in] choice the path
    /// @returns what comes of it; if a host is asked, onSettled tells the rest
    Answer Use(const CodeProblem& problem, const Choice& choice);
    /// Tasks follow their service's own path from now on.
    void FollowOwn();
    /// @returns a number for a path that is trained with a host
    uint64_t NewNumber();

    /// A host lets a path's tasks in, or has changed the rate. @param [in] peer the host
    /// @param [in] number of the path  @param [in] body rate
    void HandleGrant(CodePeer& peer, uint64_t number, const CodeGrantBody& body);
    /// A host does not. @param [in] peer the host  @param [in] number of the path
    void HandleRefuse(const CodePeer& peer, uint64_t number);
    /// A host is gone. @param [in] service whose server  @returns whether tasks followed a path
    /// through its blocks
    bool HandleLost(uint32_t service);

    /// The rate follows from what is there. @param [in] training a path is being trained
    void UpdateRate(bool training);

    /// A choice that was asked for: place of the decision, what became of it, granted rate [1/s].
    std::function<void(std::size_t, const std::string&, double)> onSettled;
    /// Tasks follow the own path, as the host grants too little now
    std::function<void(uint32_t host, double granted)> onFallback;

  private:
    /// A path that a host was asked for.
    struct Pending
    {
        std::shared_ptr<CodeRoute> route;
        Choice choice;
        double exponent{1}; ///< of throughput in the reward
        Time since;
    };

    Answer Ask(const CodeProblem& problem, const Choice& choice);
    bool IsPending(const CodePeer& peer, uint64_t number) const;
    /// @param [in] rate granted [1/s]  @param [in] plan of the path  @param [in] exponent of the
    /// reward's throughput  @returns whether the service's own path is worth more
    bool IsTooLittle(double rate, const CodePlan& plan, double exponent) const;
    void Follow(CodeTasks::Route route);
    void Release(uint32_t service, uint64_t number);

    CodePlace& m_place;
    CodeTasks& m_tasks;
    const CodeGuests& m_guests;
    Settings m_settings;
    Pending m_pending;                        ///< without a route: nothing
    std::vector<CodeTasks::Route> m_draining; ///< paths whose last tasks are under way
    std::map<uint64_t, Time> m_asked;         ///< instants, by number of the path
    uint64_t m_lastNumber{0};
    double m_rate{0};       ///< of the present path, as granted [1/s]
    bool m_training{false}; ///< a path is being trained
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_ROUTES_H
