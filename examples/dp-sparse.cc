/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What does it cost to learn with differential privacy over narrow channels, and who should send
// which fraction of an update?
//
//   client 0 ---+
//   client 1 ---+--- server     subchannels of 15 kHz that fade anew in each round,
//   ...         |               or one 802.11ax cell, or a cell of the broadband radio
//
// Tables: DP-sparse's schedule against random clients, round robin and the least delay, against
// whole updates with and without noise, a fixed fraction and a fixed threshold, all of one run in
// the same world, so that margins are of pairs; the tradeoff between progress and delay; Wi-Fi and
// broadband, whose rates are measured. Figures: accuracy against rounds, seconds and epsilon,
// queues, who takes part, delays as planned and as they were (--runs=5 for error bars).

#include "dp-sparse-results.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dpsparse;

namespace
{

/// @returns schemes of the evaluation, the proposed one first
std::vector<Scenario>
ListSchemes(const Options& options)
{
    const auto make = [&](const std::string& scheme,
                          const std::string& planner,
                          const std::string& method = "",
                          bool keepsDelay = true) {
        Scenario scenario;
        scenario.scheme = scheme;
        scenario.planner = planner;
        scenario.method = method;
        scenario.keepsDelay = keepsDelay;
        scenario.clients = options.clients;
        scenario.rounds = options.rounds;
        scenario.delay = options.delay;
        scenario.rate = options.rate;
        return scenario;
    };
    return {make("proposed", "DpSparsePlanner"),
            make("random", "DpSparseRandomPlanner"),
            make("round robin", "DpSparseRoundRobinPlanner"),
            make("least delay", "DpSparseLeastDelayPlanner"),
            make("full-DP", "DpSparseFixedPlanner", "s=1", false),
            make("no-DP", "DpSparseFixedPlanner", "s=1,sigma=0", false),
            make("fixed s = 0.3", "DpSparseFixedPlanner", "s=0.3", false),
            make("fixed threshold", "DpSparsePlanner", "clip=fixed")};
}

/// The scenarios, tables and figures of this example.
struct Campaign
{
    /// Schemes against each other, in one world.
    void Schedules() const
    {
        AddTogether("schedules", ListSchemes(options));
        experiment.AddTable(
            TableView("Schedules over subchannels that fade",
                      "scheme accuracy margin bits delay queue_most time epsilon idle status")
                .Where("part", "schedules"));
        for (const char* against : {"round", "time"})
        {
            FigureView figure(std::string("accuracy-") + against,
                              "Private learning over narrow channels");
            figure.From("curves").Where("part", "schedules");
            figure.Series("scheme", against, "accuracy", SeriesStyle::LINES);
            experiment.AddFigure(std::string(against) == "time" ? figure.LogX() : figure);
        }
        AddCurves("curves",
                  "epsilon",
                  "accuracy",
                  "What privacy buys",
                  SeriesStyle::LINES,
                  "full-DP");
        AddCurves("curves",
                  "round",
                  "queue",
                  "How far rounds are behind their mean delay",
                  SeriesStyle::LINES);
        AddCurves("clients",
                  "client",
                  "participations",
                  "Who takes part, the nearest first",
                  SeriesStyle::LINES_POINTS);
    }

    /// Draw the schedules that keep the mean delay. @param [in] more another one; "": none
    void AddCurves(const std::string& sheet,
                   const std::string& x,
                   const std::string& y,
                   const std::string& title,
                   SeriesStyle style,
                   const std::string& more = "") const
    {
        FigureView figure(y + "-" + x, title);
        figure.From(sheet).Where("part", "schedules");
        for (const std::string& scheme : {std::string("proposed"),
                                          std::string("random"),
                                          std::string("round robin"),
                                          std::string("least delay"),
                                          more})
        {
            if (!scheme.empty())
            {
                figure.Curve(scheme, x, y, style, {{"scheme", scheme}});
            }
        }
        experiment.AddFigure(figure);
    }

    /// What progress is worth beside delay.
    void Tradeoff() const
    {
        for (const char* tradeoff : {"0.1", "0.3", "1", "3", "10"})
        {
            Scenario scenario = ListSchemes(options).front();
            scenario.method = std::string("V=") + tradeoff;
            experiment.AddScenario({{"part", "tradeoff"}, {"tradeoff", std::stod(tradeoff)}},
                                   [options = options, scenario](ScenarioResults& results) {
                                       RunScenario(options, scenario, results, NOT_AVAILABLE);
                                   });
        }
        experiment.AddTable(TableView("The tradeoff V of the proposed schedule",
                                      "tradeoff accuracy bits delay queue_last queue_most epsilon")
                                .Where("part", "tradeoff"));
        experiment.AddFigure(FigureView("tradeoff", "Delay and its queue against V")
                                 .Where("part", "tradeoff")
                                 .Curve("mean delay", "tradeoff", "delay_realised")
                                 .Curve("largest queue", "tradeoff", "queue_most")
                                 .Axes("tradeoff V", "delay, queue [s]")
                                 .LogX());
    }

