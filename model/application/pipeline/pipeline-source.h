/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PIPELINE_SOURCE_H
#define EDGE_AI_PIPELINE_SOURCE_H

#include "frame-sender.h"
#include "pipeline-node.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * A position of a pipeline that sends frames to the next one: the camera, or a stage.
 */
class PipelineSource : public PipelineNode
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    PipelineSource();
    ~PipelineSource() override;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;
    void HandleBattery() override;

    /// The frame goes to the next position. @param [in] frame with as many layers done as it says
    void Forward(PipelineFrame frame);
    /// @returns frames that wait for the link
    std::size_t GetWaitingForLink() const;

  private:
    void StartSender();

    Address m_next;
    TypeId m_protocol;
    uint32_t m_queueLimit;
    Processor::DropPolicy m_dropPolicy;
    uint32_t m_inFlight;
    Time m_frameTimeout;
    double m_datagramRate;
    Time m_linkReconnect;
    FrameSender m_sender;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PIPELINE_SOURCE_H
