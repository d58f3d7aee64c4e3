/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TWO_TIER_LEARNER_H
#define EDGE_AI_TWO_TIER_LEARNER_H

#include "gradient-step.h"
#include "learning-draws.h"
#include "learning-model.h"
#include "peer-mixing.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Cells of devices, each with a server that has a model of its own.
struct TwoTierSettings
{
    std::shared_ptr<const LearningModel> model; ///< its parameters are one vector
    std::shared_ptr<const Dataset> data;        ///< for training
    std::vector<std::vector<SampleList>> cells; ///< samples of each device of each cell
    PeerShares shares;                          ///< pi of cells; empty: all count alike
    uint32_t edgeRounds{2};                     ///< q, averages of a cell per round, > 0
    SgdOptions local;                           ///< tau steps of a device per edge round
    bool singlePrecision{false}; ///< models that cross a link - to a device, from it, between
                                 ///< servers - are rounded to 32 bit, as they travel
    bool watchDrift{false};      ///< compute GetDrift(); without momentum alone
};

/// @ingroup edge-ai
/// Which links models cross when servers mix; matters with TwoTierSettings::singlePrecision.
enum class MixingWay : uint8_t
{
    PEERS = 0,   ///< from server to server
    CLOUD = 1,   ///< to a cloud that mixes, and back
    RELAYED = 2, ///< the same, each device's last update by itself: cells are averaged in the cloud
};

/**
 * @ingroup edge-ai
 * Learning in two tiers, each round: q times every device of a cell trains from the cell's model
 * and the server averages by samples; then servers mix their models with their peers'. Parts of a
 * round are functions of their own, so that whoever carries models as bytes computes the same.
 *
 * Every device has draws of its own: the order in which devices train changes nothing.
 */
class TwoTierLearner
{
  public:
    /// Makes the randomness of a device of a cell.
    using DrawsOf = std::function<LearningDraws(std::size_t cell, std::size_t device)>;

    /**
     * @param [in] settings who learns what
     * @param [in] parameters of all servers to begin with
     * @param [in] drawsOf randomness of each device
     * @throws LearningError naming what does not fit
     */
    TwoTierLearner(TwoTierSettings settings, Eigen::VectorXd parameters, const DrawsOf& drawsOf);

    /// @param [in] cell index  @param [in] device of it  @param [in] model w of the cell
    /// @returns its parameters after tau steps
    Eigen::VectorXd TrainDevice(std::size_t cell, std::size_t device, const Eigen::VectorXd& model);

    /// @param [in] cell index  @param [in] updates of all its devices
    /// @returns sum of n_k / n_m w_k
    Eigen::VectorXd AverageCell(std::size_t cell, const PeerModels& updates) const;

    /// q edge rounds of every cell: y becomes z.
    void TrainCells();

    /// z becomes y. @param [in] weights P  @param [in] repeats how often  @param [in] way over
    /// which links
    void Mix(const Eigen::MatrixXd& weights,
             uint32_t repeats = 1,
             MixingWay way = MixingWay::PEERS);

    /// @returns z behind TrainCells(), y behind Mix()
    const PeerModels& GetModels() const
    {
        return m_models;
    }

    /// @returns ybar
    Eigen::VectorXd GetMean() const
    {
        return GetMeanModel(m_models, m_settings.shares);
    }

    /// @returns V of the last TrainCells(), (1 / (q tau)) sum over steps and devices of
    /// a_k |w_k,s - ybar|^2, ybar before it; not a number unless it is watched
    double GetDrift() const
    {
        return m_drift;
    }

    /// @param [in] parameters a model  @returns f = sum over cells of pi_m sum of n_k / n_m f_k
    double GetLoss(const Eigen::VectorXd& parameters) const;

    /// @param [in] parameters a model  @param [out] gradient of f there
    void GetGradient(const Eigen::VectorXd& parameters, Eigen::VectorXd& gradient) const;

    /// @returns who learns what
    const TwoTierSettings& GetSettings() const
    {
        return m_settings;
    }

  private:
    void Check() const;
    /// @returns the model as it comes over a link
    Eigen::VectorXd Carry(const Eigen::VectorXd& model) const;
    /// @returns pi_m n_k / n_m
    double GetWeight(std::size_t cell, std::size_t device) const;

    TwoTierSettings m_settings;
    PeerModels m_models;                             ///< of each server
    std::vector<double> m_samples;                   ///< n_m
    std::vector<std::vector<LearningDraws>> m_draws; ///< of each device
    Eigen::VectorXd m_from;                          ///< ybar before the cells train, if watched
    double m_drift;                                  ///< V
};

/// @ingroup edge-ai
/// @param [in] data dense samples  @param [in] samples of a device, one at least
/// @param [in] l2 weight of the squared norm
/// @returns how steep the gradient of softmax regression gets, 0.5 lambda_max(E x x^T, a bias of 1
///          appended to x) + l2
double GetSoftmaxSmoothness(const Dataset& data, const SampleList& samples, double l2);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TWO_TIER_LEARNER_H
