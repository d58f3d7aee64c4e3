/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RATED_LINK_CONTROL_H
#define EDGE_AI_RATED_LINK_CONTROL_H

#include "link-control.h"

#include "ns3/net-device.h"
#include "ns3/node.h"
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
 *
 * Whom it shares its medium with is found out as far as that is honest: a cable that leads to the
 * server and has more ends than two is shared by the links that are said to be on it; behind a
 * switch or router everybody shares the server's own link, if it has just one, and whatever else
 * is on the way is not known; of a network without channels, as LTE, nothing is.
 */
class RatedLinkControl : public LinkControl
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /// @param [in] device that leads to the server
    void SetDevice(Ptr<NetDevice> device);

    /// @param [in] server node at the other end of the way
    void SetServer(Ptr<Node> server);

    /// @param [in] links that share the medium of GetMedium(), this one included, >= 1
    void SetSharers(uint32_t links);

    /// @returns whether device or channel say a rate
    bool KnowsRate() const;

    double GetLinkRate() const override;
    LinkMedium GetMedium() const override;
    double SetTxPower(double watt) override;
    double GetGain() const override;

  protected:
    void DoDispose() override;

  private:
    /// @returns whether the device's channel ends at the server
    bool IsDirect() const;

    Ptr<NetDevice> m_device;
    Ptr<Node> m_server;
    uint32_t m_sharers{1};
    double m_assumedRate{0}; ///< [bit/s]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RATED_LINK_CONTROL_H
