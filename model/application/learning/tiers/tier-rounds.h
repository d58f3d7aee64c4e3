/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_ROUNDS_H
#define EDGE_AI_TIER_ROUNDS_H

#include "tier-mixing.h"

#include "ns3/event-id.h"

#include <cstdint>
#include <memory>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * An edge server of two tiers, beside the LearningServer of its cell: lets that learn for q edge
 * rounds, reports to the coordinator, exchanges models with the servers that it is told of, mixes,
 * and goes on. How messages travel is left to TierServer.
 *
 * A round ends whatever happens. Who is silent for Timeout, and twice as long as the plan has
 * it, is missing: a neighbour's weight goes to the server's own model, so that its row still sums
 * to 1; without a topology it keeps its model.
 */
class TierRounds : public TierMixing
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    TierRounds();
    ~TierRounds() override;

    /// @param [in] number of this server  @param [in] server of its cell
    /// @param [in] method of that  @param [in] edgeRounds q, > 0
    void SetCell(uint32_t number,
                 Ptr<LearningServer> server,
                 std::shared_ptr<TierMethod> method,
                 uint32_t edgeRounds);

    /// @returns what the cell learns
    const TierMethod& GetMethod() const
    {
        return *m_method;
    }

  protected:
    void DoDispose() override;
    /// Rounds may begin.
    void Run();
    /// No round is under way, and none begins. @param [in] ending of the one that was
    void Halt(const TaskEnding& ending);
    /// The coordinator says that a round begins. @param [in] round its number
    void Begin(uint64_t round);
    /// A link to another server, or the cloud, stands.
    void JoinIfLinked();
    /// Server 0 is to begin rounds, and there is no connection with it.
    void WaitForCoordinator();
    /// It says with whom to mix. @param [in] round as it says  @param [in] body likewise, sound
    /// @returns "" or what is wrong
    std::string TakeTopology(uint64_t round, const TierTopologyBody& body);

  private:
    /// What a server is at.
    enum State
    {
        IDLE,       ///< it waits to be begun
        TRAINING,   ///< its cell learns
        READY,      ///< its model is there; it waits for the topology
        EXCHANGING, ///< it waits for models
    };

    bool MayTrain();
    /// Take part in rounds: the cell could begin, and links stand, or were waited for long enough.
    void Join();
    /// No device can have a part in an edge round.
    void HandleNobody();
    void HandlePlan(const RoundPlan& plan);
    void EndTraining();
    void Report(double ready);
    void Exchange();
    void HandleMixed(const std::string& missing) override;
    void EndRound(const TaskEnding& ending);

    bool m_running{false};
    bool m_cellReady{false}; ///< its first round could begin
    State m_state{IDLE};
    uint64_t m_round{0};
    uint32_t m_edgeRound{0}; ///< that have ended in the round
    double m_begun{0};       ///< instant of the round [s]
    Time m_nobodyAt{-1};     ///< instant when a cell had nobody; negative: it never had
    bool m_reported{false};
    Eigen::VectorXd m_own;        ///< model of the round as it travels
    Eigen::VectorXd m_lastSketch; ///< of the latest model that was there; empty: none was
    EventId m_timeoutEvent;
    EventId m_linksEvent; ///< when links have been waited for long enough, before it has joined
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_ROUNDS_H
