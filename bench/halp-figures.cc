/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The tables of the manual's chapter about HALP: T, speed-up and stalls of every planner over link
// rates and media, what overheads make of them, batches, networks under deadlines and their
// reliability. Planned figures alone: nothing is simulated.

#include "allocation/pipeline/halp/halp-search.h"
#include "allocation/pipeline/halp/halp-selection.h"
#include "allocation/pipeline/halp/row-partition-planner.h"

#include "ns3/network-catalogue.h"
#include "ns3/program-options.h"

#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

const std::string PREFIX = "ns3::edgeai::";

/// @returns a network on three equal nodes
RowPartitionProblem
MakeProblem(const std::string& network, double speed, double rate, RowMedium medium)
{
    RowPartitionProblem problem = MakeRowPartitionProblem(LoadNetworkProfile(network));
    problem.nodes.assign(3, {"", speed, 0, 0});
    problem.linkRate = rate;
    problem.medium = medium;
    return problem;
}

/// T and speed-up of every planner.
void
PrintPlanners(const std::string& network, double speed)
{
    std::cout << network << ", three nodes of " << speed / 1e9
              << " GFLOP/s: T [s] and speed-up, pairs of links and one shared medium\n"
              << std::left << std::setw(24) << "planner";
    const std::vector<std::pair<double, RowMedium>> columns{{1e9, RowMedium::POINT_TO_POINT},
                                                            {100e6, RowMedium::POINT_TO_POINT},
                                                            {100e6, RowMedium::SHARED},
                                                            {40e6, RowMedium::SHARED}};
    for (const auto& [rate, medium] : columns)
    {
        std::cout << std::right << std::setw(20)
                  << std::to_string(static_cast<int>(rate / 1e6)) +
                         (medium == RowMedium::SHARED ? " Mbit/s shared" : " Mbit/s");
    }
    std::cout << "\n";
    for (const std::string& name : ListRowPartitionPlanners())
    {
        std::cout << std::left << std::setw(24) << name.substr(PREFIX.size()) << std::right;
        for (const auto& [rate, medium] : columns)
        {
            const RowPartitionPlan plan =
                CreateRowPartitionPlanner(name)->Plan(MakeProblem(network, speed, rate, medium));
            std::cout << std::fixed << std::setprecision(6) << std::setw(13) << plan.time
                      << std::setprecision(3) << std::setw(7) << plan.speedUp;
        }
        std::cout << "\n";
    }
    std::cout << "\n";
}

/// What overheads leave of the ideal timeline.
void
PrintOverheads()
{
    std::cout << "HALP (overlap alone), VGG-16, 10 GFLOP/s, one shared medium of 100 Mbit/s: what "
                 "overheads leave\n"
              << std::setw(18) << "per operation [s]" << std::setw(18) << "per message [s]"
              << std::setw(12) << "T [s]" << std::setw(12) << "alone [s]" << std::setw(10)
              << "speed-up\n";
    for (const auto& [operation, message] :
         std::vector<std::pair<double, double>>{{0, 0}, {5e-3, 1e-3}, {1e-2, 2e-3}, {2e-2, 2e-3}})
    {
        RowPartitionProblem problem = MakeProblem("VGG-16", 10e9, 100e6, RowMedium::SHARED);
        problem.nodes.assign(3, {"", 10e9, operation, 0});
        problem.messageTime = message;
        const RowPartitionPlan plan =
            CreateRowPartitionPlanner("HalpOverlapPlanner")->Plan(problem);
        std::cout << std::fixed << std::setprecision(3) << std::setw(18) << operation
                  << std::setw(18) << message << std::setprecision(6) << std::setw(12) << plan.time
                  << std::setw(12) << plan.aloneTime << std::setprecision(3) << std::setw(9)
                  << plan.speedUp << "\n";
    }
    std::cout << "\n";
}

