/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "last-resort.h"

#include "printable-text.h"

#include "ns3/fatal-impl.h"

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <ostream>
#include <streambuf>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

std::terminate_handler g_before = nullptr; ///< what ended programs before

/// @returns the program's name, or that of the module where the system does not tell
const char*
GetProgramName()
{
#ifdef __GLIBC__
    return program_invocation_short_name;
#else
    return "edge-ai";
#endif
}

/// Hears of ns-3's fatal errors: when their words are written, all streams that are registered are
/// flushed, and the program is terminated.
class FatalEar : public std::streambuf
{
  public:
    /// @returns whether there was one
    bool HasHeard() const
    {
        return m_heard;
    }

  private:
    int sync() override
    {
        m_heard = true;
        return 0;
    }

    bool m_heard{false};
};

/// @returns words about what is being done, empty for nothing; they live as long as the program
std::string&
GetLastWords()
{
    static auto* const words = new std::string;
    return *words;
}

/// @returns the one of the program, which lives as long as it, whatever ends it
FatalEar&
GetEar()
{
    static auto* const ear = new FatalEar;
    return *ear;
}

/// Ends the program.
[[noreturn]] void
End()
{
    // Also one that says what is thrown at that moment.
    if (GetEar().HasHeard())
    {
        std::cout.flush();
        if (!GetLastWords().empty())
        {
            std::cerr << GetProgramName() << ": " << MakeLegible(GetLastWords()) << std::endl;
        }
        std::_Exit(1);
    }
    if (const std::exception_ptr thrown = std::current_exception())
    {
        try
        {
            std::rethrow_exception(thrown);
        }
        catch (const std::exception& error)
        {
            std::cout.flush();
            std::cerr << GetProgramName() << ": " << error.what() << std::endl;
            // Nothing is destroyed: who threw it may be in the middle of anything.
            std::_Exit(1);
        }
        catch (...)
        {
        }
    }
    if (g_before)
    {
        g_before();
    }
    std::abort();
}

/// The standard library's own handler, as it is when this library is loaded.
const std::terminate_handler g_standard = std::get_terminate();

} // namespace

void
SayWhatIsNotCaught()
{
    if (std::get_terminate() == g_standard && g_standard != End)
    {
        g_before = std::set_terminate(End);
        static auto* const stream = new std::ostream(&GetEar());
        FatalImpl::RegisterStream(stream);
    }
}

LastWords::LastWords(const std::string& words)
    : m_outer(words)
{
    m_outer.swap(GetLastWords());
}

LastWords::~LastWords()
{
    m_outer.swap(GetLastWords());
}

} // namespace edgeai
} // namespace ns3
