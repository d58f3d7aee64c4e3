/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_INFERENCE_MONITOR_H
#define EDGE_AI_INFERENCE_MONITOR_H

#include "energy-balance.h"
#include "inference-summary.h"
#include "task-record.h"

#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

class EventLog;
class LiveFigures;
class RecordStore;
class WordKinds;

/// @ingroup edge-ai
/// Details of an instant, shown when it is selected.
using TimelineArguments = std::map<std::string, std::string>;

/**
 * @ingroup edge-ai
 * The ledger of inference tasks. Applications report the beginning and the end of every task; the
 * monitor keeps one record each, proves that none is lost (generated = completed + dropped +
 * unfinished) and writes what was planned and what happened as a table, CSV, SQLite or a timeline.
 *
 * Begin and End cost O(log n) of the tasks in memory. A task of four steps takes about 1.5 kB
 * there, 1.9 kB if its transfers have figures of a radio, until more than RecordsInMemory of them
 * have ended: then the records of ended tasks go to a temporary file, and memory is that of the
 * tasks under way. What is written and summarised has the same bytes either way. Nothing here
 * touches the simulation: a run is the same with and without a monitor.
 */
class InferenceMonitor : public Object
{
  public:
    /// Counts of how the monitor was misused. All zero in a sound run.
    struct Errors
    {
        uint64_t doubleBegin{0};           ///< Begin with an id that had begun before; ignored
        uint64_t doubleEnd{0};             ///< End of a task that had ended before; ignored
        uint64_t endWithoutBegin{0};       ///< End of a task that never began; ignored
        uint64_t badRecord{0};             ///< a record with an impossible field; kept and counted
        std::vector<std::string> messages; ///< the first few, in words

        /// @returns the sum of the counts
        uint64_t GetTotal() const;
    };

    /// @returns the TypeId
    static TypeId GetTypeId();
    InferenceMonitor();
    ~InferenceMonitor() override;

    /// @returns an id that this monitor has not handed out before: 0, 1, 2, ...
    uint64_t NewTaskId();

    /**
     * A task was generated. Call once per task; outcome and end are ignored.
     * @param [in] record what is known at generation: at least id (below 2^63), node, generated
     */
    void Begin(const TaskRecord& record);

    /**
     * The same, for a task whose record goes on being written while it is under way: what has
     * happened to it by then is seen as long as it has not ended.
     * @param [in] record what is known, now and later; its id, node and instant of generation stay
     * @throws std::invalid_argument if it is null
     */
    void Begin(std::shared_ptr<const TaskRecord> record);

    /**
     * A task ended. Call once per task, with an outcome other than UNFINISHED. The record replaces
     * what Begin gave; id, node and generated must be the same. The monitor itself sets
     *  - deadlineMissed: there is a latency budget and the task was completed later than
     *    (1 + BudgetTolerance) times the budget, or was dropped for anything but STOPPED;
     *  - energyMissed: there is an energy budget and the realised energy is above
     *    (1 + BudgetTolerance) times it.
     * @param [in] record everything known about the task
     */
    void End(const TaskRecord& record);

    /**
     * Put a mark on the timeline: a change of plan, a hand-over, a battery running dry.
     * @param [in] node ns-3 id of the node
     * @param [in] name what happened, few words
     * @param [in] when instant
     * @param [in] arguments details shown when the mark is selected
     */
    void AddInstant(uint32_t node,
                    const std::string& name,
                    Time when,
                    const TimelineArguments& arguments = {});

    /**
     * Add a point to a curve on the timeline: measured rate, queue length, clock.
     * @param [in] node ns-3 id of the node
     * @param [in] name of the curve with its unit, e.g. "uplink rate [bit/s]"
     * @param [in] when instant
     * @param [in] value finite; others are left out of the timeline
     */
    void AddCounter(uint32_t node, const std::string& name, Time when, double value);

    /// @param [in] node ns-3 id  @param [in] name what the timeline calls it (unset: "node ID")
    void SetNodeName(uint32_t node, const std::string& name);

    /**
     * Note something about the run (a parameter, a seed of your own) for SQLite and the timeline.
     * @param [in] key name, unique; a second value for a key replaces the first
     * @param [in] value any text
     */
    void SetRunInformation(const std::string& key, const std::string& value);

    /**
     * Tell the reader of the summary something that no figure says: why plans cannot hold. Notes
     * that differ only in their numbers count as one, which is shown with the numbers' ranges.
     * @param [in] note a sentence; empty: nothing
     */
    void AddNote(const std::string& note);

