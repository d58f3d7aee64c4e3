/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-published.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Where the paper draws a scheme as infeasible.
constexpr double NONE = -1;

/// The schemes, in the order of the rows below.
const char* const SCHEMES[] = {"proposed",
                               "fixed power",
                               "device only",
                               "server only",
                               "fixed clock"};

/// One panel: the budgets that are swept and the scores of each scheme.
struct Panel
{
    bool overLatency;
    std::vector<double> budgets;             ///< [s] or [J]
    std::vector<std::vector<double>> scores; ///< of each scheme; one value stands for all budgets,
                                             ///< two for the ends of a nearly flat line
};

/// Scores read off Fig. 4 (over latency) and Fig. 5 (over energy), panels a to d.
const std::vector<Panel>&
GetPanels()
{
    static const std::vector<Panel> panels = {
        {true,
         {.11, .12, .13, .14, .15},
         {{.2411, .2608, .2640, .2690, .2720},
          {.2355, .2455, .2510, .2593, .2650},
          {.0872, .1149, .1490, .1534, .2153},
          {NONE, .005, .010, .0415, .1199},
          {.005}}},
        {true,
         {.21, .215, .22, .225, .23},
         {{.1556, .2022, .2381, .2487, .2575},
          {.1413, .1773, .2210, .2370, .2460},
          {.1464, .1950, .2186, .2265, .2501},
          {.0749, .1233, .1520, .1938, .2440},
          {.0057}}},
        {true,
         {.22, .23, .24, .25, .26},
         {{.7425, .7580, .7713, .7780, .7846},
          {.7270, .7420, .7607, .7680, .7730},
          {.1789, .2270, .2455, .2640, .6281},
          {NONE, NONE, .1437, .1550, .1920},
          {.123}}},
        {true,
         {.21, .212, .214, .216, .218},
         {{.6350, .6710, .6878, .7030, .7260},
          {.040, .0425},
          {.2881, .3420, .4730, .5400, .5703},
          {.6126, .6310, .6733, .6840, .7105},
          {.0001}}},
        {false,
         {5e-3, 6e-3, 7e-3, 8e-3, 9e-3},
         {{.2485, .2530, .2674, .2690, .2724},
          {.2226, .2400, .2620, .2633, .2670},
          {NONE, NONE, .1086, .1300, .1663},
          {.0997, .1000, .1063, .1400, .1920},
          {.002}}},
        {false,
         {22e-3, 23e-3, 24e-3, 25e-3, 26e-3},
         {{.2284, .2390, .2480, .2550, .2621},
          {.1842, .2220, .2350, .2430, .2460},
          {.2088, .2200, .2380, .2470, .2573},
          {.1389, .1600, .2044, .2320, .2496},
          {.010}}},
        {false,
         {6e-3, 7e-3, 8e-3, 9e-3, 10e-3},
         {{.7306, .7570, .7784, .7860, .7923},
          {.6382, .7030, .7474, .7610, .7730},
          {.0827, .2478, .2915, .6352, .7340},
          {.0020, .0230, .0509, .0640, .0997},
          {.025, .031}}},
        {false,
         {1.12e-3, 1.14e-3, 1.16e-3, 1.18e-3, 1.20e-3},
         {{.6350, .6540, .6890, .6990, .7212},
          {.037, .040},
          {.2881, .3870, .5592, .6120, .6539},
          {.6126, .6370, .6538, .6740, .7042},
          {.0001}}},
    };
    return panels;
}

/// A point beside the break of an axis, and its other reading.
struct OtherReading
{
    std::size_t panel; ///< of GetPanels()
    std::size_t scheme;
    std::size_t point;
    double score;
};

constexpr OtherReading OTHERS[] = {{0, 2, 3, .203},
                                   {0, 2, 4, .165},
                                   {2, 2, 4, .328},
                                   {6, 2, 2, .592},
                                   {6, 2, 3, .335},
                                   {6, 2, 4, .434}};

/// Weights of a network and what is in them.
struct Weights
{
    uint64_t before; ///< embeddings, in the first block
    uint64_t early;  ///< of each of the first six blocks
    uint64_t late;   ///< of each of the last six
    uint64_t after;  ///< a pooler, in the last block
};

/// @returns the weights of one of the two networks
Weights
GetWeights(const std::string& network)
{
    return network == "BERT-base" ? Weights{23837184, 7087872, 7087872, 590592}
                                  : Weights{40182528, 7087872, 9451776, 0};
}

} // namespace

double
LaimPublishedPoint::GetReadingError() const
{
    return otherScore > 0 ? std::abs(otherScore - score) : LAIM_READING_ERROR;
}

const std::vector<LaimPublishedCase>&
GetLaimPublishedCases()
{
    constexpr double bert = 21.77e9;
    static const std::vector<LaimPublishedCase> cases = {
        {"a BART-magnitude", "BART-base", 3.55e9, 13.25e9, 1, .2744, .22, 22.5e-3, true},
        {"b BART-random", "BART-base", 3.55e9, 13.25e9, 1, .2744, .22, 22.5e-3, true},
        {"c BERT-magnitude", "BERT-base", bert / 3, bert / 1.5, 1, .8126, .35, 15e-3, false},
        {"d BERT-random", "BERT-base", bert / 12, bert / 6, .25, .8126, .21, 1.1e-3, true},
    };
    return cases;
}

