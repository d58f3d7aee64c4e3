/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SUBCHANNEL_OWNERS_H
#define EDGE_AI_SUBCHANNEL_OWNERS_H

#include "partel-radio.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What a worker's set of subchannels would be with another one, or without one of its own.
struct SetChange
{
    static constexpr uint32_t NONE = UINT32_MAX; ///< no subchannel

    uint32_t added{NONE};   ///< a subchannel of somebody else
    uint32_t removed{NONE}; ///< one of its own
};

/**
 * @ingroup edge-ai
 * Who owns which subchannel, and the rates that follow when every worker fills water over its own.
 * Rates of changed sets are found without changing anything, so that a search looks at many.
 */
class SubchannelOwners
{
  public:
    /// @param [in] radio that outlives it  @param [in] owners of each subchannel, < K
    SubchannelOwners(const PartelRadio& radio, const std::vector<uint32_t>& owners);

    /// @returns the worker of each subchannel
    const std::vector<uint32_t>& GetOwners() const;

    /// @param [in] worker k  @returns its subchannels, from its best to its worst
    std::vector<uint32_t> GetSubchannels(std::size_t worker) const;

    /// @param [in] worker k  @returns its rate with all its power [bit/s]
    double GetRate(std::size_t worker) const;

    /// @returns of all workers [bit/s]
    const std::vector<double>& GetRates() const;

    /**
     * @param [in] worker k
     * @param [in] power over all its subchannels [W], >= 0
     * @param [in] change of its set
     * @returns its rate [bit/s]
     */
    double GetRate(std::size_t worker, double power, const SetChange& change) const;

    /**
     * How much each subchannel is worth to a worker: the slope of its rate with respect to a share
     * of it (`GetShareSlope`), for its own and for others'. The rate is concave in the shares, so
     * slopes bound what any change of the set is worth.
     * @param [in] worker k
     * @param [out] slopes of its rate, one per subchannel [bit/s]; infinite for all of use if it
     *              has none of use so far
     */
    void GetSlopes(std::size_t worker, double* slopes) const;

    /// @param [in] subchannel n  @param [in] worker who has it from now on
    void Give(uint32_t subchannel, uint32_t worker);

  private:
    /// Collects a worker's set, from its best to its worst, into floors and gains.
    /// @param [in] worker k  @param [in] change of its set
    void Collect(std::size_t worker, const SetChange& change) const;

    const PartelRadio& m_radio;
    std::vector<uint32_t> m_owners;
    std::vector<std::vector<uint32_t>> m_sets; ///< of each worker: ranks of its own, ascending
    std::vector<double> m_rates;
    mutable std::vector<double> m_floors; ///< room for one set
    mutable std::vector<double> m_gains;  ///< likewise
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SUBCHANNEL_OWNERS_H
