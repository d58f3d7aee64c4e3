/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_CREW_H
#define EDGE_AI_LEARNING_CREW_H

#include "learning-course.h"
#include "learning-ledger.h"
#include "learning-planning.h"

#include "ns3/message-application.h"
#include "ns3/random-variable-stream.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Who learns with a server, and with which plans: the workers that are there, those that were given
 * up until they say something else, what is known of them, and the plan of an attempt. What becomes
 * of it is LearningRounds' business.
 */
class LearningCrew : public MessageApplication
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    LearningCrew();
    ~LearningCrew() override;

    /// @param [in] method what is learned and how; shared with the workers
    void SetMethod(std::shared_ptr<RoundMethod> method);
    /// @param [in] planner who decides  @param [in] links what there is to plan with
    void SetPlanner(Ptr<RoundPlanner> planner, Ptr<RoundLinks> links);
    /// @param [in] ledger is told what happens; may be null
    void SetLedger(Ptr<LearningLedger> ledger);
    /// @param [in] nodes ns-3 ids of the workers by their numbers
    void SetWorkers(const std::vector<uint32_t>& nodes);
    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream);

  protected:
    void DoDispose() override;
    void StartApplication() override;

    /// @returns workers that were installed
    std::size_t GetWorkerCount() const
    {
        return m_nodes.size();
    }

    /// @returns what there is to plan with
    Ptr<RoundLinks> GetLinks() const
    {
        return m_links;
    }

    /// @returns what is learned and how
    RoundMethod& GetMethod() const
    {
        return *m_method;
    }

    /// @returns who is told what happens, or null
    Ptr<LearningLedger> GetLedger() const
    {
        return m_ledger;
    }

    /// A worker says what it is. @param [in] body sound
    void Join(const LearningJoinBody& body);
    /// It is gone. @param [in] number of the worker
    void Leave(uint32_t number);
    /// It gets no part until it says something. @param [in] number of the worker
    void GiveUp(uint32_t number);
    /// It is there. @param [in] number of the worker
    void Trust(uint32_t number);
    /// Nobody is given up any more.
    void TrustAll();

    /// @returns numbers of those who can have a part, ascending
    const std::vector<uint32_t>& GetUsable() const
    {
        return m_usable;
    }

    /// @returns whether as many can as the first round waits for
    bool IsComplete() const;

    /// Tell the reader of the records if a round begins without some of the workers, or none can.
    /// @param [in] begun rounds so far  @param [in] waited for workers, at first
    void NoteAbsence(uint64_t begun, Time waited) const;
    /// Tell the reader of the summary. @param [in] note a sentence
    void Note(const std::string& note) const;

    /**
     * Make a plan for everybody whom the method chooses of those who can have a part, and put it
     * in force.
     * @param [in] course of the round
     * @param [out] members numbers of the plan's workers
     * @returns the plan; not usable with the reason if there is none
     */
    RoundPlan MakePlan(const LearningCourse& course, std::vector<uint32_t>& members);
    /**
     * Make a plan for the workers that have trained, and put it in force.
     * @param [in] members numbers of them, ascending
     * @returns the plan; not usable with the reason if there is none
     */
    RoundPlan MakeGrantPlan(const std::vector<uint32_t>& members);

    /// Plans count the headers of updates in datagrams. @param [in] fragment bytes of a message in
    /// one [B], >= 1  @param [in] ipv6 or IPv4
    void CountHeaders(uint32_t fragment, bool ipv6)
    {
        m_planning.CountHeaders(fragment, ipv6);
    }

    /// @returns time that an upload of the latest plan has [s]; 0: as much as it takes
    double GetWindow() const
    {
        return m_planning.GetWindow();
    }

    /// @returns see RoundLinks::SharesTime()
    bool SharesTime() const
    {
        return m_planning.SharesTime();
    }

    /// @param [in] plan of an attempt
    /// @returns whether it gives nobody a part, and the method has rounds of nobody
    bool IsIdle(const RoundPlan& plan) const;

    /// An attempt is over: tell the method what it came to. @param [in] plan of it
    /// @param [in] delay from when its first worker had the model [s]; 0: nobody took part
    void Observe(const RoundPlan& plan, double delay);

    /// Make a new model of what came.
    void FinishModel();

    /// Tell the ledger of a round. @param [in] round its number  @param [in] phase of it
    /// @param [in] deadline of it; 0: none
    void RecordBegin(uint64_t round, uint32_t phase, Time deadline);
    /// Tell it of its end, and how good the model is. @param [in] round its number
    /// @param [in] ending how  @param [in] missing parameters for which nothing came
    void RecordEnd(uint64_t round, const TaskEnding& ending, uint64_t missing);
    /// Tell the ledger of a plan that is in force. @param [in] course its round and attempt
    /// @param [in] plan which  @param [in] members numbers of its workers
    void RecordPlan(const LearningCourse& course,
                    const RoundPlan& plan,
                    const std::vector<uint32_t>& members) const;

    /// The next plans know what an update tells. @param [in] number of its worker
    /// @param [in] part that it answers  @param [in] body of it  @param [in] bytes of its payload
    void LearnOf(uint32_t number,
                 const LearningCourse::Part& part,
                 const LearningUpdateBody& body,
                 uint64_t bytes);
    /// They know how long models were on their way. @param [in] course whose attempt is over
    void LearnModelTimes(const LearningCourse& course);

  private:
    /// It can have a part, or not. @param [in] number of the worker  @param [in] usable whether
    void SetUsable(uint32_t number, bool usable);
    /// @param [in] members how many  @returns draws that a plan for them may need
    std::vector<double> Draw(std::size_t members) const;
    /// Who has had no part for long may have one again. @param [in] members numbers
    /// @param [in] plan of them that is in force
    void ForgetUnasked(const std::vector<uint32_t>& members, const RoundPlan& plan);
    /// @param [in] members numbers  @param [in,out] plan of them; refused where nobody takes it
    void PutInForce(const std::vector<uint32_t>& members, RoundPlan& plan);

    uint32_t m_workersWanted;
    uint32_t m_scoreInterval;
    uint64_t m_measureMin;
    Time m_broadcastTime;
    double m_estimateWeight;
    bool m_learns;
    uint32_t m_forgetAfter;

    std::shared_ptr<RoundMethod> m_method;
    Ptr<RoundPlanner> m_planner;
    Ptr<RoundLinks> m_links;
    Ptr<LearningLedger> m_ledger;
    std::vector<uint32_t> m_nodes;
    Ptr<UniformRandomVariable> m_random;
    LearningPlanning m_planning;
    LearningScore m_score;
    std::map<uint32_t, uint32_t> m_unasked; ///< plans in a row without a part, by worker
    bool m_scored{false};                   ///< m_score is that of the model as it is
    double m_delayPlanned{NOT_AVAILABLE};   ///< D of the round's first plan [s]
    double m_delayRealised{NOT_AVAILABLE};  ///< D of its attempts so far [s]
    std::vector<uint32_t> m_usable; ///< connected and not given up, ascending: rounds go through
                                    ///< those who have a part alone
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_CREW_H
