/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_ROSTER_H
#define EDGE_AI_CO_INFERENCE_ROSTER_H

#include "application/control/moving-average.h"
#include "co-inference-cell.h"
#include "co-inference-device.h"
#include "co-inference-places.h"
#include "co-inference-terms.h"

#include "ns3/split-planner.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// The devices of a controller, in its cell or outside: who is planned together, and has which
/// plan.
class CoInferenceRoster
{
  public:
    using DevicePointer = std::shared_ptr<CoInferenceDevice>;

    /// @returns the cell
    CoInferenceCell& GetCell();

    /// @param [in] control of the cell, or null
    void SetCellControl(Ptr<CellControl> control);

    /// A device may have moved, or asks for something else. @param [in] device of the roster
    void Place(const CoInferenceDevice& device);
    /// @returns where devices are that were placed
    CoInferencePlaces& GetPlaces();
    /// @returns where devices are that were placed
    const CoInferencePlaces& GetPlaces() const;
    /**
     * @param [in] device that was placed, outside of the cell
     * @param [in] adaptRate whether rate factors and reserves count
     * @param [in] tolerance relative change that makes no difference [1], >= 0
     * @returns whether the plans of those that are planned together with it hold
     */
    bool IsUpToDate(const CoInferenceDevice& device, bool adaptRate, double tolerance);

    /// @returns number of devices
    std::size_t GetCount() const;

    /// @param [in] client a number  @returns the device that has it, or null
    DevicePointer Find(uint64_t client) const;
    /// @param [in] client a number nobody has  @returns a device of which nothing is known
    DevicePointer Add(uint64_t client);
    /// Nothing was ever heard of a device. @param [in] client its number
    void Forget(uint64_t client);
    /// A device is gone, and the plans of those planned with it are out of date.
    /// @param [in] client its number
    void Leave(uint64_t client);
    /// Plans that were made by other terms, or by another planner, are out of date.
    /// @param [in] terms of plans from now on  @param [in] planner who makes them
    void NoteTerms(const CoInferenceTerms& terms, Ptr<const SplitPlanner> planner);
    /// A device that has left is back.
    /// @param [in] client number it has now  @param [in] former that it had
    void Resume(uint64_t client, uint64_t former);
    /// Everybody is gone.
    void Clear();

    /**
     * Several applications of one device share its link in the cell, and a plan of the cell is for
     * links: of each it has the application that asked last, and among those whose plans send
     * something, if there are any.
     * @param [in] device an application of a device
     * @returns those that are planned together with it, and itself
     */
    CoInferenceGroup GetGroup(const CoInferenceDevice& device) const;
    /// @returns all devices
    CoInferenceGroup GetDevices() const;

    /// A device asks. @param [in,out] device which: the last one from now on
    void NoteAsking(CoInferenceDevice& device);

    /// @param [in] group devices that are planned together
    /// @returns whether the cell carries out theirs, not that of other applications on their links
    bool IsCarriedOut(const CoInferenceGroup& group) const;
    /// @returns whom each processor of the server serves, by its number; nobody is in none
    std::map<uint32_t, CoInferenceGroup> GetSharers() const;
    /// @returns all groups, each device in one
    std::vector<CoInferenceGroup> GetGroups() const;
    /// @param [in,out] group loses those who are gone  @returns whether somebody is left
    bool RemoveGone(CoInferenceGroup& group) const;

    /**
     * @param [in] group devices that are planned together
     * @param [in] plan for them; in force when this returns
     * @param [in] planner who made it
     * @param [in] adaptRate whether rate factors counted
     * @throws std::runtime_error with the reason if it cannot be put in force
     */
    void Accept(const CoInferenceGroup& group,
                const SplitPlan& plan,
                const std::string& planner,
                bool adaptRate);

  private:
    /// What was measured of a link.
    struct Learned
    {
        MovingAverage rateFactor;
        MovingAverage airtimeShare;
        LinkRetrial retrial;
    };

    /// @param [in] device whose link something was measured of
    void Keep(const CoInferenceDevice& device);
    /// @param [in] client number  @param [in] learned what was measured of its link
    void Keep(uint64_t client, const Learned& learned);
    /// @param [in] device one  @param [in] other another  @returns whether a plan is for both
    bool IsTogether(const CoInferenceDevice& device, const CoInferenceDevice& other) const;
    /// @param [in] device one  @returns the other applications on its link in the cell
    CoInferenceGroup GetLinkMates(const CoInferenceDevice& device) const;
    /// @param [in] device one  @param [in] decision for it  @returns whether it sends nothing while
    /// another application on its link sends by the plan that the cell carries out
    bool LeavesLinkAlone(const CoInferenceDevice& device, const SplitDecision& decision) const;

    CoInferenceCell m_cell;
    CoInferencePlaces m_places;
    CoInferenceTerms m_terms;                      ///< of plans that are up to date
    Ptr<const SplitPlanner> m_planner;             ///< who made them; null: nobody yet
    std::pair<bool, double> m_compared{false, -1}; ///< how plans were compared last
    std::map<uint64_t, DevicePointer> m_devices;
    /// Of who has left lately, and of who is back and did not ask yet.
    std::map<uint64_t, Learned> m_learned;
    uint64_t m_lastAsked{0};
    std::set<uint64_t> m_carriedOut; ///< who the cell's plan was made for
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_ROSTER_H
