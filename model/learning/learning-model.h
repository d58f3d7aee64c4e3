/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_MODEL_H
#define EDGE_AI_LEARNING_MODEL_H

#include "learning-draws.h"
#include "learning/data/dataset.h"

#include <Eigen/Core>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Parameters first..first+count-1 of a model.
struct ParameterRange
{
    Eigen::Index first{0};
    Eigen::Index count{0};

    /// @returns the first parameter behind it
    Eigen::Index GetEnd() const
    {
        return first + count;
    }
};

/// @ingroup edge-ai
/// Parameters that belong together: a layer, or an adapter of one.
struct ParameterGroup
{
    std::string name;     ///< e.g. "hidden 1"
    ParameterRange range; ///< its parameters
    uint32_t units{0};    ///< neurons, filters or classes with parameters of their own; 0: none
};

/// @ingroup edge-ai
/// What a gradient takes, 2 FLOP per multiply-add; activations, losses and biases are not counted.
struct GradientWork
{
    double forward{0};  ///< inputs to outputs [FLOP per sample]
    double backward{0}; ///< outputs to inputs, as far down as the parameters lie [FLOP per sample]
    double weights{0};  ///< the parameters' own derivatives [FLOP per sample]

    /// @returns all of it [FLOP per sample]
    double GetTotal() const
    {
        return forward + backward + weights;
    }
};

/**
 * @ingroup edge-ai
 * A model that is trained: its parameters are one vector, which it does not hold, so that one
 * object serves any number of devices. Its loss for a batch is
 *
 *   f(w) = (1/n) sum over the batch of loss(sample; w) + (l2/2) |w|^2.
 *
 * Order of sums: the samples of a batch are taken in the order of the list, in pieces of CHUNK, and
 * the sums of pieces are added one after the other. So the sum over parts of a batch, each but the
 * last a multiple of CHUNK, is that over the whole, bit for bit. A block's gradient is the part of
 * the whole gradient up to rounding (1e-12 relative).
 */
class LearningModel
{
  public:
    /// Samples that are worked on at once.
    static constexpr uint32_t CHUNK = 256;

    virtual ~LearningModel() = default;

    /// @returns the text that makes it, e.g. "Mlp(32,32,10,l2=0.001)"
    const std::string& GetName() const
    {
        return m_name;
    }

    /// @returns number of parameters d
    Eigen::Index GetParameterCount() const
    {
        return m_groups.empty() ? 0 : m_groups.back().range.GetEnd();
    }

    /// @returns number of features it takes
    Eigen::Index GetFeatureCount() const
    {
        return m_features;
    }

    /// @returns number of classes it tells apart, >= 2
    uint32_t GetClassCount() const
    {
        return m_classes;
    }

    /// @returns weight of the squared norm of the parameters, >= 0
    double GetL2() const
    {
        return m_l2;
    }

    /// @returns its layers from the input to the output; together they are all parameters, in order
    const std::vector<ParameterGroup>& GetGroups() const
    {
        return m_groups;
    }

    /// @returns all parameters
    ParameterRange GetAll() const
    {
        return {0, GetParameterCount()};
    }

    /// @returns whether it takes sparse features
    virtual bool TakesSparse() const
    {
        return true;
    }

    /// @param [in] data samples  @throws LearningError if the model does not take them
    void Require(const Dataset& data) const;

    /**
     * @param [in,out] draws randomness
     * @returns parameters to begin with: zero for convex models, weights of variance 1 / fan-in
     *          (2 / fan-in behind ReLU) and biases of zero else
     */
    virtual Eigen::VectorXd DrawParameters(LearningDraws& draws) const = 0;

    /**
     * @param [in] parameters w
     * @param [in] data samples it takes
     * @param [in] batch which of them, at least one
     * @returns f(w)
     */
    double GetLoss(const Eigen::VectorXd& parameters,
                   const Dataset& data,
                   const SampleList& batch) const;

    /**
     * @param [in] parameters w
     * @param [in] data samples it takes
     * @param [in] batch which of them, at least one
     * @param [out] gradient of f at w, made as long as w
     * @returns f(w)
     */
    double GetGradient(const Eigen::VectorXd& parameters,
                       const Dataset& data,
                       const SampleList& batch,
                       Eigen::VectorXd& gradient) const;

    /**
     * The gradient by some parameters alone: what lies below them is not differentiated, what is
     * beside them is not multiplied out.
     * @param [in] parameters w, all of them
     * @param [in] data samples it takes
     * @param [in] batch which of them, at least one
     * @param [in] block parameters of the model, any range
     * @param [out] gradient of f by these, made as long as the block
     * @returns f(w)
     */
    double GetBlockGradient(const Eigen::VectorXd& parameters,
                            const Dataset& data,
                            const SampleList& batch,
                            ParameterRange block,
                            Eigen::VectorXd& gradient) const;

