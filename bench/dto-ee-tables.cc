/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The tables of the manual's chapter on DTO-EE: every planner on the toy instance beside what an
// independent program found, and planners on ResNet-101 in four stages against the rate of tasks
// and the number of nodes, over instances that are drawn. All of it is planned, nothing simulated.

#include "support/dto-ee-test-support.h"

#include "ns3/program-options.h"

#include <cmath>
#include <functional>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// A line of the table of checks.
void
PrintCheck(const std::string& what, double given, double found)
{
    std::cout << std::left << std::setw(58) << what << std::right << std::setprecision(7)
              << std::setw(12) << given << std::setw(12) << found << std::scientific
              << std::setprecision(1) << std::setw(12) << std::abs(found / given - 1) << std::fixed
              << "\n";
}

/// Planners on the toy, beside given figures.
void
PrintChecks()
{
    std::cout << std::fixed << std::left << std::setw(58) << "toy instance" << std::right
              << std::setw(12) << "given" << std::setw(12) << "found" << std::setw(12)
              << "difference\n";
    const DtoEeProblem open = WithoutExits(MakeToy());
    const std::vector<std::pair<std::string, double>> times{
        {"DtoEeComputingFirstPlanner", 0.293269973},
        {"DtoEeBandwidthFirstPlanner", 0.337391467},
        {"DtoEeUniformPlanner", 0.354626162},
        {"DtoEeNgtoPlanner", 0.280334115},
        {"DtoEeReferencePlanner", 0.270650325}};
    for (const auto& [name, time] : times)
    {
        PrintCheck("T [s] without exits, " + name, time, PlanBy(name, open).responseTime);
    }
    const std::vector<std::pair<std::string, double>> early{
        {"DtoEeComputingFirstPlanner", 0.199277},
        {"DtoEeBandwidthFirstPlanner", 0.199905},
        {"DtoEeNgtoPlanner", 0.186852}};
    for (const auto& [name, time] : early)
    {
        PrintCheck("T [s] at C = 0.8, " + name, time, PlanBy(name, MakeToy()).responseTime);
    }
    const std::vector<std::pair<double, double>> utilities{{0.5, 0.262355},
                                                           {1, 0.622030},
                                                           {2, 1.373114993},
                                                           {4, 2.908279},
                                                           {8, 6.008374}};
    for (const auto& [value, utility] : utilities)
    {
        DtoEeProblem problem = MakeToy();
        problem.accuracyValue = value;
        std::ostringstream words;
        words << "U [s] at a = " << value << " s, DtoEeReferencePlanner";
        PrintCheck(words.str(), utility, PlanBy("DtoEeReferencePlanner", problem).utility);
    }
    DtoEeProblem fixed = WithThresholds(MakeToy(), {.7, .6});
    PrintCheck("T [s] at C = (0.7, 0.6), least",
               0.143638132,
               PlanBy("DtoEeFixedThresholdsPlanner", fixed, "Tolerance", "1e-9").responseTime);
}

/// Mean and 95 % interval of values.
struct Sample
{
    std::vector<double> values;

    void Print(int width, int digits, double scale) const
    {
        double mean = 0;
        double squares = 0;
        for (const double value : values)
        {
            mean += value / values.size();
        }
        for (const double value : values)
        {
            squares += (value - mean) * (value - mean);
        }
        // Student's t for ten values; for others it is near enough for a glance.
        const double half = values.size() > 1
                                ? 2.26 * std::sqrt(squares / (values.size() - 1.0) / values.size())
                                : 0;
        std::ostringstream text;
        text << std::fixed << std::setprecision(digits) << scale * mean << " +- " << scale * half;
        std::cout << std::setw(width) << (values.empty() ? "-" : text.str());
    }
};

/// A planner and one attribute of it.
struct Method
{
    std::string words;
    std::string name;
    std::string attribute;
    std::string value;
};

/// @param [in] problem what to plan for  @param [in] isBelow whether accuracy must be worth more
/// @returns DTO-EE's plan at the value of accuracy where that changes, or at an end of the range
DtoEePlan
Meet(DtoEeProblem problem, const std::function<bool(const DtoEePlan&)>& isBelow)
{
    double low = 0.01;
    double high = 1000;
    DtoEePlan plan;
    for (int step = 0; step < 25; ++step)
    {
        problem.accuracyValue = std::sqrt(low * high);
        plan = PlanBy("DtoEePlanner", problem, "Slots", "20");
        (isBelow(plan) ? low : high) = problem.accuracyValue;
    }
    return plan;
}

