/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor-helper.h"

#include "checked-attribute.h"
#include "compute/processor-energy-model.h"
#include "compute/processor-list.h"
#include "monitor/last-resort.h"

#include "ns3/abort.h"
#include "ns3/governor.h"
#include "ns3/log.h"
#include "ns3/names.h"
#include "ns3/node.h"
#include "ns3/processor-presets.h"
#include "ns3/string.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiProcessorHelper");

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
    en::DeviceEnergyModelContainer models;
    for (const auto& processor : processors)
    {
        Ptr<en::EnergySource> source;
        for (auto candidate = sources.Begin(); candidate != sources.End(); ++candidate)
        {
            if (processor->GetNode() && (*candidate)->GetNode() == processor->GetNode())
            {
                source = *candidate;
                break;
            }
        }
        NS_ABORT_MSG_UNLESS(source,
                            "Processor '" << processor->GetName()
                                          << "': no energy source belongs to its node");
        auto model = CreateObject<ProcessorEnergyModel>();
        model->SetProcessor(processor);
        model->SetEnergySource(source);
        source->AppendDeviceEnergyModel(model);
        models.Add(model);
    }
    return models;
}

int64_t
ProcessorHelper::AssignStreams(const ProcessorContainer& processors, int64_t stream)
{
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