    /**
     * Add the sum over samples of the derivatives, neither divided by their number nor with l2: the
     * part of a device in a sum over devices.
     * @param [in] parameters w
     * @param [in] data samples it takes
     * @param [in] batch which of them; none adds nothing
     * @param [in] block parameters of the model
     * @param [in,out] sum of derivatives, as long as the block
     * @returns the sum over samples of their losses
     */
    double AddGradient(const Eigen::VectorXd& parameters,
                       const Dataset& data,
                       const SampleList& batch,
                       ParameterRange block,
                       Eigen::VectorXd& sum) const;

    /**
     * Add the sum over samples of their own derivatives, each of which is masked and then shortened
     * to a norm: sum of (m o g) / max(1, |m o g| / limit), without l2. One sample more or less
     * changes such a sum by no more than the limit; a derivative that is not finite adds nothing.
     * @param [in] parameters w
     * @param [in] data samples it takes
     * @param [in] batch which of them; none adds nothing
     * @param [in] mask a number per parameter: 1 for those that count, 0 for others
     * @param [in] limit of the norm, > 0
     * @param [in,out] sum of derivatives, as long as w
     * @returns how many samples' derivatives were shortened
     */
    uint32_t AddClippedGradients(const Eigen::VectorXd& parameters,
                                 const Dataset& data,
                                 const SampleList& batch,
                                 const Eigen::VectorXd& mask,
                                 double limit,
                                 Eigen::VectorXd& sum) const;

    /**
     * @param [in] parameters w
     * @param [in] data samples it takes
     * @param [in] batch which of them, at least one
     * @returns share of them whose class is the one with the largest output (of equals the first)
     */
    double GetAccuracy(const Eigen::VectorXd& parameters,
                       const Dataset& data,
                       const SampleList& batch) const;

    /**
     * @param [in] entries features of a sample that are stored: Dataset::GetMeanEntries()
     * @param [in] block parameters whose gradient is taken
     * @returns work of the gradient of one sample
     */
    virtual GradientWork GetWork(double entries, ParameterRange block) const = 0;

  protected:
    /**
     * @param [in] name the text that makes it
     * @param [in] features of a sample, > 0
     * @param [in] classes >= 2
     * @param [in] l2 weight of the squared norm, >= 0
     */
    LearningModel(std::string name, Eigen::Index features, uint32_t classes, double l2);

    /// One piece of a batch.
    struct Chunk
    {
        const Dataset& data;     ///< all samples
        const uint32_t* samples; ///< which of them
        uint32_t count;          ///< how many, 1..CHUNK
    };

    /// @param [in] chunk some samples  @returns their features, a row each; dense data alone
    static RowMatrix GatherFeatures(const Chunk& chunk);

    /**
     * @param [in] parameters w
     * @param [in] chunk some samples
     * @param [out] outputs what the model says of each class, a row per sample
     */
    virtual void DoOutputs(const Eigen::VectorXd& parameters,
                           const Chunk& chunk,
                           RowMatrix& outputs) const = 0;

    /**
     * @param [in] outputs of the model, a row per sample
     * @param [in] chunk the samples
     * @param [out] slope derivative of the sum of losses by each output, unless null
     * @returns sum of the samples' losses; here: cross entropy of the outputs' softmax
     */
    virtual double DoLoss(const RowMatrix& outputs, const Chunk& chunk, RowMatrix* slope) const;

    /**
     * @param [in] parameters w
     * @param [in] chunk some samples
     * @param [in] block parameters
     * @param [in,out] sum derivatives of the samples' losses are added to it, as long as the block
     * @returns sum of the samples' losses
     */
    virtual double DoAddGradient(const Eigen::VectorXd& parameters,
                                 const Chunk& chunk,
                                 ParameterRange block,
                                 Eigen::Ref<Eigen::VectorXd> sum) const = 0;

    /**
     * Masked and clipped sums of one piece; here: a gradient for each sample, one after the other.
     * @param [in] parameters w
     * @param [in] chunk some samples
     * @param [in] mask 1 or 0 per parameter
     * @param [in] limit of the norm, > 0
     * @param [in,out] sum it is added to, as long as w
     * @returns how many samples' derivatives were shortened
     */
    virtual uint32_t DoAddClipped(const Eigen::VectorXd& parameters,
                                  const Chunk& chunk,
                                  const Eigen::VectorXd& mask,
                                  double limit,
                                  Eigen::VectorXd& sum) const;

    /// Append a layer. @param [in] name its name @param [in] count of parameters @param [in] units
    void AddGroup(const std::string& name, Eigen::Index count, uint32_t units);

  private:
    std::string m_name;                   ///< the text it was made from
    Eigen::Index m_features;              ///< features of a sample
    uint32_t m_classes;                   ///< classes
    double m_l2;                          ///< weight of the squared norm
    std::vector<ParameterGroup> m_groups; ///< layers
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_MODEL_H
