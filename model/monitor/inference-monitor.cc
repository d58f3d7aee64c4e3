/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "inference-monitor.h"

#include "csv-format.h"
#include "edge-ai-version.h"
#include "last-resort.h"
#include "node-table.h"
#include "record-columns.h"
#include "record-csv.h"
#include "record-database.h"
#include "summary-file.h"
#include "summary-table.h"
#include "timeline.h"
#include "word-kind.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <functional>
#include <iostream>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiInferenceMonitor");
NS_OBJECT_ENSURE_REGISTERED(InferenceMonitor);

namespace
{

/// How many misuses are put into words; the others are only counted.
constexpr size_t MESSAGE_LIMIT = 10;

/// @param [in] path any path  @param [in] suffix with its dot  @returns true if it ends in it
bool
HasSuffix(const std::string& path, const std::string& suffix)
{
    return path.size() > suffix.size() &&
           path.compare(path.size() - suffix.size(), suffix.size(), suffix) == 0;
}

/// @param [in] path of a file to replace  @param [in] write what fills it
void
WriteFile(const std::string& path, const std::function<void(std::ostream&)>& write)
{
    errno = 0;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    if (file)
    {
        write(file);
    }
    file.close();
    if (!file)
    {
        throw std::runtime_error(ExplainWriteFailure(path));
    }
}

/// @param [in] nodes names of those that applications were installed on
/// @returns why there may have been no task at all
std::string
ExplainSilence(const std::map<uint32_t, std::string>& nodes)
{
    const auto serves = [](const auto& node) { return node.second == "server"; };
    if (nodes.empty())
    {
        return "nothing was installed that has tasks; a helper's Install() does it";
    }
    if (std::all_of(nodes.begin(), nodes.end(), serves))
    {
        return "there is a server, and no device; Install() takes the devices' nodes";
    }
    if (!Simulator::Now().IsStrictlyPositive())
    {
        return "the simulation has not run; Simulator::Stop() takes its end, more than 0 s, and "
               "stands before Simulator::Run()";
    }
    return "none came in the " + FormatNumber(Simulator::Now().GetSeconds()) +
           " s of the simulation; see SetArrivals() (Offset, Period, Rate) and when applications "
           "start";
}

} // namespace

uint64_t
InferenceMonitor::Errors::GetTotal() const
{
    return doubleBegin + doubleEnd + endWithoutBegin + badRecord;
}

TypeId
InferenceMonitor::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::InferenceMonitor")
            .SetParent<Object>()
            .SetGroupName("EdgeAi")
            .AddConstructor<InferenceMonitor>()
            .AddAttribute(
                "Strict",
                "Abort the program at the first misuse (a task ended twice, ended without "
                "having begun, ...) instead of counting and reporting it",
                BooleanValue(false),
                MakeBooleanAccessor(&InferenceMonitor::m_strict),
                MakeBooleanChecker())
            .AddAttribute("BudgetTolerance",
                          "Relative excess over a latency or energy budget that is not called a "
                          "miss, because instants are rounded to nanoseconds; no unit, in [0, 1]",
                          DoubleValue(1e-6),
                          MakeDoubleAccessor(&InferenceMonitor::m_tolerance),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("WarmUp",
                          "The summary leaves out tasks generated before, and says so: their plans "
                          "may not know the links yet. Files hold all tasks",
                          TimeValue(Time()),
                          MakeTimeAccessor(&InferenceMonitor::m_warmUp),
                          MakeTimeChecker(Time()))
            .AddAttribute("KeepEvents",
                          "Keep instants and counters for the timeline; off saves their memory",
                          BooleanValue(true),
                          MakeBooleanAccessor(&InferenceMonitor::m_keepEvents),
                          MakeBooleanChecker())
            .AddTraceSource("TaskBegun",
                            "A task was generated",
                            MakeTraceSourceAccessor(&InferenceMonitor::m_taskBegun),
                            "ns3::edgeai::InferenceMonitor::TaskTracedCallback")
            .AddTraceSource("TaskEnded",
                            "A task was completed or dropped; its record is final",
                            MakeTraceSourceAccessor(&InferenceMonitor::m_taskEnded),
                            "ns3::edgeai::InferenceMonitor::TaskTracedCallback");
    return tid;
}

