/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-agreement.h"

#include "allocation/numeric/root-finding.h"

#include "ns3/integer.h"
#include "ns3/split-planner.h"
#include "ns3/string.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr LaimIndex INDEXES[] = {LaimIndex::SHARE, LaimIndex::MAX_MIN};

/// @returns the plan of a scheme at cut 4
SplitDecision
PlanScheme(uint32_t panel,
           const LaimPublishedPoint& point,
           const std::string& scheme,
           LaimIndex index)
{
    const auto [name, objective] = GetLaimSchemePlanner(scheme, index);
    Ptr<SplitPlanner> planner = CreateSplitPlanner(name);
    planner->SetAttribute("Split", IntegerValue(4));
    if (!objective.empty())
    {
        planner->SetAttribute("Objective", StringValue(objective));
    }
    const SplitProblem problem =
        MakeLaimPublishedProblem(GetLaimPublishedCases()[panel], point.latency, point.energy);
    return planner->Plan(problem).decisions[0];
}

/// @returns share of the weights before cut 4
double
GetDeviceShare(uint32_t panel)
{
    const SplitProblem problem = MakeLaimPublishedProblem(GetLaimPublishedCases()[panel], 1, 1);
    return problem.devices[0].FindOption(4)->deviceWeightShare;
}

/// @returns what a plan is summarised by
double
GetIndex(uint32_t panel, const SplitDecision& plan, LaimIndex index)
{
    const double share = GetDeviceShare(panel);
    return index == LaimIndex::SHARE
               ? share * plan.deviceKeepRatio + (1 - share) * plan.serverKeepRatio
               : std::min(plan.deviceKeepRatio, plan.serverKeepRatio);
}

/// @returns ranks from 1, ties at their mean
std::vector<double>
Rank(const std::vector<double>& values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return values[a] < values[b];
    });
    std::vector<double> ranks(values.size());
    for (std::size_t i = 0; i < order.size();)
    {
        std::size_t j = i;
        while (j < order.size() && values[order[j]] == values[order[i]])
        {
            ++j;
        }
        for (std::size_t k = i; k < j; ++k)
        {
            ranks[order[k]] = (static_cast<double>(i + j) + 1) / 2;
        }
        i = j;
    }
    return ranks;
}

/// @returns Spearman's correlation of two sequences
double
Correlate(const std::vector<double>& a, const std::vector<double>& b)
{
    const std::vector<double> x = Rank(a);
    const std::vector<double> y = Rank(b);
    const double mean = (static_cast<double>(x.size()) + 1) / 2;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
    {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    return xy / std::sqrt(xx * yy);
}

} // namespace

MonotoneMap::MonotoneMap(std::vector<std::pair<double, double>> points)
{
    std::sort(points.begin(), points.end());
    for (std::size_t i = 0; i < points.size();)
    {
        double sum = 0;
        std::size_t j = i;
        for (; j < points.size() && points[j].first == points[i].first; ++j)
        {
            sum += points[j].second;
        }
        m_x.push_back(points[i].first);
        m_y.push_back(sum / static_cast<double>(j - i));
        i = j;
    }
    const std::size_t count = m_x.size();
    std::vector<double> width;
    std::vector<double> rise;
    for (std::size_t i = 0; i + 1 < count; ++i)
    {
        width.push_back(m_x[i + 1] - m_x[i]);
        rise.push_back((m_y[i + 1] - m_y[i]) / width[i]);
    }
    m_slope.assign(count, rise.empty() ? 0 : rise[0]);
    if (count < 3)
    {
        return;
    }
    for (std::size_t i = 1; i + 1 < count; ++i)
    {
        const double before = 2 * width[i] + width[i - 1];
        const double after = width[i] + 2 * width[i - 1];
        m_slope[i] = rise[i - 1] * rise[i] <= 0
                         ? 0
                         : (before + after) / (before / rise[i - 1] + after / rise[i]);
    }
    auto end = [](double h0, double h1, double r0, double r1) {
        const double slope = ((2 * h0 + h1) * r0 - h0 * r1) / (h0 + h1);
        if (slope * r0 <= 0)
        {
            return 0.0;
        }
        return r0 * r1 <= 0 && std::abs(slope) > 3 * std::abs(r0) ? 3 * r0 : slope;
    };
    m_slope.front() = end(width[0], width[1], rise[0], rise[1]);
    const std::size_t last = count - 2;
    m_slope.back() = end(width[last], width[last - 1], rise[last], rise[last - 1]);
}

