/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Does a joint plan of splits, NOMA subchannels, powers and computing units survive the stack? ECC
// (Yuan et al., arXiv 2312.15850) against every baseline, planned and realised.
//
//   user ... user ))) broadband NOMA radio ((( base station with server of computing units
//
// Every planner plans for the same users and fading, and every user runs some tasks. Tables: each
// planner's utility, delay and energy; each user's stages under ECC; and what every single cause -
// headers, errors, delays, slots, residual interference, fading - adds to the ideal receiver's
// times. Figures: every planner's plan and reality, and planned against realised rates of the
// users.

#include "noma-ecc-simulation.h"

#include "ns3/experiment.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace nomaecc;

namespace
{

/// The scenarios, tables and figures of this example.
class Campaign
{
  public:
    Campaign(Experiment& experiment, const Options& options)
        : m_experiment(experiment),
          m_options(options),
          m_simulation(options)
    {
    }

    /// Say what is reported of every user, and of everybody together.
    void SetColumns() const
    {
        ResultColumns users;
        AddKey(users);
        users.Add("user", "", "from 0");
        users.Add("distance", "m", "from the base station");
        users.Add("split", "", "layers on the device");
        users.Add("uplink_subchannel", "", "planned");
        users.Add("uplink_position", "", "planned place in the decoding order");
        users.Add("uplink_power", "W", "planned").Head("p").Digits(3);
        users.Add("units", "", "of the server, as applied");
        AddSinr(users);
        users.AddPair("uplink_rate", "bit/s", "of the upload", 4, "Mbit/s", 1e-6);
        for (const std::string stage : {"device", "uplink", "server", "downlink"})
        {
            users.AddPair(stage + "_time", "s", "mean over completed tasks");
        }
        users.AddPair("latency", "s", "mean over completed tasks");
        users.AddPair("energy", "J", "mean over completed tasks");
        users.Add("plan_wait", "s", "mean, until a plan was there");
        users.Add("completed", "tasks", "of those counted");
        users.Add("uplink_place", "", "subchannel and place in the decoding order")
            .Head("up")
            .Shown("subch.place", 1);
        users.Add("downlink_place", "", "subchannel and place in the decoding order")
            .Head("down")
            .Shown("subch.place", 1);
        users.Add("stages_planned", "s", "device + upload + server + answer").Head("stages plan");
        users.Add("stages_realised", "s", "device + upload + server + answer").Head("real");
        m_experiment.SetColumns(users);

        ResultColumns all;
        AddKey(all);
        all.AddPair("utility", "", "sum over users of weighted delay and energy");
        all.AddPair("latency", "s", "mean over completed tasks");
        all.AddPair("energy", "J", "mean over completed tasks");
        all.AddPair("uplink_time", "s", "mean over offloaded tasks");
        all.AddPair("downlink_time", "s", "mean over offloaded tasks", 4, "ms", 1e3);
        AddSinr(all);
        all.Add("sinr_gained", "dB", "realised minus planned SINR of the upload").Digits(3);
        all.Add("plan_wait", "s", "mean, until a plan was there").Shown("ms", 1e3).Digits(3);
        all.Add("offloaded", "", "share of completed tasks").Shown("%", 100).Digits(3);
        all.Add("steps", "", "of the planner's loop");
        all.Add("failed", "", "share of blocks not decoded").Shown("%", 100).Digits(2);
        all.Add("done", "", "share of tasks completed").Shown("%", 100).Digits(3);
        all.Add("status", "", "why tasks were dropped, if they were").Head("dropped because");
        m_experiment.AddSheet("totals", all);
    }

    /// Every planner, and one of them user by user.
    void ComparePlanners() const
    {
        const auto planners = GetPlanners();
        for (const std::string& planner : planners)
        {
            Scenario scenario{planner};
            scenario.files = m_experiment.GetPath(planner);
            Add("planners", "planners", scenario);
        }
        const std::string cell = std::to_string(m_simulation.GetUsers().size()) + " users, " +
                                 std::to_string(m_options.subchannels) + " subchannels, " +
                                 m_options.network;
        m_experiment.AddTable(
            TableView(cell + ": sum of utilities; means of delay and energy of a task",
                      "planner utility latency energy uplink_time offloaded steps failed done "
                      "status")
                .From("totals")
                .Where("part", "planners"));
        for (const auto& [quantity, unit] : {std::pair<std::string, std::string>{"utility", ""},
                                             {"latency", " [s]"},
                                             {"energy", " [J]"}})
        {
            m_experiment.AddFigure(
                FigureView(quantity,
                           "Plan and reality of every planner's " + quantity + ", " + cell)
                    .From("totals")
                    .Where("part", "planners")
                    .Curve("planned", "planner", quantity + "_planned", SeriesStyle::POINTS)
                    .Curve("realised", "planner", quantity + "_realised", SeriesStyle::POINTS)
                    .Axes("planner", quantity + unit));
        }
        const auto ecc = std::find(planners.begin(), planners.end(), "EccPlanner");
        const std::string shown = ecc == planners.end() ? planners.front() : *ecc;
        m_experiment.AddTable(
            TableView(shown + ", user by user; stages: device + upload + server + answer",
                      "user distance split uplink_place downlink_place uplink_power units "
                      "uplink_sinr_planned uplink_sinr_realised uplink_rate stages_planned "
                      "stages_realised energy")
                .Where("part", "planners")
                .Where("planner", shown));
        m_experiment.AddFigure(
            FigureView("rates", "Realised over planned rates of the uploads, " + shown)
                .Where("part", "planners")
                .Where("planner", shown)
                .Curve("users", "uplink_rate_planned", "uplink_rate_realised", SeriesStyle::POINTS)
                .Diagonal("as planned"));
    }

