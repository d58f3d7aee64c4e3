/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-intake.h"

#include "application/message/message-archive.h"
#include "compute/time-steps.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

void
RowIntake::Start(std::shared_ptr<const RowNetworks> networks)
{
    m_networks = std::move(networks);
    m_waiting.clear();
    m_last.clear();
}

std::string
RowIntake::Read(MessageListener::Peer peer, const InferenceMessage& message, Time now, Image& image)
{
    RowImageBody body;
    std::string fault;
    if (!Decode(message.body, body, &fault))
    {
        return fault;
    }
    if (body.network >= m_networks->size())
    {
        return "network is " + std::to_string(body.network) + "; allowed is 0 to " +
               std::to_string(m_networks->size() - 1);
    }
    const double bits = (*m_networks)[body.network].problem.GetImageBits();
    if (message.payloadBytes != static_cast<uint64_t>(std::ceil(bits / 8)))
    {
        return "the image has " + std::to_string(message.payloadBytes) +
               " B; its network reads another size";
    }
    if (!(body.sent <= now.GetSeconds()))
    {
        return "sent is later than now";
    }
    if (std::any_of(m_waiting.begin(), m_waiting.end(), [&](const Image& waiting) {
            return waiting.number == message.task;
        }))
    {
        return "the same image twice";
    }
    Time& last = m_last[peer];
    image.number = message.task;
    image.network = body.network;
    image.device = peer;
    image.started = Min(now, Max(ToTime(body.sent), last));
    image.arrived = now;
    last = now;
    const double time = (now - image.started).GetSeconds();
    image.goodput = time > 0 ? 8.0 * message.payloadBytes / time : 0;
    return "";
}

void
RowIntake::Add(const Image& image)
{
    m_waiting.push_back(image);
}

const std::deque<RowIntake::Image>&
RowIntake::GetWaiting() const
{
    return m_waiting;
}

uint32_t
RowIntake::CountFirst(uint32_t most) const
{
    uint32_t count = 0;
    while (count < m_waiting.size() && count < most &&
           m_waiting[count].network == m_waiting.front().network)
    {
        ++count;
    }
    return count;
}

std::vector<RowIntake::Image>
RowIntake::Take(uint32_t count)
{
    std::vector<Image> taken(m_waiting.begin(), m_waiting.begin() + count);
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + count);
    return taken;
}

void
RowIntake::Forget(MessageListener::Peer peer)
{
    m_last.erase(peer);
}

} // namespace edgeai
} // namespace ns3