double
MonotoneMap::operator()(double x) const
{
    if (m_x.size() == 1 || x <= m_x.front())
    {
        return m_y.front();
    }
    if (x >= m_x.back())
    {
        return m_y.back();
    }
    const auto i =
        static_cast<std::size_t>(std::upper_bound(m_x.begin(), m_x.end(), x) - m_x.begin()) - 1;
    const double h = m_x[i + 1] - m_x[i];
    const double t = (x - m_x[i]) / h;
    const double u = 1 - t;
    return m_y[i] * u * u * (1 + 2 * t) + m_y[i + 1] * t * t * (1 + 2 * u) +
           h * t * u * (m_slope[i] * u - m_slope[i + 1] * t);
}

std::pair<std::string, std::string>
GetLaimSchemePlanner(const std::string& scheme, LaimIndex index)
{
    const std::string objective = index == LaimIndex::SHARE ? "Share" : "MaxMin";
    if (scheme == "device only")
    {
        return {"LaimPrintedPruneDevicePlanner", ""};
    }
    if (scheme == "server only")
    {
        return {"LaimPrintedPruneServerPlanner", ""};
    }
    return {scheme == "proposed"      ? "LaimPrintedPlanner"
            : scheme == "fixed power" ? "LaimPrintedFixedPowerPlanner"
                                      : "LaimPrintedFixedFrequencyPlanner",
            objective};
}

std::vector<std::pair<double, double>>
CalibrateLaimScore(uint32_t panel, LaimIndex index)
{
    std::vector<std::pair<double, double>> points{{0, 0},
                                                  {1, GetLaimPublishedCases()[panel].wholeScore}};
    for (const LaimPublishedCurve& curve : GetLaimPublishedCurves())
    {
        if (curve.panel != panel || !curve.overLatency || curve.scheme != "proposed")
        {
            continue;
        }
        for (const LaimPublishedPoint& point : curve.points)
        {
            const SplitDecision plan = PlanScheme(panel, point, curve.scheme, index);
            points.emplace_back(GetIndex(panel, plan, index), point.score);
        }
    }
    std::sort(points.begin(), points.end());
    return points;
}

std::vector<LaimPredictedSplit>
CompareLaimSplits(uint32_t panel)
{
    std::vector<std::pair<double, double>> points = CalibrateLaimScore(panel, LaimIndex::MAX_MIN);
    for (const LaimPublishedCurve& curve : GetLaimPublishedCurves())
    {
        const bool known = curve.panel == panel && curve.overLatency;
        for (std::size_t i = 0; known && curve.scheme == "device only" && i < curve.points.size();
             ++i)
        {
            const LaimPublishedPoint& point = curve.points[i];
            const SplitDecision plan = PlanScheme(panel, point, curve.scheme, LaimIndex::MAX_MIN);
            points.emplace_back(GetIndex(panel, plan, LaimIndex::MAX_MIN), point.score);
        }
    }
    const MonotoneMap map(points);
    const SplitProblem problem = MakeLaimPublishedProblem(GetLaimPublishedCases()[panel], 1, 1);
    auto cost = [&problem](uint32_t cut) {
        auto side = [](double flop, const ProcessorLimits& p) {
            return std::cbrt(p.usageEffectiveness * p.powerCoefficient) * flop / p.flopPerCycle;
        };
        const SplitOption& option = *problem.devices[0].FindOption(cut);
        return side(option.deviceFlop, problem.devices[0].processor) +
               side(option.serverFlop, problem.server);
    };
    const LaimPublishedSplits& published = GetLaimPublishedSplits()[panel];
    std::vector<LaimPredictedSplit> predicted;
    double capacity = 0;
    for (std::size_t i = 1; i < published.cuts.size(); ++i)
    {
        const double score = published.scores[i];
        if (i == 1)
        {
            capacity = LargestTrue([&](double ratio) { return map(ratio) <= score; }, 0, 1) *
                       cost(published.cuts[i]);
        }
        const double keepRatio = std::min(capacity / cost(published.cuts[i]), 1.0);
        predicted.push_back({published.cuts[i], score, keepRatio, map(keepRatio)});
    }
    return predicted;
}

