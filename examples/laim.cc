/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Does the plan that is optimal on paper survive the protocol stack? Pruning-aware co-inference of
// a large model (Lyu et al., "The Larger the Merrier?", arXiv 2505.09214) against every baseline.
//
//   device ))) ideal link  ))) server                    --link=ideal
//   device ))) 802.11ax, 5 GHz ((( access point --- 1 Gbit/s, 1 ms --- server     --link=wifi
//   device ))) broadband OFDM radio ((( base station with server                  --link=broadband
//
// For every budget of a sweep and every planner a simulation runs some tasks; the tables show
// planned and realised latency and energy, keep ratio and distortion. Over Wi-Fi the Shannon rate
// of the plan is not what the stack gives: a second table shows what planning with the measured
// rate factor, and with a margin, makes of it. Over the broadband radio devices also move through a
// fading channel, planned once or anew for every task. The last table shows that a latency limit
// wants the high clock and an energy limit the low one.

#include "laim-simulation.h"
#include "split-list.h"

#include "ns3/figure.h"
#include "ns3/run-folder.h"
#include "ns3/text-table.h"

#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laim;

namespace
{

/// Runs scenarios with progress on screen, and keeps all rows for results.csv.
class Campaign
{
  public:
    Campaign(const Options& options, const RunFolder& folder)
        : m_options(options),
          m_folder(folder),
          m_all({{"link", ""},
                 {"planner", ""},
                 {"latency_budget", "s"},
                 {"energy_budget", "J"},
                 {"adapt_rate", ""},
                 {"margin", ""},
                 {"clock_share", ""},
                 {"split", ""},
                 {"keep_ratio", ""},
                 {"distortion", "normalised"},
                 {"latency_planned", "s"},
                 {"latency_realised", "s"},
                 {"energy_planned", "J"},
                 {"energy_realised", "J"},
                 {"rate_factor", ""},
                 {"deadline_miss_ratio", ""},
                 {"completed", "tasks"},
                 {"status", ""}})
    {
    }

    Outcome Run(const Scenario& scenario)
    {
        std::clog << "." << std::flush; // progress; the tables go to standard output
        const Outcome o = Simulate(m_options, scenario);
        m_all.AddRow({scenario.link,
                      scenario.planner,
                      TextCell(scenario.latency),
                      TextCell(scenario.energy),
                      scenario.adaptRate,
                      TextCell(scenario.margin),
                      TextCell(scenario.clockShare),
                      TextCell(o.split),
                      TextCell(o.keepRatio),
                      TextCell(o.distortion),
                      TextCell(o.latencyPlanned),
                      TextCell(o.latencyRealised),
                      TextCell(o.energyPlanned),
                      TextCell(o.energyRealised),
                      TextCell(o.rateFactor),
                      TextCell(o.missed),
                      o.completed,
                      o.status});
        return o;
    }

    /// Say what comes next. @param [in] what in words
    static void Announce(const std::string& what)
    {
        std::cout << std::flush;
        std::clog << what << ' ' << std::flush;
    }

    /// One table and its figures: every planner over a sweep of one budget.
    void Sweep(const std::string& link, bool overLatency)
    {
        Announce(link + " link, sweep of the " + (overLatency ? "latency" : "energy") + " budget");
        const std::string quantity = overLatency ? "latency budget" : "energy budget";
        const std::string unit = overLatency ? "s" : "J";
        TextTable table({{"T0", "s"},
                         {"E0", "J"},
                         {"planner", ""},
                         {"split", ""},
                         {"keep ratio", ""},
                         {"distortion", "lambda D"},
                         {"latency plan", "s"},
                         {"real", "s"},
                         {"ratio", ""},
                         {"energy plan", "J"},
                         {"real", "J"},
                         {"ratio", ""},
                         {"missed", "%"},
                         {"", ""}});
        table.SetTitle("\n" + m_options.network + " over the " + link + " link, sweep of the " +
                       quantity);
        Figure distortion("Distortion bound, " + link + " link",
                          quantity,
                          unit,
                          "normalised distortion",
                          "");
        Figure gap("Realised latency over plan, " + link + " link", quantity, unit, "ratio", "");
        distortion.SetLogX(!overLatency);
        gap.SetLogX(!overLatency);
        std::map<std::string, std::pair<size_t, size_t>> series;
        for (const auto& planner : SplitList(m_options.planners))
        {
            series[planner] = {distortion.AddSeries(planner), gap.AddSeries(planner)};
        }
        for (const auto& value : SplitList(overLatency ? m_options.latencies : m_options.energies))
        {
            for (const auto& planner : SplitList(m_options.planners))
            {
                Scenario scenario{link, planner, m_options.latency, m_options.energy};
                const double x = std::stod(value);
                (overLatency ? scenario.latency : scenario.energy) = x;
                const Outcome o = Run(scenario);
                const double ratio = o.latencyRealised / o.latencyPlanned;
                table.AddRow({TextCell(scenario.latency),
                              TextCell(scenario.energy),
                              planner,
                              TextCell(o.split),
                              TextCell(o.keepRatio, 6),
                              TextCell(o.distortion),
                              TextCell(o.latencyPlanned, 5),
                              TextCell(o.latencyRealised, 5),
                              TextCell(ratio, 5),
                              TextCell(o.energyPlanned, 5),
                              TextCell(o.energyRealised, 5),
                              TextCell(o.energyRealised / o.energyPlanned, 5),
                              TextCell(100 * o.missed, 3),
                              o.status});
                distortion.Add(series[planner].first, x, o.distortion);
                gap.Add(series[planner].second, x, ratio);
            }
            table.AddRule();
        }
        std::clog << std::endl;
        table.Print(std::cout);
        const std::string stem = link + (overLatency ? "-latency" : "-energy");
        distortion.Write(m_folder.GetPath(stem + "-distortion"));
        gap.Write(m_folder.GetPath(stem + "-plan-reality"));
    }

