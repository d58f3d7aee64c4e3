/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_SETTINGS_H
#define EDGE_AI_DP_SPARSE_SETTINGS_H

#include "allocation/round/dp-sparse/dp-sparse-progress.h"
#include "allocation/round/dp-sparse/dp-sparse-state.h"
#include "learning/learning-model.h"
#include "learning/privacy/private-step.h"

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// How a server makes one of what came.
enum class DpSparseAggregation : uint8_t
{
    SUM = 0,            ///< w + p_w times the sum of updates, nothing off their masks
    UNBIASED = 1,       ///< likewise, each update divided by its fraction s = k/d
    PER_COORDINATE = 2, ///< each entry the mean over the clients whose masks hold it
};

/**
 * @ingroup edge-ai
 * What is learned, how, and by whom: what is installed on the server and on every client.
 */
struct DpSparseSettings
{
    std::shared_ptr<const LearningModel> model; ///< its parameters are one vector
    std::shared_ptr<const Dataset> data;        ///< for training
    std::shared_ptr<const Dataset> test;        ///< of no client; null: no accuracy
    std::vector<SampleList> samples;            ///< of each client, at least a nominal batch
    PrivateStepOptions step;                    ///< of the clients
    PrivacyBudget budget;                       ///< of each client
    /// T, Dbar and energies. No participations: as many as each budget allows; else the lesser.
    DpSparseLimits limits;
    DpSparseAggregation aggregation{DpSparseAggregation::SUM};
    uint32_t channels{5};      ///< N, clients at once, > 0
    double weight{0};          ///< p_w, in (0, 1]; 0: 1/N
    double smoothness{0.15};   ///< L_h, public
    double squaredGradient{1}; ///< G2, public
    double fractionMin{0.05};  ///< s_min
    double headerBits{64};     ///< o of an update [bit]
    bool largest{false};       ///< the k largest entries with error memory instead of a random
                               ///< mask: tells of the data, for comparison without privacy
    uint32_t scoreSamples{0};  ///< of the training data that the loss is taken over; 0: all
    uint32_t seed{1};          ///< names all chance

    /// @param [in] parameters that the model begins with, how many
    /// @throws LearningError naming the setting that is out of its range
    void Require(Eigen::Index parameters) const;

    /// @returns p_w
    double GetWeight() const
    {
        return weight > 0 ? weight : 1.0 / channels;
    }

    /// @returns work of the local steps of a client [FLOP]
    double GetFlop() const;

    /// @returns what the bound of the progress of an update is made of
    DpSparseConstants GetConstants() const;

    /// @param [in] kept k, entries of an update, > 0
    /// @returns deviation of the noise in each of them, of all local steps together
    double GetNoiseDeviation(uint32_t kept) const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_SETTINGS_H
