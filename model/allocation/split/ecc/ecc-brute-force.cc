/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-brute-force.h"

#include "ecc-link.h"
#include "ecc-split-table.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Levels of units whose pairs are looked at for every configuration.
constexpr double LEVELS_MAX = 1000;

/// Count through all digits of a number with a base per digit.
/// @param [in,out] digits the number  @param [in] base of every digit  @returns false after the
/// last
bool
CountUp(std::vector<uint32_t>& digits, uint32_t base)
{
    for (auto& digit : digits)
    {
        if (++digit < base)
        {
            return true;
        }
        digit = 0;
    }
    return false;
}

/// An enumeration under way.
class Enumeration
{
  public:
    /// @param [in] problem the problem  @param [in] options grids
    Enumeration(const EccProblem& problem, const EccBruteForceOptions& options)
        : m_problem(problem),
          m_options(options),
          m_table(problem, options.unitStep),
          m_powers(problem.users.size())
    {
    }

    /// @param [in,out] result gets the best of the grids
    void Run(EccBruteForceResult& result);

  private:
    /// Cost of a configuration of one direction, given what a bit costs each offloader and the
    /// least cost so far.
    using Valuation = std::function<double(const std::vector<double>& perBit, double bound)>;

    /// Best choice of one direction for a set of offloaders.
    struct Choice
    {
        double value{HUGE_VAL};            ///< cost of this direction and what hangs on it
        std::vector<uint32_t> subchannels; ///< of the offloaders
        std::vector<double> powers;        ///< of all users [W]
        std::vector<double> perBit;        ///< what a bit costs each offloader
    };

    /// Go through subchannels and power levels of m_set. @param [in] direction which way
    /// @param [in] valueOf what to minimise  @returns the cheapest
    Choice Search(EccLink::Direction direction, const Valuation& valueOf);
    /// Go through power levels at given subchannels. @param [in] direction which way
    /// @param [in] places subchannels of the offloaders  @param [in,out] link with those
    /// @param [in] valueOf what to minimise  @param [in,out] best so far
    void SearchPowers(EccLink::Direction direction,
                      const std::vector<uint32_t>& places,
                      EccLink& link,
                      const Valuation& valueOf,
                      Choice& best);
    /// Fill m_powers. @param [in] direction which way  @param [in] levels of the offloaders
    /// @returns whether the access point has that much
    bool SetPowers(EccLink::Direction direction, const std::vector<uint32_t>& levels);
    /// @param [in] subchannels of the offloaders  @returns whether none is too crowded
    bool IsRoomy(const std::vector<uint32_t>& subchannels) const;
    /// Look at one set of offloaders. @param [in,out] result best so far
    void TrySet(EccBruteForceResult& result);

    const EccProblem& m_problem;           ///< the problem
    const EccBruteForceOptions& m_options; ///< grids
    EccSplitTable m_table;                 ///< splits and units
    std::vector<std::size_t> m_set;        ///< offloaders
    std::vector<double> m_powers;          ///< of all users
    double m_configurations{0};            ///< looked at
};

bool
Enumeration::IsRoomy(const std::vector<uint32_t>& subchannels) const
{
    for (uint32_t m : subchannels)
    {
        if (std::count(subchannels.begin(), subchannels.end(), m) > m_problem.usersPerSubchannel)
        {
            return false;
        }
    }
    return true;
}

bool
Enumeration::SetPowers(EccLink::Direction direction, const std::vector<uint32_t>& levels)
{
    const auto& cell = m_problem.cells[0];
    double sum = 0;
    for (std::size_t k = 0; k < m_set.size(); ++k)
    {
        const auto& user = m_problem.users[m_set[k]];
        const bool up = direction == EccLink::UPLINK;
        const double least = up ? user.powerMin : cell.powerMin;
        const double largest = up ? user.powerMax : cell.powerTotal;
        const double power =
            least *
            std::pow(largest / least, static_cast<double>(levels[k]) / (m_options.powerLevels - 1));
        m_powers[m_set[k]] = power;
        sum += power;
    }
    return direction == EccLink::UPLINK || sum <= cell.powerTotal * (1 + 1e-12);
}

void
Enumeration::SearchPowers(EccLink::Direction direction,
                          const std::vector<uint32_t>& places,
                          EccLink& link,
                          const Valuation& valueOf,
                          Choice& best)
{
    std::vector<uint32_t> levels(m_set.size());
    std::vector<double> perBit(m_set.size());
    std::vector<double> rates;
    do
    {
        if (!SetPowers(direction, levels))
        {
            continue;
        }
        ++m_configurations;
        link.ComputeRates({}, m_powers, rates);
        for (std::size_t k = 0; k < m_set.size(); ++k)
        {
            const auto weights = GetEccWeights(m_problem, m_set[k]);
            perBit[k] = (weights.time + weights.energy * m_powers[m_set[k]]) / rates[m_set[k]];
        }
        const double value = valueOf(perBit, best.value);
        if (value < best.value)
        {
            best = {value, places, m_powers, perBit};
        }
    } while (CountUp(levels, m_options.powerLevels));
}

