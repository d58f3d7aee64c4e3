/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_MESSAGE_BYTES_H
#define EDGE_AI_DTO_EE_MESSAGE_BYTES_H

#include "dto-ee-messages.h"
#include "dto-ee-solver.h"

#include <cstdint>

namespace ns3
{
namespace edgeai
{

/// Bytes of the bodies of what parts say (sec. 8). Those of mixtures and curves have lists, with
/// their lengths before them.
struct DtoEeMessageBytes
{
    static constexpr uint32_t REPORT = 32; ///< to the leader of an exit
    static constexpr uint32_t UPDATE = 16; ///< from it

    /// @param [in] report of tasks  @param [in] scope of thresholds  @returns bytes of its body
    static uint32_t Count(const DtoEeRateReport& report, DtoEeScope scope)
    {
        const std::size_t steps = report.mixture.GetSteps().size();
        return scope == DtoEeScope::STAGE ? 8 : static_cast<uint32_t>(4 + 16 * steps);
    }

    /// @param [in] report of prices  @param [in] scope of thresholds  @returns bytes of its body
    static uint32_t Count(const DtoEePriceReport& report, DtoEeScope scope)
    {
        const std::size_t pieces = report.curve.GetPieces().size();
        const std::size_t exits = report.bounds.size();
        return scope == DtoEeScope::STAGE ? 48 : static_cast<uint32_t>(8 + 32 * pieces + 8 * exits);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_MESSAGE_BYTES_H
