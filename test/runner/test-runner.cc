/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Stand-alone counterpart of ns-3's utils/test-runner: runs the suites that the test library
// registers.

#include "ns3/test.h"

int
main(int argc, char* argv[])
{
    return ns3::TestRunner::Run(argc, argv);
}
