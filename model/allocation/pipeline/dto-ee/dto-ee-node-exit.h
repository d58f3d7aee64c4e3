/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_NODE_EXIT_H
#define EDGE_AI_DTO_EE_NODE_EXIT_H

#include "dto-ee-curve.h"
#include "dto-ee-messages.h"
#include "dto-ee-mixture.h"
#include "dto-ee-network.h"
#include "dto-ee-queue.h"
#include "dto-ee-receiver.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a device or node knows of exits, where every node has a threshold of its own.
struct DtoEeNodeExitSettings
{
    bool leaves{false};         ///< tasks do leave here: by an exit, or as this is the last stage
    bool last{false};           ///< all of them do
    std::vector<double> slopes; ///< a m of the exits that tasks may still take, the end last [s]
    double exponent{1};         ///< k of the exit here
    double threshold{1};        ///< C to begin with; 1: nobody leaves
    std::vector<double> grid;   ///< thresholds to choose from, rising; empty: any
    bool measuredOnly{false};   ///< one step of the grid in a slot, by prices alone
    bool fixed{false};          ///< it stays as it is
};

/// Links out of a node, and what those at their ends have said.
struct DtoEeWaysOn
{
    const std::vector<DtoEeLink>& links;
    const std::vector<double>& shares;                   ///< p over them
    const std::vector<const DtoEePriceReport*>& reports; ///< of their ends
    const DtoEeQueueLaw& law;                            ///< of all queues
};

/**
 * The threshold of one node, and what it takes to choose it. Which tasks arrive is not what devices
 * make any more: it depends on the cuts on the way here. So neighbours say mixtures (DtoEeMixture)
 * in the place of rates, and prices against difficulty (DtoEeCurve) in the place of prices. Step T
 * needs nobody else: a task of difficulty d leaves where it is cheaper than to go on,
 *
 *     a m_h d < sum of p_jk (t_jk + price of d at k),
 *
 * which is eq. (17) with E_j of this node as long as the cuts behind it are above its own, and goes
 * on to whichever exit comes next for such a task where they are not: nothing has to be pooled.
 * How the price changes with what goes on is bounded as in eq. (15), with twice as many movers, as
 * rows move at the same time.
 */
class DtoEeNodeExit
{
  public:
    /// @param [in] settings of it
    explicit DtoEeNodeExit(const DtoEeNodeExitSettings& settings);

    /// @param [in] rate of tasks that a device makes [1/s]
    void SetArrivals(double rate);
    /// @param [in] sender of the stage before  @param [in] tasks it sends here
    void HearMixture(uint32_t sender, const DtoEeMixture& tasks);
    /// @param [in] sender that is gone
    void LoseSender(uint32_t sender);

    /// @returns tasks that arrive
    const DtoEeMixture& GetArriving() const
    {
        return m_arriving;
    }

    /// @returns tasks that go on
    const DtoEeMixture& GetSent() const
    {
        return m_sent;
    }

    /// @returns C in (0, 1]: who is as confident leaves
    double GetThreshold() const;

    /**
     * @param [in] report of a node of the next stage
     * @param [in] rate f_ij [1/s]
     * @param [in] time t_ij [s]
     * @param [in] law of the queues
     * @returns the offer for the tasks that go on from here
     */
    DtoEeOffer MakeOffer(const DtoEePriceReport& report,
                         double rate,
                         double time,
                         const DtoEeQueueLaw& law) const;
    /// @param [in] own cost of the node  @param [in] ways on from it
    /// @returns what it tells its senders
    DtoEePriceReport MakePrices(const DtoEeCost& own, const DtoEeWaysOn& ways) const;
    /// @param [in] ways on from a device
    /// @returns price of its tasks, less that of the best way for each: its part of the bound [s]
    double GetGap(const DtoEeWaysOn& ways) const;

    /// Step T of any threshold, in every round. @param [in] ways on  @param [in] movers of the
    /// stage
    void Move(const DtoEeWaysOn& ways, double movers);
    /// Step T where thresholds are chosen from a grid or by prices alone, once a slot.
    /// @param [in] ways on
    void Decide(const DtoEeWaysOn& ways);

    /// @returns by how much its threshold moved the last time
    double GetMove() const
    {
        return m_move;
    }

  private:
    /// What arrives has changed.
    void Update();
    /// @returns whether it has a threshold to choose
    bool IsFree() const;
    /// @param [in] cut difficulty up to which tasks leave from now on
    void SetCut(double cut);
    /// @param [in] ways on  @returns what it costs to go on
    DtoEeCurve MakeGoingOn(const DtoEeWaysOn& ways) const;
    /// @param [in] ways on  @returns cheapest price of each exit behind this node [s]
    std::vector<double> MakeBounds(const DtoEeWaysOn& ways) const;
    /// @returns slopes of the exits behind this node [s]
    std::vector<double> GetSlopesBehind() const;
    /// @param [in] threshold C  @returns the difficulty up to which tasks leave
    double GetCut(double threshold) const;

    DtoEeNodeExitSettings m_settings;
    double m_cut{0};                             ///< difficulty up to which tasks leave
    double m_arrivals{0};                        ///< of a device [1/s]
    std::map<uint32_t, DtoEeMixture> m_mixtures; ///< by sender
    DtoEeMixture m_arriving;
    DtoEeMixture m_sent;
    double m_move{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_NODE_EXIT_H
