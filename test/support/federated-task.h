/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDERATED_TASK_H
#define EDGE_AI_FEDERATED_TASK_H

// What the evaluation of the definition of FedQVR learns, for its tests and its figures: softmax
// regression on a Gaussian mixture whose classes are skewed over twenty devices.

#include "application/learning/federated/federated-catalogue.h"
#include "application/learning/federated/federated-method.h"
#include "application/learning/learn-in-memory.h"
#include "fedqvr-instances.h"
#include "learning-support.h"
#include "learning/data/data-generators.h"
#include "learning/data/data-partition.h"
#include "learning/federated/loss-optimum.h"
#include "learning/network/model-factory.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace fedqvrtest
{

/// The evaluation's task of one seed.
struct FederatedTask
{
    FederatedSettings settings; ///< without a method
    Eigen::VectorXd optimum;
    double least{0};    ///< f*
    double accuracy{0}; ///< of the optimum
    RoundProblem rates; ///< links of their own, on which nothing is lost
    RoundProblem cell;  ///< 60 kHz of fading links, 8 ms

    /// @param [in] seed of data, partition, steps, distances, batches and codes
    explicit FederatedTask(uint32_t seed)
    {
        LearningDraws draws = MakeDraws(1000 * seed);
        GaussianMixtureOptions options;
        options.samples = 6000;
        const Dataset all = MakeGaussianMixture(options, draws);
        const auto [training, test] = CutTestSet(all, 1 / 3.0, draws);
        settings.data = std::make_shared<Dataset>(all.Select(training));
        settings.test = std::make_shared<Dataset>(all.Select(test));
        settings.model = MakeLearningModel("Softmax(20,10,l2=0.001)");
        settings.samples = PartitionByDirichlet(*settings.data, 20, .05, 10, draws);
        settings.sampled = 5;
        settings.draws = [seed](uint32_t who) { return MakeDraws(1000 * seed + 1 + who); };
        for (std::size_t k = 0; k < 20; ++k)
        {
            settings.steps.push_back(1 + draws.Pick(20));
            RoundWorker worker;
            worker.flops = 1e9;
            worker.rate = 1e6;
            worker.powerMax = .1;
            worker.snrBand = GetNu(.1, .2 + .8 * draws.Uniform());
            rates.workers.push_back(worker);
        }
        rates.uplink.form = RoundUplinkForm::RATES;
        cell = rates;
        cell.uplink.form = RoundUplinkForm::BAND_POWER;
        cell.uplink.bandwidth = 60e3;
        const LossOptimum best = FindLeastLoss(*settings.model, *settings.data, settings.samples);
        optimum = best.parameters;
        least = best.loss;
        accuracy = settings.model->GetAccuracy(optimum, *settings.test, settings.test->ListAll());
    }
};

/// What a method comes to.
struct FederatedResult
{
    double gap{0};       ///< f - f*, mean of the last 20 rounds
    double accuracy{0};  ///< likewise
    double bits{0};      ///< of a device and round, mean of all [bit]
    double lost{0};      ///< share of updates
    uint32_t reached{0}; ///< first round with a gap of 0.05; 0: none
    std::string fault;
};

/**
 * @param [in] task of a seed  @param [in] name of the method  @param [in] bits B of its code
 * @param [in] rounds T
 * @param [in] scheme of the allocation over the fading cell; null: links on which nothing is lost
 * @returns what it comes to
 */
inline FederatedResult
LearnFederated(const FederatedTask& task,
               const std::string& name,
               uint32_t bits,
               uint32_t rounds,
               const FedQvrScheme* scheme = nullptr)
{
    FederatedSettings settings = task.settings;
    SetFederatedMethod(name, bits, settings);
    MemoryOptions options;
    LearningDraws losses = task.settings.draws(500);
    if (scheme)
    {
        settings.outage.window = 8e-3;
        options.arrives = [&losses](uint32_t, const RoundShare& share) {
            return losses.Uniform() >= share.outage;
        };
    }
    FederatedMethod method(settings, Eigen::VectorXd::Zero(settings.model->GetParameterCount()));
    FederatedResult result;
    const std::vector<MemoryRound> course =
        LearnInMemory(method,
                      scheme ? *scheme->Make() : *CreateRoundPlanner("FedQvrEqualPlanner"),
                      scheme ? task.cell : task.rates,
                      rounds,
                      result.fault,
                      options);
    double sent = 0;
    const std::size_t tail = std::min<std::size_t>(20, course.size());
    for (std::size_t t = 0; t < course.size(); ++t)
    {
        const double gap = course[t].score.loss - task.least;
        result.reached = result.reached == 0 && gap <= .05 ? t + 1 : result.reached;
        result.bits += course[t].bitsUp;
        result.lost += static_cast<double>(course[t].members.size() - course[t].came);
        sent += static_cast<double>(course[t].members.size());
        if (t + tail >= course.size())
        {
            result.gap += gap / static_cast<double>(tail);
            result.accuracy += course[t].score.accuracy / static_cast<double>(tail);
        }
    }
    result.bits /= sent;
    result.lost /= sent;
    return result;
}

} // namespace fedqvrtest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDERATED_TASK_H
