/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Data as a text says: classes of a test are those of the training samples, labels stand where the
// text says, names in quotes are taken as they are, and what is wrong is said in the text's words.

#include "learning/data/dataset-text.h"
#include "learning/network/model-text.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include <fstream>
#include <functional>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What the cases share.
class DataTextTestCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    /// @param [in] name of a file  @param [in] bytes what is in it
    /// @returns its path, in quotes
    std::string Write(const std::string& name, const std::string& bytes)
    {
        const std::string path = CreateTempDirFilename(name);
        std::ofstream(path, std::ios::binary) << bytes;
        return '"' + path + '"';
    }

    /// @param [in] text of data  @param [in] training that they test  @returns them
    LabelledData Make(const std::string& text, const LabelledData& training = LabelledData())
    {
        LearningDraws draws = MakeDraws(1);
        return MakeLabelledData(text, draws, training);
    }

    /// Expects words. @param [in] words of the refusal  @param [in] text of data
    /// @param [in] training that they test
    void Expect(const std::string& words,
                const std::string& text,
                const LabelledData& training = LabelledData())
    {
        const std::string said = GetLearningRefusal([&]() { Make(text, training); });
        EXPECT_TRUE(said.find(words) != std::string::npos, words << ": " << said);
    }

    /// Expects labels. @param [in] labels expected  @param [in] data that have them
    void ExpectLabels(const std::vector<uint32_t>& labels, const LabelledData& data)
    {
        std::string got;
        for (const uint32_t label : data.data.GetLabels())
        {
            got += std::to_string(label) + " ";
        }
        EXPECT_TRUE(data.data.GetLabels() == labels, "labels are " << got);
    }
};

/// Classes of test data.
class TestClassesCase : public DataTextTestCase
{
  public:
    TestClassesCase()
        : DataTextTestCase("test data have the classes of the training data")
    {
    }

  private:
    void DoRun() override
    {
        const LabelledData words = Make("Csv(" + Write("w.csv", "1,cat\n2,dog\n3,eel\n") + ")");
        const LabelledData some =
            Make("Csv(" + Write("some.csv", "3,eel\n2,dog\n3,eel\n") + ")", words);
        ExpectLabels({2, 1, 2}, some);
        NS_TEST_EXPECT_MSG_EQ(some.data.GetClassCount(), 3U, "classes");
        ExpectLabels({1}, Make("Csv(" + Write("one.csv", "2,dog\n") + ")", words));
        Expect("other.csv:2: label 'katze' is none of the 3 classes of the training samples: "
               "cat, dog, eel",
               "Csv(" + Write("other.csv", "2,dog\n1,katze\n") + ")",
               words);
        Expect("numbers its classes from 0; class 0 of the training samples is 'cat'",
               "Mixture(1,3,samples=9)",
               words);

        const LabelledData svm =
            Make("Libsvm(" + Write("t.svm", "1 1:1 4:2\n2 2:1\n3 3:1\n") + ")");
        const LabelledData few = Make("Libsvm(" + Write("f.svm", "3 2:1\n2 1:1\n") + ")", svm);
        ExpectLabels({2, 1}, few);
        NS_TEST_EXPECT_MSG_EQ(few.data.GetFeatureCount(), 4, "features of the training data");
        Expect("g.svm:1: label '4' is none of the 3 classes",
               "Libsvm(" + Write("g.svm", "4 2:1\n") + ")",
               svm);
        Expect("h.svm:1: index 5; allowed is 1 to 4, the number of features",
               "Libsvm(" + Write("h.svm", "3 5:1\n") + ")",
               svm);

        // Generators number their classes, and files may name them so.
        const LabelledData made = Make("Formula(1,3,samples=9)");
        ExpectLabels({2, 0}, Make("Csv(" + Write("n.csv", "1,2\n3,0\n") + ")", made));
        ExpectLabels({0, 1, 2}, Make("Formula(1,3,samples=3)", made));
    }
};

/// Labels and names.
class DataNameCase : public DataTextTestCase
{
  public:
    DataNameCase()
        : DataTextTestCase("the text says where labels stand, quotes hold any name")
    {
    }

