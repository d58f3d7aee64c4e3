/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RECORD_LIST_H
#define EDGE_AI_RECORD_LIST_H

#include "task-record.h"

#include <set>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @param [in] record a task  @param [in,out] kinds gets those of its figures and of its steps'
inline void
AddKinds(const TaskRecord& record, std::set<const FigureKind*>& kinds)
{
    const auto add = [&kinds](const auto& figures) {
        for (const FigureKind* kind : figures.GetKinds())
        {
            kinds.insert(kind);
        }
    };
    add(record);
    for (const StepRecord& step : record.steps)
    {
        add(step);
    }
}

/// Records that somebody else holds in memory.
class RecordList : public RecordSource
{
  public:
    /// @param [in] records ascending in id; they and the list must outlive this
    explicit RecordList(const std::vector<const TaskRecord*>& records)
        : m_records(records)
    {
    }

    void Visit(const PlacedVisitor& visitor) const override
    {
        for (Place place = 0; place < m_records.size(); ++place)
        {
            visitor(*m_records[place], place);
        }
    }

    const TaskRecord& Get(Place place) const override
    {
        return *m_records.at(place);
    }

    std::set<const FigureKind*> GetKinds() const override
    {
        std::set<const FigureKind*> kinds;
        for (const TaskRecord* record : m_records)
        {
            AddKinds(*record, kinds);
        }
        return kinds;
    }

  private:
    const std::vector<const TaskRecord*>& m_records;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RECORD_LIST_H
