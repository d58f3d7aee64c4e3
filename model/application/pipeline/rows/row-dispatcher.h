/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_DISPATCHER_H
#define EDGE_AI_ROW_DISPATCHER_H

#include "application/control/planner-chooser.h"
#include "row-intake.h"
#include "row-node.h"
#include "row-planning.h"
#include "row-silence.h"

#include "ns3/event-id.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Shares the images that wait at a host with its secondaries, batch by batch: plans, and plans
 * again when a rate or a speed has moved too far; watches the secondaries, and runs alone while one
 * of them is not there or when one falls silent during a batch.
 */
class RowDispatcher : public RowNode
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    RowDispatcher();
    ~RowDispatcher() override;

    /// @param [in] planner who decides; null: nobody
    void SetPlanner(Ptr<RowPartitionPlanner> planner);
    /// @param [in] settings links, deadline and first estimates; the rest is set here
    void SetPlanning(const RowPlanning::Settings& settings);

    /// @returns batches given up because a secondary fell silent or left
    uint64_t GetSilenceCount() const
    {
        return m_silences;
    }

    /// @returns plans, and what they are made of
    const RowPlanning& GetPlanning() const
    {
        return m_planning;
    }

    /// Signature of Silent. @param [in] node who fell silent or left  @param [in] layer whose rows
    typedef void (*SilentTracedCallback)(uint32_t node, uint32_t layer);

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

    /// @returns plans, and what they are made of
    RowPlanning& GetPlans()
    {
        return m_planning;
    }

    /// @returns images that wait
    RowIntake& GetIntake()
    {
        return m_intake;
    }

    /// @returns images of the batch under way
    const std::vector<RowIntake::Image>& GetImages() const
    {
        return m_images;
    }

    /// @param [in] node a secondary  @param [in] present whether it is used from now on
    void SetPresent(uint32_t node, bool present)
    {
        m_present[node] = present;
    }

    /// @returns whether all secondaries are used
    bool HasAll() const;
    /// @returns whether a batch is under way that secondaries share
    bool IsSharing();
    /// Begin with what waits, if that can be.
    void TryStart();
    /// Make plans with what is known now. All nodes must be known.
    void PlanAnew();
    /// Run the batch that is shared alone. @param [in] node whose fault that is
    /// @param [in] layer whose rows are awaited; 0: none in particular  @param [in] why in words
    void GiveUp(uint32_t node, uint32_t layer, const std::string& why);
    /// @param [in] image that ends now  @param [in] ending how
    void EndImage(uint64_t image, const TaskEnding& ending);

  private:
    void HandleSent(uint32_t step) override;
    void HandleArrived(uint32_t step) override;
    void HandleComputed(uint32_t step) override;
    void HandleFailed(const JobReport& report) override;
    /// There are other plans, or other secondaries are there.
    virtual void HandleChange() = 0;

    void SetPlannerName(const std::string& name);
    std::string GetPlannerName() const;
    bool MustWait(uint32_t count);
    void StartLater(Time delay);
    void StartBatch(uint32_t count);
    void RunBatch(const RowPlanBody& body, const RowPartitionPlan& plan, bool given);
    void Mark(const std::string& what, const std::string& key, const std::string& value);
    void EndBatch(const TaskEnding& ending);

    PlannerChooser<RowPartitionPlanner> m_planner;
    uint32_t m_batchSize;
    Time m_batchWait;
    Time m_patience;
    bool m_replan;
    double m_silenceFactor;
    Time m_silenceMin;

    RowPlanning::Settings m_settings;
    RowPlanning m_planning;
    std::string m_plannedBy;     ///< TypeId name of who made the last plans
    std::vector<bool> m_present; ///< per node: it is used
    RowIntake m_intake;
    std::vector<RowIntake::Image> m_images; ///< of the batch under way
    uint32_t m_answered{0};                 ///< of these, the first
    uint64_t m_batches{0};                  ///< begun
    Time m_begun;                           ///< the batch under way, before it was given up
    RowSilence m_silence;
    uint64_t m_silences{0};
    Time m_started; ///< the application
    EventId m_startEvent;
    TracedCallback<uint32_t, uint32_t> m_silentTrace;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_DISPATCHER_H
