/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-exchange.h"

#include "dto-ee-evaluation.h"
#include "dto-ee-message-bytes.h"
#include "dto-ee-routing.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Thresholds that move less stay where they are.
constexpr double SETTLED = 1e-9;
/// Likewise those of nodes, which move in every round and find to their place by and by.
constexpr double AT_REST = 1e-7;

} // namespace

DtoEeExchange::DtoEeExchange(const DtoEeProblem& problem,
                             const DtoEeNetwork& network,
                             const DtoEeSolverOptions& options)
    : m_problem(problem),
      m_network(network),
      m_options(options),
      m_law(MakeDtoEeQueueLaw(problem, options.kappa)),
      m_thresholds(StartDtoEeThresholds(problem, options.thresholds))
{
    m_law.penalty = options.penalty;
    const DtoEeExitModel model(problem);
    const std::vector<double> sigma = GetDtoEeSigma(model.GetPassing(m_thresholds));
    const DtoEeShares shares = MakeDtoEeShares(problem, network);
    std::vector<std::size_t> sizes;
    for (std::size_t h = 0; h <= network.layers.size(); ++h)
    {
        const bool last = h == network.layers.size();
        m_parts.emplace_back();
        m_failed.emplace_back(problem.GetSize(h));
        for (std::size_t i = 0; i < problem.GetSize(h); ++i)
        {
            DtoEePartSettings settings;
            settings.arrivals = h == 0 ? network.arrivals[i] : 0;
            settings.service = h == 0 ? 0 : network.layers[h - 1].service[i];
            settings.hostsExit = h > 0 && network.layers[h - 1].hostsExit;
            settings.passing = sigma[h];
            settings.movers = problem.GetSize(h);
            settings.links = last ? std::vector<DtoEeLink>() : network.layers[h].links[i];
            settings.shares = last ? std::vector<double>() : shares[h][i];
            settings.law = m_law;
            settings.step = options.step;
            settings.exit = MakeDtoEeNodeExit(problem, options, h, i);
            m_parts.back().emplace_back(settings);
        }
        if (h > 0)
        {
            sizes.push_back(problem.GetSize(h));
        }
    }
    const DtoEeThresholdOptions choice{problem.accuracyValue,
                                       problem.thresholdGrid,
                                       options.measuredOnly};
    for (std::size_t b = 0; b < model.GetCount() && options.scope == DtoEeScope::STAGE; ++b)
    {
        m_leaders.emplace_back(model, b, sizes, m_law, choice, m_thresholds);
    }
}

void
DtoEeExchange::SetChannel(const Channel& channel)
{
    m_channel = channel;
}

bool
DtoEeExchange::Send(uint32_t bytes)
{
    ++m_messages;
    m_bytes += bytes;
    return !m_channel || m_channel();
}

void
DtoEeExchange::SweepDown()
{
    for (std::size_t h = 0; h + 1 < m_parts.size(); ++h)
    {
        for (uint32_t i = 0; i < m_parts[h].size(); ++i)
        {
            const DtoEePart& part = m_parts[h][i];
            for (std::size_t l = 0; l < part.GetLinks().size() && !m_failed[h][i]; ++l)
            {
                const DtoEeRateReport rate = part.TellRate(l);
                if (Send(DtoEeMessageBytes::Count(rate, m_options.scope)))
                {
                    m_parts[h + 1][part.GetLinks()[l].target].HearRate(i, rate);
                }
            }
        }
    }
}

void
DtoEeExchange::SweepUp()
{
    for (std::size_t h = m_parts.size() - 1; h > 0; --h)
    {
        // Everybody's price once, then to whoever has a link there.
        std::vector<DtoEePriceReport> prices;
        for (const DtoEePart& part : m_parts[h])
        {
            prices.push_back(part.IsInformed() ? part.TellPrice() : DtoEePriceReport());
        }
        for (std::size_t i = 0; i < m_parts[h - 1].size(); ++i)
        {
            DtoEePart& sender = m_parts[h - 1][i];
            for (std::size_t l = 0; l < sender.GetLinks().size() && !m_failed[h - 1][i]; ++l)
            {
                const uint32_t target = sender.GetLinks()[l].target;
                if (m_parts[h][target].IsInformed() &&
                    Send(DtoEeMessageBytes::Count(prices[target], m_options.scope)))
                {
                    sender.HearPrice(target, prices[target]);
                }
            }
        }
    }
}

