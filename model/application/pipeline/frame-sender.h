/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FRAME_SENDER_H
#define EDGE_AI_FRAME_SENDER_H

#include "application/message/message-session.h"
#include "pipeline-body.h"

#include "ns3/frame-ledger.h"
#include "ns3/processor.h"

#include <deque>
#include <functional>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A frame on its way, as far as it has come.
struct PipelineFrame
{
    uint64_t number{0};       ///< unique in its pipeline
    FrameBody body;           ///< plan, cut, capture
    uint64_t payloadBytes{0}; ///< X_cut [B]
};

/**
 * @ingroup edge-ai
 * One position's link to the next: a queue of frames in front of a session. Only a few frames are
 * handed to the transport at a time, so that a link that cannot keep up fills the queue, whose
 * limit then decides which frame is dropped, instead of ever longer buffers below. While there is
 * no connection a frame waits as long as it might take over the link, and is lost then.
 */
class FrameSender
{
  public:
    /// What a sender needs to know.
    struct Settings
    {
        MessageSession::Settings session; ///< where to and how
        uint32_t link{0};                 ///< which link of the pipeline this is
        uint32_t layers{0};               ///< n, to tell answers from activations
        uint32_t queueLimit{2};           ///< frames that may wait
        Processor::DropPolicy dropPolicy{Processor::DROP_NEWEST}; ///< which one goes
        uint32_t inFlight{2};      ///< frames handed to the transport at once, >= 1
        Time timeout{Seconds(10)}; ///< how long a frame may take over the link
        double datagramRate{0};    ///< UDP: pace of the fragments [bit/s]; 0: none
    };

    FrameSender();
    ~FrameSender();

    /**
     * Connect to the next position.
     * @param [in] node where this is
     * @param [in] settings how
     * @param [in] ledger is told what happens to frames; may be null
     */
    void Start(Ptr<Node> node, const Settings& settings, Ptr<FrameLedger> ledger);
    /// Close the connection; frames that wait end as STOPPED.
    /// @param [in] ending how frames end that wait, or are on the link and do not get through
    void Stop(const TaskEnding& ending);
    /// Stop and send nothing, because the node is being taken apart.
    void Abandon();

    /// @param [in] frame to send, or to drop if too many wait
    void Send(const PipelineFrame& frame);
    /// @returns frames that wait for the link
    std::size_t GetWaiting() const;

    std::function<void(const InferenceMessage&)> onSend; ///< a frame is handed to the transport
    MessageTransport::Malformed onMalformed;             ///< something came back, which none should

  private:
    /// A frame handed to the transport.
    struct Outgoing
    {
        uint64_t number;
        EventId timeout; ///< TCP: when it is not acknowledged
    };

    /// A frame that waits.
    struct Waiting
    {
        PipelineFrame frame;
        Time lapses; ///< instant it is lost at, unless there is a connection by then
    };

    void Pump();
    void ScheduleLapse();
    void Lapse();
    void HandOver(PipelineFrame frame);
    void HandleDelivered(uint64_t number);
    void HandleClosed(bool error);
    void DropOne();
    void Note(uint64_t number, TaskOutcome outcome, const std::string& detail);

    Settings m_settings;
    Ptr<FrameLedger> m_ledger;
    MessageSession m_session;
    std::deque<Waiting> m_waiting;
    EventId m_lapse; ///< of the frame that waits longest, while there is no connection
    std::deque<Outgoing> m_outgoing;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FRAME_SENDER_H
