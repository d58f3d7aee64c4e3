/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "plan-inspection.h"

#include <sstream>

namespace ns3
{
namespace edgeai
{

void
PlanInspection::Judge(const Field& field, const std::string& name, double value)
{
    if (m_complaint.empty() && !field.Allows(value))
    {
        std::ostringstream text;
        text << m_path << name << " would be " << value << (field.unit.empty() ? "" : " ")
             << field.unit << "; allowed is " << field.DescribeAllowed();
        m_complaint = text.str();
    }
}

} // namespace edgeai
} // namespace ns3
