/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What ECC's mathematics says without a simulation, drawn: utility over the common split and the
// width of a subchannel, gains of every method for three networks, users and subchannels, the
// trade-off of delay and energy, and the steps that warm starts save.

#include "../test/support/ecc-instances.h"
#include "allocation/split/ecc/ecc-baselines.h"
#include "allocation/split/ecc/ecc-descent.h"
#include "allocation/split/ecc/ecc-oma.h"
#include "allocation/split/ecc/ecc-solver.h"

#include "ns3/experiment.h"
#include "ns3/network-catalogue.h"
#include "ns3/random-variable-stream.h"

#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns a catalogue network's chain as ECC's literature counts it: 32 bit per value and answer
/// of 32 000 bit
EccChain
MakeChain(const std::string& network)
{
    NetworkProfile profile = LoadNetworkProfile(network + "@pooling=counted");
    profile.elementBits = 32;
    profile.resultBits = 32000;
    return MakeEccChain(profile);
}

/// @returns everybody at one split, after a descent from a cold start
EccEvaluation
DescendAt(const EccProblem& problem, uint32_t split)
{
    EccPoint point = MakeEccStart(problem, std::vector<uint32_t>(problem.users.size(), split));
    DescendEcc(problem, point);
    return EvaluateEcc(problem, point);
}

/// @returns "split 3", or "device only" for the last
std::string
NameSplit(const EccProblem& problem, uint32_t split)
{
    return split == problem.GetLayerCount(0) ? "device only" : "split " + std::to_string(split);
}

/// Adds scenarios and figures of the six users of the manual's chapter, and of users anywhere.
class Drawing
{
  public:
    Drawing(Experiment& experiment, const std::string& network)
        : m_experiment(experiment),
          m_network(network),
          m_problem(MakeSixUserProblem(MakeChain(network)))
    {
        ResultColumns results;
        results.Add("figure", "", "to which a scenario belongs");
        results.Add("network", "", "name in the catalogue");
        results.Add("method", "", "planner");
        results.Add("delay_gain", "", "delay of Device-Only over that of the method");
        results.Add("energy_gain", "", "energy of Device-Only over that of the method");
        experiment.SetColumns(results);
    }

    /// Utility and its parts over the split that everybody takes.
    void Splits() const
    {
        ResultColumns columns;
        columns.Add("split", "", "of everybody");
        columns.Add("utility", "", "at that split").Head("part of the utility");
        columns.Add("delay", "", "weighted, sum over users");
        columns.Add("energy", "", "weighted, sum over users");
        m_experiment.AddSheet("splits", columns);
        Add("splits", m_network, "", [problem = m_problem](ScenarioResults& results) {
            for (uint32_t split = 0; split <= problem.GetLayerCount(0); ++split)
            {
                const EccEvaluation found = DescendAt(problem, split);
                ResultRow& row = results.AddRow("splits").Set("split", split);
                row.Set("utility", found.utility);
                row.Set("delay", problem.users[0].weights.time * found.GetTotalTime());
                row.Set("energy", problem.users[0].weights.energy * found.GetTotalEnergy());
            }
        });
        m_experiment.AddFigure(
            FigureView("f1-splits", "Utility and its parts, everybody split alike, " + m_network)
                .From("splits")
                .LogY()
                .Curve("utility", "split", "utility")
                .Curve("delay, weighted", "split", "delay")
                .Curve("energy, weighted", "split", "energy"));
    }

