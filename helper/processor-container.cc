/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor-container.h"

#include "setting-check.h"

namespace ns3
{
namespace edgeai
{

Ptr<Processor>
ProcessorContainer::Get(uint32_t i) const
{
    SettingCheck("ProcessorContainer")
        .Require(i < m_processors.size(),
                 SettingWords() << "there is no processor " << i << "; it has " << GetN()
                                << ", numbered from 0");
    return m_processors[i];
}

} // namespace edgeai
} // namespace ns3
