/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-problem.h"

#include "ns3/field.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

EccGains::EccGains(std::size_t subchannels, std::size_t cells, std::size_t users)
    : m_cells(cells),
      m_users(users),
      m_values(subchannels * cells * users)
{
}

double&
EccGains::operator()(std::size_t m, std::size_t n, std::size_t i)
{
    return m_values[(m * m_cells + n) * m_users + i];
}

double
EccGains::operator()(std::size_t m, std::size_t n, std::size_t i) const
{
    return m_values[(m * m_cells + n) * m_users + i];
}

const double*
EccGains::GetRow(std::size_t m, std::size_t n) const
{
    return m_values.data() + (m * m_cells + n) * m_users;
}

std::size_t
EccGains::GetSubchannelCount() const
{
    return m_values.empty() ? 0 : m_values.size() / (m_cells * m_users);
}

std::size_t
EccGains::GetCellCount() const
{
    return m_cells;
}

std::size_t
EccGains::GetUserCount() const
{
    return m_users;
}

double
EccProblem::GetNoisePower() const
{
    return noiseDensity * bandwidth;
}

std::size_t
EccProblem::GetSubchannelCount() const
{
    return uplinkGains.GetSubchannelCount();
}

uint32_t
EccProblem::GetLayerCount(std::size_t i) const
{
    return users[i].chain.GetLayerCount();
}

std::vector<std::size_t>
EccProblem::GetUsersOf(std::size_t n) const
{
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < users.size(); ++i)
    {
        if (users[i].cell == n)
        {
            found.push_back(i);
        }
    }
    return found;
}

std::size_t
EccProblem::GetOffloadLimit(std::size_t n) const
{
    const auto& cell = cells[n];
    const auto units = static_cast<double>(GetUnitLimit(n));
    const double powers = std::floor(cell.powerTotal / cell.powerMin * (1 + 1e-12));
    const double slots = static_cast<double>(GetSubchannelCount()) * usersPerSubchannel;
    return static_cast<std::size_t>(std::min({units, powers, slots}));
}

std::size_t
EccProblem::GetUnitLimit(std::size_t n) const
{
    // The tiny surplus lets 0.3 / 0.1 be three.
    const double units = std::floor(cells[n].unitTotal / cells[n].unitMin * (1 + 1e-12));
    return static_cast<std::size_t>(std::min(units, 1e9));
}

double
EccCell::GetUnitPowerExponent() const
{
    return unitPowerExponent > 0 ? unitPowerExponent : 3 * unitExponent;
}

double
EccCell::GetPower(double units) const
{
    return unitEnergyCoefficient * std::pow(unitClock, 3) *
               std::pow(units, GetUnitPowerExponent()) +
           unitStaticPower * std::pow(units, unitStaticExponent);
}

void
EccProblem::AssignCells()
{
    for (std::size_t i = 0; i < users.size(); ++i)
    {
        double best = -1;
        for (std::size_t n = 0; n < uplinkGains.GetCellCount(); ++n)
        {
            double sum = 0;
            for (std::size_t m = 0; m < GetSubchannelCount(); ++m)
            {
                sum += uplinkGains(m, n, i);
            }
            if (sum > best)
            {
                best = sum;
                users[i].cell = static_cast<uint32_t>(n);
            }
        }
    }
}

namespace
{

/// Most units of a server: what a double counts one by one, with a power that does not overflow.
constexpr double UNITS_MAX = 1e15;

/// Least speed-up that computing units may have.
constexpr double UNIT_EXPONENT_MIN = 0.01;

/// Collects the first complaint about a problem. Quantities lie within Field's range, so that no
/// product of a formula leaves that of a double.
class Inspector
{
  public:
    /// @param [in] ok whether the value is fine  @param [in] where whose field  @param [in] field
    /// its name  @param [in] range the allowed range in words  @param [in] value what it is
    void Require(bool ok,
                 const std::string& where,
                 const std::string& field,
                 const std::string& range,
                 double value)
    {
        if (ok || !m_complaint.empty())
        {
            return;
        }
        std::ostringstream words;
        words << where << field << " must be " << range << ", but is " << value;
        m_complaint = words.str();
    }

    /// @param [in] value of the field  @param [in] where whose  @param [in] field its name
    void RequirePositive(double value, const std::string& where, const std::string& field)
    {
        Require(value >= Field::SMALLEST && value <= Field::LARGEST,
                where,
                field,
                "positive, from 1e-50 to 1e+50",
                value);
    }

    /// @param [in] value of the field  @param [in] where whose  @param [in] field its name
    void RequireNonNegative(double value, const std::string& where, const std::string& field)
    {
        Require(value == 0 || (value >= Field::SMALLEST && value <= Field::LARGEST),
                where,
                field,
                "at least 0: 0 or from 1e-50 to 1e+50",
                value);
    }

    /// @returns whether something was wrong
    bool IsUpset() const
    {
        return !m_complaint.empty();
    }

    /// @returns the first complaint, or ""
    const std::string& GetComplaint() const
    {
        return m_complaint;
    }

