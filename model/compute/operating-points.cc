/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "operating-points.h"

#include "power-limit.h"
#include "value-text.h"

#include "ns3/log.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiOperatingPoints");

ATTRIBUTE_HELPER_CPP(OperatingPoints);

namespace
{

/**
 * Read a positive finite number.
 * @param [in] text the whole of it must be the number
 * @param [out] value the number
 * @returns whether it is one
 */
bool
ReadPositive(const std::string& text, double& value)
{
    return ReadNumber(text, value) && value > 0;
}

/**
 * Read one "clock", "clock:1.1V" or "clock:2W".
 * @param [in] text the point
 * @param [out] point what it says
 * @returns "" or what is wrong
 */
std::string
ReadPoint(const std::string& text, OperatingPoints::Point& point)
{
    const auto colon = text.find(':');
    if (!ReadPositive(text.substr(0, colon), point.clock))
    {
        return "operating point '" + text + "': the clock must be a number > 0 in cycle/s";
    }
    if (colon == std::string::npos)
    {
        return "";
    }
    const std::string rest = text.substr(colon + 1);
    const char unit = rest.empty() ? ' ' : rest.back();
    double value = 0;
    if ((unit != 'V' && unit != 'W') || !ReadPositive(rest.substr(0, rest.size() - 1), value))
    {
        return "operating point '" + text +
               "': after the colon comes a number > 0 with its unit, V or W";
    }
    if (unit == 'W' && value > POWER_LIMIT)
    {
        return "operating point '" + text + "': a unit draws 1e9 W at most";
    }
    (unit == 'V' ? point.voltage : point.power) = value;
    return "";
}

} // namespace

OperatingPoints::OperatingPoints()
    : m_points{{1e9, 0, 0}}
{
}

std::string
OperatingPoints::Parse(const std::string& text, OperatingPoints& points)
{
    OperatingPoints read;
    read.m_points.clear();
    std::string list = text;
    std::replace(list.begin(), list.end(), ',', ' ');
    const auto dots = list.find("..");
    if (dots != std::string::npos)
    {
        read.m_continuous = true;
        list.replace(dots, 2, " ");
    }
    std::istringstream words(list);
    for (std::string word; words >> word;)
    {
        Point point;
        const std::string error = ReadPoint(word, point);
        if (!error.empty())
        {
            return error;
        }
        if (!read.m_points.empty())
        {
            const Point& last = read.m_points.back();
            if (point.clock <= last.clock)
            {
                return "operating point '" + word + "': clocks must ascend";
            }
            if ((point.voltage > 0) != (last.voltage > 0) || (point.power > 0) != (last.power > 0))
            {
                return "operating point '" + word +
                       "': either all points have a voltage, or all a power, or none";
            }
        }
        read.m_points.push_back(point);
    }
    if (read.m_points.empty())
    {
        return "operating points: at least one clock in cycle/s is needed";
    }
    if (read.m_continuous && read.m_points.size() != 2)
    {
        return "operating points '" + text + "': a range is written least..largest";
    }
    points = read;
    return "";
}

bool
OperatingPoints::IsContinuous() const
{
    return m_continuous;
}

bool
OperatingPoints::HasVoltage() const
{
    return m_points.front().voltage > 0;
}

bool
OperatingPoints::HasPower() const
{
    return m_points.front().power > 0;
}

const std::vector<OperatingPoints::Point>&
OperatingPoints::GetPoints() const
{
    return m_points;
}

std::vector<double>
OperatingPoints::GetClocks() const
{
    std::vector<double> clocks;
    if (!m_continuous)
    {
        for (const auto& point : m_points)
        {
            clocks.push_back(point.clock);
        }
    }
    return clocks;
}

double
OperatingPoints::GetMin() const
{
    return m_points.front().clock;
}

double
OperatingPoints::GetMax() const
{
    return m_points.back().clock;
}

double
OperatingPoints::AtLeast(double clock) const
{
    if (m_continuous)
    {
        return std::min(std::max(clock, GetMin()), GetMax());
    }
    for (const auto& point : m_points)
    {
        if (point.clock >= clock)
        {
            return point.clock;
        }
    }
    return GetMax();
}

double
OperatingPoints::AtMost(double clock) const
{
    if (m_continuous)
    {
        return std::min(std::max(clock, GetMin()), GetMax());
    }
    double best = GetMin();
    for (const auto& point : m_points)
    {
        if (point.clock <= clock)
        {
            best = point.clock;
        }
    }
    return best;
}

double
OperatingPoints::Nearest(double clock) const
{
    const double below = AtMost(clock);
    const double above = AtLeast(clock);
    return std::abs(clock - below) < std::abs(above - clock) ? below : above;
}

double
OperatingPoints::GetVoltage(double clock) const
{
    return Interpolate(clock, &Point::voltage);
}

double
OperatingPoints::GetPower(double clock) const
{
    return Interpolate(clock, &Point::power);
}

double
OperatingPoints::Interpolate(double clock, double Point::*value) const
{
    if (clock <= GetMin())
    {
        return m_points.front().*value;
    }
    for (std::size_t i = 1; i < m_points.size(); ++i)
    {
        const Point& low = m_points[i - 1];
        const Point& high = m_points[i];
        if (clock <= high.clock)
        {
            const double part = (clock - low.clock) / (high.clock - low.clock);
            return (1 - part) * (low.*value) + part * (high.*value);
        }
    }
    return m_points.back().*value;
}

std::ostream&
operator<<(std::ostream& os, const OperatingPoints& points)
{
    std::ostringstream text;
    text.precision(std::numeric_limits<double>::max_digits10);
    const char* gap = "";
    for (const auto& point : points.GetPoints())
    {
        text << gap << point.clock;
        if (point.voltage > 0)
        {
            text << ":" << point.voltage << "V";
        }
        else if (point.power > 0)
        {
            text << ":" << point.power << "W";
        }
        gap = points.IsContinuous() ? ".." : " ";
    }
    return os << text.str();
}

std::istream&
operator>>(std::istream& is, OperatingPoints& points)
{
    // All of it: ns-3 aborts where something is left.
    const std::string text{std::istreambuf_iterator<char>(is), std::istreambuf_iterator<char>()};
    is.setstate(std::ios::eofbit);
    const std::string error = OperatingPoints::Parse(text, points);
    if (!error.empty())
    {
        NS_LOG_ERROR(error);
        is.setstate(std::ios::failbit);
    }
    return is;
}

} // namespace edgeai
} // namespace ns3
