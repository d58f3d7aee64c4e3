/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "field-inspection.h"

#include <algorithm>
#include <cstddef>
#include <sstream>

namespace ns3
{
namespace edgeai
{

void
FieldInspection::Within(const std::string& field,
                        double value,
                        double low,
                        double high,
                        const char* unit)
{
    if (!(value >= low && value <= high))
    {
        std::ostringstream text;
        text << field << " is " << value << unit << "; allowed is " << low << " to " << high
             << unit;
        Complain(text.str());
    }
}

void
FieldInspection::Levels(const std::string& field,
                        const std::vector<double>& levels,
                        double limit,
                        const char* unit,
                        double least)
{
    for (std::size_t i = 0; i < levels.size(); ++i)
    {
        Positive(field + "[" + std::to_string(i) + "]", levels[i], unit);
        if (i > 0 && !(levels[i - 1] < levels[i]))
        {
            Complain(field + " must be strictly ascending");
        }
    }
    if (!levels.empty() && levels.front() > limit)
    {
        std::ostringstream text;
        text << field << " has no value up to the limit of " << limit << unit;
        Complain(text.str());
    }
    const auto first = std::lower_bound(levels.begin(), levels.end(), least);
    if (!levels.empty() && (first == levels.end() || *first > limit))
    {
        std::ostringstream text;
        text << field << " has no value in its range; allowed is " << least << " to " << limit
             << unit;
        Complain(text.str());
    }
}

void
FieldInspection::Complain(const std::string& complaint)
{
    if (m_complaint.empty())
    {
        m_complaint = m_path + complaint;
    }
}

} // namespace edgeai
} // namespace ns3
