/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hfel-worker.h"

#include "allocation/numeric/infinite.h"
#include "allocation/numeric/lambert-w.h"
#include "allocation/numeric/rate-share.h"
#include "allocation/numeric/root-finding.h"
#include "allocation/numeric/uplink-law.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// A time that was found for a band may be missed by this much of it when it is computed anew.
constexpr double ROUNDING = 1e-9;

/// Logarithm of the longest time that is looked for [s].
const double LONGEST = std::log(1e60);

/// @returns the law of a device's share of the band
UplinkLaw
GetLaw(const HfelWorker& worker, double band)
{
    return {band, worker.unitDensity * band};
}

/// @returns the highest clock within the budget, where sending costs nothing that is planned; 0:
/// there is none
double
GetHighestClock(const HfelWorker& worker)
{
    const RoundProcessor& processor = worker.processor;
    const double allowed =
        std::sqrt(worker.energyMax / (processor.powerCoefficient * processor.cycles));
    return allowed < processor.clockMin ? 0 : std::min(allowed, processor.clockMax);
}

/// @returns energy of computing that takes so long [J]
double
GetComputeEnergy(const RoundProcessor& processor, double time)
{
    const double clock = processor.cycles / time;
    return processor.powerCoefficient * processor.cycles * clock * clock;
}

/// The same where no power is planned: the slowest clock that is in time.
HfelShare
SplitUnpowered(const HfelWorker& worker, double band, double time)
{
    const RoundProcessor& processor = worker.processor;
    HfelShare share;
    const double rate = worker.form == RoundUplinkForm::BAND ? worker.factor * band : worker.factor;
    const double left = time - worker.bits / rate;
    const double highest = GetHighestClock(worker);
    share.energy = INFINITE;
    if (highest > 0 && left + ROUNDING * time >= processor.cycles / highest)
    {
        share.clock = std::min(highest, std::max(processor.cycles / left, processor.clockMin));
        share.clock = left > 0 ? share.clock : highest;
        share.rate = rate;
        share.energy = GetComputeEnergy(processor, processor.cycles / share.clock);
    }
    return share;
}

/// @param [in] gains of a worker on each subchannel  @returns whether all are alike, and not 0
bool
AreAlike(const std::vector<double>& gains)
{
    constexpr double TOLERANCE = 1e-9; // of gains that went through decibels
    const auto [least, most] = std::minmax_element(gains.begin(), gains.end());
    return *most > 0 && *least >= *most * (1 - TOLERANCE);
}

} // namespace

std::string
ExplainNoHfelCell(const RoundProblem& problem)
{
    if (problem.update.bits == 0)
    {
        return "update.bits is 0 bit; needed is the size of the update that everybody sends";
    }
    for (std::size_t k = 0; k < problem.workers.size(); ++k)
    {
        const RoundWorker& worker = problem.workers[k];
        std::ostringstream text;
        text << "workers[" << k << "].";
        if (worker.processor.clockMax == 0)
        {
            return text.str() + "processor.clockMax is 0 cycle/s; needed is a range of clocks";
        }
        if (problem.uplink.form == RoundUplinkForm::BAND_POWER && !(worker.powerMax >= 1e-50))
        {
            text << "powerMax is " << worker.powerMax << " W; allowed is 1e-50 to 1e+50 W";
            return text.str();
        }
        if (problem.uplink.form == RoundUplinkForm::SUBCHANNELS && !AreAlike(worker.gains))
        {
            return text.str() + "gains differ, or are 0; a band can be divided where all "
                                "subchannels of a worker are alike";
        }
    }
    return "";
}

std::vector<HfelWorker>
MakeHfelWorkers(const RoundProblem& problem)
{
    const RoundUplink& uplink = problem.uplink;
    std::vector<HfelWorker> workers;
    for (const RoundWorker& given : problem.workers)
    {
        HfelWorker worker;
        worker.processor = given.processor;
        worker.bits = problem.update.bits;
        worker.energyMax = given.energyMax > 0 ? given.energyMax : INFINITE;
        worker.offset = given.startTime + given.offset;
        worker.powerMax = given.powerMax;
        switch (uplink.form)
        {
        case RoundUplinkForm::SUBCHANNELS:
            worker.unitDensity = uplink.snrGap * uplink.noiseDensity / given.gains.front();
            break;
        case RoundUplinkForm::BAND_POWER:
            worker.unitDensity = given.powerMax / given.snrBand;
            break;
        case RoundUplinkForm::BAND:
            worker.form = uplink.form;
            worker.factor = given.efficiency;
            break;
        case RoundUplinkForm::RATES:
            worker.form = uplink.form;
            worker.factor = given.rate;
            break;
        }
        workers.push_back(worker);
    }
    return workers;
}

