/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Words of somebody else are fit for tables and terminals, whatever their bytes are.

#include "learning/network/model-text.h"
#include "printable-text.h"
#include "short-number.h"
#include "support/expectations.h"

#include "ns3/test.h"

#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Bytes that are text, and others.
class PrintableTextCase : public TestCase
{
  public:
    PrintableTextCase()
        : TestCase("what is no visible UTF-8 is escaped, and nothing else")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::pair<std::string, std::string>> cases{
            {"", ""},
            {"plain \\ \"text\" 'x'", "plain \\ \"text\" 'x'"},
            {"Größe €, 模型, 🙂", "Größe €, 模型, 🙂"},
            {"two\nlines\r\n", "two\\nlines\\x0d\\n"},
            {"a\tb", "a\\tb"},
            {std::string("nul\0!", 5), "nul\\x00!"},
            {"\x1b[2Jgone", "\\x1b[2Jgone"},
            {"\x7f", "\\x7f"},
            {"\xc2\x9b"
             "31m",
             "\\xc2\\x9b31m"},                                 // a control character of two bytes
            {"\xe2\x80\xaetxt.exe", "\\xe2\\x80\\xaetxt.exe"}, // from right to left
            {"\xe2\x80\xa8", "\\xe2\\x80\\xa8"},               // a line separator
            {"\xff\xfe", "\\xff\\xfe"},                        // never in UTF-8
            {"\xc3", "\\xc3"},                                 // cut off
            {"\xc3(", "\\xc3("},                               // does not go on
            {"\xc0\xaf", "\\xc0\\xaf"},                        // longer than need be
            {"\xe0\x80\xaf", "\\xe0\\x80\\xaf"},               // likewise
            {"\xf0\x80\x80\xaf", "\\xf0\\x80\\x80\\xaf"},      // likewise
            {"\xed\xa0\x80", "\\xed\\xa0\\x80"},               // half of a pair of UTF-16
            {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},      // beyond the last character
            {"\xf4\x8f\xbf\xbd", "\xf4\x8f\xbf\xbd"},          // nearly the last one
        };
        for (const auto& [text, expected] : cases)
        {
            NS_TEST_EXPECT_MSG_EQ(MakePrintable(text), expected, expected);
            NS_TEST_EXPECT_MSG_EQ(MakePrintable(expected), expected, "once is enough");
        }
    }
};

/// The beginning of words, and both ends of them.
class ShortTextCase : public TestCase
{
  public:
    ShortTextCase()
        : TestCase("what is too long is cut between characters, and says so")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(Shorten("four", 4), "four", "all of it");
        NS_TEST_EXPECT_MSG_EQ(Shorten("fives", 4), "five...", "its beginning");
        NS_TEST_EXPECT_MSG_EQ(Shorten(std::string(41, 'a')),
                              std::string(40, 'a') + "...",
                              "forty unless somebody says more");
        NS_TEST_EXPECT_MSG_EQ(Shorten("", 4), "", "nothing");
        NS_TEST_EXPECT_MSG_EQ(Shorten("a\x1b\n", 4), "a\\x1b\\n", "in one line");
        // Two, three and four bytes: each cut falls before or behind a character.
        NS_TEST_EXPECT_MSG_EQ(Shorten("ö€🙂", 1), "...", "no half of two");
        NS_TEST_EXPECT_MSG_EQ(Shorten("ö€🙂", 2), "ö...", "two");
        NS_TEST_EXPECT_MSG_EQ(Shorten("ö€🙂", 4), "ö...", "no part of three");
        NS_TEST_EXPECT_MSG_EQ(Shorten("ö€🙂", 5), "ö€...", "three");
        NS_TEST_EXPECT_MSG_EQ(Shorten("ö€🙂", 8), "ö€...", "no part of four");
        NS_TEST_EXPECT_MSG_EQ(Shorten("ö€🙂", 9), "ö€🙂", "four");
        NS_TEST_EXPECT_MSG_EQ(Shorten("\x80\x80\x80\x80\x80", 4),
                              "\\x80...",
                              "bytes that go on with nothing");
        NS_TEST_EXPECT_MSG_EQ(MakeLegible("0123456789", 4), "01...89", "both ends");
        NS_TEST_EXPECT_MSG_EQ(MakeLegible("€234567€", 4), "...", "no part of either");
        NS_TEST_EXPECT_MSG_EQ(MakeLegible("€234567€", 6), "€...€", "both");
        NS_TEST_EXPECT_MSG_EQ(MakeLegible("a\nb\x1b", 6), "a\nb\\x1b", "lines stay");
    }
};

/// Numbers of messages.
class ShortNumberCase : public TestCase
{
  public:
    ShortNumberCase()
        : TestCase("numbers of messages are short, ranges exact")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(WriteShort(.5), "0.5", "without zeros");
        NS_TEST_EXPECT_MSG_EQ(WriteShort(1e300), "1e+300", "not 301 digits");
        NS_TEST_EXPECT_MSG_EQ(WriteShort(1. / 3), "0.333333", "six of them");
        NS_TEST_EXPECT_MSG_EQ(WriteExact(1 - 1e-15), "0.999999999999999", "less than 1");
        NS_TEST_EXPECT_MSG_EQ(WriteExact(1e-50), "1e-50", "no digit too many");
        NS_TEST_EXPECT_MSG_EQ(WriteL2(.1), ",l2=0.1", "as texts have it");
    }
};

class PrintableTextTestSuite : public TestSuite
{
  public:
    PrintableTextTestSuite()
        : TestSuite("edge-ai-printable-text", TEST_UNIT)
    {
        AddTestCase(new PrintableTextCase, TEST_QUICK);
        AddTestCase(new ShortTextCase, TEST_QUICK);
        AddTestCase(new ShortNumberCase, TEST_QUICK);
    }
};

PrintableTextTestSuite g_printableTextTestSuite; //!< the suite

} // namespace
