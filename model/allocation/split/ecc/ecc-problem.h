/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_PROBLEM_H
#define EDGE_AI_ECC_PROBLEM_H

#include "ecc-chain.h"
#include "ecc-preferences.h"

#include "ns3/noise-density.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A user: its model, its device and what it minds.
struct EccUser
{
    EccChain chain;
    uint32_t cell{0};                      ///< n(i), the access point that serves it
    double deviceSpeed{4e9};               ///< c_dev, > 0 [FLOP/s]
    double deviceClock{1e9};               ///< f_dev, > 0 [cycle/s]
    double deviceEnergyCoefficient{1e-27}; ///< k_dev, >= 0 [J s^2/cycle^3]
    double linkRate{0};                    ///< of a link that has one both ways, whatever the power
                                           ///< [bit/s]: no powers, no subchannels; 0: a radio
    double powerMin{1e-4};                 ///< p_min, > 0 [W]
    double powerMax{0.2};                  ///< p_max, >= p_min [W]
    EccWeights weights;                    ///< w_T and w_E
    double expectedTime{0};                ///< delay in the sigmoid of QoE; 0: user without [s]
    double timeLimit{0};                   ///< T^max of the delay penalty; 0: none [s]
};

/// @ingroup edge-ai
/// An access point with its edge server.
struct EccCell
{
    double powerMin{1e-3};               ///< P_min of a user's downlink, > 0 [W]
    double powerTotal{10};               ///< P_AP, >= P_min [W]
    double unitMin{1};                   ///< r_min, computing units per offloader, > 0
    double unitTotal{8};                 ///< r_tot, in [r_min, 1e15]
    double unitSpeed{1e10};              ///< c_min, speed of one unit, > 0 [FLOP/s]
    double unitClock{2.5e9};             ///< f_srv, > 0 [cycle/s]
    double unitEnergyCoefficient{5e-30}; ///< k_srv, >= 0 [J s^2/cycle^3]
    double unitExponent{0.9};            ///< alpha of the speed-up r^alpha, in [0.01, 1]
    double unitPowerExponent{0};  ///< x: r units on one task draw r^x times one's power, >= alpha;
                                  ///< 0: 3 alpha, as if the clock were r^alpha times as fast
    double unitStaticPower{0};    ///< of a busy unit beside k_srv f_srv^3, >= 0 [W]
    double unitStaticExponent{1}; ///< y: r units draw r^y times that, in [0, 10]; 0: a unit whose
                                  ///< clock is divided, busy as a whole whatever the clock

    /// @returns x, never 0
    double GetUnitPowerExponent() const;
    /// @param [in] units r on one task, > 0  @returns power they draw [W]
    double GetPower(double units) const;
};

/// @ingroup edge-ai
/// Power gains g_{m,n,i} between every access point n and user i on every subchannel m.
class EccGains
{
  public:
    EccGains() = default;
    /**
     * All gains 0.
     * @param [in] subchannels M
     * @param [in] cells N
     * @param [in] users U
     */
    EccGains(std::size_t subchannels, std::size_t cells, std::size_t users);

    /// @param [in] m subchannel  @param [in] n cell  @param [in] i user  @returns the gain
    double& operator()(std::size_t m, std::size_t n, std::size_t i);
    /// @param [in] m subchannel  @param [in] n cell  @param [in] i user  @returns the gain
    double operator()(std::size_t m, std::size_t n, std::size_t i) const;
    /// @param [in] m subchannel  @param [in] n cell  @returns gains of all users there
    const double* GetRow(std::size_t m, std::size_t n) const;
    /// @returns M
    std::size_t GetSubchannelCount() const;
    /// @returns N
    std::size_t GetCellCount() const;
    /// @returns U
    std::size_t GetUserCount() const;

  private:
    std::size_t m_cells{0};       ///< N
    std::size_t m_users{0};       ///< U
    std::vector<double> m_values; ///< [m][n][i]
};

/**
 * @ingroup edge-ai
 * Split inference over NOMA: choose every user's split layer, uplink and downlink subchannel,
 * powers and computing units so that the weighted sum of delays and energies is least (ECC,
 * effective communication and computing resource allocation: Yuan et al., "High Efficiency
 * Inference Accelerating Algorithm for NOMA-based Mobile Edge Computing", arXiv 2312.15850; the
 * body was not available, the equations are this module's reconstruction). Plain data, SI units;
 * every quantity is within [1e-50, 1e50], or 0 where that is allowed.
 */
struct EccProblem
{
    std::vector<EccUser> users;
    std::vector<EccCell> cells;
    EccGains uplinkGains;                       ///< g^u
    EccGains downlinkGains;                     ///< g^d
    double bandwidth{1e6};                      ///< b, width of one subchannel, > 0 [Hz]
    double noiseDensity{DEFAULT_NOISE_DENSITY}; ///< N0, > 0 [W/Hz]
    uint32_t usersPerSubchannel{3}; ///< k_cap, users of one cell on one subchannel, >= 1
    double sicResidual{0};          ///< share of a cancelled signal that stays, in [0, 1]
    EccPreferences preferences;     ///< what else its utility counts

    /// @returns sigma^2, noise power in a subchannel [W]
    double GetNoisePower() const;
    /// @returns M
    std::size_t GetSubchannelCount() const;
    /// @param [in] i user  @returns user's layers, F_i
    uint32_t GetLayerCount(std::size_t i) const;
    /// @param [in] n cell  @returns its users, ascending
    std::vector<std::size_t> GetUsersOf(std::size_t n) const;
    /**
     * @param [in] n cell
     * @returns how many of its users with radios subchannels, computing units and downlink power
     *          let offload
     */
    std::size_t GetOffloadLimit(std::size_t n) const;
    /// @param [in] n cell  @returns how many of its users its computing units let offload
    std::size_t GetUnitLimit(std::size_t n) const;
    /// Put every user into the cell with its largest mean uplink gain (the first of equals).
    void AssignCells();
    /// @returns "" if the problem is sound, else one sentence naming the field and its range
    std::string Validate() const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_PROBLEM_H
