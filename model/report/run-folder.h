/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RUN_FOLDER_H
#define EDGE_AI_RUN_FOLDER_H

#include "program-options.h"

#include <string>
#include <utility>
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
class RunFolder : public ProgramOptions
{
  public:
    /**
     * @param [in] defaultPath where to, unless the command line has --output=PATH
     * @param [in] usage what the program does, for --PrintHelp
     */
    explicit RunFolder(const std::string& defaultPath, const std::string& usage = "");

    /**
     * Read the command line, create the folder and write params.json and version.txt. The place
     * itself is not in params.json, so equal runs leave equal folders wherever they are. Options
     * that ns-3 itself understands (--ns3::Class::Attribute=..., --RngRun=...) are noted too.
     * @param [in] argc number of arguments  @param [in] argv arguments
     * @throws std::invalid_argument for a value that is not allowed, in words
     * @throws std::runtime_error if the folder or a file cannot be written; the message names it
     */
    void Read(int argc, char* argv[]) override;

    /**
     * For programs without a command line: the same without parsing.
     * @throws std::runtime_error as Read
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
    /// @param [in] name key  @param [in] value replaces an earlier one, also in the written file
    void SetParameterValue(const std::string& name, const Value& value);
    /// Write params.json from what is noted.
    void WriteParameters() const;

    std::string m_path;
    bool m_created{false};
    Values m_parameters;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RUN_FOLDER_H