    /// @returns counts so far, kept apart from the records: their agreement is the proof
    TaskCounts GetCounts() const;
    /// @returns how the monitor was misused so far
    const Errors& GetErrors() const;
    /**
     * All records in memory. If some are in a temporary file they are read from it, and take as
     * much memory as if they had never been there, until the next Begin or End; GetSource() goes
     * through them one after the other.
     * @returns all records, ascending in id; valid until the next Begin or End
     * @throws std::runtime_error if a temporary file cannot be read
     */
    std::vector<const TaskRecord*> GetRecords() const;
    /// @returns all records to go through, ascending in id, wherever they are kept
    const RecordSource& GetSource() const;
    /// @returns how many records are in memory: of tasks under way, and at most RecordsInMemory of
    /// ended ones
    uint64_t GetHeldCount() const;
    /// @returns how many records are in a temporary file
    uint64_t GetSpooledCount() const;
    /**
     * What can be said at any time in no time: no record is looked at. Percentiles are estimates
     * here; those of the summary and of files are exact.
     * @returns counts, the mean latency, its percentiles and the energy so far
     */
    LiveSummary GetLiveSummary() const;
    /// @returns planned and realised figures of all tasks so far, but for those generated before
    /// the attribute WarmUp; the balance of energy is of all
    InferenceSummary GetSummary() const;
    /// @returns what is known of energy beside the records, to add to it
    EnergyBook& GetEnergyBook();
    /**
     * Where the energy of nodes with meters went. Helpers put meters on the nodes they install
     * applications on; they can be read until the simulation is destroyed.
     * @returns the balance, up to now
     */
    EnergyBalance GetEnergyBalance() const;
    /// @param [in,out] os where to print the summary as tables
    void PrintSummary(std::ostream& os) const;

    /**
     * Write all records, or what the summary says of them, to a file whose name says how:
     *  - x.csv: one row per task, and beside it x-steps.csv with one row per step of each task and,
     *    if nodes have meters, x-nodes.csv with one row per node;
     *  - summary.csv, x-summary.json: the run as a row, and one by planner, network and node;
     *  - x.sqlite or x.db: tables tasks, steps, nodes, columns (what these mean) and run (about
     * it);
     *  - x.json: a timeline in the Chrome trace-event format.
     * Columns of families of which no record has figures are left out. Existing files are replaced.
     * Equal runs give equal bytes.
     * @param [in] path where to
     * @throws std::invalid_argument for another suffix
     * @throws std::runtime_error if a file cannot be written, or a temporary file cannot be written
     *         or read; the message names it
     */
    void Write(const std::string& path) const;

    /// @param [in,out] os where to print every column that a program may write: table, name, unit,
    /// family, and one line of help
    static void PrintColumns(std::ostream& os);

    /// Signature of the trace sources. @param [in] record the task
    typedef void (*TaskTracedCallback)(const TaskRecord& record);

  private:
    /// Begin, with a record that goes on being written or null
    /// @param [in] record what is known  @param [in] written the same, or null
    void DoBegin(const TaskRecord& record, std::shared_ptr<const TaskRecord> written);
    /// @param [in] who is told  @param [in] record what about. It stays where it is meanwhile.
    void Tell(const TracedCallback<const TaskRecord&>& who, const TaskRecord& record);
    /// Bring records and events to temporary files if there are too many.
    void Relieve();
    /// @param [in] count which error  @param [in] message in words; loud, and fatal if Strict
    void Report(uint64_t Errors::*count, const std::string& message);
    /// @returns run information with version, ns-3 release, seed, run and counts added
    std::map<std::string, std::string> GetRunInformation() const;

    bool m_strict{false};                 ///< misuse aborts
    double m_tolerance{0};                ///< relative, of budgets
    Time m_warmUp;                        ///< summaries leave out what was before
    bool m_keepEvents{true};              ///< keep instants and counters
    uint64_t m_recordsInMemory{0};        ///< of ended tasks, at most
    uint64_t m_nextId{0};                 ///< for NewTaskId
    std::unique_ptr<RecordStore> m_store; ///< all records
    uint32_t m_telling{0};                ///< calls of trace sinks that are under way
    std::unique_ptr<LiveFigures> m_live;  ///< of ended tasks
    TaskCounts m_counts;                  ///< kept while tasks begin and end
    EnergyBook m_energy;
    Errors m_errors;
    std::unique_ptr<EventLog> m_events;               ///< instants and counters
    std::map<uint32_t, std::string> m_nodeNames;      ///< for the timeline
    std::map<std::string, std::string> m_information; ///< of the run
    std::unique_ptr<WordKinds> m_notes;               ///< see AddNote
    TracedCallback<const TaskRecord&> m_taskBegun;
    TracedCallback<const TaskRecord&> m_taskEnded;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_INFERENCE_MONITOR_H
