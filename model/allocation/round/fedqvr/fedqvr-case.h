/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDQVR_CASE_H
#define EDGE_AI_FEDQVR_CASE_H

#include "allocation/round/round-problem.h"
#include "fedqvr-law.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// One device that takes part.
struct FedQvrDevice
{
    std::size_t worker{0}; ///< index in the problem
    double spread{0};      ///< theta
    double power{0};       ///< D
    double nu{0};          ///< with the power it sends with [Hz]
    double txPower{0};     ///< that power [W]; 0: not known
    uint32_t steps{1};     ///< E
};

/// @ingroup edge-ai
/// A division of bits and band.
struct FedQvrDivision
{
    std::vector<double> bits;  ///< B of each device; whole numbers unless relaxed
    std::vector<double> bands; ///< W of each device [Hz]
    double objective{0};       ///< J; infinite where no number holds it
    double price{0};           ///< ln of -dJ/dW [of 1/Hz]
};

/**
 * @ingroup edge-ai
 * Problem (P2) of the definition: who takes part, how many steps each trains and with what power it
 * sends (energy cap, section "Optimisation problems"), and what a division of bits and band is
 * worth:
 *
 *   J = sum of K_i(B_i) exp(x_i(W_i, L(B_i)/tau)),  K_i = theta_i / (2^B_i - 1)^2 + D_i.
 */
class FedQvrCase
{
  public:
    /// @param [in] problem sound, with updates
    explicit FedQvrCase(const RoundProblem& problem);

    std::vector<FedQvrDevice> devices; ///< that take part; energy keeps the others out
    double bandwidth{0};               ///< W_tot [Hz]
    double outageMax{0};               ///< 0: none
    uint32_t bitsMin{1};               ///< least B
    uint32_t bitsMax{8};               ///< largest B

    /// @param [in] bits B  @returns L(B) [bit]
    double GetPayload(double bits) const
    {
        return m_outage.GetPayload(bits);
    }

    /// @param [in] device index of one  @param [in] bits B  @returns law of its upload within tau
    OutageLaw GetLaw(std::size_t device, double bits) const
    {
        return {devices[device].nu, GetPayload(bits) / m_outage.window};
    }

    /// @param [in] device index of one  @param [in] bits B
    /// @returns eps^2 <= theta / (2^B - 1)^2; 0 where updates are not quantised
    double GetQuantiserVariance(std::size_t device, double bits) const;

    /// @param [in] device index of one  @param [in] bits B
    /// @returns K; at least 1e-12 of the largest theta + D, so that everybody counts a little
    double GetWeight(std::size_t device, double bits) const;

    /// @param [in] device index of one  @param [in] bits B  @param [in] band W [Hz]
    /// @returns K e^x; infinite where no number holds it
    double GetTerm(std::size_t device, double bits, double band) const;

    /// @param [in] division bits and bands  @returns J
    double GetObjective(const FedQvrDivision& division) const;

    /// @param [in] division bits and bands
    /// @returns V = sum of (eps^2 + q D) / (1 - q), over m^2, without the cancellation of J - sum D
    double GetVariance(const FedQvrDivision& division) const;

    /// @param [in] device index of one  @param [in] band W [Hz]
    /// @returns the largest B, whole or not, that keeps outageMax there
    double GetLargestBits(std::size_t device, double band) const;

    /// @param [in] device index of one  @param [in] bits B
    /// @returns the smallest band that keeps outageMax [Hz]; 0 without it, infinite where none does
    double GetLeastBand(std::size_t device, double bits) const;

  private:
    RoundOutage m_outage;
    double m_least{0}; ///< K at least
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDQVR_CASE_H