    /// What the measured rate factor and a margin make of the gap over a real link.
    void CloseGap(const std::string& link)
    {
        Announce(link + " link, measured rate");
        TextTable table({{"T0", "s"},
                         {"plan with", ""},
                         {"rate factor", ""},
                         {"keep ratio", ""},
                         {"latency plan", "s"},
                         {"real", "s"},
                         {"ratio", ""},
                         {"energy ratio", ""},
                         {"missed", "%"},
                         {"", ""}});
        table.SetTitle("\nClosing the gap: LaimPlanner over the " + link + " link");

        struct Variant
        {
            std::string name;
            bool adaptRate;
            double margin;
        };

        for (const auto& latency : SplitList(m_options.latencies))
        {
            for (const Variant& variant : {Variant{"Shannon rate", false, 0},
                                           Variant{"measured rate", true, 0},
                                           Variant{"measured rate, 2 % margin", true, 0.02}})
            {
                Scenario scenario{link, "LaimPlanner", std::stod(latency), m_options.energy};
                scenario.adaptRate = variant.adaptRate;
                scenario.margin = variant.margin;
                if (variant.margin > 0 && scenario.latency == m_options.latency)
                {
                    scenario.files = m_folder.GetPath(link);
                }
                const Outcome o = Run(scenario);
                table.AddRow({TextCell(scenario.latency),
                              variant.name,
                              TextCell(o.rateFactor),
                              TextCell(o.keepRatio, 6),
                              TextCell(o.latencyPlanned, 5),
                              TextCell(o.latencyRealised, 5),
                              TextCell(o.latencyRealised / o.latencyPlanned, 5),
                              TextCell(o.energyRealised / o.energyPlanned, 5),
                              TextCell(100 * o.missed, 3),
                              o.status});
            }
            table.AddRule();
        }
        std::clog << std::endl;
        table.Print(std::cout);
    }

    /// What planning anew is worth to devices that move through a fading channel.
    void Move(const std::string& link)
    {
        Announce(link + " link, devices in motion");
        TextTable table({{"plan", ""},
                         {"keep ratio", ""},
                         {"latency plan", "s"},
                         {"real", "s"},
                         {"ratio", ""},
                         {"energy ratio", ""},
                         {"missed", "%"},
                         {"", ""}});
        std::ostringstream title;
        title << "\nIn motion: LaimPlanner, " << m_options.devices << " device(s), "
              << m_options.speed << " m/s, " << m_options.fading << " fading, T0 "
              << m_options.latency << " s";
        table.SetTitle(title.str());
        Figure figure("Latest device of each period, " + link + " link in motion",
                      "time",
                      "s",
                      "realised latency over plan",
                      "");

        struct Variant
        {
            std::string name;
            bool planOnce;
            bool meanGain;
            bool adaptRate;
            double margin;
        };

        for (const Variant& variant :
             {Variant{"once", true, false, false, 0},
              Variant{"anew, gain of the instant", false, false, false, 0},
              Variant{"anew, mean gain", false, true, false, 0},
              Variant{"anew, mean gain, measured rate", false, true, true, 0},
              Variant{"same, 5 % margin", false, true, true, 0.05}})
        {
            Scenario scenario{link, "LaimPlanner", m_options.latency, m_options.energy};
            scenario.moving = true;
            scenario.planOnce = variant.planOnce;
            scenario.meanGain = variant.meanGain;
            scenario.adaptRate = variant.adaptRate;
            scenario.margin = variant.margin;
            if (variant.margin > 0)
            {
                scenario.files = m_folder.GetPath(link + "-motion");
            }
            const Outcome o = Run(scenario);
            table.AddRow({variant.name,
                          TextCell(o.keepRatio),
                          TextCell(o.latencyPlanned, 5),
                          TextCell(o.latencyRealised, 5),
                          TextCell(o.latencyRealised / o.latencyPlanned, 5),
                          TextCell(o.energyRealised / o.energyPlanned, 5),
                          TextCell(100 * o.missed, 3),
                          o.status});
            const size_t series = figure.AddSeries(variant.name);
            for (const auto& [time, late] : o.lateness)
            {
                figure.Add(series, time, late);
            }
        }
        std::clog << std::endl;
        table.Print(std::cout);
        figure.Write(m_folder.GetPath(link + "-motion"));
    }

