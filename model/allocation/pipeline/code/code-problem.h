/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_PROBLEM_H
#define EDGE_AI_CODE_PROBLEM_H

#include "ns3/field.h"
#include "ns3/network-profile.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// One block of a service's model. SI units, per task.
struct CodeBlock
{
    std::string name;
    double flop{0};       ///< 2 w_b, work [FLOP], > 0
    uint32_t channels{0}; ///< c_b of its output, >= 1
    uint32_t side{0};     ///< n_b, rows and columns of its output, >= 1
};

/// @ingroup edge-ai
/// A service: a model of its own, on a server of its own, with a load of its own.
struct CodeService
{
    std::string name;
    std::vector<CodeBlock> blocks; ///< 1..B
    double headFlop{0};            ///< 2 w_head, the classifier behind the blocks [FLOP], > 0
    double parameters{0};          ///< of the whole model; 0: not known
    double inputBits{0};           ///< D_in, one input [bit], > 0
    double resultBits{0};          ///< one answer [bit]
    double accuracy{0};            ///< of the model as it is, in (0, 1]
    double flops{0};               ///< mu, effective speed of its server [FLOP/s], > 0
    double load{0};                ///< lam, offered tasks [1/s], > 0
    double utilisation{0};         ///< rho of the server, for the cost form, in [0, 1)
    double memoryBytes{0};         ///< of its server, for copies of models [B]; 0: unlimited
    double busyPower{0};           ///< of its server [W]; 0: not known, energies not planned

    /// @returns work of the whole model [FLOP]
    double GetFlop() const;
};

/// @ingroup edge-ai
/// One block on a path.
struct CodeNode
{
    bool host{false};  ///< whether it is the host's
    uint32_t block{0}; ///< 1..B

    /// The same block. @param [in] other node  @returns whether it is
    bool operator==(const CodeNode& other) const
    {
        return host == other.host && block == other.block;
    }

    /// Order by block, then local before host. @param [in] other node  @returns whether before
    bool operator<(const CodeNode& other) const
    {
        return block != other.block ? block < other.block : host < other.host;
    }

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("host", "", "a block of the host's"), host);
        archive(Field("block", "", "which block, from 1"), block);
    }
};

/// @ingroup edge-ai
/// The blocks that a task passes, ascending; the first is one of the two first blocks.
using CodePath = std::vector<CodeNode>;

/// @ingroup edge-ai
/// A path whose connections were trained, and how often it is right.
struct CodeTrainedPath
{
    CodePath path;
    double accuracy{0}; ///< measured, of the local task, in [0, 1]
};

/**
 * @ingroup edge-ai
 * Two services, of which the first may route its task through frozen blocks of the second, the
 * host: which path? Maleki, Shah-Mansouri, Khalaj, arXiv 2401.00631; in this form, with adapters,
 * accuracy law, throughput and defaults, of this module's derivation.
 */
struct CodeProblem
{
    CodeService local;             ///< l, whose task is routed
    CodeService host;              ///< h
    double uplinkRate{0};          ///< r_up, local server to host [bit/s], > 0
    double downlinkRate{0};        ///< r_dn, host to local server [bit/s], > 0
    double protectedShare{1};      ///< theta, of the host's own throughput, in [0, 1]
    uint32_t activationBits{32};   ///< z, per transmitted activation [bit], 1..64
    double crossLoss{.02};         ///< c_x, of a connection between the models, >= 0
    double skipLoss{.04};          ///< c_s, per squared number of skipped blocks, >= 0
    double interferenceLoss{.004}; ///< c_i, per pair of new connections, >= 0: of the law that
                                   ///< stands for training where `trained` says nothing
    double chanceAccuracy{.001};   ///< A_0, below both accuracies, >= 0
    double accuracyExponent{12};   ///< q_A of the reward, >= 0
    double throughputExponent{1};  ///< q_T of the reward, >= 0
    double delayWeight{1};         ///< g_T of the cost, >= 0
    double accuracyWeight{5};      ///< g_A of the cost, >= 0
    double workWeight{1};          ///< g_W of the cost, >= 0
    uint32_t modelChangesMax{2};   ///< X_max, crossings of a path
    bool sharedInput{false};       ///< both tasks see the same frames: common host blocks run once
    double trainingSamples{5000};  ///< per epoch, > 0
    double trainingEpochs{3};      ///< > 0
    uint32_t trainingBudget{10};   ///< paths that may be trained in one search
    std::vector<CodeTrainedPath> trained; ///< measured so far
    std::vector<double> uniformDraws;     ///< draws in [0, 1) for planners that need chance

    /// @returns B, blocks of either model
    uint32_t GetBlockCount() const;
    /// @returns the path through all blocks of the local model
    CodePath GetOwnPath() const;
    /// @param [in] path a path  @returns "" if there is such a path, else what is wrong with it
    std::string ExplainPath(const CodePath& path) const;

    /// @returns "" if the problem is sound, else one sentence naming the field and its range
    std::string Validate() const;
};

/**
 * @ingroup edge-ai
 * A service from a profile of blocks and a head, such as "AlexNet@part=blocks".
 * @param [in] profile a sound profile; all blocks but the last, the head, have square images for
 *             outputs
 * @returns the service; speed and load are left to the caller
 * @throws ProfileError naming the block that is not as needed
 */
CodeService MakeCodeService(const NetworkProfile& profile);

/**
 * @ingroup edge-ai
 * The module's base case: AlexNet at 50 GFLOP/s with a saturating load of 200 tasks/s, MobileNetV1
 * for the host at 70 GFLOP/s with 40 tasks/s, 200 Mbit/s both ways. Placeholders, chosen so that
 * the result is near the published headline.
 * @returns the problem
 */
CodeProblem MakeCodeBaseProblem();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_PROBLEM_H
