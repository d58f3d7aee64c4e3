/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What programs read and print: files that are none are refused before anything waits for their
// end, and what the standard output does not take ends the program with a code that says so.

#include "support/experiment-support.h"
#include "support/last-words.h"
#include "text-file.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/program-options.h"
#include "ns3/result-sheet.h"
#include "ns3/test.h"

#include <cmath>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What is no file, and what is none of lines.
class TextFileTestCase : public TestCase
{
  public:
    TextFileTestCase()
        : TestCase("files of lines")
    {
    }

  private:
    /// @param [in] path of a file  @param [in] words that its refusal has to have
    /// @param [in] pipes whether it may be one
    void Refuse(const std::string& path, const std::string& words, Pipes pipes = Pipes::REFUSED)
    {
        const std::string said = Complaint([&] {
            TextFile file(path, pipes);
            for (std::string line; std::getline(file, line);)
            {
            }
        });
        NS_TEST_EXPECT_MSG_NE(said.find(words), std::string::npos, path << ": " << said);
    }

    void DoRun() override
    {
        const std::string folder = CreateTempDirFilename("");
        const std::string nothing = CreateTempDirFilename("nothing");
        Refuse(folder, folder + ": cannot be read: it is a directory");
        Refuse(nothing, nothing + ": cannot be read: No such file or directory");
        for (const std::string device : {"/dev/zero", "/dev/full", "/dev/null"})
        {
            if (std::filesystem::exists(device))
            {
                Refuse(device, device + ": cannot be read: it is a device, and no file");
                Refuse(device, "it is a device, and no file", Pipes::TAKEN);
            }
        }
        const std::string locked = CreateTempDirFilename("locked");
        std::ofstream(locked) << "1\n";
        std::filesystem::permissions(locked, std::filesystem::perms::none);
        if (!std::ifstream(locked)) // not so for who may do everything
        {
            Refuse(locked, locked + ": cannot be read: Permission denied");
        }

        const std::string path = CreateTempDirFilename("lines");
        const std::string full(TextFile::LINE_LENGTH_MAX, 'x');
        std::ofstream(path) << "\n" << full << "\n" << full << "\nend";
        TextFile file(path);
        std::vector<std::size_t> lengths;
        for (std::string line; std::getline(file, line);)
        {
            lengths.push_back(line.size());
        }
        const std::vector<std::size_t> expected{0, full.size(), full.size(), 3};
        NS_TEST_EXPECT_MSG_EQ((lengths == expected), true, "lines of all lengths that may be");
        std::ofstream(path) << "\n" << full << "x\n";
        Refuse(path, path + ":2: longer than the allowed 1048576 bytes of a line");

        const std::string pipe = CreateTempDirFilename("pipe");
        if (mkfifo(pipe.c_str(), 0600) == 0)
        {
            Refuse(pipe, pipe + ": cannot be read: it is a pipe, and read more than once");
            std::thread writer([&pipe] { std::ofstream(pipe) << "first\nsecond\n"; });
            TextFile taken(pipe, Pipes::TAKEN);
            std::string line;
            std::getline(taken, line);
            std::getline(taken, line);
            writer.join();
            NS_TEST_EXPECT_MSG_EQ(line, "second", "a pipe that is read once");
        }
    }
};

/// Options that name a file.
class FileOptionTestCase : public TestCase
{
  public:
    FileOptionTestCase()
        : TestCase("options that name a file")
    {
    }

  private:
    /// @param [in] path value of the option  @param [out] read lines of the file
    /// @returns what is wrong
    static std::string Read(const std::string& path, std::vector<std::string>& read)
    {
        ProgramOptions options("program");
        std::string file;
        options.AddFile("users", "File of users", file, [&read](std::istream& text) {
            for (std::string line; std::getline(text, line);)
            {
                read.push_back(line);
            }
            if (read.front() == "bad")
            {
                throw std::invalid_argument("a bad line");
            }
        });
        std::string name = "program";
        std::string argument = "--users=" + path;
        char* argv[] = {name.data(), argument.data(), nullptr};
        return Complaint([&] { options.Read(2, argv); });
    }

