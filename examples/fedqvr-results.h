/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDQVR_RESULTS_H
#define EDGE_AI_FEDQVR_RESULTS_H

// What the example fedqvr reports: what rounds came to, over packets and in memory.

#include "learning-runs.h"

#include "ns3/experiment.h"
#include "ns3/learning-helper.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace fedqvr
{

/// What rounds came to, in the mean of the last ones or of all.
struct Course
{
    double loss{0};
    double accuracy{0};
    double bits{0};      ///< of an update that was sent [bit]
    double lost{0};      ///< share of updates
    double outage{0};    ///< the same by plan
    double excess{0};    ///< (J - sum of D) / sum of D, by plan: variance over power of updates
    double reached{NAN}; ///< first round with a loss of 0.05 above the least one
};

/// @param [in] round of a simulation  @returns (J - sum of D) / sum of D of its plan: how much
/// quantisers and losses add to the variance of what updates say; not a number: not known
inline double
GetExcess(const LearningRound& round)
{
    double sum = 0;
    double power = 0;
    for (const LearningWorkerRound& part : round.workers)
    {
        const bool granted = !std::isnan(part.outageGranted) && part.codeBitsGranted > 0;
        const uint32_t bits = granted ? part.codeBitsGranted : part.codeBits;
        const double levels = bits > 0 ? std::exp2(bits) - 1 : INFINITY;
        const double outage = granted ? part.outageGranted : part.outage;
        sum += (part.spreadRealised / (levels * levels) + part.squareRealised) / (1 - outage);
        power += part.squareRealised;
    }
    return sum / power - 1;
}

/// @param [in] rounds at least one  @param [in] least loss that there can be
/// @returns what they came to
inline Course
SumUp(const std::vector<LearningRound>& rounds, double least)
{
    Course course;
    double bits = 0;
    double sent = 0;
    double lost = 0;
    double outage = 0;
    std::vector<double> excess;
    const std::size_t tail = std::min<std::size_t>(20, rounds.size());
    for (std::size_t t = 0; t < rounds.size(); ++t)
    {
        const LearningRound& round = rounds[t];
        bits += std::isnan(round.bitsUp) ? 0 : round.bitsUp;
        sent += round.involved;
        lost += round.lost;
        for (const LearningWorkerRound& part : round.workers)
        {
            outage += std::isnan(part.outageGranted) ? part.outage : part.outageGranted;
        }
        const double more = GetExcess(round);
        if (std::isfinite(more))
        {
            excess.push_back(more);
        }
        if (std::isnan(course.reached) && round.loss - least <= .05)
        {
            course.reached = static_cast<double>(t + 1);
        }
        if (t + tail >= rounds.size())
        {
            course.loss += round.loss / static_cast<double>(tail);
            course.accuracy += round.accuracy / static_cast<double>(tail);
        }
    }
    course.lost = sent > 0 ? lost / sent : NOT_AVAILABLE;
    course.outage = sent > 0 ? outage / sent : NOT_AVAILABLE;
    course.bits = bits;
    course.excess = NOT_AVAILABLE;
    if (!excess.empty())
    {
        // Some updates lost for certain would outweigh all others in a mean.
        std::nth_element(excess.begin(), excess.begin() + excess.size() / 2, excess.end());
        course.excess = excess[excess.size() / 2];
    }
    return course;
}

/// Report rounds one by one.
inline void
ReportCurve(const std::vector<LearningRound>& rounds, double least, ScenarioResults& results)
{
    double bits = 0;
    for (const LearningRound& round : rounds)
    {
        bits += std::isnan(round.bitsUp) ? 0 : round.bitsUp;
        ResultRow& curve = results.AddRow("curves");
        curve.Set("round", round.round).Set("time", round.ended - rounds.front().begun);
        curve.Set("loss", round.loss).Set("accuracy", round.accuracy).Set("bits_up", bits);
        curve.Set("gap", round.loss - least);
    }
}

/// Report what rounds came to, over packets and in memory.
inline void
Report(const std::vector<LearningRound>& rounds,
       const std::vector<LearningRound>& memory,
       double least,
       ScenarioResults& results)
{
    if (rounds.empty())
    {
        results.AddRow().Set("status", "no round has begun");
        return;
    }
    ReportCurve(rounds, least, results);
    const Course course = SumUp(rounds, least);
    double involved = 0;
    for (const LearningRound& round : rounds)
    {
        involved += round.involved;
    }
    ResultRow& row = results.AddRow(); // not before: rows move when there are more
    row.Set("loss", course.loss).Set("accuracy", course.accuracy);
    row.Set("gap", course.loss - least).Set("reached", course.reached);
    row.Set("time", (rounds.back().ended - rounds.front().begun) / rounds.size());
    row.Set("lost", 100 * course.lost)
        .Set("outage", 100 * course.outage)
        .Set("excess", course.excess);
    const double came = involved * (1 - course.lost);
    row.Set("bits", came > 0 ? course.bits / came : NOT_AVAILABLE);
    if (!memory.empty())
    {
        const Course planned = SumUp(memory, least);
        row.Set("gap_memory", planned.loss - least).Set("accuracy_memory", planned.accuracy);
        row.Set("reached_memory", planned.reached).Set("lost_memory", 100 * planned.lost);
        row.Set("excess_memory", planned.excess);
    }
    const std::string status = ExplainRounds(rounds);
    if (!status.empty())
    {
        row.Set("status", status);
    }
}

/// Declare what is reported.
inline void
SetColumns(Experiment& experiment)
{
    ResultColumns columns;
    columns.Add("part", "", "table to which the scenario belongs");
    columns.Add("link", "", "between server and workers");
    columns.Add("skew", "", "of the Dirichlet distribution of classes");
    columns.Add("steps", "", "local steps of a worker");
    columns.Add("sampled", "", "workers asked in a round").Head("asked");
    columns.Add("window", "s", "that an upload has; 0: as much as it takes").Shown("ms", 1e3);
    columns.Add("band", "Hz", "for all uploads").Shown("kHz", 1e-3);
    columns.Add("method", "", "of federated learning");
    columns.Add("gap_memory", "", "of the loss from the least one, without a network; last rounds")
        .Head("gap, memory")
        .Digits(3);
    columns.Add("gap", "", "likewise over packets").Head("gap, stack").Digits(3);
    columns.Add("accuracy_memory", "", "without a network").Head("acc., memory").Digits(3);
    columns.Add("accuracy", "", "of data that nobody learns from").Head("acc., stack").Digits(3);
    columns.Add("reached_memory", "", "first round with a gap of 0.05, without a network")
        .Head("to 0.05, mem.")
        .Digits(3);
    columns.Add("reached", "", "likewise over packets").Head("to 0.05").Digits(3);
    columns.Add("loss", "", "mean of the last 20 rounds, and over workers").Digits(5);
    columns.Add("bits", "bit", "payload of an update that came").Head("update").Digits(4);
    columns.Add("time", "s", "of a round, mean").Shown("ms", 1e3).Digits(4);
    columns.Add("lost_memory", "%", "of the updates, without a network")
        .Head("lost, mem.")
        .Digits(3);
    columns.Add("outage", "%", "probability of an update to be lost, by plan").Digits(3);
    columns.Add("lost", "%", "of the updates").Digits(3);
    columns.Add("excess_memory", "", "(J - sum D) / sum D, without a network, median of rounds")
        .Head("J excess, mem.")
        .Digits(3);
    columns.Add("excess", "", "likewise by the plans over packets").Head("J excess").Digits(3);
    columns.Add("status", "", "the first round that was not as it should be, and why");
    experiment.SetColumns(columns);
    ResultColumns curves;
    curves.Add("part", "", "table to which the scenario belongs");
    curves.Add("link", "", "between server and workers");
    curves.Add("skew", "", "of the Dirichlet distribution of classes");
    curves.Add("steps", "", "local steps of a worker");
    curves.Add("sampled", "", "workers asked in a round");
    curves.Add("window", "s", "that an upload has");
    curves.Add("band", "Hz", "for all uploads");
    curves.Add("method", "", "of federated learning");
    curves.Add("round", "", "number");
    curves.Add("time", "s", "end of the round, since the first began");
    curves.Add("loss", "", "mean over workers").Digits(5);
    curves.Add("gap", "", "of the loss from the least one").Digits(4);
    curves.Add("accuracy", "", "of data that nobody learns from").Digits(4);
    curves.Add("bits_up", "bit", "payload of updates until then").Head("updates");
    experiment.AddSheet("curves", curves);
}

} // namespace fedqvr
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDQVR_RESULTS_H
