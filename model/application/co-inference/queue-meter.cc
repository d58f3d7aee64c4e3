/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "queue-meter.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

void
QueueMeter::Add(double realised, double law, double matters)
{
    if (!std::isfinite(realised) || !std::isfinite(law))
    {
        return;
    }
    constexpr uint64_t MEMORY = 100; // tasks
    constexpr uint64_t ENOUGH = 40;  // of them to speak of a mean
    constexpr double FAR = 2;        // what is no matter of chance
    constexpr double NEAR = 1.25;    // so that it does not come and go
    constexpr double NEW = 0.25;     // change of the mean worth new plans
    const auto weight = 1.0 / static_cast<double>(std::min(++m_count, MEMORY));
    m_realised += weight * (realised - m_realised);
    m_law += weight * (law - m_law);
    const bool before = m_off;
    m_off = m_count >= ENOUGH && Differs(before ? NEAR : FAR, matters);
    if (m_off && (!before || std::abs(m_realised - m_used) > NEW * m_used))
    {
        m_used = m_realised;
        m_said = m_law;
    }
}

bool
QueueMeter::Differs(double most, double matters) const
{
    const bool far = m_realised > most * m_law || m_law > most * m_realised;
    return far && std::abs(m_realised - m_law) > matters;
}

bool
QueueMeter::IsOff() const
{
    return m_off;
}

double
QueueMeter::Correct(double law) const
{
    return m_off ? m_used : law;
}

std::string
QueueMeter::Explain(bool together) const
{
    if (!m_off)
    {
        return "";
    }
    std::ostringstream text;
    text.precision(2);
    if (together)
    {
        text << "tasks take " << m_used << " times as long at the server as alone, the law of the "
             << "plans (M/G/1 processor sharing, tasks that come by chance) says " << m_said;
    }
    else
    {
        text << "tasks wait " << m_used << " s for the server on average, the law of the "
             << "plans (M/G/1, tasks that come by chance) says " << m_said << " s";
    }
    text << ": plans count on what is measured";
    return text.str();
}

} // namespace edgeai
} // namespace ns3
