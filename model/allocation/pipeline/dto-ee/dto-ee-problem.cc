/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-problem.h"

#include "allocation/plan/field-inspection.h"

#include <algorithm>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Largest counts: beyond any use, and products of sizes below these fit any index.
constexpr double MAX_DEVICES = 100000;
constexpr double MAX_STAGES = 64;
constexpr double MAX_NODES = 1024;

/// How far the sum of a row may be from 1.
constexpr double ROW_SLACK = 1e-9;

std::string
Indexed(const std::string& field, std::size_t index)
{
    return field + "[" + std::to_string(index) + "]";
}

void
InspectLinks(FieldInspection& inspection, const DtoEeProblem& problem, std::size_t h)
{
    const DtoEeStage& stage = problem.stages[h];
    const std::size_t senders = problem.GetSize(h);
    if (stage.linkRates.size() != senders)
    {
        inspection.Complain("linkRates has " + std::to_string(stage.linkRates.size()) +
                            " rows; needed is one for each sender, " + std::to_string(senders));
        return;
    }
    for (std::size_t i = 0; i < senders; ++i)
    {
        const std::vector<double>& rates = stage.linkRates[i];
        const std::string row = Indexed("linkRates", i);
        if (rates.size() != stage.nodes.size())
        {
            inspection.Complain(row + " has " + std::to_string(rates.size()) +
                                " rates; needed is one for each node, " +
                                std::to_string(stage.nodes.size()));
            return;
        }
        bool any = false;
        for (std::size_t j = 0; j < rates.size(); ++j)
        {
            inspection.Amount(Indexed(row, j), rates[j], " bit/s");
            any = any || rates[j] > 0;
        }
        if (!any)
        {
            inspection.Complain(row + " is 0 everywhere; needed is at least one link");
        }
    }
}

void
InspectStages(FieldInspection& inspection, const DtoEeProblem& problem)
{
    for (std::size_t h = 0; h < problem.stages.size(); ++h)
    {
        const DtoEeStage& stage = problem.stages[h];
        const std::string path = Indexed("stages", h) + ".";
        inspection.SetPath(path);
        inspection.Positive("flop", stage.flop, " FLOP");
        inspection.Amount("inputBits", stage.inputBits, " bit");
        inspection.Within("nodes.size()", stage.nodes.size(), 1, MAX_NODES, "");
        for (std::size_t j = 0; j < stage.nodes.size(); ++j)
        {
            inspection.SetPath(path + Indexed("nodes", j) + ".");
            inspection.Positive("speed", stage.nodes[j].speed, " FLOP/s");
            inspection.Amount("busyPower", stage.nodes[j].busyPower, " W");
        }
        inspection.SetPath(path);
        InspectLinks(inspection, problem, h);
    }
    inspection.SetPath("");
}

void
InspectExits(FieldInspection& inspection, const DtoEeProblem& problem)
{
    const double best = problem.accuracyBest;
    const bool byLaw = problem.confidences.samples.empty();
    for (std::size_t b = 0; b < problem.exits.size(); ++b)
    {
        const DtoEeExit& exit = problem.exits[b];
        inspection.SetPath(Indexed("exits", b) + ".");
        const double before = b > 0 ? problem.exits[b - 1].stage : 0;
        inspection.Within("stage", exit.stage, before + 1, problem.stages.size() - 1.0, "");
        inspection.Within("threshold", exit.threshold, FieldInspection::SMALLEST, 1, "");
        if (byLaw)
        {
            inspection.Within("exponent", exit.exponent, 0.2, 100, "");
            inspection.Within("errorSlope", exit.errorSlope, 0, best, "");
            const double behind =
                b + 1 < problem.exits.size() ? problem.exits[b + 1].errorSlope : problem.errorSlope;
            if (!(exit.errorSlope > behind))
            {
                std::ostringstream text;
                text << "errorSlope is " << exit.errorSlope << "; allowed is more than " << behind
                     << ", that behind it, to " << best;
                inspection.Complain(text.str());
            }
        }
    }
    inspection.SetPath("confidences.");
    if (!byLaw)
    {
        const std::string complaint = problem.confidences.Validate(problem.exits.size());
        if (!complaint.empty())
        {
            inspection.Complain(complaint);
        }
    }
    inspection.SetPath("");
    for (std::size_t c = 0; c < problem.thresholdGrid.size(); ++c)
    {
        const double low = c > 0 ? problem.thresholdGrid[c - 1] : FieldInspection::SMALLEST;
        inspection.Within(Indexed("thresholdGrid", c), problem.thresholdGrid[c], low, 1, "");
    }
}

