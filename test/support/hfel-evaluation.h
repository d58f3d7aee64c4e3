/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HFEL_EVALUATION_H
#define EDGE_AI_HFEL_EVALUATION_H

// The evaluation of HFEL's definition: six cells of five devices with a hundred samples each, a
// label distribution for each cell, links of unequal rates. Shared by its suite and its tables.

#include "application/learning/two-tiers-in-memory.h"
#include "hfel-fixture.h"
#include "learning/data/data-generators.h"
#include "learning/network/model-factory.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace hfeltest
{

/// Sizes of the evaluation.
struct EvaluationOptions
{
    uint32_t rounds{60};        ///< T
    uint32_t edgeRounds{2};     ///< q
    uint32_t lastRounds{10};    ///< that accuracies are means over
    double energyMax{15e-3};    ///< of every device and edge round [J]
    double bandwidth{1e6};      ///< of every cell [Hz]
    double distanceShare{0.25}; ///< Xi_max over the first Xi_z
    double cloudRate{1e6};      ///< R_cloud [bit/s]
    ConsensusMode mode{ConsensusMode::EXACT};
    bool slack{false}; ///< slow cells down that need not hurry
};

/// What a scheme comes to.
struct EvaluationOutcome
{
    double time{0};         ///< of all rounds [s]
    double accuracy{0};     ///< of ybar, over the last rounds
    double meanAccuracy{0}; ///< of the y_m, likewise
    double links{0};        ///< per round, but the first
    double factor{0};       ///< rho per round, but the first
    double energy{0};       ///< of all devices and rounds [J]
    std::vector<TwoTierRound> rounds;
    std::vector<double> accuracies; ///< of ybar after each round; 0 where it was not taken
};

/// Data, cells and links of one seed.
class HfelEvaluation
{
  public:
    static constexpr uint32_t CELLS = 6;     ///< M
    static constexpr uint32_t DEVICES = 5;   ///< K_m
    static constexpr uint32_t SAMPLES = 100; ///< of a device
    static constexpr uint32_t CLASSES = 10;  ///< C

    /// @param [in] seed of data, places, rates  @param [in] options sizes
    explicit HfelEvaluation(uint64_t seed, const EvaluationOptions& options = EvaluationOptions())
        : m_seed(seed),
          m_options(options)
    {
        MakeData();
        MakeNetwork();
    }

    /**
     * @param [in] cellPlanner resources  @param [in] topologyPlanner links
     * @param [in] every whether accuracies of all rounds are taken, not of the last alone
     * @returns what they come to
     */
    EvaluationOutcome Run(const std::string& cellPlanner,
                          const std::string& topologyPlanner,
                          bool every = false) const
    {
        TwoTierSettings settings;
        settings.model = m_model;
        settings.data = m_data;
        settings.cells = m_samples;
        settings.edgeRounds = m_options.edgeRounds;
        settings.local.steps = 5;
        settings.local.batch = 32;
        TwoTierLearner learner(settings,
                               Eigen::VectorXd::Zero(m_model->GetParameterCount()),
                               [this](std::size_t cell, std::size_t device) {
                                   return MakeStream(100 + cell * DEVICES + device);
                               });
        TwoTierScheme scheme;
        scheme.cellPlanner = CreateRoundPlanner(cellPlanner);
        scheme.topologyPlanner = CreateTopologyPlanner(topologyPlanner);
        scheme.cells = m_cells;
        scheme.topology = m_topology;
        scheme.mode = m_options.mode;
        scheme.distanceShare = m_options.distanceShare;
        scheme.slack = m_options.slack;
        scheme.sketchSeed = m_seed;
        LearningDraws lots = MakeStream(99);
        scheme.uniform = [&lots]() { return lots.Uniform(); };
        EvaluationOutcome outcome;
        std::string fault;
        const auto watch = [&](uint32_t round, const TwoTierRound&) {
            const bool last = round + m_options.lastRounds > m_options.rounds;
            outcome.accuracies.push_back(last || every ? GetAccuracy(learner.GetMean()) : 0);
            for (std::size_t m = 0; m < CELLS && last; ++m)
            {
                outcome.meanAccuracy +=
                    GetAccuracy(learner.GetModels()[m]) / (CELLS * m_options.lastRounds);
            }
            outcome.accuracy += last ? outcome.accuracies.back() / m_options.lastRounds : 0;
        };
        outcome.rounds = LearnTwoTiersInMemory(learner, scheme, m_options.rounds, watch, fault);
        if (!fault.empty())
        {
            throw std::runtime_error(fault);
        }
        for (std::size_t t = 0; t < outcome.rounds.size(); ++t)
        {
            const TwoTierRound& round = outcome.rounds[t];
            const auto others = static_cast<double>(outcome.rounds.size() - 1);
            outcome.time += round.plan.time;
            outcome.energy += round.energy;
            outcome.links += t > 0 ? static_cast<double>(round.plan.links.size()) / others : 0;
            outcome.factor += t > 0 ? round.plan.factor / others : 0;
        }
        return outcome;
    }

    /// @returns cells as they are planned
    const std::vector<RoundProblem>& GetCells() const
    {
        return m_cells;
    }

  private:
    /// @returns draws of one purpose
    LearningDraws MakeStream(uint64_t purpose) const
    {
        auto draws = std::make_shared<Draws>(m_seed * 1000 + purpose);
        return LearningDraws([draws]() { return draws->Uniform(); });
    }

    double GetAccuracy(const Eigen::VectorXd& parameters) const
    {
        return m_model->GetAccuracy(parameters, *m_test, m_test->ListAll());
    }

    void MakeData()
    {
        // As many of each class as all cells together may want.
        constexpr uint32_t TRAINING = CLASSES * CELLS * DEVICES * SAMPLES;
        constexpr uint32_t TESTS = 2000;
        GaussianMixtureOptions mixture;
        mixture.samples = TRAINING + TESTS;
        mixture.classes = CLASSES;
        mixture.separation = 2.5;
        LearningDraws draws = MakeStream(1);
        const Dataset all = MakeGaussianMixture(mixture, draws);
        SampleList tests(TESTS);
        for (uint32_t i = 0; i < TESTS; ++i)
        {
            tests[i] = TRAINING + i;
        }
        m_test = std::make_shared<const Dataset>(all.Select(tests));
        m_data = std::make_shared<const Dataset>(all);
        m_model = MakeLearningModel("Softmax(20,10,l2=0.001)");
        // Class c has the samples c, c + C, c + 2 C, ...
        std::vector<uint32_t> used(CLASSES, 0);
        for (uint32_t m = 0; m < CELLS; ++m)
        {
            const std::vector<double> shares = draws.Dirichlet(.1, CLASSES);
            m_samples.emplace_back(DEVICES);
            for (SampleList& samples : m_samples.back())
            {
                while (samples.size() < SAMPLES)
                {
                    const double lot = draws.Uniform();
                    uint32_t c = 0;
                    for (double sum = shares[0]; sum < lot && c + 1 < CLASSES; sum += shares[c])
                    {
                        ++c;
                    }
                    samples.push_back(c + CLASSES * used[c]++);
                }
            }
        }
    }

    void MakeNetwork()
    {
        Draws draws(m_seed * 1000 + 2);
        for (uint32_t m = 0; m < CELLS; ++m)
        {
            m_cells.push_back(MakeRandomCell(draws, m_options.energyMax, m_options.energyMax));
            m_cells.back().uplink.bandwidth = m_options.bandwidth;
        }
        m_topology = MakeServers(std::vector<double>(CELLS), 1);
        m_topology.cloudRate = m_options.cloudRate;
        for (const auto& [m, j] : MakeMesh(CELLS))
        {
            AddLink(m_topology, m, j, MESSAGE / draws.Uniform(.2e6, 5e6));
        }
    }

    uint64_t m_seed;
    EvaluationOptions m_options;
    std::shared_ptr<const LearningModel> m_model;
    std::shared_ptr<const Dataset> m_data;
    std::shared_ptr<const Dataset> m_test;
    std::vector<std::vector<SampleList>> m_samples;
    std::vector<RoundProblem> m_cells;
    TopologyProblem m_topology;
};

} // namespace hfeltest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HFEL_EVALUATION_H
