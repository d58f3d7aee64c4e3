/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "inference-monitor.h"

#include "csv-format.h"
#include "edge-ai-version.h"
#include "event-log.h"
#include "last-resort.h"
#include "live-figures.h"
#include "record-columns.h"
#include "record-store.h"
#include "record-verdict.h"
#include "run-files.h"
#include "run-summary.h"
#include "summary-file.h"
#include "summary-table.h"
#include "word-kind.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <stdexcept>
#include <utility>

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
           " s of the simulation; see SetArrivals() (Offset, Period, Rate) of tasks, who has to "
           "join "
           "rounds of learning, and when applications start";
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
            .AddAttribute("RecordsInMemory",
                          "Ended tasks whose records are kept in memory, at most, and instants and "
                          "counters likewise. When there are more, all of them go to a temporary "
                          "file; results are the same. Small ones make many small pieces of it",
                          UintegerValue(50000),
                          MakeUintegerAccessor(&InferenceMonitor::m_recordsInMemory),
                          MakeUintegerChecker<uint64_t>())
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
    : m_store(std::make_unique<RecordStore>()),
      m_live(std::make_unique<LiveFigures>()),
      m_events(std::make_unique<EventLog>()),
      m_notes(std::make_unique<WordKinds>())
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
    DoBegin(record, nullptr);
}

void
InferenceMonitor::Begin(std::shared_ptr<const TaskRecord> record)
{
    if (!record)
    {
        throw std::invalid_argument("InferenceMonitor: Begin takes a record, and this one is null");
    }
    const TaskRecord& begun = *record;
    DoBegin(begun, std::move(record));
}

void
InferenceMonitor::DoBegin(const TaskRecord& record, std::shared_ptr<const TaskRecord> written)
{
    NS_LOG_FUNCTION(this << record.id);
    if (m_store->Knows(record.id))
    {
        Report(&Errors::doubleBegin, "task " + std::to_string(record.id) + " begins twice");
        return;
    }
    TaskRecord begun = record;
    begun.outcome = TaskOutcome::UNFINISHED;
    begun.ended = NOT_AVAILABLE;
    begun.deadlineMissed = false;
    begun.energyMissed = false;
    const TaskRecord& kept = m_store->Begin(begun, std::move(written));
    ++m_counts.generated;
    ++m_counts.unfinished;
    const std::string fault = FindFault(begun);
    if (!fault.empty())
    {
        Report(&Errors::badRecord, "task " + std::to_string(begun.id) + " begins with " + fault);
    }
    Tell(m_taskBegun, kept);
}

void
InferenceMonitor::End(const TaskRecord& record)
{
    NS_LOG_FUNCTION(this << record.id << record.outcome);
    const std::string task = "task " + std::to_string(record.id);
    if (!m_store->Knows(record.id))
    {
        Report(&Errors::endWithoutBegin, task + " ends and never began");
        return;
    }
    RecordStore::Held* held = m_store->Find(record.id);
    if (!held || held->record.outcome != TaskOutcome::UNFINISHED)
    {
        // A record in a file has to be looked for, which pays only for what will be read.
        const bool isSaid = held || m_strict || m_errors.messages.size() < MESSAGE_LIMIT;
        Report(&Errors::doubleEnd,
               task + " ends twice" +
                   (isSaid ? ", as " + ToString(m_store->GetOutcome(record.id)) + " and as " +
                                 ToString(record.outcome)
                           : ""));
        return;
    }
    if (record.outcome == TaskOutcome::UNFINISHED)
    {
        Report(&Errors::badRecord, task + " ends with outcome UNFINISHED; it stays unfinished");
        return;
    }
    const std::string fault = FindEndFault(held->record, record);
    const std::shared_ptr<const TaskRecord> written = held->written; // it may be this record
    TaskRecord& kept = m_store->End(*held, record);
    JudgeBudgets(kept, m_tolerance);
    --m_counts.unfinished;
    ++m_counts.byOutcome[kept.outcome];
    ++(IsDropped(kept.outcome) ? m_counts.dropped : m_counts.completed);
    m_live->Add(kept);
    if (!fault.empty())
    {
        Report(&Errors::badRecord, task + " ends with " + fault);
    }
    Tell(m_taskEnded, kept);
}

void
InferenceMonitor::Tell(const TracedCallback<const TaskRecord&>& who, const TaskRecord& record)
{
    // A sink may begin and end other tasks: what sinks further out look at must stay.
    struct Telling
    {
        uint32_t& depth;

        ~Telling()
        {
            --depth;
        }
    };

    {
        const Telling telling{++m_telling};
        who(record);
    }
    Relieve();
}

void
InferenceMonitor::Relieve()
{
    if (m_telling > 0)
    {
        return;
    }
    for (const std::string& failure :
         {m_store->Relieve(m_recordsInMemory), m_events->Relieve(m_recordsInMemory)})
    {
        if (!failure.empty())
        {
            std::cerr << "InferenceMonitor: " << failure
                      << ". Nothing is lost: " << m_counts.generated
                      << " tasks so far, and all later ones, are kept in "
                      << "memory as far as they are not in a file yet. Set TMPDIR to a directory "
                      << "with room to save memory." << std::endl;
        }
    }
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
        m_events->Add(std::move(event));
        Relieve();
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
        m_events->Add(std::move(event));
        Relieve();
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
    return m_store->Load();
}

const RecordSource&
InferenceMonitor::GetSource() const
{
    return *m_store;
}

uint64_t
InferenceMonitor::GetHeldCount() const
{
    return m_store->GetHeld();
}

uint64_t
InferenceMonitor::GetSpooledCount() const
{
    return m_store->GetSpooled();
}

void
InferenceMonitor::AddNote(const std::string& note)
{
    NS_LOG_FUNCTION(this << note);
    m_notes->Add(note);
}

LiveSummary
InferenceMonitor::GetLiveSummary() const
{
    LiveSummary progress = m_live->Get();
    progress.counts = m_counts;
    return progress;
}

EnergyBook&
InferenceMonitor::GetEnergyBook()
{
    return m_energy;
}

InferenceSummary
InferenceMonitor::GetSummary() const
{
    InferenceSummary summary = SummariseRun(*m_store, m_warmUp.GetSeconds(), m_counts);
    summary.notes = m_notes->Get();
    summary.errors = m_errors.GetTotal();
    summary.energy = GetEnergyBalance();
    summary.nodeNames = m_nodeNames;
    return summary;
}

EnergyBalance
InferenceMonitor::GetEnergyBalance() const
{
    return m_energy.BalanceOf(*m_store, Simulator::Now().GetSeconds());
}

void
InferenceMonitor::PrintSummary(std::ostream& os) const
{
    const InferenceSummary summary = GetSummary();
    edgeai::PrintSummary(summary, os);
    if (m_counts.generated == 0)
    {
        os << "\nNo task was generated: "
           << (summary.notes.empty() ? ExplainSilence(summary.nodeNames) : "see the notes") << '\n';
    }
}

void
InferenceMonitor::Write(const std::string& path) const
{
    NS_LOG_FUNCTION(this << path);
    CheckRunPath(path);
    if (IsSummaryPath(path))
    {
        WriteSummaryFile(GetSummary(), GetRunInformation(), path);
        return;
    }
    WriteRunFiles({*m_store, *m_events, GetEnergyBalance(), m_nodeNames, GetRunInformation()},
                  path);
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
