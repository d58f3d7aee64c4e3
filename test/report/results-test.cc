/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Text tables, figures, versions and the folder of a run.

#include "monitor/edge-ai-version.h"
#include "support/test-text.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/figure.h"
#include "ns3/nstime.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/run-folder.h"
#include "ns3/text-table.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// The version constant is that of the VERSION file.
class VersionTestCase : public TestCase
{
  public:
    VersionTestCase()
        : TestCase("version")
    {
    }

  private:
    void DoRun() override
    {
        // Inside a tree the folder of the tests is given from the top of the tree.
        SetDataDir(NS_TEST_SOURCEDIR);
        std::string path = std::string(NS_TEST_SOURCEDIR) + "/../VERSION";
        if (!std::filesystem::exists(path))
        {
            path = CreateDataDirFilename("../VERSION");
        }
        NS_TEST_EXPECT_MSG_EQ(ReadFile(path), std::string(EDGE_AI_VERSION) + "\n", path);
        NS_TEST_EXPECT_MSG_EQ(GetNs3Release().substr(0, 2), "3.", "3.nn");
        NS_TEST_EXPECT_MSG_EQ(GetNs3Release().size(), 4, "3.nn");
    }
};

/// Columns, digits, alignment, CSV.
class TextTableTestCase : public TestCase
{
  public:
    TextTableTestCase()
        : TestCase("text table")
    {
    }

  private:
    void DoRun() override
    {
        TextTable table({{"method", ""}, {"latency", "s"}, {"devices", ""}});
        table.SetTitle("Methods");
        table.AddRow({"naïve, slow", 1.0 / 3, 10});
        table.AddRow({"optimal", TextCell(123456.789, 8), uint64_t{1} << 63});
        table.AddRule();
        table.AddRow({"none", std::nan(""), -1});
        std::ostringstream os;
        table.Print(os);
        NS_TEST_EXPECT_MSG_EQ(os.str(),
                              "Methods\n"
                              "method       latency [s]              devices\n"
                              "-----------  -----------  -------------------\n"
                              "naïve, slow       0.3333                   10\n"
                              "optimal        123456.79  9223372036854775808\n"
                              "-----------  -----------  -------------------\n"
                              "none                   -                   -1\n",
                              "aligned");
        std::ostringstream csv;
        table.WriteCsv(csv);
        NS_TEST_EXPECT_MSG_EQ(csv.str(),
                              "method,latency [s],devices\n"
                              "\"naïve, slow\",0.3333333333333333,10\n"
                              "optimal,123456.789,9223372036854775808\n"
                              "none,,-1\n",
                              "exact");
        const std::string path = CreateTempDirFilename("table.csv");
        table.WriteCsv(path);
        NS_TEST_EXPECT_MSG_EQ(ReadFile(path), csv.str(), "the same in a file");
        std::string said;
        try
        {
            table.AddRow({"too", "short"});
        }
        catch (const std::invalid_argument& failure)
        {
            said = failure.what();
        }
        NS_TEST_EXPECT_MSG_EQ(said, "TextTable: a row of 2 cells in a table of 3 columns", "said");
        said.clear();
        try
        {
            table.WriteCsv(CreateTempDirFilename("") + "no/folder.csv");
        }
        catch (const std::runtime_error& failure)
        {
            said = failure.what();
        }
        NS_TEST_EXPECT_MSG_NE(said.find("no/folder.csv': No such file"), std::string::npos, said);
    }
};

/// The files of a figure; the picture too where gnuplot is installed.
class FigureTestCase : public TestCase
{
  public:
    FigureTestCase()
        : TestCase("figure")
    {
    }

  private:
    /// @returns a figure with everything in it
    static Figure MakeFigure()
    {
        Figure figure("Latency \"p95\"", "bandwidth", "Hz", "latency", "s");
        figure.SetLogX(true);
        figure.SetRangeY(0, 1.5);
        const size_t plan = figure.AddSeries("plan_a", SeriesStyle::LINES);
        const size_t fact = figure.AddSeries("reality");
        figure.AddSeries("nothing");
        figure.Add(plan, 0, 9); // not on a logarithmic axis
        figure.Add(plan, 1e6, 1.0 / 3);
        figure.Add(plan, std::nan(""), std::nan("")); // a gap that is meant
        figure.Add(plan, 2e6, std::nan(""));
        figure.Add(plan, 2e6, std::nan(""));
        figure.Add(plan, 4e6, 0.2);
        figure.Add(fact, 1e6, 1, 0.125);
        figure.Add(fact, 4e6, 0.5);
        return figure;
    }

