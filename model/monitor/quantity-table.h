/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_QUANTITY_TABLE_H
#define EDGE_AI_QUANTITY_TABLE_H

#include "inference-summary.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @param [in] completed tasks
 * @returns every quantity of theirs, planned against realised: of the tasks themselves, of their
 *          steps by name, and of the figures of families
 */
std::vector<QuantitySummary> SummariseQuantities(const std::vector<const TaskRecord*>& completed);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_QUANTITY_TABLE_H
