/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "iovt-authors-objective.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns theta . Delta
double
GetLoss(const std::vector<double>& theta, const std::vector<double>& delta)
{
    return std::inner_product(theta.begin(), theta.end(), delta.begin(), 0.0);
}

/// @returns the first mode, and no other
std::vector<double>
MakeFirstMode(std::size_t modes)
{
    std::vector<double> theta(modes, 0);
    if (modes > 0)
    {
        theta.front() = 1;
    }
    return theta;
}

} // namespace

std::array<double, 2>
AuthorsObjective::GetIntensities(double lambda) const
{
    if (computeRatio == trafficRatio)
    {
        return {intensity, intensity};
    }
    return {intensity * computeRatio / trafficRatio,
            intensity * (1 - computeRatio * lambda) / (1 - trafficRatio * lambda)};
}

bool
AuthorsObjective::IsAdmissible(double lambda) const
{
    return lambda >= 0 && lambda <= 1 && computeRatio * lambda <= 1 && trafficRatio * lambda <= 1;
}

double
AuthorsObjective::GetTime(double lambda) const
{
    const std::array<double, 2> intensities = GetIntensities(lambda);
    const std::array<double, 2> shares{lambda, 1 - lambda};
    double time = sentBytes / sendingRate;
    for (std::size_t i = 0; i < 2; ++i)
    {
        const double speed = devices[i].efficiency * intensities[i] * devices[i].bandwidth;
        time += shares[i] > 0 ? shares[i] * work / speed : 0;
    }
    return time;
}

void
Evaluate(const AuthorsObjective& objective, AuthorsPoint& point)
{
    const double loss = point.lambda * GetLoss(point.thetas[0], objective.devices[0].delta) +
                        (1 - point.lambda) * GetLoss(point.thetas[1], objective.devices[1].delta);
    point.value = objective.GetTime(point.lambda) / objective.timeUnit + objective.kappa * loss;
}

AuthorsPoint
Descend(const AuthorsObjective& objective, const AuthorsDescent& descent, AuthorsPoint* last)
{
    AuthorsPoint point;
    point.lambda = descent.lambda;
    std::array<double, 2> times{};
    for (std::size_t i = 0; i < 2; ++i)
    {
        const AuthorsDevice& device = objective.devices[i];
        point.thetas[i] = MakeFirstMode(device.delta.size());
        times[i] = objective.work / (device.efficiency * objective.intensity * device.bandwidth);
    }
    AuthorsPoint best;
    best.value = std::numeric_limits<double>::infinity();
    for (uint32_t round = 0; round < descent.rounds; ++round)
    {
        Evaluate(objective, point);
        point.round = round;
        if (point.value < best.value)
        {
            best = point;
        }
        const std::array<double, 2> shares{point.lambda, 1 - point.lambda};
        const double slope =
            (times[0] - times[1]) / objective.timeUnit +
            objective.kappa * (GetLoss(point.thetas[0], objective.devices[0].delta) -
                               GetLoss(point.thetas[1], objective.devices[1].delta));
        for (std::size_t i = 0; i < 2; ++i)
        {
            for (std::size_t j = 0; j < point.thetas[i].size(); ++j)
            {
                const double step =
                    descent.rate * objective.kappa * shares[i] * objective.devices[i].delta[j];
                point.thetas[i][j] = std::clamp(point.thetas[i][j] - step, 0.0, 1.0);
            }
        }
        point.lambda = std::clamp(point.lambda - descent.rate * slope, 0.0, 1.0);
    }
    if (last)
    {
        Evaluate(objective, point);
        point.round = descent.rounds;
        *last = point;
    }
    return best;
}

AuthorsPoint
SearchGrid(const AuthorsObjective& objective,
           const std::vector<double>& lambdas,
           const std::vector<std::vector<double>>& thetas)
{
    AuthorsPoint best;
    best.value = std::numeric_limits<double>::infinity();
    for (const double lambda : lambdas)
    {
        if (!objective.IsAdmissible(lambda))
        {
            continue;
        }
        for (const std::vector<double>& first : thetas)
        {
            for (const std::vector<double>& second : thetas)
            {
                AuthorsPoint point;
                point.lambda = lambda;
                point.thetas = {first, second};
                Evaluate(objective, point);
                if (point.value < best.value)
                {
                    best = point;
                }
            }
        }
    }
    return best;
}

AuthorsPoint
FindVertex(const AuthorsObjective& objective)
{
    AuthorsPoint best;
    best.value = std::numeric_limits<double>::infinity();
    for (const double lambda : {0.0, 1.0})
    {
        AuthorsPoint point;
        point.lambda = lambda;
        for (std::size_t i = 0; i < 2; ++i)
        {
            for (const double delta : objective.devices[i].delta)
            {
                point.thetas[i].push_back(delta < 0 ? 1 : 0);
            }
        }
        Evaluate(objective, point);
        if (point.value < best.value)
        {
            best = point;
        }
    }
    return best;
}

} // namespace edgeai
} // namespace ns3
