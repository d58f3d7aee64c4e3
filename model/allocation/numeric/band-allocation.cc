/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "band-allocation.h"

#include "root-finding.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// No merit is less, unless a device is not served.
constexpr double LOWEST = -1;

/// No merit is more.
constexpr double HIGHEST = 1;

/// A function that is asked twice for the same argument answers from memory: a merit may be a plan
/// over all cuts, and bracketing and root finding share their end points.
class Memory
{
  public:
    explicit Memory(std::function<double(double)> f)
        : m_f(std::move(f))
    {
    }

    double operator()(double x)
    {
        const auto known = m_known.find(x);
        return known != m_known.end() ? known->second : (m_known[x] = m_f(x));
    }

  private:
    std::function<double(double)> m_f;
    std::map<double, double> m_known;
};

/// @param [in] alike see BandOptions::alike  @param [in] device any  @returns the first like it
std::size_t
GetFirst(const std::vector<std::size_t>& alike, std::size_t device)
{
    return alike.empty() ? device : alike[device];
}

/// @param [in] alike see BandOptions::alike  @param [in] kept some devices, ascending
/// @returns the same of those, by their places
std::vector<std::size_t>
Restrict(const std::vector<std::size_t>& alike, const std::vector<std::size_t>& kept)
{
    std::map<std::size_t, std::size_t> places;
    std::vector<std::size_t> rest;
    for (std::size_t k = 0; k < kept.size(); ++k)
    {
        rest.push_back(places.emplace(GetFirst(alike, kept[k]), k).first->second);
    }
    return rest;
}

/// Searches the least band of every device for one level after the other.
class LeastBands
{
  public:
    LeastBands(std::size_t count,
               double bandwidth,
               const BandMerit& merit,
               const BandOptions& options)
        : m_merit(merit),
          m_options({0, options.tolerance, 200}),
          m_low(std::log(std::min(options.leastBand, bandwidth * 1e-6))),
          m_high(std::log(bandwidth)),
          m_alike(options.alike),
          m_last(count, std::log(bandwidth / count)),
          m_content(count, false)
    {
    }

    /// @returns whether its merit is that of no device before it
    bool IsFirst(std::size_t device) const
    {
        return GetFirst(m_alike, device) == device;
    }

    /// @returns whether the smallest band makes all of a device that any band can make
    bool IsContent(std::size_t device)
    {
        m_content[device] = Merit(device, std::exp(m_low)) >= HIGHEST;
        return m_content[device];
    }

    /// @returns the merit of a device for a band
    double Merit(std::size_t device, double band)
    {
        ++m_evaluations;
        return m_merit(device, band);
    }

    /// @returns least bands for a level [Hz], infinite where the whole band is not enough
    std::vector<double> Find(double level)
    {
        std::vector<double> bands;
        for (std::size_t device = 0; device < m_last.size(); ++device)
        {
            bands.push_back(IsFirst(device) ? FindOne(device, level) : bands[m_alike[device]]);
        }
        return bands;
    }

    /// @returns how often the merit was asked for
    uint32_t GetEvaluations() const
    {
        return m_evaluations;
    }

    /// @returns whether a search met its bound before its tolerance
    bool WasLimited() const
    {
        return m_limited;
    }

  private:
    double FindOne(std::size_t device, double level)
    {
        if (m_content[device])
        {
            return std::exp(m_low);
        }
        // Zero counts as more than enough: on a plateau at the level the least band is its corner.
        Memory surplus([&](double x) {
            const double value = Merit(device, std::exp(x)) - level;
            return value >= 0 ? value + 1e-14 : value;
        });
        auto lacks = [&surplus](double x) { return -surplus(x); };
        // Walk from the band of the last level: towards less while it is enough, else to more.
        // Far below, a device is often not served at all, where there is nothing to interpolate.
        const double start = m_last[device];
        const bool enough = surplus(start) > 0;
        const Root bracket =
            ExpandBracket(lacks, start, enough ? -0.2 : 0.2, enough ? m_low : m_high);
        m_limited = m_limited || bracket.limited;
        if (!bracket.found)
        {
            return enough ? std::exp(m_low) : std::numeric_limits<double>::infinity();
        }
        const double less = enough ? bracket.last : bracket.first;
        const double more = enough ? bracket.first : bracket.last;
        const Root root = FindRoot(std::ref(surplus), less, more, m_options);
        m_limited = m_limited || root.limited;
        m_last[device] = root.last;
        return std::exp(m_last[device]);
    }

