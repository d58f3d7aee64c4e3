/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor-list.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/object-vector.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiProcessorList");
NS_OBJECT_ENSURE_REGISTERED(ProcessorList);

TypeId
ProcessorList::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::ProcessorList")
            .SetParent<Object>()
            .SetGroupName("EdgeAi")
            .AddConstructor<ProcessorList>()
            .AddAttribute("Processors",
                          "The processors of this node, in the order of installation",
                          ObjectVectorValue(),
                          MakeObjectVectorAccessor(&ProcessorList::m_processors),
                          MakeObjectVectorChecker<Processor>());
    return tid;
}

void
ProcessorList::Install(Ptr<Node> node, Ptr<Processor> processor)
{
    NS_LOG_FUNCTION(node << processor);
    auto list = node->GetObject<ProcessorList>();
    if (!list)
    {
        list = CreateObject<ProcessorList>();
        node->AggregateObject(list);
    }
    NS_ABORT_MSG_IF(list->Find(processor->GetName()),
                    "node " << node->GetId() << " has a processor '" << processor->GetName()
                            << "' already; set another Name");
    processor->SetNode(node);
    list->m_processors.push_back(processor);
    if (list->IsInitialized())
    {
        processor->Initialize();
    }
}

std::size_t
ProcessorList::GetN() const
{
    return m_processors.size();
}

Ptr<Processor>
ProcessorList::Get(std::size_t i) const
{
    return m_processors.at(i);
}

Ptr<Processor>
ProcessorList::Find(const std::string& name) const
{
    for (const auto& processor : m_processors)
    {
        if (name.empty() || processor->GetName() == name)
        {
            return processor;
        }
    }
    return nullptr;
}

void
ProcessorList::DoInitialize()
{
    NS_LOG_FUNCTION(this);
    for (const auto& processor : m_processors)
    {
        processor->Initialize();
    }
    Object::DoInitialize();
}

void
ProcessorList::DoDispose()
{
    NS_LOG_FUNCTION(this);
    for (const auto& processor : m_processors)
    {
        processor->Dispose();
    }
    m_processors.clear();
    Object::DoDispose();
}

} // namespace edgeai
} // namespace ns3
