/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDERATED_RULE_H
#define EDGE_AI_FEDERATED_RULE_H

#include <Eigen/Core>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What a server sends all devices of a round.
struct FederatedState
{
    Eigen::VectorXd model;   ///< x
    Eigen::VectorXd control; ///< c; of rules without one it is 0 and does not travel
};

/// @ingroup edge-ai
/// What a device has trained.
struct FederatedTraining
{
    Eigen::VectorXd end; ///< y after its last step
    uint32_t steps{1};   ///< E
};

/// @ingroup edge-ai
/// An update as the server has decoded it, and the device too.
struct FederatedUpdate
{
    Eigen::VectorXd values; ///< Q
    uint32_t steps{1};      ///< E
    double gain{1};         ///< alpha, of the device's control
    double outage{0};       ///< q, the probability with which it would have been lost, < 1
};

/// @ingroup edge-ai
/// Step sizes and how many devices there are.
struct FederatedOptions
{
    double rate{.1};      ///< eta of local steps, > 0
    double serverRate{1}; ///< eta_g, > 0
    uint32_t devices{1};  ///< N, >= 1
};

/**
 * @ingroup edge-ai
 * What tells one method of federated learning from another: by what local gradients are corrected,
 * what a device sends, what server and device make of updates that came. (Sections "Algorithm" and
 * "Baselines" of the module's notes on FedQVR; the minimised function is the mean over devices of
 * their losses.) Rules hold no state: that of a device is one vector, its control, which it keeps
 * for itself.
 */
class FederatedRule
{
  public:
    virtual ~FederatedRule() = default;

    /// @returns what it is called
    virtual std::string GetName() const = 0;

    /// @returns whether the server has a control that travels beside the model
    virtual bool HasServerControl() const
    {
        return false;
    }

    /// @returns whether devices whose update came are told what the server made of all of the round
    virtual bool HasNote() const
    {
        return false;
    }

    /// @param [in] parameters d  @returns numbers of an update
    virtual Eigen::Index GetUpdateSize(Eigen::Index parameters) const
    {
        return parameters;
    }

    /// @param [in] state of the server  @param [in] control of the device
    /// @returns what is added to every gradient
    virtual Eigen::VectorXd GetCorrection(const FederatedState& state,
                                          const Eigen::VectorXd& control) const
    {
        (void)control;
        return Eigen::VectorXd::Zero(state.model.size());
    }

    /// @param [in] options step sizes  @param [in] state of the server  @param [in] control of the
    /// device  @param [in] training that it has done  @returns what it sends
    virtual Eigen::VectorXd MakeUpdate(const FederatedOptions& options,
                                       const FederatedState& state,
                                       const Eigen::VectorXd& control,
                                       const FederatedTraining& training) const = 0;

    /// The device's update came. @param [in] update as it was decoded  @param [in] note of the
    /// server; empty without one  @param [in,out] control of the device
    virtual void Settle(const FederatedUpdate& update,
                        const Eigen::VectorXd& note,
                        Eigen::VectorXd& control) const
    {
        (void)update;
        (void)note;
        (void)control;
    }

    /**
     * The server's step. Where nothing came nothing changes, and it is not called.
     * @param [in] options step sizes  @param [in] updates that came, at least one
     * @param [in] sampled m, devices that were asked
     * @param [in,out] state of the server
     * @returns the note
     */
    virtual Eigen::VectorXd Advance(const FederatedOptions& options,
                                    const std::vector<FederatedUpdate>& updates,
                                    uint32_t sampled,
                                    FederatedState& state) const = 0;
};

/// Gradient of a device's loss. @param [in] at parameters  @param [out] gradient there
using FederatedGradient = std::function<void(const Eigen::VectorXd& at, Eigen::VectorXd& gradient)>;

/**
 * @ingroup edge-ai
 * Local steps y <- y - eta (g(y) + correction).
 * @param [in] begin x  @param [in] correction of every gradient  @param [in] rate eta
 * @param [in] steps E  @param [in] gradient of the device's loss
 * @returns y after them
 */
FederatedTraining TrainLocally(const Eigen::VectorXd& begin,
                               const Eigen::VectorXd& correction,
                               double rate,
                               uint32_t steps,
                               const FederatedGradient& gradient);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDERATED_RULE_H
