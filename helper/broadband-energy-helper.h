/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_ENERGY_HELPER_H
#define EDGE_AI_BROADBAND_ENERGY_HELPER_H

#include "ns3/edge-ai-compat.h"
#include "ns3/energy-model-helper.h"
#include "ns3/object-factory.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Connects broadband devices to energy sources.
 *
 * @code
 * BroadbandEnergyHelper radioEnergy;
 * radioEnergy.Set("AmplifierEfficiency", DoubleValue(0.5));
 * radioEnergy.Install(links.Get(1), battery);   // as with any DeviceEnergyModelHelper
 * @endcode
 */
class BroadbandEnergyHelper : public DeviceEnergyModelHelper
{
  public:
    BroadbandEnergyHelper();
    ~BroadbandEnergyHelper() override;

    /**
     * @param [in] name attribute of BroadbandEnergyModel
     * @param [in] value value
     */
    void Set(std::string name, const AttributeValue& value) override;

  private:
    Ptr<en::DeviceEnergyModel> DoInstall(Ptr<NetDevice> device,
                                         Ptr<en::EnergySource> source) const override;

    ObjectFactory m_factory; ///< model
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_ENERGY_HELPER_H
