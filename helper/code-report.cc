/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-report.h"

#include "application/pipeline/code/code-figures.h"
#include "application/pipeline/code/code-messages.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/// Adds up what is averaged.
class Tally
{
  public:
    void Add(double value)
    {
        m_sum += value;
        ++m_count;
    }

    double GetMean() const
    {
        return m_count > 0 ? m_sum / m_count : NOT_AVAILABLE;
    }

    double GetCount() const
    {
        return m_count;
    }

  private:
    double m_sum{0};
    double m_count{0};
};

} // namespace

CodePathReport
ReportCodePlan(const CodePlan& plan)
{
    CodePathReport report;
    report.path = DescribeCodePath(plan);
    report.predictedReward = plan.predictedReward;
    report.reward = plan.reward;
    report.accuracy = plan.accuracy;
    report.averageAccuracy = plan.averageAccuracy;
    report.localRate = plan.localRate;
    report.hostRate = plan.hostRate;
    report.ownLocalRate = plan.ownLocalRate;
    report.ownHostRate = plan.ownHostRate;
    report.ownAverageAccuracy = plan.ownAverageAccuracy;
    report.latency = plan.latency;
    report.trainingTime = plan.trainingTime;
    report.trainings = plan.summary.iterations;
    report.outcome = plan.IsUsable() ? "" : plan.reason;
    return report;
}

CodeTrainingReport
ReportCodeTraining(const CodeTrainingRecord& record, const std::string& host)
{
    CodeTrainingReport report;
    report.host = host;
    report.path = DescribeCodePath(record.path);
    report.steps = record.steps;
    report.done = record.done;
    report.began = record.began.GetSeconds();
    report.timePlanned = record.timePlanned;
    report.time =
        record.ending.empty() ? NOT_AVAILABLE : (record.ended - record.began).GetSeconds();
    report.bitsPlanned = record.bitsPlanned;
    report.bits = record.bits;
    report.accuracy = record.accuracy;
    report.ending = record.ending;
    return report;
}

CodeOutcome
SummariseCodeTasks(const RecordSource& source,
                   const std::string& service,
                   double from,
                   double until)
{
    CodeOutcome outcome;
    Tally latency;
    Tally accuracy;
    Tally accuracyPlanned;
    Tally latencyPlanned;
    source.ForEach([&](const TaskRecord& record) {
        const CodeFigures& figures = record.Get<CodeFigures>();
        if (figures.service != service)
        {
            return;
        }
        outcome.offered += record.generated >= from && record.generated < until ? 1 : 0;
        if (record.outcome == TaskOutcome::COMPLETED && record.ended >= from &&
            record.ended < until)
        {
            latency.Add(record.realised.latency);
            accuracy.Add(figures.correctRealised);
            accuracyPlanned.Add(figures.accuracyPlanned);
            latencyPlanned.Add(record.planned.latency);
        }
    });
    outcome.throughput = latency.GetCount() / (until - from);
    outcome.offered /= until - from;
    outcome.latency = latency.GetMean();
    outcome.accuracy = accuracy.GetMean();
    outcome.accuracyPlanned = accuracyPlanned.GetMean();
    outcome.latencyPlanned = latencyPlanned.GetMean();
    return outcome;
}

} // namespace edgeai
} // namespace ns3
