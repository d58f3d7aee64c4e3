/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-draws.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <utility>

namespace ns3
{
namespace edgeai
{

LearningDraws::LearningDraws(std::function<double()> uniform)
    : m_uniform(std::move(uniform))
{
}

double
LearningDraws::Uniform()
{
    return m_uniform();
}

double
LearningDraws::Normal()
{
    const double radius = std::sqrt(-2 * std::log1p(-Uniform()));
    return radius * std::cos(2 * M_PI * Uniform());
}

uint32_t
LearningDraws::Pick(uint32_t count)
{
    // A draw next to 1 may round up to the count.
    return std::min(count - 1, static_cast<uint32_t>(Uniform() * count));
}

double
LearningDraws::LogGamma(double shape)
{
    if (shape < 1)
    {
        // 1 - U is in (0, 1].
        const double larger = LogGamma(shape + 1);
        return larger + std::log1p(-Uniform()) / shape;
    }
    const double d = shape - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    while (true)
    {
        const double x = Normal();
        const double cube = std::pow(1 + c * x, 3);
        const double u = 1 - Uniform();
        if (cube > 0 && std::log(u) < x * x / 2 + d - d * cube + d * std::log(cube))
        {
            return std::log(d) + std::log(cube);
        }
    }
}

std::vector<double>
LearningDraws::Dirichlet(double concentration, uint32_t count)
{
    std::vector<double> shares(count);
    for (double& share : shares)
    {
        share = LogGamma(concentration);
    }
    const double most = *std::max_element(shares.begin(), shares.end());
    double sum = 0;
    for (double& share : shares)
    {
        share = std::exp(share - most);
        sum += share;
    }
    for (double& share : shares)
    {
        share /= sum;
    }
    return shares;
}

void
LearningDraws::Shuffle(std::vector<uint32_t>& order)
{
    for (std::size_t left = order.size(); left > 1; --left)
    {
        std::swap(order[left - 1], order[Pick(static_cast<uint32_t>(left))]);
    }
}

std::vector<uint32_t>
MakeDrawKey(std::initializer_list<uint64_t> numbers)
{
    std::vector<uint32_t> key;
    for (const uint64_t number : numbers)
    {
        key.push_back(static_cast<uint32_t>(number));
        key.push_back(static_cast<uint32_t>(number >> 32));
    }
    return key;
}

LearningDraws
MakeKeyedDraws(const std::vector<uint32_t>& key)
{
    std::seed_seq seeds(key.begin(), key.end());
    const auto generator = std::make_shared<std::mt19937_64>(seeds);
    return LearningDraws(
        [generator]() { return static_cast<double>((*generator)() >> 11) * 0x1p-53; });
}

} // namespace edgeai
} // namespace ns3
