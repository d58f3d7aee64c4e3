/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_THRESHOLDS_H
#define EDGE_AI_DTO_EE_THRESHOLDS_H

#include "dto-ee-exits.h"
#include "dto-ee-messages.h"
#include "dto-ee-queue.h"

#include <cstddef>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What every node told the leaders of exits, by stage from 1 (index 0) and node.
using DtoEeExitReports = std::vector<std::vector<DtoEeExitReport>>;

/**
 * What it costs that tasks go on, as a function of how many do. Routes do not depend on difficulty,
 * so the rates into all nodes of a stage rise together: the reports of one moment tell the cost at
 * any other share.
 */
class DtoEeTail
{
  public:
    /// @param [in] reports of all nodes  @param [in] law of the queues
    DtoEeTail(const DtoEeExitReports& reports, const DtoEeQueueLaw& law);

    /// @returns whether tasks reach every stage: without, nothing is known about the ones behind
    bool IsKnown() const
    {
        return m_known;
    }

    /**
     * E_b: what it costs to let another task go on from an exit to the next, and leave there.
     * @param [in] first stage behind the exit, 2..H
     * @param [in] last stage before the next exit, >= first
     * @param [in] passing S, in [0, 1]
     * @returns derivative of the mean response time in S, at these routes [s]
     */
    double GetPrice(std::size_t first, std::size_t last, double passing) const;
    /// @param [in] passing S_0..S_H  @returns mean time per task in the stages from 2 on [s]
    double GetTime(const std::vector<double>& passing) const;
    /**
     * The same as seen by the exit's own stage, where nothing is known behind it.
     * @param [in] stage of the exit, 1..H-1
     * @returns mean over its nodes of the prices they reported [s]
     */
    double GetMeasuredPrice(std::size_t stage) const;

  private:
    /// What a stage would have to do if nobody left before it.
    struct Load
    {
        double transfer{0};           ///< tasks on the links into it
        std::vector<double> rates;    ///< into each node [1/s]
        std::vector<double> services; ///< s_j [1/s]
        double mean{0};               ///< reported price of going on from it [s]
    };

    DtoEeQueueLaw m_law;
    double m_total{0};         ///< Phi [1/s]
    bool m_known{true};        ///< see IsKnown
    std::vector<Load> m_loads; ///< by stage from 1 (index 0)
};

/// @param [in] grid thresholds, rising  @param [in] low first of other ones  @param [in] width
/// apart
/// @returns the grid, or steps of width up to 1 where there is none
std::vector<double> MakeDtoEeGrid(const std::vector<double>& grid, double low, double width);
/// @param [in] grid of one threshold at least  @param [in] value a threshold
/// @returns index of the grid's point nearest to it, the lower of two
std::size_t FindDtoEeGridPoint(const std::vector<double>& grid, double value);

/// Settings of step T.
struct DtoEeThresholdOptions
{
    double accuracyValue{2};  ///< a [s]
    std::vector<double> grid; ///< thresholds to choose from, rising; empty: any
    bool measuredOnly{false}; ///< one step of the grid towards the better, by measured prices
};

/**
 * Step T: the best thresholds at these routes. Any threshold: exact, by pooling adjacent violators,
 * eq. (17); a grid or a table: by looking at all of the grid where it has at most MAX_TRIALS
 * points, else exit by exit until nothing gets better. A table without a grid is searched in steps
 * of 0.01.
 * @param [in] model of the exits
 * @param [in] tail what going on costs
 * @param [in] options settings
 * @param [in] present thresholds in force
 * @returns thresholds, by exit
 */
std::vector<double> ChooseDtoEeThresholds(const DtoEeExitModel& model,
                                          const DtoEeTail& tail,
                                          const DtoEeThresholdOptions& options,
                                          const std::vector<double>& present);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_THRESHOLDS_H
