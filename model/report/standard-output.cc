/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "standard-output.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// What a program does last, whether main() returns or something ends it by exit().
void
EndUnlessPrinted()
{
    errno = 0;
    std::cout.flush();
    const bool written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
    if (written && std::cout)
    {
        return;
    }
    const char* const reason = errno != 0 ? std::strerror(errno) : "";
    std::cerr << "not all that is printed could be written to the standard output"
              << (*reason ? ": " : "") << reason << std::endl;
    // The way of exit() is gone already, with a code that says otherwise.
    std::_Exit(1);
}

} // namespace

void
SayWhatIsNotPrinted()
{
    static const bool asked = std::atexit(&EndUnlessPrinted) == 0;
    static_cast<void>(asked); // without room for it nothing is lost but the words
}

} // namespace edgeai
} // namespace ns3
