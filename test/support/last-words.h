/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TEST_LAST_WORDS_H
#define EDGE_AI_TEST_LAST_WORDS_H

#include <csignal>
#include <cstdlib>
#include <functional>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace ns3
{
namespace edgeai
{

/// @returns the words about a command that is not there; a process that cannot become another
///          program ends in valgrind instead, which loads a library of its own into it
inline std::string
GetMissingWords()
{
    const char* const loaded = std::getenv("LD_PRELOAD");
    const bool inValgrind = loaded && std::string(loaded).find("valgrind") != std::string::npos;
    return inValgrind ? "it ended with exit code 127"
                      : "cannot be started: No such file or directory";
}

/**
 * Run what should end the program, in a process of its own.
 * @param [in] action that ends the program, if by an exception then one that nobody catches
 * @param [out] status of the process, as waitpid() has it
 * @returns what it wrote to stderr
 */
inline std::string
HearProcess(const std::function<void()>& action, int& status)
{
    int ends[2];
    status = 0;
    if (pipe(ends) != 0)
    {
        return "no pipe";
    }
    const pid_t child = fork();
    if (child == 0)
    {
        dup2(ends[1], STDERR_FILENO);
        [&action]() noexcept { action(); }();
        _exit(0);
    }
    close(ends[1]);
    std::string said;
    char buffer[256];
    for (ssize_t n = read(ends[0], buffer, sizeof buffer); n > 0;
         n = read(ends[0], buffer, sizeof buffer))
    {
        said.append(buffer, n);
    }
    close(ends[0]);
    waitpid(child, &status, 0);
    return said;
}

/**
 * Run what should end the program, in a process of its own.
 * @param [in] action that ends the program by an abort, or by an exception that nobody catches
 * @returns what it wrote to stderr; "it lives on" or "signal N" if it ended otherwise
 */
inline std::string
HearLastWords(const std::function<void()>& action)
{
    int status = 0;
    const std::string said = HearProcess(action, status);
    if (!WIFSIGNALED(status))
    {
        return WEXITSTATUS(status) == 0 ? "it lives on" : said;
    }
    const int signal = WTERMSIG(status);
    return signal == SIGABRT ? said : "signal " + std::to_string(signal) + " after: " + said;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TEST_LAST_WORDS_H
