/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_SETUP_H
#define EDGE_AI_LEARNING_SETUP_H

#include "application/learning/gradient-method.h"
#include "dp-sparse-text.h"
#include "external-text.h"
#include "federated-text.h"
#include "gradient-text.h"
#include "learning-data-setup.h"
#include "learning/data/dataset-text.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What LearningHelper was told of model, data and method, until workers are there and all of it can
 * be made.
 */
struct LearningSetup : LearningDataSetup
{
    /// @param [in] text that makes a model, or "External": that of the method of this name
    /// @throws std::invalid_argument if there is none
    void SetModel(const std::string& text);
    /// @param [in] text of how the model is learned: see LearningHelper::SetMethod()
    /// @throws std::invalid_argument if there is none, or the model is not learned that way
    void SetMethod(const std::string& text);
    /// @param [in] layers groups in each depth block, the first beside the output
    /// @throws std::invalid_argument if they are not all of the model's
    void SetDepthBlocks(const std::vector<uint32_t>& layers);
    /// See LearningHelper::SetFineTuning().
    /// @throws std::invalid_argument if the model takes no such adapters or parameters
    void SetFineTuning(uint32_t rank, const std::vector<double>& trained);
    /// See LearningHelper::SetDepthNetwork().
    /// @throws std::invalid_argument if the network has not as many depth blocks
    void SetDepthNetwork(const std::string& network, uint32_t batch, uint32_t rank);
    /// See LearningHelper::SetDepthWork().
    void SetDepthWork(double forward,
                      double backward,
                      double weights,
                      const std::vector<double>& memory);

    /// @returns what is to be known of the method before it is installed
    LearningTraits GetTraits() const;

    /**
     * @param [in] workers how many
     * @param [in] stream of all draws but those of batches, which have the second behind it;
     *             negative: any
     * @returns the method
     * @throws LearningError if model, data, partition and method do not fit together
     */
    std::shared_ptr<RoundMethod> MakeMethod(uint32_t workers, int64_t stream) const;

    GradientMethod::Settings method;    ///< what is known already
    std::optional<DpSparseText> sparse; ///< what the method's text says, of DP-sparse

  private:
    /// @param [in] what is wanted  @throws std::invalid_argument if the model is another process's
    void RequireModel(const std::string& what) const;

    /// @param [in,out] settings get work and memory of the network that stands for the model, if
    /// any
    void MakeDepth(GradientMethod::Settings& settings) const;

    /// @param [in,out] settings whose model may get its frozen layers
    /// @param [in,out] draws of what was not trained  @returns parameters to begin with
    Eigen::VectorXd MakeStart(GradientMethod::Settings& settings, LearningDraws& draws) const;

    bool m_chosen{false};                     ///< SetMethod() was called
    GradientText m_gradient;                  ///< what it says, of no other
    std::optional<FederatedText> m_federated; ///< what the method's text says, of such a one
    std::optional<ExternalText> m_external;   ///< likewise
    RoundDepth m_depth; ///< of one block, for all of them; no blocks: the model's own
    std::shared_ptr<const LearningModel> m_base; ///< that is fine-tuned; null: none
    uint32_t m_rank{0};                          ///< of adapters beside it; 0: none
    Eigen::VectorXd m_trained;                   ///< its parameters; empty: drawn
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_SETUP_H
