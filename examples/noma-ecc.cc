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
// times. Figures: ECC's mathematics (noma-ecc-figures.h), and planned against realised rates.

#include "noma-ecc-figures.h"
#include "noma-ecc-simulation.h"

#include "ns3/core-module.h"
#include "ns3/text-table.h"

#include <iostream>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;
using namespace nomaecc;

namespace
{

/// Runs simulations and keeps all rows for results.csv.
class Campaign
{
  public:
    Campaign(const Options& options, const RunFolder& folder)
        : m_options(options),
          m_folder(folder),
          m_simulation(options, folder),
          m_users(m_simulation.GetUsers()),
          m_all({{"scenario", ""},
                 {"planner", ""},
                 {"user", ""},
                 {"distance", "m"},
                 {"split", ""},
                 {"uplink_subchannel", ""},
                 {"uplink_position", ""},
                 {"uplink_power", "W"},
                 {"units", ""},
                 {"uplink_sinr_planned", "dB"},
                 {"uplink_sinr_realised", "dB"},
                 {"uplink_rate_planned", "bit/s"},
                 {"uplink_rate_realised", "bit/s"},
                 {"device_time_planned", "s"},
                 {"device_time_realised", "s"},
                 {"uplink_time_planned", "s"},
                 {"uplink_time_realised", "s"},
                 {"server_time_planned", "s"},
                 {"server_time_realised", "s"},
                 {"downlink_time_planned", "s"},
                 {"downlink_time_realised", "s"},
                 {"latency_planned", "s"},
                 {"latency_realised", "s"},
                 {"energy_planned", "J"},
                 {"energy_realised", "J"},
                 {"plan_wait", "s"},
                 {"completed", "tasks"}})
    {
    }

    Outcome Run(const std::string& name, const Scenario& scenario)
    {
        std::clog << "." << std::flush; // progress; the tables go to standard output
        const Outcome outcome = m_simulation.Run(scenario);
        for (std::size_t i = 0; i < outcome.users.size(); ++i)
        {
            AddRow(name, scenario.planner, i, outcome.users[i]);
        }
        return outcome;
    }

    void ComparePlanners();
    void ShowUsers();
    void SeparateCauses();

    void Write() const
    {
        m_all.WriteCsv(m_folder.GetPath("results.csv"));
    }

  private:
    void AddRow(const std::string& name,
                const std::string& planner,
                std::size_t i,
                const Account& account);

