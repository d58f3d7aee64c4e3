/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DISTORTION_FUNCTION_H
#define EDGE_AI_DISTORTION_FUNCTION_H

#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Parameter distortion (mean absolute change of a weight) against the pruning ratio rho, for
 * weights whose magnitudes are exponential with rate lambda. Normalised: lambda times distortion,
 * which is 1 when everything is pruned.
 *
 * | kind | lambda D(rho) |
 * |---|---|
 * | MAGNITUDE_EXACT | rho + (1 - rho) ln(1 - rho), reached by magnitude pruning, the least possible
 * | | RATE_DISTORTION | 2^-R(rho), R = (1 - rho) bitsPerWeight, + H2(rho) if the mask is counted |
 * | RANDOM | rho, pruning at random |
 * | RD_CODE | sqrt(rho), zero mass of the rate-distortion optimal code |
 * | TABLE | straight lines between given points |
 *
 * (LAIM, arXiv 2505.09214, bounds parameter distortion from below by rate-distortion theory:
 * PrintedDistortionBound(). RATE_DISTORTION is this module's reading of its abstract, and the other
 * kinds are this module's derivation.)
 */
class DistortionFunction
{
  public:
    /// Which law.
    enum Kind
    {
        MAGNITUDE_EXACT,
        RATE_DISTORTION,
        RANDOM,
        RD_CODE,
        TABLE,
    };

    /// Magnitude pruning.
    DistortionFunction() = default;

    /**
     * @param [in] kind law without parameters: MAGNITUDE_EXACT, RANDOM or RD_CODE
     */
    explicit DistortionFunction(Kind kind);

    /**
     * @param [in] bitsPerWeight b_w, bits that store a kept weight, > 0
     * @param [in] countMask whether the positions of the kept weights take H2(rho) bit per weight
     * @returns the rate-distortion law. With the mask counted it falls, instead of growing, for rho
     *          below 1 / (1 + 2^bitsPerWeight)
     */
    static DistortionFunction MakeRateDistortion(double bitsPerWeight, bool countMask);

    /**
     * @param [in] points (rho, lambda D), as CheckTable wants them
     * @returns the piecewise linear law
     */
    static DistortionFunction MakeTable(std::vector<std::pair<double, double>> points);

    /**
     * @param [in] points (rho, lambda D)
     * @returns "" if rho ascends from 0 to 1 and lambda D, in [0, 1], ascends with it; else what is
     *          wrong
     */
    static std::string CheckTable(const std::vector<std::pair<double, double>>& points);

    /**
     * @param [in] text points "rho:lambdaD", separated by spaces or commas
     * @param [out] points the points
     * @returns "" or what is wrong
     */
    static std::string ParseTable(const std::string& text,
                                  std::vector<std::pair<double, double>>& points);

    /// @returns which law
    Kind GetKind() const;
    /// @param [in] rho pruning ratio, in [0, 1]  @returns lambda D, in [0, 1]
    double GetNormalised(double rho) const;
    /// @param [in] rho pruning ratio, in [0, 1]  @param [in] weightRate lambda [1/weight]
    /// @returns D [weight]
    double GetDistortion(double rho, double weightRate) const;
    /**
     * @param [in] normalised lambda D to be met
     * @param [in] low pruning ratio where the function is at most that
     * @param [in] high pruning ratio where it is at least that
     * @returns the pruning ratio in between where it is met; the nearer end if it is met nowhere
     */
    double GetPruningRatio(double normalised, double low = 0, double high = 1) const;
    /// @returns whether the law is convex in rho
    bool IsConvex() const;

  private:
    Kind m_kind{MAGNITUDE_EXACT};
    double m_bitsPerWeight{0};
    bool m_countMask{false};
    std::vector<std::pair<double, double>> m_points;
};

/**
 * @ingroup edge-ai
 * @param [in] weights the weights
 * @returns estimate of lambda, the number of weights over the sum of their magnitudes; 0 if all are
 * 0
 */
double EstimateWeightRate(const std::vector<double>& weights);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DISTORTION_FUNCTION_H
