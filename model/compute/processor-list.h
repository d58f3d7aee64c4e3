/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROCESSOR_LIST_H
#define EDGE_AI_PROCESSOR_LIST_H

#include "processor.h"

#include "ns3/object.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The processors of a node, in the order of their installation; aggregated to the node.
 */
class ProcessorList : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /**
     * Give a node one more processor.
     * @param [in] node the node, which gets a list if it has none
     * @param [in] processor a processor whose name no other processor of the node has
     */
    static void Install(Ptr<Node> node, Ptr<Processor> processor);

    /// @returns number of processors
    std::size_t GetN() const;
    /// @param [in] i 0 ... GetN() - 1  @returns the processor installed i-th
    Ptr<Processor> Get(std::size_t i) const;
    /// @param [in] name a name; empty: any  @returns the first of that name, nullptr if none
    Ptr<Processor> Find(const std::string& name) const;

  protected:
    void DoInitialize() override;
    void DoDispose() override;

  private:
    std::vector<Ptr<Processor>> m_processors; //!< in the order of installation
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROCESSOR_LIST_H
