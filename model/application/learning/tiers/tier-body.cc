/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-body.h"

#include "application/message/message-registry.h"

namespace ns3
{
namespace edgeai
{

namespace
{

const MessageRegistration<TierJoinBody> g_join(TierMessage::JOIN,
                                               "TIER_JOIN",
                                               "tier_join",
                                               "server to server: who connects",
                                               PayloadKind::NONE);
const MessageRegistration<EmptyBody> g_begin(TierMessage::BEGIN,
                                             "TIER_BEGIN",
                                             "tier_begin",
                                             "coordinator to server: a round begins",
                                             PayloadKind::NONE);
const MessageRegistration<TierReportBody> g_report(TierMessage::REPORT,
                                                   "TIER_REPORT",
                                                   "tier_report",
                                                   "server to coordinator: when its model is there",
                                                   PayloadKind::REAL);
const MessageRegistration<TierTopologyBody> g_topology(TierMessage::TOPOLOGY,
                                                       "TIER_TOPOLOGY",
                                                       "tier_topology",
                                                       "coordinator to server: with whom it mixes",
                                                       PayloadKind::NONE);
const MessageRegistration<TierExchangeBody> g_exchange(TierMessage::EXCHANGE,
                                                       "TIER_EXCHANGE",
                                                       "tier_exchange",
                                                       "between servers, and a cloud: a model",
                                                       PayloadKind::REAL);
const MessageRegistration<EmptyBody> g_mixed(TierMessage::MIXED,
                                             "TIER_MIXED",
                                             "tier_mixed",
                                             "server to coordinator: it has mixed",
                                             PayloadKind::NONE);

} // namespace

std::string
TierReportBody::Validate() const
{
    if (unreachable.size() > TierLimits::SERVERS)
    {
        return "unreachable has " + std::to_string(unreachable.size()) +
               " elements; allowed is 0 to " + std::to_string(TierLimits::SERVERS);
    }
    return ready < begun ? "ready is before begun" : "";
}

std::string
TierTopologyBody::Validate() const
{
    for (std::size_t i = 1; i < peers.size(); ++i)
    {
        if (peers[i].server <= peers[i - 1].server)
        {
            return "peer[" + std::to_string(i) + "].server is " + std::to_string(peers[i].server) +
                   "; allowed is more than the one before";
        }
    }
    return "";
}

} // namespace edgeai
} // namespace ns3
