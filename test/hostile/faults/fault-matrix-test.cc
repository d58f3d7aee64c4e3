/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Every fault in every application, once: tasks and energy are conserved, nothing hangs, and
// service comes back where it should. The whole matrix is a bench, hardening.

#include "fault-matrix.h"
#include "fault-target.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <algorithm>
#include <set>
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

/// Faults by applications.
class FaultMatrixSuite : public TestSuite
{
  public:
    FaultMatrixSuite()
        : TestSuite("edge-ai-hostile-faults", TEST_SYSTEM)
    {
        AddTestCase(new MatrixCase, TEST_QUICK);
        for (const Fault fault : ListFaults())
        {
            AddTestCase(new FaultCase(fault), TEST_QUICK);
        }
    }
};

FaultMatrixSuite g_faultMatrixSuite; ///< registers the suite

} // namespace