InferenceMonitor::InferenceMonitor()
{
    SayWhatIsNotCaught();
}

InferenceMonitor::~InferenceMonitor() = default;

uint64_t
InferenceMonitor::NewTaskId()
{
    return m_nextId++;
}

void
InferenceMonitor::Begin(const TaskRecord& record)
{
    NS_LOG_FUNCTION(this << record.id);
    if (m_indices.count(record.id))
    {
        Report(&Errors::doubleBegin, "task " + std::to_string(record.id) + " begins twice");
        return;
    }
    TaskRecord begun = record;
    begun.outcome = TaskOutcome::UNFINISHED;
    begun.ended = NOT_AVAILABLE;
    begun.deadlineMissed = false;
    begun.energyMissed = false;
    m_indices.emplace(record.id, m_records.size());
    m_records.push_back(begun);
    ++m_counts.generated;
    ++m_counts.unfinished;
    const std::string fault = FindFault(begun);
    if (!fault.empty())
    {
        Report(&Errors::badRecord, "task " + std::to_string(record.id) + " begins with " + fault);
    }
    m_taskBegun(m_records.back());
}

void
InferenceMonitor::Begin(std::shared_ptr<const TaskRecord> record)
{
    if (!m_indices.count(record->id))
    {
        m_written[record->id] = record; // before anybody is told, who may look
    }
    Begin(*record);
}

void
InferenceMonitor::End(const TaskRecord& record)
{
    NS_LOG_FUNCTION(this << record.id << record.outcome);
    const std::string task = "task " + std::to_string(record.id);
    const auto found = m_indices.find(record.id);
    if (found == m_indices.end())
    {
        Report(&Errors::endWithoutBegin, task + " ends and never began");
        return;
    }
    TaskRecord& kept = m_records[found->second];
    if (kept.outcome != TaskOutcome::UNFINISHED)
    {
        Report(&Errors::doubleEnd,
               task + " ends twice, as " + ToString(kept.outcome) + " and as " +
                   ToString(record.outcome));
        return;
    }
    if (record.outcome == TaskOutcome::UNFINISHED)
    {
        Report(&Errors::badRecord, task + " ends with outcome UNFINISHED; it stays unfinished");
        return;
    }
    std::string fault = FindFault(record);
    if (record.node != kept.node || record.generated != kept.generated)
    {
        fault = "another node or generation than it began with";
    }
    else if (!(record.ended >= record.generated))
    {
        fault = "no field ended, or one before field generated";
    }
    kept = record;
    m_written.erase(record.id);
    Judge(kept);
    --m_counts.unfinished;
    ++m_counts.byOutcome[record.outcome];
    ++(IsDropped(record.outcome) ? m_counts.dropped : m_counts.completed);
    if (!fault.empty())
    {
        Report(&Errors::badRecord, task + " ends with " + fault);
    }
    m_taskEnded(kept);
}

void
InferenceMonitor::AddInstant(uint32_t node,
                             const std::string& name,
                             Time when,
                             const TimelineArguments& arguments)
{
    if (m_keepEvents)
    {
        TimelineEvent event;
        event.node = node;
        event.name = name;
        event.when = when.GetSeconds();
        event.arguments = arguments;
        m_events.push_back(event);
    }
}

void
InferenceMonitor::AddCounter(uint32_t node, const std::string& name, Time when, double value)
{
    if (m_keepEvents && std::isfinite(value))
    {
        TimelineEvent event;
        event.node = node;
        event.name = name;
        event.when = when.GetSeconds();
        event.counter = true;
        event.value = value;
        m_events.push_back(event);
    }
}

void
InferenceMonitor::SetNodeName(uint32_t node, const std::string& name)
{
    m_nodeNames[node] = name;
}