    const BandMerit& m_merit;
    RootOptions m_options;
    double m_low;
    double m_high;
    std::vector<std::size_t> m_alike;
    std::vector<double> m_last;  ///< where each search starts: logarithm of the last result
    std::vector<bool> m_content; ///< see IsContent(), as far as it was asked
    uint32_t m_evaluations{0};
    bool m_limited{false}; ///< one of the searches met its bound
};

double
Sum(const std::vector<double>& bands)
{
    return std::accumulate(bands.begin(), bands.end(), 0.0);
}

/// DivideBandMaxMin() among all devices. @returns equal bands where they do not fit
BandShares
DivideAmongAll(std::size_t count,
               double bandwidth,
               const BandMerit& merit,
               const BandOptions& options)
{
    LeastBands least(count, bandwidth, merit, options);
    // Rounding of exp(log(B)) must not make one device with the whole band infeasible.
    const double room = bandwidth * (1 + 1e-11);
    Memory shortage([&](double level) { return Sum(least.Find(level)) / room - 1; });

    // No level beats what the worst device makes of the whole band; equal bands are a start.
    double ceiling = 1;
    double floor = 1;
    for (std::size_t device = 0; device < count; ++device)
    {
        if (!least.IsFirst(device) || least.IsContent(device))
        {
            continue;
        }
        ceiling = std::min(ceiling, least.Merit(device, bandwidth));
        floor = std::min(floor, least.Merit(device, bandwidth / count));
    }
    floor = std::max(floor, LOWEST);

    BandShares shares;
    shares.feasible = ceiling >= LOWEST && shortage(floor) <= 0;
    shares.level = shares.feasible ? floor : LOWEST;
    if (!shares.feasible)
    {
        shares.needed = Sum(least.Find(LOWEST));
        shares.bands.assign(count, bandwidth / count);
    }
    else
    {
        if (shortage(ceiling) <= 0)
        {
            shares.level = ceiling;
        }
        else
        {
            const Root root =
                FindRoot(std::ref(shortage), floor, ceiling, {0, options.tolerance, 200});
            shares.level = root.first;
            shares.limited = root.limited;
        }
        shares.bands = least.Find(shares.level);
        const double total = Sum(shares.bands);
        if (total > bandwidth)
        {
            for (double& band : shares.bands)
            {
                band *= bandwidth / total;
            }
        }
        shares.needed = Sum(shares.bands);
    }
    shares.evaluations = least.GetEvaluations();
    shares.limited = shares.limited || least.WasLimited();
    return shares;
}

/// @param [in] needs of the devices  @returns their indices, the least need first, of equals the
/// first
template <typename T>
std::vector<std::size_t>
OrderByNeed(const std::vector<T>& needs)
{
    std::vector<std::size_t> order(needs.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&needs](std::size_t a, std::size_t b) {
        return needs[a] < needs[b];
    });
    return order;
}

} // namespace

BandShares
DivideBandMaxMin(std::size_t count,
                 double bandwidth,
                 const BandMerit& merit,
                 const BandOptions& options)
{
    BandShares shares = DivideAmongAll(count, bandwidth, merit, options);
    if (shares.feasible)
    {
        return shares;
    }
    LeastBands least(count, bandwidth, merit, options);
    const std::vector<double> needs = least.Find(LOWEST);
    const double share = bandwidth / static_cast<double>(count);
    std::vector<std::size_t> kept = OrderByNeed(needs);
    double needed = Sum(needs);
    while (!kept.empty() && !(needed <= share * static_cast<double>(kept.size())))
    {
        kept.pop_back();
        needed = 0;
        for (const std::size_t device : kept)
        {
            needed += needs[device];
        }
    }
    shares.evaluations += least.GetEvaluations();
    shares.limited = shares.limited || least.WasLimited();
    if (kept.empty())
    {
        return shares;
    }
    std::sort(kept.begin(), kept.end());
    BandOptions ofKept = options;
    ofKept.alike = Restrict(options.alike, kept);
    const BandShares rest = DivideAmongAll(
        kept.size(),
        share * static_cast<double>(kept.size()),
        [&](std::size_t k, double band) { return merit(kept[k], band); },
        ofKept);
    shares.evaluations += rest.evaluations;
    shares.limited = shares.limited || rest.limited;
    shares.level = rest.level;
    for (std::size_t k = 0; k < kept.size(); ++k)
    {
        shares.bands[kept[k]] = rest.bands[k];
    }
    return shares;
}

uint32_t
CountSubchannels(double bandwidth, double width)
{
    return static_cast<uint32_t>(bandwidth / width *
                                 (1 + 1e-9)); // 25 * (B / 25) may fall short of B
}

