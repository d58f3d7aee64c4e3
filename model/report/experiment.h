/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXPERIMENT_H
#define EDGE_AI_EXPERIMENT_H

#include "result-sheet.h"
#include "result-views.h"
#include "run-folder.h"
#include "scenario-results.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

class RunProgress;

/**
 * @ingroup edge-ai
 * What an example is made of: a question, parameters, scenarios, and columns from which come
 * results.csv, printed tables and figures. Every scenario runs in a process of its own, on all
 * cores; results come in the order in which scenarios were added, whatever ends first.
 *
 * @code
 * double bandwidth = 5e6;
 * Experiment experiment("rates", "What does a link of some distance carry?");
 * experiment.AddValue("bandwidth", "Bandwidth [Hz]", bandwidth, 1e5, 1e8);
 * experiment.Parse(argc, argv);
 * ResultColumns columns;
 * columns.Add("distance", "m", "from the base station");
 * columns.Add("rate", "bit/s", "goodput").Shown("Mbit/s", 1e-6);
 * experiment.SetColumns(columns);
 * for (const double distance : {50, 100, 200})
 * {
 *     experiment.AddScenario({{"distance", distance}}, [=](ScenarioResults& results) {
 *         results.AddRow().Set("rate", Simulate(bandwidth, distance));
 *     });
 * }
 * experiment.AddTable(TableView("Rates", "distance rate"));
 * experiment.AddFigure(FigureView("rates", "Goodput over distance").Curve("", "distance", "rate"));
 * return experiment.Run();
 * @endcode
 *
 * Options that every experiment has: --output=FOLDER, --jobs=N (processes at once, 0: as many as
 * cores; 1: no other process, for debuggers), --runs=N (repetitions with the run numbers RngRun,
 * RngRun + 1, ...; tables, CSV and figures then hold means with 95 % confidence intervals),
 * --figures=false (draw none), --records=all (tables of tasks and timelines of every scenario).
 */
class Experiment : public RunFolder
{
  public:
    /// What a scenario does: build, run, destroy a simulation, and report.
    using Body = std::function<void(ScenarioResults& results)>;

    /// @param [in] name of the program; results go to results/NAME
    /// @param [in] question what the experiment answers, for --PrintHelp
    Experiment(const std::string& name, const std::string& question);

    /// As RunFolder::Read. @param [in] argc number of arguments  @param [in] argv arguments
    void Read(int argc, char* argv[]) override;

    /// Declare the columns of results.csv. @param [in] columns with the keys of all scenarios
    void SetColumns(const ResultColumns& columns);
    /**
     * Declare another file of results: windows of time, users, causes.
     * @param [in] name the file is called NAME.csv  @param [in] columns at least one
     */
    void AddSheet(const std::string& name, const ResultColumns& columns);
    /**
     * @param [in] key columns of "results" with the values that tell this scenario from others
     * @param [in] body what it does; it runs in another process, so whatever it changes outside of
     *             its results is lost
     * @param [in] sheets names of those that it adds rows to; tables of others need not wait for
     *             it. Empty: it may add to any.
     * @throws std::invalid_argument if "results" lacks a column of the key, or there is no such
     *         sheet
     */
    void AddScenario(const ResultKey& key, Body body, const std::vector<std::string>& sheets = {});
    /// Print a table as soon as its scenarios have ended, after those added before.
    /// @param [in] table columns and rows  @throws std::invalid_argument for unknown columns
    void AddTable(const TableView& table);
    /// Draw a figure at the end. @param [in] figure columns and rows
    /// @throws std::invalid_argument for unknown columns
    void AddFigure(const FigureView& figure);

    /**
     * Run all scenarios; print tables; write the sheets as CSV, with columns.csv that says what
     * their columns mean, and with NAME-runs.csv for repetitions one by one; draw the figures.
     * A scenario that crashes or loses a task is reported, and the others go on.
     * @param [in,out] os where tables go; progress and failures go to standard error
     * @returns the exit code: 0, or 1 if a scenario failed or a file cannot be written
     */
    int Run(std::ostream& os);
    /// The same to standard output. @returns the exit code
    int Run();

    /// @param [in] name of a sheet  @returns it, filled by Run()
    /// @throws std::invalid_argument if there is none
    const ResultSheet& GetSheet(const std::string& name = "results") const;

  private:
    /// One scenario.
    struct Scenario
    {
        ResultKey key;
        Body body;
        std::vector<std::string> sheets;  ///< it adds rows to; empty: any
        std::vector<std::string> reports; ///< of every repetition; "": failed or not ended
        std::string output;               ///< what it printed
        uint32_t ended{0};                ///< repetitions
    };

    /// @param [in] piece index over scenarios and repetitions  @returns it in words
    std::string Describe(std::size_t piece) const;
    /// @param [in] jobs how many run at once  @returns the line that shows how far the run is
    RunProgress StartProgress(std::size_t jobs) const;
    /// @param [in] piece index over scenarios and repetitions  @returns its report
    std::string RunPiece(std::size_t piece) const;
    /// Run all pieces in this process. @param [in,out] os where scenarios print
    void RunHere(std::ostream& os);
    /// Run all pieces in processes of their own. @param [in,out] os where what they print goes
    void RunChildren(std::ostream& os);
    /// @param [in] piece that ended  @param [in] report its results
    /// @param [in] failure how it failed; ""  @param [in,out] os where tables go
    void End(std::size_t piece,
             const std::string& report,
             const std::string& failure,
             std::ostream& os);
    /// Add the rows of scenarios whose turn it is, and print the tables that are complete.
    /// @param [in,out] os where to
    void Proceed(std::ostream& os);
    /// @param [in] scenario all of whose repetitions have ended
    void Gather(const Scenario& scenario);
    /// @param [in] table a table  @returns whether all its rows are there
    bool IsComplete(const TableView& table) const;
    /// Write sheets, what their columns mean, and figures.
    void WriteFiles();

    std::string m_name;
    uint32_t m_jobs{0};
    uint32_t m_runs{1};
    bool m_draws{true};              ///< figures are wanted
    std::string m_records{"chosen"}; ///< of tasks are kept: of the chosen scenarios, of all
    uint64_t m_firstRun{1};          ///< run number of the first repetition
    std::vector<ResultSheet> m_sheets;
    std::vector<ResultSheet> m_runSheets; ///< the same, every repetition by itself
    std::vector<Scenario> m_scenarios;
    std::size_t m_gathered{0}; ///< scenarios whose rows are in the sheets
    std::vector<TableView> m_tables;
    std::size_t m_printed{0}; ///< tables
    std::vector<FigureView> m_figures;
    std::map<std::size_t, std::string> m_failures; ///< of pieces, in words
    TaskCounts m_counts;                           ///< of all scenarios
};

/**
 * @ingroup edge-ai
 * Add the parts of a campaign that a command line asks for, in their order.
 * @tparam Campaign adds scenarios, tables and figures to an experiment, a part per function
 * @param [in] campaign whose parts
 * @param [in] wanted name of one, or "all"
 * @param [in] parts name and function of each
 */
template <class Campaign>
void
AddParts(const Campaign& campaign,
         const std::string& wanted,
         const std::vector<std::pair<std::string, void (Campaign::*)() const>>& parts)
{
    for (const auto& [name, part] : parts)
    {
        if (wanted == "all" || wanted == name)
        {
            (campaign.*part)();
        }
    }
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXPERIMENT_H
