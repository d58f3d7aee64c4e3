/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "child-runs.h"

#include "monitor/standard-streams.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>
#include <map>
#include <poll.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr std::size_t LAST_WORDS = 2000; ///< characters kept of standard error
constexpr int POLL_MILLISECONDS = 500;   ///< between ticks

/// What comes out of a child.
enum Way
{
    RESULT,
    OUTPUT,
    ERROR,
    WAYS,
};

/// A piece of work that runs.
struct Child
{
    pid_t pid{-1};
    int ends[WAYS]{-1, -1, -1}; ///< of the pipes that are read here; -1: closed
    std::string said[WAYS];
    std::size_t forwarded{0}; ///< of standard error, how much has been passed on

    /// @returns whether something may still come
    bool IsOpen() const
    {
        return std::any_of(ends, ends + WAYS, [](int end) { return end >= 0; });
    }
};

/// @param [in] what was tried  @throws std::runtime_error with the system's reason
[[noreturn]] void
ThrowErrno(const std::string& what)
{
    throw std::runtime_error(what + ": " + std::strerror(errno));
}

/// @param [in] to file descriptor  @param [in] bytes to be written, all of them
bool
WriteAll(int to, const std::string& bytes)
{
    std::size_t written = 0;
    while (written < bytes.size())
    {
        const ssize_t count = write(to, bytes.data() + written, bytes.size() - written);
        if (count < 0 && errno != EINTR)
        {
            return false;
        }
        written += std::max<ssize_t>(count, 0);
    }
    return true;
}

/// What the child does, and the last thing it does. @param [in] index of the piece
/// @param [in] work to be done  @param [in] ends of the pipes to write to
[[noreturn]] void
BeChild(std::size_t index, const ChildRuns::Work& work, const int (&ends)[WAYS])
{
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGTERM); // nobody is left to read what comes of it
#endif
    int code = 1;
    if (dup2(ends[OUTPUT], STDOUT_FILENO) >= 0 && dup2(ends[ERROR], STDERR_FILENO) >= 0)
    {
        try
        {
            const std::string result = work(index);
            code = WriteAll(ends[RESULT], result) ? 0 : 1;
        }
        catch (const std::exception& failure)
        {
            WriteAll(STDERR_FILENO, std::string(failure.what()) + "\n");
        }
    }
    std::cout.flush();
    std::clog.flush();
    std::fflush(nullptr);
    // Not exit(): what the parent set up is the parent's to take down.
    _exit(code);
}

/// @param [in] index of the piece  @param [in] work to be done  @param [in] others that run
/// @returns the new child
Child
StartChild(std::size_t index,
           const ChildRuns::Work& work,
           const std::map<std::size_t, Child>& others)
{
    int pipes[WAYS][2];
    for (auto& ends : pipes)
    {
        if (pipe(ends) != 0)
        {
            ThrowErrno("cannot make a pipe to a scenario's process");
        }
    }
    // What is buffered would be printed by the child as well.
    std::cout.flush();
    std::cerr.flush();
    std::clog.flush();
    std::fflush(nullptr);
    const pid_t pid = fork();
    if (pid < 0)
    {
        ThrowErrno("cannot make a process for a scenario");
    }
    if (pid == 0)
    {
        for (const auto& other : others)
        {
            for (const int end : other.second.ends)
            {
                end >= 0 ? close(end) : 0;
            }
        }
        int ends[WAYS];
        for (int way = 0; way < WAYS; ++way)
        {
            close(pipes[way][0]);
            ends[way] = pipes[way][1];
        }
        BeChild(index, work, ends);
    }
    Child child;
    child.pid = pid;
    for (int way = 0; way < WAYS; ++way)
    {
        close(pipes[way][1]);
        child.ends[way] = pipes[way][0];
    }
    return child;
}

