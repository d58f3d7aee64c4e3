/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_METHOD_H
#define EDGE_AI_TIER_METHOD_H

#include "application/learning/round-method.h"
#include "learning/two-tier-learner.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What a device of a cell computes with, and what it may spend.
struct TierDevice
{
    RoundProcessor processor; ///< cycles are those of an edge round
    double energyMax{0};      ///< E_max, of an edge round [J]; 0: no limit
};

/**
 * @ingroup edge-ai
 * What a cell of two tiers learns in each edge round: every device trains its server's model for
 * some local steps, the server takes the mean over samples of what comes. Devices that are lost
 * are not in that mean. Between rounds somebody may put another model in the server's place.
 *
 * Of a device's assignment the note is its clock, 8 bytes: with band and power of TRAIN what the
 * plan allots it.
 */
class TierMethod : public RoundMethod
{
  public:
    /**
     * @param [in] learner of all cells, whose devices train; shared by all of them
     * @param [in] cell index of this one  @param [in] devices of it
     * @param [in] parameters of its server to begin with
     * @throws LearningError if there are not as many devices as the cell has
     */
    TierMethod(std::shared_ptr<TwoTierLearner> learner,
               uint32_t cell,
               std::vector<TierDevice> devices,
               const Eigen::VectorXd& parameters);

    std::string GetName() const override;
    double GetSamples(uint32_t worker) const override;
    uint32_t Begin(uint64_t round) override;
    std::vector<uint32_t> Choose(const std::vector<uint32_t>& members) override;
    LearningRanges GetMissing() const override;
    void Describe(RoundProblem& problem) const override;
    std::vector<LearningAssignment> Assign(const RoundPlan& plan) const override;
    Bytes GetModel() const override;
    std::string Take(uint32_t worker,
                     const LearningAssignment& assignment,
                     const Bytes& update) override;
    double GetAggregateFlop() const override;
    void Finish() override;
    LearningScore Score() const override;
    Eigen::VectorXd GetParameters() const override;
    std::string Train(uint32_t worker,
                      const LearningAssignment& assignment,
                      const Bytes& model,
                      Bytes& update) override;
    double GetClock(const LearningAssignment& assignment) const override;

    /// @param [in] parameters of the server from now on
    void SetParameters(const Eigen::VectorXd& parameters);

    /// An update that came, and its part in the mean.
    struct Part
    {
        double share; ///< n_k over those of all that came
        Bytes update; ///< as it came
    };

    /// @returns what came in the latest round that was finished, in the order of devices
    const std::vector<Part>& GetParts() const
    {
        return m_parts;
    }

    /// @returns how many devices the cell has
    uint32_t GetDeviceCount() const
    {
        return static_cast<uint32_t>(m_devices.size());
    }

    /// @returns numbers of a model
    uint64_t GetSize() const
    {
        return static_cast<uint64_t>(m_model.size());
    }

  private:
    std::shared_ptr<TwoTierLearner> m_learner;
    uint32_t m_cell;
    std::vector<TierDevice> m_devices;
    Eigen::VectorXd m_model;
    uint64_t m_round{0};
    std::vector<uint32_t> m_chosen;
    std::map<uint32_t, Bytes> m_came; ///< in the round, by device
    std::vector<Part> m_parts;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_METHOD_H
