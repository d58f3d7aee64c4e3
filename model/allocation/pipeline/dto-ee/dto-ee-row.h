/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_ROW_H
#define EDGE_AI_DTO_EE_ROW_H

#include "ns3/field.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Where a device or a node sends the tasks it does not answer.
struct DtoEeRow
{
    std::vector<double> shares; ///< p_ij for each node of the next stage; they sum to 1

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("share", "", "of the tasks, for each node of the next stage").Within(0, 1),
                shares);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_ROW_H
