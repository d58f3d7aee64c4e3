/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "network-on-wire.h"

#include "text-file.h"

#include <boost/algorithm/string/predicate.hpp>
#include <boost/crc.hpp>
#include <fstream>
#include <iomanip>
#include <sstream>

namespace ns3
{
namespace edgeai
{

std::string
GetNetworkOnWire(const std::string& network)
{
    if (!boost::algorithm::iends_with(network, ".json"))
    {
        return network;
    }
    std::ostringstream name;
    name << network.substr(network.rfind('/') + 1); // all of it where there is none
    std::ifstream file(network, std::ios::binary);
    std::ostringstream text;
    if (ExplainUnreadable(network).empty() && text << file.rdbuf())
    {
        const std::string bytes = text.str();
        boost::crc_32_type digest;
        digest.process_bytes(bytes.data(), bytes.size());
        name << "#" << std::hex << std::setw(8) << std::setfill('0') << digest.checksum();
    }
    return name.str();
}

} // namespace edgeai
} // namespace ns3
