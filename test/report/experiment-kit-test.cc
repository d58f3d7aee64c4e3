/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What experiments are made of: lists on the command line, the look of series, the line of
// progress.

#include "report/duration-forecast.h"
#include "report/figure-styles.h"
#include "report/option-list.h"
#include "report/progress-line.h"
#include "support/experiment-support.h"
#include "support/test-text.h"

#include "ns3/abort.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/experiment.h"
#include "ns3/figure.h"

#include <cmath>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <stdexcept>
#include <tuple>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What is wrong with an option is said in words.
class OptionListTestCase : public TestCase
{
  public:
    OptionListTestCase()
        : TestCase("list options")
    {
    }

  private:
    void DoRun() override
    {
        const auto numbers = ParseNumbers("budgets", "0.25,1e-1,2", 0, 10);
        NS_TEST_ASSERT_MSG_EQ(numbers.size(), 3, "three");
        NS_TEST_EXPECT_MSG_EQ(numbers[1], 0.1, "an exponent");
        const auto complain = [](const std::string& text) {
            return Complaint([&] { ParseNumbers("budgets", text, 0, 10); });
        };
        NS_TEST_EXPECT_MSG_EQ(complain("1,two"),
                              "--budgets: 'two' in '1,two' is no number; allowed is 0 to 10",
                              "a word");
        NS_TEST_EXPECT_MSG_EQ(complain("1 s"),
                              "--budgets: '1 s' in '1 s' is no number; allowed is 0 to 10",
                              "a unit");
        NS_TEST_EXPECT_MSG_EQ(complain("1,11"),
                              "--budgets: 11 is out of range; allowed is 0 to 10",
                              "too much");
        NS_TEST_EXPECT_MSG_EQ(complain("nan").substr(0, 9), "--budgets", "not a number");
        for (const std::string text : {"", ",", "1,", ",1", "1,,2"})
        {
            NS_TEST_EXPECT_MSG_EQ(complain(text),
                                  "--budgets is '" + text +
                                      "'; it must be a list such as a,b with no empty part",
                                  "an empty part");
        }
        NS_TEST_EXPECT_MSG_EQ(Complaint([] {
                                  ExpectOneOf("--link", "foo", {"wifi", "ideal"});
                              }),
                              "--link is 'foo'; allowed is one of wifi, ideal",
                              "a choice");

        // The same from a command line.
        const auto parse = [this](const std::string& argument) {
            RunFolder folder(CreateTempDirFilename("options"));
            std::string link = "wifi";
            std::string file = "a.txt";
            std::vector<double> rates{1, 2.5};
            std::vector<std::string> names{"x"};
            uint32_t jobs = 0;
            folder.AddChoice("link", "Network", link, {"wifi", "ideal"});
            folder.AddNumbers("rates", "Rates [bit/s]", rates, 1, 100);
            folder.AddWords(
                "names",
                "Names",
                names,
                [](const std::string& name) { return name < "z"; },
                [] {
                    return std::vector<std::string>{"x", "y"};
                });
            folder.AddText("file", "A file", file, [](const std::string& name) {
                if (name != "a.txt")
                {
                    throw std::runtime_error(name + " is not there");
                }
            });
            folder.AddSetting("jobs", "At once", jobs, 0, 9);
            std::string program = "program";
            std::string given = argument;
            char* argv[] = {program.data(), given.data()};
            const std::string complaint = Complaint([&] { folder.Read(2, argv); });
            return complaint == "no exception" ? ReadFile(folder.GetPath("params.json"))
                                               : complaint;
        };
        NS_TEST_EXPECT_MSG_EQ(parse("--jobs=3"),
                              "{\n  \"link\": \"wifi\",\n  \"rates\": \"1,2.5\",\n"
                              "  \"names\": \"x\",\n  \"file\": \"a.txt\"\n}\n",
                              "what changes no result is not noted");
        NS_TEST_EXPECT_MSG_EQ(parse("--jobs=10"),
                              "--jobs: 10 is out of range; allowed is 0 to 9",
                              "a range");
        NS_TEST_EXPECT_MSG_EQ(parse("--link=lan"),
                              "--link is 'lan'; allowed is one of wifi, ideal",
                              "a choice");
        NS_TEST_EXPECT_MSG_EQ(parse("--rates=1,1000"),
                              "--rates: 1000 is out of range; allowed is 1 to 100",
                              "a list");
        NS_TEST_EXPECT_MSG_EQ(parse("--names=y,zz"),
                              "--names: there is no 'zz'; there are: x, y",
                              "a name");
        NS_TEST_EXPECT_MSG_EQ(parse("--file=b"), "--file: b is not there", "a text");
    }
};