    void DoRun() override
    {
        std::ostringstream said;
        std::streambuf* before = std::cerr.rdbuf(said.rdbuf());
        const std::string stem = CreateTempDirFilename("it's a figure");

        // Without gnuplot, in a child because the search for it is made once per process.
        const pid_t child = fork();
        if (child == 0)
        {
            setenv("PATH", "/nonexistent", 1);
            const bool drawn = MakeFigure().Write(stem) || MakeFigure().Write(stem);
            const std::string text = said.str();
            const size_t first = text.find("gnuplot is not installed");
            const bool once = first != std::string::npos &&
                              text.find("gnuplot is not installed", first + 1) == std::string::npos;
            _exit(drawn || !once);
        }
        int status = 0;
        waitpid(child, &status, 0);
        NS_TEST_EXPECT_MSG_EQ(status, 0, "said once that there is no gnuplot");
        NS_TEST_EXPECT_MSG_EQ(ReadFile(stem + ".dat"),
                              "# x: bandwidth [Hz]\n"
                              "# y: latency [s]\n"
                              "# block 0: plan_a\n"
                              "# block 1: reality (with half the length of the error bar)\n"
                              "1000000 0.33333333333333331\n"
                              "\n"
                              "4000000 0.20000000000000001\n"
                              "\n"
                              "\n"
                              "1000000 1 0.125\n"
                              "4000000 0.5 0\n"
                              "\n"
                              "\n",
                              "numbers");
        const std::string script = ReadFile(stem + ".gp");
        for (const std::string part : {"set xlabel \"bandwidth [Hz]\"",
                                       "set title \"Latency \\\"p95\\\"\"",
                                       "set logscale x\n",
                                       "set yrange [0:1.5]",
                                       "\"it's a figure.dat\" index 1 title \"reality\" with "
                                       "yerrorlines linetype 2\n"})
        {
            NS_TEST_EXPECT_MSG_NE(script.find(part), std::string::npos, part << " in " << script);
        }
        if (std::system("command -v gnuplot >/dev/null 2>&1") == 0)
        {
            NS_TEST_EXPECT_MSG_EQ(MakeFigure().Write(stem), true, "drawn");
            NS_TEST_EXPECT_MSG_EQ(ReadFile(stem + ".png").substr(1, 3), "PNG", "a picture");
        }
        for (const std::string part : {"leaves out 2 points without a finite value\n",
                                       "leaves out 1 point not above 0 on a logarithmic axis\n"})
        {
            NS_TEST_EXPECT_MSG_NE(said.str().find(part), std::string::npos, said.str());
        }
        said.str("");
        Figure linear = MakeFigure();
        linear.SetLogX(false);
        linear.Write(stem);
        NS_TEST_EXPECT_MSG_EQ(said.str(),
                              "Figure: '" + stem + "' leaves out 2 points without a finite value\n",
                              "there is no logarithmic axis");

        // What cannot be drawn does not end the run.
        NS_TEST_EXPECT_MSG_EQ(Figure("", "x", "", "y", "").Write(stem + "-empty"),
                              false,
                              "no data");
        NS_TEST_EXPECT_MSG_EQ(MakeFigure().Write("/nonexistent/folder/f"), false, "no folder");
        std::cerr.rdbuf(before);
        NS_TEST_EXPECT_MSG_NE(said.str().find("has no point"), std::string::npos, said.str());
        NS_TEST_EXPECT_MSG_NE(said.str().find("cannot write '/nonexistent/folder/f"),
                              std::string::npos,
                              said.str());
    }
};

/// Texts come from profiles and command lines: none of them is a command.
class FigureTextTestCase : public TestCase
{
  public:
    FigureTextTestCase()
        : TestCase("texts of a figure that look like commands")
    {
    }

  private:
    void DoRun() override
    {
        if (std::system("command -v gnuplot >/dev/null 2>&1") != 0)
        {
            return; // nobody who could take them for commands
        }
        const std::string folder = CreateTempDirFilename("");
        const std::string witness = folder + "witness";
        const std::string touch = "touch " + witness;
        const std::string quoted = "`" + touch + "`";
        const std::string broken = "a\" title \"" + quoted + "\\`" + touch + "`\r\n" + touch;
        for (const std::string& text : {quoted, broken, "\\" + quoted, "1`" + touch + "`2"})
        {
            Figure figure(text, text, text, text, text);
            for (int i = 0; i < 2; ++i) // one series has no legend
            {
                const size_t series = figure.AddSeries(text);
                figure.Add(series, 1, 2);
                figure.Add(series, 2, 3);
            }
            NS_TEST_EXPECT_MSG_EQ(figure.Write(folder + "texts"), true, text);
            NS_TEST_EXPECT_MSG_EQ(std::ifstream(witness).good(), false, text << " was run");
            NS_TEST_EXPECT_MSG_EQ(ReadFile(folder + "texts.png").empty(), false, text);
            std::remove((folder + "texts.png").c_str());
        }
        // A stem cannot hold the path of a folder, and the script runs in its own.
        for (const std::string stem : {"`touch witness`",
                                       "<touch witness;",
                                       "|touch witness;",
                                       "$data",
                                       "-",
                                       "~root",
                                       "@macro",
                                       "'; touch witness; '",
                                       "$(touch witness)"})
        {
            Figure figure("", "x", "", "y", "");
            const size_t series = figure.AddSeries("a");
            figure.Add(series, 1, 2);
            figure.Add(series, 2, 3);
            NS_TEST_EXPECT_MSG_EQ(figure.Write(folder + stem), true, stem);
            NS_TEST_EXPECT_MSG_EQ(std::ifstream(witness).good(), false, stem << " was run");
            NS_TEST_EXPECT_MSG_EQ(ReadFile(folder + stem + ".png").empty(), false, stem);
            std::remove(witness.c_str());
        }
    }
};

