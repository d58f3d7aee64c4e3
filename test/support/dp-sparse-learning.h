/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_LEARNING_H
#define EDGE_AI_DP_SPARSE_LEARNING_H

// Learning with sparse private updates as in the definition's evaluation: 20 clients of 200 samples
// with skewed labels, five subchannels, fading anew in each round. Suites and bench share it.

#include "application/learning/dp-sparse-method.h"
#include "application/learning/learn-in-memory.h"
#include "dp-sparse-instances.h"
#include "learning/data/data-generators.h"
#include "learning/data/data-partition.h"
#include "learning/network/model-factory.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace dpsparsetest
{

/// What the clients of one seed have, and where they are.
struct DpSparseWorld
{
    uint32_t seed{1};
    std::shared_ptr<const LearningModel> model;
    std::shared_ptr<const Dataset> data; ///< all clients' samples, one client behind the other
    std::shared_ptr<const Dataset> test; ///< 2000, as many of each class
    std::vector<SampleList> samples;
    Eigen::VectorXd start;
    RoundProblem problem;          ///< workers and uplink, gains to be drawn
    std::vector<double> pathGains; ///< of each client
};

/// Sizes of a world.
struct DpSparseSizes
{
    uint32_t clients{20};
    uint32_t channels{5};
    uint32_t samples{200}; ///< of each client
};

/// @param [in] seed names all of it  @param [in] sizes of it  @returns a world
inline DpSparseWorld
MakeDpSparseWorld(uint32_t seed, const DpSparseSizes& sizes = DpSparseSizes())
{
    DpSparseWorld world;
    world.seed = seed;
    world.model = MakeLearningModel("Mlp(32,32,10)");
    LearningDraws draws = MakeKeyedDraws({seed, 100});
    GaussianMixtureOptions options;
    options.features = 32;
    options.separation = 3;
    // A class may be asked for three times as often as another.
    options.samples = 2000 + std::max(2000U, 3 * sizes.clients * sizes.samples);
    const Dataset pool = MakeGaussianMixture(options, draws);
    SampleList order = pool.ListAll();
    world.test = std::make_shared<const Dataset>(
        pool.Select(SampleList(order.begin(), order.begin() + 2000)));
    const Dataset rest = pool.Select(SampleList(order.begin() + 2000, order.end()));
    SampleList all;
    for (const SampleList& part : DrawByDirichlet(rest, sizes.clients, sizes.samples, 0.5, draws))
    {
        world.samples.emplace_back(part.size());
        std::iota(world.samples.back().begin(),
                  world.samples.back().end(),
                  static_cast<uint32_t>(all.size()));
        all.insert(all.end(), part.begin(), part.end());
    }
    world.data = std::make_shared<const Dataset>(rest.Select(all));
    world.start.resize(world.model->GetParameterCount());
    for (double& value : world.start)
    {
        value = 0.1 * draws.Normal();
    }
    world.problem.uplink.subchannels = sizes.channels;
    world.problem.uplink.subchannelWidth = 15e3;
    world.problem.uplink.noiseDensity = NOISE;
    for (uint32_t i = 0; i < sizes.clients; ++i)
    {
        RoundWorker worker;
        worker.powerMax = 0.01;
        worker.flops = 1 / (0.01 + 0.05 * draws.Uniform()); // a participation is 1 below
        worker.gains.assign(sizes.channels, 0);
        world.problem.workers.push_back(worker);
        world.pathGains.push_back(GetPathGain(0.1 + 0.9 * draws.Uniform()));
    }
    return world;
}

/// @param [in] world clients  @returns settings of the evaluation for them
inline DpSparseMethod::Settings
MakeDpSparseSettings(const DpSparseWorld& world)
{
    DpSparseMethod::Settings settings;
    settings.model = world.model;
    settings.data = world.data;
    settings.test = world.test;
    settings.samples = world.samples;
    settings.channels = world.problem.uplink.subchannels;
    settings.limits.participations.assign(world.samples.size(), 60);
    settings.scoreSamples = 200;
    settings.seed = world.seed;
    return settings;
}

/// What a course of learning came to.
struct DpSparseCourse
{
    double accuracy{0};              ///< mean of the last 15 rounds
    double bits{0};                  ///< of updates, mean of all rounds [bit]
    double delay{0};                 ///< mean of all rounds [s]
    double queueLast{0};             ///< Q after the last round [s]
    double queueMost{0};             ///< largest Q [s]
    double epsilon{0};               ///< of the client that took part most
    std::vector<uint32_t> used;      ///< participations of each client
    std::vector<double> accuracies;  ///< after each round
    std::vector<double> delays;      ///< of each round [s]
    std::vector<double> bitsOfRound; ///< [bit]
    double clipped{0};               ///< share of the samples whose gradient was shortened
    Eigen::VectorXd parameters;      ///< at the end
};

/// Keeps an eye on the queue from round to round.
class WatchedMethod : public DpSparseMethod
{
  public:
    using DpSparseMethod::DpSparseMethod;

    void Observe(const RoundPlan& plan, double delay) override
    {
        DpSparseMethod::Observe(plan, delay);
        m_most = std::max(m_most, GetState().delayQueue);
    }

    /// @returns the largest Q so far [s]
    double GetMost() const
    {
        return m_most;
    }

  private:
    double m_most{0};
};

/// @param [in] world clients  @param [in] settings of the method  @param [in] planner who decides
/// @param [in] rounds how many  @returns what it came to
inline DpSparseCourse
RunDpSparse(const DpSparseWorld& world,
            const DpSparseMethod::Settings& settings,
            const Ptr<RoundPlanner>& planner,
            uint32_t rounds = 150)
{
    WatchedMethod method(settings, world.start);
    RoundProblem problem = world.problem;
    RoundProblem described = problem;
    method.Describe(described);
    for (RoundWorker& worker : problem.workers)
    {
        worker.flops *= described.sparsity.flop; // so that it takes 0.01 to 0.06 s
    }
    MemoryOptions options;
    options.change = [&world](uint64_t round, RoundProblem& now) {
        LearningDraws draws = MakeKeyedDraws({world.seed, 200, static_cast<uint32_t>(round)});
        for (std::size_t i = 0; i < now.workers.size(); ++i)
        {
            for (double& gain : now.workers[i].gains)
            {
                gain = -world.pathGains[i] * std::log1p(-draws.Uniform());
            }
        }
        now.uniformDraws.assign(2 * std::size_t{now.uplink.subchannels}, 0);
        for (double& draw : now.uniformDraws)
        {
            draw = draws.Uniform();
        }
    };
    std::string fault;
    const std::vector<MemoryRound> done =
        LearnInMemory(method, *planner, problem, rounds, fault, options);
    if (!fault.empty())
    {
        throw std::runtime_error(fault);
    }
    DpSparseCourse course;
    for (const MemoryRound& round : done)
    {
        double bits = 0;
        for (const RoundShare& share : round.plan.workers)
        {
            bits += share.bits;
        }
        course.accuracies.push_back(round.score.accuracy);
        course.delays.push_back(round.plan.time);
        course.bitsOfRound.push_back(bits);
        course.bits += bits / rounds;
        course.delay += round.plan.time / rounds;
    }
    const std::size_t last = std::min<std::size_t>(15, rounds);
    course.accuracy = std::accumulate(course.accuracies.end() - static_cast<std::ptrdiff_t>(last),
                                      course.accuracies.end(),
                                      0.0) /
                      static_cast<double>(last);
    course.used = method.GetState().used;
    const auto most = std::max_element(course.used.begin(), course.used.end());
    course.epsilon = method.GetEpsilon(static_cast<uint32_t>(most - course.used.begin()));
    course.queueLast = method.GetState().delayQueue;
    course.queueMost = method.GetMost();
    course.clipped = double(method.GetReport().clipped) / double(method.GetReport().sampled);
    course.parameters = method.GetParameters();
    return course;
}

/// @param [in] world clients  @param [in] settings of the method  @param [in] name of a planner
/// @param [in] rounds how many  @returns what it came to
inline DpSparseCourse
RunDpSparse(const DpSparseWorld& world,
            const DpSparseMethod::Settings& settings,
            const std::string& name,
            uint32_t rounds = 150)
{
    return RunDpSparse(world, settings, CreateRoundPlanner(name), rounds);
}

} // namespace dpsparsetest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_LEARNING_H
