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
