/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor-helper.h"

#include "checked-attribute.h"
#include "compute/processor-energy-model.h"
#include "compute/processor-list.h"
#include "energy-consumers.h"
#include "monitor/last-resort.h"
#include "setting-check.h"

#include "ns3/abort.h"
#include "ns3/governor.h"
#include "ns3/log.h"
#include "ns3/names.h"
#include "ns3/node.h"
#include "ns3/processor-presets.h"
#include "ns3/string.h"

#include <algorithm>
#include <string>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiProcessorHelper");

namespace
{

/// @returns what refuses
SettingCheck
OfProcessors()
{
    return SettingCheck("ProcessorHelper");
}

/// @param [in] processors each to be there, not null
void
CheckProcessors(const ProcessorContainer& processors)
{
    for (uint32_t i = 0; i < processors.GetN(); ++i)
    {
        OfProcessors().Require(processors.Get(i) != nullptr,
                               SettingWords()
                                   << "processors[" << i << "] is no processor: it is null");
    }
}

/// @param [in] sources of which none is the right one  @returns whose they are, in words
std::string
SayWhoseTheyAre(const en::EnergySourceContainer& sources)
{
    SettingWords words;
    for (auto source = sources.Begin(); source != sources.End(); ++source)
    {
        const Ptr<Node> owner = (*source)->GetNode();
        words << (source == sources.Begin() ? "; those given belong to node " : ", ")
              << (owner ? std::to_string(owner->GetId()) : "none");
    }
    return words.Get();
}

} // namespace

ProcessorHelper::ProcessorHelper()
{
    SayWhatIsNotCaught();
}

ProcessorHelper::ProcessorHelper(const std::string& preset)
    : ProcessorHelper()
{
    SetPreset(preset);
}

ProcessorHelper&
ProcessorHelper::SetPreset(const std::string& name)
{
    if (!name.empty() && !FindProcessorPreset(name))
    {
        std::string known;
        for (const auto& preset : ListPresets())
        {
            known += " " + preset;
        }
        NS_ABORT_MSG("There is no processor preset '" << name << "'; there are:" << known);
    }
    m_preset = name;
    return *this;
}

ProcessorHelper&
ProcessorHelper::SetAttribute(const std::string& name, const AttributeValue& value)
{
    m_attributes[name] = CheckAttribute(Processor::GetTypeId(), name, value);
    return *this;
}

void
ProcessorHelper::SetGovernorType(const std::string& type)
{
    m_governor = ObjectFactory();
    m_governor.SetTypeId(FindGovernor(type));
    m_hasGovernor = true;
}

void
ProcessorHelper::SetGovernorAttribute(const std::string& name, const AttributeValue& value)
{
    SetChecked(m_governor, name, value);
}

ProcessorContainer
ProcessorHelper::Install(const NodeContainer& nodes) const
{
    OfProcessors().Nodes("nodes", nodes);
    ProcessorContainer processors;
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        processors.Add(Install(*node));
    }
    return processors;
}

ProcessorContainer
ProcessorHelper::Install(Ptr<Node> node) const
{
    NS_LOG_FUNCTION(this << node << m_preset);
    OfProcessors().Node("node", node);
    auto processor = CreateObject<Processor>();
    if (!m_preset.empty())
    {
        for (const auto& figure : FindProcessorPreset(m_preset)->figures)
        {
            processor->SetAttribute(figure.attribute, StringValue(figure.value));
        }
    }
    for (const auto& attribute : m_attributes)
    {
        processor->SetAttribute(attribute.first, *attribute.second);
    }
    if (m_hasGovernor)
    {
        processor->SetGovernor(m_governor.Create<Governor>());
    }
    const std::string error = processor->Validate();
    NS_ABORT_MSG_UNLESS(error.empty(), "Processor of node " << node->GetId() << ": " << error);
    ProcessorList::Install(node, processor);
    ProcessorContainer processors;
    processors.Add(processor);
    return processors;
}

ProcessorContainer
ProcessorHelper::Install(const std::string& nodeName) const
{
    const auto node = Names::Find<Node>(nodeName);
    NS_ABORT_MSG_UNLESS(node, "There is no node named '" << nodeName << "'");
    return Install(node);
}

en::DeviceEnergyModelContainer
ProcessorHelper::InstallEnergyModel(const ProcessorContainer& processors,
                                    const en::EnergySourceContainer& sources) const
{
    CheckProcessors(processors);
    for (auto source = sources.Begin(); source != sources.End(); ++source)
    {
        OfProcessors().Require(*source != nullptr,
                               SettingWords() << "sources[" << source - sources.Begin()
                                              << "] is no energy source: it is null");
    }
    en::DeviceEnergyModelContainer models;
    for (const auto& processor : processors)
    {
        const Ptr<Node> node = processor->GetNode();
        OfProcessors().Require(node != nullptr,
                               SettingWords() << "processor '" << processor->GetName()
                                              << "' belongs to no node, and drains no source");
        const auto source =
            std::find_if(sources.Begin(), sources.End(), [&node](const Ptr<en::EnergySource>& one) {
                return one->GetNode() == node;
            });
        OfProcessors().Require(source != sources.End(),
                               SettingWords()
                                   << "no energy source belongs to node " << node->GetId()
                                   << ", whose processor '" << processor->GetName()
                                   << "' is to drain one" << SayWhoseTheyAre(sources));
        OfProcessors().Require(
            !HasEnergyModel<ProcessorEnergyModel>(
                node,
                *source,
                [&processor](const auto& other) { return other.GetProcessor() == processor; }),
            SettingWords() << "processor '" << processor->GetName() << "' of node " << node->GetId()
                           << " has an energy model already; with two it would drain its "
                              "battery twice");
        auto model = CreateObject<ProcessorEnergyModel>();
        model->SetProcessor(processor);
        model->SetEnergySource(*source);
        (*source)->AppendDeviceEnergyModel(model);
        models.Add(model);
    }
    return models;
}

int64_t
ProcessorHelper::AssignStreams(const ProcessorContainer& processors, int64_t stream)
{
    CheckProcessors(processors);
    int64_t used = 0;
    for (const auto& processor : processors)
    {
        used += processor->AssignStreams(stream + used);
    }
    return used;
}

int64_t
ProcessorHelper::AssignStreams(const NodeContainer& nodes, int64_t stream)
{
    OfProcessors().Nodes("nodes", nodes);
    int64_t used = 0;
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        const auto list = (*node)->GetObject<ProcessorList>();
        for (std::size_t i = 0; list && i < list->GetN(); ++i)
        {
            used += list->Get(i)->AssignStreams(stream + used);
        }
    }
    return used;
}

std::vector<std::string>
ProcessorHelper::ListPresets()
{
    std::vector<std::string> names;
    for (const auto& preset : GetProcessorPresets())
    {
        names.push_back(preset.name);
    }
    return names;
}

} // namespace edgeai
} // namespace ns3
