/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-planner.h"

#include "allocation/plan/planner-registry.h"
#include "code-evaluation.h"
#include "code-paths.h"
#include "code-staged.h"

#include "ns3/boolean.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/log.h"

#include <algorithm>
#include <limits>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiCodePlanner");
NS_OBJECT_ENSURE_REGISTERED(CodeSearchPlanner);
NS_OBJECT_ENSURE_REGISTERED(CodePlanner);

namespace
{

/// Looking at more paths than this takes longer than one waits for a plan.
constexpr uint64_t MAX_PATHS = 5000000;

/// @param [in] count of something  @returns it, or the most that a summary holds
uint32_t
Count(uint64_t count)
{
    return std::min<uint64_t>(count, std::numeric_limits<uint32_t>::max());
}

} // namespace

TypeId
CodeSearchPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::CodeSearchPlanner")
            .SetParent<CodePathPlanner>()
            .SetGroupName("EdgeAi")
            .AddAttribute(
                "Objective",
                "Reward: accuracy times throughput, the second version of the paper; "
                "Cost: delay, accuracy and local work, the first.",
                EnumValue(CodeSearchPlanner::REWARD),
                CompatEnumAccessor<CodeSearchPlanner::Objective>(&CodeSearchPlanner::m_objective),
                MakeEnumChecker(CodeSearchPlanner::REWARD,
                                "Reward",
                                CodeSearchPlanner::COST,
                                "Cost"));
    return tid;
}

CodeObjective
CodeSearchPlanner::GetObjective() const
{
    return m_objective == REWARD ? CodeObjective::REWARD : CodeObjective::COST;
}

TypeId
CodePlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::CodePlanner")
            .SetParent<CodeSearchPlanner>()
            .SetGroupName("EdgeAi")
            .AddConstructor<CodePlanner>()
            .AddAttribute(
                "Training",
                "Law: the accuracy of trained paths follows the problem's law, and all "
                "training is done at once; Measured: only paths that were trained are "
                "chosen, and the plan says which one to train next.",
                EnumValue(CodePlanner::LAW),
                CompatEnumAccessor<CodePlanner::Training>(&CodePlanner::m_training),
                MakeEnumChecker(CodePlanner::LAW, "Law", CodePlanner::MEASURED, "Measured"))
            .AddAttribute("FitPredictor",
                          "Shift predictions by what trained paths lost besides.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&CodePlanner::m_fitPredictor),
                          MakeBooleanChecker());
    return tid;
}

CodePlan
CodePlanner::DoPlan(const CodeProblem& problem) const
{
    CodePlan plan = m_training == LAW ? PlanByLaw(problem) : PlanByMeasurement(problem);
    NS_LOG_INFO(plan.trials.size()
                << " trainings, reward " << plan.reward << ", predicted " << plan.predictedReward
                << ", " << plan.localRate + plan.hostRate << " tasks/s");
    return plan;
}

CodePlan
CodePlanner::PlanByLaw(const CodeProblem& problem) const
{
    double time = 0;
    double bits = 0;
    const CodeStagedResult result =
        SearchStaged(problem,
                     {GetObjective(), m_fitPredictor},
                     [&](const CodeCandidate& candidate) {
                         const CodeTraining training = GetCodeTraining(problem, candidate.label);
                         time += training.time;
                         bits += training.bits;
                         return GetTrainedAccuracy(problem, candidate.path, candidate.label);
                     });
    CodePlan plan = EvaluateCodePath(problem, result.best.path);
    for (const CodeTrial& trial : result.trials)
    {
        plan.trials.push_back({trial.path, trial.predicted, trial.measured, trial.accuracy});
    }
    plan.trainingTime = time;
    plan.trainingBits = bits;
    plan.summary.iterations = result.trials.size();
    plan.summary.evaluations = Count(result.labels);
    plan.summary.limited = result.limited;
    return plan;
}

CodePlan
CodePlanner::PlanByMeasurement(const CodeProblem& problem) const
{
    const CodeStage stage = DecideCodeStage(problem, {GetObjective(), m_fitPredictor});
    CodePlan plan = EvaluateCodePath(problem, stage.best.path);
    const bool affordable = problem.trained.size() < problem.trainingBudget;
    plan.trainNext = stage.train && affordable;
    if (plan.trainNext)
    {
        const CodeTraining training = GetCodeTraining(problem, stage.next.label);
        plan.next = stage.next.path;
        plan.trainingTime = training.time;
        plan.trainingBits = training.bits;
    }
    plan.summary.iterations = problem.trained.size();
    plan.summary.evaluations = Count(stage.labels);
    plan.summary.limited = stage.train && !affordable;
    return plan;
}

EDGE_AI_PLANNER(CodePredictorPlanner, CodeSearchPlanner)

CodePlan
CodePredictorPlanner::DoPlan(const CodeProblem& problem) const
{
    const CodeSearchResult result = SearchCodePaths(problem, {GetObjective()});
    CodePlan plan = EvaluateCodePath(problem, result.best.front().path);
    plan.summary.evaluations = Count(result.labels);
    return plan;
}

EDGE_AI_PLANNER(CodeExhaustivePlanner, CodeSearchPlanner)

std::string
CodeExhaustivePlanner::ExplainRefusal(const CodeProblem& problem) const
{
    const uint64_t count =
        CodePathSpace(problem.GetBlockCount(), problem.modelChangesMax).GetCount();
    return count <= MAX_PATHS ? ""
                              : "blocks and modelChangesMax make " + std::to_string(count) +
                                    " paths; allowed is 1 to " + std::to_string(MAX_PATHS);
}

CodePlan
CodeExhaustivePlanner::DoPlan(const CodeProblem& problem) const
{
    const CodeValue value(problem);
    const CodePath own = problem.GetOwnPath();
    CodePath best = own;
    double most = -std::numeric_limits<double>::infinity();
    double time = 0;
    double bits = 0;
    uint64_t count = 0;
    ForEachCodePath(CodeCosts(problem), [&](const CodePath& path, const CodeLabel& label) {
        const double worth =
            value.Get(GetObjective(), label, GetTrainedAccuracy(problem, path, label));
        if (worth > most)
        {
            most = worth;
            best = path;
        }
        if (FindTrained(problem, path) == nullptr)
        {
            const CodeTraining training = GetCodeTraining(problem, label);
            time += training.time;
            bits += training.bits;
        }
        count += label.connections > 0 ? 1 : 0;
    });
    CodePlan plan = EvaluateCodePath(problem, best);
    plan.trainingTime = time;
    plan.trainingBits = bits;
    plan.summary.iterations = Count(count);
    plan.summary.evaluations = Count(count);
    return plan;
}

} // namespace edgeai
} // namespace ns3
