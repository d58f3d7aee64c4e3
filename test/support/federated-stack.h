/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDERATED_STACK_H
#define EDGE_AI_FEDERATED_STACK_H

// What the system tests of federated learning share.

#include "../../helper/learning-setup.h"
#include "application/learning/federated/federated-method.h"
#include "application/learning/learning-server.h"
#include "application/learning/learning-worker.h"
#include "support/learning-fixture.h"

#include <cmath>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A server and workers over ideal links, with a method that can be looked into.
struct FederatedStack
{
    static constexpr const char* MODEL = "Softmax(20,10,l2=0.001)";
    static constexpr const char* DATA = "Mixture(20,10,samples=600,separation=2)";
    static constexpr uint32_t WORKERS = 6;
    static constexpr double BAND = 1e6; ///< [Hz]
    static constexpr double POWER = .2; ///< of ideal links [W]

    /// @param [in] text of the method  @param [in] rounds how many  @param [in] planner of them
    FederatedStack(const std::string& text,
                   uint32_t rounds,
                   const std::string& planner = "FedQvrEqualPlanner")
        : run(MODEL, planner, WORKERS)
    {
        run.helper.SetData(DATA);
        run.helper.SetServerAttribute("Rounds", UintegerValue(rounds));
        run.helper.SetServerAttribute("Learn", BooleanValue(false));
        run.helper.SetIdealAttribute("Bandwidth", DoubleValue(BAND));
        run.helper.SetMethod(text);
        method = Make(text);
    }

    /// @param [in] text of a method  @returns it, with draws of its own
    static std::shared_ptr<FederatedMethod> Make(const std::string& text)
    {
        LearningSetup setup;
        setup.SetModel(MODEL);
        setup.SetData(DATA, .2);
        setup.SetPartition("dirichlet(0.5)");
        setup.method.step.rate = .1;
        setup.method.batch.size = 16;
        setup.SetMethod(text);
        return std::dynamic_pointer_cast<FederatedMethod>(setup.MakeMethod(WORKERS, 1));
    }

    /// Install, and let everybody use the method that is looked into.
    void Build()
    {
        run.Build();
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

    /// When the rounds are over: tell everybody the fate of what it sent last.
    /// @returns largest difference of the server's control from the mean of workers'
    double GetControlFault() const
    {
        method->Begin(1000000);
        std::vector<uint32_t> all(WORKERS);
        RoundPlan plan;
        plan.workers.resize(WORKERS);
        for (uint32_t k = 0; k < WORKERS; ++k)
        {
            all[k] = k;
            plan.workers[k].involved = true;
            plan.workers[k].steps = 1;
        }
        method->Choose(all);
        const std::vector<LearningAssignment> parts = method->Assign(plan);
        Eigen::VectorXd sum = Eigen::VectorXd::Zero(method->GetState().control.size());
        for (uint32_t k = 0; k < WORKERS; ++k)
        {
            LearningReport report;
            const std::string fault = method->Prepare(k, parts[k], method->GetModel(), report);
            if (!fault.empty())
            {
                return INFINITY;
            }
            sum += method->GetDevice(k).GetControl();
        }
        return (sum / WORKERS - method->GetState().control).lpNorm<Eigen::Infinity>();
    }

    LearningFixture run;
    std::shared_ptr<FederatedMethod> method;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDERATED_STACK_H
