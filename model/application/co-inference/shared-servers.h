/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SHARED_SERVERS_H
#define EDGE_AI_SHARED_SERVERS_H

#include "co-inference-roster.h"
#include "queue-meter.h"

#include "ns3/co-inference-controller.h"
#include "ns3/nstime.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace ns3
{
namespace edgeai
{

/// How servers are shared.
struct ServerSharingTerms
{
    /// slices, a queue or the whole
    CoInferenceController::ServerSharing sharing{CoInferenceController::SLICE};
    /// what slices follow
    CoInferenceController::SliceWeights weights{CoInferenceController::EQUAL};
    bool planDivides{false}; ///< whether plans share out the server themselves
    std::string planner;     ///< whose plans they are
    double tolerance{0};     ///< relative accuracy of a queue's wait or slowdown, >= 0
};

/**
 * What the devices of a controller get of the processors they share, by the way of sharing the
 * controller was told: slices, a queue, or the whole for each.
 */
class SharedServers
{
  public:
    /// Plans for devices as they are. @see CoInferenceDevice::share
    using Solve = std::function<SplitPlan(const CoInferenceGroup& group)>;

    /// @param [in] roster the devices, which outlive this
    explicit SharedServers(const CoInferenceRoster& roster);

    /// @param [in] processor one of the server's  @param [in] devices that have connected to it,
    /// whether they asked for a plan or not
    void SetPresent(uint32_t processor, uint32_t devices);

    /// @returns devices that have connected and asked for no plan yet
    std::size_t CountUnheard() const;

    /**
     * Tells all devices what they get of their processors now, by the plans they have.
     * @param [in] terms how they are shared
     * @param [in] now instant, for the rates of arrival
     */
    void Divide(const ServerSharingTerms& terms, Time now);

    /**
     * @param [in] moved processors whose devices have come, gone or moved
     * @returns whether as many share each processor as when Divide() was called last
     */
    bool IsDivided(const std::set<uint32_t>& moved) const;

    /**
     * Divide() for one device with equal slices, where nobody else gets another one than before.
     * @param [in] now instant  @param [in,out] device with a place in the roster
     */
    void DivideFor(Time now, CoInferenceDevice& device) const;

    /**
     * Plans for devices that are planned together. In a queue, for the wait (or slowdown) that
     * follows from the plan itself and from those of the others.
     * @param [in] terms how the server is shared
     * @param [in] group the devices; in a queue their shares are set
     * @param [in] solve plans for given shares
     * @returns the plan
     * @throws std::runtime_error in words if the planner does not go with a queue
     */
    SplitPlan Plan(const ServerSharingTerms& terms,
                   const CoInferenceGroup& group,
                   const Solve& solve) const;

    /**
     * Tells devices with a plan what of their way cannot keep up with the tasks, with the numbers.
     * @param [in] terms how the server is shared
     * @param [in] group the devices; their words begin anew
     */
    void ExplainLoads(const ServerSharingTerms& terms, const CoInferenceGroup& group) const;

    /**
     * A task was served.
     * @param [in] terms how the server is shared
     * @param [in] device whose  @param [in] wait before its service [s]
     * @param [in] service how long that took [s]
     */
    void ObserveWait(const ServerSharingTerms& terms,
                     const CoInferenceDevice& device,
                     double wait,
                     double service);

    /**
     * @param [in] device a device with a plan
     * @returns "", or that tasks wait much longer or shorter than the law of the plans says, see
     *          QueueMeter
     */
    std::string ExplainWaits(const CoInferenceDevice& device) const;

    /**
     * @param [in] terms how the server is shared
     * @param [in] device a device with a plan
     * @returns the share of its processor that is kept for it, in [0, 1]; 0: none
     */
    static double GetSlice(const ServerSharingTerms& terms, const CoInferenceDevice& device);

  private:
    /// What all the devices at a processor take of it by their plans.
    struct Load
    {
        double share{0}; ///< offered load rho
        double rate{0};  ///< tasks with a part there [1/s]
    };

    /// @returns the same of each processor, by number
    std::map<uint32_t, Load> GetLoads() const;
    /// @param [in] device one  @param [in] all what all take of its processor; nullptr: it has a
    /// slice  @returns "", or what of its way cannot keep up with the tasks
    static std::string ExplainLoad(const CoInferenceDevice& device, const Load* all);
    /// @param [in] processor one  @param [in] share by the law  @returns with what was measured
    ServerShare Correct(uint32_t processor, ServerShare share, bool together) const;
    /// @returns how many share a processor: have connected, or asked
    std::size_t CountSharers(uint32_t processor, std::size_t asked) const;
    void DivideOne(const ServerSharingTerms& terms,
                   uint32_t processor,
                   const CoInferenceGroup& sharers) const;
    /// @returns loads of those at a processor that are not in the group
    std::vector<ServerLoad> GetOthers(uint32_t processor, const CoInferenceGroup& group) const;
    SplitPlan PlanInQueue(const CoInferenceGroup& group,
                          const Solve& solve,
                          double tolerance) const;

    const CoInferenceRoster& m_roster;
    std::map<uint32_t, QueueMeter> m_meters; ///< by processor
    std::map<uint32_t, uint32_t> m_present;  ///< devices that have connected, by processor
    /// How many shared a processor when Divide() was called last.
    std::map<uint32_t, std::size_t> m_divided;
    std::set<uint32_t> m_moved; ///< processors to which devices have connected since, or gone
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SHARED_SERVERS_H
