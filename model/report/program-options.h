/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROGRAM_OPTIONS_H
#define EDGE_AI_PROGRAM_OPTIONS_H

#include "ns3/command-line.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <istream>
#include <limits>
#include <map>
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
 * The command line of a program: ns-3's CommandLine, which does the parsing, behind a check of
 * every argument. What CommandLine would misread ("1.5" as 1, "-1" as 4294967295), pass over (words
 * that are no options) or end the program over without naming value and range (attributes) is
 * refused in words, with what is allowed and, for names, the one that may have been meant.
 *
 * @code
 * uint32_t devices = 8;
 * ProgramOptions options("my-bench", "How long it takes.");
 * options.AddValue("devices", "Number of devices", devices, 1, 1000);
 * options.Parse(argc, argv);                      // ends the program where Read() would throw
 * @endcode
 */
class ProgramOptions
{
  public:
    /// A parameter as params.json holds it.
    using Value = std::variant<bool, int64_t, uint64_t, double, std::string>;

    /**
     * @param [in] program its name, before messages
     * @param [in] usage what the program does, for --PrintHelp
     */
    explicit ProgramOptions(const std::string& program, const std::string& usage = "");
    virtual ~ProgramOptions() = default;
    ProgramOptions(const ProgramOptions&) = delete; // the command line points into this object
    ProgramOptions& operator=(const ProgramOptions&) = delete;

