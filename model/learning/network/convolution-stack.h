/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CONVOLUTION_STACK_H
#define EDGE_AI_CONVOLUTION_STACK_H

#include "layer-stack.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Size of an image or of what a stage makes of it.
struct ImageSize
{
    Eigen::Index channels{0};
    Eigen::Index rows{0};
    Eigen::Index columns{0};

    /// @returns number of values
    Eigen::Index GetCount() const
    {
        return channels * rows * columns;
    }
};

/// @ingroup edge-ai
/// A stage of a convolutional net.
struct ConvolutionStage
{
    Eigen::Index filters{0}; ///< > 0
    Eigen::Index side{0};    ///< of the filters, > 0
};

/**
 * @ingroup edge-ai
 * A small convolutional net: stages of a convolution without padding, an activation and pooling of
 * 2 x 2 by the largest (of equals the first; a last odd row or column is left out), then one linear
 * layer whose softmax says the classes. Features of a sample are [channel][row][column]. Parameters
 * are, for every stage, filters [filter][channel][row][column] and their biases, then W and b of
 * the linear layer, whose inputs are [row][column][channel].
 */
class ConvolutionStack : public LearningModel
{
  public:
    /**
     * @param [in] image size of a sample
     * @param [in] stages at least one; each has to leave at least one value after pooling
     * @param [in] classes >= 2
     * @param [in] activation of the convolutions
     * @param [in] l2 >= 0
     * @throws LearningError naming the stage for which nothing is left
     */
    ConvolutionStack(const ImageSize& image,
                     const std::vector<ConvolutionStage>& stages,
                     uint32_t classes,
                     Activation activation,
                     double l2);

    Eigen::VectorXd DrawParameters(LearningDraws& draws) const override;
    GradientWork GetWork(double entries, ParameterRange block) const override;

    bool TakesSparse() const override
    {
        return false;
    }

  protected:
    void DoOutputs(const Eigen::VectorXd& parameters,
                   const Chunk& chunk,
                   RowMatrix& outputs) const override;
    double DoAddGradient(const Eigen::VectorXd& parameters,
                         const Chunk& chunk,
                         ParameterRange block,
                         Eigen::Ref<Eigen::VectorXd> sum) const override;

  private:
    /// A stage with the sizes that follow.
    struct Stage
    {
        ImageSize input;     ///< what comes in
        ImageSize convolved; ///< behind the convolution
        ImageSize pooled;    ///< behind pooling
        Eigen::Index side;   ///< of the filters

        /// @returns values a filter looks at
        Eigen::Index GetPatch() const
        {
            return input.channels * side * side;
        }
    };

    /// What a stage did with some samples.
    struct Trace
    {
        RowMatrix patches;                 ///< what the filter looks at, a row per place
        RowMatrix convolved;               ///< after the activation, [place][filter]
        RowMatrix pooled;                  ///< [place][filter], places of all samples
        std::vector<Eigen::Index> largest; ///< which place each pooled value was taken from
    };

    /// Samples whose patches are in memory at once: they stay in the cache.
    static constexpr uint32_t PIECE = 16;

    /// @param [in] parameters w @param [in] piece samples @param [out] traces of the stages
    /// @returns what the linear layer takes
    RowMatrix Forward(const Eigen::VectorXd& parameters,
                      const Chunk& piece,
                      std::vector<Trace>& traces) const;
    /// @param [in] stage from 0 @param [in] input [place][channel] of all samples @param [in] count
    /// of samples @param [out] patches a row per place
    void MakePatches(const Stage& stage,
                     const RowMatrix& input,
                     Eigen::Index count,
                     RowMatrix& patches) const;
    /// The other way: @param [in] patches derivatives @param [out] input derivatives
    void AddPatches(const Stage& stage,
                    const RowMatrix& patches,
                    Eigen::Index count,
                    RowMatrix& input) const;
    /// @param [in] stage from 0 @param [in] count of samples @param [in,out] trace pooled values
    void Pool(const Stage& stage, Eigen::Index count, Trace& trace) const;
    /// @param [in] parameters w @param [in] group from 0 @returns its filters or weights
    Eigen::Map<const RowMatrix> GetWeights(const Eigen::VectorXd& parameters,
                                           std::size_t group) const;
    /// Adds derivatives by the weights and biases of a group.
    void AddGroupGradient(std::size_t group,
                          const RowMatrix& slope,
                          const RowMatrix& input,
                          ParameterRange block,
                          Eigen::Ref<Eigen::VectorXd> sum) const;

    std::vector<Stage> m_stages; ///< with their sizes
    Activation m_activation;     ///< of the convolutions
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CONVOLUTION_STACK_H
