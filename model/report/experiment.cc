/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "experiment.h"

#include "child-runs.h"
#include "figure-styles.h"
#include "run-progress.h"

#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <thread>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] count how many  @param [in] what of what, one  @returns "1 run", "2 runs"
std::string
CountWords(std::size_t count, const std::string& what)
{
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

/// @param [in] bytes of a report  @param [in,out] position moved on  @returns a count
uint64_t
ReadCount(const std::string& bytes, std::size_t& position)
{
    return static_cast<uint64_t>(ResultValue::Read(bytes, position).GetNumber());
}

} // namespace

Experiment::Experiment(const std::string& name, const std::string& question)
    : RunFolder("results/" + name, question),
      m_name(name)
{
    AddSetting("jobs",
               "Processes at once; 0: as many as cores; 1: all in this one, for debuggers",
               m_jobs,
               0,
               4096);
    AddValue("runs",
             "Repetitions with the run numbers RngRun, RngRun + 1, ...; results are then means "
             "with 95 % confidence intervals",
             m_runs,
             1,
             10000);
    AddValue("figures", "Draw the figures", m_draws);
    AddSetting("records",
               "Tables of tasks and timelines: of scenarios that the example chooses: chosen; of "
               "every one: all",
               m_records);
    AddRule([this]() -> std::string {
        return m_records == "chosen" || m_records == "all"
                   ? ""
                   : "--records: '" + m_records + "'; allowed are chosen, all";
    });
}

void
Experiment::Read(int argc, char* argv[])
{
    RunFolder::Read(argc, argv);
    m_firstRun = RngSeedManager::GetRun();
}

void
Experiment::SetColumns(const ResultColumns& columns)
{
    AddSheet("results", columns);
}

void
Experiment::AddSheet(const std::string& name, const ResultColumns& columns)
{
    std::vector<ResultColumn> ofRuns = columns.Get();
    ofRuns.insert(ofRuns.begin(), ResultColumn("run", "", "run number (RngRun)"));
    m_sheets.emplace_back(name, columns.Get());
    m_runSheets.emplace_back(name + "-runs", std::move(ofRuns));
}

void
Experiment::AddScenario(const ResultKey& key, Body body, const std::vector<std::string>& sheets)
{
    for (const std::string& sheet : sheets)
    {
        ResultSheet::Find(m_sheets, sheet);
    }
    ResultSheet& results = m_sheets[ResultSheet::Find(m_sheets, "results")];
    for (const auto& pair : key)
    {
        results.GetIndex(pair.first);
        for (ResultSheet& sheet : m_sheets)
        {
            sheet.MarkInput(pair.first);
        }
    }
    m_scenarios.push_back({key, std::move(body), sheets, {}, "", 0});
}

void
Experiment::AddTable(const TableView& table)
{
    table.Check(GetSheet(table.GetSheet()));
    m_tables.push_back(table);
}

void
Experiment::AddFigure(const FigureView& figure)
{
    figure.Check(GetSheet(figure.GetSheet()));
    m_figures.push_back(figure);
}

const ResultSheet&
Experiment::GetSheet(const std::string& name) const
{
    return m_sheets[ResultSheet::Find(m_sheets, name)];
}

int
Experiment::Run()
{
    return Run(std::cout);
}

int
Experiment::Run(std::ostream& os)
{
    for (Scenario& scenario : m_scenarios)
    {
        scenario.reports.assign(m_runs, "");
        scenario.ended = 0;
    }
    m_jobs == 1 ? RunHere(os) : RunChildren(os);
    RngSeedManager::SetRun(m_firstRun);
    os << "\n"
       << m_name << ": " << CountWords(m_scenarios.size(), "scenario") << ", "
       << CountWords(m_runs, "run") << " each";
    if (m_counts.generated > 0)
    {
        os << "; tasks: " << m_counts.generated << " generated = " << m_counts.completed
           << " completed + " << m_counts.dropped << " dropped + " << m_counts.unfinished
           << " unfinished";
    }
    os << std::endl;
    bool sound = m_failures.empty();
    for (const auto& [piece, words] : m_failures)
    {
        std::cerr << m_name << ": " << Describe(piece) << " " << words << std::endl;
    }
    try
    {
        WriteFiles();
    }
    catch (const std::runtime_error& failure)
    {
        std::cerr << m_name << ": " << failure.what() << std::endl;
        sound = false;
    }
    return sound ? 0 : 1;
}