    /// Utility of every split that is the best somewhere, over the width of a subchannel.
    void Widths() const
    {
        ResultColumns columns;
        columns.Add("split", "", "of everybody");
        columns.Add("width", "Hz", "of a subchannel")
            .Head("width of a subchannel")
            .Shown("MHz", 1e-6);
        columns.Add("utility", "", "at that split");
        m_experiment.AddSheet("widths", columns);
        Add("widths", m_network, "", [problem = m_problem](ScenarioResults& results) mutable {
            std::vector<double> widths;
            for (double width = 5e4; width < 5.1e6; width *= std::sqrt(2))
            {
                widths.push_back(width);
            }
            std::map<uint32_t, std::vector<double>> utility;
            std::vector<bool> wins(problem.GetLayerCount(0) + 1);
            wins.back() = true;
            for (const double width : widths)
            {
                problem.bandwidth = width;
                uint32_t best = 0;
                for (uint32_t split = 0; split < wins.size(); ++split)
                {
                    utility[split].push_back(DescendAt(problem, split).utility);
                    best = utility[split].back() < utility[best].back() ? split : best;
                }
                wins[best] = true;
            }
            for (const auto& [split, values] : utility)
            {
                for (std::size_t k = 0; wins[split] && k < widths.size(); ++k)
                {
                    ResultRow& row =
                        results.AddRow("widths").Set("split", NameSplit(problem, split));
                    row.Set("width", widths[k]).Set("utility", values[k]);
                }
            }
        });
        m_experiment.AddFigure(
            FigureView("f2-widths", "Utility of the best common splits, " + m_network)
                .From("widths")
                .LogX()
                .LogY()
                .Series("split", "width", "utility"));
    }

    /// Delay and energy of computing alone over those of every method, for three networks.
    void Gains() const
    {
        using Method = std::function<EccEvaluation(const EccProblem&)>;
        const std::vector<std::pair<std::string, Method>> methods = {
            {"ECC", [](const EccProblem& p) { return SolveEcc(p).evaluation; }},
            {"Edge-Only", [](const EccProblem& p) { return SolveEdgeOnly(p).evaluation; }},
            {"Neurosurgeon", [](const EccProblem& p) { return SolveNeurosurgeon(p).evaluation; }},
            {"DNN Surgery",
             [](const EccProblem& p) { return SolveDnnSurgery(p, true).evaluation; }},
            {"IAO", [](const EccProblem& p) { return SolveIao(p).evaluation; }},
            {"OMA", [](const EccProblem& p) { return SolveOma(p, SolveEcc(p).plan).evaluation; }}};
        for (const std::string network : {"NiN", "TinyYOLOv2", "VGG-16"})
        {
            for (const auto& [name, method] : methods)
            {
                const EccProblem problem = MakeSixUserProblem(MakeChain(network));
                Add("gains", network, name, [problem, solve = method](ScenarioResults& results) {
                    const EccEvaluation alone = SolveDeviceOnly(problem).evaluation;
                    const EccEvaluation found = solve(problem);
                    ResultRow& row = results.AddRow();
                    row.Set("delay_gain", alone.GetTotalTime() / found.GetTotalTime());
                    row.Set("energy_gain", alone.GetTotalEnergy() / found.GetTotalEnergy());
                });
            }
        }
        m_experiment.AddTable(TableView("Device-Only over every method, six users",
                                        "network method delay_gain energy_gain")
                                  .RuleBy("network"));
        m_experiment.AddFigure(
            FigureView("f3-gains-delay", "Delay of Device-Only over delay of every method")
                .Series("method", "network", "delay_gain", SeriesStyle::POINTS));
        m_experiment.AddFigure(
            FigureView("f3-gains-energy", "Energy of Device-Only over energy of every method")
                .LogY()
                .Series("method", "network", "energy_gain", SeriesStyle::POINTS));
    }

    /// Utility of computing alone over that of ECC, over users and subchannels at random places.
    void Sizes() const
    {
        ResultColumns columns;
        columns.Add("subchannels", "", "of the cell");
        columns.Add("users", "", "of the cell").Head("users of the cell");
        columns.Add("gain", "", "utility of Device-Only over that of ECC");
        m_experiment.AddSheet("sizes", columns);
        for (const std::size_t subchannels : {1, 2, 4, 8})
        {
            const EccChain chain = m_problem.users[0].chain;
            Add("sizes", m_network, "", [subchannels, chain](ScenarioResults& results) {
                AddSizes(subchannels, chain, results);
            });
        }
        m_experiment.AddFigure(
            FigureView("f4-sizes", "Utility of Device-Only over that of ECC, " + m_network)
                .From("sizes")
                .Series("subchannels", "users", "gain"));
    }

