/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "two-tier-learner.h"

#include "learning-error.h"

#include <Eigen/Eigenvalues>
#include <limits>
#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{

TwoTierLearner::TwoTierLearner(TwoTierSettings settings,
                               Eigen::VectorXd parameters,
                               const DrawsOf& drawsOf)
    : m_settings(std::move(settings)),
      m_drift(std::numeric_limits<double>::quiet_NaN())
{
    Check();
    if (parameters.size() != m_settings.model->GetParameterCount())
    {
        throw LearningError(std::to_string(parameters.size()) + " parameters to begin with; " +
                            m_settings.model->GetName() + " has " +
                            std::to_string(m_settings.model->GetParameterCount()));
    }
    m_models.assign(m_settings.cells.size(), parameters);
    for (std::size_t m = 0; m < m_settings.cells.size(); ++m)
    {
        double samples = 0;
        m_draws.emplace_back();
        for (std::size_t k = 0; k < m_settings.cells[m].size(); ++k)
        {
            samples += static_cast<double>(m_settings.cells[m][k].size());
            m_draws.back().push_back(drawsOf(m, k));
        }
        m_samples.push_back(samples);
    }
}

void
TwoTierLearner::Check() const
{
    if (!m_settings.model || !m_settings.data)
    {
        throw LearningError("two tiers need a model and data");
    }
    m_settings.model->Require(*m_settings.data);
    const std::size_t cells = m_settings.cells.size();
    if (cells == 0 || (!m_settings.shares.empty() && m_settings.shares.size() != cells))
    {
        throw LearningError(std::to_string(cells) + " cells and " +
                            std::to_string(m_settings.shares.size()) +
                            " shares; needed is one cell at least, and no shares or one for each");
    }
    if (m_settings.edgeRounds == 0)
    {
        throw LearningError("0 edge rounds a round; needed is one at least");
    }
    if (m_settings.watchDrift && m_settings.local.step.momentum != 0)
    {
        throw LearningError("the drift is watched step by step, which momentum does not allow");
    }
    for (std::size_t m = 0; m < cells; ++m)
    {
        const std::string name = "cell " + std::to_string(m);
        if (m_settings.cells[m].empty())
        {
            throw LearningError(name + " has no devices; needed is one at least");
        }
        for (std::size_t k = 0; k < m_settings.cells[m].size(); ++k)
        {
            const SampleList& samples = m_settings.cells[m][k];
            if (samples.empty())
            {
                throw LearningError(name + ", device " + std::to_string(k) + " has no samples");
            }
            for (const uint32_t sample : samples)
            {
                if (sample >= m_settings.data->GetSampleCount())
                {
                    throw LearningError(name + ", device " + std::to_string(k) + " has sample " +
                                        std::to_string(sample) + "; allowed is 0 to " +
                                        std::to_string(m_settings.data->GetSampleCount() - 1));
                }
            }
        }
    }
}

Eigen::VectorXd
TwoTierLearner::Carry(const Eigen::VectorXd& model) const
{
    return m_settings.singlePrecision ? model.cast<float>().cast<double>() : model;
}

double
TwoTierLearner::GetWeight(std::size_t cell, std::size_t device) const
{
    const double share = m_settings.shares.empty()
                             ? 1 / static_cast<double>(m_settings.cells.size())
                             : m_settings.shares[cell];
    return share * static_cast<double>(m_settings.cells[cell][device].size()) / m_samples[cell];
}

Eigen::VectorXd
TwoTierLearner::TrainDevice(std::size_t cell, std::size_t device, const Eigen::VectorXd& model)
{
    Eigen::VectorXd parameters = Carry(model);
    const SampleList& samples = m_settings.cells.at(cell).at(device);
    LearningDraws& draws = m_draws[cell][device];
    SgdOptions options = m_settings.local;
    if (!m_settings.watchDrift)
    {
        TrainBySgd(*m_settings.model, *m_settings.data, samples, options, draws, parameters);
        return Carry(parameters);
    }
    options.steps = 1;
    for (uint32_t step = 0; step < m_settings.local.steps; ++step)
    {
        if (m_from.size() == parameters.size())
        {
            m_drift += GetWeight(cell, device) * (parameters - m_from).squaredNorm() /
                       (m_settings.edgeRounds * m_settings.local.steps);
        }
        TrainBySgd(*m_settings.model, *m_settings.data, samples, options, draws, parameters);
    }
    return Carry(parameters);
}