/// Planners on drawn instances. @param [in] total rate of all tasks [1/s]
/// @param [in] nodes of each stage  @param [in] instances how many
void
PrintSetting(double total, std::size_t nodes, uint32_t instances)
{
    const std::vector<Method> methods{
        {"DTO-EE", "DtoEePlanner", "Slots", "20"},
        {"rows of DTO-EE, C = 0.8", "DtoEeFixedThresholdsPlanner", "Slots", "20"},
        {"rows of DTO-EE, no exit", "DtoEeNoExitPlanner", "Slots", "20"},
        {"CF, C = 0.8", "DtoEeComputingFirstPlanner", "", ""},
        {"CF, best C", "DtoEeComputingFirstPlanner", "Thresholds", "Optimised"},
        {"BF, C = 0.8", "DtoEeBandwidthFirstPlanner", "", ""},
        {"BF, best C", "DtoEeBandwidthFirstPlanner", "Thresholds", "Optimised"},
        {"uniform, C = 0.8", "DtoEeUniformPlanner", "", ""},
        {"NGTO, C = 0.8", "DtoEeNgtoPlanner", "", ""},
        {"NGTO, best C", "DtoEeNgtoPlanner", "Thresholds", "Optimised"},
        {"GA", "DtoEeGeneticPlanner", "", ""}};
    std::cout << "\nResNet-101, " << std::setprecision(0) << total
              << " tasks/s from 20 devices, 4 x " << nodes << " nodes, " << instances
              << " instances, a = 2 s\n"
              << std::left << std::setw(26) << "method" << std::right << std::setw(10) << "unstable"
              << std::setw(18) << "T [ms]" << std::setw(18) << "A [%]" << std::setw(20) << "U [s]"
              << std::setw(18) << "T, DTO-EE's [%]" << std::setw(18) << "T, same A [%]"
              << std::setw(18) << "A, same T [%]"
              << "\n";
    for (const Method& method : methods)
    {
        Sample time;
        Sample accuracy;
        Sample utility;
        Sample less;
        Sample same;
        Sample more;
        uint32_t unstable = 0;
        for (uint32_t seed = 1; seed <= instances; ++seed)
        {
            const DtoEeProblem problem = MakeResNet(seed, total, nodes);
            const DtoEePlan plan = PlanBy(method.name, problem, method.attribute, method.value);
            if (plan.status != PlanStatus::SOLVED)
            {
                ++unstable;
                continue;
            }
            time.values.push_back(plan.responseTime);
            accuracy.values.push_back(plan.accuracy);
            utility.values.push_back(plan.utility);
            const DtoEePlan best = PlanBy("DtoEePlanner", problem, "Slots", "20");
            less.values.push_back(best.responseTime / plan.responseTime - 1);
            same.values.push_back(Meet(problem,
                                       [&](const DtoEePlan& at) {
                                           return at.accuracy < plan.accuracy;
                                       }).responseTime /
                                      plan.responseTime -
                                  1);
            more.values.push_back(
                Meet(problem,
                     [&](const DtoEePlan& at) { return at.responseTime < plan.responseTime; })
                    .accuracy -
                plan.accuracy);
        }
        std::cout << std::left << std::setw(26) << method.words << std::right << std::setw(10)
                  << unstable;
        time.Print(18, 1, 1e3);
        accuracy.Print(18, 2, 100);
        utility.Print(20, 4, 1);
        less.Print(18, 1, 100);
        same.Print(18, 1, 100);
        more.Print(18, 2, 100);
        std::cout << "\n";
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t instances = 10;
    ProgramOptions cmd("dto-ee-tables", "The tables of the chapter on DTO-EE.");
    cmd.AddValue("instances", "instances that are drawn for each setting", instances, 1, 1000000);
    cmd.Parse(argc, argv);
    PrintChecks();
    for (const double total : {40.0, 80.0, 120.0, 160.0})
    {
        PrintSetting(total, 4, instances);
    }
    PrintSetting(80, 8, instances);
    return 0;
}
