/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-setup.h"

#include "allocation/round/fomo/fomo-depth.h"
#include "learning/data/data-partition.h"
#include "learning/learning-error.h"
#include "learning/network/low-rank-adapters.h"
#include "learning/network/model-factory.h"

#include "ns3/network-catalogue.h"
#include "ns3/profile-error.h"
#include "ns3/random-variable-stream.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] model whose layers are frozen  @param [in] frozen their parameters
/// @param [in] rank of the adapters  @returns adapters beside them
/// @throws LearningError if there can be none
std::shared_ptr<const LearningModel>
MakeAdapters(const LearningModel& model, const Eigen::VectorXd& frozen, uint32_t rank)
{
    const auto* stack = dynamic_cast<const LayerStack*>(&model);
    if (!stack)
    {
        throw LearningError(model.GetName() +
                            " takes no adapters; allowed are the layers of Softmax and Mlp");
    }
    return std::make_shared<LowRankAdapters>(*stack, frozen, rank);
}

} // namespace

void
LearningSetup::SetModel(const std::string& text)
{
    try
    {
        method.model = MakeLearningModel(text);
    }
    catch (const LearningError& error)
    {
        throw std::invalid_argument(error.what());
    }
}

void
LearningSetup::SetData(const std::string& text, double testShare)
{
    if (!(testShare >= 0 && testShare < 1))
    {
        throw std::invalid_argument("testShare is " + std::to_string(testShare) +
                                    "; allowed is 0 to less than 1");
    }
    m_data = text;
    m_testShare = testShare;
}

void
LearningSetup::SetTestData(const std::string& text)
{
    m_testData = text;
}

void
LearningSetup::SetPartition(const std::string& text)
{
    try
    {
        RequirePartition(text);
    }
    catch (const LearningError& error)
    {
        throw std::invalid_argument(error.what());
    }
    m_partition = text;
}

void
LearningSetup::SetDepthBlocks(const std::vector<uint32_t>& layers)
{
    const std::size_t groups = method.model->GetGroups().size();
    const uint64_t sum = std::accumulate(layers.begin(), layers.end(), uint64_t{0});
    if (sum != groups || std::count(layers.begin(), layers.end(), 0U) > 0)
    {
        throw std::invalid_argument("depth blocks have " + std::to_string(sum) +
                                    " layers together; allowed are blocks of one and more, all " +
                                    std::to_string(groups) + " of " + method.model->GetName());
    }
    method.depths = layers;
}

void
LearningSetup::SetFineTuning(uint32_t rank, const std::vector<double>& trained)
{
    const std::shared_ptr<const LearningModel> base = m_base ? m_base : method.model;
    const auto count = static_cast<std::size_t>(base->GetParameterCount());
    if (!trained.empty() && trained.size() != count)
    {
        throw std::invalid_argument(std::to_string(trained.size()) +
                                    " parameters are given as trained; " + base->GetName() +
                                    " has " + std::to_string(count));
    }
    const auto broken =
        std::find_if_not(trained.begin(), trained.end(), [](double x) { return std::isfinite(x); });
    if (broken != trained.end())
    {
        throw std::invalid_argument("trained parameter " +
                                    std::to_string(broken - trained.begin()) +
                                    " is no finite number");
    }
    try
    {
        // Groups and sizes are those of the adapters from now on, whatever will be frozen.
        method.model =
            rank == 0 ? base
                      : MakeAdapters(*base, Eigen::VectorXd::Zero(base->GetParameterCount()), rank);
    }
    catch (const LearningError& error)
    {
        throw std::invalid_argument(error.what());
    }
    m_base = base;
    m_rank = rank;
    m_trained = Eigen::Map<const Eigen::VectorXd>(trained.data(),
                                                  static_cast<Eigen::Index>(trained.size()));
}

void
LearningSetup::SetDepthNetwork(const std::string& network, uint32_t batch, uint32_t rank)
{
    FomoTuning tuning;
    tuning.batch = batch;
    tuning.rank = rank;
    RoundDepth depth;
    try
    {
        depth = MakeFomoDepth(LoadNetworkProfile(network), tuning);
    }
    catch (const ProfileError& error)
    {
        throw std::invalid_argument(error.what());
    }
    if (depth.blocks.size() != method.depths.size())
    {
        throw std::invalid_argument(network + " has " + std::to_string(depth.blocks.size()) +
                                    " depth blocks, the model that is trained has " +
                                    std::to_string(method.depths.size()) +
                                    "; call SetDepthBlocks() first");
    }
    m_depth = depth;
}

void
LearningSetup::SetDepthWork(double forward,
                            double backward,
                            double weights,
                            const std::vector<double>& memory)
{
    m_depth.forwardFlop = forward;
    m_depth.backwardFlop = backward;
    m_depth.baseMemoryBytes = memory[0];
    m_depth.activationBytes = memory[1];
    RoundBlock block;
    block.weightFlop = weights;
    block.memoryBytes = memory[2];
    m_depth.blocks = {block};
}

std::shared_ptr<GradientMethod>
LearningSetup::MakeMethod(uint32_t workers, int64_t stream) const
{
    const auto random = CreateObject<UniformRandomVariable>();
    if (stream >= 0)
    {
        random->SetStream(stream);
    }
    LearningDraws draws([random] { return random->GetValue(); });
    GradientMethod::Settings settings = method;
    if (m_data.empty())
    {
        throw LearningError("there are no data; call SetData()");
    }
    // Data, their test set, who has what, first parameters: always in this order.
    const Dataset data = MakeDataset(m_data, draws);
    const double share = m_testData.empty() ? m_testShare : 0;
    const auto [training, test] = CutTestSet(data, share, draws);
    settings.data = std::make_shared<const Dataset>(data.Select(training));
    settings.model->Require(*settings.data);
    if (!m_testData.empty())
    {
        settings.test = std::make_shared<const Dataset>(MakeDataset(m_testData, draws));
    }
    else if (!test.empty())
    {
        settings.test = std::make_shared<const Dataset>(data.Select(test));
    }
    if (settings.test)
    {
        settings.model->Require(*settings.test);
    }
    settings.samples = MakePartition(m_partition, *settings.data, workers, draws);
    if (!m_depth.blocks.empty())
    {
        if (settings.depths.empty())
        {
            throw LearningError("there are no depth blocks; call SetDepthBlocks()");
        }
        settings.depth = m_depth;
        settings.depth.blocks.assign(settings.depths.size(), m_depth.blocks.front());
        std::size_t group = settings.model->GetGroups().size();
        for (std::size_t j = 0; j < settings.depths.size(); ++j)
        {
            RoundBlock& block = settings.depth.blocks[j];
            double parameters = 0;
            for (uint32_t i = 0; i < settings.depths[j]; ++i)
            {
                parameters += settings.model->GetGroups()[--group].range.count;
            }
            block.gradientBits = 32 * parameters;
        }
    }
    Eigen::VectorXd start = MakeStart(settings, draws);
    return std::make_shared<GradientMethod>(std::move(settings), std::move(start));
}

Eigen::VectorXd
LearningSetup::MakeStart(GradientMethod::Settings& settings, LearningDraws& draws) const
{
    if (!m_base)
    {
        return settings.model->DrawParameters(draws);
    }
    const Eigen::VectorXd trained =
        m_trained.size() > 0 ? m_trained : m_base->DrawParameters(draws);
    if (m_rank == 0)
    {
        return trained;
    }
    settings.model = MakeAdapters(*m_base, trained, m_rank);
    return settings.model->DrawParameters(draws);
}

} // namespace edgeai
} // namespace ns3