/// Looks that can be told apart, the same for a name in all figures.
class FigureStylesTestCase : public TestCase
{
  public:
    FigureStylesTestCase()
        : TestCase("figure styles")
    {
    }

  private:
    /// @param [in] colour "#rrggbb"  @returns how light it is printed in grey, 0 to 255
    static double GetGrey(const std::string& colour)
    {
        const auto part = [&](size_t at) { return std::stoi(colour.substr(at, 2), nullptr, 16); };
        return 0.299 * part(1) + 0.587 * part(3) + 0.114 * part(5);
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_GT_OR_EQ(FigureStyles::COUNT, 12, "enough");
        for (size_t i = 0; i < FigureStyles::COUNT; ++i)
        {
            const auto& one = FigureStyles::Get(i);
            NS_TEST_EXPECT_MSG_LT(GetGrey(one.colour), 180, i << " is dark enough on white");
            for (size_t j = 0; j < i; ++j)
            {
                const auto& other = FigureStyles::Get(j);
                NS_TEST_EXPECT_MSG_NE(one.mark, other.mark, "marks of " << i << " and " << j);
                const double contrast = std::abs(GetGrey(one.colour) - GetGrey(other.colour));
                NS_TEST_EXPECT_MSG_EQ((std::string(one.dash) != other.dash || contrast > 15),
                                      true,
                                      "lines of " << i << " and " << j << " in grey: " << contrast);
            }
        }

        Experiment experiment("test", "");
        const std::string path = CreateTempDirFilename("styles");
        Parse(experiment, {"--jobs=1", "--output=" + path});
        ResultColumns columns;
        columns.Add("network", "", "by name").Head("network of all");
        columns.Add("planner", "", "by name");
        columns.Add("delay", "s", "of a task").Shown("ms", 1e3);
        experiment.SetColumns(columns);
        for (const std::string network : {"NiN", "tiny \"YOLOv2\""})
        {
            for (const std::string planner : {"A", "B", "C"})
            {
                experiment.AddScenario(
                    {{"network", network}, {"planner", planner}},
                    [](ScenarioResults& results) { results.AddRow().Set("delay", 0.25); });
            }
        }
        experiment.AddFigure(FigureView("all", "Delay by planner")
                                 .Series("planner", "network", "delay", SeriesStyle::POINTS));
        experiment.AddFigure(FigureView("some", "Delay of C")
                                 .Where("planner", "C")
                                 .Series("planner", "network", "delay"));
        experiment.AddFigure(FigureView("none", "Delay of D")
                                 .Where("planner", "D")
                                 .Series("planner", "network", "delay"));
        experiment.AddFigure(FigureView("twins", "Delay of C and what was published of it")
                                 .Curve("C, published", "delay", "delay", SeriesStyle::POINTS)
                                 .Like("C")
                                 .Curve("D, published", "delay", "delay", SeriesStyle::POINTS)
                                 .Like("D")
                                 .Curve("D", "delay", "delay", SeriesStyle::LINES));
        {
            ErrorText errors;
            std::ostringstream os;
            experiment.Run(os);
        }
        const std::string twins = ReadFile(path + "/twins.gp");
        for (const std::string part : {"title \"C, published\" with points linetype 3",
                                       "title \"D, published\" with points linetype 4",
                                       "title \"D\" with lines linetype 4"})
        {
            NS_TEST_EXPECT_MSG_NE(twins.find(part), std::string::npos, part << " in " << twins);
        }
        const std::string all = ReadFile(path + "/all.gp");
        const std::string some = ReadFile(path + "/some.gp");
        for (const std::string part : {"set title \"Delay by planner\"",
                                       "set xlabel \"network of all\"",
                                       "set ylabel \"delay [ms]\"",
                                       "set xtics (\"NiN\" 1, \"tiny \\\"YOLOv2\\\"\" 2)",
                                       "set xrange [0.5:2.5]",
                                       "title \"A\" with points linetype 1",
                                       "title \"C\" with points linetype 3"})
        {
            NS_TEST_EXPECT_MSG_NE(all.find(part), std::string::npos, part << " in " << all);
        }
        NS_TEST_EXPECT_MSG_NE(some.find("title \"C\" with linespoints linetype 3"),
                              std::string::npos,
                              "the same in " << some);
        NS_TEST_EXPECT_MSG_EQ(ReadFile(path + "/none.gp"), "", "nothing to draw");
        const std::string data = ReadFile(path + "/all.dat");
        NS_TEST_EXPECT_MSG_NE(data.find("\n0.92"), std::string::npos, "beside each other" << data);
        NS_TEST_EXPECT_MSG_NE(data.find("\n1 250"), std::string::npos, "in the middle" << data);

        NS_TEST_EXPECT_MSG_EQ(
            Complaint(
                [&] { experiment.AddFigure(FigureView("x", "").Curve("", "delay", "cost")); }),
            "the sheet 'results' has no column 'cost'; there are: network, planner, delay",
            "an unknown column");
        NS_TEST_EXPECT_MSG_EQ(
            Complaint([&] { experiment.AddTable(TableView("", "delay").From("y")); }),
            "there is no sheet 'y'",
            "an unknown sheet");
    }
};