    /// A latency limit wants the high clock, an energy limit the low one.
    void Reversal(const std::string& link)
    {
        Announce(link + " link, fixed clocks");
        TextTable table({{"limit", ""},
                         {"T0", "s"},
                         {"E0", "J"},
                         {"clock", "% of largest"},
                         {"keep ratio", ""},
                         {"distortion", "lambda D"},
                         {"latency real", "s"},
                         {"energy real", "J"},
                         {"", ""}});
        table.SetTitle("\nFixed clocks over the " + link + " link: which clock wins?");

        struct Limit
        {
            std::string name;
            double latency;
            double energy;
        };

        for (const Limit& limit : {Limit{"latency", 0.4, 20}, Limit{"energy", 4, 0.5}})
        {
            for (const double share : {1.0, 0.5, 0.25})
            {
                Scenario scenario{link, "LaimFixedFrequencyPlanner", limit.latency, limit.energy};
                scenario.clockShare = share;
                const Outcome o = Run(scenario);
                table.AddRow({limit.name,
                              TextCell(limit.latency),
                              TextCell(limit.energy),
                              TextCell(100 * share),
                              TextCell(o.keepRatio),
                              TextCell(o.distortion),
                              TextCell(o.latencyRealised),
                              TextCell(o.energyRealised),
                              o.status});
            }
            table.AddRule();
        }
        std::clog << std::endl;
        table.Print(std::cout);
    }

    void Write() const
    {
        m_all.WriteCsv(m_folder.GetPath("results.csv"));
    }

  private:
    const Options& m_options;
    const RunFolder& m_folder;
    TextTable m_all;
};

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    RunFolder folder("results/laim", "Pruning-aware co-inference: plan against reality.");
    folder.AddValue("link", "ideal, wifi, broadband, or all", options.link);
    folder.AddValue("sweep", "latency, energy, or all", options.sweep);
    folder.AddValue("network", "Catalogue name or profile file (.json)", options.network);
    folder.AddValue("planners", "TypeId names of split planners", options.planners);
    folder.AddValue("latencies", "Latency budgets of the sweep [s]", options.latencies);
    folder.AddValue("energies", "Energy budgets of the sweep [J]", options.energies);
    folder.AddValue("latency", "Latency budget outside its sweep [s]", options.latency);
    folder.AddValue("energy", "Energy budget outside its sweep [J]", options.energy);
    folder.AddValue("split", "Blocks on the device; -1: the planner's choice", options.split);
    folder.AddValue("devices", "Number of devices", options.devices);
    folder.AddValue("tasks", "Tasks counted per device and scenario", options.tasks);
    folder.AddValue("distance",
                    "Wi-Fi: from the access point to the devices [m]",
                    options.distance);
    folder.AddValue("radius",
                    "Broadband: from the base station to the devices [m]",
                    options.cellRadius);
    folder.AddValue(
        "speed",
        "Broadband, devices in motion: their speed, by turns away and to the middle [m/s]",
        options.speed);
    folder.AddValue(
        "fading",
        "Broadband, devices in motion: power-delay profile (Flat, Exponential, TdlA..E)",
        options.fading);
    folder.AddValue("tolerance",
                    "Share by which a budget may be exceeded before it counts as missed",
                    options.tolerance);
    folder.AddValue("pcap", "Keep a packet trace of one scenario per link", options.pcap);
    folder.Parse(argc, argv);

    Campaign campaign(options, folder);
    for (const std::string link : {"ideal", "wifi", "broadband"})
    {
        if (options.link != "all" && options.link != link)
        {
            continue;
        }
        for (const bool overLatency : {true, false})
        {
            if (options.sweep == "all" || options.sweep == (overLatency ? "latency" : "energy"))
            {
                campaign.Sweep(link, overLatency);
            }
        }
        if (link != "ideal")
        {
            campaign.CloseGap(link);
        }
        if (link == "broadband")
        {
            campaign.Move(link);
        }
        campaign.Reversal(link);
    }
    campaign.Write();
    return 0;
}
