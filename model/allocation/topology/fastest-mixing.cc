/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fastest-mixing.h"

#include "allocation/numeric/smooth-minimisation.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// The smooth bound of rho and its slope.
class SpectralObjective
{
  public:
    SpectralObjective(const MixingGraph& graph, bool allowNegative)
        : m_graph(graph),
          m_allowNegative(allowNegative),
          m_mean(graph.servers, graph.servers),
          m_vectors(graph.servers, graph.links.size())
    {
        const auto servers = static_cast<double>(graph.servers);
        for (std::size_t m = 0; m < graph.servers; ++m)
        {
            for (std::size_t j = 0; j < graph.servers; ++j)
            {
                m_mean(m, j) = std::sqrt(graph.GetShare(m) * graph.GetShare(j));
            }
        }
        m_vectors.setZero();
        for (std::size_t e = 0; e < graph.links.size(); ++e)
        {
            const auto [m, j] = graph.links[e];
            m_vectors(m, e) = 1 / std::sqrt(servers * graph.GetShare(m));
            m_vectors(j, e) = -1 / std::sqrt(servers * graph.GetShare(j));
        }
    }

    /**
     * tr(Q^(2k))^(1/(2k)) by the spectrum of Q, in units of its largest magnitude, so that no power
     * leaves the range of a double; d/dw_e = -sum over i of (l_i / value)^(2k-1) (v_e . x_i)^2.
     */
    double Evaluate(const std::vector<double>& point,
                    std::vector<double>* slope,
                    int k,
                    double penalty)
    {
        ++m_evaluations;
        const Eigen::MatrixXd q = MakeSymmetricMixing(m_graph, point) - m_mean;
        m_solver.compute(q, slope ? Eigen::ComputeEigenvectors : Eigen::EigenvaluesOnly);
        const Eigen::VectorXd& l = m_solver.eigenvalues();
        const double most = l.lpNorm<Eigen::Infinity>();
        double value = 0;
        if (most > 0)
        {
            value = most * std::pow((l / most).array().abs().pow(2 * k).sum(), 0.5 / k);
        }
        if (slope)
        {
            Eigen::VectorXd factors = Eigen::VectorXd::Zero(l.size());
            for (Eigen::Index i = 0; i < l.size() && value > 0; ++i)
            {
                factors[i] = std::copysign(std::pow(std::abs(l[i]) / value, 2 * k - 1), l[i]);
            }
            const Eigen::MatrixXd parts = m_solver.eigenvectors().transpose() * m_vectors;
            const Eigen::VectorXd rise = -(parts.cwiseAbs2().transpose() * factors);
            std::copy(rise.data(), rise.data() + rise.size(), slope->begin());
        }
        return m_allowNegative ? value : value + AddPenalty(point, slope, penalty);
    }

    uint32_t GetEvaluations() const
    {
        return m_evaluations;
    }

  private:
    /// Entries below 0 cost their squares.
    double AddPenalty(const std::vector<double>& point,
                      std::vector<double>* slope,
                      double penalty) const
    {
        const Eigen::MatrixXd p = MakeMixingMatrix(m_graph, point);
        const auto servers = static_cast<double>(m_graph.servers);
        double cost = 0;
        for (std::size_t m = 0; m < m_graph.servers; ++m)
        {
            const double lack = std::min(p(m, m), 0.0);
            cost += penalty * lack * lack;
        }
        for (std::size_t e = 0; e < point.size(); ++e)
        {
            const double lack = std::min(point[e], 0.0);
            cost += penalty * lack * lack;
            if (slope)
            {
                const auto [m, j] = m_graph.links[e];
                (*slope)[e] += 2 * penalty *
                               (lack - std::min(p(m, m), 0.0) / (servers * m_graph.GetShare(m)) -
                                std::min(p(j, j), 0.0) / (servers * m_graph.GetShare(j)));
            }
        }
        return cost;
    }

    const MixingGraph& m_graph;
    bool m_allowNegative;
    Eigen::MatrixXd m_mean;    ///< sqrt(pi) sqrt(pi)^T
    Eigen::MatrixXd m_vectors; ///< v_e, a column each
    Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> m_solver;
    uint32_t m_evaluations{0};
};

