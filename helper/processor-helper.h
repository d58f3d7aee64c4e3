/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROCESSOR_HELPER_H
#define EDGE_AI_PROCESSOR_HELPER_H

#include "processor-container.h"

#include "ns3/device-energy-model-container.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/energy-source-container.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/processor.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Gives nodes processors.
 *
 * @code
 * ProcessorHelper processors("Mobile");
 * processors.SetGovernor("OnDemand", "SamplingPeriod", TimeValue(MilliSeconds(20)));
 * processors.Install(devices);
 * processors.SetPreset("EdgeServer").Install(server);
 * @endcode
 */
class ProcessorHelper
{
  public:
    /// Processors with the attributes' defaults.
    ProcessorHelper();
    /// @param [in] preset name of a preset; aborts with the known names if there is none
    explicit ProcessorHelper(const std::string& preset);

    /**
     * Processors installed from now on are of this preset. What was set by SetAttribute() and
     * SetGovernor() stays and goes before the preset.
     * @param [in] name name of a preset, empty: none; aborts with the known names if there is none
     * @returns this helper
     */
    ProcessorHelper& SetPreset(const std::string& name);
    /**
     * @param [in] name an attribute of Processor
     * @param [in] value its value for processors installed from now on
     * @returns this helper
     */
    ProcessorHelper& SetAttribute(const std::string& name, const AttributeValue& value);
    /**
     * @tparam Args names and values of attributes, in turn
     * @param [in] type TypeId name of a governor; "ns3::edgeai::" and "Governor" may be left out
     * @param [in] args attributes of the governor
     * @returns this helper
     */
    template <typename... Args>
    ProcessorHelper& SetGovernor(const std::string& type, Args&&... args);

    /**
     * @param [in] nodes nodes to get a processor each
     * @returns the processors, in the order of the nodes
     * @throws std::invalid_argument if a node is null, as the others of this name
     */
    ProcessorContainer Install(const NodeContainer& nodes) const;
    /// @param [in] node node to get a processor  @returns the processor, in a container
    ProcessorContainer Install(Ptr<Node> node) const;
    /// @param [in] nodeName name (see Names) of a node  @returns its processor, in a container
    ProcessorContainer Install(const std::string& nodeName) const;

    /**
     * Let processors drain energy sources. Each takes the source of its own node.
     * @param [in] processors processors that belong to nodes
     * @param [in] sources sources, one for each of these nodes
     * @returns the energy models, in the order of the processors
     * @throws std::invalid_argument naming the node, if none of the sources belongs to it, or if
     * its processor drains one already; and if a processor or a source is null
     */
    en::DeviceEnergyModelContainer InstallEnergyModel(
        const ProcessorContainer& processors,
        const en::EnergySourceContainer& sources) const;

    /**
     * Fix the random streams of processors.
     * @param [in] processors the processors
     * @param [in] stream first stream to use
     * @returns number of streams used
     * @throws std::invalid_argument if one is null
     */
    static int64_t AssignStreams(const ProcessorContainer& processors, int64_t stream);
    /**
     * Fix the random streams of all processors of some nodes.
     * @param [in] nodes the nodes
     * @param [in] stream first stream to use
     * @returns number of streams used
     * @throws std::invalid_argument if one is null
     */
    static int64_t AssignStreams(const NodeContainer& nodes, int64_t stream);

    /// @returns names of the presets
    static std::vector<std::string> ListPresets();

  private:
    /// @param [in] type TypeId name of a governor, possibly shortened
    void SetGovernorType(const std::string& type);

    /// @param [in] name an attribute of the governor  @param [in] value its value
    void SetGovernorAttribute(const std::string& name, const AttributeValue& value);

    /// No attributes are left.
    void SetGovernorAttributes()
    {
    }

    /**
     * @tparam Args names and values of attributes, in turn
     * @param [in] name an attribute of the governor
     * @param [in] value its value
     * @param [in] args more of them
     */
    template <typename... Args>
    void SetGovernorAttributes(const std::string& name, const AttributeValue& value, Args&&... args)
    {
        SetGovernorAttribute(name, value);
        SetGovernorAttributes(std::forward<Args>(args)...);
    }

    std::string m_preset;                                    //!< name; empty: none
    std::map<std::string, Ptr<AttributeValue>> m_attributes; //!< set by hand
    ObjectFactory m_governor;                                //!< makes governors
    bool m_hasGovernor{false};                               //!< a governor was chosen
};

template <typename... Args>
ProcessorHelper&
ProcessorHelper::SetGovernor(const std::string& type, Args&&... args)
{
    SetGovernorType(type);
    SetGovernorAttributes(std::forward<Args>(args)...);
    return *this;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROCESSOR_HELPER_H
