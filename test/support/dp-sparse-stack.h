/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_STACK_H
#define EDGE_AI_DP_SPARSE_STACK_H

// What the system tests of DP-sparse share: a server and workers over ideal links that fade, and a
// method that can be looked into.

#include "../../helper/learning-setup.h"
#include "application/learning/dp-sparse-method.h"
#include "application/learning/learning-server.h"
#include "application/learning/learning-worker.h"
#include "application/learning/sparse-figures.h"
#include "learning-fixture.h"
#include "link-rig.h"

#include "ns3/edge-ai-compat.h"

#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace dpsparsetest
{

/// A server and workers over ideal links.
struct DpSparseStack
{
    static constexpr const char* MODEL = "Softmax(20,10)"; ///< of 210 parameters
    static constexpr uint32_t PARAMETERS = 210;
    static constexpr const char* DATA = "Mixture(20,10,samples=600,separation=2)";
    static constexpr uint32_t WORKERS = 5;
    static constexpr uint32_t CHANNELS = 3;
    static constexpr double RATE = 0.5;  ///< eta
    static constexpr uint32_t BATCH = 8; ///< b, of 40 samples
    /// Of an update on a link, beside its entries: PPP, IP, TCP with its instants, message, body
    /// [bit].
    static constexpr uint32_t HEADER_BITS = 8 * (2 + 20 + 32 + 36 + 28);

    /// @param [in] settings behind those that all have, such as ",sigma=0"
    /// @param [in] planner TypeId name  @param [in] rounds how many
    DpSparseStack(const std::string& settings, const std::string& planner, uint32_t rounds)
        : run(MODEL, planner, WORKERS)
    {
        text = "DpSparse(channels=3,Dbar=0.02,rounds=" + std::to_string(rounds) + settings + ")";
        run.helper.SetData(DATA);
        run.helper.SetPartition("dirichlet(0.5,40)");
        run.helper.SetTraining(RATE, BATCH);
        run.helper.SetMethod(text);
        run.helper.SetServerAttribute("Rounds", UintegerValue(rounds));
        run.helper.SetServerAttribute("Learn", BooleanValue(false));
        run.helper.SetIdealAttribute("SubchannelWidth", DoubleValue(15e3));
        run.helper.SetIdealAttribute("Fading", StringValue("RayleighSubchannels"));
        method = Make<DpSparseMethod>();
    }

    /// @tparam Method made of settings and parameters  @returns one with the draws of the first
    template <typename Method>
    std::shared_ptr<Method> Make() const
    {
        LearningSetup setup;
        setup.SetModel(MODEL);
        setup.SetData(DATA, .2);
        setup.SetPartition("dirichlet(0.5,40)");
        setup.method.step.rate = RATE;
        setup.method.batch.size = BATCH;
        setup.SetMethod(text);
        const auto made = std::dynamic_pointer_cast<DpSparseMethod>(setup.MakeMethod(WORKERS, 1));
        return std::make_shared<Method>(made->GetSettings(), made->GetParameters());
    }

    /// Install, and let everybody use the method that is looked into.
    /// @param [in] link one of ListLinkRigs(); "": ideal ones of the fixture's gain
    void Build(const std::string& link = "")
    {
        if (link.empty())
        {
            run.Build();
        }
        else
        {
            run.Build([&](const NodeContainer& server, const NodeContainer& workers) {
                ConnectByLink(link, server, workers);
            });
        }
        GetServer()->SetMethod(method);
        for (uint32_t k = 0; k < WORKERS; ++k)
        {
            GetWorker(k)->SetMethod(method, k);
        }
    }

    Ptr<LearningServer> GetServer() const
    {
        return DynamicCast<LearningServer>(run.applications.Get(0));
    }

    Ptr<LearningWorker> GetWorker(uint32_t number) const
    {
        return DynamicCast<LearningWorker>(run.applications.Get(1 + number));
    }

    /// @returns "" or which client computed more than the server counted, or than it may
    std::string ExplainBudgets() const
    {
        for (uint32_t k = 0; k < WORKERS; ++k)
        {
            const uint32_t used = method->GetState().used[k];
            const uint32_t most = method->GetLimits().participations[k];
            if (method->GetAnswered(k) > used || used > most)
            {
                return "worker " + std::to_string(k) + " answered " +
                       std::to_string(method->GetAnswered(k)) + ", was asked " +
                       std::to_string(used) + ", may " + std::to_string(most);
            }
        }
        return "";
    }

    /// @returns what rounds came to, when they have ended
    std::vector<SparseFigures> ListFigures() const
    {
        std::vector<SparseFigures> figures;
        for (const TaskRecord* record : run.helper.GetMonitor().GetRecords())
        {
            figures.push_back(record->Get<SparseFigures>());
        }
        return figures;
    }

    LearningFixture run;
    std::string text; ///< of the method
    std::shared_ptr<DpSparseMethod> method;
};

} // namespace dpsparsetest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_STACK_H
