/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fedqvr-band.h"

#include "allocation/numeric/lambert-w.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Exponent of 2^(R/W) beyond which no double holds it.
constexpr double EXPONENT_MAX = 710;
/// Newton's steps of a band; halving an interval of logarithms takes 60.
constexpr int STEPS_MAX = 200;
/// Of the logarithm of a band, or of a price, relative to itself: a few roundings.
constexpr double SETTLED = 8e-15;
/// Of the whole band, by which bands may miss it before they are made to fit: J changes by its
/// square.
constexpr double FIT = 1e-12;

/// What is rounding's is taken from, or given to, those above their least bands.
void
FitTo(double bandwidth, const std::vector<double>& floors, std::vector<double>& bands)
{
    double above = 0;
    double least = 0;
    for (std::size_t i = 0; i < bands.size(); ++i)
    {
        above += bands[i] - floors[i];
        least += floors[i];
    }
    const double factor = above > 0 ? (bandwidth - least) / above * (1 - 1e-15) : 1;
    for (std::size_t i = 0; i < bands.size(); ++i)
    {
        bands[i] = floors[i] + factor * (bands[i] - floors[i]);
    }
}

} // namespace

FedQvrBand::FedQvrBand(const FedQvrCase& problem)
    : m_case(problem),
      m_starts(problem.devices.size(),
               std::log(problem.bandwidth / static_cast<double>(problem.devices.size()))),
      m_start(std::numeric_limits<double>::quiet_NaN())
{
}

double
FedQvrBand::GetPrice(std::size_t device, double band) const
{
    return m_logs[device] + GetOutageExponent(m_laws[device], band) +
           std::log(GetOutageSlope(m_laws[device], band));
}

FedQvrBand::Taken
FedQvrBand::Take(std::size_t device, double price)
{
    const OutageLaw& law = m_laws[device];
    if (GetPrice(device, m_case.bandwidth) >= price)
    {
        return {m_case.bandwidth, 0};
    }
    double high = std::log(m_case.bandwidth);
    double low = std::min(high, std::log(law.rate * M_LN2 / EXPONENT_MAX));
    double at = std::clamp(m_starts[device], low, high);
    double slope = 0;
    double moved = high - low;
    bool settled = false;
    for (int i = 0; i < STEPS_MAX && !settled; ++i)
    {
        const double band = std::exp(at);
        const double off = GetPrice(device, band) - price;
        (off > 0 ? low : high) = at;
        const double z = law.rate * M_LN2 / band;
        const double power = MarginalPowerOf(z);
        slope = -band * power / law.nu - z * z * std::exp(z) / power;
        double next = at - off / slope;
        // Where exponentials rule, each of Newton's steps is as long as the one before: halving is
        // faster there.
        if (!(next > low && next < high) || std::abs(next - at) > moved / 2)
        {
            next = low + (high - low) / 2;
        }
        moved = std::abs(next - at);
        settled = moved <= SETTLED * std::max(1.0, std::abs(at));
        at = next;
    }
    m_limited = m_limited || !settled;
    m_starts[device] = at;
    const double band = std::exp(at);
    return band > m_floors[device] ? Taken{band, band / slope} : Taken{m_floors[device], 0};
}

double
FedQvrBand::FindPrice(double least, double most, FedQvrDivision& division)
{
    // Prices may be of any size: halves are those of their logarithms, with a sign.
    const auto halve = [](double low, double high) {
        return std::sinh((std::asinh(low) + std::asinh(high)) / 2);
    };
    double low = least;
    double high = most;
    double price = m_start > low && m_start < high ? m_start : halve(low, high);
    bool settled = false;
    for (int i = 0; i < STEPS_MAX && !settled; ++i)
    {
        double sum = 0;
        double slope = 0;
        for (std::size_t k = 0; k < m_laws.size(); ++k)
        {
            const Taken taken = Take(k, price);
            division.bands[k] = taken.band;
            sum += taken.band;
            slope += taken.slope;
        }
        const double off = std::log(sum / m_case.bandwidth);
        if (std::abs(off) <= FIT)
        {
            break;
        }
        (off > 0 ? low : high) = price;
        // The logarithm of what is taken is nearly straight.
        double next = price - off * sum / slope;
        if (!(next > low && next < high))
        {
            next = halve(low, high);
        }
        settled = std::abs(next - price) <= SETTLED * std::max(1.0, std::abs(price)) ||
                  !(next > low && next < high);
        price = next;
    }
    m_start = price;
    return price;
}

bool
FedQvrBand::Divide(const std::vector<double>& bits, FedQvrDivision& division)
{
    ++m_calls;
    const std::size_t count = m_case.devices.size();
    m_laws.clear();
    m_logs.clear();
    m_floors.clear();
    for (std::size_t i = 0; i < count; ++i)
    {
        m_laws.push_back(m_case.GetLaw(i, bits[i]));
        m_logs.push_back(std::log(m_case.GetWeight(i, bits[i])));
        m_floors.push_back(m_case.GetLeastBand(i, bits[i]));
    }
    division.bits = bits;
    division.bands = m_floors;
    if (!(std::accumulate(m_floors.begin(), m_floors.end(), 0.0) <= m_case.bandwidth))
    {
        return false;
    }
    // At the least price somebody alone takes the whole band, at the largest nobody takes more than
    // its equal share.
    double least = std::numeric_limits<double>::infinity();
    double most = -least;
    for (std::size_t i = 0; i < count; ++i)
    {
        least = std::min(least, GetPrice(i, m_case.bandwidth));
        most = std::max(most, GetPrice(i, m_case.bandwidth / static_cast<double>(count)));
        if (!(GetOutageExponent(m_laws[i], m_case.bandwidth) <= EXPONENT_MAX))
        {
            return false; // lost for certain, with all of the band
        }
    }
    // Floors may take more than equal shares; then the price is beyond the largest.
    constexpr double largest = 1e300;
    const bool bounded = std::any_of(m_floors.begin(), m_floors.end(), [&](double floor) {
        return floor > m_case.bandwidth / static_cast<double>(count);
    });
    division.price =
        FindPrice(std::max(least, -largest), bounded ? largest : std::min(most, largest), division);
    FitTo(m_case.bandwidth, m_floors, division.bands);
    division.objective = m_case.GetObjective(division);
    return std::isfinite(division.objective);
}

} // namespace edgeai
} // namespace ns3