/// Batches.
void
PrintBatches()
{
    std::cout << "HALP (overlap alone), VGG-16, 10 GFLOP/s, 100 Mbit/s: batches\n"
              << std::setw(8) << "tasks" << std::setw(14) << "T [s]" << std::setw(14)
              << "per task [s]" << std::setw(10) << "speed-up\n";
    for (const uint32_t tasks : {1, 2, 4, 8})
    {
        RowPartitionProblem problem = MakeProblem("VGG-16", 10e9, 100e6, RowMedium::POINT_TO_POINT);
        problem.tasks = tasks;
        const RowPartitionPlan plan =
            CreateRowPartitionPlanner("HalpOverlapPlanner")->Plan(problem);
        std::cout << std::setw(8) << tasks << std::fixed << std::setprecision(6) << std::setw(14)
                  << plan.time << std::setw(14) << plan.time / tasks << std::setprecision(3)
                  << std::setw(9) << plan.speedUp << "\n";
    }
    std::cout << "\n";
}

/// Networks under deadlines.
void
PrintSelection()
{
    HalpSelectionProblem problem;
    problem.rateMean = 20e6;
    problem.rateDeviation = 4e6;
    for (const std::string options : {"width=1",
                                      "width=0.75",
                                      "width=0.5",
                                      "width=0.25",
                                      "resolution=192",
                                      "resolution=160",
                                      "resolution=128"})
    {
        const std::string network = "MobileNetV1@" + options;
        const RowPartitionProblem shared =
            MakeProblem(network, 5e9, 100e6, RowMedium::POINT_TO_POINT);
        const RowPartitionPlan plan = CreateRowPartitionPlanner("HalpOverlapPlanner")->Plan(shared);
        problem.models.push_back({network,
                                  LoadNetworkProfile(network).accuracy,
                                  shared.GetImageBits(),
                                  plan.aloneTime,
                                  plan.time});
    }
    std::cout << "MobileNetV1 in seven sizes, 5 GFLOP/s, 100 Mbit/s, uplink of 20 +- 4 Mbit/s: the "
                 "most accurate in time\n"
              << std::setw(12) << "deadline [s]" << std::setw(34) << "alone" << std::setw(10)
              << "accuracy" << std::setw(13) << "reliability" << std::setw(34) << "with HALP"
              << std::setw(10) << "accuracy" << std::setw(13) << "reliability\n";
    for (const double deadline : {.08, .10, .12, .15, .20, .25, .30})
    {
        problem.deadline = deadline;
        std::cout << std::fixed << std::setprecision(2) << std::setw(12) << deadline;
        for (const bool share : {false, true})
        {
            const HalpSelection chosen = SelectHalpModel(problem, share);
            std::cout << std::setw(34)
                      << problem.models[chosen.model].name +
                             (chosen.status == PlanStatus::VIOLATED ? " (late)" : "")
                      << std::setprecision(3) << std::setw(10) << chosen.accuracy
                      << std::setprecision(4) << std::setw(12) << chosen.reliability;
        }
        std::cout << "\n";
    }
    std::cout << "\n";
}

/// Which order hides how much.
void
PrintStalls()
{
    std::cout << "VGG-16, 10 GFLOP/s, one shared medium, the overlap alone: stalls [s] of host and "
                 "secondaries by order\n"
              << std::left << std::setw(14) << "order" << std::right << std::setw(10) << "Mbit/s"
              << std::setw(12) << "T [s]" << std::setw(12) << "host" << std::setw(14)
              << "secondary 1" << std::setw(14) << "secondary 2\n";
    const std::vector<std::pair<std::string, HalpOrder>> orders{
        {"edge first", HalpOrder::EDGE_FIRST},
        {"body first", HalpOrder::BODY_FIRST},
        {"barriers", HalpOrder::BARRIERS}};
    for (const auto& [name, order] : orders)
    {
        for (const double rate : {1e9, 100e6, 40e6})
        {
            const RowPartitionProblem problem =
                MakeProblem("VGG-16", 10e9, rate, RowMedium::SHARED);
            std::vector<RowZone> zones;
            MakeHalpZones(problem, {}, zones);
            const RowPartitionPlan plan = EvaluateHalp(problem, zones, order);
            std::cout << std::left << std::setw(14) << name << std::right << std::fixed
                      << std::setprecision(0) << std::setw(10) << rate / 1e6 << std::setprecision(6)
                      << std::setw(12) << plan.time << std::setw(12) << plan.nodes[0].stallTime
                      << std::setw(14) << plan.nodes[1].stallTime << std::setw(13)
                      << plan.nodes[2].stallTime << "\n";
        }
    }
}

