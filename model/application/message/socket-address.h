/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SOCKET_ADDRESS_H
#define EDGE_AI_SOCKET_ADDRESS_H

#include "ns3/address.h"
#include "ns3/attribute.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @file
 * @ingroup edge-ai
 * Addresses with ports as attributes. ns-3 reads an address from text without looking at it: a
 * length that the text makes up is believed, and bytes are written past the end of the address.
 */

/**
 * @ingroup edge-ai
 * @returns checker of an attribute made by AddressValue(): text is an IPv4 or IPv6 address and a
 * port, "10.1.1.1:5000" or "[2001:db8::1]:5000", or what a release of ns-3 writes of one or, such
 * as "", of none
 */
Ptr<const AttributeChecker> MakeSocketAddressChecker();

/**
 * @param [in] text any
 * @param [out] address that it names; left alone if it names none
 * @returns whether it is text that an attribute with this checker takes
 */
bool ReadSocketAddress(const std::string& text, Address& address);

/**
 * @param [in] address of a peer
 * @param [in] name what gave it, "CoInferenceClient::Remote"
 * @returns what is wrong with it, with what is expected; empty: it is an IPv4 or IPv6 address with
 * a port other than 0
 */
std::string FindSocketAddressFault(const Address& address, const std::string& name);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SOCKET_ADDRESS_H
