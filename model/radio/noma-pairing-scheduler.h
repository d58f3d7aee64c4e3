/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NOMA_PAIRING_SCHEDULER_H
#define EDGE_AI_NOMA_PAIRING_SCHEDULER_H

#include "ofdma-scheduler.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Power-domain NOMA in pairs. The users of a slot take turns as with RoundRobinScheduler; of these
 * the one with the best channel is paired with the one with the worst, the second best with the
 * second worst, and so on, as long as their gains are at least MinGap apart. A pair shares its
 * subchannels; where splitting them between the two (OFDMA) carries more bits in sum, they are
 * split instead. Users left over, and cells with SuperposedUsers 1, get OFDMA.
 *
 * Uplink: both send with their full power, spread evenly; the base station decodes the strong one
 * first. Downlink: the power on the pair's subchannels is split between the two signals; the weak
 * user's is decoded first, also by the strong user, so its size suits the worse of both.
 * - PowerSplit=Fixed: the weak user gets WeakShare of the power.
 * - PowerSplit=Fractional: shares in proportion to gain^-Decay, fractional transmit power
 *   allocation as in A. Benjebbour et al., "Concept and practical considerations of non-orthogonal
 *   multiple access (NOMA) for future radio access", ISPACS 2013.
 */
class NomaPairingScheduler : public OfdmaScheduler
{
  public:
    /// How the downlink power of a pair is split.
    enum PowerSplit
    {
        FRACTIONAL, ///< in proportion to gain^-Decay
        FIXED,      ///< WeakShare to the weak user
    };

    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();

    Attention GetAttention(Direction direction) const override;

  protected:
    void ScheduleDirection(const CellDemand& demand,
                           const std::vector<const UserDemand*>& users,
                           const std::vector<uint32_t>& free,
                           GrantList& grants) override;

  private:
    /**
     * @param [in] gains mean gain over noise of the strong and the weak user
     * @returns share of the downlink power that the weak user's signal gets, in (0, 1)
     */
    double GetWeakShare(const std::pair<double, double>& gains) const;

    /**
     * Superpose two users.
     * @param [in] demand state of the cell
     * @param [in] strong user with the better channel
     * @param [in] weak the other
     * @param [in] weakShare share of downlink power for the weak user
     * @param [in] subchannels their subchannels
     * @param [in] free number of subchannels that were free
     * @returns their grants; empty if one of them could carry nothing
     */
    GrantList Superpose(const CellDemand& demand,
                        const UserDemand& strong,
                        const UserDemand& weak,
                        double weakShare,
                        const std::vector<uint32_t>& subchannels,
                        std::size_t free) const;

    /**
     * Split subchannels between users, one each in turn.
     * @param [in] demand state of the cell
     * @param [in] users the users
     * @param [in] subchannels their subchannels
     * @param [in] free number of subchannels that were free
     * @returns their grants
     */
    static GrantList Split(const CellDemand& demand,
                           const std::vector<const UserDemand*>& users,
                           const std::vector<uint32_t>& subchannels,
                           std::size_t free);

    PowerSplit m_powerSplit; ///< PowerSplit
    double m_weakShare;      ///< WeakShare
    double m_decay;          ///< Decay
    double m_minGap;         ///< MinGap [dB]
    double m_residual;       ///< SicResidual
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NOMA_PAIRING_SCHEDULER_H
