/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-genetic.h"

#include "dto-ee-evaluation.h"
#include "dto-ee-exits.h"
#include "dto-ee-routing.h"

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>
#include <numeric>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Least threshold that a gene may have.
constexpr double LEAST_THRESHOLD = 1e-9;

/// All decisions of a plan, and what they are worth.
struct Chromosome
{
    DtoEeShares shares;
    std::vector<double> thresholds;
    double fitness{0};
};

/// Makes what draws made of a row a row again.
void
NormaliseGenes(std::vector<double>& row)
{
    double sum = 0;
    for (double& share : row)
    {
        share = std::max(0.0, share);
        sum += share;
    }
    for (double& share : row)
    {
        share = sum > 0 ? share / sum : 1.0 / row.size();
    }
}

/// One search.
class GeneticSearch
{
  public:
    GeneticSearch(const DtoEeProblem& problem,
                  const DtoEeNetwork& network,
                  const DtoEeGeneticOptions& options)
        : m_problem(problem),
          m_network(network),
          m_options(options),
          m_model(problem),
          m_routing(network, MakeDtoEeQueueLaw(problem)),
          m_engine(problem.seed)
    {
    }

    DtoEeSolution Run()
    {
        Begin();
        double before = m_population.front().fitness;
        const uint32_t tenth = std::max(1U, m_options.generations / 10);
        for (uint32_t g = 0; g < m_options.generations; ++g)
        {
            if (g + tenth == m_options.generations)
            {
                before = m_population.front().fitness;
            }
            Breed();
            ++m_summary.iterations;
        }
        const Chromosome& best = m_population.front();
        m_summary.residual = best.fitness - before;
        m_summary.limited = true; // there is no other rule by which it ends
        return {best.shares, best.thresholds, m_summary};
    }

  private:
    double Draw()
    {
        return m_uniform(m_engine);
    }

    void Begin()
    {
        Chromosome first;
        first.shares = ShareByRule(m_problem, m_network, DtoEeRule::COMPUTING_FIRST);
        first.thresholds = StartDtoEeThresholds(m_problem, m_options.thresholds);
        Judge(first);
        m_population.push_back(first);
        while (m_population.size() < m_options.population)
        {
            Chromosome drawn = first;
            for (auto& rows : drawn.shares)
            {
                for (std::vector<double>& row : rows)
                {
                    std::generate(row.begin(), row.end(), [this] { return Draw(); });
                    NormaliseGenes(row);
                }
            }
            for (double& threshold : drawn.thresholds)
            {
                threshold = HasThresholds() ? Round(Draw()) : threshold;
            }
            Judge(drawn);
            m_population.push_back(drawn);
        }
        Rank();
    }

    bool HasThresholds() const
    {
        return m_options.thresholds == DtoEeThresholds::OPTIMISED;
    }

    /// @returns a threshold within its range, or the nearest of the grid
    double Round(double threshold) const
    {
        const std::vector<double>& grid = m_problem.thresholdGrid;
        if (grid.empty())
        {
            return std::min(1.0, std::max(LEAST_THRESHOLD, threshold));
        }
        return *std::min_element(grid.begin(), grid.end(), [&](double a, double b) {
            return std::abs(a - threshold) < std::abs(b - threshold);
        });
    }

    void Judge(Chromosome& chromosome)
    {
        ++m_summary.evaluations;
        m_routing.SweepDown(chromosome.shares, m_model.GetPassing(chromosome.thresholds));
        chromosome.fitness = m_problem.accuracyValue * m_model.GetAccuracy(chromosome.thresholds) -
                             m_routing.GetCost() / m_network.total;
    }

    /// Best first; of equals the one that came first.
    void Rank()
    {
        std::stable_sort(
            m_population.begin(),
            m_population.end(),
            [](const Chromosome& a, const Chromosome& b) { return a.fitness > b.fitness; });
    }

    /// @returns the best of some that are drawn
    const Chromosome& Choose()
    {
        boost::random::uniform_int_distribution<std::size_t> any(0, m_population.size() - 1);
        std::size_t best = any(m_engine);
        for (uint32_t t = 1; t < m_options.tournament; ++t)
        {
            best = std::min(best, any(m_engine)); // they are ranked
        }
        return m_population[best];
    }

    void Breed()
    {
        const auto kept = m_population.begin() + m_options.elite;
        std::vector<Chromosome> next(m_population.begin(), kept);
        while (next.size() < m_options.population)
        {
            Chromosome child = Choose();
            if (Draw() < m_options.crossoverChance)
            {
                Blend(child, Choose());
            }
            Mutate(child);
            Judge(child);
            next.push_back(std::move(child));
        }
        m_population = std::move(next);
        Rank();
    }

    void Blend(Chromosome& child, const Chromosome& other)
    {
        for (std::size_t h = 0; h < child.shares.size(); ++h)
        {
            for (std::size_t i = 0; i < child.shares[h].size(); ++i)
            {
                const double part = Draw();
                std::vector<double>& row = child.shares[h][i];
                for (std::size_t l = 0; l < row.size(); ++l)
                {
                    row[l] += part * (other.shares[h][i][l] - row[l]);
                }
            }
        }
        for (std::size_t b = 0; b < child.thresholds.size(); ++b)
        {
            const double part = Draw();
            child.thresholds[b] += part * (other.thresholds[b] - child.thresholds[b]);
        }
    }

    void Mutate(Chromosome& child)
    {
        for (auto& rows : child.shares)
        {
            for (std::vector<double>& row : rows)
            {
                if (Draw() < m_options.mutationChance)
                {
                    for (double& share : row)
                    {
                        share += m_options.mutationSize * m_normal(m_engine);
                    }
                }
                NormaliseGenes(row);
            }
        }
        for (double& threshold : child.thresholds)
        {
            if (HasThresholds())
            {
                const double moved = Draw() < m_options.mutationChance
                                         ? m_options.mutationSize * m_normal(m_engine)
                                         : 0;
                threshold = Round(threshold + moved);
            }
        }
    }

    const DtoEeProblem& m_problem;
    const DtoEeNetwork& m_network;
    const DtoEeGeneticOptions& m_options;
    DtoEeExitModel m_model;
    DtoEeRouting m_routing;
    // Boost's distributions draw the same everywhere; those of the standard need not.
    boost::random::mt19937_64 m_engine;
    boost::random::uniform_01<double> m_uniform;
    boost::random::normal_distribution<double> m_normal;
    std::vector<Chromosome> m_population; ///< best first
    PlanSummary m_summary;
};

} // namespace

DtoEeSolution
SearchDtoEeGenetic(const DtoEeProblem& problem,
                   const DtoEeNetwork& network,
                   const DtoEeGeneticOptions& options)
{
    return GeneticSearch(problem, network, options).Run();
}

} // namespace edgeai
} // namespace ns3
