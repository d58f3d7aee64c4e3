/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Files of data: IDX, CSV and LIBSVM, plain and gzip; wrong ones say where, hostile ones do no
// harm.

#include "learning/data/idx-reader.h"
#include "learning/data/text-readers.h"
#include "support/expectations.h"
#include "support/learning-support.h"
#include "support/mutator.h"

#include <boost/crc.hpp>
#include <cstdio>
#include <fstream>
#include <functional>
#include <string>
#include <tuple>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns the lowest bytes of a number, little-endian
std::string
Little(uint64_t value, int width)
{
    std::string bytes;
    for (int i = 0; i < width; ++i)
    {
        bytes += static_cast<char>(value >> (8 * i));
    }
    return bytes;
}

/// @returns a number of four bytes, big-endian
std::string
Big(uint32_t value)
{
    const std::string little = Little(value, 4);
    return {little.rbegin(), little.rend()};
}

/// @returns bytes as gzip stores them, not made smaller
std::string
Pack(const std::string& bytes)
{
    boost::crc_32_type sum;
    sum.process_bytes(bytes.data(), bytes.size());
    std::string packed("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
    for (std::size_t at = 0; at < bytes.size() || at == 0; at += 65535)
    {
        const std::string piece = bytes.substr(at, 65535);
        packed += at + 65535 >= bytes.size() ? '\x01' : '\0';
        packed += Little(piece.size(), 2) + Little(~piece.size(), 2) + piece;
    }
    return packed + Little(sum.checksum(), 4) + Little(bytes.size(), 4);
}

/// What the cases share.
class FileTestCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    /// @returns path of a file  @param [in] name its name  @param [in] bytes what is in it
    std::string Write(const std::string& name, const std::string& bytes)
    {
        const std::string path = CreateTempDirFilename(name);
        // Some file systems wait for the disk when a file is written anew in place.
        std::remove(path.c_str());
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }

    /// Expects words. @param [in] words of the refusal @param [in] act what is refused
    void Expect(const std::string& words, const std::function<void()>& act)
    {
        const std::string said = GetLearningRefusal(act);
        EXPECT_TRUE(said.find(words) != std::string::npos, words << ": " << said);
    }
};

/// Four images of 2 x 3 bytes.
const std::string IMAGES = std::string("\0\0\x08\x03", 4) + Big(4) + Big(2) + Big(3) +
                           std::string("\0\x01\x02\x03\x04\xff"
                                       "abcdefghijklmnopqr",
                                       24);
/// Their labels.
const std::string LABELS =
    std::string("\0\0\x08\x01", 4) + Big(4) + std::string("\x02\0\x01\x02", 4);

/// IDX.
class IdxTestCase : public FileTestCase
{
  public:
    IdxTestCase()
        : FileTestCase("IDX files of all types, plain and packed")
    {
    }

  private:
    void DoRun() override
    {
        const std::string labels = Write("labels", LABELS);
        const LabelledData plain = ReadIdx(Write("images", IMAGES), labels);
        NS_TEST_ASSERT_MSG_EQ(plain.data.GetSampleCount(), 4U, "samples");
        NS_TEST_ASSERT_MSG_EQ(plain.data.GetFeatureCount(), 6, "features");
        NS_TEST_EXPECT_MSG_EQ(plain.data.GetClassCount(), 3U, "classes");
        NS_TEST_EXPECT_MSG_EQ(plain.data.GetDense()(0, 5), 1.0, "255 is 1");
        NS_TEST_EXPECT_MSG_EQ(plain.data.GetDense()(1, 1), 'b' / 255.0, "row by row");
        EXPECT_TRUE(plain.data.GetLabels() == std::vector<uint32_t>({2, 0, 1, 2}), "labels");
        const LabelledData packed =
            ReadIdx(Write("images.gz", Pack(IMAGES)), Write("labels.gz", Pack(LABELS)));
        EXPECT_TRUE(packed.data.GetDense() == plain.data.GetDense(), "packed");
        const std::string pieces = Pack(IMAGES.substr(0, 20)) + Pack(IMAGES.substr(20));
        EXPECT_TRUE(ReadIdx(Write("images.gz", pieces), labels).data.GetDense() ==
                        plain.data.GetDense(),
                    "packed in two pieces");
        ReadOptions few;
        few.samplesMax = 2;
        NS_TEST_EXPECT_MSG_EQ(ReadIdx(Write("images", IMAGES), labels, few).data.GetSampleCount(),
                              2U,
                              "the first ones");
        // One sample of two numbers, as every type has them: -2 and 0.5, or whole numbers.
        const std::vector<std::tuple<char, std::string, double, double>> types{
            {'\x09', "\xfe\x05", -2, 5},
            {'\x0b', std::string("\xff\xfe\0\x05", 4), -2, 5},
            {'\x0c', std::string("\xff\xff\xff\xfe\0\0\0\x05", 8), -2, 5},
            {'\x0d', std::string("\xc0\0\0\0\x3f\0\0\0", 8), -2, 0.5},
            {'\x0e', std::string("\xc0\0\0\0\0\0\0\0\x3f\xe0\0\0\0\0\0\0", 16), -2, 0.5}};
        const std::string one =
            Write("one", std::string("\0\0\x0b\x01", 4) + Big(1) + std::string("\0\x01", 2));
        for (const auto& [type, bytes, first, second] : types)
        {
            const std::string header{'\0', '\0', type, '\x02'};
            const LabelledData read =
                ReadIdx(Write("typed", header + Big(1) + Big(2) + bytes), one);
            NS_TEST_EXPECT_MSG_EQ(read.data.GetDense()(0, 0), first, "type " << int(type));
            NS_TEST_EXPECT_MSG_EQ(read.data.GetDense()(0, 1), second, "type " << int(type));
        }
    }
};

