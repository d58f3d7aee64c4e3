/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_TASKS_H
#define EDGE_AI_CODE_TASKS_H

#include "allocation/pipeline/code/code-admission.h"
#include "application/message/message-listener.h"
#include "code-place.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>

namespace ns3
{
namespace edgeai
{

/**
 * The tasks of a server's own service: lets them in at the rate that their path passes, takes them
 * along the path, here and at the host, and answers. Every one ends once, here or at its user.
 */
class CodeTasks
{
  public:
    /// A path that tasks follow from end to end.
    using Route = std::shared_ptr<const CodeRoute>;

    /// What it needs to know.
    struct Settings
    {
        double burst{16};          ///< tokens that the bucket holds
        uint32_t limit{256};       ///< tasks that may be under way
        Time patience{Seconds(5)}; ///< how long the host may have a task, or its input take
    };

    /// @param [in] place whose tasks these are; must outlive this
    explicit CodeTasks(CodePlace& place);

    /// @param [in] settings how
    void Start(const Settings& settings);
    /// All tasks end. @param [in] ending how
    void Stop(const TaskEnding& ending);

    /// Tasks that are let in from now on follow it. @param [in] route path and rate
    void Follow(Route route);
    /// The path passes less, or more, tasks from now on. @param [in] rate [1/s]
    void SetRate(double rate);
    /// @returns what new tasks follow; null before the first
    Route GetRoute() const;
    /// @param [in] route number of a path  @returns tasks under way on it
    uint64_t CountOn(uint64_t route) const;
    /// @param [in] route number of a path  @returns tasks that were let in on it
    uint64_t CountAdmitted(uint64_t route) const;
    /// @returns tasks that users asked about since the last call
    uint64_t TakeAsked();
    /// @returns whether tasks were turned away since the last call, as more came than may
    bool TakeTurnedAway();
    /// @returns tasks under way
    std::size_t GetCount() const;

    /// A user asks. @param [in] user whose  @param [in] task its number
    void HandleAsk(MessageListener::Peer user, uint64_t task);
    /// An input has come. @param [in] user whose  @param [in] message it
    void HandleInput(MessageListener::Peer user, const InferenceMessage& message);
    /// The host is done with a part. @param [in] peer the host  @param [in] message activations
    /// @param [in] body of it
    void HandleReturn(const CodePeer& peer,
                      const InferenceMessage& message,
                      const CodeTransferBody& body);
    /// The host has given a task up. @param [in] peer the host  @param [in] task its number
    /// @param [in] ending how it ended there
    void HandleDrop(const CodePeer& peer, uint64_t task, const TaskEnding& ending);
    /// A host is gone. @param [in] service whose server  @param [in] ending how its tasks end
    void HandleLost(uint32_t service, const TaskEnding& ending);
    /// A user is gone. @param [in] user its connection
    void HandleGone(MessageListener::Peer user);
    /// Give up tasks that a host has had for too long.
    void Sweep();

    /// A host cannot be sent to, or gave nothing back for the patience, since a task went there
    std::function<void(uint32_t service)> onKept;
    /// Tells a user something: the message goes to that connection
    std::function<void(MessageListener::Peer, const InferenceMessage&)> tellUser;

  private:
    /// A task under way.
    struct Task
    {
        Route route;
        MessageListener::Peer user{0};
        std::size_t step{0}; ///< of the path: which it is at; all: done
        bool arrived{false}; ///< its input is here
        bool working{false}; ///< the processor has it
        bool away{false};    ///< the host has it, or the way there
        Time since;          ///< when it went away, or was let in
    };

    void Advance(uint64_t number);
    void Compute(uint64_t number, const PlanStep& step);
    void SendAway(uint64_t number, Task& task, const PlanStep& step);
    void Answer(uint64_t number);
    void End(uint64_t number, const TaskEnding& ending);
    void Refuse(MessageListener::Peer user, uint64_t task, const TaskEnding& ending);

    CodePlace& m_place;
    Settings m_settings;
    Route m_route;
    TokenBucket m_bucket{0, 1};
    std::map<uint64_t, Task> m_tasks;
    std::map<uint64_t, uint64_t> m_admitted; ///< tasks by number of the path
    std::set<uint32_t> m_keepers;            ///< hosts that could not be sent to, by service
    uint64_t m_asked{0};
    bool m_turnedAway{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_TASKS_H
