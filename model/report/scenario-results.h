/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SCENARIO_RESULTS_H
#define EDGE_AI_SCENARIO_RESULTS_H

#include "result-sheet.h"

#include "ns3/inference-summary.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What a scenario reports: rows of sheets, and what became of its tasks.
class ScenarioResults
{
  public:
    /**
     * @param [in] sheets to which rows may be added; must outlive this
     * @param [in] key what the scenario is called by; must outlive this
     * @param [in] suffix of the files of this repetition; empty for the first
     * @param [in] stem of the files of a scenario that names none; empty: it writes none
     */
    ScenarioResults(const std::vector<ResultSheet>& sheets,
                    const ResultKey& key,
                    const std::string& suffix = "",
                    const std::string& stem = "");

    /**
     * Repetitions run at the same time, so each writes files of its own.
     * @param [in] stem path that files of the scenario begin with; empty: it writes none, unless
     *             the user wants the records of all scenarios
     * @returns the same for this repetition: the stem in the first, STEM-run2, ... in others
     */
    std::string GetStem(const std::string& stem) const;

    /// Rows go to some sheets and to no others. @param [in] sheets their names; empty: to any
    void Restrict(const std::vector<std::string>& sheets);
    /**
     * @param [in] sheet name
     * @returns a new row, with the columns of the scenario's key that the sheet has filled in;
     * valid until the next call
     * @throws std::invalid_argument if there is no such sheet, or Restrict() forbids it
     */
    ResultRow& AddRow(const std::string& sheet = "results");
    /**
     * Every scenario that runs tasks says how many; the experiment proves that none was lost, and
     * that energy adds up.
     * @param [in] counts of a monitor, when the simulation has ended
     * @param [in] energyFault what InferenceMonitor::GetEnergyBalance() found, before the
     *             simulation was destroyed; "": nothing
     * @throws std::runtime_error unless generated = completed + dropped + unfinished, and if there
     *         is such a fault
     */
    void Count(const TaskCounts& counts, const std::string& energyFault = "");

    /// @returns all of it, for another process of the same program
    std::string Write() const;

  private:
    const std::vector<ResultSheet>& m_sheets;
    const ResultKey& m_key;
    std::vector<std::string> m_allowed;                    ///< sheets; empty: any
    std::string m_suffix;                                  ///< of files
    std::string m_stem;                                    ///< of files, where none is named
    std::vector<std::pair<std::size_t, ResultRow>> m_rows; ///< with the sheet's index
    TaskCounts m_counts;
};

/**
 * @ingroup edge-ai
 * @param [in] number of a scenario, from 1 on  @param [in] key what it is called by
 * @returns what its files are called by: "scenario-2-ideal-LaimPlanner-latency_budget=0.5", with
 *          letters, digits, dots, and dashes for all others
 */
std::string NameScenarioFiles(std::size_t number, const ResultKey& key);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SCENARIO_RESULTS_H
