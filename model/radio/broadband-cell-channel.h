/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_CELL_CHANNEL_H
#define EDGE_AI_BROADBAND_CELL_CHANNEL_H

#include "ns3/channel.h"
#include "ns3/net-device.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The devices of a cell, as ns-3's topology code (global routing, NetAnim) wants to see them.
 * Carries nothing: blocks go through BroadbandMedium.
 */
class BroadbandCellChannel : public Channel
{
  public:
    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();

    /**
     * @param [in] device a device of the cell
     */
    void Add(Ptr<NetDevice> device);

    std::size_t GetNDevices() const override;
    Ptr<NetDevice> GetDevice(std::size_t i) const override;

  protected:
    void DoDispose() override;

  private:
    std::vector<Ptr<NetDevice>> m_devices; ///< base station first
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_CELL_CHANNEL_H