    /**
     * Declare a command line option and note its value after parsing.
     * @param [in] name of the option, and key in params.json
     * @param [in] help for --PrintHelp, with the unit
     * @param [in,out] variable holds the default; must live until Parse returns
     */
    template <typename T>
    void AddValue(const std::string& name, const std::string& help, T& variable)
    {
        Declare(name, help, variable, Limits<T>(), true);
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
        static_assert(std::is_arithmetic_v<T>, "only a number has a range");
        Declare(name, DescribeNumber(help, least, most), variable, {least, most}, true);
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
     * Declare an option that is a list of names with commas between.
     * @param [in] name of the option  @param [in] help for --PrintHelp
     * @param [in,out] variable holds the default; must live until Parse returns
     * @param [in] find returns for a name what is true if there is such a thing, or throws a
     *             std::exception that says why there is none: RequireSplitPlanner
     * @param [in] list returns the names there are: ListSplitPlanners
     */
    template <typename Find>
    void AddWords(const std::string& name,
                  const std::string& help,
                  std::vector<std::string>& variable,
                  Find find,
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
     * Declare an option that is a list of classes with commas between.
     * @param [in] name of the option  @param [in] help for --PrintHelp
     * @param [in,out] variable holds the default; must live until Parse returns
     * @param [in] base they derive from, "ns3::edgeai::BroadbandScheduler"
     * @param [in] suffix behind every name, which is left out: "Scheduler"
     */
    void AddClasses(const std::string& name,
                    const std::string& help,
                    std::vector<std::string>& variable,
                    const std::string& base,
                    const std::string& suffix);

    /**
     * Declare an option that names one thing of a kind.
     * @param [in] name of the option  @param [in] help for --PrintHelp
     * @param [in,out] variable holds the default; must live until Parse returns
     * @param [in] find as for AddWords  @param [in] list as for AddWords
     */
    template <typename Find>
    void AddName(const std::string& name,
                 const std::string& help,
                 std::string& variable,
                 Find find,
                 const std::function<std::vector<std::string>()>& list)
    {
        AddValue(name, help, variable);
        m_checks.emplace_back([name, &variable, find, list] {
            ExpectKnown(
                name,
                variable,
                [find](const std::string& word) { return static_cast<bool>(find(word)); },
                list);
        });
    }

    /**
     * Declare an option that is text of some form.
     * @param [in] name of the option  @param [in] help for --PrintHelp
     * @param [in,out] variable holds the default; must live until Parse returns
     * @param [in] read is called with the text, and throws a std::exception that says what is wrong
     *             with it: LoadNetworkProfile
     */
    template <typename Read>
    void AddText(const std::string& name, const std::string& help, std::string& variable, Read read)
    {
        AddValue(name, help, variable);
        m_checks.emplace_back(
            [name, read, &variable] { ExpectReadable(name, [&] { read(variable); }); });
    }

    /**
     * Declare an option that names a file of lines, or none.
     * @param [in] name of the option  @param [in] help for --PrintHelp
     * @param [in,out] variable holds the default; must live until Parse returns
     * @param [in] read is called with the text of a file that is named, once, and throws a
     *             std::exception that says what is wrong with it
     */
    void AddFile(const std::string& name,
                 const std::string& help,
                 std::string& variable,
                 const std::function<void(std::istream& text)>& read);

    /**
     * Declare what options must be to each other.
     * @param [in] explain returns "" or what is wrong, with the names of the options
     */
    void AddRule(const std::function<std::string()>& explain);

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
    /// The same for text. @param [in] name of the option  @param [in] help for --PrintHelp
    /// @param [in,out] variable holds the default; must live until Parse returns
    void AddSetting(const std::string& name, const std::string& help, std::string& variable);

    /**
     * Declare a command line option for the default of an attribute; noted if it is given.
     * @param [in] name of the option, and key in params.json
     * @param [in] attributePath "ns3::edgeai::Class::Attribute"
     */
    void AddValue(const std::string& name, const std::string& attributePath);

    /**
     * Read the command line; what is wrong with it is printed in words, and ends the program with
     * exit code 1.
     * @param [in] argc number of arguments  @param [in] argv arguments
     */
    void Parse(int argc, char* argv[]);

    /**
     * The same for programs that want to go on.
     * @param [in] argc number of arguments  @param [in] argv arguments
     * @throws std::invalid_argument for what is not allowed, in words
     */
    virtual void Read(int argc, char* argv[]);

  protected:
    /// Names and values.
    using Values = std::vector<std::pair<std::string, Value>>;

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

    /// @returns the program's name
    const std::string& GetProgram() const;
    /// @returns values of declared options that are noted, in the order of declaration
    Values GetValues() const;
    /// @returns what was given and is not declared: attributes, seeds
    const Values& GetOthers() const;

  private:
    /// Range of a number; whole numbers are within what their type holds.
    struct Range
    {
        double least{0}; ///< smallest allowed
        double most{0};  ///< largest allowed
    };

    /// What an option is.
    struct Option
    {
        std::function<void(const std::string& text)> check; ///< throws unless it is a value
        std::function<Value()> getValue;                    ///< in force
        std::string* text{nullptr};                         ///< variable of one that is text
        bool isFlag{false};                                 ///< needs no value
        bool isNoted{false};                                ///< changes what comes of a run
    };

    /// @returns what a number of the type can be
    template <typename T>
    static Range Limits()
    {
        if constexpr (std::is_arithmetic_v<T>)
        {
            return {static_cast<double>(std::numeric_limits<T>::lowest()),
                    static_cast<double>(std::numeric_limits<T>::max())};
        }
        else
        {
            return {};
        }
    }

    /// @param [in] name of an option  @param [in] help for --PrintHelp
    /// @param [in,out] variable holds the default  @param [in] range of a number
    /// @param [in] isNoted it changes what comes of a run
    template <typename T>
    void Declare(const std::string& name,
                 const std::string& help,
                 T& variable,
                 const Range& range,
                 bool isNoted)
    {
        m_commandLine.AddValue(name, help, variable);
        Option option;
        option.getValue = [&variable] { return ToValue(variable); };
        option.isNoted = isNoted;
        if constexpr (std::is_same_v<T, bool>)
        {
            option.isFlag = true;
            option.check = [name](const std::string& text) { CheckTruth(name, text); };
        }
        else if constexpr (std::is_integral_v<T>)
        {
            option.check = [name, range](const std::string& text) {
                CheckWhole(name, text, range);
            };
        }
        else if constexpr (std::is_floating_point_v<T>)
        {
            option.check = [name, range](const std::string& text) { CheckReal(name, text, range); };
        }
        else if constexpr (std::is_same_v<T, Time>)
        {
            option.check = [name](const std::string& text) { CheckTime(name, text); };
        }
        else if constexpr (std::is_same_v<T, std::string>)
        {
            option.text = &variable;
        }
        m_names.push_back(name);
        m_options[name] = std::move(option);
    }

    static void CheckTruth(const std::string& name, const std::string& text);
    static void CheckWhole(const std::string& name, const std::string& text, const Range& range);
    static void CheckReal(const std::string& name, const std::string& text, const Range& range);
    static void CheckTime(const std::string& name, const std::string& text);
    /// @param [in] help of a number  @param [in] least smallest  @param [in] most largest
    /// @returns it with the range
    static std::string DescribeNumber(const std::string& help, double least, double most);
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
    /// @param [in] name of an option  @param [in] word its value
    /// @param [in] isKnown says whether a word is; may throw  @param [in] list the words there are
    static void ExpectKnown(const std::string& name,
                            const std::string& word,
                            const std::function<bool(const std::string&)>& isKnown,
                            const std::function<std::vector<std::string>()>& list);

    std::string m_program;
    CommandLine m_commandLine;
    std::vector<std::string> m_names;            ///< of options, in the order of declaration
    std::map<std::string, Option> m_options;     ///< by name
    std::deque<std::string> m_lists;             ///< texts of options that are lists
    std::vector<std::function<void()>> m_checks; ///< of options' values, and what follows of them
    Values m_others;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROGRAM_OPTIONS_H
