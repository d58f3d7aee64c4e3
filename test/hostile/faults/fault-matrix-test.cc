/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Every fault in every application, once: tasks and energy are conserved, nothing hangs, and
// service comes back where it should. The whole matrix is a bench, hardening.

#include "cell-store.h"
#include "fault-target.h"
#include "matrix-run.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// One fault in every application.
class FaultCase : public TestCase
{
  public:
    /// @param [in] fault which
    explicit FaultCase(Fault fault)
        : TestCase(ToString(fault) + " in every application"),
          m_fault(fault)
    {
    }

  private:
    void DoRun() override
    {
        std::vector<FaultCell> cells = ListShortFaultMatrix();
        cells.erase(std::remove_if(cells.begin(),
                                   cells.end(),
                                   [this](const FaultCell& cell) { return cell.fault != m_fault; }),
                    cells.end());
        NS_TEST_ASSERT_MSG_EQ(cells.empty(), false, "some application can have it");
        RunFaultCells(cells, 1, 120, [&](std::size_t index, const FaultResult& result) {
            NS_TEST_EXPECT_MSG_EQ((result.verdict == FaultVerdict::BROKEN),
                                  false,
                                  cells[index].ToString() << ": " << result.words.data());
            NS_TEST_EXPECT_MSG_EQ((result.verdict == FaultVerdict::REFUSED),
                                  (result.words[0] != 0),
                                  "a refusal, and nothing else, has words");
        });
    }

    Fault m_fault;
};

/// What there is, and what there is not.
class MatrixCase : public TestCase
{
  public:
    MatrixCase()
        : TestCase("The matrix holds every fault, application, transport and access")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<FaultEntry> entries = ListFaultMatrix();
        const auto applications = ListFaultApplications();
        NS_TEST_EXPECT_MSG_EQ(applications.size(), 6, "applications");
        NS_TEST_EXPECT_MSG_EQ(entries.size(),
                              ListFaults().size() * applications.size() * 2 * ListAccesses().size(),
                              "cells");
        std::set<std::string> names;
        for (const FaultEntry& entry : entries)
        {
            names.insert(entry.cell.ToString());
        }
        NS_TEST_EXPECT_MSG_EQ(names.size(), entries.size(), "each once");
        // Tests go over both transports and all accesses that are quick.
        std::set<std::string> ways;
        for (const FaultCell& cell : ListShortFaultMatrix())
        {
            NS_TEST_EXPECT_MSG_EQ(ExplainNoCell(cell), "", cell.ToString());
            ways.insert(cell.access + (cell.udp ? " UDP" : " TCP"));
        }
        NS_TEST_EXPECT_MSG_EQ(ways.size(), 6, "ideal, wifi, broadband, each with TCP and UDP");
    }
};

/// A cell that does not end.
class HangingCellCase : public TestCase
{
  public:
    HangingCellCase()
        : TestCase("A cell that does not end in time is ended, and counts as broken")
    {
    }

  private:
    void DoRun() override
    {
        const FaultCell slow{Fault::MANY_DEVICES, "HALP", false, "wifi"};
        RunFaultCells({slow}, 1, 1, [&](std::size_t, const FaultResult& result) {
            ++m_told;
            NS_TEST_EXPECT_MSG_EQ((result.verdict == FaultVerdict::BROKEN), true, "it hangs");
            NS_TEST_EXPECT_MSG_EQ(result.words.data(),
                                  std::string("it hangs: no end within 1 s"),
                                  "in words");
        });
        NS_TEST_EXPECT_MSG_EQ(m_told, 1, "cells");
    }

    unsigned m_told{0};
};

/// A matrix that is interrupted.
class ResumedMatrixCase : public TestCase
{
  public:
    ResumedMatrixCase()
        : TestCase("Cells that were run are not run again, unless they cannot be believed")
    {
    }

