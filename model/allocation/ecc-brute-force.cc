/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-brute-force.h"

#include "ecc-link.h"

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
    Enumeration(const EccProblem& problem, const EccBruteForceOptions& options);

    /// @param [in,out] result gets the best of the grids
    void Run(EccBruteForceResult& result);

  private:
    /// Best choice of one direction for a set of offloaders.
    struct Choice
    {
        double value{HUGE_VAL};            ///< cost of this direction and what hangs on it
        std::vector<uint32_t> subchannels; ///< of the offloaders
        std::vector<uint32_t> levels;      ///< of their powers
    };

    /**
     * Go through subchannels and power levels of m_set.
     * @param [in] direction which way
     * @param [in] valueOf cost of a configuration; looked at only if less than the bound handed to
     * it
     * @returns the cheapest
     */
    Choice Search(EccLink::Direction direction,
                  const std::function<double(const std::vector<double>& perBit, double)>& valueOf);
    /// Fill m_powers. @param [in] direction which way  @param [in] levels of the offloaders
    /// @returns whether the access point has that much
    bool SetPowers(EccLink::Direction direction, const std::vector<uint32_t>& levels);
    /// @param [in] subchannels of the offloaders  @returns whether none is too crowded
    bool IsRoomy(const std::vector<uint32_t>& subchannels) const;
    /// Device, upload and server costs for the best splits and units, by dynamic programming.
    /// @param [in] perBit cost of an uploaded bit per offloader  @param [in] bound give up beyond
    /// @param [out] units chosen level per offloader, unless nullptr  @returns the cost
    double ChooseUnits(const std::vector<double>& perBit,
                       double bound,
                       std::vector<std::size_t>* units);
    /// @param [in] k offloader in m_set  @param [in] perBit cost of a bit  @param [in] level of
    /// units
    /// @param [out] split the best, unless nullptr  @returns cost at the best split
    double ChooseSplit(std::size_t k, double perBit, std::size_t level, uint32_t* split) const;
    /// @param [in] level of units  @returns r
    double GetUnits(std::size_t level) const;
    /// Look at one set of offloaders. @param [in,out] result best so far
    void TrySet(EccBruteForceResult& result);

    const EccProblem& m_problem;           ///< the problem
    const EccBruteForceOptions& m_options; ///< grids
    std::vector<EccWeights> m_weights;     ///< of each user
    std::vector<double> m_silentCost;      ///< of each user alone
    std::vector<std::size_t> m_set;        ///< offloaders
    std::size_t m_unitLevels{0};           ///< on the grid for this set
    std::vector<double> m_powers;          ///< of all users
    double m_configurations{0};            ///< looked at
    std::vector<std::vector<std::vector<double>>>
        m_fixedCost; ///< [user][level][split] without upload
};

Enumeration::Enumeration(const EccProblem& problem, const EccBruteForceOptions& options)
    : m_problem(problem),
      m_options(options),
      m_powers(problem.users.size())
{
    const auto& cell = problem.cells[0];
    const auto levels =
        static_cast<std::size_t>((cell.unitTotal - cell.unitMin) / options.unitStep + 1e-9) + 1;
    for (std::size_t i = 0; i < problem.users.size(); ++i)
    {
        m_weights.push_back(GetEccWeights(problem, i));
        const uint32_t layers = problem.GetLayerCount(i);
        const auto alone = ComputeEccUserCost(problem, i, layers, 0, 0, 0, 0, 0);
        m_silentCost.push_back(
            PriceEccUser(problem, i, alone.GetTime(), alone.GetEnergy(), 0).value);
        m_fixedCost.emplace_back();
        for (std::size_t level = 0; level < levels; ++level)
        {
            m_fixedCost.back().emplace_back();
            for (uint32_t split = 0; split < layers; ++split)
            {
                const double units = GetUnits(level);
                const auto cost =
                    ComputeEccUserCost(problem, i, split, HUGE_VAL, HUGE_VAL, 0, 0, units);
                m_fixedCost.back().back().push_back(
                    PriceEccUser(problem, i, cost.GetTime(), cost.GetEnergy(), units).value);
            }
        }
    }
}

double
Enumeration::GetUnits(std::size_t level) const
{
    return m_problem.cells[0].unitMin + m_options.unitStep * static_cast<double>(level);
}

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

Enumeration::Choice
Enumeration::Search(EccLink::Direction direction,
                    const std::function<double(const std::vector<double>&, double)>& valueOf)
{
    Choice best;
    const auto subchannels = static_cast<uint32_t>(m_problem.GetSubchannelCount());
    EccLink link(m_problem, direction);
    std::vector<uint32_t> splits;
    for (std::size_t i = 0; i < m_problem.users.size(); ++i)
    {
        const bool offloads = std::find(m_set.begin(), m_set.end(), i) != m_set.end();
        splits.push_back(offloads ? 0 : m_problem.GetLayerCount(i));
    }
    std::vector<uint32_t> places(m_set.size());
    std::vector<uint32_t> all(splits.size());
    std::vector<double> rates;
    std::vector<double> perBit(m_set.size());
    do
    {
        if (!IsRoomy(places))
        {
            continue;
        }
        for (std::size_t k = 0; k < m_set.size(); ++k)
        {
            all[m_set[k]] = places[k];
        }
        link.Assign(splits, all);
        std::vector<uint32_t> levels(m_set.size());
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
                const std::size_t i = m_set[k];
                perBit[k] = (m_weights[i].time + m_weights[i].energy * m_powers[i]) / rates[i];
            }
            const double value = valueOf(perBit, best.value);
            if (value < best.value)
            {
                best = {value, places, levels};
            }
        } while (CountUp(levels, m_options.powerLevels));
    } while (CountUp(places, subchannels));
    return best;
}

