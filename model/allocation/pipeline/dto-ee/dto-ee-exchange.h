/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_EXCHANGE_H
#define EDGE_AI_DTO_EE_EXCHANGE_H

#include "dto-ee-exits.h"
#include "dto-ee-leader.h"
#include "dto-ee-network.h"
#include "dto-ee-part.h"
#include "dto-ee-solver.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * All parts of DTO-EE and the messages between them, carried in memory: what the distributed form
 * comes to, step by step. Stages count from 0, the devices.
 */
class DtoEeExchange
{
  public:
    /// Whether a message arrives. Called in the order in which messages are sent.
    using Channel = std::function<bool()>;

    /**
     * @param [in] problem a sound one; must outlive it
     * @param [in] network of it; must outlive it
     * @param [in] options settings; must outlive it
     */
    DtoEeExchange(const DtoEeProblem& problem,
                  const DtoEeNetwork& network,
                  const DtoEeSolverOptions& options);

    /// @param [in] channel what becomes of messages from now on; as made all arrive
    void SetChannel(const Channel& channel);

    /// Rates from every part to its neighbours, stage by stage.
    void SweepDown();
    /// Prices from every node to its senders, last stage first.
    void SweepUp();
    /// Every part's row moves.
    void Move();
    /// A slot: rounds until the gap is closed, rows settled, thresholds chosen.
    void RunSlot();
    /**
     * A node fails: its senders and receivers and the leaders are told.
     * @param [in] stage of it, from 1
     * @param [in] node of it, from 0
     */
    void Fail(std::size_t stage, uint32_t node);

    /// @returns gap of eq. (16), or the bound of DtoEePlan::gap of scope NODE, over T, summed up
    /// over the parts as nobody in the network can
    double GetRelativeGap() const;

    /// @returns the same at the end of the last slot, before thresholds were chosen
    double GetLastGap() const
    {
        return m_gap;
    }

    /// @returns rows over the links, as they are carried out; 0 over those of failed nodes
    DtoEeShares GetShares() const;

    /// @returns thresholds in force; of scope NODE those to begin with
    const std::vector<double>& GetThresholds() const
    {
        return m_thresholds;
    }

    /// @returns thresholds in force of all nodes, of scope NODE, stage by stage
    std::vector<double> GetNodeThresholds() const;

    /// @returns messages that were sent
    uint64_t GetMessages() const
    {
        return m_messages;
    }

    /// @returns their bytes, without those of what carries them
    uint64_t GetBytes() const
    {
        return m_bytes;
    }

    /// @returns rounds in which rows moved
    uint32_t GetRounds() const
    {
        return m_rounds;
    }

    /// @returns whether the last slot's rounds closed the gap and thresholds stayed
    bool IsDone() const
    {
        return m_done;
    }

  private:
    /// @param [in] bytes of a message  @returns whether it arrives
    bool Send(uint32_t bytes);
    /// @returns whether the gap is closed, or of scope NODE rows and thresholds are at rest
    bool IsClosed() const;
    /// Step T by the leaders.
    void ChooseThresholds();
    /// Doubles the penalty where a node has too much.
    void RaisePenalty();

    const DtoEeProblem& m_problem;
    const DtoEeNetwork& m_network;
    const DtoEeSolverOptions& m_options;
    DtoEeQueueLaw m_law;
    std::vector<std::vector<DtoEePart>> m_parts; ///< by stage, from the devices
    std::vector<std::vector<bool>> m_failed;     ///< likewise
    std::vector<DtoEeLeader> m_leaders;          ///< by exit
    std::vector<double> m_thresholds;
    Channel m_channel;
    uint64_t m_messages{0};
    uint64_t m_bytes{0};
    uint32_t m_rounds{0};
    double m_gap{0};
    bool m_done{false};
};

/**
 * The same as SolveDtoEe(), by the parts and their messages.
 * @param [in] problem a sound one
 * @param [in] network of it
 * @param [in] options settings
 * @returns rows and thresholds; the summary's evaluations are messages
 */
DtoEeSolution ExchangeDtoEe(const DtoEeProblem& problem,
                            const DtoEeNetwork& network,
                            const DtoEeSolverOptions& options);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_EXCHANGE_H
