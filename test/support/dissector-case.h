/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DISSECTOR_CASE_H
#define EDGE_AI_DISSECTOR_CASE_H

// What tests of the dissector for Wireshark share.

#include "ns3/test.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Knows where the dissector is, and what tshark says with it.
class DissectorCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    /// A line of tshark's output, cut at the tabs.
    using Row = std::vector<std::string>;

    /// @param [in] name of a dissector
    /// @returns its file; the test's own folder lies deeper in some releases
    std::string FindDissector(const std::string& name = "edge-ai.lua")
    {
        for (const char* way : {"../tools/wireshark/", "../../tools/wireshark/"})
        {
            const std::string path = CreateDataDirFilename(way + name);
            if (std::ifstream(path).good())
            {
                return path;
            }
        }
        return "";
    }

    /// @returns whether tshark is there; says so if not
    bool HasTshark()
    {
        if (std::system("tshark --version > /dev/null 2>&1") == 0)
        {
            return true;
        }
        std::cerr << "skipped: tshark is not installed\n";
        return false;
    }

    /**
     * @param [in] trace packet trace
     * @param [in] filter which packets
     * @param [in] fields what of each
     * @param [in] options more of them
     * @returns a row per packet, values of one field by commas
     */
    std::vector<Row> Ask(const std::string& trace,
                         const std::string& filter,
                         const std::vector<std::string>& fields,
                         const std::string& options = "")
    {
        std::string command = "tshark " + options + " -X lua_script:'" + FindDissector() +
                              "' -r '" + trace + "' -Y '" + filter + "' -T fields";
        for (const std::string& field : fields)
        {
            command += " -e " + field;
        }
        std::vector<Row> rows;
        FILE* pipe = popen((command + " 2>&1").c_str(), "r");
        std::array<char, 4096> line;
        while (pipe && fgets(line.data(), line.size(), pipe))
        {
            std::string text(line.data());
            if (text.rfind("Running as user", 0) == 0)
            {
                continue;
            }
            text.erase(text.find_last_not_of('\n') + 1);
            Row row;
            std::istringstream cells(text + "\t");
            for (std::string cell; std::getline(cells, cell, '\t');)
            {
                row.push_back(cell);
            }
            rows.push_back(row);
        }
        const int status = pipe ? pclose(pipe) : -1;
        NS_TEST_EXPECT_MSG_EQ(status, 0, command);
        return rows;
    }

    /// @param [in] rows of tshark  @param [in] row which  @param [in] column which
    /// @returns what is there, in words if there is nothing
    static std::string GetCell(const std::vector<Row>& rows, std::size_t row, std::size_t column)
    {
        return row < rows.size() && column < rows[row].size() ? rows[row][column] : "nothing there";
    }

    /// @param [in] rows of tshark  @param [in] row which  @param [in] column which
    /// @param [in] value that shall be there  @param [in] place of it, where there are several
    void ExpectNumber(const std::vector<Row>& rows,
                      std::size_t row,
                      std::size_t column,
                      double value,
                      std::size_t place = 0)
    {
        std::istringstream cells(GetCell(rows, row, column));
        std::string cell;
        for (std::size_t i = 0; i <= place; ++i)
        {
            std::getline(cells, cell, ',');
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(std::strtod(cell.c_str(), nullptr),
                                  value,
                                  1e-12 * std::abs(value),
                                  GetCell(rows, row, column));
    }

    /// @param [in] trace of an honest run  @param [in] options of tshark; nothing is complained of
    void ExpectNoComplaint(const std::string& trace, const std::string& options = "")
    {
        const auto rows = Ask(trace, "edgeai && _ws.expert", {"frame.number"}, options);
        NS_TEST_EXPECT_MSG_EQ(rows.size(), 0, "complaints about " << trace);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DISSECTOR_CASE_H