LaimPanelAgreement
CompareLaimPanel(uint32_t panel)
{
    std::vector<MonotoneMap> maps;
    std::vector<std::pair<double, double>> range;
    double constant = 0;
    for (const LaimIndex index : INDEXES)
    {
        const auto points = CalibrateLaimScore(panel, index);
        maps.emplace_back(points);
        // Within the ends that are no measurement.
        range.emplace_back(points[1].first, points[points.size() - 2].first);
    }
    LaimPanelAgreement result;
    const std::pair<double, double> ends[] = {{0, 0},
                                              {1, GetLaimPublishedCases()[panel].wholeScore}};
    std::map<std::string, std::vector<std::pair<double, double>>> own;
    std::vector<double> ranked[2];
    std::vector<double> scores;
    for (const LaimPublishedCurve& curve : GetLaimPublishedCurves())
    {
        if (curve.panel != panel)
        {
            continue;
        }
        LaimCurveAgreement agreement;
        agreement.curve = curve;
        agreement.calibration = curve.overLatency && curve.scheme == "proposed";
        if (agreement.calibration)
        {
            for (const LaimPublishedPoint& point : curve.points)
            {
                constant += point.score / static_cast<double>(curve.points.size());
            }
        }
        for (const LaimPublishedPoint& point : curve.points)
        {
            LaimPredictedPoint made;
            made.published = point;
            made.feasible = true;
            for (std::size_t k = 0; k < 2; ++k)
            {
                const SplitDecision plan = PlanScheme(panel, point, curve.scheme, INDEXES[k]);
                made.feasible = made.feasible && plan.IsUsable();
                made.index[k] = GetIndex(panel, plan, INDEXES[k]);
                made.score[k] = maps[k](made.index[k]);
                if (INDEXES[k] == LaimIndex::SHARE)
                {
                    made.deviceKeepRatio = plan.deviceKeepRatio;
                    made.serverKeepRatio = plan.serverKeepRatio;
                }
            }
            agreement.sameFeasible += made.feasible == (point.score >= 0);
            if (made.feasible && point.score >= 0)
            {
                ++agreement.compared;
                agreement.readingError += point.GetReadingError();
                agreement.errorOfConstant += std::abs(constant - point.score);
                for (std::size_t k = 0; k < 2; ++k)
                {
                    agreement.error[k] += std::abs(made.score[k] - point.score);
                }
                std::vector<std::pair<double, double>>& known = own[curve.scheme];
                if (curve.overLatency)
                {
                    known.emplace_back(made.index[1], point.score);
                }
                else
                {
                    std::vector<std::pair<double, double>> points = known;
                    points.insert(points.end(), std::begin(ends), std::end(ends));
                    agreement.errorOfOwn +=
                        std::abs(MonotoneMap(points)(made.index[1]) - point.score);
                }
                if (!agreement.calibration)
                {
                    scores.push_back(point.score);
                    for (std::size_t k = 0; k < 2; ++k)
                    {
                        ranked[k].push_back(made.index[k]);
                        result.error[k] += std::abs(made.score[k] - point.score);
                    }
                    if (made.index[1] >= range[1].first && made.index[1] <= range[1].second)
                    {
                        ++result.inside;
                        result.errorInside += std::abs(made.score[1] - point.score);
                    }
                }
            }
            agreement.points.push_back(made);
        }
        const double count = static_cast<double>(std::max<std::size_t>(agreement.compared, 1));
        agreement.errorOfConstant /= count;
        agreement.errorOfOwn /= count;
        agreement.readingError /= count;
        for (double& error : agreement.error)
        {
            error /= count;
        }
        result.curves.push_back(agreement);
    }
    for (std::size_t k = 0; k < 2; ++k)
    {
        result.error[k] /= static_cast<double>(scores.size());
        result.spearman[k] = Correlate(ranked[k], scores);
    }
    result.errorInside /= static_cast<double>(std::max<std::size_t>(result.inside, 1));
    return result;
}

} // namespace edgeai
} // namespace ns3
