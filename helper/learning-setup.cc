/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-setup.h"

#include "allocation/round/fomo/fomo-depth.h"
#include "application/learning/learning-batches.h"
#include "learning/learning-error.h"
#include "learning/network/low-rank-adapters.h"
#include "learning/network/model-factory.h"
#include "learning/network/model-text.h"

#include "ns3/network-catalogue.h"
#include "ns3/profile-error.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <numeric>
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

/// Batches and their key are of a stream of their own: whether they are drawn changes nothing else.
constexpr int64_t BATCH_STREAM = 2;

/// @param [in] stream negative: any  @returns 64 random bits of it
uint64_t
DrawKey(int64_t stream)
{
    const auto random = CreateObject<UniformRandomVariable>();
    if (stream >= 0)
    {
        random->SetStream(stream);
    }
    const auto high = static_cast<uint64_t>(random->GetValue(0, 4294967296.));
    return high << 32 | static_cast<uint64_t>(random->GetValue(0, 4294967296.));
}

} // namespace

void
LearningSetup::RequireModel(const std::string& what) const
{
    if (!method.model)
    {
        throw std::invalid_argument(what + " needs a model of this module; External is the model "
                                           "of another process");
    }
}

void
LearningSetup::SetModel(const std::string& text)
{
    if (text == ExternalText::NAME)
    {
        method.model = nullptr;
        return;
    }
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
LearningSetup::SetMethod(const std::string& text)
{
    try
    {
        // A name alone will do.
        const bool bare = !text.empty() && text.find('(') == std::string::npos;
        const ModelText parts(bare ? text + "()" : text,
                              "method",
                              "settings in brackets, such as Coordinates(steps=2)");
        m_chosen = true;
        m_gradient = GradientText();
        m_federated.reset();
        m_external.reset();
        sparse.reset();
        if (parts.GetName() == ExternalText::NAME)
        {
            m_external = ExternalText::Read(parts);
            return;
        }
        if (parts.GetName() == DpSparseText::NAME)
        {
            RequireModel(parts.GetName());
            sparse = DpSparseText::Read(parts);
            return;
        }
        if (FederatedText::Knows(parts.GetName()))
        {
            m_federated = FederatedText::Read(parts);
            return;
        }
        if (!GradientText::Knows(parts.GetName()))
        {
            parts.Refuse("is not known; there are Gradient, Coordinates, External, " +
                         std::string(DpSparseText::NAME) + FederatedText::ListNames());
        }
        m_gradient = GradientText::Read(parts);
        method.batch.drawn = m_gradient.drawn;
        if (m_gradient.coordinates)
        {
            RequireModel(parts.GetName());
            m_gradient.RequireModel(parts, *method.model);
        }
    }
    catch (const LearningError& error)
    {
        throw std::invalid_argument(error.what());
    }
}

void
LearningSetup::SetDepthBlocks(const std::vector<uint32_t>& layers)
{
    RequireModel("SetDepthBlocks()");
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
    RequireModel("SetFineTuning()");
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

LearningTraits
LearningSetup::GetTraits() const
{
    if (sparse)
    {
        return sparse->GetTraits();
    }
    if (m_federated || m_external)
    {
        return m_federated ? m_federated->GetTraits() : m_external->GetTraits();
    }
    LearningTraits traits = m_gradient.GetTraits(!method.depths.empty());
    traits.chosen = m_chosen;
    return traits;
}

void
LearningSetup::MakeDepth(GradientMethod::Settings& settings) const
{
    if (m_depth.blocks.empty())
    {
        return;
    }
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

std::shared_ptr<RoundMethod>
LearningSetup::MakeMethod(uint32_t workers, int64_t stream) const
{
    const auto random = CreateObject<UniformRandomVariable>();
    if (stream >= 0)
    {
        random->SetStream(stream);
    }
    LearningDraws draws([random] { return random->GetValue(); });
    GradientMethod::Settings settings = method;
    if (!settings.model && !m_external)
    {
        throw LearningError("the model External is learned by the method External(...) alone; call "
                            "SetMethod()");
    }
    // Data, their test set, who has what, first parameters: always in this order.
    if (HasData())
    {
        MakeData(settings, workers, draws);
        RequireBatch(settings.batch.size, *settings.data);
    }
    else if (settings.model)
    {
        throw LearningError("there are no data; call SetData()");
    }
    MakeDepth(settings);
    const Eigen::VectorXd parameters =
        settings.model ? MakeStart(settings, draws) : Eigen::VectorXd();
    const int64_t batchStream = stream < 0 ? stream : stream + BATCH_STREAM;
    if (m_external)
    {
        if (m_base)
        {
            throw LearningError("External trains whole models; there may be no fine-tuning");
        }
        return m_external->Make(settings, workers, DrawKey(batchStream), parameters, [] {
            return Simulator::Now().GetSeconds();
        });
    }
    if (sparse)
    {
        return sparse->Make(settings, workers, DrawKey(batchStream), parameters);
    }
    if (m_federated)
    {
        return m_federated->Make(settings, workers, DrawKey(batchStream), parameters);
    }
    if (settings.batch.drawn)
    {
        settings.batch.key = DrawKey(batchStream);
    }
    return m_gradient.Make(settings, GetPartition(), parameters);
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
