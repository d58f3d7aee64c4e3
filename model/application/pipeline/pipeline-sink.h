/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PIPELINE_SINK_H
#define EDGE_AI_PIPELINE_SINK_H

#include "frame-receiver.h"
#include "pipeline-node.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Where the answers of a pipeline go. A frame is completed when its whole answer is here.
 */
class PipelineSink : public PipelineNode
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    PipelineSink();
    ~PipelineSink() override;

    /// @returns answers that have come
    uint64_t GetAnswerCount() const;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

  private:
    void HandlePlan(const PipelinePlanBody& plan) override;
    void FillReport(PipelineReportBody& report) override;
    void HandleFrame(const PipelineFrame& frame);

    uint16_t m_port;
    bool m_ipv6;
    double m_measureMin;
    FrameReceiver m_receiver;
    uint64_t m_answers{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PIPELINE_SINK_H
