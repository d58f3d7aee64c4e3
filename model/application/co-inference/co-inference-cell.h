/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_CELL_H
#define EDGE_AI_CO_INFERENCE_CELL_H

#include "co-inference-device.h"

#include "ns3/cell-control.h"
#include "ns3/split-problem.h"

#include <functional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * The cell of a controller's devices, if there is one: measures their channels, says what there is
 * to plan with, and puts plans in force, be it of subchannels or of bands.
 */
class CoInferenceCell
{
  public:
    /// @param [in] control of the cell; null: there is none
    void SetControl(Ptr<CellControl> control);
    /// @returns control of the cell, or null
    Ptr<CellControl> GetControl() const;

    /// @param [in] device any  @returns whether it is in the cell
    bool Contains(const CoInferenceDevice& device) const;

    /// Measure the pilots of those in the cell.
    /// @param [in,out] group devices  @throws std::runtime_error naming a link the cell does not
    /// know
    void Measure(const CoInferenceGroup& group) const;

    /// @param [in,out] problem of devices in the cell; gets subchannels, band and noise
    void Describe(SplitProblem& problem) const;

    /**
     * Plan until bands are planned for the channels that devices have where the cell puts them, and
     * let the plan say what they get there.
     * @param [in,out] group devices that are planned together; get their bandGain
     * @param [in] solve plans for them with what they are at the call
     * @returns the plan
     */
    SplitPlan Settle(const CoInferenceGroup& group, const std::function<SplitPlan()>& solve) const;

    /**
     * Put a plan in force.
     * @param [in] group devices in the cell, all of them
     * @param [in] plan theirs
     * @param [in] planner who made it
     * @throws std::runtime_error with the reason if the plan, or the radio, does not allow it
     */
    void Enforce(const CoInferenceGroup& group,
                 const SplitPlan& plan,
                 const std::string& planner) const;

  private:
    /// @param [in] group in the cell  @param [in] plan that divides the band  @returns the shares
    std::vector<BandShare> GetBands(const CoInferenceGroup& group, const SplitPlan& plan) const;

    Ptr<CellControl> m_control;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_CELL_H