/// IDX that is wrong.
class IdxRefusalTestCase : public FileTestCase
{
  public:
    IdxRefusalTestCase()
        : FileTestCase("wrong IDX files say which byte")
    {
    }

  private:
    /// @param [in] words expected  @param [in] images bytes
    void ExpectImages(const std::string& words, const std::string& images)
    {
        const std::string path = Write("images", images);
        const std::string labels = Write("labels", LABELS);
        Expect(words, [&]() { ReadIdx(path, labels); });
        Expect(path, [&]() { ReadIdx(path, labels); });
    }

    void DoRun() override
    {
        ExpectImages("byte 39: ends within the features, of which 1 bytes", IMAGES.substr(0, 39));
        ExpectImages("byte 41: there is more than the header says", IMAGES + "x");
        ExpectImages("ends within the header", IMAGES.substr(0, 9));
        ExpectImages("ends within the header", "");
        ExpectImages("this one with 0 0 7 3", std::string("\0\0\x07\x03", 4) + IMAGES.substr(4));
        ExpectImages("this one with 80 75 3 4", "PK\x03\x04rest");
        ExpectImages("features need two dimensions", LABELS);
        const std::string magic = IMAGES.substr(0, 4);
        ExpectImages("dimension 1 is 4000000000", magic + Big(4000000000) + IMAGES.substr(8));
        ExpectImages("dimension 3 is 0", magic + Big(4) + Big(2) + Big(0) + "x");
        // A product that would overflow 64 bits, in a file that is packed.
        ExpectImages("dimension 2 is 4294967295",
                     Pack(std::string("\0\0\x0e\x04", 4) + Big(4) + Big(0xffffffff) +
                          Big(0xffffffff) + Big(0xffffffff)));
        ExpectImages("has 3 samples", magic + Big(3) + IMAGES.substr(8, 26));
        const std::string packed = Pack(IMAGES);
        ExpectImages("gzip data are not sound", packed.substr(0, 30) + "XX" + packed.substr(32));
        ExpectImages("gzip data", packed.substr(0, 40));
        ExpectImages("ends within gzip's header", packed.substr(0, 12));
        for (std::size_t size = 0; size < packed.size(); ++size)
        {
            const std::string cut = Write("images", packed.substr(0, size));
            EXPECT_TRUE(!GetLearningRefusal([&]() { ReadIdx(cut, cut); }).empty(), size);
            EXPECT_TRUE(
                !GetLearningRefusal([&]() { ReadIdx(cut, Write("labels", LABELS)); }).empty(),
                "cut off at " << size);
        }
        Expect("cannot be read", [&]() { ReadIdx("/nowhere/at/all", "/nowhere"); });
        Expect("cannot be read", [&]() { ReadIdx(Write("i", IMAGES), CreateTempDirFilename("")); });
        const std::string images = Write("images", IMAGES);
        Expect("labels need one dimension of whole numbers", [&]() { ReadIdx(images, images); });
        const std::string negative =
            Write("labels",
                  std::string("\0\0\x09\x01", 4) + Big(4) + std::string("\0\x01\xff\0", 4));
        Expect("byte 11: label -1; allowed is 0 to 65535", [&]() { ReadIdx(images, negative); });
    }
};

/// Texts.
class TextFileTestCase : public FileTestCase
{
  public:
    TextFileTestCase()
        : FileTestCase("CSV and LIBSVM files, and words for wrong ones")
    {
    }

  private:
    /// @param [in] words expected  @param [in] text of a file  @param [in] options to read it with
    void ExpectCsv(const std::string& words,
                   const std::string& text,
                   const ReadOptions& options = {})
    {
        Expect(words, [&]() { ReadCsv(Write("data.csv", text), options); });
    }

