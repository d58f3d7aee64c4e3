/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_RELAXATION_H
#define EDGE_AI_PARTEL_RELAXATION_H

#include "partel-radio.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * A division of the subchannels in parts (C in [0, 1]) with all that follows from it. None of it
 * depends on the end T of the round, so a division is judged for any T at once.
 */
struct RelaxedDivision
{
    std::vector<double> shares; ///< C_k,n, a row per worker; each subchannel's sum is 1
    std::vector<double> rates;  ///< R_k [bit/s]
    std::vector<double> speeds; ///< theta_k [1/s]
    std::vector<double> slopes; ///< d theta_k / d C_k,n, a row per worker [1/s]
};

/**
 * @ingroup edge-ai
 * The slope of a concave rate with respect to its share of a subchannel, by the envelope theorem.
 * @param [in] snr x, power density times gain, >= 0
 * @returns ln(1 + x) - x / (1 + x), with full relative precision for any x
 */
double GetShareSlope(double snr);

/**
 * @ingroup edge-ai
 * Fills in what follows from shares: each worker fills water over its own, O(K N).
 * @param [in] radio the round
 * @param [in,out] division of which the shares are set
 */
void EvaluateShares(const PartelRadio& radio, RelaxedDivision& division);

/// @ingroup edge-ai
/// Settings of the relaxed solver.
struct RelaxationOptions
{
    double tolerance{1e-5};        ///< epsilon: of the certificate, relative to what is served
    uint32_t maxEvaluations{5000}; ///< of a division
};

/**
 * @ingroup edge-ai
 * REL: subchannels in parts for which sum_k w_k theta_k is largest. Multiplicative steps along the
 * gradient; the Frank-Wolfe bound of the concave objective says how far the best may be above.
 */
class PartelRelaxation
{
  public:
    /// Begins with equal parts. @param [in] radio that outlives it  @param [in] options settings
    PartelRelaxation(const PartelRadio& radio, const RelaxationOptions& options);

    /**
     * Improve the present division.
     * @param [in] weights w_k of each worker, >= 0
     * @param [in] least tolerance that is enough for now; that of the options if smaller
     * @returns whether the certificate is within the tolerance
     */
    bool Maximise(const std::vector<double>& weights, double least = 0);

    /// @returns the present division
    const RelaxedDivision& GetDivision() const;

    /// @param [in] weights w_k, >= 0  @returns F, sum_k w_k theta_k of the present division
    double GetValue(const std::vector<double>& weights) const;

    /**
     * The certificate.
     * @param [in] weights w_k, >= 0
     * @returns by how much the best division's F may at most be above the present one's
     */
    double GetGap(const std::vector<double>& weights) const;

    /// @returns how many divisions were evaluated
    uint32_t GetEvaluations() const;

  private:
    /**
     * Who is in the race: with many workers all but a few shares of a subchannel are soon as small
     * as they get, and stay there unless their slope becomes the steepest. They are looked at again
     * now and then, and before anything is certified.
     */
    struct Contenders
    {
        bool all{true};                           ///< all are, and the rest is not set
        std::vector<std::vector<uint32_t>> ranks; ///< of each worker, places in its order
        std::vector<double> others;               ///< shares of those who are not, by subchannel
    };

    /// @param [in] worker k  @param [in] use gets the subchannels that it is in the race for
    template <typename Use>
    void ForEachContender(std::size_t worker, Use use) const;
    /// Find out who is in the race. @param [in] weights w_k
    void Collect(const std::vector<double>& weights);
    /// @param [in] division a division  @param [in] weights w_k
    /// @returns steepest slope of those in the race on each subchannel
    std::vector<double> GetBest(const RelaxedDivision& division,
                                const std::vector<double>& weights) const;
    /// @param [in,out] division of which the shares of those in the race are set
    void Evaluate(RelaxedDivision& division);
    /// @param [in] from a division  @param [in] weights w_k
    /// @param [in] steps eta of each subchannel  @param [out] to the next one's shares
    void Step(const RelaxedDivision& from,
              const std::vector<double>& weights,
              const std::vector<double>& steps,
              RelaxedDivision& to) const;
    /// @param [in] division a division  @param [in] weights w_k
    /// @returns who has the steepest slope on each subchannel (ties: the first)
    std::vector<uint32_t> GetFavourites(const RelaxedDivision& division,
                                        const std::vector<double>& weights) const;
    /// @param [in] division a division  @param [in] weights w_k  @returns largest w_k slope_k,n
    double GetSteepest(const RelaxedDivision& division, const std::vector<double>& weights) const;

    const PartelRadio& m_radio;
    RelaxationOptions m_options;
    RelaxedDivision m_present;
    Contenders m_contenders;
    uint32_t m_evaluations{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_RELAXATION_H
