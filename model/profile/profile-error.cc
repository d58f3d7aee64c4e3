/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "profile-error.h"

#include "printable-text.h"

namespace ns3
{
namespace edgeai
{

// It quotes files, which may hold anything.
ProfileError::ProfileError(const std::string& message)
    : std::runtime_error(MakeLegible(message, LEGIBLE_MESSAGE))
{
}

} // namespace edgeai
} // namespace ns3
