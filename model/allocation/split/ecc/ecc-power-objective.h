/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_POWER_OBJECTIVE_H
#define EDGE_AI_ECC_POWER_OBJECTIVE_H

#include "allocation/numeric/projected-gradient.h"
#include "ecc-link-gradient.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What some users cost as a function of the logarithms of their powers in one direction, everything
 * else fixed. With all users of some subchannels this is the whole of what those powers influence,
 * so a plan can be mended where a move has touched it without a descent on the whole network.
 */
class EccPowerObjective : public DescentObjective
{
  public:
    /**
     * @param [in] problem a sound problem that outlives this
     * @param [in] plan its powers in this direction follow the descent
     * @param [in] link of this direction, with these users' places alone
     * @param [in] users all users of some subchannels
     * @param [in] otherRates rates of the other direction [bit/s]
     */
    EccPowerObjective(const EccProblem& problem,
                      EccPlan& plan,
                      EccDifferentiableLink& link,
                      const std::vector<std::size_t>& users,
                      const std::vector<double>& otherRates);

    /// @returns logarithms of the users' powers now
    std::vector<double> Pack() const;
    /// @returns rates of this direction at the point that was evaluated last [bit/s]
    const std::vector<double>& GetRates() const;

    double Evaluate(const std::vector<double>& point) override;
    void GetGradient(std::vector<double>& gradient) override;
    void Project(std::vector<double>& point) override;

  private:
    const EccProblem& m_problem;             ///< constants
    EccPlan& m_plan;                         ///< powers
    EccDifferentiableLink& m_link;           ///< rates
    bool m_uplink;                           ///< direction
    const std::vector<std::size_t>& m_users; ///< whose powers
    const std::vector<double>& m_otherRates; ///< other direction
    std::vector<double>& m_powers;           ///< of all users, in the plan
    std::vector<double> m_room;              ///< downlink power left to these users, by cell
    std::vector<double> m_rates;             ///< evaluated last
    std::vector<double> m_perRate;           ///< dU/dR there
    std::vector<double> m_perPower;          ///< dU/dp there
    std::vector<double> m_scratch;           ///< one cell's values
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_POWER_OBJECTIVE_H
