/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What is tried to break the module: mutated inputs to whatever takes some, and faults of the
// system in every application over every network. Tests run a part of it; this is all.

#include "hostile/faults/matrix-run.h"
#include "hostile/inputs/hostile-run.h"
#include "hostile/inputs/hostile-subject.h"

#include "ns3/program-options.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What the command line says.
struct Options
{
    std::string part{"all"};
    uint64_t inputs{1000000};
    std::string subject{"all"};
    std::string fault{"all"};
    std::string application{"all"};
    std::string access{"all"};
    std::string transport{"all"};
    std::string seeds;
    std::string keep;
    std::string output{"results/hardening"};
    uint32_t jobs{0};
    uint32_t limit{600};
    bool show{false};
    uint64_t seed{1};
};

/// @param [in] options of the run  @returns processes at once
std::size_t
CountJobs(const Options& options)
{
    return options.jobs > 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
}

/// @param [in] options of the run  @returns faults that were found
std::size_t
TryInputs(const Options& options)
{
    HostileSettings settings;
    settings.seed = options.seed;
    settings.jobs = CountJobs(options);
    settings.limit = options.limit;
    std::size_t faults = 0;
    const auto tell = [&](const HostileFinding& finding) {
        ++faults;
        std::cout << "FAULT in " << finding.subject << ": " << finding.words << "\n";
        if (!options.keep.empty())
        {
            std::cout << "  kept as " << KeepHostileSeed(options.keep, finding) << "\n";
        }
    };
    if (!options.seeds.empty())
    {
        uint64_t files = 0;
        for (const HostileFinding& finding : ReplayHostileSeeds(options.seeds, settings, files))
        {
            tell(finding);
        }
        std::cout << files << " inputs that were faults once\n";
    }
    std::vector<std::string> subjects = ListHostileSubjects();
    if (options.subject != "all")
    {
        subjects = {options.subject};
    }
    std::map<std::string, HostileTally> tallies;
    uint64_t left = options.inputs;
    for (std::size_t i = 0; i < subjects.size(); ++i)
    {
        const uint64_t share = left / (subjects.size() - i);
        left -= share;
        HostileTally& tally = tallies[subjects[i]];
        std::cerr << subjects[i] << " (" << i + 1 << " of " << subjects.size() << "): " << share
                  << " inputs" << std::endl; // the table comes when all have theirs
        tally = TryHostileInputs(subjects[i], share, settings);
        for (const HostileFinding& finding : tally.findings)
        {
            tell(finding);
        }
    }
    PrintHostileTable(std::cout, tallies);
    std::ofstream refusals(std::filesystem::path(options.output) / "refusals.txt");
    for (const auto& [subject, tally] : tallies)
    {
        for (const auto& [words, count] : tally.refusals)
        {
            refusals << subject << "\t" << count << "\t" << words << "\n";
        }
    }
    return faults;
}

/// @param [in] options of the run  @returns cells in which something broke
std::size_t
TryFaults(const Options& options)
{
    std::vector<FaultEntry> entries = ListFaultMatrix();
    const auto unwanted = [&options](const FaultEntry& entry) {
        const auto misses = [](const std::string& wanted, const std::string& is) {
            return wanted != "all" && wanted != is;
        };
        return misses(options.fault, ToString(entry.cell.fault)) ||
               misses(options.application, entry.cell.application) ||
               (options.access == "all-but-lte" ? entry.cell.access == "lte"
                                                : misses(options.access, entry.cell.access)) ||
               misses(options.transport, entry.cell.udp ? "udp" : "tcp");
    };
    entries.erase(std::remove_if(entries.begin(), entries.end(), unwanted), entries.end());
    const MatrixSettings settings{options.output, CountJobs(options), options.limit, options.show};
    return RunFaultMatrix(entries, settings, std::cout).broken;
}

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    ProgramOptions cmd("hardening", "Mutated inputs, and faults of the system.");
    cmd.AddChoice("part", "What is tried", options.part, {"all", "inputs", "faults"});
    cmd.AddValue("inputs", "mutated inputs, shared by all subjects", options.inputs, 1, 1e9);
    std::vector<std::string> subjects = ListHostileSubjects();
    subjects.emplace_back("all");
    cmd.AddChoice("subject", "Who gets them", options.subject, subjects);
    std::vector<std::string> faults{"all"};
    std::vector<std::string> applications{"all"};
    for (const FaultEntry& entry : ListFaultMatrix())
    {
        faults.push_back(ToString(entry.cell.fault));
        applications.push_back(entry.cell.application);
    }
    const auto once = [](std::vector<std::string>& words) {
        std::sort(words.begin(), words.end());
        words.erase(std::unique(words.begin(), words.end()), words.end());
    };
    once(faults);
    once(applications);
    cmd.AddChoice("fault", "Rows of the matrix", options.fault, faults);
    cmd.AddChoice("application", "Columns of the matrix", options.application, applications);
    std::vector<std::string> accesses = ListAccesses();
    accesses.emplace_back("all");
    accesses.emplace_back("all-but-lte"); // whose subframes take most of the time
    cmd.AddChoice("access", "Networks of the matrix", options.access, accesses);
    cmd.AddChoice("transport",
                  "Transports of the matrix",
                  options.transport,
                  {"all", "tcp", "udp"});
    cmd.AddValue("seeds", "folder of inputs that were faults once; empty: none", options.seeds);
    cmd.AddValue("keep",
                 "folder that inputs which are faults are kept in; empty: none",
                 options.keep);
    cmd.AddValue("output", "folder of the matrix and of the list of refusals", options.output);
    cmd.AddValue("jobs", "processes at once; 0: as many as there are cores", options.jobs, 0, 1000);
    cmd.AddValue("limit",
                 "real time that a process may take before it hangs [s]",
                 options.limit,
                 1,
                 1e6);
    cmd.AddValue("show",
                 "run no cell of the matrix: counts, table and picture of what is there",
                 options.show);
    cmd.AddValue("seed", "of all mutations", options.seed, 1, 1e9);
    cmd.Parse(argc, argv);
    std::filesystem::create_directories(options.output);
    std::size_t broken = 0;
    if (options.part != "faults")
    {
        broken += TryInputs(options);
    }
    if (options.part != "inputs")
    {
        broken += TryFaults(options);
    }
    return broken == 0 ? 0 : 1;
}
