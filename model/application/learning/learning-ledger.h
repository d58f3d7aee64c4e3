/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_LEDGER_H
#define EDGE_AI_LEARNING_LEDGER_H

#include "allocation/round/round-plan.h"
#include "application/ledger/task-ledger.h"
#include "round-method.h"

#include "ns3/object.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Whose part of which round.
struct LearningPart
{
    uint64_t round{0};
    uint32_t attempt{0};
    uint32_t worker{0}; ///< its number

    /// @param [in] other one  @returns whether this one comes first in an order of all
    bool operator<(const LearningPart& other) const;
};

/**
 * @ingroup edge-ai
 * The records of rounds. Server and workers tell it what happens; it writes that beside what the
 * plans expected, and ends each round once. It observes only: a run is the same with and without
 * one.
 *
 * A round's record has for each attempt the steps of its plan - "broadcast k", "compute k",
 * "upload k" for every worker with a part - and one "aggregate" of the attempt that was the last.
 */
class LearningLedger : public Object
{
  public:
    /// What is known of a round when it begins.
    struct RoundStart
    {
        uint64_t round{0};              ///< its number, from 1
        uint32_t node{0};               ///< ns-3 id of the server
        std::string model;              ///< name of what is learned
        std::string planner;            ///< TypeId name of who decides
        uint32_t phase{0};              ///< of the method
        bool timeShared{false};         ///< see RoundLinks::SharesTime()
        double deadline{NOT_AVAILABLE}; ///< after which it goes on without who is missing [s]
    };

    /// What is known of it when it ends.
    struct RoundEnd
    {
        TaskEnding ending;                     ///< how
        LearningScore score;                   ///< of the model after it
        uint64_t missing{0};                   ///< parameters for which nothing came
        double delayPlanned{NOT_AVAILABLE};    ///< D of the first plan [s]
        double delayRealised{NOT_AVAILABLE};   ///< D, of all attempts together [s]
        std::optional<RoundStanding> standing; ///< of queues and budgets; none: there are none
    };

    /// @returns the TypeId
    static TypeId GetTypeId();
    LearningLedger();
    ~LearningLedger() override;

    /// @param [in] monitor gets every round's beginning and end; null: nobody
    void SetMonitor(Ptr<InferenceMonitor> monitor);
    /// @returns the monitor, or null
    Ptr<InferenceMonitor> GetMonitor() const;

    /// A round begins. @param [in] start what is known
    void Begin(const RoundStart& start);
    /**
     * It has a plan, or another one.
     * @param [in] round its number  @param [in] attempt from 0
     * @param [in] plan what is expected
     * @param [in] numbers of the problem's workers  @param [in] nodes their ns-3 ids
     * @param [in] server ns-3 id of the server
     */
    void Plan(uint64_t round,
              uint32_t attempt,
              const RoundPlan& plan,
              const std::vector<uint32_t>& numbers,
              const std::vector<uint32_t>& nodes,
              uint32_t server);

    /**
     * Workers have trained, and are granted how to send.
     * @param [in] round its number  @param [in] attempt of it  @param [in] plan of what they send
     * @param [in] numbers of the plan's workers
     */
    void Grant(uint64_t round,
               uint32_t attempt,
               const RoundPlan& plan,
               const std::vector<uint32_t>& numbers);

    /// A model was handed over. @param [in] part whose  @param [in] bits its payload
    void SendModel(const LearningPart& part, double bits);
    /// One was handed over for several workers. @param [in] round its number
    /// @param [in] attempt of it  @param [in] workers their numbers  @param [in] bits its payload
    void SendToGroup(uint64_t round,
                     uint32_t attempt,
                     const std::vector<uint32_t>& workers,
                     double bits);
    /// What somebody lacks of one was handed over. @param [in] part whose  @param [in] bits of it
    void RepeatModel(const LearningPart& part, double bits);
    /// It has come. @param [in] part whose
    void ReceiveModel(const LearningPart& part);
    /// A computation ended, however. @param [in] part whose  @param [in] node ns-3 id
    /// @param [in] report of its job
    void Compute(const LearningPart& part, uint32_t node, const JobReport& report);
    /// An update was handed over. @param [in] part whose  @param [in] bits its payload
    /// @param [in] spent tells what its radio has spent on it so far [J]; null: not measured
    void SendUpdate(const LearningPart& part, double bits, std::function<double()> spent);
    /// It has come. @param [in] part whose
    void ReceiveUpdate(const LearningPart& part);
    /// The aggregate is there, or begins. @param [in] round its number  @param [in] report of its
    /// job; null: it takes no time
    void Aggregate(uint64_t round, const JobReport* report);
    /// A round ends. @param [in] round its number  @param [in] end how
    void End(uint64_t round, const RoundEnd& end);

    /// @param [in] round its number  @returns numbers of the workers with a part, ascending
    std::vector<uint32_t> ListInvolved(uint64_t round) const;

    /// @returns rounds under way
    std::size_t GetCount() const;

  protected:
    void DoDispose() override;

  private:
    /// Steps of a part, in this order, in the record of its round.
    enum Way
    {
        BROADCAST,
        COMPUTE,
        UPLOAD,
    };

    StepRecord* FindStep(const LearningPart& part, Way way);
    /// @returns whether a worker has a part in an attempt before
    bool HasPart(uint64_t round, uint32_t before, uint32_t worker) const;
    void Charge(const LearningPart& part, StepRecord& upload);
    /// A model begins its way. @param [in,out] step of it  @param [in] bits its payload
    static void BeginBroadcast(StepRecord& step, double bits);

    TaskLedger m_tasks;
    bool m_timeShared{false};                                ///< see RoundLinks::SharesTime()
    std::map<LearningPart, std::size_t> m_places;            ///< first step of each part
    std::map<LearningPart, std::function<double()>> m_spent; ///< of updates under way
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_LEDGER_H
