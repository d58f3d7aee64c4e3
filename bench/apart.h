/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_APART_H
#define EDGE_AI_APART_H

#include "ns3/abort.h"

#include <cstddef>
#include <functional>
#include <iostream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <type_traits>
#include <unistd.h>

/// What a process has taken.
struct ProcessCost
{
    double processor{0}; ///< time of the whole process [s]
    double memory{0};    ///< most it ever had [MiB]
};

/**
 * Run a case in a process of its own, so that its memory is its own and nothing is left behind.
 * @param [in] body builds the network and runs it
 * @param [out] cost of the process; null: nobody asks
 * @returns what it says
 */
template <typename Result>
Result
RunApart(const std::function<Result()>& body, ProcessCost* cost = nullptr)
{
    static_assert(std::is_trivially_copyable<Result>::value, "it goes through a pipe as it is");
    int ends[2];
    NS_ABORT_MSG_IF(pipe(ends) != 0, "no pipe");
    std::cout.flush();
    const pid_t child = fork();
    NS_ABORT_MSG_IF(child < 0, "no process");
    if (child == 0)
    {
        const Result result = body();
        std::cout.flush();
        const ssize_t written = write(ends[1], &result, sizeof result);
        _exit(written == static_cast<ssize_t>(sizeof result) ? 0 : 1);
    }
    close(ends[1]);
    Result result;
    std::size_t got = 0;
    for (ssize_t piece = 1; piece > 0 && got<sizeof result; got += piece> 0 ? piece : 0)
    {
        piece = read(ends[0], reinterpret_cast<char*>(&result) + got, sizeof result - got);
    }
    close(ends[0]);
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    NS_ABORT_MSG_IF(got != sizeof result || status != 0, "a case failed");
    if (cost)
    {
        cost->processor = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
                          1e-6 * (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
        cost->memory = usage.ru_maxrss / 1024.0;
    }
    return result;
}

#endif // EDGE_AI_APART_H