/// Titles that fit above their plots.
class FigureTitleTestCase : public TestCase
{
  public:
    FigureTitleTestCase()
        : TestCase("lines of a figure's title")
    {
    }

  private:
    void DoRun() override
    {
        ErrorText errors; // where there is no gnuplot
        const std::string stem = CreateTempDirFilename("title");
        // As few lines as there must be, all about as long; less room beside a long legend.
        const std::string words = "one two three four five six seven eight nine ten";
        for (const auto& [title, legend, expected] :
             {std::tuple{"A " + words, std::string(10, 'a'), "A " + words},
              std::tuple{words + " " + words + " of it",
                         std::string(30, 'a'),
                         words + " one\\n" + words.substr(4) + " of it"},
              std::tuple{"A " + words,
                         std::string(80, 'a'),
                         std::string("A one two three four five\\nsix seven eight nine ten")},
              std::tuple{std::string(120, 'b') + " cc",
                         std::string(10, 'a'),
                         std::string(120, 'b') + "\\ncc"}})
        {
            Figure titled(title, "x", "", "y", "");
            titled.Add(titled.AddSeries(legend), 1, 1);
            titled.Add(titled.AddSeries("b"), 2, 2);
            titled.Write(stem);
            const std::string script = ReadFile(stem + ".gp");
            NS_TEST_EXPECT_MSG_NE(script.find("set title \"" + expected + "\""),
                                  std::string::npos,
                                  expected << " in " << script);
        }
    }
};

/// Share done, time left, what runs.
class ProgressTestCase : public TestCase
{
  public:
    ProgressTestCase()
        : TestCase("progress")
    {
    }

