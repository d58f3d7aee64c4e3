/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "shared-medium.h"

#include "compute/time-steps.h"

#include "ns3/data-rate.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(SharedMedium);

TypeId
SharedMedium::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::SharedMedium")
                            .SetParent<Object>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<SharedMedium>();
    return tid;
}

void
SharedMedium::SetRate(double rate)
{
    m_rate = rate;
}

void
SharedMedium::Add(Ptr<PointToPointNetDevice> device)
{
    // The medium lives as long as its devices' traces; they do not keep each other alive.
    device->TraceConnectWithoutContext(
        "PhyTxBegin",
        MakeBoundCallback(
            +[](Ptr<SharedMedium> medium, PointToPointNetDevice* sender, Ptr<const Packet> packet) {
                medium->HandleTxBegin(sender, packet);
            },
            Ptr<SharedMedium>(this),
            PeekPointer(device)));
}

void
SharedMedium::HandleTxBegin(Ptr<PointToPointNetDevice> device, Ptr<const Packet> packet)
{
    const Time now = Simulator::Now();
    const double bits = 8.0 * packet->GetSize();
    m_free = AddWait(Max(m_free, now), ToTime(bits / m_rate));
    // The device looks at its rate after it has told that a frame begins.
    const double taken = (m_free - now).GetSeconds();
    device->SetDataRate(DataRate(std::max<uint64_t>(1, std::llround(bits / taken))));
}

} // namespace edgeai
} // namespace ns3
