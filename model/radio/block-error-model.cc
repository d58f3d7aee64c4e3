/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "block-error-model.h"

#include <cmath>
#include <gsl/gsl_cdf.h>
#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

BlockErrorModel::BlockErrorModel(const Options& options)
    : m_options(options)
{
    if (!(options.gap >= 1) || std::isinf(options.gap))
    {
        std::ostringstream wrong;
        wrong << "BlockErrorModel: gap is " << options.gap << ", must be finite and >= 1";
        throw std::invalid_argument(wrong.str());
    }
}

double
BlockErrorModel::SpectralEfficiency(const std::vector<double>& sinr) const
{
    double sum = 0;
    for (double s : sinr)
    {
        sum += std::log1p(s / m_options.gap);
    }
    return sum * M_LOG2E;
}

namespace
{

/// Relative slack of comparisons with capacity: a block planned for a SINR must pass at that SINR
/// although the receiver adds up its interference in another order. A thousandth of a bit in 1e6.
constexpr double SLACK = 1e-9;

/**
 * @param [in] sinr SINR on each subchannel
 * @param [in] gap SNR gap
 * @returns sum over the subchannels of the channel dispersion [bit^2 per channel use]
 */
double
Dispersion(const std::vector<double>& sinr, double gap)
{
    double sum = 0;
    for (double s : sinr)
    {
        const double inverse = 1 / (1 + s / gap);
        sum += 1 - inverse * inverse;
    }
    return sum * M_LOG2E * M_LOG2E;
}

} // namespace

double
BlockErrorModel::FailureProbability(double bits,
                                    const std::vector<double>& sinr,
                                    double symbols) const
{
    if (m_options.law == IDEAL || !(bits > 0))
    {
        return 0;
    }
    const double capacity = symbols * SpectralEfficiency(sinr);
    if (m_options.law == SHANNON || !(capacity > 0))
    {
        return bits <= capacity * (1 + SLACK) ? 0 : 1;
    }
    const double uses = symbols * sinr.size();
    const double margin = capacity - bits + (m_options.logTerm ? 0.5 * std::log2(uses) : 0.0);
    const double deviation = std::sqrt(symbols * Dispersion(sinr, m_options.gap));
    return 0.5 * std::erfc(margin / deviation * M_SQRT1_2);
}

uint64_t
BlockErrorModel::PlanBits(const std::vector<double>& sinr, double symbols, double target) const
{
    double bits = symbols * SpectralEfficiency(sinr);
    if (m_options.law == FINITE_BLOCKLENGTH && bits > 0)
    {
        bits +=
            (m_options.logTerm ? 0.5 * std::log2(symbols * sinr.size()) : 0.0) -
            std::sqrt(symbols * Dispersion(sinr, m_options.gap)) * gsl_cdf_ugaussian_Qinv(target);
    }
    return bits > 0 ? static_cast<uint64_t>(bits * (1 + SLACK)) : 0;
}

double
BlockErrorModel::EffectiveSinr(const std::vector<double>& sinr,
                               const std::vector<double>& share) const
{
    double information = 0;
    for (std::size_t i = 0; i < sinr.size(); ++i)
    {
        information += share[i] * std::log1p(sinr[i] / m_options.gap);
    }
    return m_options.gap * std::expm1(information);
}

} // namespace edgeai
} // namespace ns3
