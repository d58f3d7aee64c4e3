/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "run-folder.h"

#include "monitor/csv-format.h"
#include "option-list.h"

#include "ns3/edge-ai-version.h"
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
    : m_path(defaultPath)
{
    if (!usage.empty())
    {
        m_commandLine.Usage(usage);
    }
    m_commandLine.AddValue("output", "Folder for results, created if need be", m_path);
    m_texts.emplace("output", &m_path);
    m_settings.insert("output");
}

void
RunFolder::AddChoice(const std::string& name,
                     const std::string& help,
                     std::string& variable,
                     const std::vector<std::string>& allowed)
{
    AddValue(name, help + ": " + JoinWords(allowed, ", "), variable);
    m_checks.emplace_back([=, &variable] { ExpectOneOf(name, variable, allowed); });
}

void
RunFolder::AddNumbers(const std::string& name,
                      const std::string& help,
                      std::vector<double>& variable,
                      double least,
                      double most)
{
    std::vector<std::string> words;
    for (const double number : variable)
    {
        words.push_back(FormatNumber(number));
    }
    std::string& text = m_lists.emplace_back(JoinWords(words, ","));
    AddValue(name, help, text);
    m_checks.emplace_back(
        [=, &variable, &text] { variable = ParseNumbers(name, text, least, most); });
}

void
RunFolder::AddList(const std::string& name,
                   const std::string& help,
                   std::vector<std::string>& variable,
                   const std::function<bool(const std::string&)>& isKnown,
                   const std::function<std::vector<std::string>()>& list)
{
    std::string& text = m_lists.emplace_back(JoinWords(variable, ","));
    AddValue(name, help, text);
    m_checks.emplace_back([=, &variable, &text] {
        variable = ParseWords(name, text);
        for (const std::string& word : variable)
        {
            if (!isKnown(word))
            {
                throw std::invalid_argument("--" + name + ": there is no '" + word +
                                            "'; there are: " + JoinWords(list(), ", "));
            }
        }
    });
}

void
RunFolder::ExpectReadable(const std::string& name, const std::function<void()>& read)
{
    try
    {
        read();
    }
    catch (const std::exception& refusal)
    {
        throw std::invalid_argument("--" + name + ": " + refusal.what());
    }
}

void
RunFolder::AddSetting(const std::string& name,
                      const std::string& help,
                      uint32_t& variable,
                      double least,
                      double most)
{
    m_commandLine.AddValue(name, help, variable);
    m_settings.insert(name);
    AddCheck(
        name,
        [&variable] { return static_cast<double>(variable); },
        least,
        most);
}

void
RunFolder::AddCheck(const std::string& name,
                    std::function<double()> getValue,
                    double least,
                    double most)
{
    m_checks.emplace_back([=] { ExpectWithin(name, getValue(), least, most); });
}

void
RunFolder::AddValue(const std::string& name, const std::string& attributePath)
{
    m_commandLine.AddValue(name, attributePath);
}

void
RunFolder::Parse(int argc, char* argv[])
{
    m_commandLine.Parse(argc, argv);
    // Noted from the arguments only if no variable stands for it: attributes, seeds.
    for (int i = 1; i < argc; ++i)
    {
        const std::string argument = argv[i];
        const size_t begin = argument.find_first_not_of('-');
        if (begin == std::string::npos || begin == 0)
        {
            continue;
        }
        const size_t equals = argument.find('=');
        const std::string name = argument.substr(begin, equals - begin);
        const auto text = m_texts.find(name);
        if (text != m_texts.end() && equals != std::string::npos)
        {
            *text->second = argument.substr(equals + 1); // ns-3.35 ends it at the first blank
        }
        const bool declared = std::any_of(m_sources.begin(),
                                          m_sources.end(),
                                          [&](const auto& source) { return source.first == name; });
        if (m_settings.count(name) == 0 && !declared)
        {
            SetParameterValue(name, equals == std::string::npos ? "" : argument.substr(equals + 1));
        }
    }
    for (const auto& check : m_checks)
    {
        check();
    }
    Create();
}

void
RunFolder::Create()
{
    for (const auto& [name, getValue] : m_sources)
    {
        SetParameterValue(name, getValue());
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
