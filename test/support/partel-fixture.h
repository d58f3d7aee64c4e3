/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_FIXTURE_H
#define EDGE_AI_PARTEL_FIXTURE_H

// Rounds over subchannels of PARTEL's checks, given by gamma in 1/W, and random ones.

#include "allocation/round/partel/partel-radio.h"
#include "allocation/round/partel/partel-support.h"
#include "allocation/round/round-planner.h"
#include "ecc-instances.h"
#include "expectations.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace parteltest
{

constexpr double WIDTH = 180e3; ///< B_sc [Hz]

/**
 * @param [in] snr gamma of each worker on each subchannel [1/W]
 * @param [in] powers P_k [W]
 * @param [in] times a_k [s]
 * @param [in] parameters L
 * @param [in] offsets d_k [s]; empty: none
 * @returns the round, with tau of 32 bit
 */
inline RoundProblem
MakeRound(const std::vector<std::vector<double>>& snr,
          const std::vector<double>& powers,
          const std::vector<double>& times,
          double parameters,
          const std::vector<double>& offsets = {})
{
    RoundProblem problem;
    problem.uplink.form = RoundUplinkForm::SUBCHANNELS;
    problem.uplink.subchannels = static_cast<uint32_t>(snr.front().size());
    problem.uplink.subchannelWidth = WIDTH;
    problem.uplink.noiseDensity = 1 / WIDTH; // a gain is a gamma
    problem.division.parameters = parameters;
    problem.division.flopPerParameter = 1;
    for (std::size_t k = 0; k < snr.size(); ++k)
    {
        RoundWorker worker;
        worker.flops = 1 / times[k];
        worker.powerMax = powers[k];
        worker.gains = snr[k];
        worker.offset = offsets.empty() ? 0 : offsets[k];
        problem.workers.push_back(worker);
    }
    return problem;
}

/// @returns check C3: two workers, four subchannels
inline RoundProblem
MakeC3()
{
    return MakeRound({{900, 400, 100, 50}, {100, 300, 500, 700}}, {.2, .2}, {2e-6, 1e-6}, 1e5);
}

/// @param [in] offsets d_k [s]; empty: none
/// @returns check C4 (C5 with offsets): three workers, six subchannels
inline RoundProblem
MakeC4(const std::vector<double>& offsets = {})
{
    return MakeRound(
        {{800, 500, 900, 600, 700, 400}, {300, 700, 200, 450, 250, 600}, {60, 90, 40, 150, 50, 35}},
        {.1, .2, .3},
        {2e-5, 1e-5, 1e-6},
        1e5,
        offsets);
}

/// @returns check C12: eight workers, 32 subchannels
inline RoundProblem
MakeC12()
{
    std::vector<std::vector<double>> snr(8, std::vector<double>(32));
    std::vector<double> times;
    for (int k = 0; k < 8; ++k)
    {
        times.push_back(1e-6 * (8 - k));
        for (int n = 0; n < 32; ++n)
        {
            snr[k][n] = std::pow(10.,
                                 2.2 + .6 * std::sin(1.7 * k + .9 * n) +
                                     .3 * std::cos(2.3 * k * n) - .1 * k);
        }
    }
    return MakeRound(snr, std::vector<double>(8, .2), times, 1e6);
}

/**
 * @param [in] seed which one  @param [in] workers K  @param [in] subchannels N
 * @param [in] offsets whether workers have offsets
 * @returns a random round: log10 gamma uniform in 1.5 to 3.5, log10 a in -6.5 to -5.5, P in 0.05
 *          to 0.3 W (C11)
 */
inline RoundProblem
MakeRandomRound(uint64_t seed, std::size_t workers, std::size_t subchannels, bool offsets = false)
{
    Draws draws(seed);
    std::vector<std::vector<double>> snr(workers, std::vector<double>(subchannels));
    std::vector<double> powers;
    std::vector<double> times;
    std::vector<double> delays;
    for (std::vector<double>& row : snr)
    {
        for (double& gamma : row)
        {
            gamma = std::pow(10., draws.Uniform(1.5, 3.5));
        }
        times.push_back(std::pow(10., draws.Uniform(-6.5, -5.5)));
        powers.push_back(draws.Uniform(.05, .3));
        delays.push_back(offsets ? draws.Uniform(0, 2) : 0);
    }
    return MakeRound(snr, powers, times, 1e5, delays);
}

/// @param [in] name of a planner  @param [in] problem any  @returns its plan
inline RoundPlan
PlanBy(const std::string& name, const RoundProblem& problem)
{
    return CreateRoundPlanner(name)->Plan(problem);
}

/// @param [in] plan over subchannels  @param [in] subchannels N  @returns who has each; K: nobody
inline std::vector<uint32_t>
GetPlannedOwners(const RoundPlan& plan, std::size_t subchannels)
{
    std::vector<uint32_t> owners(subchannels, static_cast<uint32_t>(plan.workers.size()));
    for (uint32_t k = 0; k < plan.workers.size(); ++k)
    {
        for (const uint32_t n : plan.workers[k].subchannels)
        {
            owners[n] = k;
        }
    }
    return owners;
}

} // namespace parteltest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_FIXTURE_H