/// @returns the point, moved towards a positive one until no entry is below 0
std::vector<double>
MakePositive(const MixingGraph& graph,
             std::vector<double> point,
             const std::vector<double>& positive)
{
    const Eigen::MatrixXd there = MakeMixingMatrix(graph, point);
    const Eigen::MatrixXd inside = MakeMixingMatrix(graph, positive);
    double step = 0;
    for (Eigen::Index m = 0; m < there.rows(); ++m)
    {
        for (Eigen::Index j = 0; j < there.cols(); ++j)
        {
            if (there(m, j) < 0)
            {
                step = std::max(step, -there(m, j) / (inside(m, j) - there(m, j)));
            }
        }
    }
    // A little farther, as the entries are computed anew with other rounding.
    step = step > 0 ? std::min(1.0, step * (1 + 1e-9) + 1e-12) : 0;
    for (std::size_t e = 0; e < point.size(); ++e)
    {
        point[e] += step * (positive[e] - point[e]);
    }
    return point;
}

} // namespace

Eigen::MatrixXd
MakeMixingMatrix(const MixingGraph& graph, const std::vector<double>& linkWeights)
{
    const auto servers = static_cast<double>(graph.servers);
    Eigen::MatrixXd p = Eigen::MatrixXd::Zero(graph.servers, graph.servers);
    for (std::size_t e = 0; e < graph.links.size(); ++e)
    {
        const auto [m, j] = graph.links[e];
        // Not divided by M and multiplied again where all are alike: entries are then the weights.
        p(m, j) =
            graph.shares.empty() ? linkWeights[e] : linkWeights[e] / (servers * graph.shares[m]);
        p(j, m) =
            graph.shares.empty() ? linkWeights[e] : linkWeights[e] / (servers * graph.shares[j]);
    }
    for (std::size_t m = 0; m < graph.servers; ++m)
    {
        p(m, m) = 1 - p.row(m).sum();
    }
    return p;
}

Eigen::MatrixXd
MakeSymmetricMixing(const MixingGraph& graph, const std::vector<double>& linkWeights)
{
    const auto servers = static_cast<double>(graph.servers);
    Eigen::MatrixXd s = Eigen::MatrixXd::Identity(graph.servers, graph.servers);
    for (std::size_t e = 0; e < graph.links.size(); ++e)
    {
        const auto [m, j] = graph.links[e];
        const double first = graph.GetShare(m);
        const double second = graph.GetShare(j);
        s(m, m) -= linkWeights[e] / (servers * first);
        s(j, j) -= linkWeights[e] / (servers * second);
        s(m, j) = s(j, m) = linkWeights[e] / (servers * std::sqrt(first * second));
    }
    return s;
}

FastestMixing
FindFastestMixing(const MixingGraph& graph,
                  const std::vector<double>& start,
                  const std::vector<double>& positive,
                  bool allowNegative,
                  double target)
{
    // What a minimum that was found may still be above the true one, relative.
    constexpr double MARGIN = 1e-3;
    const double others = std::max(1.0, static_cast<double>(graph.servers) - 1);
    FastestMixing found;
    SpectralObjective objective(graph, allowNegative);
    std::vector<double> point = start;
    double penalty = 10;
    for (const int k : {2, 8, 32, 128})
    {
        const SmoothMinimum minimum = MinimiseSmooth(
            [&](const std::vector<double>& at, std::vector<double>* slope) {
                return objective.Evaluate(at, slope, k, penalty);
            },
            point);
        point = minimum.point;
        found.stages.push_back(allowNegative ? point : MakePositive(graph, point, positive));
        found.limited = found.limited || minimum.limited;
        penalty *= 10;
        const double bound = minimum.value / std::pow(others, 0.5 / k) * (1 - MARGIN);
        if (target > 0 &&
            ((bound > target && !minimum.limited) ||
             MeetsFactor(GetMixingFactor(MakeMixingMatrix(graph, found.stages.back()), graph),
                         target)))
        {
            break;
        }
    }
    found.evaluations = objective.GetEvaluations();
    return found;
}

} // namespace edgeai
} // namespace ns3