  private:
    /// @param [in] kept cells that are there  @param [in] ran cells that are not
    void Run(std::size_t kept, std::size_t ran)
    {
        std::vector<FaultEntry> entries;
        for (const bool udp : {false, true})
        {
            entries.emplace_back();
            entries.back().cell = {Fault::ONE_DEVICE, "pipelines", udp, "ideal"};
        }
        entries.emplace_back();
        entries.back().cell = {Fault::NO_DEVICE, "pipelines", false, "ideal"};
        entries.back().none = "it has 1 device";
        std::ostringstream counts;
        const MatrixOutcome outcome = RunFaultMatrix(entries, {m_folder, 2, 120, m_show}, counts);
        NS_TEST_EXPECT_MSG_EQ(outcome.kept, kept, "there already");
        NS_TEST_EXPECT_MSG_EQ(outcome.ran, ran, "run");
        NS_TEST_EXPECT_MSG_EQ(outcome.broken, 0, counts.str());
        if (m_show)
        {
            NS_TEST_EXPECT_MSG_EQ(entries[1].ended, false, "not run");
            return;
        }
        NS_TEST_EXPECT_MSG_GT(entries[1].result.generated, 10, "tasks");
        std::ostringstream table;
        entries[0].result.seconds = 0; // by this processor
        entries[1].result.seconds = 0;
        PrintFaultTable(table, entries);
        m_table = m_table.empty() ? table.str() : m_table;
        NS_TEST_EXPECT_MSG_EQ(table.str(), m_table, "the same whether it was kept or run");
    }

    void DoRun() override
    {
        m_folder = CreateTempDirFilename("matrix");
        Run(0, 2);
        Run(2, 0);
        const std::string file = m_folder + "/cells/1-device--pipelines--udp--ideal.json";
        NS_TEST_ASSERT_MSG_EQ(std::filesystem::exists(file), true, file);
        std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1);
        Run(1, 1);
        std::ofstream(file, std::ios::in | std::ios::out).seekp(60) << '9';
        Run(1, 1);

        const FaultCell cell{Fault::ONE_DEVICE, "pipelines", true, "ideal"};
        FaultResult result;
        {
            CellStore any(m_folder, "");
            NS_TEST_EXPECT_MSG_EQ(any.Find(cell, result), true, "of whatever build");
        }
        m_show = true;
        std::filesystem::remove(file);
        Run(1, 0);
        m_show = false;
        Run(1, 1);
        {
            CellStore other(m_folder, "another build");
            NS_TEST_EXPECT_MSG_EQ(other.Find(cell, result), false, "of another build");
            NS_TEST_EXPECT_MSG_EQ(other.GetDisbelieved().count("of another build"), 1, "why");
            std::unique_ptr<CellStore> second;
            bool refused = false;
            try
            {
                second = std::make_unique<CellStore>(m_folder, "another build");
            }
            catch (const std::runtime_error&)
            {
                refused = true;
            }
            NS_TEST_EXPECT_MSG_EQ(refused, true, "two at one place");
        }
        Put("it broke \xff", result.words);
        result.verdict = FaultVerdict::BROKEN;
        CellStore store(m_folder, CellStore::GetBuildMark());
        store.Keep(cell, result);
        NS_TEST_EXPECT_MSG_EQ(store.Find(cell, result), false, "what broke is tried again");
        NS_TEST_EXPECT_MSG_EQ(store.GetDisbelieved().count("failures"), 1, "why");
    }

    std::string m_folder;
    std::string m_table;
    bool m_show{false};
};

/// Faults by applications.
class FaultMatrixSuite : public TestSuite
{
  public:
    FaultMatrixSuite()
        : TestSuite("edge-ai-hostile-faults", TEST_SYSTEM)
    {
        AddTestCase(new MatrixCase, TEST_QUICK);
        AddTestCase(new HangingCellCase, TEST_QUICK);
        AddTestCase(new ResumedMatrixCase, TEST_QUICK);
        for (const Fault fault : ListFaults())
        {
            AddTestCase(new FaultCase(fault), TEST_QUICK);
        }
    }
};

FaultMatrixSuite g_faultMatrixSuite; ///< registers the suite

} // namespace
