/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_ENERGY_HELPER_H
#define EDGE_AI_BROADBAND_ENERGY_HELPER_H

#include "ns3/edge-ai-compat.h"
#include "ns3/energy-model-helper.h"
#include "ns3/energy-source-container.h"
#include "ns3/net-device-container.h"
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

    /**
     * Let a device drain an energy source.
     * @param [in] device a broadband device  @param [in] source of its node
     * @returns the energy model, in a container
     * @throws std::invalid_argument naming the node, if the source belongs to another one, or if
     * the device drains one already; and if either is null, or the device of another kind
     */
    en::DeviceEnergyModelContainer Install(Ptr<NetDevice> device,
                                           Ptr<en::EnergySource> source) const;

    /**
     * Let devices drain energy sources, each the one in its place.
     * @param [in] devices broadband devices  @param [in] sources as many, of their nodes
     * @returns the energy models, in the order of the devices
     * @throws std::invalid_argument likewise, and unless there are as many
     */
    en::DeviceEnergyModelContainer Install(const NetDeviceContainer& devices,
                                           const en::EnergySourceContainer& sources) const;

  private:
    Ptr<en::DeviceEnergyModel> DoInstall(Ptr<NetDevice> device,
                                         Ptr<en::EnergySource> source) const override;

    ObjectFactory m_factory; ///< model
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_ENERGY_HELPER_H
