/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RUN_FOLDER_H
#define EDGE_AI_RUN_FOLDER_H

#include "ns3/command-line.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The folder a run leaves behind: params.json (every parameter of the command line), version.txt
 * (one line with module version, ns-3 release, seed and run number,
 * taken when the folder is created: set a seed of your own before that) and whatever else is
 * written there, results.csv by convention.
 *
 * @code
 * uint32_t devices = 8;
 * RunFolder folder("results/laim-simulation");    // default place, changed by --output=PATH
 * folder.AddValue("devices", "Number of devices", devices);
 * folder.Parse(argc, argv);                       // also creates the folder
 * ...
 * monitor->Write(folder.GetPath("results.csv"));
 * @endcode
 */
class RunFolder
{
  public:
    /// A parameter as params.json holds it.
    using Value = std::variant<bool, int64_t, uint64_t, double, std::string>;

    /**
     * @param [in] defaultPath where to, unless the command line has --output=PATH
     * @param [in] usage what the program does, for --PrintHelp
     */
    explicit RunFolder(const std::string& defaultPath, const std::string& usage = "");
    RunFolder(const RunFolder&) = delete; // the command line points into this object
    RunFolder& operator=(const RunFolder&) = delete;

    /**
     * Declare a command line option and note its value after parsing.
     * @param [in] name of the option, and key in params.json
     * @param [in] help for --PrintHelp, with the unit
     * @param [in,out] variable holds the default; must live until Parse returns
     */
    template <typename T>
    void AddValue(const std::string& name, const std::string& help, T& variable)
    {
        m_commandLine.AddValue(name, help, variable);
        m_sources.emplace_back(name, [&variable] { return ToValue(variable); });
        if constexpr (std::is_same_v<T, std::string>)
        {
            m_texts.emplace(name, &variable);
        }
    }

    /**
     * The same for a number that has a range.
     * @param [in] name of the option  @param [in] help for --PrintHelp, with the unit
     * @param [in,out] variable holds the default; must live until Parse returns
     * @param [in] least smallest allowed  @param [in] most largest allowed
     */
    template <typename T>
    void AddValue(const std::string& name,
                  const std::string& help,
                  T& variable,
                  double least,
                  double most)
    {
        AddValue(name, help, variable);
        AddCheck(
            name,
            [&variable] { return static_cast<double>(variable); },
            least,
            most);
    }

    /**
     * Declare an option that is one of some words.
     * @param [in] name of the option  @param [in] help for --PrintHelp; the words are added
     * @param [in,out] variable holds the default; must live until Parse returns
     * @param [in] allowed words
     */
    void AddChoice(const std::string& name,
                   const std::string& help,
                   std::string& variable,
                   const std::vector<std::string>& allowed);
    /**
     * Declare an option that is a list of numbers with commas between.
     * @param [in] name of the option  @param [in] help for --PrintHelp, with the unit
     * @param [in,out] variable holds the default; must live until Parse returns
     * @param [in] least smallest allowed  @param [in] most largest allowed
     */
    void AddNumbers(const std::string& name,
                    const std::string& help,
                    std::vector<double>& variable,
                    double least,
                    double most);

    /**
     * Declare an option that is a list of words with commas between.
     * @param [in] name of the option  @param [in] help for --PrintHelp
     * @param [in,out] variable holds the default; must live until Parse returns
     * @param [in] find returns for a word what is true if there is such a thing: CreateSplitPlanner
     * @param [in] list returns the words there are: ListSplitPlanners
     */
    template <typename Find>
    void AddWords(const std::string& name,
                  const std::string& help,
                  std::vector<std::string>& variable,
                  const Find& find,
                  const std::function<std::vector<std::string>()>& list)
    {
        AddList(
            name,
            help,
            variable,
            [find](const std::string& word) { return static_cast<bool>(find(word)); },
            list);
    }

    /**
     * Declare an option that is text of some form.
     * @param [in] name of the option  @param [in] help for --PrintHelp
     * @param [in,out] variable holds the default; must live until Parse returns
     * @param [in] read is called with the text, and throws a std::exception that says what is wrong
     *             with it: LoadNetworkProfile
     */
    template <typename Read>
    void AddText(const std::string& name,
                 const std::string& help,
                 std::string& variable,
                 const Read& read)
    {
        AddValue(name, help, variable);
        m_checks.emplace_back([=, &variable] { ExpectReadable(name, [&] { read(variable); }); });
    }

