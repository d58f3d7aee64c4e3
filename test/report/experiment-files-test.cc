/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Files that scenarios write themselves: of every repetition, and of every scenario if the user
// wants them.

#include "support/experiment-support.h"
#include "support/test-text.h"

#include "ns3/abort.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/experiment.h"
#include "ns3/rng-seed-manager.h"

#include <fstream>
#include <sstream>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Declares what the experiments of this suite report.
void
SetColumns(Experiment& experiment)
{
    ResultColumns columns;
    columns.Add("number", "", "of the scenario");
    columns.Add("calls", "", "how often it was called");
    experiment.SetColumns(columns);
}

/// Repetitions run at the same time and must not write into each other's files.
class RepetitionFilesTestCase : public TestCase
{
  public:
    RepetitionFilesTestCase()
        : TestCase("every repetition writes files of its own")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string jobs : {"1", "3"})
        {
            const std::string path = CreateTempDirFilename("files-" + jobs);
            Experiment experiment("test", "");
            Parse(experiment, {"--jobs=" + jobs, "--runs=3", "--output=" + path});
            SetColumns(experiment);
            const std::string stem = experiment.GetPath("trace");
            experiment.AddScenario({{"number", 0}}, [stem](ScenarioResults& results) {
                results.AddRow().Set("calls", 1);
                std::ofstream(results.GetStem(stem) + ".txt") << RngSeedManager::GetRun();
                NS_ABORT_MSG_UNLESS(results.GetStem("").empty(), "no stem means no files");
            });
            ErrorText errors;
            std::ostringstream os;
            NS_TEST_EXPECT_MSG_EQ(experiment.Run(os), 0, "sound");
            NS_TEST_EXPECT_MSG_EQ(ReadFile(stem + ".txt"), "1", "the first has the stem");
            NS_TEST_EXPECT_MSG_EQ(ReadFile(stem + "-run2.txt"), "2", jobs << " at once");
            NS_TEST_EXPECT_MSG_EQ(ReadFile(stem + "-run3.txt"), "3", jobs << " at once");
        }
    }
};

/// Scenarios that name no files write some where the user wants the records of all.
class RecordsTestCase : public TestCase
{
  public:
    RecordsTestCase()
        : TestCase("records of all scenarios")
    {
    }

  private:
    void DoRun() override
    {
        const std::string path = CreateTempDirFilename("records");
        Experiment experiment("test", "");
        Parse(experiment, {"--records=all", "--runs=2", "--output=" + path});
        SetColumns(experiment);
        for (const int number : {3, 4})
        {
            experiment.AddScenario({{"number", number}}, [](ScenarioResults& results) {
                results.AddRow().Set("calls", 1);
                std::ofstream(results.GetStem("") + ".txt") << RngSeedManager::GetRun();
            });
        }
        ErrorText errors;
        std::ostringstream os;
        NS_TEST_EXPECT_MSG_EQ(experiment.Run(os), 0, "sound");
        NS_TEST_EXPECT_MSG_EQ(ReadFile(experiment.GetPath("scenario-1-number=3.txt")),
                              "1",
                              "first");
        NS_TEST_EXPECT_MSG_EQ(ReadFile(experiment.GetPath("scenario-2-number=4-run2.txt")),
                              "2",
                              "second scenario and run");
        NS_TEST_EXPECT_MSG_EQ(ReadFile(experiment.GetPath("params.json")).find("records"),
                              std::string::npos,
                              "changes nothing of the results");
        Experiment wrong("test", "");
        char program[] = "program";
        char some[] = "--records=some";
        char* arguments[] = {program, some};
        const std::string said = Complaint([&] { wrong.Read(2, arguments); });
        NS_TEST_EXPECT_MSG_NE(said.find("--records: 'some'; allowed are chosen, all"),
                              std::string::npos,
                              "said: " << said);
    }
};

/// All of the above.
class ExperimentFilesTestSuite : public TestSuite
{
  public:
    ExperimentFilesTestSuite()
        : TestSuite("edge-ai-experiment-files", TEST_UNIT)
    {
        AddTestCase(new RepetitionFilesTestCase, TEST_QUICK);
        AddTestCase(new RecordsTestCase, TEST_QUICK);
    }
};

ExperimentFilesTestSuite g_experimentFilesTestSuite; ///< registers itself

} // namespace
