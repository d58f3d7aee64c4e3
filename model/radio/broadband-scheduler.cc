/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-scheduler.h"

#include "segment-header.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(BroadbandScheduler);

TypeId
BroadbandScheduler::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::BroadbandScheduler").SetParent<Object>().SetGroupName("EdgeAi");
    return tid;
}

bool
BroadbandScheduler::NeedsChannel() const
{
    return true;
}

bool
BroadbandScheduler::WantsNextSlot() const
{
    return true;
}

BroadbandScheduler::Attention
BroadbandScheduler::GetAttention(Direction /* direction */) const
{
    return {};
}

void
BroadbandScheduler::SetWakeCallback(std::function<void()> wake)
{
    m_wake = std::move(wake);
}

void
BroadbandScheduler::SetLimits(std::function<CellLimits()> limits)
{
    m_limits = std::move(limits);
}

int64_t
BroadbandScheduler::AssignStreams(int64_t /* stream */)
{
    return 0;
}

void
BroadbandScheduler::DoDispose()
{
    m_wake = nullptr;
    m_limits = nullptr;
    Object::DoDispose();
}

void
BroadbandScheduler::Invalidate()
{
    if (m_wake)
    {
        m_wake();
    }
}

bool
BroadbandScheduler::GetLimits(CellLimits& limits) const
{
    if (!m_limits)
    {
        return false;
    }
    limits = m_limits();
    return true;
}

namespace
{

/// @returns least size of a block, a first segment's header and one byte [bit]; smaller blocks
/// would only make noise
uint64_t
GetLeastBits()
{
    static const uint64_t least = 8 * (SegmentHeader::GetFirstSize(LinkAddressing()) + 1);
    return least;
}

} // namespace

uint64_t
BroadbandScheduler::LimitBits(const CellDemand& demand,
                              const UserDemand& user,
                              uint64_t bits,
                              const std::vector<double>& sinr,
                              const BlockErrorModel& errorModel)
{
    const uint64_t most = std::min(bits, errorModel.PlanBits(sinr, demand.symbols, user.target));
    return most < GetLeastBits() ? 0 : most;
}

uint64_t
BroadbandScheduler::PlanBits(const CellDemand& demand,
                             const UserDemand& user,
                             const std::vector<double>& sinr)
{
    const uint64_t least = GetLeastBits();
    const uint64_t bits = user.errorModel->PlanBits(sinr, demand.symbols, user.target);
    if (bits < least)
    {
        return 0;
    }
    return std::min(bits, std::max(user.backlog, least));
}

} // namespace edgeai
} // namespace ns3
