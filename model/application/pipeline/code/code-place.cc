/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-place.h"

#include "compute/time-steps.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

CodeProblem
CodePlace::MakePair(const CodePeer& peer) const
{
    CodeProblem problem = base;
    problem.local = self;
    problem.local.flops = share.GetSpeed();
    problem.local.load = plannedLoad;
    problem.host = peer.advertised;
    problem.uplinkRate = peer.up.Get();
    problem.downlinkRate = peer.down.Get();
    problem.protectedShare = peer.protectedShare;
    // What it has promised to others is not there.
    const double own = GetHostOwnThroughput(problem);
    const double kept = peer.spare + problem.protectedShare * own * problem.host.GetFlop();
    problem.host.flops = std::min(problem.host.flops, kept);
    return problem;
}

void
CodePlace::Measure(CodePeer& peer,
                   const InferenceMessage& message,
                   const CodeTransferBody& body) const
{
    const Time now = Simulator::Now();
    // The link is busy with it since it was handed over, or the one before had come.
    const Time started = Min(now, Max(ToTime(body.sent), peer.lastArrival));
    peer.lastArrival = now;
    if (message.payloadBytes >= measureMin && now > started)
    {
        peer.measured = 8.0 * message.payloadBytes / (now - started).GetSeconds();
        peer.down.Add(peer.measured, weight);
    }
    if (body.goodput > 0)
    {
        peer.up.Add(body.goodput, weight);
    }
}

} // namespace edgeai
} // namespace ns3
