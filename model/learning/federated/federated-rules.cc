/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "federated-rules.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] updates at least one  @returns their mean
Eigen::VectorXd
GetMean(const std::vector<FederatedUpdate>& updates)
{
    Eigen::VectorXd sum = updates.front().values;
    for (std::size_t i = 1; i < updates.size(); ++i)
    {
        sum += updates[i].values;
    }
    return sum / static_cast<double>(updates.size());
}

/// @param [in] updates at least one  @returns mean of their steps
double
GetMeanSteps(const std::vector<FederatedUpdate>& updates)
{
    double sum = 0;
    for (const FederatedUpdate& update : updates)
    {
        sum += update.steps;
    }
    return sum / static_cast<double>(updates.size());
}

} // namespace

FederatedTraining
TrainLocally(const Eigen::VectorXd& begin,
             const Eigen::VectorXd& correction,
             double rate,
             uint32_t steps,
             const FederatedGradient& gradient)
{
    FederatedTraining training{begin, steps};
    Eigen::VectorXd slope;
    for (uint32_t k = 0; k < steps; ++k)
    {
        gradient(training.end, slope);
        training.end -= rate * (slope + correction);
    }
    return training;
}

FedQvrRule::FedQvrRule(FedQvrMode mode)
    : m_mode(mode)
{
}

std::string
FedQvrRule::GetName() const
{
    return m_mode == FedQvrMode::RECEIVED ? "FedQVR" : "FedQVR, inverse";
}

bool
FedQvrRule::HasServerControl() const
{
    return true;
}

Eigen::VectorXd
FedQvrRule::GetCorrection(const FederatedState& state, const Eigen::VectorXd& control) const
{
    return state.control - control;
}

Eigen::VectorXd
FedQvrRule::MakeUpdate(const FederatedOptions& options,
                       const FederatedState& state,
                       const Eigen::VectorXd&,
                       const FederatedTraining& training) const
{
    return (state.model - training.end) / (options.rate * training.steps) - state.control;
}

void
FedQvrRule::Settle(const FederatedUpdate& update,
                   const Eigen::VectorXd&,
                   Eigen::VectorXd& control) const
{
    control += update.gain * update.values;
}

Eigen::VectorXd
FedQvrRule::GetDirection(const std::vector<FederatedUpdate>& updates,
                         uint32_t sampled,
                         const Eigen::VectorXd& control) const
{
    Eigen::VectorXd direction = control;
    const double share =
        1.0 / static_cast<double>(m_mode == FedQvrMode::RECEIVED ? updates.size() : sampled);
    for (const FederatedUpdate& update : updates)
    {
        direction +=
            share / (m_mode == FedQvrMode::RECEIVED ? 1 : 1 - update.outage) * update.values;
    }
    return direction;
}

Eigen::VectorXd
FedQvrRule::Advance(const FederatedOptions& options,
                    const std::vector<FederatedUpdate>& updates,
                    uint32_t sampled,
                    FederatedState& state) const
{
    // The direction is that of the old control.
    state.model -= options.serverRate * options.rate * GetMeanSteps(updates) *
                   GetDirection(updates, sampled, state.control);
    for (const FederatedUpdate& update : updates)
    {
        state.control += update.gain / options.devices * update.values;
    }
    return {};
}

std::string
FedAvgRule::GetName() const
{
    return "FedAvg";
}

Eigen::VectorXd
FedAvgRule::MakeUpdate(const FederatedOptions&,
                       const FederatedState& state,
                       const Eigen::VectorXd&,
                       const FederatedTraining& training) const
{
    return training.end - state.model;
}

Eigen::VectorXd
FedAvgRule::Advance(const FederatedOptions& options,
                    const std::vector<FederatedUpdate>& updates,
                    uint32_t,
                    FederatedState& state) const
{
    state.model += options.serverRate * GetMean(updates);
    return {};
}

std::string
ScaffoldRule::GetName() const
{
    return "SCAFFOLD";
}

bool
ScaffoldRule::HasServerControl() const
{
    return true;
}

Eigen::Index
ScaffoldRule::GetUpdateSize(Eigen::Index parameters) const
{
    return 2 * parameters;
}

Eigen::VectorXd
ScaffoldRule::GetCorrection(const FederatedState& state, const Eigen::VectorXd& control) const
{
    return state.control - control;
}

Eigen::VectorXd
ScaffoldRule::MakeUpdate(const FederatedOptions& options,
                         const FederatedState& state,
                         const Eigen::VectorXd&,
                         const FederatedTraining& training) const
{
    const Eigen::Index d = state.model.size();
    Eigen::VectorXd update(2 * d);
    update.head(d) = training.end - state.model;
    update.tail(d) = (state.model - training.end) / (options.rate * training.steps) - state.control;
    return update;
}

void
ScaffoldRule::Settle(const FederatedUpdate& update,
                     const Eigen::VectorXd&,
                     Eigen::VectorXd& control) const
{
    control += update.values.tail(control.size());
}

Eigen::VectorXd
ScaffoldRule::Advance(const FederatedOptions& options,
                      const std::vector<FederatedUpdate>& updates,
                      uint32_t,
                      FederatedState& state) const
{
    const Eigen::Index d = state.model.size();
    const Eigen::VectorXd mean = GetMean(updates);
    state.model += options.serverRate * mean.head(d);
    state.control += static_cast<double>(updates.size()) / options.devices * mean.tail(d);
    return {};
}

std::string
FedNovaRule::GetName() const
{
    return "FedNova";
}

Eigen::VectorXd
FedNovaRule::MakeUpdate(const FederatedOptions& options,
                        const FederatedState& state,
                        const Eigen::VectorXd&,
                        const FederatedTraining& training) const
{
    return (state.model - training.end) / (options.rate * training.steps);
}

Eigen::VectorXd
FedNovaRule::Advance(const FederatedOptions& options,
                     const std::vector<FederatedUpdate>& updates,
                     uint32_t,
                     FederatedState& state) const
{
    state.model -= options.serverRate * options.rate * GetMeanSteps(updates) * GetMean(updates);
    return {};
}

std::string
FedComGateRule::GetName() const
{
    return "FedCOMGATE";
}

bool
FedComGateRule::HasNote() const
{
    return true;
}

Eigen::VectorXd
FedComGateRule::GetCorrection(const FederatedState&, const Eigen::VectorXd& control) const
{
    return -control;
}

Eigen::VectorXd
FedComGateRule::MakeUpdate(const FederatedOptions& options,
                           const FederatedState& state,
                           const Eigen::VectorXd&,
                           const FederatedTraining& training) const
{
    return (state.model - training.end) / options.rate;
}

void
FedComGateRule::Settle(const FederatedUpdate& update,
                       const Eigen::VectorXd& note,
                       Eigen::VectorXd& control) const
{
    control += (update.values - note) / update.steps;
}

Eigen::VectorXd
FedComGateRule::Advance(const FederatedOptions& options,
                        const std::vector<FederatedUpdate>& updates,
                        uint32_t,
                        FederatedState& state) const
{
    const Eigen::VectorXd mean = GetMean(updates);
    state.model -= options.rate * options.serverRate * mean;
    return mean;
}

} // namespace edgeai
} // namespace ns3
