/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hostile-run.h"

#include "hostile-subject.h"
#include "hostile/content-hash.h"
#include "hostile/shared-memory.h"
#include "report/child-runs.h"

#include "ns3/text-table.h"

#include <algorithm>
#include <cctype>
#include <csignal>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>
#include <sstream>
#include <sys/resource.h>
#include <unistd.h>

namespace ns3
{
namespace edgeai
{

namespace
{

using ReportJson = nlohmann::json;

constexpr std::size_t ROOM = std::size_t{4} << 20; ///< for the input that is tried [B]
constexpr uint64_t REPEATS = 20;                   ///< processes of one batch that may crash

/// @param [in] words of a refusal  @returns what all of its kind have in common
std::string
Generalise(const std::string& words)
{
    std::string common;
    bool quoted = false;
    for (std::size_t i = 0; i < words.size() && common.size() < 90; ++i)
    {
        const char letter = words[i];
        if (letter == '\'' || letter == '"')
        {
            quoted = !quoted;
            continue;
        }
        if (quoted)
        {
            continue;
        }
        const bool number = std::isdigit(static_cast<unsigned char>(letter)) != 0;
        if (!number)
        {
            common += letter;
        }
        else if (common.empty() || common.back() != '#')
        {
            common += '#';
        }
    }
    return common;
}

/// @returns memory that this process has had at most [MiB]
double
GetPeakMemory()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// @returns processor time of this process [s]
double
GetProcessorTime()
{
    return double(std::clock()) / CLOCKS_PER_SEC;
}

/// Bytes as letters that JSON takes.
std::string
ToHex(const std::string& bytes)
{
    static const char* const digits = "0123456789abcdef";
    std::string text;
    for (const char byte : bytes)
    {
        text += digits[static_cast<uint8_t>(byte) >> 4];
        text += digits[static_cast<uint8_t>(byte) & 15];
    }
    return text;
}

std::string
FromHex(const std::string& text)
{
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    {
        bytes += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
    }
    return bytes;
}

/// The input that is tried, where it outlives the process that tries it.
class Bench
{
  public:
    Bench()
        : m_memory(ROOM + sizeof(uint64_t) * 2)
    {
    }

    void Put(uint64_t number, const std::string& input)
    {
        const uint64_t size = std::min<std::size_t>(input.size(), ROOM);
        std::memcpy(m_memory.Get(), &number, sizeof number);
        std::memcpy(m_memory.Get() + sizeof number, &size, sizeof size);
        std::memcpy(m_memory.Get() + 2 * sizeof size, input.data(), size);
    }

    uint64_t GetNumber() const
    {
        uint64_t number;
        std::memcpy(&number, m_memory.Get(), sizeof number);
        return number;
    }

    std::string GetInput() const
    {
        uint64_t size;
        std::memcpy(&size, m_memory.Get() + sizeof size, sizeof size);
        return std::string(m_memory.Get() + 2 * sizeof size, size);
    }

  private:
    SharedMemory m_memory;
};

/// Tries inputs one after the other.
class Trial
{
  public:
    Trial(const std::string& subject, const HostileSettings& settings)
        : m_name(subject),
          m_settings(settings)
    {
    }

    /// @param [in,out] subject takes it  @param [in] input bytes
    void Try(HostileSubject& subject, const std::string& input)
    {
        const double memory = GetPeakMemory();
        const double time = GetProcessorTime();
        HostileVerdict verdict;
        try
        {
            verdict = subject.Take(input);
        }
        catch (const std::bad_alloc&)
        {
            verdict = HostileVerdict::Break("it asks for all memory there is");
        }
        catch (const std::exception& exception)
        {
            verdict = HostileVerdict::Break(std::string("an exception that nobody expects: ") +
                                            exception.what());
        }
        const double spent = GetProcessorTime() - time;
        const double grown = GetPeakMemory() - memory;
        tally.slowest = std::max(tally.slowest, spent);
        if (verdict.kind != HostileVerdict::BROKEN && spent > m_settings.slow)
        {
            verdict = HostileVerdict::Break("it takes " + std::to_string(spent) + " s");
        }
        if (verdict.kind != HostileVerdict::BROKEN && grown > m_settings.memory)
        {
            verdict = HostileVerdict::Break("it takes " + std::to_string(grown) + " MiB");
        }
        ++tally.inputs;
        tally.taken += verdict.kind == HostileVerdict::TAKEN;
        if (verdict.kind == HostileVerdict::REFUSED)
        {
            ++tally.refused;
            ++tally.refusals[Generalise(verdict.words)];
        }
        if (verdict.kind == HostileVerdict::BROKEN)
        {
            tally.findings.push_back({m_name, input, verdict.words});
        }
    }