Enumeration::Choice
Enumeration::Search(EccLink::Direction direction, const Valuation& valueOf)
{
    Choice best;
    EccLink link(m_problem, direction);
    auto splits = MakeDeviceOnlyPlan(m_problem).splits;
    for (std::size_t i : m_set)
    {
        splits[i] = 0;
    }
    std::vector<uint32_t> places(m_set.size());
    std::vector<uint32_t> all(splits.size());
    do
    {
        for (std::size_t k = 0; k < m_set.size(); ++k)
        {
            all[m_set[k]] = places[k];
        }
        if (IsRoomy(places))
        {
            link.Assign(splits, all);
            SearchPowers(direction, places, link, valueOf, best);
        }
    } while (CountUp(places, static_cast<uint32_t>(m_problem.GetSubchannelCount())));
    return best;
}

void
Enumeration::TrySet(EccBruteForceResult& result)
{
    const auto up = Search(EccLink::UPLINK, [this](const auto& perBit, double bound) {
        return m_table.GetLeastCost(m_set, perBit, bound);
    });
    const auto down = Search(EccLink::DOWNLINK, [this](const auto& perBit, double) {
        double sum = 0;
        for (std::size_t k = 0; k < m_set.size(); ++k)
        {
            sum += m_problem.users[m_set[k]].chain.resultBits * perBit[k];
        }
        return sum;
    });
    if (up.subchannels.empty() || down.subchannels.empty())
    {
        return; // the grid has no powers that fit
    }
    auto plan = MakeDeviceOnlyPlan(m_problem);
    const auto choice = m_table.Choose(m_set, up.perBit);
    plan.uplinkPowers = up.powers;
    plan.downlinkPowers = down.powers;
    for (std::size_t k = 0; k < m_set.size(); ++k)
    {
        plan.splits[m_set[k]] = choice.splits[k];
        plan.units[m_set[k]] = choice.units[k];
        plan.uplinkSubchannels[m_set[k]] = up.subchannels[k];
        plan.downlinkSubchannels[m_set[k]] = down.subchannels[k];
    }
    ClearSilentUsers(m_problem, plan);
    const double utility = EvaluateEcc(m_problem, plan).utility;
    if (utility < result.gridUtility)
    {
        result.grid = plan;
        result.gridUtility = utility;
    }
}

void
Enumeration::Run(EccBruteForceResult& result)
{
    const std::size_t users = m_problem.users.size();
    result.found = true;
    result.grid = MakeDeviceOnlyPlan(m_problem);
    result.gridUtility = EvaluateEcc(m_problem, result.grid).utility;
    for (uint32_t members = 1; members < (1u << users); ++members)
    {
        m_set.clear();
        for (std::size_t i = 0; i < users; ++i)
        {
            if ((members >> i) & 1)
            {
                m_set.push_back(i);
            }
        }
        if (m_set.size() <= m_problem.GetOffloadLimit(0))
        {
            TrySet(result);
        }
    }
    result.configurations = m_configurations;
}

/// @param [in] problem the problem  @param [in] options grids  @returns "" or why it is not taken
std::string
ExplainRefusal(const EccProblem& problem, const EccBruteForceOptions& options)
{
    const auto complaint = problem.Validate();
    if (!complaint.empty())
    {
        return complaint;
    }
    if (problem.cells.size() > 1)
    {
        return "brute force takes one cell";
    }
    if (problem.preferences.qoeWeight > 0 || problem.preferences.timeLimitWeight > 0)
    {
        return "brute force takes linear prices of delay alone (qoeWeight = timeLimitWeight = 0)";
    }
    if (options.powerLevels < 2 || !(options.unitStep > 0))
    {
        return "powerLevels must be at least 2, and unitStep positive";
    }
    const double levels =
        (problem.cells[0].unitTotal - problem.cells[0].unitMin) / options.unitStep;
    if (!(levels <= LEVELS_MAX))
    {
        std::ostringstream words;
        words << "unitStep makes " << levels << " levels of units, more than " << LEVELS_MAX;
        return words.str();
    }
    const double perUser =
        1.0 + static_cast<double>(problem.GetSubchannelCount()) * options.powerLevels;
    const double total = std::pow(perUser, static_cast<double>(problem.users.size()));
    if (total > options.maxConfigurations || problem.users.size() > 20)
    {
        std::ostringstream words;
        words << "brute force would look at " << total << " configurations, more than "
              << options.maxConfigurations;
        return words.str();
    }
    return "";
}

} // namespace

EccBruteForceResult
SolveEccByBruteForce(const EccProblem& problem, const EccBruteForceOptions& options)
{
    EccBruteForceResult result;
    result.reason = ExplainRefusal(problem, options);
    if (!result.reason.empty())
    {
        return result;
    }
    Enumeration(problem, options).Run(result);
    result.plan = result.grid;
    result.utility = result.gridUtility;
    if (options.polish)
    {
        EccDescentOptions descent;
        descent.steps.tolerance = 1e-12;
        result.utility = DescendEcc(problem, result.plan, descent).value;
    }
    return result;
}

} // namespace edgeai
} // namespace ns3
