/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_ROSTER_H
#define EDGE_AI_CO_INFERENCE_ROSTER_H

#include "co-inference-cell.h"
#include "co-inference-device.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
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

    /// @param [in] client a number  @returns the device that has it, or null
    DevicePointer Find(uint64_t client) const;
    /// @param [in] client a number nobody has  @returns a device of which nothing is known
    DevicePointer Add(uint64_t client);
    /// Nothing was ever heard of a device. @param [in] client its number
    void Forget(uint64_t client);
    /// A device is gone, and the plans of those planned with it are out of date.
    /// @param [in] client its number
    void Leave(uint64_t client);
    /// Everybody is gone.
    void Clear();

    /// @param [in] device a device  @returns those that are planned together with it, and itself
    CoInferenceGroup GetGroup(const CoInferenceDevice& device) const;
    /// @returns all devices
    CoInferenceGroup GetDevices() const;
    /// @param [in] processor one of the server's  @returns those it serves
    CoInferenceGroup GetSharers(uint32_t processor) const;
    /// @returns numbers of the processors that serve somebody
    std::vector<uint32_t> GetProcessors() const;
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
    CoInferenceCell m_cell;
    std::map<uint64_t, DevicePointer> m_devices;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_ROSTER_H