void
InferenceMonitor::SetRunInformation(const std::string& key, const std::string& value)
{
    m_information[key] = value;
}

TaskCounts
InferenceMonitor::GetCounts() const
{
    return m_counts;
}

const InferenceMonitor::Errors&
InferenceMonitor::GetErrors() const
{
    return m_errors;
}

std::vector<const TaskRecord*>
InferenceMonitor::GetRecords() const
{
    std::vector<const TaskRecord*> records;
    records.reserve(m_records.size());
    for (const TaskRecord& record : m_records)
    {
        const auto written = m_written.find(record.id);
        records.push_back(written == m_written.end() ? &record : written->second.get());
    }
    std::sort(records.begin(), records.end(), [](const TaskRecord* a, const TaskRecord* b) {
        return a->id < b->id;
    });
    return records;
}

void
InferenceMonitor::AddNote(const std::string& note)
{
    NS_LOG_FUNCTION(this << note);
    if (note.empty())
    {
        return;
    }
    const std::string kind = WordKind::GetName(note);
    const auto same = [&kind](const auto& kept) { return kept.first == kind; };
    auto found = std::find_if(m_notes.begin(), m_notes.end(), same);
    if (found == m_notes.end())
    {
        found = m_notes.emplace(m_notes.end(), kind, std::make_shared<WordKind>());
    }
    found->second->Add(note);
}

InferenceSummary
InferenceMonitor::GetSummary() const
{
    const std::vector<const TaskRecord*> records = GetRecords();
    std::map<std::string, std::vector<const TaskRecord*>> byPlanner;
    std::map<std::string, std::vector<const TaskRecord*>> byNetwork;
    std::map<uint32_t, std::vector<const TaskRecord*>> byNode;
    InferenceSummary summary;
    summary.warmUp = m_warmUp.GetSeconds();
    std::vector<const TaskRecord*> counted;
    for (const TaskRecord* record : records)
    {
        if (record->generated < summary.warmUp)
        {
            ++summary.leftOut;
            continue;
        }
        counted.push_back(record);
        byPlanner[record->planner].push_back(record);
        byNetwork[record->network].push_back(record);
        byNode[record->node].push_back(record);
    }
    for (const auto& [name, kind] : m_notes)
    {
        summary.notes.emplace_back(kind->GetWords(), kind->GetCount());
    }
    summary.all = SummariseTasks(counted);
    const auto fill = [](const auto& groups, auto& summaries) {
        for (const auto& [key, members] : groups)
        {
            summaries[key] = SummariseTasks(members);
        }
    };
    fill(byPlanner, summary.byPlanner);
    fill(byNetwork, summary.byNetwork);
    fill(byNode, summary.byNode);
    summary.errors = m_errors.GetTotal();
    summary.energy = m_energy.Balance(records, Simulator::Now().GetSeconds());
    summary.nodeNames = m_nodeNames;
    // What is counted from the records must be what was counted while tasks came and went.
    const TaskCounts all =
        summary.leftOut > 0 ? SummariseTasks(records).counts : summary.all.counts;
    NS_ABORT_MSG_UNLESS(m_counts.IsConserved() && all.generated == m_counts.generated &&
                            all.completed == m_counts.completed &&
                            all.dropped == m_counts.dropped &&
                            all.unfinished == m_counts.unfinished,
                        "InferenceMonitor: tasks are not conserved");
    return summary;
}

EnergyBook&
InferenceMonitor::GetEnergyBook()
{
    return m_energy;
}

EnergyBalance
InferenceMonitor::GetEnergyBalance() const
{
    return m_energy.Balance(GetRecords(), Simulator::Now().GetSeconds());
}

void
InferenceMonitor::PrintSummary(std::ostream& os) const
{
    const InferenceSummary summary = GetSummary();
    edgeai::PrintSummary(summary, os);
    if (m_counts.generated == 0)
    {
        os << "\nNo task was generated: " << ExplainSilence(summary.nodeNames) << '\n';
    }
}

