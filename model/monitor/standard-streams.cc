/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "standard-streams.h"

#include <fcntl.h>
#include <initializer_list>
#include <unistd.h>

namespace ns3
{
namespace edgeai
{

void
OpenStandardStreams()
{
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    {
        if (fcntl(stream, F_GETFD) == -1)
        {
            // The least number that is free is this one: those before are open.
            const int opened = open("/dev/null", stream == STDIN_FILENO ? O_RDONLY : O_WRONLY);
            static_cast<void>(opened);
        }
    }
}

} // namespace edgeai
} // namespace ns3
