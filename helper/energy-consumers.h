/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ENERGY_CONSUMERS_H
#define EDGE_AI_ENERGY_CONSUMERS_H

#include "ns3/edge-ai-compat.h"
#include "ns3/energy-source-container.h"
#include "ns3/energy-source.h"
#include "ns3/node.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * A consumer with two energy models drains its battery twice, and nobody can tell afterwards.
 * @tparam Model of consumers
 * @tparam Test of a Model, that says whether it is of the consumer in question
 * @param [in] node whose energy sources are asked
 * @param [in] source asked, too, wherever it belongs
 * @param [in] isMeant the test
 * @returns whether one of them feeds such a model
 */
template <typename Model, typename Test>
bool
HasEnergyModel(Ptr<Node> node, Ptr<en::EnergySource> source, Test isMeant)
{
    std::vector<Ptr<en::EnergySource>> sources{source};
    if (const auto own = node->GetObject<en::EnergySourceContainer>())
    {
        sources.insert(sources.end(), own->Begin(), own->End());
    }
    for (const Ptr<en::EnergySource>& one : sources)
    {
        const auto models = one->FindDeviceEnergyModels(Model::GetTypeId());
        for (uint32_t i = 0; i < models.GetN(); ++i)
        {
            const auto model = DynamicCast<Model>(models.Get(i));
            if (model && isMeant(*model))
            {
                return true;
            }
        }
    }
    return false;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ENERGY_CONSUMERS_H