    /// @param [in] words expected  @param [in] text of a file  @param [in] options to read it with
    void ExpectSvm(const std::string& words,
                   const std::string& text,
                   const ReadOptions& options = {})
    {
        Expect(words, [&]() { ReadLibsvm(Write("data.svm", text), options); });
    }

    void ReadTexts()
    {
        const std::string text = "x, y ,kind\r\n1,2,cat\r\n\r\n-3.5,4e1, ape\n0,.5,cat";
        for (const std::string& bytes : {text, Pack(text)})
        {
            const LabelledData csv = ReadCsv(Write("data.csv", bytes));
            NS_TEST_ASSERT_MSG_EQ(csv.data.GetSampleCount(), 3U, "samples");
            NS_TEST_ASSERT_MSG_EQ(csv.data.GetFeatureCount(), 2, "features");
            NS_TEST_EXPECT_MSG_EQ(csv.data.GetDense()(1, 0), -3.5, "value");
            NS_TEST_EXPECT_MSG_EQ(csv.data.GetDense()(1, 1), 40.0, "value");
            EXPECT_TRUE(csv.classes == std::vector<std::string>({"ape", "cat"}), "by letters");
            EXPECT_TRUE(csv.data.GetLabels() == std::vector<uint32_t>({1, 0, 1}), "labels");
        }
        // Who writes tables with numbers of rows gives these no name.
        const LabelledData numbered = ReadCsv(Write("data.csv", ",x,kind\n0,5,a\n1,6,b\n"));
        NS_TEST_EXPECT_MSG_EQ(numbered.data.GetSampleCount(), 2U, "a header with a blank name");
        ReadOptions options;
        options.labelColumn = "first";
        const LabelledData first = ReadCsv(Write("data.csv", "10;1;2\n9;3;4\n-1;5;6\n"), options);
        EXPECT_TRUE(first.classes == std::vector<std::string>({"-1", "9", "10"}), "by value");
        NS_TEST_EXPECT_MSG_EQ(first.data.GetDense()(2, 1), 6.0, "no header");
        options.labelColumn = "kind";
        const LabelledData named = ReadCsv(Write("data.csv", "kind x\n1   2\n0 3\n"), options);
        NS_TEST_EXPECT_MSG_EQ(named.data.GetDense()(1, 0), 3.0, "blanks");
        // The classes of the training set stay what they are.
        options.labelColumn = "";
        options.classes = {"ape", "bee", "cat"};
        NS_TEST_EXPECT_MSG_EQ(ReadCsv(Write("data.csv", text), options).data.GetLabels()[0],
                              2U,
                              "given classes");

        const LabelledData svm = ReadLibsvm(
            Write("data.svm", Pack("+1 2:0.5 7:-1 # first\n-1\n\n# nothing\n1.0 1:3\n")));
        NS_TEST_ASSERT_MSG_EQ(svm.data.GetSampleCount(), 3U, "samples");
        NS_TEST_EXPECT_MSG_EQ(svm.data.GetFeatureCount(), 7, "features");
        NS_TEST_EXPECT_MSG_EQ(svm.data.GetSparse().coeff(0, 6), -1.0, "value");
        NS_TEST_EXPECT_MSG_EQ(svm.data.GetSparse().nonZeros(), 3, "entries");
        EXPECT_TRUE(svm.data.GetLabels() == std::vector<uint32_t>({1, 0, 1}), "+1 is 1");
        ReadOptions wide;
        wide.features = 20;
        NS_TEST_EXPECT_MSG_EQ(
            ReadLibsvm(Write("data.svm", "1 1:1\n2 3:1\n"), wide).data.GetFeatureCount(),
            20,
            "as many as said");
    }

