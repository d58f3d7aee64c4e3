/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_LEDGER_H
#define EDGE_AI_TIER_LEDGER_H

#include "application/learning/round-method.h"
#include "application/ledger/task-ledger.h"
#include "learning/peer-mixing.h"
#include "tier-coordinator.h"
#include "tier-figures.h"

#include "ns3/object.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The records of rounds of two tiers: one for each round and edge server. Servers and coordinator
 * tell it what happens; it writes that beside what plans expected, and ends each round of each
 * server once. It observes only: it knows all models, as nobody in the network does, and a run is
 * the same with and without it.
 *
 * Records end when all servers that took part in a round have mixed, or one has begun a round two
 * behind: then the mean of their models is known. A server that ends it later is not in that mean.
 */
class TierLedger : public Object
{
  public:
    /// What does not change.
    struct Settings
    {
        std::vector<uint32_t> nodes; ///< ns-3 ids of the servers, by number
        uint32_t cloud{0};           ///< ns-3 id of the cloud, if there is one
        std::string model;           ///< name of what is learned
        std::string planner;         ///< TypeId name of who chooses links
        PeerShares shares;           ///< pi of servers; empty: all count alike
        std::function<LearningScore(const Eigen::VectorXd&)> score; ///< how good a model is
    };

    /// What became of a server's exchange.
    struct Mixing
    {
        TaskEnding ending;      ///< of its round
        uint32_t missing{0};    ///< models that did not come
        double bitsExchange{0}; ///< payload that it sent [bit]
        double bitsControl{0};  ///< other messages that it sent [bit]
        Eigen::VectorXd model;  ///< y_m
    };

    /// @returns the TypeId
    static TypeId GetTypeId();
    TierLedger();
    ~TierLedger() override;

    /// @param [in] settings what does not change
    void SetSettings(Settings settings);
    /// @param [in] monitor gets every round's beginning and end; null: nobody
    void SetMonitor(Ptr<InferenceMonitor> monitor);

    /// Tell the reader of the summary. @param [in] note a sentence
    void Note(const std::string& note);

    /// A server's round begins. @param [in] round number  @param [in] server number
    void Begin(uint64_t round, uint32_t server);
    /// Its cell has a plan. @param [in] round number  @param [in] server number
    /// @param [in] time A_m [s]  @param [in] computing energy of devices [J]
    /// @param [in] sending likewise [J]; not a number: no power is planned
    void PlanCell(uint64_t round, uint32_t server, double time, double computing, double sending);
    /// An edge round of a cell has ended. @param [in] server number
    /// @param [in] record of that round
    void AddEdgeRound(uint32_t server, const TaskRecord& record);
    /// Its model is there. @param [in] round number  @param [in] server number
    /// @param [in] model z_m
    void Ready(uint64_t round, uint32_t server, const Eigen::VectorXd& model);
    /// Links are chosen. @param [in] plan of a round
    void Plan(const TierRoundPlan& plan);
    /// A server knows its row. @param [in] round number  @param [in] server number
    void Hear(uint64_t round, uint32_t server);
    /// A model has come. @param [in] round number  @param [in] server number
    /// @param [in] from number of the sender; that behind the servers: the cloud
    /// @param [in] turn of the round  @param [in] sent instant [s]  @param [in] bits payload
    void Receive(uint64_t round,
                 uint32_t server,
                 uint32_t from,
                 uint32_t turn,
                 double sent,
                 double bits);
    /// A server has mixed, or its round is over without. @param [in] round number
    /// @param [in] server number  @param [in] mixing what became of it
    void Mix(uint64_t round, uint32_t server, const Mixing& mixing);

  protected:
    void DoDispose() override;

  private:
    /// A server's part of a round.
    struct Part
    {
        double begun{0};        ///< instant [s]
        double ready{-1};       ///< instant [s]; negative: not yet
        double ended{-1};       ///< instant [s]; negative: not yet
        double serving{0};      ///< spent by the cell's server [J]
        Eigen::VectorXd before; ///< z_m; empty: it has none
        Mixing mixing;
    };

    /// What is known of all servers of a round together.
    struct Summary
    {
        double before{NOT_AVAILABLE}; ///< Xi_z
        double after{NOT_AVAILABLE};  ///< Xi_y
        LearningScore mean;           ///< of ybar
    };

    /// A part that has not ended when the round was settled.
    struct Late
    {
        Part part;
        Summary summary;
    };

    /// @returns number of a record
    uint64_t GetNumber(uint64_t round, uint32_t server) const;
    /// Change the figures of a record. @param [in] change does so
    void Change(uint64_t round, uint32_t server, const std::function<void(TierFigures&)>& change);
    /// @returns a server's part of a round, or null
    Part* FindPart(uint64_t round, uint32_t server);
    void Settle(uint64_t round);
    void Finish(uint64_t round, uint32_t server, const Part& part, const Summary& summary);
    PeerShares GetShares(const std::vector<uint32_t>& servers) const;
    /// @param [in] model of a server, or the mean  @returns how good it is
    LearningScore Score(const Eigen::VectorXd& model);

    Settings m_settings;
    TaskLedger m_tasks;
    std::map<uint64_t, std::map<uint32_t, Part>> m_rounds; ///< of which no record has ended
    std::map<std::pair<uint64_t, uint32_t>, Late> m_late;  ///< by round and server
    std::map<uint32_t, uint64_t> m_latest;                 ///< round that each server is in
    std::vector<std::pair<Eigen::VectorXd, LearningScore>> m_scores; ///< of models of a round
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_LEDGER_H
