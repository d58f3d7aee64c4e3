/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "round-links.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(RoundLinks);

TypeId
RoundLinks::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::RoundLinks").SetParent<Object>().SetGroupName("EdgeAi");
    return tid;
}

void
RoundLinks::BeginRound(uint64_t)
{
}

int64_t
RoundLinks::AssignStreams(int64_t)
{
    return 0;
}

bool
RoundLinks::IsFrom(uint64_t, const Address&) const
{
    return true;
}

void
RoundLinks::Learn(uint32_t, double, double, double)
{
}

void
RoundLinks::Forget(uint32_t)
{
}

double
RoundLinks::GetFrameBytes() const
{
    return 18;
}

bool
RoundLinks::SaysReached() const
{
    return false;
}

bool
RoundLinks::SharesTime() const
{
    return false;
}

bool
RoundLinks::NeedsPower() const
{
    return false;
}

} // namespace edgeai
} // namespace ns3