void
DtoEeExchange::Move()
{
    ++m_rounds;
    for (std::size_t h = 0; h < m_parts.size(); ++h)
    {
        for (DtoEePart& part : m_parts[h])
        {
            part.Move();
        }
    }
}

void
DtoEeExchange::RunSlot()
{
    bool closed = false;
    for (uint32_t r = 0; r < m_options.rounds && !closed; ++r)
    {
        SweepDown();
        SweepUp();
        closed = IsClosed();
        if (!closed)
        {
            Move();
        }
    }
    for (std::vector<DtoEePart>& stage : m_parts)
    {
        for (DtoEePart& part : stage)
        {
            part.Settle();
        }
    }
    SweepDown();
    SweepUp();
    m_gap = GetRelativeGap();
    m_done = closed || IsClosed();
    if (m_options.scope == DtoEeScope::NODE)
    {
        for (std::vector<DtoEePart>& stage : m_parts)
        {
            for (DtoEePart& part : stage)
            {
                part.Decide();
                m_done = m_done && part.GetThresholdMove() <= AT_REST;
            }
        }
    }
    else if (m_options.thresholds == DtoEeThresholds::OPTIMISED)
    {
        ChooseThresholds();
    }
    RaisePenalty();
}

void
DtoEeExchange::ChooseThresholds()
{
    for (DtoEeLeader& leader : m_leaders)
    {
        for (std::size_t h = 1; h < m_parts.size(); ++h)
        {
            for (std::size_t j = 0; j < m_parts[h].size(); ++j)
            {
                if (!m_failed[h][j] && m_parts[h][j].IsInformed() &&
                    Send(DtoEeMessageBytes::REPORT))
                {
                    leader.HearReport(h, j, m_parts[h][j].TellExit());
                }
            }
        }
    }
    std::vector<DtoEeExitUpdate> updates;
    for (DtoEeLeader& leader : m_leaders)
    {
        updates.push_back(leader.Decide());
    }
    for (std::size_t b = 0; b < updates.size(); ++b)
    {
        m_done = m_done && std::abs(updates[b].threshold - m_thresholds[b]) <= SETTLED;
        m_thresholds[b] = updates[b].threshold;
        const std::size_t stage = m_problem.exits[b].stage;
        for (std::size_t j = 0; j < m_parts[stage].size(); ++j)
        {
            if (!m_failed[stage][j] && Send(DtoEeMessageBytes::UPDATE))
            {
                m_parts[stage][j].HearUpdate(updates[b]);
            }
        }
        for (std::size_t other = 0; other < m_leaders.size(); ++other)
        {
            if (other != b && Send(DtoEeMessageBytes::UPDATE))
            {
                m_leaders[other].HearUpdate(b, updates[b]);
            }
        }
    }
}

void
DtoEeExchange::RaisePenalty()
{
    std::vector<std::vector<double>> rates;
    for (std::size_t h = 1; h < m_parts.size(); ++h)
    {
        rates.emplace_back();
        for (const DtoEePart& part : m_parts[h])
        {
            rates.back().push_back(part.GetRate());
        }
    }
    m_done = !RaiseDtoEePenalty(m_law, m_network, rates) && m_done;
    for (std::vector<DtoEePart>& stage : m_parts)
    {
        for (DtoEePart& part : stage)
        {
            part.SetLaw(m_law);
        }
    }
    for (DtoEeLeader& leader : m_leaders)
    {
        leader.SetLaw(m_law);
    }
}