    const Options& m_options;
    const RunFolder& m_folder;
    Simulation m_simulation;
    const std::vector<User>& m_users;
    TextTable m_all;
    std::map<std::string, Outcome> m_outcomes; ///< of ComparePlanners(), by planner
};

void
Campaign::AddRow(const std::string& name,
                 const std::string& planner,
                 std::size_t i,
                 const Account& a)
{
    const auto& figures = a.last.Get<CoInferenceFigures>();
    const auto& way = a.last.GetStep("uplink").Get<TransferFigures>();
    std::vector<TextCell> row = {name,
                                 planner,
                                 i,
                                 m_users[i].distance,
                                 figures.split,
                                 way.subchannel ? *way.subchannel : NOT_AVAILABLE,
                                 way.position ? *way.position : NOT_AVAILABLE,
                                 way.powerPlanned,
                                 figures.computingUnitsApplied};
    for (const Pair* pair :
         {&a.sinr, &a.rate, &a.device, &a.uplink, &a.server, &a.downlink, &a.latency, &a.energy})
    {
        row.emplace_back(pair->planned.Get());
        row.emplace_back(pair->realised.Get());
    }
    row.emplace_back(a.planWait.Get());
    row.emplace_back(a.completed);
    m_all.AddRow(row);
}

void
Campaign::ComparePlanners()
{
    TextTable table({{"planner", ""},
                     {"utility plan", ""},
                     {"real", ""},
                     {"ratio", ""},
                     {"delay plan", "s"},
                     {"real", "s"},
                     {"energy plan", "J"},
                     {"real", "J"},
                     {"upload plan", "s"},
                     {"real", "s"},
                     {"offload", "%"},
                     {"steps", ""},
                     {"failed", "%"},
                     {"done", "%"},
                     {"", ""}});
    table.SetTitle("\n" + std::to_string(m_users.size()) + " users, " +
                   std::to_string(m_options.subchannels) + " subchannels, " + m_options.network +
                   ": sum of utilities; means of delay and energy of a task");
    std::vector<std::string> planners = {"EccPlanner",
                                         "EccColdPlanner",
                                         "EccDeviceOnlyPlanner",
                                         "EccEdgeOnlyPlanner",
                                         "NeurosurgeonPlanner",
                                         "DnnSurgeryPlanner",
                                         "IaoPlanner",
                                         "EccOmaPlanner"};
    if (m_options.planner != "all")
    {
        planners = {m_options.planner};
    }
    for (const std::string& planner : planners)
    {
        Scenario scenario{planner};
        scenario.files = m_folder.GetPath(planner);
        const Outcome o = Run("planners", scenario);
        m_outcomes[planner] = o;
        const Account& a = o.all;
        const double users = m_users.size();
        table.AddRow({planner,
                      users * a.utility.planned.Get(),
                      users * a.utility.realised.Get(),
                      a.utility.GetRatio(),
                      a.latency.planned.Get(),
                      a.latency.realised.Get(),
                      a.energy.planned.Get(),
                      a.energy.realised.Get(),
                      a.uplink.planned.Get(),
                      a.uplink.realised.Get(),
                      TextCell(100. * a.offloaded / std::max(1U, a.completed), 3),
                      o.steps,
                      TextCell(a.blocks > 0 ? 100 * a.failed / a.blocks : NOT_AVAILABLE, 2),
                      TextCell(100. * a.completed / o.generated, 3),
                      o.status});
    }
    std::clog << std::endl;
    table.Print(std::cout);
    std::cout << std::flush;
}

void
Campaign::ShowUsers()
{
    const std::string planner =
        m_outcomes.count("EccPlanner") > 0 ? "EccPlanner" : m_outcomes.begin()->first;
    TextTable table({{"user", ""},
                     {"distance", "m"},
                     {"split", ""},
                     {"up", "subch.place"},
                     {"down", "subch.place"},
                     {"p", "W"},
                     {"units", ""},
                     {"SINR plan", "dB"},
                     {"real", "dB"},
                     {"rate plan", "Mbit/s"},
                     {"real", "Mbit/s"},
                     {"stages plan", "s"},
                     {"real", "s"},
                     {"energy plan", "J"},
                     {"real", "J"}});
    table.SetTitle("\n" + planner + ", user by user; stages: device + upload + server + answer");
    Figure figure("Rates of the upload, " + planner, "planned", "Mbit/s", "realised", "Mbit/s");
    const auto line = figure.AddSeries("as planned", SeriesStyle::LINES);
    const auto points = figure.AddSeries("users", SeriesStyle::POINTS);
    double largest = 0;
    const auto place = [](const TransferFigures& way) {
        return way.subchannel
                   ? std::to_string(*way.subchannel) + "." + std::to_string(*way.position)
                   : std::string("-");
    };
    for (std::size_t i = 0; i < m_users.size(); ++i)
    {
        const Account& a = m_outcomes[planner].users[i];
        const auto& figures = a.last.Get<CoInferenceFigures>();
        const auto& up = a.last.GetStep("uplink").Get<TransferFigures>();
        const auto& down = a.last.GetStep("downlink").Get<TransferFigures>();
        const auto stages = [&a](Mean Pair::*which) {
            std::ostringstream text;
            text.precision(3);
            const char* plus = "";
            for (const Pair* pair : {&a.device, &a.uplink, &a.server, &a.downlink})
            {
                const double value = (pair->*which).Get();
                text << plus << std::fixed << (std::isnan(value) ? 0 : value);
                plus = " + ";
            }
            return text.str();
        };
        const double planned = a.rate.planned.Get() / 1e6;
        const double realised = a.rate.realised.Get() / 1e6;
        table.AddRow({i,
                      m_users[i].distance,
                      figures.split,
                      place(up),
                      place(down),
                      TextCell(up.powerPlanned, 3),
                      figures.computingUnitsApplied,
                      a.sinr.planned.Get(),
                      a.sinr.realised.Get(),
                      planned,
                      realised,
                      stages(&Pair::planned),
                      stages(&Pair::realised),
                      a.energy.planned.Get(),
                      a.energy.realised.Get()});
        figure.Add(points, planned, realised);
        largest = std::max({largest, planned, realised});
    }
    table.Print(std::cout);
    figure.Add(line, 0, 0);
    figure.Add(line, largest, largest);
    if (m_options.figures)
    {
        figure.Write(m_folder.GetPath("f7-rates"));
    }
}

void
Campaign::SeparateCauses()
{
    const std::string planner =
        m_options.planner == "all" ? "EccEdgeOnlyPlanner" : m_options.planner;
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
    TextTable table({{"cause", ""},
                     {"upload plan", "s"},
                     {"real", "s"},
                     {"ratio", ""},
                     {"SINR gained", "dB"},
                     {"answer plan", "ms"},
                     {"real", "ms"},
                     {"plan wait", "ms"},
                     {"delay real/plan", ""},
                     {"failed", "%"},
                     {"done", "%"}});
    table.SetTitle("\nWhat makes the gap: " + planner + ", each cause alone");
    for (const auto& [name, scenario] : causes)
    {
        const Outcome o = Run(name, scenario);
        const Account& a = o.all;
        table.AddRow({name,
                      a.uplink.planned.Get(),
                      a.uplink.realised.Get(),
                      a.uplink.GetRatio(),
                      TextCell(a.sinr.realised.Get() - a.sinr.planned.Get(), 3),
                      TextCell(1e3 * a.downlink.planned.Get()),
                      TextCell(1e3 * a.downlink.realised.Get()),
                      TextCell(1e3 * a.planWait.Get(), 3),
                      a.latency.GetRatio(),
                      TextCell(a.blocks > 0 ? 100 * a.failed / a.blocks : NOT_AVAILABLE, 2),
                      TextCell(100. * a.completed / o.generated, 3)});
    }
    std::clog << std::endl;
    table.Print(std::cout);
    std::cout << std::flush;
}

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    RunFolder folder("results/noma-ecc", "Split inference over NOMA: plan against reality.");
    folder.AddValue("planner", "TypeId name of a split planner, or all", options.planner);
    folder.AddValue("network", "Catalogue name or profile file (.json)", options.network);
    folder.AddValue("users",
                    "File of users, one per line: distance [m], weight of delay [1/s], of energy "
                    "[1/J]; empty: six of the manual's chapter",
                    options.users);
    folder.AddValue("subchannels", "Subchannels to plan", options.subchannels);
    folder.AddValue("width", "Width of a subchannel [Hz]", options.width);
    folder.AddValue("perSubchannel", "Users that may share a subchannel", options.perSubchannel);
    folder.AddValue("units", "Computing units of the server", options.units);
    folder.AddValue("tasks", "Tasks counted per user", options.tasks);
    folder.AddValue("rmsDelay", "Delay spread of the fading [s]; 0: no fading", options.rmsDelay);
    folder.AddValue("coherence",
                    "Time after which the fading is redrawn [s]; 0: never",
                    options.coherence);
    folder.AddValue("speed", "Speed behind the fading [m/s], unless redrawn", options.speed);
    folder.AddValue("causes", "Separate the causes of the gap", options.causes);
    folder.AddValue("figures", "Draw the figures", options.figures);
    folder.AddValue("pcap", "Keep packet and block traces of every planner", options.pcap);
    folder.Parse(argc, argv);

    Campaign campaign(options, folder);
    campaign.ComparePlanners();
    campaign.ShowUsers();
    if (options.causes)
    {
        campaign.SeparateCauses();
    }
    campaign.Write();
    if (options.figures)
    {
        std::clog << "figures of the mathematics" << std::endl;
        nomaecc::DrawFigures(folder);
    }
    return 0;
}