    /// Delay against energy over the weight of delay.
    void TradeOff() const
    {
        ResultColumns columns;
        columns.Add("weight", "", "of delay");
        columns.Add("delay", "s", "sum over users").Head("sum of delays");
        columns.Add("energy", "J", "sum over users").Head("sum of energies");
        m_experiment.AddSheet("trade-off", columns);
        Add("trade-off", m_network, "ECC", [problem = m_problem](ScenarioResults& results) mutable {
            for (const double weight : {0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97, 1.0})
            {
                for (EccUser& user : problem.users)
                {
                    user.weights.time = weight;
                    user.weights.energy = 1 - weight;
                }
                const EccEvaluation found = SolveEcc(problem).evaluation;
                ResultRow& row = results.AddRow("trade-off").Set("weight", weight);
                row.Set("delay", found.GetTotalTime()).Set("energy", found.GetTotalEnergy());
            }
        });
        m_experiment.AddFigure(
            FigureView("f5-trade-off", "ECC's weights from energy to delay alone, " + m_network)
                .From("trade-off")
                .Curve("ECC", "delay", "energy"));
    }

    /// Steps per split, warm and cold.
    void Steps() const
    {
        ResultColumns columns;
        columns.Add("start", "", "of the descents");
        columns.Add("split", "", "of everybody");
        columns.Add("steps", "", "of the descent at that split");
        m_experiment.AddSheet("steps", columns);
        for (const bool warm : {true, false})
        {
            Add("steps", m_network, "", [problem = m_problem, warm](ScenarioResults& results) {
                EccOptions options;
                options.warmStart = warm;
                options.search.enabled = false;
                const EccSummary summary = SolveEcc(problem, options).summary;
                const std::string name =
                    (warm ? "Li-GD, " : "cold, ") + std::to_string(summary.loopSteps) + " in all";
                for (std::size_t split = 0; split < summary.stepsPerSplit.size(); ++split)
                {
                    ResultRow& row = results.AddRow("steps").Set("start", name);
                    row.Set("split", split).Set("steps", summary.stepsPerSplit[split]);
                }
            });
        }
        m_experiment.AddFigure(FigureView("f6-steps", "Steps of ECC's descents, " + m_network)
                                   .From("steps")
                                   .Series("start", "split", "steps"));
    }

  private:
    static void AddSizes(std::size_t subchannels, const EccChain& chain, ScenarioResults& results)
    {
        EccOptions options;
        options.search.deep = false;
        auto uniform = CreateObject<UniformRandomVariable>();
        uniform->SetStream(1000);
        auto exponential = CreateObject<ExponentialRandomVariable>();
        exponential->SetStream(1001);
        for (const std::size_t users : {2, 4, 6, 9, 12, 18, 24})
        {
            EccProblem problem;
            problem.cells.resize(1);
            problem.cells[0].unitTotal = 24;
            problem.users.resize(users);
            problem.uplinkGains = EccGains(subchannels, 1, users);
            problem.downlinkGains = problem.uplinkGains;
            for (std::size_t i = 0; i < users; ++i)
            {
                problem.users[i].chain = chain;
                const double kilometres = 0.25 * std::sqrt(uniform->GetValue(0.01, 1));
                const double gain = std::pow(10, -12.81 - 3.76 * std::log10(kilometres));
                for (std::size_t m = 0; m < subchannels; ++m)
                {
                    problem.uplinkGains(m, 0, i) = gain * exponential->GetValue(1, 0);
                    problem.downlinkGains(m, 0, i) = gain * exponential->GetValue(1, 0);
                }
            }
            const double alone = SolveDeviceOnly(problem).evaluation.utility;
            ResultRow& row = results.AddRow("sizes");
            row.Set("subchannels", std::to_string(subchannels) + " subchannels");
            row.Set("users", users).Set("gain", alone / SolveEcc(problem, options).summary.utility);
        }
    }

    void Add(const std::string& figure,
             const std::string& network,
             const std::string& method,
             Experiment::Body body) const
    {
        m_experiment.AddScenario({{"figure", figure}, {"network", network}, {"method", method}},
                                 std::move(body));
    }

    Experiment& m_experiment;
    std::string m_network;
    EccProblem m_problem;
};

} // namespace

int
main(int argc, char* argv[])
{
    Experiment experiment("ecc-figures", "ECC's mathematics on the manual's six users, drawn.");
    experiment.Parse(argc, argv);
    const Drawing drawing(experiment, "TinyYOLOv2");
    drawing.Gains();
    drawing.Splits();
    drawing.Widths();
    drawing.Sizes();
    drawing.TradeOff();
    drawing.Steps();
    return experiment.Run();
}
