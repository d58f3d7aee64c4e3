/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-exchange.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

Eigen::VectorXd
CarryModel(const Eigen::VectorXd& model)
{
    return model.cast<float>().cast<double>();
}

void
TierExchange::SetNumbers(uint32_t number, uint32_t cloud)
{
    m_number = number;
    m_cloud = cloud;
}

void
TierExchange::Begin(uint64_t round)
{
    m_round = round;
    m_missed = 0;
    m_fault.clear();
    m_arrived.erase(m_arrived.begin(), m_arrived.lower_bound({round, 0, 0}));
    Close();
}

void
TierExchange::Open(const TierTopologyBody& topology, const Eigen::VectorXd& model)
{
    m_open = true;
    m_topology = topology;
    m_turn = 0;
    m_own = model;
    m_missing.clear();
}

void
TierExchange::Close()
{
    m_open = false;
    m_missing.clear();
}

std::vector<uint32_t>
TierExchange::ListPeers() const
{
    if (m_topology.cloudModels > 0)
    {
        return {m_cloud};
    }
    std::vector<uint32_t> list;
    for (const TierWeight& peer : m_topology.peers)
    {
        list.push_back(peer.server);
    }
    return list;
}

bool
TierExchange::Wants(uint64_t round) const
{
    return round >= m_round && round <= m_round + 1;
}

std::string
TierExchange::Take(uint64_t round, uint32_t turn, uint32_t from, Eigen::VectorXd model)
{
    const bool known = !m_arrived.emplace(Place(round, turn, from), std::move(model)).second;
    return known ? "the model of server " + std::to_string(from) + " has come already" : "";
}

bool
TierExchange::Waits(uint32_t peer) const
{
    return m_missing.count(peer) == 0 && m_arrived.count({m_round, m_turn, peer}) == 0;
}

bool
TierExchange::Miss(uint32_t peer)
{
    const std::vector<uint32_t> peers = ListPeers();
    const bool waited =
        m_open && Waits(peer) && std::find(peers.begin(), peers.end(), peer) != peers.end();
    if (waited)
    {
        m_missing.insert(peer);
    }
    return waited;
}

bool
TierExchange::IsComplete() const
{
    const std::vector<uint32_t> peers = ListPeers();
    return m_open &&
           std::none_of(peers.begin(), peers.end(), [this](uint32_t peer) { return Waits(peer); });
}

Eigen::VectorXd
TierExchange::Combine()
{
    std::string missing;
    if (m_topology.cloudModels > 0)
    {
        const auto arrived = m_arrived.find({m_round, m_turn, m_cloud});
        if (arrived != m_arrived.end())
        {
            return arrived->second;
        }
        ++m_missed;
        m_fault = "no model came from the cloud: the server keeps its own";
        return m_own;
    }
    uint32_t count = m_number + 1;
    for (const TierWeight& peer : m_topology.peers)
    {
        count = std::max(count, peer.server + 1);
    }
    // In the order of servers, as a matrix mixes them.
    Eigen::VectorXd weights = Eigen::VectorXd::Zero(count);
    PeerModels models(count);
    weights[m_number] = m_topology.own;
    models[m_number] = m_own;
    for (const TierWeight& peer : m_topology.peers)
    {
        const auto arrived = m_arrived.find({m_round, m_turn, peer.server});
        if (arrived == m_arrived.end())
        {
            weights[m_number] += peer.weight;
            missing += " " + std::to_string(peer.server);
            ++m_missed;
            continue;
        }
        weights[peer.server] = peer.weight;
        models[peer.server] = arrived->second;
    }
    if (!missing.empty())
    {
        m_fault += std::string(m_fault.empty() ? "" : "; ") + "no model came from" + missing +
                   ": its weight is the server's own";
    }
    const Eigen::VectorXd mixed = MixRow(weights, models);
    if (mixed.size() > 0 && CarryModel(mixed).allFinite())
    {
        return mixed;
    }
    // All weights are 0, which no plan says; or there are large ones of both signs.
    m_fault += std::string(m_fault.empty() ? "" : "; ") +
               "mixing has left the range of numbers: the server keeps its own model";
    return m_own;
}

bool
TierExchange::Mix()
{
    const Eigen::VectorXd mixed = Combine();
    m_missing.clear();
    if (m_turn + 1 < m_topology.turns)
    {
        ++m_turn;
        m_own = CarryModel(mixed);
        return true;
    }
    m_own = mixed;
    m_open = false;
    return false;
}

} // namespace edgeai
} // namespace ns3
