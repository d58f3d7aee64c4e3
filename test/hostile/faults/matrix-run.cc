/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "matrix-run.h"

#include "cell-store.h"
#include "report/progress-line.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <map>
#include <tuple>

namespace ns3
{
namespace edgeai
{

namespace
{

/**
 * How long the rest takes. Cells of one kind - access, application, a crowd or not - take about as
 * long; of a kind of which none has ended it is a guess.
 */
class CellForecast
{
  public:
    /// @param [in] cell that ended  @param [in] seconds of the processor that it took [s]
    void End(const FaultCell& cell, double seconds)
    {
        Cost& cost = m_costs[GetKind(cell)];
        cost.sum += seconds;
        ++cost.count;
    }

    /// @param [in] cell one  @returns processor time that it is expected to take [s]
    double Expect(const FaultCell& cell) const
    {
        const auto known = m_costs.find(GetKind(cell));
        if (known != m_costs.end())
        {
            return known->second.sum / known->second.count;
        }
        const double access = cell.access == "lte" ? 6 : cell.access == "wifi" ? 2 : 0.5;
        return access * (cell.fault == Fault::MANY_DEVICES ? 20 : 1);
    }

  private:
    using Kind = std::tuple<std::string, std::string, bool>;

    struct Cost
    {
        double sum{0};
        double count{0};
    };

    static Kind GetKind(const FaultCell& cell)
    {
        return {cell.access, cell.application, cell.fault == Fault::MANY_DEVICES};
    }

    std::map<Kind, Cost> m_costs;
};

/// Progress of a matrix on standard error: share done, time left, what runs.
class MatrixProgress
{
  public:
    /// @param [in] cells to run
    explicit MatrixProgress(const std::vector<FaultCell>& cells)
        : m_cells(cells),
          m_done(cells.size(), false),
          m_line(cells.size(), std::cerr, ProgressLine::FindWidth())
    {
    }

    void Run(const std::vector<std::size_t>& running)
    {
        double left = 0;
        for (std::size_t i = 0; i < m_cells.size(); ++i)
        {
            left += m_done[i] ? 0 : m_forecast.Expect(m_cells[i]);
        }
        // Whatever processors are shared with goes on as it was.
        const double elapsed = GetNow();
        left *= m_spent > 0 ? elapsed / m_spent : std::numeric_limits<double>::quiet_NaN();
        std::string words;
        for (const std::size_t i : running)
        {
            const FaultCell& cell = m_cells[i];
            words += (words.empty() ? "" : ", ") + ToString(cell.fault) + "/" + cell.application +
                     (cell.udp ? "/UDP/" : "/TCP/") + cell.access;
        }
        m_line.Show(m_ended, elapsed, left, words);
    }

    void End(std::size_t i, double seconds)
    {
        m_done[i] = true;
        ++m_ended;
        m_spent += seconds;
        m_forecast.End(m_cells[i], seconds);
        m_line.Clear();
    }

    void Clear()
    {
        m_line.Clear();
    }

  private:
    double GetNow() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

    std::vector<FaultCell> m_cells;
    std::vector<bool> m_done;
    std::size_t m_ended{0};
    double m_spent{0}; ///< by processors on cells that ended [s]
    std::chrono::steady_clock::time_point m_start{std::chrono::steady_clock::now()};
    CellForecast m_forecast;
    ProgressLine m_line;
};

/// Crowds take longest: they come first, so that no process is alone with one in the end.
/// @param [in] cells to run  @returns their order
std::vector<std::size_t>
FindOrder(const std::vector<FaultCell>& cells)
{
    const CellForecast guess;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < cells.size(); ++i)
    {
        order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        return guess.Expect(cells[one]) > guess.Expect(cells[other]);
    });
    return order;
}

/// @param [in] entry run  @param [in,out] os gets a line if it broke
void
TellIfBroken(const FaultEntry& entry, std::ostream& os)
{
    if (entry.result.verdict == FaultVerdict::BROKEN)
    {
        os << "BROKEN: " << entry.cell.ToString() << ": " << entry.result.words.data() << std::endl;
    }
}

} // namespace

MatrixOutcome
RunFaultMatrix(std::vector<FaultEntry>& entries, const MatrixSettings& settings, std::ostream& os)
{
    MatrixOutcome outcome;
    CellStore store(settings.folder, settings.show ? "" : CellStore::GetBuildMark());
    std::vector<FaultCell> missing;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < entries.size(); ++i)
    {
        const bool known =
            entries[i].none.empty() && store.Find(entries[i].cell, entries[i].result);
        outcome.kept += known;
        entries[i].ended = known;
        outcome.broken += known && entries[i].result.verdict == FaultVerdict::BROKEN;
        if (entries[i].none.empty() && !known && !settings.show)
        {
            missing.push_back(entries[i].cell);
            places.push_back(i);
        }
    }
    for (const auto& [why, count] : store.GetDisbelieved())
    {
        std::cerr << count << " results are " << why
                  << (settings.show ? "\n" : " and are run again\n");
    }
    if (outcome.kept > 0 && !settings.show)
    {
        std::cerr << outcome.kept << " of " << outcome.kept + missing.size()
                  << " cells are there already\n";
    }
    std::vector<FaultCell> cells;
    const std::vector<std::size_t> order = FindOrder(missing);
    for (const std::size_t place : order)
    {
        cells.push_back(missing[place]);
    }
    MatrixProgress progress(cells);
    RunFaultCells(
        cells,
        settings.jobs,
        settings.limit,
        [&](std::size_t cell, const FaultResult& result) {
            progress.End(cell, result.seconds);
            FaultEntry& entry = entries[places[order[cell]]];
            entry.ended = true;
            entry.result = result;
            store.Keep(entry.cell, result);
            ++outcome.ran;
            outcome.broken += result.verdict == FaultVerdict::BROKEN;
            TellIfBroken(entry, os);
        },
        [&progress](const std::vector<std::size_t>& running) { progress.Run(running); });
    progress.Clear();
    const std::filesystem::path stem = std::filesystem::path(settings.folder) / "fault-matrix";
    std::ofstream table(stem.string() + ".csv", std::ios::binary);
    PrintFaultTable(table, entries);
    DrawFaultMatrix(stem.string(), entries);
    PrintFaultCounts(os, entries);
    return outcome;
}

} // namespace edgeai
} // namespace ns3
