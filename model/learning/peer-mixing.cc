/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "peer-mixing.h"

#include "learning-error.h"

#include <limits>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns pi_m
double
GetShare(const PeerShares& shares, std::size_t count, std::size_t m)
{
    return shares.empty() ? 1 / static_cast<double>(count) : shares[m];
}

/// @throws LearningError if sizes do not fit
void
Require(std::size_t models, const PeerShares& shares)
{
    if (models == 0)
    {
        throw LearningError("there are no models to mix; needed is one at least");
    }
    if (!shares.empty() && shares.size() != models)
    {
        throw LearningError(std::to_string(shares.size()) + " shares do not fit " +
                            std::to_string(models) + " models");
    }
}

} // namespace

Eigen::VectorXd
MixRow(const Eigen::VectorXd& weights, const PeerModels& models)
{
    if (models.empty() || static_cast<std::size_t>(weights.size()) != models.size())
    {
        throw LearningError(std::to_string(weights.size()) + " weights do not fit " +
                            std::to_string(models.size()) + " models");
    }
    Eigen::VectorXd mixed;
    for (std::size_t j = 0; j < models.size(); ++j)
    {
        const double weight = weights[static_cast<Eigen::Index>(j)];
        if (weight == 0)
        {
            continue;
        }
        if (mixed.size() == 0)
        {
            mixed = Eigen::VectorXd::Zero(models[j].size());
        }
        if (models[j].size() != mixed.size())
        {
            throw LearningError("model " + std::to_string(j) + " has " +
                                std::to_string(models[j].size()) + " parameters; needed are " +
                                std::to_string(mixed.size()));
        }
        mixed += weight * models[j];
    }
    return mixed;
}

PeerModels
MixModels(const Eigen::MatrixXd& weights, const PeerModels& models, uint32_t repeats)
{
    if (weights.rows() != weights.cols())
    {
        throw LearningError("a matrix of " + std::to_string(weights.rows()) + " rows and " +
                            std::to_string(weights.cols()) + " columns mixes nothing");
    }
    PeerModels now = models;
    for (uint32_t i = 0; i < repeats; ++i)
    {
        PeerModels next;
        for (Eigen::Index m = 0; m < weights.rows(); ++m)
        {
            next.push_back(MixRow(weights.row(m), now));
        }
        now = std::move(next);
    }
    return now;
}

Eigen::VectorXd
GetMeanModel(const PeerModels& models, const PeerShares& shares)
{
    Require(models.size(), shares);
    Eigen::VectorXd mean = Eigen::VectorXd::Zero(models.front().size());
    for (std::size_t m = 0; m < models.size(); ++m)
    {
        mean += GetShare(shares, models.size(), m) * models[m];
    }
    return mean;
}

double
GetConsensusDistance(const PeerModels& models, const PeerShares& shares)
{
    const Eigen::VectorXd mean = GetMeanModel(models, shares);
    double sum = 0;
    for (std::size_t m = 0; m < models.size(); ++m)
    {
        sum += GetShare(shares, models.size(), m) * (models[m] - mean).squaredNorm();
    }
    return sum;
}

double
GetPairwiseDistance(const PeerModels& models, const PeerShares& shares)
{
    Require(models.size(), shares);
    double sum = 0;
    for (std::size_t m = 0; m < models.size(); ++m)
    {
        for (std::size_t j = 0; j < m; ++j)
        {
            sum += GetShare(shares, models.size(), m) * GetShare(shares, models.size(), j) *
                   (models[m] - models[j]).squaredNorm();
        }
    }
    return sum;
}

Eigen::MatrixXd
GetGramMatrix(const PeerModels& models)
{
    const auto count = static_cast<Eigen::Index>(models.size());
    Eigen::MatrixXd gram(count, count);
    for (Eigen::Index m = 0; m < count; ++m)
    {
        for (Eigen::Index j = 0; j <= m; ++j)
        {
            gram(m, j) = gram(j, m) = models[m].dot(models[j]);
        }
    }
    return gram;
}

double
PredictDistance(const Eigen::MatrixXd& weights,
                const Eigen::MatrixXd& gram,
                const PeerShares& shares)
{
    const auto count = static_cast<std::size_t>(gram.rows());
    Require(count, shares);
    if (weights.rows() != gram.rows() || weights.cols() != gram.cols())
    {
        throw LearningError("a matrix of " + std::to_string(weights.rows()) + " by " +
                            std::to_string(weights.cols()) + " weights does not fit " +
                            std::to_string(count) + " models");
    }
    Eigen::MatrixXd rest = weights;
    for (std::size_t j = 0; j < count; ++j)
    {
        rest.col(static_cast<Eigen::Index>(j)).array() -= GetShare(shares, count, j);
    }
    const Eigen::VectorXd squares = (rest * gram * rest.transpose()).diagonal();
    double sum = 0;
    for (std::size_t m = 0; m < count; ++m)
    {
        sum += GetShare(shares, count, m) * squares[static_cast<Eigen::Index>(m)];
    }
    return sum;
}

double
GetSteadyDistance(double factor, double drift)
{
    if (!(factor < 1))
    {
        return std::numeric_limits<double>::infinity();
    }
    const double root = factor * drift / (1 - factor);
    return root * root;
}

} // namespace edgeai
} // namespace ns3