std::string
Experiment::Describe(std::size_t piece) const
{
    std::string words;
    for (const auto& [name, value] : m_scenarios[piece / m_runs].key)
    {
        const std::string text = value.GetText();
        words += text.empty()
                     ? ""
                     : (words.empty() ? "" : " ") + (value.IsText() ? text : name + "=" + text);
    }
    return m_runs == 1 ? words : words + " run=" + std::to_string(m_firstRun + piece % m_runs);
}

std::string
Experiment::RunPiece(std::size_t piece) const
{
    const Scenario& scenario = m_scenarios[piece / m_runs];
    const std::size_t repetition = piece % m_runs;
    const uint64_t run = m_firstRun + repetition;
    RngSeedManager::SetRun(run);
    ScenarioResults results(
        m_sheets,
        scenario.key,
        repetition == 0 ? "" : "-run" + std::to_string(run),
        m_records == "all" ? GetPath(NameScenarioFiles(piece / m_runs + 1, scenario.key)) : "");
    results.Restrict(scenario.sheets);
    scenario.body(results);
    return results.Write();
}

RunProgress
Experiment::StartProgress(std::size_t jobs) const
{
    std::vector<ResultKey> keys;
    for (const Scenario& scenario : m_scenarios)
    {
        keys.push_back(scenario.key);
    }
    return RunProgress(keys, m_runs, jobs, [this](std::size_t piece) { return Describe(piece); });
}

void
Experiment::RunHere(std::ostream& os)
{
    RunProgress progress = StartProgress(1);
    for (std::size_t piece = 0; piece < m_scenarios.size() * m_runs; ++piece)
    {
        progress.Run({piece});
        std::string report;
        std::string failure;
        try
        {
            report = RunPiece(piece);
        }
        catch (const std::exception& thrown)
        {
            failure = std::string("failed: ") + thrown.what();
            Simulator::Destroy();
        }
        progress.End(piece);
        End(piece, report, failure, os);
    }
}

void
Experiment::RunChildren(std::ostream& os)
{
    const std::size_t jobs = m_jobs > 0 ? m_jobs : std::thread::hardware_concurrency();
    RunProgress progress = StartProgress(jobs);
    std::vector<std::size_t> running;
    ChildRuns::Run(
        m_scenarios.size() * m_runs,
        jobs,
        [this](std::size_t piece) { return RunPiece(piece); },
        [&](std::size_t piece, const ChildOutcome& outcome) {
            running.erase(std::remove(running.begin(), running.end(), piece), running.end());
            progress.End(piece);
            std::string failure = outcome.failure;
            if (failure.empty() && outcome.result.empty())
            {
                failure = "ended without results"; // which begin with counts of tasks
            }
            if (!failure.empty() && !outcome.lastWords.empty())
            {
                failure += "; its last words:\n" + outcome.lastWords;
            }
            m_scenarios[piece / m_runs].output += outcome.output;
            End(piece, outcome.result, failure, os);
            progress.Run(running);
        },
        [&](const std::string& text) {
            progress.Clear();
            std::cerr << text << std::flush;
        },
        [&](const std::vector<std::size_t>& who) {
            running = who;
            progress.Run(running);
        });
    progress.Clear();
}

void
Experiment::End(std::size_t piece,
                const std::string& report,
                const std::string& failure,
                std::ostream& os)
{
    Scenario& scenario = m_scenarios[piece / m_runs];
    scenario.reports[piece % m_runs] = failure.empty() ? report : "";
    ++scenario.ended;
    if (!failure.empty())
    {
        m_failures[piece] = failure;
    }
    Proceed(os);
}

