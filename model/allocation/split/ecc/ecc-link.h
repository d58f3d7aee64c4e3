/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_LINK_H
#define EDGE_AI_ECC_LINK_H

#include "ecc-point.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Rates of one direction, uplink or downlink, under power-domain NOMA with successive interference
 * cancellation in several cells (Yuan et al., arXiv 2312.15850; equations (1) to (3) are this
 * module's derivation). @see EccDifferentiableLink for their gradient
 *
 * Within a cell and subchannel users stand in SIC order, so in-cell interference is a running sum;
 * what one cell does to another is summed once per cell. One pass costs O(places * cells), where a
 * place is a user on a subchannel it may use, instead of O(users^2 * subchannels).
 */
class EccLink
{
  public:
    /// Which way.
    enum Direction
    {
        UPLINK,
        DOWNLINK,
    };

    /// Result for one user on one subchannel, for whoever wants more than rates.
    struct Place
    {
        std::size_t user{0};       ///< i
        std::size_t subchannel{0}; ///< m
        double gain{0};            ///< to the user's own access point
        double interference{0};    ///< I, with noise [W]
        double sinr{0};            ///< gamma; meaningless where the share is 0
        double efficiency{0};      ///< log2(1 + gamma) [bit/s/Hz], likewise
    };

    /**
     * @param [in] problem a sound problem that outlives the link
     * @param [in] direction which way
     */
    EccLink(const EccProblem& problem, Direction direction);

    /**
     * Let offloading users that have radios spread over all subchannels.
     * @param [in] splits s_i; silent users get no place
     */
    void Spread(const std::vector<uint32_t>& splits);
    /**
     * Give every offloading user that has a radio one subchannel. Shares are then taken as 1.
     * @param [in] splits s_i; silent users get no place
     * @param [in] subchannels of the users; one that does not exist gives no place, and so no rate
     */
    void Assign(const std::vector<uint32_t>& splits, const std::vector<uint32_t>& subchannels);
    /**
     * Order a downlink under SicOrder CINR by the interference of a certain point. Nothing to do in
     * the uplink, where all users of a cell meet the same interference, and under GAIN.
     * @param [in] shares beta, empty after Assign()
     * @param [in] powers of the users [W]
     */
    void Order(const std::vector<double>& shares, const std::vector<double>& powers);

    /**
     * Equations (1) to (3).
     * @param [in] shares beta at [i * M + m], empty after Assign()
     * @param [in] powers of the users [W]
     * @param [out] rates R_i [bit/s]; 0 for silent users
     */
    void ComputeRates(const std::vector<double>& shares,
                      const std::vector<double>& powers,
                      std::vector<double>& rates);
    /// @returns which way
    Direction GetDirection() const;
    /// @returns places by subchannel and cell, each cell's in SIC order: in the uplink the first is
    ///          decoded first, in the downlink the last one's signal is removed first
    const std::vector<Place>& GetPlaces() const;
    /// @param [in] m subchannel  @param [in] n cell  @returns index of the group's first place
    std::size_t GetFirst(std::size_t m, std::size_t n) const;
    /// @param [in] m subchannel  @param [in] n cell  @returns index behind the group's last place
    std::size_t GetLast(std::size_t m, std::size_t n) const;

  private:
    /// @param [in] i user  @param [in] m subchannel it may use
    void AddPlace(std::size_t i, std::size_t m);
    /// Sort m_places and find the groups.
    void Arrange();
    /// Sum what each cell radiates on subchannel m. @param [in] m subchannel
    void SumPowers(std::size_t m);
    /// Interference of other cells at each place of subchannel m. @param [in] m subchannel
    void AddOtherCells(std::size_t m);
    /// Interference within a cell. @param [in] m subchannel  @param [in] n cell
    void AddOwnCell(std::size_t m, std::size_t n);

  protected:
    const EccProblem& m_problem;       ///< gains and constants
    const EccGains& m_gains;           ///< of this direction
    Direction m_direction;             ///< which way
    std::size_t m_subchannels;         ///< M
    std::size_t m_cells;               ///< N
    std::vector<Place> m_places;       ///< see GetPlaces()
    std::vector<std::size_t> m_groups; ///< first place of group m * N + n, and one past the last
    std::vector<double> m_sent;        ///< beta p of each place [W]

  private:
    std::vector<double> m_perCell; ///< sums of one subchannel
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_LINK_H
