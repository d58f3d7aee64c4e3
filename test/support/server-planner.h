/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TEST_SERVER_PLANNER_H
#define EDGE_AI_TEST_SERVER_PLANNER_H

#include "support/co-inference-fixture.h"

#include "ns3/split-planner.h"

#include <cstddef>

namespace ns3
{
namespace edgeai
{

/// All of the work on the server, everything as fast as it goes: the server is what is loaded.
class ServerPlanner : public SplitPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    SplitPlan DoPlan(const SplitProblem& problem) const override;
};

/// @param [in] problem a sound problem  @param [in] index device  @returns all of its work on the
/// server, which takes a millisecond, as does the upload
SplitDecision DecideForServer(const SplitProblem& problem, std::size_t index);

/// A server that does all the work, behind uplinks that are no queue.
/// @param [in,out] run is built with that planner
void PutOnServer(CoInferenceFixture& run);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TEST_SERVER_PLANNER_H
