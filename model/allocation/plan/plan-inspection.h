/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLAN_INSPECTION_H
#define EDGE_AI_PLAN_INSPECTION_H

#include "ns3/field.h"

#include <string>
#include <type_traits>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * The archive that looks whether what a planner decided lies within the ranges of its fields (see
 * Field). A problem may be sound and its plan still be beyond every scale: a link of 1e-60 bit/s is
 * never done. Such a plan cannot be sent, recorded or carried out, so its planner says so instead.
 */
class PlanInspection
{
  public:
    /// @param [in] field of the plan  @param [in] value of it
    template <typename T>
    void operator()(const Field& field, T& value)
    {
        Look(field, field.name, value);
    }

    /// @returns "", or the first field that is out of its range, its value and the range
    const std::string& GetComplaint() const
    {
        return m_complaint;
    }

  private:
    template <typename T>
    void Look(const Field& field, const std::string& name, std::vector<T>& values)
    {
        for (std::size_t i = 0; i < values.size(); ++i)
        {
            Look(field, name + "[" + std::to_string(i) + "]", values[i]);
        }
    }

    template <typename T>
    void Look(const Field& field, const std::string& name, T& value)
    {
        if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
        {
            Judge(field, name, static_cast<double>(value));
        }
        else if constexpr (!std::is_same_v<T, std::string>)
        {
            const std::string outer = m_path;
            m_path += name + ".";
            value.Fields(*this);
            m_path = outer;
        }
    }

    void Judge(const Field& field, const std::string& name, double value);

    std::string m_path;      ///< of the struct that is looked at
    std::string m_complaint; ///< the first one
};

/// @tparam Plan has Fields()  @param [in] plan what was decided
/// @returns "", or the first field that is out of its range, its value and the range
template <typename Plan>
std::string
ExplainPlanRange(Plan plan)
{
    PlanInspection inspection;
    plan.Fields(inspection);
    return inspection.GetComplaint();
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLAN_INSPECTION_H
