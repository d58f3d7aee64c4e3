/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BLOCK_ERROR_MODEL_H
#define EDGE_AI_BLOCK_ERROR_MODEL_H

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * How probably a transport block fails, and how many bits may be put into one.
 *
 * A block of n = symbols x (number of subchannels) channel uses carries r = bits/n bit per use over
 * subchannels of SINR s_m; with e_m = s_m/gap, C is the mean of log2(1+e_m) and V the mean of
 * (1 - (1+e_m)^-2) (log2 e)^2.
 * - SHANNON: fails iff r > C, that is, bits > tau sum_m b log2(1 + s_m/gap).
 * - FINITE_BLOCKLENGTH: fails with probability Q((n(C-r) + 0.5 log2 n) / sqrt(nV)), the normal
 *   approximation of Y. Polyanskiy, H. V. Poor, S. Verdu, "Channel coding rate in the finite
 *   blocklength regime", IEEE Trans. Inf. Theory 56(5), 2010, for parallel complex Gaussian
 * channels.
 * - IDEAL: never fails.
 */
class BlockErrorModel
{
  public:
    /// The laws.
    enum Law
    {
        SHANNON,
        FINITE_BLOCKLENGTH,
        IDEAL,
    };

    /// Options.
    struct Options
    {
        Law law{FINITE_BLOCKLENGTH}; ///< law
        double gap{1};               ///< SNR gap Gamma of modulation and coding, linear, >= 1
        bool logTerm{true};          ///< keep the 0.5 log2 n of FINITE_BLOCKLENGTH
    };

    BlockErrorModel() = default;

    /**
     * @param [in] options options
     * @throws std::invalid_argument naming the field and its range
     */
    explicit BlockErrorModel(const Options& options);

    /**
     * @returns the options
     */
    const Options& GetOptions() const
    {
        return m_options;
    }

    /**
     * @param [in] bits block size [bit], >= 0
     * @param [in] sinr SINR on each of the block's subchannels, linear
     * @param [in] symbols channel uses per subchannel, tau*b
     * @returns probability that the block fails, in [0, 1]
     */
    double FailureProbability(double bits, const std::vector<double>& sinr, double symbols) const;

    /**
     * The largest block that fails with at most a given probability.
     * @param [in] sinr SINR on each of the block's subchannels, linear
     * @param [in] symbols channel uses per subchannel, tau*b
     * @param [in] target failure probability in (0, 1); used by FINITE_BLOCKLENGTH only, the other
     * laws give the Shannon size
     * @returns whole number of bits, 0 when nothing can be carried
     */
    uint64_t PlanBits(const std::vector<double>& sinr, double symbols, double target) const;

    /**
     * sum_m log2(1 + s_m/gap) [bit per channel use].
     * @param [in] sinr SINR on each subchannel, linear
     * @returns the sum
     */
    double SpectralEfficiency(const std::vector<double>& sinr) const;

    /**
     * The SINR that, held for the whole block, gives the mutual information of one that changes.
     * @param [in] sinr SINR in each piece of time, linear
     * @param [in] share share of the time each piece lasts, sums to 1
     * @returns s with log2(1+s/gap) = sum share log2(1+sinr/gap)
     */
    double EffectiveSinr(const std::vector<double>& sinr, const std::vector<double>& share) const;

  private:
    Options m_options; ///< options
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BLOCK_ERROR_MODEL_H
