/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-polish.h"

#include "partel-law.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// A change of owners and what it brings.
struct Change
{
    double gain{0};
    uint32_t given{SetChange::NONE}; ///< subchannel that changes its owner
    uint32_t taker{0};               ///< its new owner
    uint32_t back{SetChange::NONE};  ///< subchannel that the former owner gets for it
};

/// The search for better owners.
class OwnerPolish
{
  public:
    OwnerPolish(const PartelRadio& radio,
                const std::vector<double>& weights,
                SubchannelOwners& owners);

    /// @param [in] least gain that counts  @returns the best move; none given if none counts
    Change FindMove(double least);
    /// @param [in] least gain that counts  @returns the best swap; none given if none counts
    Change FindSwap(double least);
    /// Does it. @param [in] change a move or a swap
    void Apply(const Change& change);
    /// @returns sum_k w_k theta_k
    double GetServed() const;
    /// @returns water fillings so far
    uint32_t GetEvaluations() const;

  private:
    /// Looks at a worker's set again. @param [in] worker whose set has changed
    void Refresh(std::size_t worker);
    /// @param [in] worker k  @param [in] change of its set  @returns what it brings
    double GetGain(std::size_t worker, const SetChange& change);
    /// @param [in] worker k  @param [in] subchannel n of somebody else
    /// @returns more than any change can bring by this subchannel's way to that worker
    double GetTemptation(std::size_t worker, uint32_t subchannel) const;

    const PartelRadio& m_radio;
    const std::vector<double>& m_weights;
    SubchannelOwners& m_owners;
    std::vector<double> m_served; ///< w_k theta_k
    std::vector<double> m_slopes; ///< of what is served, a row per worker
    uint32_t m_evaluations{0};
};

OwnerPolish::OwnerPolish(const PartelRadio& radio,
                         const std::vector<double>& weights,
                         SubchannelOwners& owners)
    : m_radio(radio),
      m_weights(weights),
      m_owners(owners),
      m_served(weights.size()),
      m_slopes(weights.size() * radio.subchannels)
{
    for (std::size_t k = 0; k < weights.size(); ++k)
    {
        Refresh(k);
    }
}

void
OwnerPolish::Refresh(std::size_t worker)
{
    const PartelWorker& from = m_radio.workers[worker];
    const double rate = m_owners.GetRate(worker);
    const double weight = m_weights[worker];
    m_served[worker] = weight * GetParameterRate(rate, from.timePerParameter, m_radio.bits);
    double* row = m_slopes.data() + worker * m_radio.subchannels;
    ++m_evaluations;
    m_owners.GetSlopes(worker, row);
    const double slope = weight * GetParameterSlope(rate, from.timePerParameter, m_radio.bits);
    for (std::size_t n = 0; n < m_radio.subchannels; ++n)
    {
        // A worker who does not count wants nothing, not even its first subchannel.
        row[n] = slope > 0 ? slope * row[n] : 0;
    }
}

double
OwnerPolish::GetGain(std::size_t worker, const SetChange& change)
{
    ++m_evaluations;
    const PartelWorker& from = m_radio.workers[worker];
    const double rate = m_owners.GetRate(worker, from.powerMax, change);
    return m_weights[worker] * GetParameterRate(rate, from.timePerParameter, m_radio.bits) -
           m_served[worker];
}

double
OwnerPolish::GetTemptation(std::size_t worker, uint32_t subchannel) const
{
    const std::size_t owner = m_owners.GetOwners()[subchannel];
    return m_slopes[worker * m_radio.subchannels + subchannel] -
           m_slopes[owner * m_radio.subchannels + subchannel];
}

Change
OwnerPolish::FindMove(double least)
{
    Change best;
    best.gain = least;
    const std::vector<uint32_t>& owners = m_owners.GetOwners();
    for (uint32_t n = 0; n < owners.size(); ++n)
    {
        double loss = 0; // of its owner, looked at when first needed
        bool known = false;
        for (uint32_t k = 0; k < m_weights.size(); ++k)
        {
            if (k == owners[n] || !(GetTemptation(k, n) > best.gain))
            {
                continue;
            }
            loss = known ? loss : GetGain(owners[n], {SetChange::NONE, n});
            known = true;
            const double gain = loss + GetGain(k, {n, SetChange::NONE});
            if (gain > best.gain)
            {
                best = {gain, n, k, SetChange::NONE};
            }
        }
    }
    return best;
}

Change
OwnerPolish::FindSwap(double least)
{
    Change best;
    best.gain = least;
    const std::vector<uint32_t>& owners = m_owners.GetOwners();
    std::vector<std::vector<uint32_t>> sets(m_weights.size());
    for (uint32_t n = 0; n < owners.size(); ++n)
    {
        sets[owners[n]].push_back(n);
    }
    for (uint32_t n = 0; n < owners.size(); ++n)
    {
        for (uint32_t k = 0; k < m_weights.size(); ++k)
        {
            const double temptation = k == owners[n] ? 0 : GetTemptation(k, n);
            if (!(temptation > 0))
            {
                continue; // of a swap that helps at least one half tempts
            }
            for (const uint32_t m : sets[k])
            {
                if (temptation + GetTemptation(owners[n], m) > best.gain)
                {
                    const double gain = GetGain(k, {n, m}) + GetGain(owners[n], {m, n});
                    if (gain > best.gain)
                    {
                        best = {gain, n, k, m};
                    }
                }
            }
        }
    }
    return best;
}

void
OwnerPolish::Apply(const Change& change)
{
    const uint32_t from = m_owners.GetOwners()[change.given];
    m_owners.Give(change.given, change.taker);
    if (change.back != SetChange::NONE)
    {
        m_owners.Give(change.back, from);
    }
    Refresh(from);
    Refresh(change.taker);
}

double
OwnerPolish::GetServed() const
{
    double served = 0;
    for (const double part : m_served)
    {
        served += part;
    }
    return served;
}

uint32_t
OwnerPolish::GetEvaluations() const
{
    return m_evaluations;
}

} // namespace

PolishResult
PolishOwners(const PartelRadio& radio,
             const std::vector<double>& weights,
             SubchannelOwners& owners,
             const PolishOptions& options)
{
    PolishResult result;
    const std::size_t changes =
        options.maxChanges > 0 ? options.maxChanges : 1000 + 10 * radio.subchannels;
    OwnerPolish polish(radio, weights, owners);
    bool improves = true;
    while (improves)
    {
        const double least = options.improvement * polish.GetServed();
        Change change = polish.FindMove(least);
        const bool move = change.given != SetChange::NONE;
        change = move ? change : polish.FindSwap(least);
        improves = change.given != SetChange::NONE;
        if (improves && result.moves + result.swaps >= changes)
        {
            result.limited = true;
            break;
        }
        if (improves)
        {
            polish.Apply(change);
            ++(move ? result.moves : result.swaps);
        }
    }
    result.evaluations = polish.GetEvaluations();
    return result;
}

} // namespace edgeai
} // namespace ns3
