/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FRAME_RECEIVER_H
#define EDGE_AI_FRAME_RECEIVER_H

#include "application/message/message-listener.h"
#include "frame-sender.h"
#include "pipeline-body.h"

#include "ns3/frame-ledger.h"

#include <functional>
#include <memory>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The end of one link of a pipeline: takes frames that are what they should be, and measures how
 * long the link was busy with each. A frame is sent while the one before is still on the air, so
 * the link is busy with it since the later of the instant it was handed over (which the frame
 * carries; nodes share the simulator's clock) and the instant the one before had come.
 */
class FrameReceiver
{
  public:
    /// What a receiver needs to know.
    struct Settings
    {
        MessageListener::Settings listener;          ///< where to listen
        uint32_t link{0};                            ///< which link ends here
        std::shared_ptr<const ChainProblem> network; ///< what frames may look like
        double measureMin{4096}; ///< payload below which a frame tells nothing of the rate [B]
    };

    /// What the link did since somebody asked.
    struct Measurement
    {
        double bits{0};     ///< payload [bit]
        double time{0};     ///< the link was busy with it [s]
        uint32_t frames{0}; ///< it was
    };

    /**
     * Listen.
     * @param [in] node where this is
     * @param [in] settings how
     * @param [in] ledger is told what comes; may be null
     */
    void Start(Ptr<Node> node, const Settings& settings, Ptr<FrameLedger> ledger);
    /// Close the port and every connection.
    void Stop();
    /// Stop and send nothing, because the node is being taken apart.
    void Abandon();

    /// @returns what came since the last call
    Measurement TakeMeasurement();

    std::function<void(const PipelineFrame&)> onFrame;      ///< a frame has come, in time
    std::function<void(const InferenceMessage&)> onReceive; ///< a message has come
    MessageTransport::Malformed onMalformed;                ///< something came that is no frame

  private:
    void HandleMessage(const InferenceMessage& message);
    bool IsSound(const InferenceMessage& message, const FrameBody& body) const;

    Settings m_settings;
    Ptr<FrameLedger> m_ledger;
    MessageListener m_listener;
    Time m_lastArrival;
    Measurement m_measurement;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FRAME_RECEIVER_H
