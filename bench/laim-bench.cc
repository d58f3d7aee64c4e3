/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How long one LAIM plan takes, beside the same problem handed to general nonlinear solvers (NLopt,
// where it is installed) in the same run. Times are medians over repeats; every method reports the
// keep ratio it reached, so that a fast wrong answer shows.

#include "allocation/numeric/uplink-law.h"
#include "allocation/split/laim/laim-cuts.h"
#include "allocation/split/laim/laim-sca.h"
#include "allocation/split/laim/laim-solver.h"
#include "measure.h"

#include "ns3/program-options.h"
#include "ns3/split-planner.h"
#include "ns3/split-problem.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iomanip>
#include <iostream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#ifdef EDGE_AI_HAVE_NLOPT
#include <nlopt.h>
#endif

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns ViT-L/16 (24 equal blocks) on the reference device and server, every cut
SplitProblem
MakeProblem(double latency, double energy)
{
    const double flop = 5116628992;
    SplitDevice device;
    device.blockCount = 24;
    for (uint32_t s = 0; s <= device.blockCount; ++s)
    {
        SplitOption option;
        option.split = s;
        option.deviceFlop = s * flop;
        option.serverFlop = (device.blockCount - s) * flop;
        option.uplinkBits = (s == 0) ? 18874368 : (s == device.blockCount) ? 0 : 3227648;
        option.deviceWeightShare = double(s) / device.blockCount;
        device.options.push_back(option);
    }
    device.processor = {32, 2e9, 2e-29, 1, {}};
    device.txPowerMax = 0.2;
    device.gain = 1e-10;
    device.latencyBudget = latency;
    device.energyBudget = energy;
    SplitProblem problem;
    problem.server = {128, 10e9, 1e-28, 2, {}};
    problem.bandwidth = 5e6;
    problem.devices = {device};
    return problem;
}

/// A method: the keep ratio it finds for a task, 0 if none.
using Method = std::function<double(const LaimTask&)>;

#ifdef EDGE_AI_HAVE_NLOPT

/// Latency and energy over their budgets in x = (kappa, p / P, f_d / F_d, f_s / F_s), with
/// gradient.
double
Excess(const LaimTask& task, const double* x, double* gradient, bool energy)
{
    const double p = x[1] * task.txPower.limit;
    const double fd = x[2] * task.deviceClock.limit;
    const double fs = x[3] * task.serverClock.limit;
    const double cd = task.scaled.deviceCycles;
    const double cs = task.scaled.serverCycles;
    const double bits = task.constant.uplinkBits;
    const double rate = UplinkRate(task.uplink, p);
    const double slope = task.uplink.band / (M_LN2 * (task.uplink.unitPower + p));
    const double tu = bits > 0 ? bits / rate : 0;
    const double dtu = bits > 0 ? -bits * slope / (rate * rate) : 0;
    const double wd = task.deviceEnergyFactor;
    const double ws = task.serverEnergyFactor;
    const double budget = energy ? task.energyBudget : task.latencyBudget;
    if (gradient)
    {
        gradient[0] = energy ? wd * cd * fd * fd + ws * cs * fs * fs : cd / fd + cs / fs;
        gradient[1] = (energy ? tu + p * dtu : dtu) * task.txPower.limit;
        gradient[2] =
            (energy ? 2 * wd * x[0] * cd * fd : -x[0] * cd / (fd * fd)) * task.deviceClock.limit;
        gradient[3] =
            (energy ? 2 * ws * x[0] * cs * fs : -x[0] * cs / (fs * fs)) * task.serverClock.limit;
        for (int i = 0; i < 4; ++i)
        {
            gradient[i] /= budget;
        }
    }
    const double value = energy ? x[0] * (wd * cd * fd * fd + ws * cs * fs * fs) + p * tu
                                : x[0] * (cd / fd + cs / fs) + tu;
    return value / budget - 1;
}

double
LatencyExcess(unsigned, const double* x, double* gradient, void* task)
{
    return Excess(*static_cast<const LaimTask*>(task), x, gradient, false);
}

double
EnergyExcess(unsigned, const double* x, double* gradient, void* task)
{
    return Excess(*static_cast<const LaimTask*>(task), x, gradient, true);
}

double
KeepRatio(unsigned, const double* x, double* gradient, void*)
{
    if (gradient)
    {
        gradient[0] = 1;
        gradient[1] = gradient[2] = gradient[3] = 0;
    }
    return x[0];
}

/// @returns the keep ratio that an NLopt algorithm reaches from the middle of the box, 0 if its end
/// point breaks a budget by more than 1e-6
double
SolveByNlopt(nlopt_algorithm algorithm, const LaimTask& task)
{
    LaimTask copy = task;
    nlopt_opt opt = nlopt_create(algorithm, 4);
    nlopt_opt inner = nullptr;
    const double low[4] = {task.keepRatioMin, 1e-6, 1e-4, 1e-4};
    const double high[4] = {1, 1, 1, 1};
    nlopt_set_lower_bounds(opt, low);
    nlopt_set_upper_bounds(opt, high);
    nlopt_set_max_objective(opt, KeepRatio, nullptr);
    nlopt_add_inequality_constraint(opt, LatencyExcess, &copy, 1e-9);
    nlopt_add_inequality_constraint(opt, EnergyExcess, &copy, 1e-9);
    nlopt_set_xtol_rel(opt, 1e-9);
    nlopt_set_maxeval(opt, 20000);
    if (algorithm == NLOPT_AUGLAG)
    {
        inner = nlopt_create(NLOPT_LD_LBFGS, 4);
        nlopt_set_xtol_rel(inner, 1e-8);
        nlopt_set_local_optimizer(opt, inner);
    }
    double x[4] = {0.1, 0.5, 0.5, 0.1};
    double value = 0;
    nlopt_optimize(opt, x, &value);
    nlopt_destroy(opt);
    nlopt_destroy(inner);
    const bool kept =
        Excess(task, x, nullptr, false) < 1e-6 && Excess(task, x, nullptr, true) < 1e-6;
    return kept ? x[0] : 0;
}

#endif

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t repeats = 101;
    ProgramOptions cmd("laim-bench", "How long LAIM's planners take, beside general solvers.");
    cmd.AddValue("repeats", "measurements per line, of which the median is shown", repeats, 1, 1e6);
    cmd.Parse(argc, argv);

    const std::vector<std::pair<std::string, Method>> methods = {
        {"exact plan",
         [](const LaimTask& task) {
             const LaimSolution s = SolveLaim(task);
             return s.feasible ? s.merit : 0;
         }},
        {"convex rounds (SCA)",
         [](const LaimTask& task) {
             const LaimSolution s = SolveLaimSca(task).solution;
             return s.feasible ? s.merit : 0;
         }},
#ifdef EDGE_AI_HAVE_NLOPT
        {"NLopt SLSQP", [](const LaimTask& t) { return SolveByNlopt(NLOPT_LD_SLSQP, t); }},
        {"NLopt MMA", [](const LaimTask& t) { return SolveByNlopt(NLOPT_LD_MMA, t); }},
        {"NLopt AUGLAG+LBFGS", [](const LaimTask& t) { return SolveByNlopt(NLOPT_AUGLAG, t); }},
        {"NLopt COBYLA", [](const LaimTask& t) { return SolveByNlopt(NLOPT_LN_COBYLA, t); }},
#endif
    };
#ifndef EDGE_AI_HAVE_NLOPT
    std::cout << "NLopt was not found when this was built: no general solver to compare with\n";
#endif

    std::cout << std::left << std::setw(22) << "problem" << std::setw(22) << "method" << std::right
              << std::setw(14) << "time [us]" << std::setw(14) << "keep ratio" << std::setw(14)
              << "below exact" << std::setw(12) << "time ratio"
              << "\n";
    for (const auto& [name, latency, energy] :
         {std::tuple<std::string, double, double>{"1 s, 0.1 J", 1, 0.1},
          std::tuple<std::string, double, double>{"0.5 s, 1 J", 0.5, 1}})
    {
        const SplitProblem problem = MakeProblem(latency, energy);
        std::vector<LaimTask> tasks;
        std::vector<LaimCase> cases;
        for (const SplitOption& option : problem.devices[0].options)
        {
            cases.push_back(MakeLaimCase(problem, 0, option, problem.bandwidth));
            tasks.push_back(cases.back().task);
        }
        for (const bool all : {false, true})
        {
            double exactTime = 0;
            double exactRatio = 0;
            const auto print = [&](const std::string& label, double time, double keepRatio) {
                std::cout << std::left << std::setw(22) << name + (all ? ", 25 cuts" : ", cut 4")
                          << std::setw(22) << label << std::right << std::fixed
                          << std::setprecision(2) << std::setw(14) << time << std::setprecision(9)
                          << std::setw(14) << keepRatio << std::scientific << std::setprecision(1)
                          << std::setw(14) << 1 - keepRatio / exactRatio << std::fixed
                          << std::setw(12) << std::setprecision(2) << time / exactTime << "\n";
            };
            for (const auto& [label, method] : methods)
            {
                const auto& solve = method;
                auto work = [&]() {
                    if (!all)
                    {
                        return solve(tasks[4]);
                    }
                    double best = 0;
                    for (const LaimTask& task : tasks)
                    {
                        best = std::max(best, solve(task));
                    }
                    return best;
                };
                const auto [time, keepRatio] = Measure(work, repeats);
                if (exactTime == 0)
                {
                    exactTime = time;
                    exactRatio = keepRatio;
                }
                print(label, time, keepRatio);
            }
            if (all)
            {
                const auto [time, keepRatio] = Measure(
                    [&cases]() {
                        const auto solve = [](const LaimCase& one) { return SolveLaim(one.task); };
                        return ChooseCut(cases, solve, false, true).solution.merit;
                    },
                    repeats);
                print("one search", time, keepRatio);
            }
        }
    }

    // Whole planners: choice among 25 cuts, and the division of the band among devices.
    std::cout << "\n"
              << std::left << std::setw(22) << "planner" << std::right << std::setw(10) << "devices"
              << std::setw(14) << "time [ms]" << std::setw(22) << "smallest keep ratio"
              << "\n";
    for (const std::string name : {"LaimPlanner", "LaimScaPlanner", "LaimSeparatePlanner"})
    {
        for (const std::size_t count : {1, 2, 8})
        {
            SplitProblem problem = MakeProblem(1, 0.1);
            problem.bandwidth *= count;
            problem.server.clockMax *= count;
            problem.devices.resize(count, problem.devices[0]);
            for (std::size_t k = 0; k < count; ++k)
            {
                problem.devices[k].gain = 1e-10 / (1 + 10 * k);
            }
            const Ptr<SplitPlanner> planner = CreateSplitPlanner(name);
            auto work = [&]() {
                double least = 1;
                for (const SplitDecision& decision : planner->Plan(problem).decisions)
                {
                    least = std::min(least, decision.deviceKeepRatio);
                }
                return least;
            };
            const auto [time, least] = Measure(work, 5);
            std::cout << std::left << std::setw(22) << name << std::right << std::setw(10) << count
                      << std::fixed << std::setprecision(3) << std::setw(14) << time / 1000
                      << std::setprecision(6) << std::setw(22) << least << "\n";
        }
    }
    return 0;
}
