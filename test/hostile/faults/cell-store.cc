/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "cell-store.h"

#include "hostile/content-hash.h"

#include <cctype>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <stdexcept>
#include <sys/file.h>
#include <unistd.h>

namespace ns3
{
namespace edgeai
{

namespace
{

using CellJson = nlohmann::json;

/// @param [in] path of a file  @returns its bytes; "" if there are none
std::string
ReadFile(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

/// @param [in] folder of all  @param [in] cell one  @returns its file
std::filesystem::path
GetPlace(const std::string& folder, const FaultCell& cell)
{
    std::string name;
    for (const char letter : cell.ToString())
    {
        const auto byte = static_cast<unsigned char>(letter);
        name += std::isalnum(byte) ? static_cast<char>(std::tolower(byte)) : '-';
    }
    return std::filesystem::path(folder) / (name + ".json");
}

/// @param [in] result of a cell  @returns it as a document
CellJson
ToDocument(const FaultResult& result)
{
    return {{"verdict", static_cast<int>(result.verdict)},
            {"generated", result.generated},
            {"completed", result.completed},
            {"late", result.late},
            {"dropped", result.dropped},
            {"unfinished", result.unfinished},
            {"troubled", result.troubled},
            {"after", result.after},
            {"resumed", result.resumed},
            {"seconds", result.seconds},
            {"reason", result.reason.data()},
            {"words", result.words.data()}};
}

/// @param [in] document of a result  @returns it
FaultResult
FromDocument(const CellJson& document)
{
    FaultResult result;
    result.verdict = static_cast<FaultVerdict>(document.at("verdict").get<int>());
    result.generated = document.at("generated").get<uint64_t>();
    result.completed = document.at("completed").get<uint64_t>();
    result.late = document.at("late").get<uint64_t>();
    result.dropped = document.at("dropped").get<uint64_t>();
    result.unfinished = document.at("unfinished").get<uint64_t>();
    result.troubled = document.at("troubled").get<uint64_t>();
    result.after = document.at("after").get<uint64_t>();
    result.resumed = document.at("resumed").get<uint64_t>();
    result.seconds = document.at("seconds").get<double>();
    Put(document.at("reason").get<std::string>(), result.reason);
    Put(document.at("words").get<std::string>(), result.words);
    return result;
}

} // namespace

CellStore::CellStore(const std::string& folder, const std::string& build)
    : m_folder((std::filesystem::path(folder) / "cells").string()),
      m_build(build)
{
    std::error_code fault;
    std::filesystem::create_directories(m_folder, fault);
    if (fault)
    {
        throw std::runtime_error(m_folder + " cannot be made: " + fault.message());
    }
    const std::string path = m_folder + "/lock";
    m_lock = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (m_lock < 0)
    {
        throw std::runtime_error(path + " cannot be written: " + std::strerror(errno));
    }
    if (flock(m_lock, LOCK_EX | LOCK_NB) != 0)
    {
        close(m_lock);
        throw std::runtime_error("another process is at work in " + m_folder);
    }
}

CellStore::~CellStore()
{
    close(m_lock);
}

bool
CellStore::Find(const FaultCell& cell, FaultResult& result)
{
    const std::filesystem::path place = GetPlace(m_folder, cell);
    if (!std::filesystem::exists(place))
    {
        return false;
    }
    std::string why;
    try
    {
        const CellJson outer = CellJson::parse(ReadFile(place));
        const auto body = outer.at("record").get<std::string>();
        const CellJson record = CellJson::parse(body);
        if (outer.at("sum").get<std::string>() != WriteHash(HashContent(body)) ||
            record.at("cell").get<std::string>() != cell.ToString())
        {
            why = "not whole";
        }
        else if (!m_build.empty() && record.at("build").get<std::string>() != m_build)
        {
            why = "of another build";
        }
        else
        {
            result = FromDocument(record.at("result"));
            why = !m_build.empty() && result.verdict == FaultVerdict::BROKEN ? "failures" : "";
        }
    }
    catch (const CellJson::exception&)
    {
        why = "not whole";
    }
    if (!why.empty())
    {
        ++m_disbelieved[why];
    }
    return why.empty();
}

void
CellStore::Keep(const FaultCell& cell, const FaultResult& result) const
{
    // Words are those of a process that may have said anything.
    const auto write = [](const CellJson& document) {
        return document.dump(-1, ' ', false, CellJson::error_handler_t::replace);
    };
    const std::string body =
        write({{"cell", cell.ToString()}, {"build", m_build}, {"result", ToDocument(result)}});
    const std::filesystem::path place = GetPlace(m_folder, cell);
    const std::filesystem::path beside = place.string() + ".new";
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file << write({{"sum", WriteHash(HashContent(body))}, {"record", body}});
    file.close();
    std::error_code fault;
    std::filesystem::rename(beside, place, fault);
    if (!file || fault)
    {
        throw std::runtime_error(place.string() + " cannot be written");
    }
}

const std::map<std::string, std::size_t>&
CellStore::GetDisbelieved() const
{
    return m_disbelieved;
}

std::string
CellStore::GetBuildMark()
{
    std::set<std::string> libraries;
    std::istringstream maps(ReadFile("/proc/self/maps"));
    for (std::string line; std::getline(maps, line);)
    {
        const std::size_t path = line.find('/');
        const std::string name = path == std::string::npos ? "" : line.substr(path);
        const auto isIn = [&name](const char* place) { return name.rfind(place, 0) == 0; };
        if (name.find(".so") != std::string::npos && !isIn("/lib") && !isIn("/usr/lib") &&
            !isIn("/usr/local/lib"))
        {
            libraries.insert(name);
        }
    }
    uint64_t hash = HashContent(ReadFile("/proc/self/exe"));
    for (const std::string& library : libraries)
    {
        hash = HashContent(ReadFile(library), hash);
    }
    return WriteHash(hash);
}

} // namespace edgeai
} // namespace ns3