Eigen::VectorXd
TwoTierLearner::AverageCell(std::size_t cell, const PeerModels& updates) const
{
    PeerShares shares;
    for (const SampleList& samples : m_settings.cells.at(cell))
    {
        shares.push_back(static_cast<double>(samples.size()) / m_samples[cell]);
    }
    return GetMeanModel(updates, shares);
}

void
TwoTierLearner::TrainCells()
{
    if (m_settings.watchDrift)
    {
        m_from = GetMean();
        m_drift = 0;
    }
    for (std::size_t m = 0; m < m_models.size(); ++m)
    {
        for (uint32_t round = 0; round < m_settings.edgeRounds; ++round)
        {
            PeerModels updates;
            for (std::size_t k = 0; k < m_settings.cells[m].size(); ++k)
            {
                updates.push_back(TrainDevice(m, k, m_models[m]));
            }
            m_models[m] = AverageCell(m, updates);
        }
    }
}

void
TwoTierLearner::Mix(const Eigen::MatrixXd& weights, uint32_t repeats, MixingWay way)
{
    const auto carry = [this] {
        for (Eigen::VectorXd& model : m_models)
        {
            model = Carry(model);
        }
    };
    for (uint32_t i = 0; i < repeats; ++i)
    {
        if (way != MixingWay::RELAYED)
        {
            carry(); // a server's own model is rounded as well, else the mean would move
        }
        m_models = MixModels(weights, m_models);
        if (way != MixingWay::PEERS)
        {
            carry();
        }
    }
}

double
TwoTierLearner::GetLoss(const Eigen::VectorXd& parameters) const
{
    double loss = 0;
    for (std::size_t m = 0; m < m_settings.cells.size(); ++m)
    {
        for (std::size_t k = 0; k < m_settings.cells[m].size(); ++k)
        {
            loss += GetWeight(m, k) *
                    m_settings.model->GetLoss(parameters, *m_settings.data, m_settings.cells[m][k]);
        }
    }
    return loss;
}

void
TwoTierLearner::GetGradient(const Eigen::VectorXd& parameters, Eigen::VectorXd& gradient) const
{
    gradient = Eigen::VectorXd::Zero(parameters.size());
    Eigen::VectorXd part;
    for (std::size_t m = 0; m < m_settings.cells.size(); ++m)
    {
        for (std::size_t k = 0; k < m_settings.cells[m].size(); ++k)
        {
            m_settings.model->GetGradient(parameters,
                                          *m_settings.data,
                                          m_settings.cells[m][k],
                                          part);
            gradient += GetWeight(m, k) * part;
        }
    }
}

double
GetSoftmaxSmoothness(const Dataset& data, const SampleList& samples, double l2)
{
    if (data.IsSparse() || samples.empty())
    {
        throw LearningError("the smoothness of softmax regression is computed of dense samples, "
                            "one at least");
    }
    const Eigen::Index features = data.GetFeatureCount();
    Eigen::MatrixXd moments = Eigen::MatrixXd::Zero(features + 1, features + 1);
    Eigen::VectorXd x(features + 1);
    for (const uint32_t sample : samples)
    {
        x.head(features) = data.GetDense().row(sample).transpose();
        x[features] = 1;
        moments += x * x.transpose() / static_cast<double>(samples.size());
    }
    const Eigen::VectorXd l =
        Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(moments, Eigen::EigenvaluesOnly)
            .eigenvalues();
    return 0.5 * l[features] + l2;
}

} // namespace edgeai
} // namespace ns3
