/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RECORD_STORE_H
#define EDGE_AI_RECORD_STORE_H

#include "record-runs.h"
#include "task-record.h"

#include <boost/icl/closed_interval.hpp>
#include <boost/icl/interval_set.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Where a monitor keeps records: of tasks under way in memory, of ended ones there until they are
 * many, and then in a temporary file. Whoever goes through the records does not see which.
 */
class RecordStore : public RecordSource
{
  public:
    /// A record in memory.
    struct Held
    {
        TaskRecord record;                         ///< as it was told
        std::shared_ptr<const TaskRecord> written; ///< the same, if it is still written; or null
    };

    /// @param [in] id of a task  @returns whether it began
    bool Knows(uint64_t id) const;
    /// @param [in] id of a task  @returns its record if it is in memory, or nullptr
    Held* Find(uint64_t id);
    /// @param [in] id of a task that began  @returns its outcome, wherever its record is
    TaskOutcome GetOutcome(uint64_t id) const;

    /// @param [in] record of a task that did not begin before  @param [in] written see Held
    /// @returns the record, which stays where it is until Relieve()
    TaskRecord& Begin(const TaskRecord& record, std::shared_ptr<const TaskRecord> written);
    /// @param [in,out] held of a task under way  @param [in] record of its end  @returns it,
    /// likewise
    TaskRecord& End(Held& held, const TaskRecord& record);

    /**
     * Bring ended tasks to the file if more are in memory than may be. If that fails they stay, and
     * so do all that end later.
     * @param [in] limit ended tasks in memory at most
     * @returns "", or the reason in words, the first time that it fails
     */
    std::string Relieve(uint64_t limit);

    /// @returns how many records are in memory
    uint64_t GetHeld() const;
    /// @returns how many records are in the file
    uint64_t GetSpooled() const;

    /// @returns all records in memory, ascending in id; those of the file are read into it, and
    /// stay there until a task begins or ends
    std::vector<const TaskRecord*> Load() const;

    void Visit(const PlacedVisitor& visitor) const override;
    const TaskRecord& Get(Place place) const override;
    std::set<const FigureKind*> GetKinds() const override;

  private:
    /// Ids in runs of consecutive ones: few, as ids are given one after the other.
    using Ids =
        boost::icl::interval_set<uint64_t, std::less, boost::icl::closed_interval<uint64_t>>;

    /// A record that was read from the file.
    struct Cached
    {
        Place place{0}; ///< 0: none
        TaskRecord record;
    };

    /// What was read for somebody is of before.
    void Forget();

    std::map<uint64_t, Held> m_held; ///< by id
    uint64_t m_ended{0};             ///< of those in memory
    RecordRuns m_runs;
    Ids m_spooled;                                 ///< whose records are in the file
    std::set<const FigureKind*> m_kinds;           ///< of those
    bool m_failed{false};                          ///< there is no room for more
    mutable std::deque<TaskRecord> m_loaded;       ///< read by Load()
    mutable std::vector<const TaskRecord*> m_list; ///< returned by Load(), if it read any
    mutable std::vector<Cached> m_cache;           ///< for Get(), by a hash of the place
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RECORD_STORE_H