void
InferenceMonitor::Write(const std::string& path) const
{
    NS_LOG_FUNCTION(this << path);
    const bool csv = HasSuffix(path, ".csv");
    const bool database = HasSuffix(path, ".sqlite") || HasSuffix(path, ".db");
    const bool timeline = HasSuffix(path, ".json");
    if (!csv && !database && !timeline)
    {
        throw std::invalid_argument("cannot tell what to write to '" + path +
                                    "': the suffix must be .csv, .sqlite, .db or .json");
    }
    if (IsSummaryPath(path))
    {
        const InferenceSummary summary = GetSummary();
        const RecordTable table =
            MakeSummaryTable(summary, RngSeedManager::GetSeed(), RngSeedManager::GetRun());
        WriteFile(path, [&](std::ostream& os) {
            csv ? WriteCsv(table, os) : WriteSummaryJson(summary, table, GetRunInformation(), os);
        });
        return;
    }
    const std::vector<const TaskRecord*> records = GetRecords();
    const EnergyBalance energy = m_energy.Balance(records, Simulator::Now().GetSeconds());
    if (database)
    {
        std::vector<RecordTable> tables{MakeTaskTable(records), MakeStepTable(records)};
        if (!energy.nodes.empty())
        {
            tables.push_back(MakeNodeTable(energy, m_nodeNames));
        }
        WriteRecordDatabase(tables, GetRunInformation(), path);
    }
    else if (csv)
    {
        WriteFile(path, [&](std::ostream& os) { WriteCsv(MakeTaskTable(records), os); });
        WriteFile(GetStepsPath(path),
                  [&](std::ostream& os) { WriteCsv(MakeStepTable(records), os); });
        if (!energy.nodes.empty())
        {
            WriteFile(GetNodesPath(path),
                      [&](std::ostream& os) { WriteCsv(MakeNodeTable(energy, m_nodeNames), os); });
        }
    }
    else
    {
        WriteFile(path, [&](std::ostream& os) {
            WriteTimeline({records, &m_events, m_nodeNames, GetRunInformation()}, os);
        });
    }
}

void
InferenceMonitor::PrintColumns(std::ostream& os)
{
    PrintRecordColumns(os);
}

void
InferenceMonitor::Report(uint64_t Errors::*count, const std::string& message)
{
    ++(m_errors.*count);
    if (m_strict)
    {
        NS_FATAL_ERROR("InferenceMonitor: " << message);
    }
    NS_LOG_ERROR(message);
    if (m_errors.messages.size() < MESSAGE_LIMIT)
    {
        m_errors.messages.push_back(message);
        std::cerr << "InferenceMonitor: " << message << std::endl;
    }
}

void
InferenceMonitor::Judge(TaskRecord& record) const
{
    // Comparisons with what is not available are false: no budget, no miss.
    const double excess = 1 + m_tolerance;
    if (record.outcome == TaskOutcome::COMPLETED)
    {
        record.deadlineMissed = record.realised.latency > excess * record.latencyBudget;
    }
    else
    {
        record.deadlineMissed =
            record.outcome != TaskOutcome::STOPPED && !std::isnan(record.latencyBudget);
    }
    record.energyMissed = record.realised.energy > excess * record.energyBudget;
}

std::map<std::string, std::string>
InferenceMonitor::GetRunInformation() const
{
    std::map<std::string, std::string> information = m_information;
    information["edge_ai_version"] = EDGE_AI_VERSION;
    information["ns3_release"] = GetNs3Release();
    information["rng_seed"] = std::to_string(RngSeedManager::GetSeed());
    information["rng_run"] = std::to_string(RngSeedManager::GetRun());
    information["tasks_generated"] = std::to_string(m_counts.generated);
    information["tasks_completed"] = std::to_string(m_counts.completed);
    information["tasks_dropped"] = std::to_string(m_counts.dropped);
    information["tasks_unfinished"] = std::to_string(m_counts.unfinished);
    information["monitor_errors"] = std::to_string(m_errors.GetTotal());
    return information;
}

} // namespace edgeai
} // namespace ns3
