/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "run-folder.h"

#include "monitor/csv-format.h"
#include "monitor/edge-ai-version.h"

#include "ns3/rng-seed-manager.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] path of a file  @param [in] content all it shall hold
void
WriteFile(const std::string& path, const std::string& content)
{
    errno = 0;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << content;
    file.close();
    if (!file)
    {
        throw std::runtime_error(ExplainWriteFailure(path));
    }
}

/// @param [in] value of a parameter  @returns it in JSON; numbers that JSON lacks become text
nlohmann::ordered_json
ToJson(const RunFolder::Value& value)
{
    return std::visit(
        [](const auto& v) -> nlohmann::ordered_json {
            if constexpr (std::is_same_v<std::decay_t<decltype(v)>, double>)
            {
                if (!std::isfinite(v))
                {
                    return std::isnan(v) ? "nan" : FormatNumber(v);
                }
            }
            return v;
        },
        value);
}

} // namespace

RunFolder::RunFolder(const std::string& defaultPath, const std::string& usage)
    : ProgramOptions(std::filesystem::path(defaultPath).filename().string(), usage),
      m_path(defaultPath)
{
    AddSetting("output", "Folder for results, created if need be", m_path);
}

void
RunFolder::Read(int argc, char* argv[])
{
    ProgramOptions::Read(argc, argv);
    for (const auto& [name, value] : GetOthers())
    {
        SetParameterValue(name, value);
    }
    Create();
}

void
RunFolder::Create()
{
    for (const auto& [name, value] : GetValues())
    {
        SetParameterValue(name, value);
    }
    std::error_code error;
    std::filesystem::create_directories(m_path, error);
    if (error || !std::filesystem::is_directory(m_path))
    {
        throw std::runtime_error("cannot create the folder '" + m_path + "': " +
                                 (error ? error.message() : "there is a file of that name"));
    }
    m_created = true;
    WriteParameters();
    WriteFile(GetPath("version.txt"), GetVersionLine() + "\n");
}

const std::vector<std::pair<std::string, RunFolder::Value>>&
RunFolder::GetParameters() const
{
    return m_parameters;
}

const std::string&
RunFolder::GetPath() const
{
    return m_path;
}

std::string
RunFolder::GetPath(const std::string& name) const
{
    return (std::filesystem::path(m_path) / name).string();
}

std::string
RunFolder::GetVersionLine()
{
    return std::string("edge-ai ") + EDGE_AI_VERSION + ", ns-" + GetNs3Release() + ", seed " +
           std::to_string(RngSeedManager::GetSeed()) + ", run " +
           std::to_string(RngSeedManager::GetRun());
}

void
RunFolder::SetParameterValue(const std::string& name, const Value& value)
{
    const auto found = std::find_if(m_parameters.begin(), m_parameters.end(), [&](const auto& p) {
        return p.first == name;
    });
    if (found == m_parameters.end())
    {
        m_parameters.emplace_back(name, value);
    }
    else
    {
        found->second = value;
    }
    if (m_created)
    {
        WriteParameters();
    }
}

void
RunFolder::WriteParameters() const
{
    nlohmann::ordered_json parameters = nlohmann::ordered_json::object();
    for (const auto& [name, value] : m_parameters)
    {
        parameters[name] = ToJson(value);
    }
    WriteFile(GetPath("params.json"),
              parameters.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

} // namespace edgeai
} // namespace ns3
