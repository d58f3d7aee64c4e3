/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_LINK_GRADIENT_H
#define EDGE_AI_ECC_LINK_GRADIENT_H

#include "ecc-link.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Rates of one direction and their gradient (this module's derivation), at the cost of another pass
 * of EccLink::ComputeRates.
 */
class EccDifferentiableLink : public EccLink
{
  public:
    using EccLink::EccLink;

    /**
     * Chain rule through the rates, at the point of the last ComputeRates().
     * @param [in] perRate A_i = dU/dR_i
     * @param [in] shares as in ComputeRates()
     * @param [in] powers as in ComputeRates()
     * @param [in,out] shareGradient dU/dbeta is added, unless empty
     * @param [in,out] powerGradient dU/dp is added
     */
    void AddGradient(const std::vector<double>& perRate,
                     const std::vector<double>& shares,
                     const std::vector<double>& powers,
                     std::vector<double>& shareGradient,
                     std::vector<double>& powerGradient);

  private:
    /// Turn m_sensitivity (to interference) into that to received power, within a cell.
    /// @param [in] m subchannel  @param [in] n cell
    void PropagateOwnCell(std::size_t m, std::size_t n);
    /// The same for other cells. @param [in] m subchannel
    void PropagateOtherCells(std::size_t m);

    std::vector<double> m_sensitivity; ///< dU/dI of each place
    std::vector<double> m_slope;       ///< dU/d(beta p) of each place, through others
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_LINK_GRADIENT_H