    void DoRun() override
    {
        std::vector<std::string> lines;
        const std::string path = CreateTempDirFilename("users");
        std::ofstream(path) << "one\ntwo\n";
        NS_TEST_EXPECT_MSG_EQ(Read(path, lines), "no exception", "a file");
        NS_TEST_EXPECT_MSG_EQ(lines.size(), 2, "read once");
        std::ofstream(path) << "bad\n";
        lines.clear();
        NS_TEST_EXPECT_MSG_EQ(Read(path, lines), "--users: a bad line", "what it says");
        std::ofstream(path, std::ios::trunc).close();
        NS_TEST_EXPECT_MSG_EQ(Read(path, lines), "--users: " + path + ": is empty", "empty");
        NS_TEST_EXPECT_MSG_EQ(Read("/", lines),
                              "--users: /: cannot be read: it is a directory",
                              "a folder");
        lines.clear();
        NS_TEST_EXPECT_MSG_EQ(Read("", lines), "no exception", "none");
        NS_TEST_EXPECT_MSG_EQ(lines.size(), 0, "and nothing is read");
    }
};

/// A full disk below the standard output.
class OutputTestCase : public TestCase
{
  public:
    OutputTestCase()
        : TestCase("what is printed and not written")
    {
    }

  private:
    /// @param [in] path of the standard output  @param [in] code main() would return
    /// @param [out] status of the process  @returns what it wrote to stderr
    static std::string Print(const char* path, int code, int& status)
    {
        return HearProcess(
            [=] {
                dup2(open(path, O_WRONLY), STDOUT_FILENO);
                const ProgramOptions options("program");
                std::cout << "a table\n";
                std::exit(code);
            },
            status);
    }

    void DoRun() override
    {
        int status = 0;
        NS_TEST_EXPECT_MSG_EQ(Print("/dev/null", 0, status), "", "there is room");
        NS_TEST_EXPECT_MSG_EQ(status, 0, "and all is well");
        NS_TEST_EXPECT_MSG_EQ(Print("/dev/null", 3, status), "", "there is room");
        NS_TEST_EXPECT_MSG_EQ(WEXITSTATUS(status), 3, "the program's own code");
        if (std::filesystem::exists("/dev/full"))
        {
            const std::string said = Print("/dev/full", 0, status);
            NS_TEST_EXPECT_MSG_EQ(said,
                                  "not all that is printed could be written to the standard "
                                  "output: No space left on device\n",
                                  "words");
            NS_TEST_EXPECT_MSG_EQ((WIFEXITED(status) && WEXITSTATUS(status) == 1), true, status);
        }
    }
};

/// Ratios over a plan of nothing.
class RatioTestCase : public TestCase
{
  public:
    RatioTestCase()
        : TestCase("ratios over nothing")
    {
    }

  private:
    void DoRun() override
    {
        ResultColumns columns;
        columns.AddPair("rate", "1/s", "tasks");
        const ResultSheet sheet("results", columns.Get());
        const auto ratio = [&sheet](double planned, double realised) {
            ResultRow row(sheet);
            row.SetPair("rate", planned, realised);
            return row.Finish().at(2).GetNumber();
        };
        NS_TEST_EXPECT_MSG_EQ(ratio(2, 3), 1.5, "of numbers");
        NS_TEST_EXPECT_MSG_EQ(ratio(2, 0), 0, "nothing came of it");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(ratio(0, 3)), true, "nothing was planned");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(ratio(0, 0)), true, "nothing at all");
    }
};

/// All of the above.
class TextFileTestSuite : public TestSuite
{
  public:
    TextFileTestSuite()
        : TestSuite("edge-ai-text-file", TEST_UNIT)
    {
        AddTestCase(new TextFileTestCase, TEST_QUICK);
        AddTestCase(new FileOptionTestCase, TEST_QUICK);
        AddTestCase(new OutputTestCase, TEST_QUICK);
        AddTestCase(new RatioTestCase, TEST_QUICK);
    }
};

TextFileTestSuite g_textFileTestSuite; ///< registers itself

} // namespace