    /**
     * Declare an option that changes how a run is made and not what comes of it: not noted.
     * @param [in] name of the option  @param [in] help for --PrintHelp
     * @param [in,out] variable holds the default; must live until Parse returns
     * @param [in] least smallest allowed  @param [in] most largest allowed
     */
    void AddSetting(const std::string& name,
                    const std::string& help,
                    uint32_t& variable,
                    double least,
                    double most);

    /**
     * Declare a command line option for the default of an attribute; noted if it is given.
     * @param [in] name of the option, and key in params.json
     * @param [in] attributePath "ns3::edgeai::Class::Attribute"
     */
    void AddValue(const std::string& name, const std::string& attributePath);

    /**
     * Parse the command line, create the folder and write params.json and version.txt. The place
     * itself is not in params.json, so equal runs leave equal folders wherever they are. Options
     * that ns-3 itself understands (--ns3::Class::Attribute=..., --RngRun=...) are noted too.
     * @param [in] argc number of arguments  @param [in] argv arguments
     * @throws std::invalid_argument for a value that is not allowed, in words
     * @throws std::runtime_error if the folder or a file cannot be written; the message names it
     */
    void Parse(int argc, char* argv[]);

    /**
     * For programs without a command line: the same without parsing.
     * @throws std::runtime_error as Parse
     */
    void Create();

    /// Note a parameter that is not an option. @param [in] name key  @param [in] value its value
    template <typename T>
    void SetParameter(const std::string& name, const T& value)
    {
        SetParameterValue(name, ToValue(value));
    }

    /// @returns the parameters noted so far, in the order of declaration
    const std::vector<std::pair<std::string, Value>>& GetParameters() const;
    /// @returns the folder
    const std::string& GetPath() const;
    /// @param [in] name of a file  @returns its path inside the folder
    std::string GetPath(const std::string& name) const;

    /// @returns "edge-ai 0.1.0, ns-3.37, seed 1, run 1" with the figures of this run
    static std::string GetVersionLine();

  private:
    /// @param [in] variable anything a command line option can be  @returns it as a parameter
    template <typename T>
    static Value ToValue(const T& variable)
    {
        if constexpr (std::is_same_v<T, bool>)
        {
            return variable;
        }
        else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>)
        {
            return static_cast<int64_t>(variable);
        }
        else if constexpr (std::is_integral_v<T>)
        {
            return static_cast<uint64_t>(variable);
        }
        else if constexpr (std::is_floating_point_v<T>)
        {
            return static_cast<double>(variable);
        }
        else if constexpr (std::is_convertible_v<T, std::string>)
        {
            return std::string(variable);
        }
        else
        {
            std::ostringstream text;
            text << variable;
            return text.str();
        }
    }

    /// @param [in] name of an option  @param [in] help for --PrintHelp
    /// @param [in,out] variable holds the default  @param [in] isKnown says whether a word is
    /// @param [in] list the words there are
    void AddList(const std::string& name,
                 const std::string& help,
                 std::vector<std::string>& variable,
                 const std::function<bool(const std::string&)>& isKnown,
                 const std::function<std::vector<std::string>()>& list);
    /// @param [in] name of an option  @param [in] read throws unless its value is good
    static void ExpectReadable(const std::string& name, const std::function<void()>& read);
    /// @param [in] name of an option  @param [in] getValue gives its value
    /// @param [in] least smallest allowed  @param [in] most largest allowed
    void AddCheck(const std::string& name,
                  std::function<double()> getValue,
                  double least,
                  double most);
    /// @param [in] name key  @param [in] value replaces an earlier one, also in the written file
    void SetParameterValue(const std::string& name, const Value& value);
    /// Write params.json from what is noted.
    void WriteParameters() const;

    CommandLine m_commandLine;
    std::string m_path;
    bool m_created{false};
    std::vector<std::pair<std::string, std::function<Value()>>> m_sources; ///< declared options
    std::map<std::string, std::string*> m_texts; ///< declared options that are text
    std::deque<std::string> m_lists;             ///< texts of options that are lists
    std::set<std::string> m_settings;            ///< options that are not noted
    std::vector<std::function<void()>> m_checks; ///< of options' values, and what follows of them
    std::vector<std::pair<std::string, Value>> m_parameters;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RUN_FOLDER_H
