/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RATED_LINK_CONTROL_H
#define EDGE_AI_RATED_LINK_CONTROL_H

#include "link-control.h"

#include "ns3/net-device.h"
#include "ns3/ptr.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * A link whose rate no plan decides about: a cable, or a network with a mind of its own, as LTE.
 * The rate is what the device, or its channel, says it is (attribute DataRate: point-to-point,
 * csma); where neither does, plans start from AssumedRate and follow what uploads reach. There is
 * no transmit power to decide, and none is measured.
 */
class RatedLinkControl : public LinkControl
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /// @param [in] device that leads to the server
    void SetDevice(Ptr<NetDevice> device);

    /// @returns whether device or channel say a rate
    bool KnowsRate() const;

    double GetLinkRate() const override;
    double SetTxPower(double watt) override;
    double GetGain() const override;

  protected:
    void DoDispose() override;

  private:
    Ptr<NetDevice> m_device;
    double m_assumedRate{0}; ///< [bit/s]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RATED_LINK_CONTROL_H