BandShares
DivideSubchannelsMaxMin(std::size_t count,
                        uint32_t subchannels,
                        double width,
                        const BandMerit& merit,
                        const std::vector<std::size_t>& alike)
{
    BandShares shares;
    // A merit may be a plan over all cuts: each number of subchannels is asked for once.
    std::vector<std::map<uint32_t, double>> known(count);
    auto ask = [&](std::size_t device, uint32_t number) {
        const auto [at, fresh] = known[GetFirst(alike, device)].emplace(number, 0);
        if (fresh)
        {
            ++shares.evaluations;
            at->second = merit(device, number * width);
        }
        return at->second;
    };
    std::vector<uint32_t> owned(count, 0);
    uint64_t used = 0;
    bool served = true;
    for (std::size_t device = 0; device < count; ++device)
    {
        while (owned[device] < subchannels &&
               !(owned[device] > 0 && ask(device, owned[device]) >= LOWEST))
        {
            ++owned[device];
        }
        if (!(owned[device] > 0 && ask(device, owned[device]) >= LOWEST))
        {
            served = false;
            owned[device] = subchannels + 1; // more than there are
        }
        used += owned[device];
    }
    shares.needed =
        served ? static_cast<double>(used) * width : std::numeric_limits<double>::infinity();
    shares.feasible = served && used <= subchannels;
    const std::vector<double> equal = DivideBandEqually(count, subchannels * width, width);
    std::vector<std::size_t> kept = OrderByNeed(owned);
    uint64_t room = subchannels;
    while (!kept.empty() && used > room)
    {
        const std::size_t aside = kept.back();
        kept.pop_back();
        used -= owned[aside];
        owned[aside] = CountSubchannels(equal[aside], width);
        room -= owned[aside];
    }
    std::sort(kept.begin(), kept.end());
    for (; !kept.empty() && used < room; ++used)
    {
        std::size_t next = count;
        for (const std::size_t device : kept)
        {
            // A step may be too small to help where two are not.
            const bool gains = ask(device, owned[device] + static_cast<uint32_t>(room - used)) >
                               ask(device, owned[device]) + 1e-12;
            if (gains && (next == count || ask(device, owned[device]) < ask(next, owned[next])))
            {
                next = device;
            }
        }
        if (next == count)
        {
            next = *std::min_element(kept.begin(), kept.end(), [&](std::size_t a, std::size_t b) {
                return owned[a] < owned[b];
            });
        }
        ++owned[next];
    }
    shares.level = kept.empty() ? 0 : 1;
    for (std::size_t device = 0; device < count; ++device)
    {
        shares.bands.push_back(owned[device] * width);
    }
    for (const std::size_t device : kept)
    {
        shares.level = std::min(shares.level, ask(device, owned[device]));
    }
    return shares;
}

std::vector<double>
DivideBandEqually(std::size_t count, double bandwidth, double width)
{
    if (width <= 0)
    {
        return std::vector<double>(count, bandwidth / static_cast<double>(count));
    }
    const uint32_t subchannels = CountSubchannels(bandwidth, width);
    std::vector<double> bands;
    for (std::size_t device = 0; device < count; ++device)
    {
        const std::size_t more = device < subchannels % count ? 1 : 0;
        bands.push_back(static_cast<double>(subchannels / count + more) * width);
    }
    return bands;
}

BandShares
HandOutLeftover(BandShares shares,
                double bandwidth,
                const BandMerit& merit,
                const std::vector<std::size_t>& alike)
{
    const double left = bandwidth - Sum(shares.bands);
    // Equal bands, of which some are for devices set aside, round.
    if (left <= (shares.feasible ? 0 : bandwidth * 1e-9))
    {
        return shares;
    }
    double most = 1e-12;
    std::size_t winner = shares.bands.size();
    std::set<std::pair<std::size_t, double>> asked; // one kind set aside and served has two bands
    for (std::size_t device = 0; device < shares.bands.size(); ++device)
    {
        if (!asked.emplace(GetFirst(alike, device), shares.bands[device]).second)
        {
            continue; // gains what another one gained, and ties go to the first
        }
        const double before = merit(device, shares.bands[device]);
        ++shares.evaluations;
        if (before >= HIGHEST)
        {
            continue;
        }
        const double gain = merit(device, shares.bands[device] + left) - before;
        ++shares.evaluations;
        if (gain > most)
        {
            most = gain;
            winner = device;
        }
    }
    for (std::size_t device = 0; device < shares.bands.size(); ++device)
    {
        if (winner == shares.bands.size())
        {
            shares.bands[device] += left / shares.bands.size();
        }
        else if (device == winner)
        {
            shares.bands[device] += left;
        }
    }
    shares.needed = shares.feasible ? bandwidth : shares.needed;
    return shares;
}

} // namespace edgeai
} // namespace ns3
