/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_LAW_H
#define EDGE_AI_DP_SPARSE_LAW_H

#include "dp-sparse-case.h"

#include <cstddef>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What a client on a channel is worth until an instant, and the best instant of a matching. The
 * searches over matchings know nothing else.
 */
class DpSparseLaw
{
  public:
    /// @param [in] problem it is of; must live as long
    explicit DpSparseLaw(const DpSparseCase& problem)
        : m_problem(problem)
    {
    }

    virtual ~DpSparseLaw() = default;

    /// @returns the problem
    const DpSparseCase& GetCase() const
    {
        return m_problem;
    }

    /**
     * The best that a pair can do until an instant.
     * @param [in,out] pair client and channel; fraction and power
     * @param [in] delay D [s]
     * @returns its part of the objective; minus infinity if not even s_min comes until then
     */
    virtual double Fill(DpSparsePair& pair, double delay) const = 0;

    /// @param [in] pairs a matching, not empty, every one with a link  @returns the best D for it
    virtual double FindDelay(const std::vector<DpSparsePair>& pairs) const = 0;

  protected:
    /// @param [in] pairs a matching  @returns the least D at which all send s_min at full power
    double GetLeastDelay(const std::vector<DpSparsePair>& pairs) const;
    /// @param [in] pairs a matching  @returns the D at which all send s_opt at full power
    double GetLastDelay(const std::vector<DpSparsePair>& pairs) const;

    const DpSparseCase& m_problem;
};

/**
 * @ingroup edge-ai
 * Full power, which is optimal where energy has no price. For a matching the objective is concave
 * and piecewise quadratic in D: its best D has a closed form (step 3 of the definition).
 */
class DpSparseFullPower : public DpSparseLaw
{
  public:
    using DpSparseLaw::DpSparseLaw;

    double Fill(DpSparsePair& pair, double delay) const override;
    double FindDelay(const std::vector<DpSparsePair>& pairs) const override;
};

/**
 * @ingroup edge-ai
 * With batteries: each client sends just in time, with the least power that brings its update until
 * D, and the objective has Y_i E_i against it. For given D the fraction s solves
 * V p_w (A - 2 B s) = Y (unit / W) 32 d ln2 2^(bits(s) / (W (D - Tc))), by halving; D by golden
 * section up to a limit, since without a price of delay a later end is always cheaper.
 */
class DpSparseJustInTime : public DpSparseLaw
{
  public:
    /// @param [in] problem it is of, with powers  @param [in] delayMax where D ends at most [s]
    DpSparseJustInTime(const DpSparseCase& problem, double delayMax);

    double Fill(DpSparsePair& pair, double delay) const override;
    double FindDelay(const std::vector<DpSparsePair>& pairs) const override;

  private:
    double m_delayMax; ///< [s]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_LAW_H