/// Pass on whole lines of a child's standard error. @param [in,out] child whose
/// @param [in] said told of them
void
Forward(Child& child, const ChildRuns::Said& said)
{
    std::string& words = child.said[ERROR];
    if (child.ends[ERROR] < 0 && !words.empty() && words.back() != '\n')
    {
        words += '\n'; // nothing will follow
    }
    const std::size_t line = words.rfind('\n');
    if (line != std::string::npos && line + 1 > child.forwarded)
    {
        said(words.substr(child.forwarded, line + 1 - child.forwarded));
        child.forwarded = line + 1;
    }
    if (child.forwarded > 2 * LAST_WORDS)
    {
        words.erase(0, child.forwarded - LAST_WORDS);
        child.forwarded = LAST_WORDS;
    }
}

/// @param [in,out] child from whom  @param [in] way which pipe can be read
void
ReadFrom(Child& child, int way)
{
    char buffer[65536];
    const ssize_t count = read(child.ends[way], buffer, sizeof(buffer));
    if (count > 0)
    {
        child.said[way].append(buffer, static_cast<std::size_t>(count));
    }
    else if (count == 0 || errno != EINTR)
    {
        close(child.ends[way]);
        child.ends[way] = -1;
    }
}

/// @param [in,out] child all of whose pipes are closed  @returns what came of it
ChildOutcome
Bury(Child& child)
{
    int status = 0;
    while (waitpid(child.pid, &status, 0) < 0 && errno == EINTR)
    {
    }
    ChildOutcome outcome;
    outcome.result = std::move(child.said[RESULT]);
    outcome.output = std::move(child.said[OUTPUT]);
    const std::string& said = child.said[ERROR];
    outcome.lastWords = said.substr(said.size() - std::min(said.size(), LAST_WORDS));
    if (WIFSIGNALED(status))
    {
        outcome.failure = "ended by signal " + std::to_string(WTERMSIG(status)) + " (" +
                          strsignal(WTERMSIG(status)) + ")";
    }
    else if (WEXITSTATUS(status) != 0)
    {
        outcome.failure = "ended with exit code " + std::to_string(WEXITSTATUS(status));
    }
    return outcome;
}

/// Wait until something comes, or for half a second. @param [in,out] children that run
/// @param [in] said told of their standard error
void
Listen(std::map<std::size_t, Child>& children, const ChildRuns::Said& said)
{
    std::vector<pollfd> ends;
    std::vector<std::pair<Child*, int>> whose;
    for (auto& entry : children)
    {
        for (int way = 0; way < WAYS; ++way)
        {
            if (entry.second.ends[way] >= 0)
            {
                ends.push_back({entry.second.ends[way], POLLIN, 0});
                whose.emplace_back(&entry.second, way);
            }
        }
    }
    if (poll(ends.data(), ends.size(), POLL_MILLISECONDS) < 0 && errno != EINTR)
    {
        ThrowErrno("cannot listen to the scenarios' processes");
    }
    for (std::size_t i = 0; i < ends.size(); ++i)
    {
        if (ends[i].revents != 0)
        {
            ReadFrom(*whose[i].first, whose[i].second);
        }
    }
    for (auto& entry : children)
    {
        Forward(entry.second, said);
    }
}

} // namespace

void
ChildRuns::Run(std::size_t count,
               std::size_t jobs,
               const Work& work,
               const Ended& ended,
               const Said& said,
               const Tick& tick)
{
    OpenStandardStreams();
    std::map<std::size_t, Child> children; // by index
    std::size_t next = 0;
    while (next < count || !children.empty())
    {
        while (next < count && children.size() < std::max<std::size_t>(1, jobs))
        {
            children.emplace(next, StartChild(next, work, children));
            ++next;
        }
        std::vector<std::size_t> running;
        for (const auto& entry : children)
        {
            running.push_back(entry.first);
        }
        tick(running);
        Listen(children, said);
        for (auto entry = children.begin(); entry != children.end();)
        {
            if (entry->second.IsOpen())
            {
                ++entry;
                continue;
            }
            const std::size_t index = entry->first;
            const ChildOutcome outcome = Bury(entry->second);
            entry = children.erase(entry);
            ended(index, outcome);
        }
    }
}

} // namespace edgeai
} // namespace ns3
