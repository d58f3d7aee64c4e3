/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "progress-line.h"

#include <algorithm>
#include <cmath>
#include <sys/ioctl.h>
#include <unistd.h>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] seconds duration  @returns it for people: "45 s", "3 min 20 s", "2 h 5 min"
std::string
ShowDuration(double seconds)
{
    const auto whole = static_cast<long>(std::ceil(seconds));
    if (whole < 60)
    {
        return std::to_string(whole) + " s";
    }
    if (whole < 3600)
    {
        return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    }
    return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

} // namespace

ProgressLine::ProgressLine(std::size_t count, std::ostream& os, std::size_t width)
    : m_count(std::max<std::size_t>(1, count)),
      m_os(os),
      m_width(width)
{
}

void
ProgressLine::Show(std::size_t done, double elapsed, double left, const std::string& running)
{
    const std::size_t tenths = 10 * done / m_count;
    if (m_width == 0 && tenths == m_tenths)
    {
        return;
    }
    m_tenths = tenths;
    std::string line = std::to_string(100 * done / m_count) + " %: " + std::to_string(done) +
                       " of " + std::to_string(m_count) + " done";
    line += done > 0 ? " in " + ShowDuration(elapsed) : "";
    if (done > 0 && done < m_count && !std::isnan(left))
    {
        line += ", about " + ShowDuration(left) + " left";
    }
    if (!running.empty())
    {
        line += "; runs: " + running;
    }
    if (m_width == 0)
    {
        m_os << line << std::endl;
        return;
    }
    // One short of the width, where some terminals begin a new line. Not within a character.
    std::size_t length = std::min(line.size(), m_width - 1);
    while (length > 0 && length < line.size() && (line[length] & 0xC0) == 0x80)
    {
        --length;
    }
    m_os << "\r\033[K" << line.substr(0, length) << std::flush;
    m_isShown = true;
}

void
ProgressLine::Clear()
{
    if (m_isShown)
    {
        m_os << "\r\033[K" << std::flush;
        m_isShown = false;
    }
}

std::size_t
ProgressLine::FindWidth()
{
    winsize size{};
    if (!isatty(STDERR_FILENO))
    {
        return 0;
    }
    const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
    return known ? size.ws_col : 80;
}

} // namespace edgeai
} // namespace ns3
