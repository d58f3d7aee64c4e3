/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SHARED_MEDIUM_H
#define EDGE_AI_SHARED_MEDIUM_H

#include "ns3/net-device-container.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/packet.h"
#include "ns3/point-to-point-net-device.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * One medium for many point-to-point devices: a frame waits until all that began before it are
 * out. It has no access control that costs anything, and serves frames in the order in which they
 * reach the heads of their queues.
 */
class SharedMedium : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /// @param [in] rate of the medium [bit/s], > 0
    void SetRate(double rate);
    /// @param [in] device sends over the medium from now on, which stays with it
    void Add(Ptr<PointToPointNetDevice> device);

  private:
    void HandleTxBegin(Ptr<PointToPointNetDevice> device, Ptr<const Packet> packet);

    double m_rate{0}; ///< [bit/s]
    Time m_free;      ///< when the last frame is out
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SHARED_MEDIUM_H
