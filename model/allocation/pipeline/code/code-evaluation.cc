/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-evaluation.h"

#include "code-value.h"

#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr uint32_t LOCAL = 0;
constexpr uint32_t HOST = 1;

/// Writes down what a task does, in order.
class StepWriter
{
  public:
    explicit StepWriter(const CodeProblem& problem)
        : m_problem(problem)
    {
    }

    /// Work at a server; goes on with the step that is open there.
    void Work(bool host, double flop)
    {
        m_host = host;
        m_flop += flop;
    }

    /// A transfer from one server to the other; ends the open step.
    void Send(bool fromHost, double bits)
    {
        Flush();
        PlanStep step;
        step.kind = StepKind::TRANSFER;
        step.name = (fromHost ? "downlink " : "uplink ") + std::to_string(++m_sent[fromHost]);
        step.node = fromHost ? HOST : LOCAL;
        step.peer = fromHost ? LOCAL : HOST;
        step.bits = bits;
        step.time = bits / (fromHost ? m_problem.downlinkRate : m_problem.uplinkRate);
        m_steps.push_back(step);
    }

    /// @returns all steps
    std::vector<PlanStep> Finish()
    {
        Flush();
        return m_steps;
    }

  private:
    /// Ends the open step.
    void Flush()
    {
        if (m_flop == 0)
        {
            return;
        }
        const CodeService& service = m_host ? m_problem.host : m_problem.local;
        PlanStep step;
        step.name = (m_host ? "host " : "local ") + std::to_string(++m_computed[m_host]);
        step.node = m_host ? HOST : LOCAL;
        step.work = m_flop;
        step.time = m_flop / service.flops;
        if (service.busyPower > 0)
        {
            step.energy = step.time * service.busyPower;
        }
        m_steps.push_back(step);
        m_flop = 0;
    }

    const CodeProblem& m_problem;  ///< rates and speeds
    std::vector<PlanStep> m_steps; ///< so far
    bool m_host{false};            ///< where the open step is
    double m_flop{0};              ///< of the open step [FLOP]; 0: none is open
    uint32_t m_sent[2]{0, 0};      ///< transfers each way
    uint32_t m_computed[2]{0, 0};  ///< steps at each server
};

/// @returns the steps of a path
std::vector<PlanStep>
MakeSteps(const CodeProblem& problem, const CodeCosts& costs, const CodePath& path)
{
    StepWriter writer(problem);
    if (path.front().host)
    {
        writer.Send(false, problem.local.inputBits);
    }
    for (std::size_t i = 0; i < path.size(); ++i)
    {
        const CodeNode& node = path[i];
        const CodeNode next = i + 1 < path.size() ? path[i + 1] : costs.GetHead();
        writer.Work(node.host,
                    (node.host ? problem.host : problem.local).blocks[node.block - 1].flop);
        const CodeConnection connection = costs.GetConnection(node, next);
        const bool before = connection.adapterAtHost == node.host;
        if (before)
        {
            writer.Work(node.host, connection.flop);
        }
        if (node.host != next.host)
        {
            writer.Send(node.host, connection.bits);
        }
        if (!before)
        {
            writer.Work(next.host, connection.flop);
        }
    }
    writer.Work(false, problem.local.headFlop);
    return writer.Finish();
}

/// Writes what follows from costs and accuracies.
void
Judge(const CodeProblem& problem, const CodeLabel& label, CodePlan& plan)
{
    const CodeValue value(problem);
    const CodeThroughput throughput = GetCodeThroughput(problem, label);
    plan.status = PlanStatus::SOLVED;
    plan.localFlop = label.localFlop;
    plan.hostFlop = label.hostFlop;
    plan.upBits = label.upBits;
    plan.downBits = label.downBits;
    plan.loss = label.loss;
    plan.connections = label.connections;
    plan.localRate = throughput.local;
    plan.hostRate = throughput.host;
    plan.ownLocalRate = value.GetOwnThroughput().local;
    plan.ownHostRate = value.GetOwnThroughput().host;
    plan.hostShare = throughput.local * label.hostFlop / problem.host.flops;
    plan.averageAccuracy = (plan.accuracy + problem.host.accuracy) / 2;
    plan.ownAverageAccuracy = (problem.local.accuracy + problem.host.accuracy) / 2;
    plan.predictedReward = value.GetReward(label, plan.predictedAccuracy);
    plan.reward = value.GetReward(label, plan.accuracy);
    plan.cost = value.GetCost(label, plan.accuracy);
    plan.latency = value.GetLatency(label);
}

} // namespace

CodePlan
EvaluateCodePath(const CodeProblem& problem, const CodePath& path)
{
    const CodeCosts costs(problem);
    const CodeLabel label = costs.GetLabel(path);
    CodePlan plan;
    plan.path = path;
    plan.steps = MakeSteps(problem, costs, path);
    plan.predictedAccuracy = GetCodeAccuracy(problem, label.loss);
    plan.accuracy = GetTrainedAccuracy(problem, path, label);
    Judge(problem, label, plan);
    if (FindTrained(problem, path) == nullptr)
    {
        const CodeTraining training = GetCodeTraining(problem, label);
        plan.trainingTime = training.time;
        plan.trainingBits = training.bits;
        plan.summary.iterations = label.connections > 0 ? 1 : 0;
    }
    return plan;
}

CodePlan
EvaluateMirror(const CodeProblem& problem, uint32_t cut)
{
    constexpr double PARAMETER_BYTES = 4;
    const CodeService& local = problem.local;
    CodeLabel label;
    for (uint32_t b = 0; b < local.blocks.size(); ++b)
    {
        (b < cut ? label.localFlop : label.hostFlop) += local.blocks[b].flop;
    }
    label.hostFlop += local.headFlop;
    label.upBits = local.inputBits;
    if (cut > 0)
    {
        const CodeBlock& last = local.blocks[cut - 1];
        label.upBits =
            static_cast<double>(problem.activationBits) * last.channels * last.side * last.side;
    }
    label.downBits = local.resultBits;

    StepWriter writer(problem);
    writer.Work(false, label.localFlop);
    writer.Send(false, label.upBits);
    writer.Work(true, label.hostFlop);
    writer.Send(true, label.downBits);
    CodePlan plan;
    plan.path = problem.GetOwnPath();
    plan.mirrored = true;
    plan.mirrorCut = cut;
    plan.steps = writer.Finish();
    plan.predictedAccuracy = local.accuracy;
    plan.accuracy = local.accuracy;
    plan.hostMemoryBytes = PARAMETER_BYTES * local.parameters;
    Judge(problem, label, plan);
    return plan;
}

} // namespace edgeai
} // namespace ns3