std::vector<LaimPublishedCurve>
GetLaimPublishedCurves()
{
    std::vector<LaimPublishedCurve> curves;
    const std::vector<Panel>& panels = GetPanels();
    for (std::size_t p = 0; p < panels.size(); ++p)
    {
        const Panel& panel = panels[p];
        const auto index = static_cast<uint32_t>(p % 4);
        const LaimPublishedCase& which = GetLaimPublishedCases()[index];
        for (std::size_t s = 0; s < panel.scores.size(); ++s)
        {
            const std::vector<double>& scores = panel.scores[s];
            LaimPublishedCurve curve{index, panel.overLatency, SCHEMES[s], {}};
            for (std::size_t i = 0; i < panel.budgets.size(); ++i)
            {
                const double along = static_cast<double>(i) / (panel.budgets.size() - 1.0);
                LaimPublishedPoint point;
                point.latency = panel.overLatency ? panel.budgets[i] : which.latency;
                point.energy = panel.overLatency ? which.energy : panel.budgets[i];
                point.score = scores.size() == panel.budgets.size()
                                  ? scores[i]
                                  : scores.front() + along * (scores.back() - scores.front());
                for (const OtherReading& other : OTHERS)
                {
                    if (other.panel == p && other.scheme == s && other.point == i)
                    {
                        point.otherScore = other.score;
                    }
                }
                curve.points.push_back(point);
            }
            curves.push_back(curve);
        }
    }
    return curves;
}

const std::vector<LaimPublishedPruning>&
GetLaimPublishedPruning()
{
    static const std::vector<LaimPublishedPruning> all = {
        {"FCDNN-8",
         {34.8, 25.7, 19.9, 15.2, 11.3, 7.9, 5.0, 2.7, .9, 0},
         {24.0, 19.5, 15.8, 12.1, 10.0, 7.5, 5.0, 2.6, .8, 0}},
        {"FCDNN-16",
         {50.9, 37.0, 29.4, 23.2, 17.5, 12.4, 8.0, 4.3, 1.5, 0},
         {29.6, 27.3, 21.9, 20.2, 17.2, 12.4, 7.7, 4.2, 1.5, 0}},
        {"BERT",
         {451.7, 355.6, 279.3, 215.3, 160.3, 113.0, 72.7, 39.5, 14.1, 0},
         {186.0, 153.9, 145.9, 144.1, 110.3, 79.4, 56.4, 37.0, 14.1, 0}},
        {"BART",
         {823.3, 644.1, 504.6, 388.3, 288.4, 202.7, 129.9, 70.0, 24.6, 0},
         {553.7, 311.0, 270.8, 127.4, 88.9, 91.3, 98.3, 70.0, 22.4, 0}},
    };
    return all;
}

const std::vector<LaimPublishedSplits>&
GetLaimPublishedSplits()
{
    static const std::vector<LaimPublishedSplits> all = {
        {0, {0, 3, 6, 12}, {.248, .268, .224, .003}},
        {1, {0, 3, 6, 12}, {.205, .245, .041, .007}},
        {2, {0, 3, 6, 9, 12}, {.713, .757, .704, .545, .170}},
        {3, {0, 3, 6, 9, 12}, {.548, .633, .166, .054, .036}},
    };
    return all;
}

NetworkProfile
MakeLaimPublishedProfile(const LaimPublishedCase& which)
{
    constexpr uint32_t blocks = 12;
    constexpr uint32_t cut = 4;
    const Weights weights = GetWeights(which.network);
    NetworkProfile profile;
    profile.name = which.network;
    profile.source = "arXiv 2505.09214v1, with assumptions";
    profile.elementBits = 1;
    const auto width = static_cast<uint32_t>(std::lround(768 * which.load));
    profile.inputShape = {128, width};
    profile.inputBits = 3 * 128 * uint64_t{width};
    profile.resultBits = 8000;
    profile.accuracy = which.wholeScore;
    for (uint32_t i = 0; i < blocks; ++i)
    {
        Block block;
        block.name = "block" + std::to_string(i + 1);
        block.kind = BlockKind::ENCODER;
        const double flop = i < cut ? which.deviceFlop / cut : which.serverFlop / (blocks - cut);
        block.multiplyAdds = static_cast<uint64_t>(std::llround(flop / 2));
        block.flop = 2 * block.multiplyAdds;
        block.parameters = i < blocks / 2 ? weights.early : weights.late;
        block.parameters += i == 0 ? weights.before : 0;
        block.parameters += i + 1 == blocks ? weights.after : 0;
        block.weightBytes = 4 * block.parameters;
        block.outputShape = {128, width};
        profile.blocks.push_back(block);
    }
    return profile;
}

SplitProblem
MakeLaimPublishedProblem(const LaimPublishedCase& which, double latency, double energy)
{
    SplitDevice device;
    const NetworkProfile profile = MakeLaimPublishedProfile(which);
    device.options = MakeSplitOptions(profile);
    device.blockCount = profile.GetBlockCount();
    device.processor.flopPerCycle = 32;
    device.processor.clockMax = 1e9;
    device.processor.powerCoefficient = 5e-29;
    device.txPowerMax = 0.5;
    // -30 dB at 1 m, exponent 2.8, 500 m.
    device.gain = 1e-3 * std::pow(500, -2.8);
    device.latencyBudget = latency;
    device.energyBudget = energy;
    device.bitsPerWeight = 32;
    SplitProblem problem;
    problem.server.flopPerCycle = 128;
    problem.server.clockMax = 4e9;
    problem.server.powerCoefficient = 1e-28;
    problem.server.usageEffectiveness = 2;
    problem.bandwidth = 5e6;
    problem.noiseDensity = 2e-19;
    problem.keepRatioMin = 1e-9; // the paper has none
    problem.devices.push_back(device);
    return problem;
}

} // namespace edgeai
} // namespace ns3
