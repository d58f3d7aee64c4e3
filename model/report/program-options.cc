/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "program-options.h"

#include "argument-text.h"
#include "monitor/csv-format.h"
#include "monitor/last-resort.h"
#include "monitor/standard-streams.h"
#include "nearest-name.h"
#include "option-list.h"
#include "printable-text.h"
#include "standard-output.h"
#include "text-file.h"

#include "ns3/type-id.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

ProgramOptions::ProgramOptions(const std::string& program, const std::string& usage)
    : m_program(program)
{
    SayWhatIsNotCaught();
    OpenStandardStreams();
    SayWhatIsNotPrinted();
    if (!usage.empty())
    {
        m_commandLine.Usage(usage);
    }
}

void
ProgramOptions::AddChoice(const std::string& name,
                          const std::string& help,
                          std::string& variable,
                          const std::vector<std::string>& allowed)
{
    AddValue(name, help + ": " + JoinWords(allowed, ", "), variable);
    m_checks.emplace_back(
        [name, allowed, &variable] { ExpectOneOf("--" + name, variable, allowed); });
}

void
ProgramOptions::AddNumbers(const std::string& name,
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
ProgramOptions::AddList(const std::string& name,
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
            ExpectKnown(name, word, isKnown, list);
        }
    });
}

void
ProgramOptions::ExpectKnown(const std::string& name,
                            const std::string& word,
                            const std::function<bool(const std::string&)>& isKnown,
                            const std::function<std::vector<std::string>()>& list)
{
    bool known = false;
    ExpectReadable(name, [&] { known = isKnown(word); });
    if (!known)
    {
        const std::vector<std::string> names = list();
        throw std::invalid_argument("--" + name + ": there is no '" + Shorten(word) + "'" +
                                    SuggestName(word, names) +
                                    (SuggestName(word, names).empty() ? "; there" : " There") +
                                    " are: " + JoinWords(names, ", "));
    }
}

void
ProgramOptions::AddClasses(const std::string& name,
                           const std::string& help,
                           std::vector<std::string>& variable,
                           const std::string& base,
                           const std::string& suffix)
{
    const TypeId parent = TypeId::LookupByName(base);
    std::vector<std::string> known;
    for (std::size_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId type = TypeId::GetRegistered(static_cast<uint16_t>(i));
        const std::string brief = GetBareName(type.GetName());
        if (type.IsChildOf(parent) && type.HasConstructor())
        {
            known.push_back(brief.substr(0, brief.rfind(suffix)));
        }
    }
    std::sort(known.begin(), known.end());
    AddList(
        name,
        help,
        variable,
        [known](const std::string& word) {
            return std::find(known.begin(), known.end(), word) != known.end();
        },
        [known] { return known; });
}

void
ProgramOptions::ExpectReadable(const std::string& name, const std::function<void()>& read)
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
ProgramOptions::AddFile(const std::string& name,
                        const std::string& help,
                        std::string& variable,
                        const std::function<void(std::istream& text)>& read)
{
    AddValue(name, help, variable);
    m_checks.emplace_back([name, read, &variable] {
        if (!variable.empty())
        {
            ExpectReadable(name, [&] {
                TextFile text(variable, Pipes::TAKEN);
                if (text.peek() == std::istream::traits_type::eof())
                {
                    throw std::invalid_argument(variable + ": is empty");
                }
                read(text);
            });
        }
    });
}

void
ProgramOptions::AddRule(const std::function<std::string()>& explain)
{
    m_checks.emplace_back([explain] {
        const std::string fault = explain();
        if (!fault.empty())
        {
            throw std::invalid_argument(fault);
        }
    });
}

void
ProgramOptions::AddSetting(const std::string& name,
                           const std::string& help,
                           uint32_t& variable,
                           double least,
                           double most)
{
    Declare(name, DescribeNumber(help, least, most), variable, {least, most}, false);
}

void
ProgramOptions::AddSetting(const std::string& name, const std::string& help, std::string& variable)
{
    Declare(name, help, variable, {}, false);
}

void
ProgramOptions::AddValue(const std::string& name, const std::string& attributePath)
{
    m_commandLine.AddValue(name, attributePath);
    Option option;
    option.check = [name, attributePath](const std::string& text) {
        ExpectReadable(name, [&] { ExpectUnderstood({attributePath, text, true}, {}); });
    };
    m_names.push_back(name);
    m_options[name] = std::move(option);
}

void
ProgramOptions::Parse(int argc, char* argv[])
{
    try
    {
        Read(argc, argv);
    }
    catch (const std::exception& refusal)
    {
        std::cerr << m_program << ": " << MakeLegible(refusal.what(), LEGIBLE_MESSAGE) << std::endl;
        std::exit(1);
    }
}

void
ProgramOptions::Read(int argc, char* argv[])
{
    for (int i = 1; i < argc; ++i)
    {
        const Argument argument = SplitArgument(argv[i]);
        const auto option = m_options.find(argument.name);
        if (option == m_options.end())
        {
            ExpectUnderstood(argument, m_names);
            continue;
        }
        if (!argument.hasValue && !option->second.isFlag)
        {
            throw std::invalid_argument("--" + argument.name + " needs a value: --" +
                                        argument.name + "=...");
        }
        if (argument.hasValue && option->second.check)
        {
            option->second.check(argument.value);
        }
    }
    // An empty text is a value; ns-3 takes it for none, and prints its help.
    std::vector<char*> filled{argv[0]};
    for (int i = 1; i < argc; ++i)
    {
        const Argument argument = SplitArgument(argv[i]);
        const auto option = m_options.find(argument.name);
        if (option == m_options.end() || !option->second.text || !argument.value.empty())
        {
            filled.push_back(argv[i]);
        }
    }
    filled.push_back(nullptr);
    m_commandLine.Parse(static_cast<int>(filled.size()) - 1, filled.data());
    for (int i = 1; i < argc; ++i)
    {
        const Argument argument = SplitArgument(argv[i]);
        const auto option = m_options.find(argument.name);
        if (option != m_options.end() && option->second.text)
        {
            *option->second.text = argument.value; // ns-3.35 ends it at the first blank
        }
        // Noted from the arguments only if no variable stands for it.
        if (option == m_options.end() || !option->second.getValue)
        {
            m_others.emplace_back(argument.name, argument.value);
        }
    }
    for (const auto& check : m_checks)
    {
        check();
    }
}

const std::string&
ProgramOptions::GetProgram() const
{
    return m_program;
}

ProgramOptions::Values
ProgramOptions::GetValues() const
{
    Values values;
    for (const std::string& name : m_names)
    {
        const Option& option = m_options.at(name);
        if (option.isNoted)
        {
            values.emplace_back(name, option.getValue());
        }
    }
    return values;
}

const ProgramOptions::Values&
ProgramOptions::GetOthers() const
{
    return m_others;
}

void
ProgramOptions::CheckTruth(const std::string& name, const std::string& text)
{
    ExpectTruth("--" + name, text);
}

void
ProgramOptions::CheckWhole(const std::string& name, const std::string& text, const Range& range)
{
    ExpectWhole("--" + name, text, range.least, range.most);
}

void
ProgramOptions::CheckReal(const std::string& name, const std::string& text, const Range& range)
{
    ExpectReal("--" + name, text, range.least, range.most);
}

void
ProgramOptions::CheckTime(const std::string& name, const std::string& text)
{
    ExpectTime("--" + name, text);
}

std::string
ProgramOptions::DescribeNumber(const std::string& help, double least, double most)
{
    return help + "; " + DescribeRange(least, most);
}

} // namespace edgeai
} // namespace ns3
