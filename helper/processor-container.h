/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROCESSOR_CONTAINER_H
#define EDGE_AI_PROCESSOR_CONTAINER_H

#include "ns3/processor.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Processors in the order of their installation.
 */
class ProcessorContainer
{
  public:
    /// Iterates over the processors.
    using Iterator = std::vector<Ptr<Processor>>::const_iterator;

    /// @returns the first processor
    Iterator Begin() const
    {
        return m_processors.begin();
    }

    /// @returns one past the last processor
    Iterator End() const
    {
        return m_processors.end();
    }

    /// @cond
    Iterator begin() const
    {
        return Begin();
    }

    Iterator end() const
    {
        return End();
    }

    /// @endcond

    /// @returns number of processors
    uint32_t GetN() const
    {
        return static_cast<uint32_t>(m_processors.size());
    }

    /// @param [in] i 0 ... GetN() - 1  @returns the i-th processor
    /// @throws std::invalid_argument if there is none
    Ptr<Processor> Get(uint32_t i) const;

    /// @param [in] processor a processor to append
    void Add(Ptr<Processor> processor)
    {
        m_processors.push_back(processor);
    }

    /// @param [in] other processors to append
    void Add(const ProcessorContainer& other)
    {
        m_processors.insert(m_processors.end(), other.Begin(), other.End());
    }

  private:
    std::vector<Ptr<Processor>> m_processors; //!< in the order of installation
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROCESSOR_CONTAINER_H