  private:
    void ReadLabels()
    {
        const std::string first = Write("first.csv", "kind,x,y\neel,1,2\ncat,3,4\n");
        for (const char* label : {"first", "kind", "\"kind\""})
        {
            const LabelledData read = Make("Csv(" + first + ",label=" + label + ")");
            ExpectLabels({1, 0}, read);
            NS_TEST_EXPECT_MSG_EQ(read.data.GetDense()(1, 0), 3.0, label);
        }
        const std::string last = Write("last.csv", "x,y,kind\n1,2,eel\n3,4,cat\n");
        ExpectLabels({1, 0}, Make("Csv(" + last + ",label=last)"));
        ExpectLabels({1, 0}, Make("Csv(" + last + ")"));
        Expect("first.csv:2: column 1 has 'eel'; needed is a finite number (labels are taken from "
               "column 3; label=... says another)",
               "Csv(" + first + ")");
        Expect(":1: no column is called 'sort'", "Csv(" + first + ",label=sort)");
        Expect("has nothing for label", "Csv(" + first + ",label=)");
        // Digits that are labels, as images often have them.
        const std::string digits = Write("digits.csv", "Label,a,b\n7,1,2\n3,5,6\n");
        Expect(":1: column 1 is called 'Label', and labels are taken from the last; say "
               "label=first or label=last",
               "Csv(" + digits + ")");
        ExpectLabels({1, 0}, Make("Csv(" + digits + ",label=first)"));
        ExpectLabels({0, 1}, Make("Csv(" + digits + ",label=last)"));
        // A header may be of numbers, too, if the text names one of them.
        const std::string numbers = Write("numbers.csv", "0,1,what\n5,6,7\n8,9,3\n");
        NS_TEST_EXPECT_MSG_EQ(Make("Csv(" + numbers + ",label=what)").data.GetSampleCount(),
                              2U,
                              "a header is no sample");
    }

    void DoRun() override
    {
        ReadLabels();
        for (const char* name : {"a,b.csv", "k=v.csv", "a b(1).csv", " c.csv "})
        {
            const std::string file = Write(name, "1,a\n2,b\n3,a\n");
            const LabelledData read = Make("Csv(" + file + " , max=2)");
            NS_TEST_EXPECT_MSG_EQ(read.data.GetSampleCount(), 2U, name);
        }
        const ModelText text("Csv(\"a\"\"b,\",label=\"x=(1)\", max=3)", "data");
        NS_TEST_EXPECT_MSG_EQ(text.GetArguments()[0], "a\"b,", "a quote in quotes");
        NS_TEST_EXPECT_MSG_EQ(text.Get("label", ""), "x=(1)", "a value in quotes");
        NS_TEST_EXPECT_MSG_EQ(text.Get("max", ""), "3", "a value behind it");
        Expect("has a double quote that is not closed", "Csv(\"a.csv)");
        for (const char* unquoted : {"Csv(a,b.csv)", "Csv(k=v.csv)"})
        {
            Expect("arguments; needed is Csv(file); a name with a comma or = stands in double "
                   "quotes",
                   unquoted);
        }
        Expect("such as Mixture(20,10) or Csv(train.csv)", "d.csv");
        Expect("index 6; allowed is 1 to 4, the number of features",
               "Libsvm(" + Write("w.svm", "1 1:1 4:2 6:1\n") + ",features=4)");
        // Small vocabularies are of the classes' words alone, unless the text says otherwise.
        NS_TEST_EXPECT_MSG_EQ(Make("Text(6,3)").data.GetFeatureCount(), 6, "few words");
        NS_TEST_EXPECT_MSG_EQ(Make("Text(6,3,topicWords=2)").data.GetFeatureCount(), 6, "fewer");
        Expect("has '7' for topicWords; allowed is a whole number in 1..6",
               "Text(6,3,topicWords=7)");
    }
};

/// More than fits into any memory.
class HugeDataCase : public DataTextTestCase
{
  public:
    HugeDataCase()
        : DataTextTestCase("sets that no memory holds are refused before it is asked for")
    {
    }

  private:
    void DoRun() override
    {
        const std::string most = "; allowed is up to 4294967296 together";
        const std::string rows = "samples times features is 10000000000000000" + most;
        Expect(rows, "Mixture(100000000,2,samples=100000000)");
        Expect(rows, "Formula(100000000,2,samples=100000000)");
        Expect("classes times features is 6553600000000" + most,
               "Mixture(100000000,65536,samples=1)");
        Expect("samples times words is 10000000000000000" + most,
               "Text(6,3,samples=100000000,words=100000000)");
        Expect("classes times topicWords is 6553600000000" + most,
               "Text(100000000,65536,samples=1,topicWords=100000000)");
    }
};

/// Data as text.
class DatasetTextTestSuite : public TestSuite
{
  public:
    DatasetTextTestSuite()
        : TestSuite("edge-ai-dataset-text", TEST_UNIT)
    {
        AddTestCase(new TestClassesCase, TEST_QUICK);
        AddTestCase(new DataNameCase, TEST_QUICK);
        AddTestCase(new HugeDataCase, TEST_QUICK);
    }
};

DatasetTextTestSuite g_datasetTextTestSuite; ///< registers the suite

} // namespace
