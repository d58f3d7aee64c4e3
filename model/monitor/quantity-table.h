/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_QUANTITY_TABLE_H
#define EDGE_AI_QUANTITY_TABLE_H

#include "inference-summary.h"

#include <memory>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Adds up what completed tasks planned and realised: the tasks themselves, their steps by name,
/// and the figures of families. It holds sums, whatever the number of tasks.
class QuantityTable
{
  public:
    QuantityTable();
    ~QuantityTable();

    /// @param [in] completed the next completed task, ascending in id
    void Add(const TaskRecord& completed);

    /// @returns every quantity of theirs, planned against realised
    std::vector<QuantitySummary> Get() const;

  private:
    struct Sums;
    std::unique_ptr<Sums> m_sums;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_QUANTITY_TABLE_H