    void DoRun() override
    {
        ReadTexts();
        ExpectCsv("data.csv:3: column 2 has 'x'; needed is a finite number",
                  "1,2,a\n3,4,b\n5,x,a\n");
        ExpectCsv(":2: column 1 has 'nan'", "1,a\nnan,b\n");
        ExpectCsv(":2: column 1 has '1e999'", "1,a\n1e999,b\n");
        ExpectCsv(":2: column 1 has '0x10'", "1,a\n0x10,b\n");
        ExpectCsv(":2: column 1 has ''", "1,a\n,b\n");
        // What is missing is no class of its own.
        ExpectCsv(":2: column 3 has no label", "1,2,a\n3,4,\n5,6,b\n");
        ExpectCsv(":2: column 3 has no label", "1,2,a\n3,4, \r\n5,6,b\n");
        ExpectCsv(":3: column 2 has 'NaN'; needed is a label", "x,y\n1,a\n2,NaN\n3,b\n");
        // A first sample that is none is no header.
        ExpectCsv(":1: column 2 has 'nan'", "1,nan,a\n3,4,b\n5,6,a\n");
        ExpectCsv(":1: column 1 has '-Inf'", "-Inf,2,a\n3,4,b\n5,6,a\n");
        ExpectCsv(":1: column 1 has 'nan'", "nan,inf,a\n3,4,b\n5,6,a\n");
        ExpectCsv(":1: column 1 has '1e999'", "1e999,2,a\n3,4,b\n5,6,a\n");
        ExpectCsv(":1: column 2 has ''", "1,,a\n3,4,b\n5,6,a\n");
        ExpectCsv(":1: column 1 has 'x'", "x,2,7\n3,4,8\n5,6,7\n");
        ExpectCsv(":3: has 2 columns; needed are 3", "x,y,z\n1,2,a\n3,b\n");
        ExpectCsv(":1: has 1 column", "17\n18\n");
        ExpectCsv("has no samples", "");
        ExpectCsv("has no samples", "x,y\n\n\n");
        ExpectCsv("all samples have label 'a'", "1,a\n2,a\n");
        ReadOptions options;
        options.labelColumn = "type";
        ExpectCsv(":1: no column is called 'type'", "x,y\n1,2\n", options);
        options = ReadOptions();
        options.classes = {"a", "b"};
        ExpectCsv(":2: label 'c' is none of the 2 classes", "1,a\n1,c\n", options);
        ExpectCsv("gzip data", Pack("1,2,a\n3,4,b\n").substr(0, 25));

        ExpectSvm(":2: index 3 stands behind index 3; indices have to rise", "1 1:1\n-1 3:1 3:2\n");
        ExpectSvm(":1: index 0; allowed is 1 to", "1 0:1\n");
        ExpectSvm(":1: index 200000000; allowed is 1 to 100000000", "1 200000000:1\n");
        ExpectSvm(":1: '99999999999999999999:1'; needed is index:value",
                  "1 99999999999999999999:1\n");
        ExpectSvm(":1: 'a:1'; needed is index:value", "1 a:1\n");
        ExpectSvm(":1: '7'; needed is index:value", "1 7\n");
        ExpectSvm(":1: '7:'; its value has to be", "1 7:\n");
        ExpectSvm(":1: '7:inf'; its value has to be", "1 7:inf\n");
        ExpectSvm(":1: label 'cat' is not", "cat 7:1\n");
        ExpectSvm(":1: label '1,2' is not", "1,2 7:1\n");
        ExpectSvm("has no feature at all", "1\n2\n");
        options = ReadOptions();
        options.features = 5;
        ExpectSvm(":2: index 6; allowed is 1 to 5", "1 5:1\n2 6:1\n", options);
    }
};

/// Bytes changed at random.
class HostileFileTestCase : public FileTestCase
{
  public:
    HostileFileTestCase()
        : FileTestCase("spoilt files are read or refused")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::string> sound{IMAGES,
                                             Pack(IMAGES),
                                             LABELS,
                                             "x,y,z\n1,2,a\n3,4,b\n",
                                             Pack("1,2,a\n3,4,b\n"),
                                             "1 1:2 3:4\n-1 2:7 # x\n"};
        std::vector<Mutator::Bytes> seeds;
        for (const std::string& text : sound)
        {
            seeds.emplace_back(text.begin(), text.end());
        }
        const std::string labels = Write("labels", LABELS);
        const std::string images = Write("images", IMAGES);
        Mutator mutator(11);
        uint32_t refused = 0;
        constexpr uint32_t rounds = 3000;
        for (uint32_t k = 0; k < rounds; ++k)
        {
            Mutator::Bytes bytes = seeds[mutator.Draw(seeds.size())];
            for (std::size_t change = mutator.Draw(3); change-- > 0;)
            {
                mutator.Change(bytes, seeds);
            }
            const std::string path = Write("hostile", {bytes.begin(), bytes.end()});
            const std::function<void()> ways[] = {[&]() { ReadIdx(path, labels); },
                                                  [&]() { ReadIdx(images, path); },
                                                  [&]() { ReadCsv(path); },
                                                  [&]() { ReadLibsvm(path); }};
            for (const auto& way : ways)
            {
                refused += GetLearningRefusal(way).empty() ? 0 : 1;
            }
        }
        EXPECT_TRUE(refused > 2 * rounds && refused < 4 * rounds - 100, refused << " refused");
    }
};

/// Files of data.
class LearningFilesTestSuite : public TestSuite
{
  public:
    LearningFilesTestSuite()
        : TestSuite("edge-ai-learning-files", TEST_UNIT)
    {
        AddTestCase(new IdxTestCase, TEST_QUICK);
        AddTestCase(new IdxRefusalTestCase, TEST_QUICK);
        AddTestCase(new TextFileTestCase, TEST_QUICK);
        AddTestCase(new HostileFileTestCase, TEST_QUICK);
    }
};

LearningFilesTestSuite g_learningFilesTestSuite; ///< registers the suite

} // namespace
