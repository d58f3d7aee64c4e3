/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLANNER_TEXT_H
#define EDGE_AI_PLANNER_TEXT_H

#include "planner-registry.h"

#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A planner as text, taken apart: names and values in order.
using PlannerAttributes = std::vector<std::pair<std::string, std::string>>;

/**
 * Sets an attribute of what a factory makes, where it has that attribute and the value is one of
 * it; ns-3 ends the program otherwise.
 * @param [in,out] factory of a type  @param [in] name of the attribute  @param [in] value of it
 * @throws std::invalid_argument naming both, and what is allowed
 */
void SetKnownAttribute(ObjectFactory& factory,
                       const std::string& name,
                       const AttributeValue& value);

/**
 * @param [in] text "LaimPlanner", or as ns-3 writes objects, "LaimScaPlanner[Tolerance=1e-6]", with
 *             "|" between attributes; with or without "ns3::edgeai::" before it
 * @param [in] attributes more of them
 * @param [in] base what it must derive from
 * @returns the planner
 * @throws std::invalid_argument if there is none, an attribute is not its own, or has a value that
 *         is not allowed
 */
Ptr<PlannerBase> MakePlanner(const std::string& text,
                             const PlannerAttributes& attributes = {},
                             TypeId base = PlannerBase::GetTypeId());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLANNER_TEXT_H
