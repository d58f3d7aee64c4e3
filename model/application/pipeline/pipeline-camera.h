/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PIPELINE_CAMERA_H
#define EDGE_AI_PIPELINE_CAMERA_H

#include "pipeline-source.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/task-arrivals.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Where the frames of a pipeline come from. It begins to capture when the controller's first plan
 * is there; from then on every frame carries the number of the latest plan, which all stages keep
 * for it. While the controller says that there is no plan, frames are captured and dropped.
 */
class PipelineCamera : public PipelineSource
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    PipelineCamera();
    ~PipelineCamera() override;

    /// @param [in] arrivals when frames are captured; none is without
    void SetArrivals(Ptr<TaskArrivals> arrivals);
    /// @returns frames captured so far
    uint64_t GetFrameCount() const;

    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream) EDGE_AI_OVERRIDE_342;

  protected:
    void DoDispose() override;
    void StopApplication() override;

  private:
    void HandlePlan(const PipelinePlanBody& plan) override;
    void FillReport(PipelineReportBody& report) override;
    void ScheduleCapture();
    void Capture();

    std::string m_networkName;
    Ptr<TaskArrivals> m_arrivals;
    PipelinePlanBody m_plan;
    bool m_capturing{false};
    uint64_t m_frames{0};
    EventId m_captureEvent;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PIPELINE_CAMERA_H
