/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PIPELINE_NODE_H
#define EDGE_AI_PIPELINE_NODE_H

#include "application/message/message-session.h"
#include "compute/battery-watch.h"
#include "frame-receiver.h"
#include "pipeline-body.h"

#include "ns3/frame-ledger.h"
#include "ns3/message-application.h"

#include <map>
#include <memory>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What camera, stages and sink of a pipeline have in common: a place on the way of the frames,
 * knowledge of the network, and a reliable connection to the controller, over which they say what
 * they are and what they measured, and learn what to do.
 */
class PipelineNode : public MessageApplication
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    PipelineNode();
    ~PipelineNode() override;

    /**
     * @param [in] network layers, frame and number of links; the same for every position
     * @param [in] position 0 the camera, 1..M the stages, M + 1 the sink
     */
    void SetPlace(std::shared_ptr<const ChainProblem> network, uint32_t position);
    /// @param [in] ledger is told what happens to frames; may be null
    void SetLedger(Ptr<FrameLedger> ledger);

    /// @returns 0 the camera, 1..M the stages, M + 1 the sink
    uint32_t GetPosition() const;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

    /// @returns layers, frame and number of links
    const ChainProblem& GetNetwork() const;
    /// @returns the same, to share
    std::shared_ptr<const ChainProblem> ShareNetwork() const;
    /// @returns the ledger, or null
    Ptr<FrameLedger> GetLedger() const;
    /// @returns whether the application was started and not stopped
    bool IsRunning() const;
    /// @returns whether the node is out of energy: nothing is captured, computed or sent
    bool IsDepleted() const;
    /// @returns how a frame ends that was here, or comes here, while the node is out of energy
    TaskEnding ExplainDepletion() const;
    /// The node is out of energy from now on, or has some again. Control is off, or on, already.
    virtual void HandleBattery();
    /// @param [in] type of the message  @param [in] number of the plan it is about, 0: none
    /// @param [in] body its fields; lost if there is no connection
    void Tell(MessageType type, uint64_t number, std::vector<uint8_t> body);
    /**
     * Let the end of the link to this position listen; what is no frame is counted.
     * @param [in,out] receiver whose onFrame is set
     * @param [in] port where
     * @param [in] ipv6 instead of IPv4
     * @param [in] measureMin payload below which a frame tells nothing of the rate [B]
     */
    void Receive(FrameReceiver& receiver, uint16_t port, bool ipv6, double measureMin);
    /// @param [in,out] receiver is asked what came since last time  @param [out] report gets it
    static void FillLink(FrameReceiver& receiver, PipelineReportBody& report);

  private:
    /// @param [in] plan read and found sound
    virtual void HandlePlan(const PipelinePlanBody& plan) = 0;
    /// @param [in] number of the plan  @param [in] bytes of weights that have come for it
    virtual void HandleWeights(uint64_t number, uint64_t bytes);
    /// @param [in,out] report gets what this position has to say; position and hello are set
    virtual void FillReport(PipelineReportBody& report) = 0;

    void HandleMessage(const InferenceMessage& message);
    void SetDepleted(bool depleted);
    void StartControl();
    void Report(bool hello);
    void ScheduleReport();

    Address m_controller;
    Time m_reportPeriod;
    Time m_reconnectInterval;

    std::shared_ptr<const ChainProblem> m_network;
    uint32_t m_position{0};
    Ptr<FrameLedger> m_ledger;
    MessageSession m_control;
    BatteryWatch m_battery;
    bool m_running{false};
    bool m_depleted{false};
    EventId m_reportEvent;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PIPELINE_NODE_H
