/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HOSTILE_RUN_H
#define EDGE_AI_HOSTILE_RUN_H

#include <cstddef>
#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// An input that was neither taken nor refused.
struct HostileFinding
{
    std::string subject; ///< whose
    std::string input;   ///< bytes
    std::string words;   ///< what is wrong
};

/// What inputs to a subject came to.
struct HostileTally
{
    uint64_t inputs{0};
    uint64_t taken{0};
    uint64_t refused{0};
    std::map<std::string, uint64_t> refusals; ///< in words, numbers and names left out
    double slowest{0};                        ///< processor time of an input, at most [s]
    std::vector<HostileFinding> findings;
};

/// What sanitizers take beside the program: so much more time and memory.
#ifdef __SANITIZE_ADDRESS__
constexpr double HOSTILE_SLACK = 4;
#else
constexpr double HOSTILE_SLACK = 1;
#endif

/// How inputs are tried.
struct HostileSettings
{
    uint64_t seed{1};               ///< of everything
    uint64_t batch{2000};           ///< inputs that one process tries
    std::size_t jobs{1};            ///< processes at once
    double slow{5 * HOSTILE_SLACK}; ///< an input takes less processor time than this [s]
    /// And less memory [MiB]: data made of text may ask for some.
    double memory{1024 * HOSTILE_SLACK};
    unsigned limit{300}; ///< real time after which a process hangs [s]
    bool apart{true};    ///< in processes of their own, which may crash
};

/**
 * Try mutated inputs. What a process was given when it crashed is a finding too, and the others of
 * its batch are tried in another one.
 * @param [in] subject name of it  @param [in] inputs how many  @param [in] settings how
 * @returns what they came to
 */
HostileTally TryHostileInputs(const std::string& subject,
                              uint64_t inputs,
                              const HostileSettings& settings);

/**
 * Try inputs that were faults once.
 * @param [in] folder with a folder of files for each subject  @param [in] settings how
 * @param [out] files that there are
 * @returns those that are faults again; a folder of no subject is one
 */
std::vector<HostileFinding> ReplayHostileSeeds(const std::string& folder,
                                               const HostileSettings& settings,
                                               uint64_t& files);

/// @param [in,out] os where a line for each subject goes  @param [in] tallies by subject
void PrintHostileTable(std::ostream& os, const std::map<std::string, HostileTally>& tallies);

/**
 * Keep an input as a file, so that it can be tried again.
 * @param [in] folder of all seeds  @param [in] finding it
 * @returns path of the file; "" if it could not be written
 */
std::string KeepHostileSeed(const std::string& folder, const HostileFinding& finding);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HOSTILE_RUN_H