void
InspectRows(FieldInspection& inspection, const DtoEeProblem& problem)
{
    if (problem.rows.empty() || !inspection.GetComplaint().empty())
    {
        return;
    }
    const std::size_t senders = problem.GetFirstIndex(problem.stages.size());
    if (problem.rows.size() != senders)
    {
        inspection.Complain("rows has " + std::to_string(problem.rows.size()) +
                            " rows; allowed is none or one for each sender, " +
                            std::to_string(senders));
        return;
    }
    std::size_t n = 0;
    for (const DtoEeStage& stage : problem.stages)
    {
        for (const std::vector<double>& rates : stage.linkRates)
        {
            const std::vector<double>& shares = problem.rows[n].shares;
            inspection.SetPath(Indexed("rows", n++) + ".");
            if (shares.size() != rates.size())
            {
                inspection.Complain("shares has " + std::to_string(shares.size()) +
                                    " values; needed is one for each node of the next stage, " +
                                    std::to_string(rates.size()));
                return;
            }
            double sum = 0;
            for (std::size_t j = 0; j < shares.size(); ++j)
            {
                const double most = rates[j] > 0 ? 1 : 0; // nothing where there is no link
                inspection.Within(Indexed("shares", j), shares[j], 0, most, "");
                sum += shares[j];
            }
            inspection.Within("sum of shares", sum, 1 - ROW_SLACK, 1 + ROW_SLACK, "");
        }
    }
    inspection.SetPath("");
}

void
InspectNodeThresholds(FieldInspection& inspection, const DtoEeProblem& problem)
{
    const std::vector<double>& thresholds = problem.nodeThresholds;
    const std::size_t nodes =
        problem.GetFirstIndex(problem.stages.size() + 1) - problem.arrivalRates.size();
    if (!thresholds.empty() && thresholds.size() != nodes)
    {
        inspection.Complain("nodeThresholds has " + std::to_string(thresholds.size()) +
                            " values; allowed is none or one for each node, " +
                            std::to_string(nodes));
    }
    if (!thresholds.empty() && !problem.confidences.samples.empty())
    {
        inspection.Complain("nodeThresholds is not empty; with a table of confidences, in which no "
                            "difficulty orders the tasks, exits have one threshold each");
    }
    for (std::size_t j = 0; j < thresholds.size(); ++j)
    {
        inspection.Within(Indexed("nodeThresholds", j),
                          thresholds[j],
                          FieldInspection::SMALLEST,
                          1,
                          "");
    }
}

} // namespace

double
DtoEeProblem::GetTotalRate() const
{
    double total = 0;
    for (const double rate : arrivalRates)
    {
        total += rate;
    }
    return total;
}

std::size_t
DtoEeProblem::GetSize(std::size_t stage) const
{
    return stage == 0 ? arrivalRates.size() : stages.at(stage - 1).nodes.size();
}

uint32_t
DtoEeProblem::GetFirstIndex(std::size_t stage) const
{
    std::size_t index = 0;
    for (std::size_t h = 0; h < stage; ++h)
    {
        index += GetSize(h);
    }
    return static_cast<uint32_t>(index);
}

std::vector<double>
DtoEeProblem::GetThresholds() const
{
    std::vector<double> thresholds;
    for (const DtoEeExit& exit : exits)
    {
        thresholds.push_back(exit.threshold);
    }
    return thresholds;
}

std::vector<double>
DtoEeProblem::GetNodeThresholds() const
{
    if (!nodeThresholds.empty())
    {
        return nodeThresholds;
    }
    std::vector<double> thresholds(GetFirstIndex(stages.size() + 1) - arrivalRates.size(), 1);
    for (const DtoEeExit& exit : exits)
    {
        const std::size_t first = GetFirstIndex(exit.stage) - arrivalRates.size();
        std::fill_n(thresholds.begin() + first, GetSize(exit.stage), exit.threshold);
    }
    return thresholds;
}

std::string
DtoEeProblem::Validate() const
{
    FieldInspection inspection;
    inspection.Within("arrivalRates.size()", arrivalRates.size(), 1, MAX_DEVICES, "");
    for (std::size_t i = 0; i < arrivalRates.size(); ++i)
    {
        inspection.Amount(Indexed("arrivalRates", i), arrivalRates[i], " 1/s");
    }
    inspection.Positive("sum of arrivalRates", GetTotalRate(), " 1/s");
    inspection.Within("stages.size()", stages.size(), 1, MAX_STAGES, "");
    InspectStages(inspection, *this);
    inspection.Within("accuracyBest", accuracyBest, FieldInspection::SMALLEST, 1, "");
    inspection.Within("errorSlope", errorSlope, 0, accuracyBest, "");
    InspectExits(inspection, *this);
    inspection.Amount("accuracyValue", accuracyValue, " s");
    inspection.Within("serviceVariability", serviceVariability, 0, 1000, "");
    InspectRows(inspection, *this);
    InspectNodeThresholds(inspection, *this);
    return inspection.GetComplaint();
}

} // namespace edgeai
} // namespace ns3
