/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NODE_LINKS_H
#define EDGE_AI_NODE_LINKS_H

#include "ns3/cell-control.h"
#include "ns3/link-control.h"
#include "ns3/node.h"
#include "ns3/object-factory.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * @param [in] server node that may be a base station of the broadband radio
 * @param [in] cell makes a BroadbandCellControl
 * @param [in] partsChosen whether the user has set its attribute Parts
 * @returns control of its cell; null if it has none that plans could be put in force in
 */
Ptr<CellControl> FindCellControl(Ptr<Node> server, const ObjectFactory& cell, bool partsChosen);

/**
 * @ingroup edge-ai
 * @param [in] server node at the other end
 * @param [in] node of a device
 * @param [in] wifi makes a WifiLinkControl
 * @param [in] rated makes a RatedLinkControl
 * @returns the control that is aggregated to the node, else the one that fits its devices: that of
 *          a radio is aggregated from now on
 */
Ptr<LinkControl> FindLinkControl(Ptr<Node> server,
                                 Ptr<Node> node,
                                 const ObjectFactory& wifi,
                                 const ObjectFactory& rated);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NODE_LINKS_H