  private:
    void DoRun() override
    {
        std::ostringstream file;
        ProgressLine quiet(20, file, 0);
        for (std::size_t done = 0; done <= 20; ++done)
        {
            const double now = 10.0 * static_cast<double>(done);
            quiet.Show(done, now, done < 4 ? NAN : 200 - now, "a b");
        }
        quiet.Clear();
        const std::string lines = file.str();
        NS_TEST_EXPECT_MSG_EQ(std::count(lines.begin(), lines.end(), '\n'), 10, lines);
        NS_TEST_EXPECT_MSG_EQ(lines.substr(0, lines.find('\n')),
                              "10 %: 2 of 20 done in 20 s; runs: a b",
                              "nothing is promised: " << lines);
        NS_TEST_EXPECT_MSG_NE(
            lines.find("\n20 %: 4 of 20 done in 40 s, about 2 min 40 s left; runs: a b\n"),
            std::string::npos,
            lines);
        std::ostringstream screen;
        ProgressLine live(2, screen, 16);
        live.Show(0, 0, NAN, "über alles und mehr");
        live.Clear();
        live.Clear();
        NS_TEST_EXPECT_MSG_EQ(screen.str(), "\r\033[K0 %: 0 of 2 don\r\033[K", "within a line");
    }
};

/// How long the rest takes, as far as it can be known.
class ForecastTestCase : public TestCase
{
  public:
    ForecastTestCase()
        : TestCase("forecast")
    {
    }

  private:
    void DoRun() override
    {
        // Two cheap scenarios and two dear ones, as on an ideal link and on a radio.
        std::vector<ResultKey> keys;
        for (const std::string link : {"ideal", "radio"})
        {
            for (const double budget : {1.0, 2.0})
            {
                keys.push_back({{"link", link}, {"budget", budget}});
            }
        }
        DurationForecast forecast(keys, 1, 1);
        NS_TEST_EXPECT_MSG_EQ(std::isnan(forecast.GetLeft(0)), true, "nothing is known");
        forecast.Begin(0, 0);
        forecast.End(0, 1);
        NS_TEST_EXPECT_MSG_EQ(std::isnan(forecast.GetLeft(1)), true, "of the radio nothing is");
        forecast.Begin(1, 1);
        forecast.End(1, 3);
        forecast.Begin(2, 3);
        NS_TEST_EXPECT_MSG_EQ(std::isnan(forecast.GetLeft(4)), true, "still nothing");
        forecast.End(2, 103);
        NS_TEST_EXPECT_MSG_EQ_TOL(forecast.GetLeft(103), 100, 1e-9, "its neighbour of the sweep");
        forecast.Begin(3, 103);
        NS_TEST_EXPECT_MSG_EQ_TOL(forecast.GetLeft(163), 40, 1e-9, "less what it has taken");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(forecast.GetLeft(204)), true, "longer than its neighbour");
        forecast.End(3, 204);
        NS_TEST_EXPECT_MSG_EQ_TOL(forecast.GetLeft(204), 0, 1e-9, "all done");

        // Repetitions are the best neighbours, and several run at once.
        DurationForecast repeated({{{"budget", 1.0}}, {{"budget", 2.0}}}, 3, 2);
        repeated.Begin(0, 0);
        repeated.Begin(3, 0);
        repeated.End(0, 10);
        repeated.End(3, 30);
        NS_TEST_EXPECT_MSG_EQ_TOL(repeated.GetLeft(30), (2 * 10 + 2 * 30) / 2, 1e-9, "two at once");
    }
};

class ExperimentKitTestSuite : public TestSuite
{
  public:
    ExperimentKitTestSuite()
        : TestSuite("edge-ai-experiment-kit", TEST_UNIT)
    {
        AddTestCase(new OptionListTestCase, TEST_QUICK);
        AddTestCase(new FigureStylesTestCase, TEST_QUICK);
        AddTestCase(new FigureTitleTestCase, TEST_QUICK);
        AddTestCase(new ProgressTestCase, TEST_QUICK);
        AddTestCase(new ForecastTestCase, TEST_QUICK);
    }
};

ExperimentKitTestSuite g_experimentKitTestSuite; ///< registers the suite

} // namespace