    /// Fixed fractions at several step sizes.
    void Fractions() const
    {
        for (const double rate : {0.25, 0.5, 1.})
        {
            for (const char* fraction : {"0.1", "0.4", "1"})
            {
                Scenario scenario = ListSchemes(options).front();
                scenario.planner = "DpSparseFixedPlanner";
                scenario.scheme = std::string("s = ") + fraction;
                scenario.method = std::string("s=") + fraction;
                scenario.keepsDelay = false;
                scenario.rate = rate;
                experiment.AddScenario(
                    {{"part", "fractions"}, {"rate", rate}, {"fraction", std::stod(fraction)}},
                    [options = options, scenario](ScenarioResults& results) {
                        RunScenario(options, scenario, results, NOT_AVAILABLE);
                    });
            }
        }
        experiment.AddTable(TableView("Fractions of updates, random clients, no limit of delay",
                                      "rate fraction accuracy bits delay epsilon")
                                .Where("part", "fractions")
                                .RuleBy("rate"));
        experiment.AddFigure(FigureView("fractions", "Steps and fractions of updates")
                                 .Where("part", "fractions")
                                 .Series("rate", "fraction", "accuracy"));
    }

    /// Links whose rates are measured.
    void Radio() const
    {
        for (const char* link : {"wifi", "broadband"})
        {
            std::vector<Scenario> schemes = ListSchemes(options);
            schemes.resize(4);
            // So few rounds would spend what a longer queue lends them.
            schemes.front().method = "V=0.1";
            for (Scenario& scenario : schemes)
            {
                scenario.link = link;
                scenario.clients = options.radioClients;
                scenario.rounds = options.radioRounds;
                scenario.delay = options.radioDelay;
            }
            AddTogether("radio", schemes);
        }
        experiment.AddTable(
            TableView("The same methods over radio, where plans count on what was measured",
                      "link scheme accuracy margin bits delay queue_most time epsilon lost status")
                .Where("part", "radio")
                .RuleBy("link"));
        experiment.AddFigure(FigureView("radio-delay", "Delays of rounds over radio")
                                 .From("curves")
                                 .Where("part", "radio")
                                 .Where("scheme", "proposed")
                                 .Series("link", "round", "delay_ratio", SeriesStyle::LINES)
                                 .Axes("", "measured over planned delay"));
    }

    /// Add schemes that are simulated one after the other in the same world.
    void AddTogether(const std::string& part, std::vector<Scenario> schemes) const
    {
        const std::string link = schemes.front().link;
        const std::string stem = options.pcap ? experiment.GetPath(part + "-" + link) : "";
        experiment.AddScenario({{"part", part}, {"link", link}},
                               [options = options, schemes, stem](ScenarioResults& results) {
                                   double proposed = NOT_AVAILABLE;
                                   for (Scenario scenario : schemes)
                                   {
                                       const bool first = std::isnan(proposed);
                                       scenario.files = first ? results.GetStem(stem) : "";
                                       const double accuracy =
                                           RunScenario(options, scenario, results, proposed);
                                       proposed = first ? accuracy : proposed;
                                   }
                               });
    }

    Experiment& experiment;
    const Options& options;
};

/// Declare what the command line may say.
void
AddOptions(Experiment& experiment, Options& o)
{
    experiment.AddChoice("part",
                         "Tables",
                         o.part,
                         {"all", "schedules", "tradeoff", "fractions", "radio"});
    experiment.AddValue("clients", "U", o.clients, 1, 1e4);
    experiment.AddValue("channels", "N, clients at once", o.channels, 1, 1e3);
    experiment.AddValue("samples", "Of each client", o.samples, 16, 1e5);
    experiment.AddValue("rounds", "T", o.rounds, 1, 1e5);
    experiment.AddValue("participations", "Of a client at most", o.participations, 1, 1e6);
    experiment.AddValue("delay", "That rounds may take in the mean [s]", o.delay, 1e-3, 1e3);
    experiment.AddValue("header",
                        "Of an update, as plans count it [bit]; ideal links carry 944, the "
                        "definition counts 64",
                        o.header,
                        0,
                        1e6);
    experiment.AddValue("noise", "Deviation over threshold, sigma", o.noise, 1e-3, 1e3);
    experiment.AddValue("rate", "Step size eta", o.rate, 1e-6, 1e3);
    experiment.AddValue("radioClients", "Radio: U", o.radioClients, 1, 100);
    experiment.AddValue("radioRounds", "Radio: T", o.radioRounds, 1, 1e5);
    experiment.AddValue("radioDelay", "Radio: mean delay of rounds [s]", o.radioDelay, 1e-3, 1e3);
    experiment.AddValue("pcap", "Write packet traces of what is proposed", o.pcap);
}

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    Experiment experiment("dp-sparse", "Private learning over narrow channels: who sends what?");
    AddOptions(experiment, options);
    experiment.Parse(argc, argv);
    SetColumns(experiment);
    const Campaign campaign{experiment, options};
    AddParts(campaign,
             options.part,
             {{"schedules", &Campaign::Schedules},
              {"tradeoff", &Campaign::Tradeoff},
              {"fractions", &Campaign::Fractions},
              {"radio", &Campaign::Radio}});
    return experiment.Run();
}