void
DtoEeExchange::Fail(std::size_t stage, uint32_t node)
{
    m_failed[stage][node] = true;
    for (DtoEePart& sender : m_parts[stage - 1])
    {
        sender.LoseTarget(node);
    }
    for (std::size_t k = 0; stage + 1 < m_parts.size() && k < m_parts[stage + 1].size(); ++k)
    {
        m_parts[stage + 1][k].LoseSender(node);
    }
    for (DtoEeLeader& leader : m_leaders)
    {
        leader.LoseNode(stage, node);
    }
}

bool
DtoEeExchange::IsClosed() const
{
    if (m_options.scope == DtoEeScope::STAGE)
    {
        return GetRelativeGap() < m_options.tolerance;
    }
    // The bound does not go to 0: what counts is whether anybody has anything to gain.
    const bool move = m_problem.thresholdGrid.empty() && !m_options.measuredOnly;
    double unrest = 0;
    double cost = 0;
    for (std::size_t h = 0; h < m_parts.size(); ++h)
    {
        for (std::size_t i = 0; i < m_parts[h].size(); ++i)
        {
            const DtoEePart& part = m_parts[h][i];
            if (!part.IsInformed() || (move && part.GetThresholdMove() > AT_REST))
            {
                return false;
            }
            unrest += part.GetUnrest();
            cost += m_failed[h][i] ? 0 : part.GetCost();
        }
    }
    return unrest < m_options.tolerance * cost;
}

std::vector<double>
DtoEeExchange::GetNodeThresholds() const
{
    std::vector<double> thresholds;
    for (std::size_t h = 1; h < m_parts.size() && m_options.scope == DtoEeScope::NODE; ++h)
    {
        for (const DtoEePart& part : m_parts[h])
        {
            thresholds.push_back(part.GetThreshold());
        }
    }
    return thresholds;
}

double
DtoEeExchange::GetRelativeGap() const
{
    double gap = 0;
    double cost = 0;
    for (std::size_t h = 0; h < m_parts.size(); ++h)
    {
        for (std::size_t i = 0; i < m_parts[h].size(); ++i)
        {
            const DtoEePart& part = m_parts[h][i];
            if (!part.IsInformed())
            {
                return std::numeric_limits<double>::infinity();
            }
            gap += h == 0 ? part.GetRate() * part.GetGap() : 0;
            cost += m_failed[h][i] ? 0 : part.GetCost();
        }
    }
    return gap / cost;
}

DtoEeShares
DtoEeExchange::GetShares() const
{
    DtoEeShares shares;
    for (std::size_t h = 0; h < m_network.layers.size(); ++h)
    {
        shares.emplace_back();
        for (std::size_t i = 0; i < m_parts[h].size(); ++i)
        {
            const std::vector<DtoEeLink>& all = m_network.layers[h].links[i];
            const std::vector<DtoEeLink>& left = m_parts[h][i].GetLinks();
            std::vector<double> row;
            std::size_t l = 0;
            for (const DtoEeLink& link : all)
            {
                const bool there = l < left.size() && left[l].target == link.target;
                row.push_back(there ? m_parts[h][i].GetShares()[l++] : 0);
            }
            shares.back().push_back(row);
        }
    }
    return shares;
}

DtoEeSolution
ExchangeDtoEe(const DtoEeProblem& problem,
              const DtoEeNetwork& network,
              const DtoEeSolverOptions& options)
{
    DtoEeExchange exchange(problem, network, options);
    DtoEeSolution solution;
    uint32_t slots = 0;
    while (slots < options.slots && !exchange.IsDone())
    {
        ++slots;
        exchange.RunSlot();
    }
    solution.shares = exchange.GetShares();
    solution.thresholds = exchange.GetThresholds();
    solution.nodeThresholds = exchange.GetNodeThresholds();
    solution.summary.iterations = exchange.GetRounds();
    solution.summary.evaluations = static_cast<uint32_t>(
        std::min<uint64_t>(exchange.GetMessages(), std::numeric_limits<uint32_t>::max()));
    solution.summary.residual = exchange.GetLastGap();
    solution.summary.limited = !exchange.IsDone();
    return solution;
}

} // namespace edgeai
} // namespace ns3
