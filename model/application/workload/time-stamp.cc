/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "time-stamp.h"

#include <algorithm>
#include <boost/date_time/gregorian/gregorian_types.hpp>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

/**
 * Reads the parts of a time stamp from left to right. After the first part that is not there
 * nothing more is read, and HasFailed() says so.
 */
class StampScanner
{
  public:
    /// @param [in] text the stamp, which has to outlive this
    explicit StampScanner(const std::string& text)
        : m_text(text)
    {
    }

    /// @returns whether something was missing
    bool HasFailed() const
    {
        return m_failed;
    }

    /// @returns whether all was read
    bool IsAtEnd() const
    {
        return m_next == m_text.size();
    }

    /// @param [in] choice characters  @returns whether the next was one of them; it is passed then
    bool Take(const std::string& choice)
    {
        const bool there =
            !m_failed && !IsAtEnd() && choice.find(m_text[m_next]) != std::string::npos;
        m_next += there;
        return there;
    }

    /// @param [in] choice characters one of which must come next
    void Expect(const std::string& choice)
    {
        m_failed = !Take(choice) || m_failed;
    }

    /// @param [in] count digits that must come next, <= 4  @returns their value
    int TakeDigits(int count)
    {
        int value = 0;
        for (int i = 0; i < count; ++i)
        {
            Expect("0123456789");
            value = m_failed ? 0 : 10 * value + (m_text[m_next - 1] - '0');
        }
        return value;
    }

    /// @returns the value of a point and all digits behind it; 0 where there is no point
    double TakeFraction()
    {
        if (!Take("."))
        {
            return 0;
        }
        Expect("0123456789");
        const std::size_t begin = m_next - 1;
        const std::size_t end =
            std::min(m_text.find_first_not_of("0123456789", begin), m_text.size());
        if (m_failed)
        {
            return 0;
        }
        m_next = end;
        // A double holds no more digits of a fraction than these.
        constexpr std::size_t DIGITS = 40;
        return std::strtod(("0." + m_text.substr(begin, std::min(end - begin, DIGITS))).c_str(),
                           nullptr);
    }

  private:
    const std::string& m_text;
    std::size_t m_next{0};
    bool m_failed{false};
};

} // namespace

bool
ParseTimeStamp(const std::string& text, double& seconds)
{
    if (text.empty())
    {
        return false;
    }
    if (text.find_first_not_of("0123456789+-.eE") == std::string::npos)
    {
        char* end = nullptr;
        seconds = std::strtod(text.c_str(), &end);
        if (*end == '\0')
        {
            return std::isfinite(seconds);
        }
    }
    StampScanner scan(text);
    const int year = scan.TakeDigits(4);
    scan.Expect("-");
    const int month = scan.TakeDigits(2);
    scan.Expect("-");
    const int day = scan.TakeDigits(2);
    scan.Expect(" T");
    const int hour = scan.TakeDigits(2);
    scan.Expect(":");
    const int minute = scan.TakeDigits(2);
    scan.Expect(":");
    const int second = scan.TakeDigits(2);
    const double fraction = scan.TakeFraction();
    double offset = 0;
    if (!scan.Take("Z") && !scan.IsAtEnd())
    {
        const bool west = scan.Take("-");
        if (!west)
        {
            scan.Expect("+");
        }
        const int hours = scan.TakeDigits(2);
        scan.Take(":");
        const int minutes = scan.TakeDigits(2);
        if (hours > 23 || minutes > 59)
        {
            return false;
        }
        offset = (west ? -1.0 : 1.0) * (hours * 3600 + minutes * 60);
    }
    if (scan.HasFailed() || !scan.IsAtEnd() || hour > 23 || minute > 59 || second > 60)
    {
        return false;
    }
    try
    {
        // Counted from a recent day, so that a double keeps the fractions of a second.
        const boost::gregorian::date date(year, month, day);
        const boost::gregorian::date epoch(2020, 1, 1);
        seconds = (date - epoch).days() * 86400.0 + hour * 3600 + minute * 60 + second;
    }
    catch (const std::out_of_range&)
    {
        return false;
    }
    seconds += fraction;
    seconds -= offset;
    return true;
}

} // namespace edgeai
} // namespace ns3
