/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hfel-band.h"

#include "allocation/numeric/band-allocation.h"
#include "allocation/numeric/infinite.h"
#include "allocation/numeric/root-finding.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] band [Hz]  @param [in] granularity [Hz]  @returns the next multiple of it
double
RoundUp(double band, double granularity)
{
    constexpr double ROUNDING = 1e-12; // a multiple that was computed is still one
    return granularity > 0
               ? std::max(1.0, std::ceil(band / granularity * (1 - ROUNDING))) * granularity
               : band;
}

/// The band that a time takes.
class BandDemand
{
  public:
    BandDemand(const std::vector<HfelWorker>& workers, double bandwidth, double granularity)
        : m_workers(workers),
          m_granularity(granularity),
          m_bandwidth(granularity > 0 ? CountSubchannels(bandwidth, granularity) * granularity
                                      : bandwidth)
    {
        for (const HfelWorker& worker : workers)
        {
            m_start = std::max(m_start, worker.offset + worker.GetLeastComputeTime());
        }
    }

    /// @param [in] logarithm of the time beyond GetStart()  @returns T with offsets [s]
    double GetTime(double logarithm) const
    {
        return m_start + std::exp(logarithm);
    }

    /// @returns the longest time of computing at the largest clock, with offsets [s]
    double GetStart() const
    {
        return m_start;
    }

    /// @param [in] time with offsets [s]  @returns least bands [Hz]; infinite where there is none
    std::vector<double> GetBands(double time)
    {
        std::vector<double> bands;
        for (const HfelWorker& worker : m_workers)
        {
            bands.push_back(
                RoundUp(GetHfelBand(worker, time - worker.offset, m_bandwidth), m_granularity));
            ++m_evaluations;
        }
        return bands;
    }

    /// @param [in] logarithm of the time beyond GetStart()
    /// @returns logarithm of the band it takes over what there is, within 10 and never 0: a time
    /// that takes all of it will do, and with whole resource blocks earlier ones may as well
    double GetExcess(double logarithm)
    {
        constexpr double FAR = 10; // finite, for the interpolation between two points
        constexpr double ROUNDING = 1e-12;
        double sum = 0;
        for (const double band : GetBands(GetTime(logarithm)))
        {
            sum += band;
        }
        const double excess = std::clamp(std::log(sum / m_bandwidth), -FAR, FAR);
        const double allowed = m_granularity > 0 ? ROUNDING : 0;
        return excess <= allowed ? std::min(excess, -ROUNDING) : excess;
    }

    uint32_t GetEvaluations() const
    {
        return m_evaluations;
    }

  private:
    const std::vector<HfelWorker>& m_workers;
    double m_granularity;
    double m_bandwidth;
    double m_start{0};
    uint32_t m_evaluations{0};
};

/// Everybody has a link of its own.
HfelDivision
GiveNoBand(const std::vector<HfelWorker>& workers)
{
    HfelDivision division;
    for (const HfelWorker& worker : workers)
    {
        division.bands.push_back(0);
        division.times.push_back(GetHfelTime(worker, 0));
        ++division.evaluations;
    }
    return division;
}

} // namespace

std::string
ExplainHfelFloor(const std::vector<HfelWorker>& workers)
{
    for (std::size_t k = 0; k < workers.size(); ++k)
    {
        const double floor = GetHfelEnergyFloor(workers[k]);
        // Without power the floor is met, at the least clock; with it, only in an endless round.
        const bool powered = workers[k].form == RoundUplinkForm::BAND_POWER;
        if (floor > workers[k].energyMax || (powered && floor == workers[k].energyMax))
        {
            std::ostringstream text;
            text << "workers[" << k << "].energyMax of " << workers[k].energyMax
                 << " J is never enough: its least clock and weakest signal alone take " << floor
                 << " J, however long the round is";
            return text.str();
        }
    }
    return "";
}

HfelDivision
DivideHfelBand(const std::vector<HfelWorker>& workers, double bandwidth, double granularity)
{
    if (workers.front().form == RoundUplinkForm::RATES)
    {
        return GiveNoBand(workers);
    }
    HfelDivision division;
    BandDemand demand(workers, bandwidth, granularity);
    uint32_t looks = 0;
    const auto excess = [&](double logarithm) {
        ++looks;
        return demand.GetExcess(logarithm);
    };
    // Next to the start nobody has time to send; steps double from there.
    const double nearest = std::log(demand.GetStart()) - 40;
    const Root bracket = ExpandBracket(excess, nearest, 1, std::log(1e60));
    const Root root = bracket.found ? FindRoot(excess, bracket.first, bracket.last) : bracket;
    division.iterations = looks;
    if (!root.found)
    {
        division.evaluations = demand.GetEvaluations();
        division.reason = "the band does not suffice in any time, even where shares are the least "
                          "that " +
                          std::to_string(workers.size()) + " workers can have";
        return division;
    }
    const double time = demand.GetTime(root.last);
    division.bands = demand.GetBands(time);
    division.residual = (time - demand.GetTime(root.first)) / time;
    division.limited = root.limited;
    division.evaluations = demand.GetEvaluations();
    double sum = 0;
    for (std::size_t k = 0; k < workers.size(); ++k)
    {
        sum += division.bands[k];
        division.times.push_back(time - workers[k].offset);
    }
    for (double& band : division.bands)
    {
        band *= granularity > 0 ? 1 : std::max(1.0, bandwidth / sum);
    }
    return division;
}

HfelDivision
DivideHfelBandEqually(const std::vector<HfelWorker>& workers, double bandwidth, double granularity)
{
    if (workers.front().form == RoundUplinkForm::RATES)
    {
        return GiveNoBand(workers);
    }
    HfelDivision division;
    division.bands = DivideBandEqually(workers.size(), bandwidth, granularity);
    for (std::size_t k = 0; k < workers.size(); ++k)
    {
        const double time =
            division.bands[k] > 0 ? GetHfelTime(workers[k], division.bands[k]) : INFINITE;
        if (std::isinf(time))
        {
            std::ostringstream text;
            text << "workers[" << k << "] has no time that suffices with " << division.bands[k]
                 << " Hz of the band";
            division.reason = text.str();
        }
        division.times.push_back(time);
        ++division.evaluations;
    }
    return division;
}

} // namespace edgeai
} // namespace ns3
