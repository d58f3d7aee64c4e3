/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Writes the table of messages in edge-ai.lua; `./edge-ai dissector` puts it there.

#include "application/message/dissector-table.h"
#include "application/message/message-registry.h"

#include <iostream>

int
main()
{
    using namespace ns3::edgeai;
    PrintDissectorTable(std::cout, "local MESSAGES", 1, MessageRegistry::LAST_OWN);
    return 0;
}
