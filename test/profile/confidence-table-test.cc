/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Tables of what exits answered: a line per sample, and every error in them.

#include "profile/confidence-table.h"
#include "support/expectations.h"

#include "ns3/profile-error.h"

#include <fstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Tables that are sound, and what is said about others.
class ConfidenceTableTestCase : public TestCase
{
  public:
    ConfidenceTableTestCase()
        : TestCase("confidence tables are read, or refused with line, column and range")
    {
    }

  private:
    void DoRun() override;

    /// @param [in] text of a table  @param [in] complaint expected
    void Refuse(const std::string& text, const std::string& complaint)
    {
        std::string said;
        try
        {
            ParseConfidenceTable(text, "t");
        }
        catch (const ProfileError& error)
        {
            said = error.what();
        }
        NS_TEST_EXPECT_MSG_EQ(said, complaint, "refused");
    }
};

void
ConfidenceTableTestCase::DoRun()
{
    const std::string text = "# two exits\n0.83,1,0.97,1,1\n\n 0.2, 0, 1e-1,0,1 # hard\r\n";
    ConfidenceTable table = ParseConfidenceTable(text);
    NS_TEST_ASSERT_MSG_EQ(table.samples.size(), 2, "samples");
    NS_TEST_EXPECT_MSG_EQ(table.GetExitCount(), 2, "exits");
    NS_TEST_EXPECT_MSG_EQ(table.samples[0].confidences[1], 0.97, "confidence");
    NS_TEST_EXPECT_MSG_EQ(table.samples[1].confidences[1], 0.1, "confidence");
    NS_TEST_EXPECT_MSG_EQ(+table.samples[1].correct[0], 0, "wrong");
    NS_TEST_EXPECT_MSG_EQ(+table.samples[1].correct[2], 1, "right at the end");
    NS_TEST_EXPECT_MSG_EQ(table.Validate(2), "", "sound");
    NS_TEST_EXPECT_MSG_EQ(table.Validate(1),
                          "samples[0].confidences and correct hold 2 and 3 values; needed are 1, "
                          "one per exit, and one more",
                          "of another network");
    table.samples[1].confidences[0] = 1.5;
    NS_TEST_EXPECT_MSG_EQ(table.Validate(2),
                          "samples[1].confidences[0] is 1.500000; allowed is 0 to 1",
                          "by hand");
    table.samples[1].confidences[0] = 1;
    table.samples[0].correct[2] = 2;
    NS_TEST_EXPECT_MSG_EQ(table.Validate(2),
                          "samples[0].correct[2] is 2; allowed is 0 or 1",
                          "by hand");
    NS_TEST_EXPECT_MSG_EQ(ParseConfidenceTable("1\n0").GetExitCount(), 0, "no early exit");

    Refuse("", "t holds no sample; needed is at least one line");
    Refuse("# nothing\n", "t holds no sample; needed is at least one line");
    Refuse("0.5,1,1\n1.5,1,1", "t, line 2, column 1: the confidence is 1.5; allowed is 0 to 1");
    Refuse("nan,1,1", "t, line 1, column 1: 'nan' is not a number");
    Refuse("0.5,2,1", "t, line 1, column 2: correct is 2; allowed is 0 or 1");
    Refuse("0.5,1,0.5", "t, line 1, column 3: correct is 0.5; allowed is 0 or 1");
    Refuse("0.5,yes,1", "t, line 1, column 2: 'yes' is not a number");
    Refuse("0.5,,1", "t, line 1, column 2: '' is not a number");
    Refuse("0.5,1",
           "t, line 1, column 2: 2 columns; allowed is two for each early exit and one more");
    Refuse("0.5,1,1\n1", "t, line 2: 0 early exits; allowed is 1, as on the lines before");

    const std::string path = CreateTempDirFilename("confidences.csv");
    std::ofstream(path) << text;
    NS_TEST_EXPECT_MSG_EQ(ReadConfidenceFile(path).samples.size(), 2, "from a file");
    std::string said;
    try
    {
        ReadConfidenceFile(path + ".none");
    }
    catch (const ProfileError& error)
    {
        said = error.what();
    }
    NS_TEST_EXPECT_MSG_EQ(said,
                          path + ".none: cannot be read: No such file or directory",
                          "no file");
}

/// The suite.
class ConfidenceTableTestSuite : public TestSuite
{
  public:
    ConfidenceTableTestSuite()
        : TestSuite("edge-ai-confidence-table", TEST_UNIT)
    {
        AddTestCase(new ConfidenceTableTestCase, TEST_QUICK);
    }
};

const ConfidenceTableTestSuite g_confidenceTableTestSuite; ///< registers the suite

} // namespace
