/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Prints the name of a network, of the catalogue or of a profile file, and then those of its
// blocks, a line each. `./edge-ai profile --latency` holds tables of measured latencies against
// them.

#include "ns3/network-catalogue.h"
#include "ns3/network-profile.h"

#include <exception>
#include <iostream>

int
main(int argc, char* argv[])
{
    if (argc != 2)
    {
        std::cerr << "needs the name of a network or a profile file" << std::endl;
        return 2;
    }
    try
    {
        const ns3::edgeai::NetworkProfile profile = ns3::edgeai::LoadNetworkProfile(argv[1]);
        std::cout << profile.name << "\n";
        for (const auto& block : profile.blocks)
        {
            std::cout << block.name << "\n";
        }
    }
    catch (const std::exception& error)
    {
        std::cerr << error.what() << std::endl;
        return 2;
    }
    return 0;
}