    HostileTally tally;

  private:
    std::string m_name;
    HostileSettings m_settings;
};

/// @param [in] tally one  @returns it as text
std::string
Write(const HostileTally& tally)
{
    ReportJson document;
    document["inputs"] = tally.inputs;
    document["taken"] = tally.taken;
    document["refused"] = tally.refused;
    document["slowest"] = tally.slowest;
    document["refusals"] = ReportJson::array();
    for (const auto& [words, count] : tally.refusals)
    {
        document["refusals"].push_back({ToHex(words), count});
    }
    document["findings"] = ReportJson::array();
    for (const HostileFinding& finding : tally.findings)
    {
        document["findings"].push_back({ToHex(finding.input), ToHex(finding.words)});
    }
    return document.dump();
}

/// @param [in] text of a tally  @param [in] subject whose  @param [in,out] tally gets all of it
void
Add(const std::string& text, const std::string& subject, HostileTally& tally)
{
    const ReportJson document = ReportJson::parse(text);
    tally.inputs += document["inputs"].get<uint64_t>();
    tally.taken += document["taken"].get<uint64_t>();
    tally.refused += document["refused"].get<uint64_t>();
    tally.slowest = std::max(tally.slowest, document["slowest"].get<double>());
    for (const ReportJson& refusal : document["refusals"])
    {
        tally.refusals[FromHex(refusal[0].get<std::string>())] += refusal[1].get<uint64_t>();
    }
    for (const ReportJson& finding : document["findings"])
    {
        tally.findings.push_back({subject,
                                  FromHex(finding[0].get<std::string>()),
                                  FromHex(finding[1].get<std::string>())});
    }
}

/// Try inputs of one batch from one on, in this process.
HostileTally
TryBatch(const std::string& name,
         uint64_t seed,
         uint64_t from,
         uint64_t count,
         const HostileSettings& settings,
         Bench* bench)
{
    Trial trial(name, settings);
    const std::unique_ptr<HostileSubject> subject = MakeHostileSubject(name, seed);
    for (uint64_t i = from; i < count; ++i)
    {
        Mutator draws(seed * 0x9e3779b97f4a7c15 + i); // of its own, whatever became of the others
        const std::string input = subject->Make(draws);
        if (bench)
        {
            bench->Put(i, input);
        }
        trial.Try(*subject, input);
    }
    return trial.tally;
}

} // namespace

HostileTally
TryHostileInputs(const std::string& subject, uint64_t inputs, const HostileSettings& settings)
{
    HostileTally tally;

    struct Batch
    {
        uint64_t seed;
        uint64_t from;
        uint64_t count;
        uint64_t crashes;
    };

    std::vector<Batch> batches;
    for (uint64_t at = 0; at < inputs; at += settings.batch)
    {
        const uint64_t count = std::min(settings.batch, inputs - at);
        batches.push_back({settings.seed * 1000003 + at / settings.batch, 0, count, 0});
    }
    if (!settings.apart)
    {
        for (const Batch& batch : batches)
        {
            Add(Write(TryBatch(subject, batch.seed, 0, batch.count, settings, nullptr)),
                subject,
                tally);
        }
        return tally;
    }
    while (!batches.empty())
    {
        std::vector<std::unique_ptr<Bench>> benches;
        for (std::size_t i = 0; i < batches.size(); ++i)
        {
            benches.push_back(i < settings.jobs * 64 ? std::make_unique<Bench>() : nullptr);
        }
        const std::size_t now = std::min<std::size_t>(batches.size(), settings.jobs * 64);
        std::vector<Batch> again(batches.begin() + static_cast<std::ptrdiff_t>(now), batches.end());
        ChildRuns::Run(
            now,
            settings.jobs,
            [&](std::size_t i) {
                alarm(settings.limit);
                const Batch& batch = batches[i];
                return Write(TryBatch(subject,
                                      batch.seed,
                                      batch.from,
                                      batch.count,
                                      settings,
                                      benches[i].get()));
            },
            [&](std::size_t i, const ChildOutcome& outcome) {
                if (outcome.failure.empty())
                {
                    Add(outcome.result, subject, tally);
                    return;
                }
                const std::string words = outcome.failure + ": " + outcome.lastWords;
                tally.findings.push_back({subject, benches[i]->GetInput(), words});
                const uint64_t stopped = benches[i]->GetNumber();
                // What it found before is lost with it, and found again.
                Batch before = batches[i];
                before.count = stopped;
                Batch rest = batches[i];
                rest.from = stopped + 1;
                for (Batch& batch : {std::ref(before), std::ref(rest)})
                {
                    if (++batch.crashes < REPEATS && batch.from < batch.count)
                    {
                        again.push_back(batch);
                    }
                }
            },
            [](const std::string&) {},
            [](const auto&) {});
        batches = again;
    }
    return tally;
}

std::vector<HostileFinding>
ReplayHostileSeeds(const std::string& folder, const HostileSettings& settings, uint64_t& files)
{
    std::vector<HostileFinding> found;
    files = 0;
    const std::vector<std::string> known = ListHostileSubjects();
    std::vector<std::pair<std::string, std::filesystem::path>> seeds;
    if (!std::filesystem::is_directory(folder))
    {
        return {{"", "", folder + " is no folder"}};
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    {
        const std::string subject = entry.path().parent_path().filename().string();
        if (entry.is_regular_file() && entry.path().extension() != ".md")
        {
            seeds.emplace_back(subject, entry.path());
        }
    }
    std::sort(seeds.begin(), seeds.end());
    for (const auto& [subject, path] : seeds)
    {
        ++files;
        std::ifstream file(path, std::ios::binary);
        const std::string input(std::istreambuf_iterator<char>(file), {});
        if (std::find(known.begin(), known.end(), subject) == known.end())
        {
            found.push_back({subject, input, path.string() + ": there is no such subject"});
            continue;
        }
        const auto take = [&settings, &name = subject, &input](std::size_t) {
            alarm(settings.limit);
            Trial trial(name, settings);
            const std::unique_ptr<HostileSubject> taker = MakeHostileSubject(name, 1);
            trial.Try(*taker, input);
            return Write(trial.tally);
        };
        const auto judge = [&, &name = subject, &path = path](std::size_t,
                                                              const ChildOutcome& outcome) {
            HostileTally tally;
            if (outcome.failure.empty())
            {
                Add(outcome.result, name, tally);
            }
            else
            {
                tally.findings.push_back({name, input, outcome.failure + ": " + outcome.lastWords});
            }
            for (HostileFinding& finding : tally.findings)
            {
                finding.words = path.string() + ": " + finding.words;
                found.push_back(finding);
            }
        };
        ChildRuns::Run(
            1,
            1,
            take,
            judge,
            [](const std::string&) {},
            [](const auto&) {});
    }
    return found;
}

void
PrintHostileTable(std::ostream& os, const std::map<std::string, HostileTally>& tallies)
{
    TextTable table({{"subject", ""},
                     {"inputs", ""},
                     {"taken", ""},
                     {"refused", ""},
                     {"refusals", "kinds"},
                     {"slowest", "s"},
                     {"faults", ""}});
    for (const auto& [subject, tally] : tallies)
    {
        table.AddRow({subject,
                      tally.inputs,
                      tally.taken,
                      tally.refused,
                      tally.refusals.size(),
                      TextCell(tally.slowest, 2),
                      tally.findings.size()});
    }
    table.Print(os);
}

std::string
KeepHostileSeed(const std::string& folder, const HostileFinding& finding)
{
    const std::string name = WriteHash(HashContent(finding.input)); // equal inputs, equal names
    const std::filesystem::path place = std::filesystem::path(folder) / finding.subject;
    std::error_code fault;
    std::filesystem::create_directories(place, fault);
    std::ofstream file(place / name, std::ios::binary | std::ios::trunc);
    file << finding.input;
    file.close();
    return file ? (place / name).string() : "";
}

} // namespace edgeai
} // namespace ns3