  private:
    std::string m_complaint; ///< the first one
};

/// @param [in,out] inspector complaints  @param [in] chain what to look at
/// @param [in] where whose it is
void
InspectChain(Inspector& inspector, const EccChain& chain, const std::string& where)
{
    const std::size_t layers = chain.GetLayerCount();
    inspector.Require(layers >= 1,
                      where,
                      "chain.deviceFlop",
                      "of at least two entries",
                      static_cast<double>(chain.deviceFlop.size()));
    inspector.Require(chain.uploadBits.size() == layers,
                      where,
                      "chain.uploadBits",
                      "of one entry per layer (" + std::to_string(layers) + ")",
                      static_cast<double>(chain.uploadBits.size()));
    inspector.RequireNonNegative(chain.resultBits, where, "chain.resultBits");
    if (inspector.IsUpset())
    {
        return;
    }
    inspector.RequireNonNegative(chain.deviceFlop[0], where, "chain.deviceFlop[0]");
    inspector.RequirePositive(chain.deviceFlop[layers], where, "chain.deviceFlop (its last entry)");
    for (std::size_t s = 0; s < layers; ++s)
    {
        const std::string index = "[" + std::to_string(s) + "]";
        inspector.Require(chain.deviceFlop[s + 1] >= chain.deviceFlop[s],
                          where,
                          "chain.deviceFlop[" + std::to_string(s + 1) + "]",
                          "at least the entry before it",
                          chain.deviceFlop[s + 1]);
        inspector.RequirePositive(chain.uploadBits[s], where, "chain.uploadBits" + index);
    }
    if (chain.serverFlop.empty())
    {
        return;
    }
    inspector.Require(chain.serverFlop.size() == layers + 1,
                      where,
                      "chain.serverFlop",
                      "of one entry per split (" + std::to_string(layers + 1) + ") or none",
                      static_cast<double>(chain.serverFlop.size()));
    for (std::size_t s = 0; s < chain.serverFlop.size(); ++s)
    {
        const std::string entry = "chain.serverFlop[" + std::to_string(s) + "]";
        inspector.RequireNonNegative(chain.serverFlop[s], where, entry);
        inspector.Require(s == 0 || chain.serverFlop[s] <= chain.serverFlop[s - 1],
                          where,
                          entry,
                          "at most the entry before it",
                          chain.serverFlop[s]);
    }
}

/// @param [in,out] inspector complaints  @param [in] user what to look at  @param [in] where whose
void
InspectUser(Inspector& inspector, const EccUser& user, const std::string& where)
{
    inspector.RequirePositive(user.deviceSpeed, where, "deviceSpeed [FLOP/s]");
    inspector.RequirePositive(user.deviceClock, where, "deviceClock [cycle/s]");
    inspector.RequireNonNegative(user.deviceEnergyCoefficient, where, "deviceEnergyCoefficient");
    inspector.RequireNonNegative(user.linkRate, where, "linkRate [bit/s]");
    if (user.linkRate == 0)
    {
        inspector.RequirePositive(user.powerMin, where, "powerMin [W]");
    }
    inspector.Require(user.linkRate > 0 ||
                          (user.powerMax >= user.powerMin && user.powerMax <= Field::LARGEST),
                      where,
                      "powerMax [W]",
                      "at most 1e+50 and at least powerMin",
                      user.powerMax);
    inspector.RequireNonNegative(user.weights.time, where, "weights.time");
    inspector.RequireNonNegative(user.weights.energy, where, "weights.energy");
    inspector.Require(user.weights.time + user.weights.energy > 0,
                      where,
                      "weights.time + weights.energy",
                      "positive",
                      0);
    inspector.RequireNonNegative(user.expectedTime, where, "expectedTime [s]");
    inspector.RequireNonNegative(user.timeLimit, where, "timeLimit [s]");
}

/// @param [in,out] inspector complaints  @param [in] cell what to look at  @param [in] where whose
void
InspectCell(Inspector& inspector, const EccCell& cell, const std::string& where)
{
    inspector.RequirePositive(cell.powerMin, where, "powerMin [W]");
    inspector.Require(cell.powerTotal >= cell.powerMin && cell.powerTotal <= Field::LARGEST,
                      where,
                      "powerTotal [W]",
                      "at most 1e+50 and at least powerMin",
                      cell.powerTotal);
    inspector.RequirePositive(cell.unitMin, where, "unitMin");
    inspector.Require(cell.unitTotal >= cell.unitMin && cell.unitTotal <= UNITS_MAX,
                      where,
                      "unitTotal",
                      "at most 1e+15 and at least unitMin",
                      cell.unitTotal);
    inspector.RequirePositive(cell.unitSpeed, where, "unitSpeed [FLOP/s]");
    inspector.RequirePositive(cell.unitClock, where, "unitClock [cycle/s]");
    inspector.RequireNonNegative(cell.unitEnergyCoefficient, where, "unitEnergyCoefficient");
    inspector.Require(cell.unitExponent >= UNIT_EXPONENT_MIN && cell.unitExponent <= 1,
                      where,
                      "unitExponent",
                      "in [0.01, 1]",
                      cell.unitExponent);
    inspector.Require(cell.GetUnitPowerExponent() >= cell.unitExponent &&
                          cell.unitPowerExponent >= 0 && cell.unitPowerExponent <= 10,
                      where,
                      "unitPowerExponent",
                      "0 or from unitExponent to 10",
                      cell.unitPowerExponent);
    inspector.RequireNonNegative(cell.unitStaticPower, where, "unitStaticPower [W]");
    inspector.Require(cell.unitStaticExponent >= 0 && cell.unitStaticExponent <= 10,
                      where,
                      "unitStaticExponent",
                      "in [0, 10]",
                      cell.unitStaticExponent);
}

/// @param [in,out] inspector complaints  @param [in] problem whose  @param [in] gains what to look
/// at
/// @param [in] name of the field
void
InspectGains(Inspector& inspector,
             const EccProblem& problem,
             const EccGains& gains,
             const std::string& name)
{
    const std::size_t subchannels = gains.GetSubchannelCount();
    inspector.Require(subchannels >= 1, name, "'s subchannels", "at least 1", 0);
    inspector.Require(gains.GetCellCount() == problem.cells.size(),
                      name,
                      "'s cells",
                      "as many as the problem's (" + std::to_string(problem.cells.size()) + ")",
                      static_cast<double>(gains.GetCellCount()));
    inspector.Require(gains.GetUserCount() == problem.users.size(),
                      name,
                      "'s users",
                      "as many as the problem's (" + std::to_string(problem.users.size()) + ")",
                      static_cast<double>(gains.GetUserCount()));
    if (inspector.IsUpset())
    {
        return;
    }
    for (std::size_t m = 0; m < subchannels; ++m)
    {
        for (std::size_t n = 0; n < problem.cells.size(); ++n)
        {
            for (std::size_t i = 0; i < problem.users.size(); ++i)
            {
                const bool own = problem.users[i].cell == n && problem.users[i].linkRate == 0;
                const double gain = gains(m, n, i);
                const bool none = gain == 0 && !own;
                if (none || (gain >= Field::SMALLEST && gain <= Field::LARGEST))
                {
                    continue;
                }
                inspector.Require(false,
                                  name,
                                  "(" + std::to_string(m) + ", " + std::to_string(n) + ", " +
                                      std::to_string(i) + ")",
                                  own ? "positive, from 1e-50 to 1e+50 (the user's own cell)"
                                      : "at least 0: 0 or from 1e-50 to 1e+50",
                                  gain);
            }
        }
    }
}

} // namespace

