/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDERATED_RULES_H
#define EDGE_AI_FEDERATED_RULES_H

#include "federated-rule.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What the server of FedQVR makes of updates that may be lost.
enum class FedQvrMode : uint8_t
{
    RECEIVED, ///< their mean over those that came
    INVERSE,  ///< each by the inverse of its probability to come, over those that were asked
};

/**
 * @ingroup edge-ai
 * FedQVR: local gradients are corrected by c - c_i; what travels, quantised, is the change of the
 * control, delta = (x - y)/(eta E) - c; c_i <- c_i + alpha Q. With updates as they are it is
 * SCAFFOLDn, SCAFFOLD normalised by the number of steps.
 */
class FedQvrRule : public FederatedRule
{
  public:
    /// @param [in] mode of the server
    explicit FedQvrRule(FedQvrMode mode = FedQvrMode::RECEIVED);

    std::string GetName() const override;
    bool HasServerControl() const override;
    Eigen::VectorXd GetCorrection(const FederatedState& state,
                                  const Eigen::VectorXd& control) const override;
    Eigen::VectorXd MakeUpdate(const FederatedOptions& options,
                               const FederatedState& state,
                               const Eigen::VectorXd& control,
                               const FederatedTraining& training) const override;
    void Settle(const FederatedUpdate& update,
                const Eigen::VectorXd& note,
                Eigen::VectorXd& control) const override;
    Eigen::VectorXd Advance(const FederatedOptions& options,
                            const std::vector<FederatedUpdate>& updates,
                            uint32_t sampled,
                            FederatedState& state) const override;

    /// @param [in] updates that came  @param [in] sampled m  @param [in] control c of the server
    /// @returns v, the direction that the server goes; c where nothing came
    Eigen::VectorXd GetDirection(const std::vector<FederatedUpdate>& updates,
                                 uint32_t sampled,
                                 const Eigen::VectorXd& control) const;

  private:
    FedQvrMode m_mode;
};

/// @ingroup edge-ai
/// FedAvg: devices send y - x, the server adds the mean. Quantised it is FedPAQ; with one step and
/// QSGD's code it is QSGD.
class FedAvgRule : public FederatedRule
{
  public:
    std::string GetName() const override;
    Eigen::VectorXd MakeUpdate(const FederatedOptions& options,
                               const FederatedState& state,
                               const Eigen::VectorXd& control,
                               const FederatedTraining& training) const override;
    Eigen::VectorXd Advance(const FederatedOptions& options,
                            const std::vector<FederatedUpdate>& updates,
                            uint32_t sampled,
                            FederatedState& state) const override;
};

/// @ingroup edge-ai
/// SCAFFOLD (option II): an update is [y - x, the change of c_i], with c_i+ = c_i - c + (x -
/// y)/(eta E).
class ScaffoldRule : public FederatedRule
{
  public:
    std::string GetName() const override;
    bool HasServerControl() const override;
    Eigen::Index GetUpdateSize(Eigen::Index parameters) const override;
    Eigen::VectorXd GetCorrection(const FederatedState& state,
                                  const Eigen::VectorXd& control) const override;
    Eigen::VectorXd MakeUpdate(const FederatedOptions& options,
                               const FederatedState& state,
                               const Eigen::VectorXd& control,
                               const FederatedTraining& training) const override;
    void Settle(const FederatedUpdate& update,
                const Eigen::VectorXd& note,
                Eigen::VectorXd& control) const override;
    Eigen::VectorXd Advance(const FederatedOptions& options,
                            const std::vector<FederatedUpdate>& updates,
                            uint32_t sampled,
                            FederatedState& state) const override;
};

/// @ingroup edge-ai
/// FedNova: devices send (x - y)/(eta E), the server steps by the mean times the mean of steps.
class FedNovaRule : public FederatedRule
{
  public:
    std::string GetName() const override;
    Eigen::VectorXd MakeUpdate(const FederatedOptions& options,
                               const FederatedState& state,
                               const Eigen::VectorXd& control,
                               const FederatedTraining& training) const override;
    Eigen::VectorXd Advance(const FederatedOptions& options,
                            const std::vector<FederatedUpdate>& updates,
                            uint32_t sampled,
                            FederatedState& state) const override;
};

/// @ingroup edge-ai
/// FedCOMGATE: y <- y - eta (g - h_i), devices send D_i = Q((x - y)/eta), h_i <- h_i + (D_i - mean
/// D)/E; so devices have to be told the mean of their round.
class FedComGateRule : public FederatedRule
{
  public:
    std::string GetName() const override;
    bool HasNote() const override;
    Eigen::VectorXd GetCorrection(const FederatedState& state,
                                  const Eigen::VectorXd& control) const override;
    Eigen::VectorXd MakeUpdate(const FederatedOptions& options,
                               const FederatedState& state,
                               const Eigen::VectorXd& control,
                               const FederatedTraining& training) const override;
    void Settle(const FederatedUpdate& update,
                const Eigen::VectorXd& note,
                Eigen::VectorXd& control) const override;
    Eigen::VectorXd Advance(const FederatedOptions& options,
                            const std::vector<FederatedUpdate>& updates,
                            uint32_t sampled,
                            FederatedState& state) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDERATED_RULES_H