    /// What makes the gap between plan and reality, cause by cause.
    void SeparateCauses() const
    {
        const bool all = m_options.planners.front() == "all";
        const std::string planner = all ? "EccEdgeOnlyPlanner" : m_options.planners.front();
        const std::vector<std::pair<std::string, Scenario>> causes = {
            {"nothing but the formulas", {planner, true}},
            {"headers of the MAC", {planner, true, {{"CountHeaders", "true"}}}},
            {"errors, sizes with a margin", {planner, true, {{"ErrorModel", "FiniteBlocklength"}}}},
            {"reports 8 slots late", {planner, true, {{"ControlDelay", "8"}}}},
            {"slots of 10 ms", {planner, true, {{"Slot", "10ms"}}}},
            {"SIC leaves 1 %, planned", {planner, true, {{"SicResidual", "0.01"}}}},
            {"SIC leaves 1 %, not planned, HARQ",
             {planner, true, {{"ErrorModel", "Shannon"}}, {{"SicResidual", "0.01"}}}},
            {"fading redrawn every 0.2 s", {planner, true, {}, {}, 0.2}},
            {"the stack as it is", {planner}},
            {"the same, planned with measured rates", {planner, false, {}, {}, 0, true}}};
        for (const auto& [name, scenario] : causes)
        {
            Add("causes", name, scenario);
        }
        m_experiment.AddTable(
            TableView(
                "What makes the gap: " + planner + ", each cause alone",
                "scenario uplink_time sinr_gained downlink_time plan_wait latency_ratio failed "
                "done")
                .From("totals")
                .Where("part", "causes"));
    }

  private:
    static void AddKey(ResultColumns& columns)
    {
        columns.Add("part", "", "table to which the scenario belongs");
        columns.Add("scenario", "", "\"planners\", or the cause of a gap").Head("cause");
        columns.Add("planner", "", "TypeId name");
    }

    static void AddSinr(ResultColumns& columns)
    {
        columns.Add("uplink_sinr_planned", "dB", "of the upload").Head("SINR plan");
        columns.Add("uplink_sinr_realised", "dB", "of the upload").Head("real");
    }

    /// @returns the planners asked for
    std::vector<std::string> GetPlanners() const
    {
        if (m_options.planners.front() != "all")
        {
            return m_options.planners;
        }
        return {"EccPlanner",
                "EccColdPlanner",
                "EccDeviceOnlyPlanner",
                "EccEdgeOnlyPlanner",
                "NeurosurgeonPlanner",
                "DnnSurgeryPlanner",
                "IaoPlanner",
                "EccOmaPlanner"};
    }

    void Add(const std::string& part, const std::string& name, const Scenario& scenario) const
    {
        m_experiment.AddScenario(
            {{"part", part}, {"scenario", name}, {"planner", scenario.planner}},
            [this, scenario](ScenarioResults& results) {
                Scenario mine = scenario;
                mine.files = results.GetStem(scenario.files);
                Report(m_simulation.Run(mine), results);
            });
    }

    void Report(const Outcome& outcome, ScenarioResults& results) const;

    Experiment& m_experiment;
    const Options& m_options;
    Simulation m_simulation;
};

void
Campaign::Report(const Outcome& outcome, ScenarioResults& results) const
{
    results.Count(outcome.counts, outcome.fault);
    const auto& users = m_simulation.GetUsers();
    for (std::size_t i = 0; i < users.size(); ++i)
    {
        const Account& a = outcome.users[i];
        ResultRow& row = results.AddRow().Set("user", i).Set("distance", users[i].distance);
        a.ReportDecisions(row);
        for (const char* quantity : {"uplink_sinr",
                                     "uplink_rate",
                                     "device_time",
                                     "uplink_time",
                                     "server_time",
                                     "downlink_time",
                                     "latency",
                                     "energy"})
        {
            a.Report(quantity, row);
        }
        row.Set("plan_wait", a.planWait.Get()).Set("completed", a.completed);
        row.Set("stages_planned", a.DescribeStages(&Pair::planned));
        row.Set("stages_realised", a.DescribeStages(&Pair::realised));
    }
    const Account& a = outcome.all;
    ResultRow& row = results.AddRow("totals");
    a.Report("utility", row, static_cast<double>(users.size()));
    for (const char* quantity :
         {"latency", "energy", "uplink_time", "downlink_time", "uplink_sinr"})
    {
        a.Report(quantity, row);
    }
    row.Set("sinr_gained", a.GetSinrGained()).Set("plan_wait", a.planWait.Get());
    row.Set("offloaded", static_cast<double>(a.offloaded) / std::max(1U, a.completed));
    row.Set("steps", outcome.steps);
    row.Set("failed", a.blocks > 0 ? a.failed / a.blocks : NOT_AVAILABLE);
    row.Set("done", static_cast<double>(a.completed) / outcome.generated);
    row.Set("status", outcome.status);
}

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    Experiment experiment("noma-ecc", "Split inference over NOMA: plan against reality.");
    AddOptions(experiment, options);
    experiment.Parse(argc, argv);

    const Campaign campaign(experiment, options);
    campaign.SetColumns();
    campaign.ComparePlanners();
    if (options.causes)
    {
        campaign.SeparateCauses();
    }
    return experiment.Run();
}