double
GetHfelEnergyFloor(const HfelWorker& worker)
{
    const RoundProcessor& processor = worker.processor;
    const double computing =
        processor.powerCoefficient * processor.cycles * processor.clockMin * processor.clockMin;
    const bool powered = worker.form == RoundUplinkForm::BAND_POWER;
    return computing + (powered ? worker.bits * worker.unitDensity * M_LN2 : 0);
}

HfelShare
SplitHfelTime(const HfelWorker& worker, double band, double time)
{
    if (worker.form != RoundUplinkForm::BAND_POWER)
    {
        return SplitUnpowered(worker, band, time);
    }
    const RoundProcessor& processor = worker.processor;
    const UplinkLaw law = GetLaw(worker, band);
    const double low = worker.GetLeastComputeTime();
    double high = std::min(time - worker.bits / UplinkRate(law, worker.powerMax),
                           processor.cycles / processor.clockMin);
    HfelShare share;
    share.energy = INFINITE;
    if (!(high + ROUNDING * time >= low))
    {
        return share;
    }
    high = std::max(high, low);
    const auto slope = [&](double computing) {
        const double z = worker.bits * M_LN2 / (band * (time - computing));
        return law.unitPower * MarginalPowerOf(z) -
               2 * GetComputeEnergy(processor, computing) / computing;
    };
    double computing = low;
    if (high > low && slope(low) < 0)
    {
        computing = slope(high) <= 0 ? high : FindRoot(slope, low, high).first;
    }
    share.clock = std::clamp(processor.cycles / computing, processor.clockMin, processor.clockMax);
    share.power = std::min(UplinkPower(law, worker.bits, time - computing), worker.powerMax);
    share.rate = UplinkRate(law, share.power);
    share.energy =
        GetComputeEnergy(processor, computing) + share.power * (worker.bits / share.rate);
    return share;
}

double
GetHfelBand(const HfelWorker& worker, double time, double bandwidth)
{
    if (worker.form == RoundUplinkForm::RATES)
    {
        return time >= GetHfelTime(worker, 0) ? 0 : INFINITE;
    }
    if (worker.form == RoundUplinkForm::BAND)
    {
        const double left = time - worker.processor.cycles / GetHighestClock(worker);
        const double band = worker.bits / (worker.factor * left);
        return left > 0 && band <= bandwidth ? band : INFINITE;
    }
    const double left = time - worker.GetLeastComputeTime();
    const double limit = worker.powerMax / worker.unitDensity;
    const double least =
        left > 0 ? limit * ShareOfLargestRate(worker.bits * M_LN2 / (left * limit)) : INFINITE;
    if (!(least <= bandwidth) || !(least > 0))
    {
        return INFINITE;
    }
    const auto excess = [&](double logarithm) {
        return SplitHfelTime(worker, std::exp(logarithm), time).energy / worker.energyMax - 1;
    };
    if (std::isinf(worker.energyMax) ||
        SplitHfelTime(worker, least, time).energy <= worker.energyMax)
    {
        return least;
    }
    const Root root = FindRoot(excess, std::log(least), std::log(bandwidth));
    return root.found ? std::exp(root.last) : INFINITE;
}

double
GetHfelTime(const HfelWorker& worker, double band)
{
    if (worker.form != RoundUplinkForm::BAND_POWER)
    {
        const double rate =
            worker.form == RoundUplinkForm::BAND ? worker.factor * band : worker.factor;
        return worker.processor.cycles / GetHighestClock(worker) + worker.bits / rate;
    }
    const double rate = UplinkRate(GetLaw(worker, band), worker.powerMax);
    const double least = worker.GetLeastComputeTime() + worker.bits / rate;
    if (SplitHfelTime(worker, band, least).energy <= worker.energyMax)
    {
        return least;
    }
    const auto excess = [&](double logarithm) {
        return SplitHfelTime(worker, band, std::exp(logarithm)).energy / worker.energyMax - 1;
    };
    const Root bracket = ExpandBracket(excess, std::log(least), 0.1, LONGEST);
    const Root root = bracket.found ? FindRoot(excess, bracket.first, bracket.last) : bracket;
    return root.found ? std::exp(root.last) : INFINITE;
}

} // namespace edgeai
} // namespace ns3