void
Experiment::Proceed(std::ostream& os)
{
    while (m_gathered < m_scenarios.size() && m_scenarios[m_gathered].ended == m_runs)
    {
        os << m_scenarios[m_gathered].output;
        Gather(m_scenarios[m_gathered]);
        ++m_gathered;
    }
    while (m_printed < m_tables.size() && IsComplete(m_tables[m_printed]))
    {
        m_tables[m_printed].Print(GetSheet(m_tables[m_printed].GetSheet()), os);
        ++m_printed;
    }
    os << std::flush;
}

void
Experiment::Gather(const Scenario& scenario)
{
    // Repetitions have their rows in the same order; a row that some lack is a mean of the others.
    std::vector<std::vector<std::vector<std::vector<ResultValue>>>> rows(m_sheets.size());
    for (uint32_t run = 0; run < m_runs; ++run)
    {
        const std::string& report = scenario.reports[run];
        std::vector<std::size_t> counts(m_sheets.size());
        std::size_t position = 0;
        if (report.empty())
        {
            continue;
        }
        m_counts.generated += ReadCount(report, position);
        m_counts.completed += ReadCount(report, position);
        m_counts.dropped += ReadCount(report, position);
        m_counts.unfinished += ReadCount(report, position);
        while (position < report.size())
        {
            const std::size_t sheet = ReadCount(report, position);
            std::vector<ResultValue> values;
            for (std::size_t i = 0; i < m_sheets.at(sheet).GetColumns().size(); ++i)
            {
                values.push_back(ResultValue::Read(report, position));
            }
            rows[sheet].resize(std::max(rows[sheet].size(), counts[sheet] + 1));
            rows[sheet][counts[sheet]++].push_back(values);
            values.insert(values.begin(), m_firstRun + run);
            m_runSheets[sheet].Add({values});
        }
    }
    for (std::size_t sheet = 0; sheet < rows.size(); ++sheet)
    {
        for (const auto& repetitions : rows[sheet])
        {
            m_sheets[sheet].Add(repetitions);
        }
    }
}

bool
Experiment::IsComplete(const TableView& table) const
{
    // A scenario can add no row if it adds none to the sheet, or if its key says otherwise than
    // what the table wants.
    const auto cannotAdd = [&table](const Scenario& scenario) {
        const std::vector<std::string>& sheets = scenario.sheets;
        if (!sheets.empty() &&
            std::find(sheets.begin(), sheets.end(), table.GetSheet()) == sheets.end())
        {
            return true;
        }
        for (const auto& [name, wanted] : table.GetSelection())
        {
            for (const auto& [column, value] : scenario.key)
            {
                if (column == name && !(value == wanted))
                {
                    return true;
                }
            }
        }
        return false;
    };
    return std::all_of(m_scenarios.begin() + static_cast<std::ptrdiff_t>(m_gathered),
                       m_scenarios.end(),
                       cannotAdd);
}

void
Experiment::WriteFiles()
{
    TextTable meanings({{"sheet", ""}, {"column", ""}, {"unit", ""}, {"meaning", ""}});
    for (std::size_t i = 0; i < m_sheets.size(); ++i)
    {
        m_sheets[i].WriteCsv(GetPath(m_sheets[i].GetName() + ".csv"), m_runs > 1);
        if (m_runs > 1)
        {
            m_runSheets[i].WriteCsv(GetPath(m_runSheets[i].GetName() + ".csv"), false);
        }
        for (const ResultColumn& column : m_sheets[i].GetColumns())
        {
            meanings.AddRow({m_sheets[i].GetName(), column.name, column.unit, column.help});
        }
    }
    meanings.WriteCsv(GetPath("columns.csv"));
    FigureStyles styles;
    for (const FigureView& figure : m_figures)
    {
        const ResultSheet& sheet = GetSheet(figure.GetSheet());
        if (m_draws && figure.HasRows(sheet))
        {
            figure.Draw(sheet, styles).Write(GetPath(figure.GetStem()));
        }
    }
}

} // namespace edgeai
} // namespace ns3