/// Parameters and version of a run.
class RunFolderTestCase : public TestCase
{
  public:
    RunFolderTestCase()
        : TestCase("run folder")
    {
    }

  private:
    /// @param [in] folder to be set up  @param [in] arguments of the command line
    static void Parse(RunFolder& folder, std::vector<std::string> arguments)
    {
        std::vector<char*> argv;
        for (std::string& argument : arguments)
        {
            argv.push_back(argument.data());
        }
        folder.Read(static_cast<int>(argv.size()), argv.data());
    }

    /// @param [in] path given to --output  @returns params.json of a run there
    static std::string Run(const std::string& path)
    {
        uint32_t devices = 8;
        int32_t offset = -3;
        double bandwidth = 5e6;
        bool fading = false;
        std::string planner = "LaimPlanner";
        Time period = MilliSeconds(100);
        RunFolder folder("results/never-used", "Tests folders.");
        folder.AddValue("devices", "Number of devices", devices);
        folder.AddValue("offset", "Any number", offset);
        folder.AddValue("bandwidth", "Bandwidth [Hz]", bandwidth);
        folder.AddValue("fading", "Block fading", fading);
        folder.AddValue("planner", "Planner", planner);
        folder.AddValue("period", "Period", period);
        folder.SetParameter("constant", 0.5);
        Parse(folder, {"program", "--devices=16", "--output=" + path, "--fading", "--RngRun=1"});
        folder.SetParameter("solver", "exact");
        folder.SetParameter("limit", INFINITY);
        return ReadFile(folder.GetPath("params.json"));
    }

    void DoRun() override
    {
        const std::string top = CreateTempDirFilename("");
        const std::string params = Run(top + "a/b");
        const auto json = nlohmann::json::parse(params);
        NS_TEST_EXPECT_MSG_EQ(json["devices"], 16, "from the command line");
        NS_TEST_EXPECT_MSG_EQ(json["offset"], -3, "default");
        NS_TEST_EXPECT_MSG_EQ(json["bandwidth"], 5e6, "number");
        NS_TEST_EXPECT_MSG_EQ(json["fading"], true, "a flag without value");
        NS_TEST_EXPECT_MSG_EQ(json["planner"], "LaimPlanner", "text");
        NS_TEST_EXPECT_MSG_EQ(json["period"], "+1e+08ns", "what can be printed");
        NS_TEST_EXPECT_MSG_EQ(json["constant"], 0.5, "noted before");
        NS_TEST_EXPECT_MSG_EQ(json["solver"], "exact", "noted after");
        NS_TEST_EXPECT_MSG_EQ(json["limit"], "inf", "what JSON has no number for");
        NS_TEST_EXPECT_MSG_EQ(json["RngRun"], "1", "an option of ns-3's own");
        NS_TEST_EXPECT_MSG_EQ(json.contains("output"), false, "the place is not a parameter");
        NS_TEST_EXPECT_MSG_EQ(Run(top + "c"), params, "equal wherever it is");
        std::ostringstream line;
        line << "edge-ai " << EDGE_AI_VERSION << ", ns-" << GetNs3Release() << ", seed "
             << RngSeedManager::GetSeed() << ", run " << RngSeedManager::GetRun() << "\n";
        NS_TEST_EXPECT_MSG_EQ(ReadFile(top + "c/version.txt"), line.str(), "version line");

        RunFolder plain(top + "plain");
        plain.SetParameter("n", uint8_t{3});
        plain.Create();
        NS_TEST_EXPECT_MSG_EQ(ReadFile(top + "plain/params.json"),
                              "{\n  \"n\": 3\n}\n",
                              "no options");
        NS_TEST_EXPECT_MSG_EQ(plain.GetPath("results.csv"), top + "plain/results.csv", "inside");

        std::string said;
        try
        {
            RunFolder(top + "plain/params.json").Create();
        }
        catch (const std::runtime_error& failure)
        {
            said = failure.what();
        }
        NS_TEST_EXPECT_MSG_NE(said.find("cannot create the folder"), std::string::npos, said);
    }
};

/// All of the above.
class ResultsTestSuite : public TestSuite
{
  public:
    ResultsTestSuite()
        : TestSuite("edge-ai-results", TEST_UNIT)
    {
        AddTestCase(new VersionTestCase, TEST_QUICK);
        AddTestCase(new TextTableTestCase, TEST_QUICK);
        AddTestCase(new FigureTestCase, TEST_QUICK);
        AddTestCase(new FigureTextTestCase, TEST_QUICK);
        AddTestCase(new RunFolderTestCase, TEST_QUICK);
    }
};

ResultsTestSuite g_resultsTestSuite; ///< registers itself

} // namespace