std::string
EccProblem::Validate() const
{
    Inspector inspector;
    inspector.Require(!users.empty(), "", "users", "at least one", 0);
    inspector.Require(!cells.empty(), "", "cells", "at least one", 0);
    inspector.RequirePositive(bandwidth, "", "bandwidth [Hz]");
    inspector.RequirePositive(noiseDensity, "", "noiseDensity [W/Hz]");
    inspector.Require(usersPerSubchannel >= 1, "", "usersPerSubchannel", "at least 1", 0);
    inspector.Require(sicResidual >= 0 && sicResidual <= 1,
                      "",
                      "sicResidual",
                      "in [0, 1]",
                      sicResidual);
    inspector.RequireNonNegative(preferences.unitWeight, "preferences.", "unitWeight");
    inspector.RequireNonNegative(preferences.qoeWeight, "preferences.", "qoeWeight");
    inspector.RequirePositive(preferences.qoeSteepness, "preferences.", "qoeSteepness");
    inspector.RequireNonNegative(preferences.timeLimitWeight, "preferences.", "timeLimitWeight");
    for (std::size_t n = 0; n < cells.size() && !inspector.IsUpset(); ++n)
    {
        InspectCell(inspector, cells[n], "cells[" + std::to_string(n) + "].");
    }
    for (std::size_t i = 0; i < users.size() && !inspector.IsUpset(); ++i)
    {
        const std::string where = "users[" + std::to_string(i) + "].";
        inspector.Require(users[i].cell < cells.size(),
                          where,
                          "cell",
                          "less than the number of cells (" + std::to_string(cells.size()) + ")",
                          users[i].cell);
        InspectUser(inspector, users[i], where);
        InspectChain(inspector, users[i].chain, where);
        inspector.Require(!preferences.normalise || users[i].deviceEnergyCoefficient > 0,
                          where,
                          "deviceEnergyCoefficient",
                          "positive when normalise is set",
                          users[i].deviceEnergyCoefficient);
    }
    InspectGains(inspector, *this, uplinkGains, "uplinkGains");
    InspectGains(inspector, *this, downlinkGains, "downlinkGains");
    inspector.Require(uplinkGains.GetSubchannelCount() == downlinkGains.GetSubchannelCount(),
                      "",
                      "downlinkGains's subchannels",
                      "as many as the uplink's",
                      static_cast<double>(downlinkGains.GetSubchannelCount()));
    return inspector.GetComplaint();
}

} // namespace edgeai
} // namespace ns3