/// Zones and ratios.
void
PrintShapes()
{
    RowPartitionProblem problem = MakeProblem("VGG-16", 10e9, 100e6, RowMedium::POINT_TO_POINT);
    problem.nodes[2].flops = 5e9;
    const std::vector<double> ratios{.4, .5, .6, .65, .7, .75, .8};
    std::cout << "\nVGG-16, 10, 10 and 5 GFLOP/s, 100 Mbit/s: T [s] by the host's share of the "
                 "rows (down) and secondary 1's of the others\n"
              << std::setw(8) << "share";
    for (const double ratio : ratios)
    {
        std::cout << std::fixed << std::setprecision(2) << std::setw(12) << ratio;
    }
    std::cout << "\n";
    for (const double share : {0., .1, .2, .3, .4, .5})
    {
        std::cout << std::setprecision(1) << std::setw(8) << share << std::setprecision(6);
        for (const double ratio : ratios)
        {
            HalpShape shape;
            shape.zoneShare = share;
            shape.ratio = ratio;
            std::vector<RowZone> zones;
            MakeHalpZones(problem, shape, zones);
            if (AreHalpZonesValid(problem, zones))
            {
                std::cout << std::setw(12) << EvaluateHalp(problem, zones).time;
            }
            else
            {
                std::cout << std::setw(12) << "-";
            }
        }
        std::cout << "\n";
    }
}

/// Reliability over deadlines and channels.
void
PrintReliability()
{
    const std::vector<double> deviations{0, 2e6, 4e6, 8e6};
    const RowPartitionPlan plan =
        CreateRowPartitionPlanner("HalpOverlapPlanner")
            ->Plan(MakeProblem("VGG-16", 10e9, 100e6, RowMedium::POINT_TO_POINT));
    std::cout
        << "\nVGG-16, 10 GFLOP/s, 100 Mbit/s, HALP (overlap alone), uplink of 20 Mbit/s in the "
           "mean: reliability by deadline and deviation [Mbit/s]\n"
        << std::setw(12) << "deadline [s]";
    for (const double deviation : deviations)
    {
        std::cout << std::fixed << std::setprecision(0) << std::setw(10) << deviation / 1e6;
    }
    std::cout << "\n";
    for (const double deadline : {1.44, 1.46, 1.47, 1.48, 1.50, 1.55, 1.60})
    {
        std::cout << std::setprecision(2) << std::setw(12) << deadline << std::setprecision(4);
        for (const double deviation : deviations)
        {
            std::cout << std::setw(10)
                      << GetOnTimeProbability(1204224, plan.time, deadline, 20e6, deviation);
        }
        std::cout << "\n";
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    std::string network = "VGG-16";
    double speed = 10e9;
    ProgramOptions cmd("halp-figures", "What HALP and its baselines plan.");
    cmd.AddText("network",
                "catalogue name or profile file of the first table",
                network,
                [](const std::string& name) { MakeRowPartitionProblem(LoadNetworkProfile(name)); });
    cmd.AddValue("speed", "of each node in the first table [FLOP/s]", speed, 1, 1e18);
    cmd.Parse(argc, argv);
    PrintPlanners(network, speed);
    PrintOverheads();
    PrintBatches();
    PrintSelection();
    PrintStalls();
    PrintShapes();
    PrintReliability();
    return 0;
}
