/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDERATED_SETTINGS_H
#define EDGE_AI_FEDERATED_SETTINGS_H

#include "allocation/round/round-problem.h"
#include "learning/federated/federated-rule.h"
#include "learning/learning-draws.h"
#include "learning/learning-model.h"
#include "learning/update/update-codec.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What is learned, how, and by whom: what is installed on the server and on every worker of
 * federated learning. The function that is minimised is the mean over workers of their losses.
 */
struct FederatedSettings
{
    std::string name;                           ///< of the method; "": its rule's
    std::shared_ptr<const LearningModel> model; ///< its parameters are one vector, d of them
    std::shared_ptr<const Dataset> data;        ///< for training
    std::shared_ptr<const Dataset> test;        ///< of no worker; null: no accuracy
    std::vector<SampleList> samples;            ///< of each worker, at least one
    double samplesMean{0};       ///< samples of a worker in the mean; 0: counted whenever asked for
    uint32_t batch{32};          ///< samples of a local step, drawn with replacement; 0: all it has
    std::vector<uint32_t> steps; ///< E of each worker, >= 1; one: of all; none: the planner's
    uint32_t sampled{0};         ///< m, workers that are asked in a round; 0: all
    double rate{.1};             ///< eta of local steps, > 0
    double serverRate{1};        ///< eta_g, > 0
    uint32_t modelBits{32};      ///< of a number of the model on its way, 32 or 64
    std::shared_ptr<const FederatedRule> rule;
    /// Of updates; null: sign and magnitude with the bits that plans say.
    std::shared_ptr<const UpdateCodec> codec;
    uint32_t block{0};  ///< b_q of these, coordinates that share a scale; 0: all
    double gain{0};     ///< alpha of devices' controls; 0: 1/(1 + omega) of the code
    bool grants{false}; ///< plans are made again with what devices report; without it and without
                        ///< a codec, outage.bitsMin must be outage.bitsMax
    RoundOutage outage; ///< window, range of bits, bounds; the rest of it is the method's
    /// Draws of the server (0) and of worker k (k + 1).
    std::function<LearningDraws(uint32_t)> draws;
    /// Who is asked in a round, instead of m drawn uniformly without replacement. @param [in] round
    std::function<std::vector<uint32_t>(uint64_t round)> choose;

    /// @throws LearningError naming the setting that is out of range
    void Require() const;

    /// @returns N
    uint32_t GetDeviceCount() const
    {
        return static_cast<uint32_t>(samples.size());
    }

    /// @returns step sizes and N as rules take them
    FederatedOptions GetOptions() const
    {
        return {rate, serverRate, GetDeviceCount()};
    }

    /// @returns numbers of an update
    Eigen::Index GetUpdateSize() const
    {
        return rule->GetUpdateSize(model->GetParameterCount());
    }

    /// @returns whether B is a part of grants or fixed by the range of bits
    bool IsQuantised() const
    {
        return codec == nullptr;
    }

    /**
     * @param [in] round its number  @param [in] members numbers of workers that are there,
     * ascending
     * @param [in,out] draws of the server
     * @returns those that are asked: as `choose` says, or m drawn uniformly, ascending
     */
    std::vector<uint32_t> PickWorkers(uint64_t round,
                                      const std::vector<uint32_t>& members,
                                      LearningDraws& draws) const;

    /// @param [in] worker number  @param [in] numbers d of an update
    /// @returns what there is to plan of its update as long as nobody has said anything
    RoundOutageWorker GetUnknownUpdate(uint32_t worker, double numbers) const;

    /// @returns samples of a worker in the mean
    double GetSamplesMean() const;

    /// @returns of a local step [FLOP]
    double GetStepFlop() const;
    /// @param [in] device number  @returns times that work that it has: its own samples over those
    /// of all in the mean, where steps take all samples, else 1
    double GetWorkFactor(uint32_t device) const;

    /// @param [in] codeBits B, 1..16; not looked at where there is a codec  @returns the code
    std::shared_ptr<const UpdateCodec> GetCodec(uint32_t codeBits) const;

    /// @param [in] code of an update  @returns alpha
    double GetGain(const UpdateCodec& code) const;

    /// @param [in] parameters x  @returns f, the mean over workers of their losses
    double GetLoss(const Eigen::VectorXd& parameters) const;

    /// @param [in] parameters x  @returns accuracy on data of no worker; not a number without such
    double GetAccuracy(const Eigen::VectorXd& parameters) const;

    /// @returns numbers of the model and, if the rule has one, of the server's control
    Eigen::Index GetStateSize() const;

    /// @param [in] state of the server  @param [out] bytes as it travels
    /// @returns "" or why it cannot
    std::string WriteState(const FederatedState& state, std::vector<uint8_t>& bytes) const;

    /// @param [in] bytes as they came  @param [out] state of the server
    /// @returns "" or what is wrong with them
    std::string ReadState(const std::vector<uint8_t>& bytes, FederatedState& state) const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDERATED_SETTINGS_H
