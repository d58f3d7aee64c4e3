/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_SPLIT_TABLE_H
#define EDGE_AI_ECC_SPLIT_TABLE_H

#include "ecc-problem.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Splits and units of brute force in one cell: given what an uploaded bit costs each offloader,
 * splits decouple user by user, and units on an even grid are a knapsack (this module's derivation
 * for Yuan et al., arXiv 2312.15850).
 */
class EccSplitTable
{
  public:
    /// Splits and units of a set of offloaders.
    struct Choice
    {
        double value{0};              ///< cost of devices, uploads and servers
        std::vector<uint32_t> splits; ///< of each offloader
        std::vector<double> units;    ///< of each offloader
    };

    /**
     * @param [in] problem a sound problem of one cell, with linear prices of delay
     * @param [in] unitStep of the grid of units, which begins at r_min
     */
    EccSplitTable(const EccProblem& problem, double unitStep);

    /**
     * @param [in] set offloaders
     * @param [in] perBit cost of an uploaded bit for each of them
     * @param [in] bound a value at or above it is of no interest
     * @returns cost at the best splits and units; infinite if it would not be less than the bound
     */
    double GetLeastCost(const std::vector<std::size_t>& set,
                        const std::vector<double>& perBit,
                        double bound);
    /// @param [in] set offloaders  @param [in] perBit cost of an uploaded bit  @returns the best
    Choice Choose(const std::vector<std::size_t>& set, const std::vector<double>& perBit);

  private:
    /// @param [in] i user  @param [in] perBit cost of an uploaded bit  @param [in] level of units
    /// @returns the best split
    uint32_t ChooseSplit(std::size_t i, double perBit, std::size_t level) const;
    /// @param [in] i user  @param [in] level of units  @param [in] split s_i  @param [in] perBit
    /// cost of an uploaded bit  @returns cost
    double GetCost(std::size_t i, std::size_t level, uint32_t split, double perBit) const;
    /// @param [in] level of the grid  @returns r
    double GetUnits(std::size_t level) const;

    const EccProblem& m_problem;                               ///< the problem
    double m_unitStep;                                         ///< of the grid
    std::vector<std::vector<std::vector<double>>> m_fixedCost; ///< [user][level][split], no upload
    std::vector<std::vector<double>> m_cost;                   ///< [offloader][level], best split
    std::vector<std::vector<double>> m_least;                  ///< [offloaders so far][levels used]
    std::vector<std::vector<std::size_t>> m_from;              ///< level of the last of them
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_SPLIT_TABLE_H
