/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How long it takes to plan a round of a model that is divided over workers (PARTEL's SUPPORT),
// how that grows with workers and subchannels, and how the relaxed problem fares in a general
// nonlinear solver (NLopt, where it is installed) in the same run. Every line reports what was
// found, so that a fast wrong answer shows. With --figures nothing is timed: the instances whose
// figures are known from elsewhere, as in the manual's table.

#include "allocation/round/partel/partel-support.h"
#include "allocation/round/round-planner.h"
#include "measure.h"
#include "partel-figures.h"

#include "ns3/program-options.h"

#include <chrono>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#ifdef EDGE_AI_HAVE_NLOPT
#include <nlopt.h>
#endif

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/**
 * The definition's defaults: workers in a ring of 50 to 500 m, path loss 128.1 + 37.6 log10(d/km)
 * dB, six taps of an exponential profile of 300 ns rms, Rayleigh; clocks uniform in 0.1 to 1 GHz.
 * @param [in] workers K  @param [in] subchannels N  @param [in] seed of the draws
 * @param [in] offsets whether workers have offsets
 * @returns the round
 */
RoundProblem
MakeProblem(std::size_t workers, std::size_t subchannels, uint64_t seed, bool offsets)
{
    std::mt19937_64 engine(seed);
    auto draw = [&engine] {
        return (static_cast<double>(engine() >> 11) + .5) / 9007199254740992.;
    };
    constexpr double width = 180e3;
    RoundProblem problem;
    problem.uplink.subchannels = static_cast<uint32_t>(subchannels);
    problem.uplink.subchannelWidth = width;
    problem.uplink.noiseDensity = 3.981e-21;
    problem.division.parameters = 1241220;
    problem.division.flopPerParameter = 1000;
    for (std::size_t k = 0; k < workers; ++k)
    {
        RoundWorker worker;
        worker.flops = std::ceil(10 * draw()) * 1e8;
        worker.powerMax = .2;
        worker.offset = offsets ? draw() : 0;
        const double distance = .05 + .45 * draw();
        const double loss = std::pow(10., -(128.1 + 37.6 * std::log10(distance)) / 10);
        std::vector<double> real;
        std::vector<double> imaginary;
        double sum = 0;
        for (int l = 0; l < 6; ++l)
        {
            sum += std::exp(-l * 200e-9 / 300e-9);
        }
        for (int l = 0; l < 6; ++l)
        {
            const double size = std::sqrt(-std::log(draw()) * std::exp(-l * 200e-9 / 300e-9) / sum);
            const double phase = 2 * M_PI * draw();
            real.push_back(size * std::cos(phase));
            imaginary.push_back(size * std::sin(phase));
        }
        for (std::size_t n = 0; n < subchannels; ++n)
        {
            double re = 0;
            double im = 0;
            for (int l = 0; l < 6; ++l)
            {
                const double turn = -2 * M_PI * n * width * l * 200e-9;
                re += real[l] * std::cos(turn) - imaginary[l] * std::sin(turn);
                im += real[l] * std::sin(turn) + imaginary[l] * std::cos(turn);
            }
            worker.gains.push_back(loss * (re * re + im * im));
        }
        problem.workers.push_back(worker);
    }
    return problem;
}

#ifdef EDGE_AI_HAVE_NLOPT

/// The relaxed problem as NLopt sees it.
struct Relaxed
{
    const PartelRadio* radio;
    RelaxedDivision division;
    uint32_t evaluations{0};
};

/// @returns sum_k theta_k of shares, with its gradient
double
Serve(unsigned count, const double* shares, double* gradient, void* data)
{
    auto* relaxed = static_cast<Relaxed*>(data);
    ++relaxed->evaluations;
    relaxed->division.shares.assign(shares, shares + count);
    EvaluateShares(*relaxed->radio, relaxed->division);
    double sum = 0;
    for (const double speed : relaxed->division.speeds)
    {
        sum += speed;
    }
    if (gradient)
    {
        std::copy(relaxed->division.slopes.begin(), relaxed->division.slopes.end(), gradient);
    }
    return sum;
}

/// Shares of each subchannel over one.
void
Exceed(unsigned rows, double* result, unsigned count, const double* shares, double* gradient, void*)
{
    std::fill(result, result + rows, -1);
    for (unsigned i = 0; i < count; ++i)
    {
        result[i % rows] += shares[i];
    }
    if (gradient)
    {
        std::fill(gradient, gradient + static_cast<std::size_t>(rows) * count, 0);
        for (unsigned i = 0; i < count; ++i)
        {
            gradient[static_cast<std::size_t>(i % rows) * count + i] = 1;
        }
    }
}

/// Prints what an algorithm of NLopt makes of the relaxed problem, in at most some seconds.
void
PrintNlopt(const std::string& name, nlopt_algorithm algorithm, const PartelRadio& radio)
{
    const std::size_t workers = radio.workers.size();
    const std::size_t count = workers * radio.subchannels;
    Relaxed relaxed{&radio, {}, 0};
    nlopt_opt opt = nlopt_create(algorithm, static_cast<unsigned>(count));
    nlopt_set_lower_bounds1(opt, 1e-12);
    nlopt_set_upper_bounds1(opt, 1);
    nlopt_set_max_objective(opt, Serve, &relaxed);
    const std::vector<double> tolerances(radio.subchannels, 1e-9);
    nlopt_add_inequality_mconstraint(opt,
                                     static_cast<unsigned>(radio.subchannels),
                                     Exceed,
                                     nullptr,
                                     tolerances.data());
    nlopt_set_ftol_rel(opt, 1e-7);
    nlopt_set_maxtime(opt, 5);
    std::vector<double> shares(count, 1. / workers);
    double value = 0;
    const auto start = std::chrono::steady_clock::now();
    const nlopt_result status = nlopt_optimize(opt, shares.data(), &value);
    const std::chrono::duration<double, std::milli> spent =
        std::chrono::steady_clock::now() - start;
    nlopt_destroy(opt);
    std::cout << "  " << std::left << std::setw(26) << name << std::right << std::setw(12)
              << spent.count() << " ms  T relaxed " << radio.parameters / value << " s, "
              << relaxed.evaluations << " evaluations, NLopt's status " << status << "\n";
}

#endif

/// Prints one size. @param [in] workers K  @param [in] subchannels N  @param [in] repeats of each
/// @param [in] beside whether NLopt is asked too
void
PrintSize(std::size_t workers, std::size_t subchannels, uint32_t repeats, bool beside)
{
    std::cout << "K = " << workers << ", N = " << subchannels << std::endl;
    for (const bool offsets : {false, true})
    {
        const RoundProblem problem = MakeProblem(workers, subchannels, 1, offsets);
        const PartelRadio radio(problem);
        SupportResult result;
        const auto relaxed = Measure([&radio] { return FindRelaxedTime(radio).time; }, repeats);
        const auto support = Measure(
            [&radio, &result] {
                result = SolveSupport(radio);
                return result.time;
            },
            repeats);
        const Ptr<RoundPlanner> planner = CreateRoundPlanner("PartelPlanner");
        const auto plan =
            Measure([&problem, &planner] { return planner->Plan(problem).time; }, repeats);
        const std::string name = offsets ? ", offsets" : "";
        auto print = [](const std::string& what, double time) -> std::ostream& {
            return std::cout << "  " << std::left << std::setw(26) << what << std::right
                             << std::setw(12) << time / 1e3 << " ms  ";
        };
        print("relaxed" + name, relaxed.first)
            << "T relaxed " << relaxed.second << " s, " << result.bound.evaluations
            << " evaluations in " << result.bound.iterations << " solves, gap " << result.bound.gap
            << "\n";
        print("SUPPORT" + name, support.first)
            << "T " << support.second << " s, "
            << 100 * (support.second / result.bound.lowerBound - 1) << " % above the bound, "
            << result.polish.moves << " moves, " << result.polish.swaps << " swaps, "
            << result.polish.evaluations << " fillings\n";
        print("whole plan" + name, plan.first) << "T " << plan.second << " s" << std::endl;
    }
    const PartelRadio radio(MakeProblem(workers, subchannels, 1, false));
#ifdef EDGE_AI_HAVE_NLOPT
    if (beside)
    {
        PrintNlopt("NLopt MMA, relaxed", NLOPT_LD_MMA, radio);
        PrintNlopt("NLopt CCSAQ, relaxed", NLOPT_LD_CCSAQ, radio);
        // Its steps take the cube of the number of shares and are not interrupted.
        if (workers * subchannels <= 100)
        {
            PrintNlopt("NLopt SLSQP, relaxed", NLOPT_LD_SLSQP, radio);
        }
    }
#else
    (void)beside;
#endif
}

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t repeats = 5;
    bool figures = false;
    ProgramOptions cmd("rounds-bench",
                       "How long PARTEL takes to plan a round, beside a general solver.");
    cmd.AddValue("repeats",
                 "measurements per line, of which the median is shown",
                 repeats,
                 1,
                 1000);
    cmd.AddValue("figures", "print figures known from elsewhere beside those found", figures);
    cmd.Parse(argc, argv);
    if (figures)
    {
        parteltest::PrintPartelFigures();
        return 0;
    }
    std::cout << std::setprecision(5);
#ifndef EDGE_AI_HAVE_NLOPT
    std::cout << "NLopt is not installed (libnlopt-dev): without a peer.\n";
#endif
    PrintSize(5, 20, repeats, true);
    PrintSize(10, 50, repeats, true);
    PrintSize(20, 100, repeats, false);
    PrintSize(50, 300, repeats, false);
    PrintSize(100, 1000, 1, false);
    return 0;
}