double
Enumeration::ChooseSplit(std::size_t k, double perBit, std::size_t level, uint32_t* split) const
{
    const std::size_t i = m_set[k];
    const auto& bits = m_problem.users[i].chain.uploadBits;
    const auto& fixed = m_fixedCost[i][level];
    double least = HUGE_VAL;
    for (uint32_t s = 0; s < bits.size(); ++s)
    {
        const double value = fixed[s] + bits[s] * perBit;
        if (value < least)
        {
            least = value;
            if (split != nullptr)
            {
                *split = s;
            }
        }
    }
    return least;
}

double
Enumeration::ChooseUnits(const std::vector<double>& perBit,
                         double bound,
                         std::vector<std::size_t>* units)
{
    std::vector<std::vector<double>> cost(m_set.size());
    double relaxed = 0;
    for (std::size_t k = 0; k < m_set.size(); ++k)
    {
        for (std::size_t level = 0; level < m_unitLevels; ++level)
        {
            cost[k].push_back(ChooseSplit(k, perBit[k], level, nullptr));
        }
        relaxed += *std::min_element(cost[k].begin(), cost[k].end());
    }
    if (relaxed >= bound)
    {
        return HUGE_VAL;
    }
    // least[k][n]: of the first k offloaders with n levels between them.
    std::vector<std::vector<double>> least(m_set.size() + 1,
                                           std::vector<double>(m_unitLevels, HUGE_VAL));
    std::vector<std::vector<std::size_t>> from(m_set.size() + 1,
                                               std::vector<std::size_t>(m_unitLevels));
    std::fill(least[0].begin(), least[0].end(), 0);
    for (std::size_t k = 0; k < m_set.size(); ++k)
    {
        for (std::size_t total = 0; total < m_unitLevels; ++total)
        {
            for (std::size_t level = 0; level <= total; ++level)
            {
                const double value = least[k][total - level] + cost[k][level];
                if (value < least[k + 1][total])
                {
                    least[k + 1][total] = value;
                    from[k + 1][total] = level;
                }
            }
        }
    }
    if (units != nullptr)
    {
        units->resize(m_set.size());
        std::size_t total = m_unitLevels - 1;
        for (std::size_t k = m_set.size(); k > 0; --k)
        {
            (*units)[k - 1] = from[k][total];
            total -= from[k][total];
        }
    }
    return least[m_set.size()][m_unitLevels - 1];
}

void
Enumeration::TrySet(EccBruteForceResult& result)
{
    const auto& cell = m_problem.cells[0];
    const double room = cell.unitTotal - static_cast<double>(m_set.size()) * cell.unitMin;
    m_unitLevels = static_cast<std::size_t>(room / m_options.unitStep + 1e-9) + 1;
    const auto up = Search(EccLink::UPLINK, [this](const auto& perBit, double bound) {
        return ChooseUnits(perBit, bound, nullptr);
    });
    const auto down = Search(EccLink::DOWNLINK, [this](const auto& perBit, double) {
        double sum = 0;
        for (std::size_t k = 0; k < m_set.size(); ++k)
        {
            sum += m_problem.users[m_set[k]].chain.resultBits * perBit[k];
        }
        return sum;
    });
    double utility = up.value + down.value;
    auto plan = MakeDeviceOnlyPlan(m_problem);
    for (std::size_t i = 0; i < m_problem.users.size(); ++i)
    {
        const bool offloads = std::find(m_set.begin(), m_set.end(), i) != m_set.end();
        utility += offloads ? 0 : m_silentCost[i];
    }
    if (result.found && utility >= result.gridUtility)
    {
        return;
    }
    if (up.subchannels.empty() || down.subchannels.empty())
    {
        return; // not even the least powers or no subchannels fit
    }
    // The winner once more, to recover its units and splits.
    std::vector<double> rates;
    EccLink link(m_problem, EccLink::UPLINK);
    for (std::size_t k = 0; k < m_set.size(); ++k)
    {
        plan.splits[m_set[k]] = 0;
        plan.uplinkSubchannels[m_set[k]] = up.subchannels[k];
        plan.downlinkSubchannels[m_set[k]] = down.subchannels[k];
    }
    SetPowers(EccLink::DOWNLINK, down.levels);
    plan.downlinkPowers = m_powers;
    SetPowers(EccLink::UPLINK, up.levels);
    plan.uplinkPowers = m_powers;
    link.Assign(plan.splits, plan.uplinkSubchannels);
    link.ComputeRates({}, m_powers, rates);
    std::vector<double> perBit;
    for (std::size_t i : m_set)
    {
        perBit.push_back((m_weights[i].time + m_weights[i].energy * m_powers[i]) / rates[i]);
    }
    std::vector<std::size_t> units;
    ChooseUnits(perBit, HUGE_VAL, &units);
    for (std::size_t k = 0; k < m_set.size(); ++k)
    {
        plan.units[m_set[k]] = GetUnits(units[k]);
        ChooseSplit(k, perBit[k], units[k], &plan.splits[m_set[k]]);
    }
    ClearSilentUsers(m_problem, plan);
    result.found = true;
    result.grid = plan;
    result.gridUtility = EvaluateEcc(m_problem, plan).utility;
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
    if (problem.qoeWeight > 0 || problem.timeLimitWeight > 0)
    {
        return "brute force takes linear prices of delay alone (qoeWeight = timeLimitWeight = 0)";
    }
    if (options.powerLevels < 2 || !(options.unitStep > 0))
    {
        return "powerLevels must be at least 2, and unitStep positive";
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
