/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_OBJECTIVE_H
#define EDGE_AI_ECC_OBJECTIVE_H

#include "allocation/numeric/projected-gradient.h"
#include "ecc-link-gradient.h"
#include "ecc-point.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The utility of ECC as a function of its continuous decisions at fixed splits, with exact gradient
 * and projection onto the constraints (Yuan et al., arXiv 2312.15850; derivatives and projections
 * are this module's).
 *
 * Variables are the shares beta (unless a plan fixes them), then p, P and r of all users. Powers
 * and units enter by their logarithms, or as they are under PLAIN; logarithms bring variables that
 * differ by orders of magnitude to one scale.
 */
class EccObjective : public DescentObjective
{
  public:
    /// Scale of powers and units.
    enum Scale
    {
        LOGARITHMIC,
        PLAIN,
    };

    /**
     * With free shares.
     * @param [in] problem a sound problem that outlives this
     * @param [in] point its splits count, and its values for silent users and for the SIC order
     * @param [in] scale of powers and units
     */
    EccObjective(const EccProblem& problem, const EccPoint& point, Scale scale = LOGARITHMIC);
    /**
     * With fixed subchannels.
     * @param [in] problem a sound problem that outlives this
     * @param [in] plan its splits and subchannels count, and its values likewise
     * @param [in] scale of powers and units
     */
    EccObjective(const EccProblem& problem, const EccPlan& plan, Scale scale = LOGARITHMIC);

    /// @param [in] variables decisions  @returns them as the vector that is descended on
    std::vector<double> Pack(const EccVariables& variables) const;
    /// @param [in] point vector  @param [out] variables the decisions; silent users' stay as they
    /// are
    void Unpack(const std::vector<double>& point, EccVariables& variables) const;

    double Evaluate(const std::vector<double>& point) override;
    void GetGradient(std::vector<double>& gradient) override;
    void Project(std::vector<double>& point) override;

    /// @returns gradient in linear variables (W, units) at the point that was evaluated last
    const EccVariables& ComputeLinearGradient();

  private:
    /// What both constructors do last.
    void FindOffloaders();
    /// @param [in] shares of one direction, row after row, projected in place
    void ProjectShares(double* shares) const;
    /// @param [in,out] values of all users  @param [in] power P, otherwise r
    void ProjectSums(double* values, bool power);
    /// Utility of the server's part of one user's work. @param [in] i user  @param [in] perTime
    /// price of delay  @param [in] perEnergy price of energy  @returns dU/dr_i
    double GetUnitSlope(std::size_t i, double perTime, double perEnergy) const;

    const EccProblem& m_problem;           ///< constants
    Scale m_scale;                         ///< of powers and units
    bool m_fixed;                          ///< subchannels are fixed
    std::vector<uint32_t> m_splits;        ///< s_i
    EccDifferentiableLink m_uplink;        ///< rates up
    EccDifferentiableLink m_downlink;      ///< rates down
    std::vector<std::size_t> m_offloaders; ///< cell by cell
    std::vector<std::size_t> m_cellEnds;   ///< index behind each cell's in m_offloaders
    double m_silentUtility{0};             ///< of users on their own
    EccVariables m_variables;              ///< evaluated last
    EccVariables m_gradient;               ///< there
    std::vector<double> m_uplinkRates;     ///< there
    std::vector<double> m_downlinkRates;   ///< there
    std::vector<double> m_uplinkSlopes;    ///< dU/dR^u there
    std::vector<double> m_downlinkSlopes;  ///< dU/dR^d there
    std::vector<double> m_perTime;         ///< dU/dT_i there
    std::vector<double> m_perEnergy;       ///< dU/dE_i there
    std::vector<double> m_scratch;         ///< one cell's values
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_OBJECTIVE_H
