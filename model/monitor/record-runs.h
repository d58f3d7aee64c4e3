/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RECORD_RUNS_H
#define EDGE_AI_RECORD_RUNS_H

#include "spool-file.h"
#include "task-record.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Records in a temporary file: in runs that ascend in id each, which reading merges. When there are
 * many runs they become one, so that merging needs little memory however many records there are.
 */
class RecordRuns
{
  public:
    /// Runs that become one.
    static constexpr std::size_t RUNS = 256;

    /// Told about a record: its id, its place in the file, and its bytes, which are there until it
    /// returns.
    using Visitor =
        std::function<void(uint64_t id, uint64_t place, const char* bytes, std::size_t size)>;

    /**
     * @param [in] records to write, ascending in id, of ids that are not there yet
     * @throws std::runtime_error if they cannot be written; none of them is there then
     */
    void Append(const std::vector<const TaskRecord*>& records);

    /// @returns how many records there are
    uint64_t GetCount() const;
    /// @returns how many runs there are
    std::size_t GetRuns() const;

    /// @param [in] visitor is told about every record, ascending in id
    /// @throws std::runtime_error if the file cannot be read
    void Merge(const Visitor& visitor) const;

    /// @param [in] place of a record, by Merge()  @returns the record
    /// @throws std::runtime_error if the file cannot be read
    TaskRecord Read(uint64_t place) const;

    /// @param [in] id of a record that is there  @returns it. Reads a run from its beginning.
    /// @throws std::runtime_error if the file cannot be read, or the record is not there
    TaskRecord Find(uint64_t id) const;

  private:
    /// Records that ascend in id, behind each other.
    struct Run
    {
        uint64_t begin{0}; ///< in the file [B]
        uint64_t end{0};   ///< [B]
        uint64_t least{0}; ///< id of the first
        uint64_t most{0};  ///< id of the last
    };

    class Writer;
    class Cursor;

    /// Make one of all runs, if there is room for that.
    void Unite();

    std::unique_ptr<SpoolFile> m_file; ///< there once something was written
    std::vector<Run> m_runs;
    std::size_t m_most{RUNS}; ///< runs that are too many
    uint64_t m_count{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RECORD_RUNS_H
