/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROUND_LINKS_H
#define EDGE_AI_ROUND_LINKS_H

#include "allocation/round/round-plan.h"
#include "allocation/round/round-problem.h"

#include "ns3/address.h"
#include "ns3/object.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A worker as the access network knows it.
struct RoundMember
{
    uint32_t number{0};        ///< of the worker
    uint64_t link{UINT64_MAX}; ///< number of its radio in its cell, LinkControl::GetLink()
};

/**
 * @ingroup edge-ai
 * The access network's side of rounds: what there is to plan with, and who enforces a plan. The
 * server knows no kind of device: helpers give it the links that fit.
 */
class RoundLinks : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /// A round begins: what links are drawn for each of them is drawn. By default nothing is.
    /// @param [in] round its number, from 1
    virtual void BeginRound(uint64_t round);

    /// Fix the random streams. @param [in] stream first one to use  @returns how many were used
    virtual int64_t AssignStreams(int64_t stream);

    /**
     * Say how the uplink is shared, and what each worker's channel is now.
     * @param [in] members of the problem, in its order
     * @param [in,out] problem whose uplink and workers are filled
     * @returns "" or why nothing can be planned, in words
     */
    virtual std::string Fill(const std::vector<RoundMember>& members,
                             RoundProblem& problem) const = 0;

    /**
     * Put a plan in force, instead of the one before.
     * @param [in] members of the plan, in its order  @param [in] plan usable
     * @param [in] factor the part of the rates by Fill() that the plan counts on, > 0
     * @returns "" or what is wrong with it; then the one before stays in force
     */
    virtual std::string Apply(const std::vector<RoundMember>& members,
                              const RoundPlan& plan,
                              double factor) = 0;

    /**
     * What somebody says of his link decides about that link's plan: is it his?
     * @param [in] link that was named  @param [in] from where the message came from
     * @returns false if it is known to be somebody else's; this base knows nothing
     */
    virtual bool IsFrom(uint64_t link, const Address& from) const;

    /// An update has come. @param [in] number of the worker  @param [in] bits its payload
    /// @param [in] sent instant it was handed over [s]  @param [in] now instant [s]
    virtual void Learn(uint32_t number, double bits, double sent, double now);

    /// Nothing that was measured of a worker's updates counts any more; this base measures nothing.
    /// @param [in] number of the worker
    virtual void Forget(uint32_t number);

    /// @returns what the link adds to a packet of IP: Ethernet's header and check sum, unless a
    /// link knows better [B]
    virtual double GetFrameBytes() const;

    /// @returns whether Fill() says what updates reach, not what a law of the uplink says
    virtual bool SaysReached() const;

    /// @returns whether a bandwidth of plans is a share of the time on a channel that workers have
    /// in common, and no band [Hz]; this base knows bands
    virtual bool SharesTime() const;

    /// @returns whether rates follow from what power workers say that they have: of one who has
    /// none there is nothing to plan; this base knows nothing of powers
    virtual bool NeedsPower() const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROUND_LINKS_H
