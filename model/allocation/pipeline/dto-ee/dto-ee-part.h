/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_PART_H
#define EDGE_AI_DTO_EE_PART_H

#include "dto-ee-messages.h"
#include "dto-ee-network.h"
#include "dto-ee-node-exit.h"
#include "dto-ee-offloader.h"
#include "dto-ee-queue.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a device or node knows of itself and its neighbours.
struct DtoEePartSettings
{
    double arrivals{0};           ///< phi_i^0 of a device [1/s]; of a node 0
    double service{0};            ///< s_j of a node [1/s]; 0: it is a device
    bool hostsExit{false};        ///< its stage has an early exit
    double passing{1};            ///< sigma in force: share of its tasks that go on; devices: 1
    std::size_t movers{1};        ///< n, how many send to the same stage as it does
    std::vector<DtoEeLink> links; ///< to nodes of the next stage, rising; in the last stage none
    std::vector<double> shares;   ///< p over them to begin with
    DtoEeQueueLaw law;            ///< of all queues
    DtoEeStepOptions step;        ///< how its row moves
    /// What it knows of exits where every node has a threshold of its own; none: the leader of its
    /// stage's exit decides for all (DtoEeLeader), and `passing` is what it was told.
    std::optional<DtoEeNodeExitSettings> exit;
};

/**
 * The part of DTO-EE on one device or node. It knows its neighbours' last words and nothing of the
 * network; whoever carries the messages decides when it has its turns. A round is
 *
 * 1. down: every part says TellRate() to each link's node, devices first, then stage by stage;
 * 2. up: every node says TellPrice() to each of its senders, last stage first;
 * 3. Move(), everybody.
 *
 * A slot ends with Settle(), one more pair of sweeps, and reports to the leaders of exits
 * (DtoEeLeader), whose updates HearUpdate() takes. Words may be late or lost: a part goes on with
 * the last ones, and the rows find to the same optimum as long as words arrive now and then, since
 * what is said are states and not changes. As long as a part has not heard a price of every
 * neighbour it does not move, and its price is not worth telling (IsInformed()).
 *
 * Where every node has a threshold of its own (DtoEePartSettings::exit) reports have mixtures and
 * curves, thresholds move together with rows, a slot ends with Decide(), and there are no leaders.
 */
class DtoEePart
{
  public:
    /// @param [in] settings of it; a last stage has no links
    explicit DtoEePart(const DtoEePartSettings& settings);

    /// @param [in] sender who says it  @param [in] report what it sends here
    void HearRate(uint32_t sender, const DtoEeRateReport& report);
    /// @param [in] target neighbour of the next stage; others are not listened to
    /// @param [in] report its prices
    void HearPrice(uint32_t target, const DtoEePriceReport& report);
    /// @param [in] update from the leader of the exit of its stage
    void HearUpdate(const DtoEeExitUpdate& update);

    /// @param [in] arrivals of a device, as measured [1/s]
    void SetArrivals(double arrivals);
    /// @param [in] service of a node, as measured [1/s]
    void SetService(double service);
    /// @param [in] target neighbour  @param [in] time of a task's transfer there, as measured [s]
    void SetLinkTime(uint32_t target, double time);
    /// @param [in] law of the queues from now on
    void SetLaw(const DtoEeQueueLaw& law);
    /// Doubles the explicit penalty of a node that has as much as it can serve, or more: what a
    /// node can do that does not hear of others. If it did so as soon as its margin is used up,
    /// nodes that all have no margin left would keep whatever penalties they came to.
    void RaisePenalty();
    /// A sender is gone: it sends nothing any more. @param [in] sender which
    void LoseSender(uint32_t sender);
    /**
     * A neighbour of the next stage is gone: its share goes to the others, as they have it.
     * @param [in] target which
     * @returns false if it was the last: there is nowhere to send to
     */
    bool LoseTarget(uint32_t target);
    /**
     * A node of the next stage is there, again or for the first time, and has said its prices. It
     * gets nothing until the row moves, or all if there was nowhere else to send to.
     * @param [in] link to it; one to a neighbour that is known only hears the prices
     * @param [in] report its prices
     */
    void GainTarget(const DtoEeLink& link, const DtoEePriceReport& report);

    /// @returns whether every neighbour of the next stage has said a price; of the last stage: yes
    bool IsInformed() const;
    /// @returns links to neighbours that are there
    const std::vector<DtoEeLink>& GetLinks() const;
    /// @returns shares over GetLinks(), by which rates are told
    const std::vector<double>& GetShares() const;
    /// @returns phi, rate of tasks into it, of a device its arrivals [1/s]
    double GetRate() const;
    /// @returns F, rate of tasks it sends on [1/s]
    double GetSent() const;

    /// @param [in] link index into GetLinks()  @returns what to say to that neighbour
    DtoEeRateReport TellRate(std::size_t link) const;
    /// @returns what a node says to all of its senders
    DtoEePriceReport TellPrice() const;
    /// @returns what a node says to the leaders of exits
    DtoEeExitReport TellExit() const;
    /// DTO-O: its row moves, if it is informed.
    void Move();
    /// Ends a slot: the row as it is carried out.
    void Settle();
    /// A threshold of its own that is chosen from a grid, or by measured prices, once a slot.
    void Decide();

    /// @returns its own threshold; 1 where the leader of the exit decides, and without an exit
    double GetThreshold() const;
    /// @returns by how much that moved in the last round or decision
    double GetThresholdMove() const;
    /// @returns what its tasks would save if all took the cheapest link; 0 at rest [tasks]
    double GetUnrest() const;

    /// @returns its part of the certificate: mean price less mean bound, eq. (16) [s]; with
    /// thresholds of nodes, of a device, less the best ways of tasks that know their difficulty
    double GetGap() const;
    /// @returns tasks at it and on its links, with the extended costs: its part of Phi T
    double GetCost() const;

  private:
    /// @returns offers of all neighbours, by their last words
    std::vector<DtoEeOffer> MakeOffers() const;
    /// @returns last words of all neighbours, by link
    std::vector<const DtoEePriceReport*> GetReports() const;
    /// @param [in] target neighbour  @returns index of its link; GetLinks().size(): none
    std::size_t FindLink(uint32_t target) const;

    DtoEePartSettings m_settings;
    DtoEeOffloader m_offloader;
    std::optional<DtoEeNodeExit> m_exit;                          ///< a threshold of its own
    std::map<uint32_t, double> m_heardRates;                      ///< by sender [1/s]
    std::vector<std::pair<bool, DtoEePriceReport>> m_heardPrices; ///< by link; whether there is one
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_PART_H
