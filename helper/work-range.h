/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_WORK_RANGE_H
#define EDGE_AI_WORK_RANGE_H

#include "allocation/plan/field-inspection.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * How much work plans and messages can have: it is a field of theirs, and so are the time and the
 * energy that it takes.
 */
struct WorkRange
{
    double least{FieldInspection::SMALLEST}; ///< in the unit of the work
    double most{FieldInspection::LARGEST};   ///< likewise

    /// What a unit of work takes of something else that is a field, too.
    /// @param [in] lowest of it, per unit  @param [in] highest; 0: nothing, which is a field's
    /// value
    void Limit(double lowest, double highest)
    {
        if (lowest > 0)
        {
            least = std::max(least, FieldInspection::SMALLEST / lowest);
        }
        if (highest > 0)
        {
            most = std::min(most, FieldInspection::LARGEST / highest);
        }
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_WORK_RANGE_H
