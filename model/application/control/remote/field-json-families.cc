/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "field-json-families.h"

namespace ns3
{
namespace edgeai
{

EDGE_AI_FIELD_JSON_FAMILIES()

} // namespace edgeai
} // namespace ns3
