/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "round-method.h"

#include "learning-divergence.h"

namespace ns3
{
namespace edgeai
{

std::string
RoundMethod::ExplainModel() const
{
    return ExplainDivergence(GetParameters(), "parameter", 32);
}

} // namespace edgeai
} // namespace ns3
