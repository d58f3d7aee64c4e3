/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FRAME_LEDGER_H
#define EDGE_AI_FRAME_LEDGER_H

#include "task-accounts.h"

#include "ns3/inference-monitor.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/traced-callback.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace ns3
{
namespace edgeai
{

class TaskLedger;

/**
 * @ingroup edge-ai
 * The task ledger of a pipeline's frames: their records while they are under way, and the proof
 * that each ends once. Camera, stages and sink tell it what happens to a frame; it tells the
 * monitor. It observes only: a run is the same with and without one.
 *
 * Nobody knows at once that a frame was lost on a link: its sender may find the connection broken
 * although the frame got through, or hear nothing at all. So a frame on a link is lost when it has
 * not come by the instant its sender wrote into it; the receiver keeps the same rule. What the
 * sender noticed meanwhile is the reason.
 *
 * Steps are known by their place on the way: 0 is the camera's link, 2i - 1 stage i, 2i its link;
 * their names are "link 0", "stage i", "link i".
 */
class FrameLedger : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    FrameLedger();
    ~FrameLedger() override;

    /// @param [in] link 0..M  @returns its place among the steps
    static std::size_t GetLinkStep(uint32_t link);
    /// @param [in] stage 1..M  @returns its place among the steps
    static std::size_t GetStageStep(uint32_t stage);

    /// @param [in] monitor gets every frame's beginning and end; null: only traces
    void SetMonitor(Ptr<InferenceMonitor> monitor);
    /// @returns the monitor, or null
    Ptr<InferenceMonitor> GetMonitor() const;

    /// @param [in] nodes ns-3 ids of camera, stages and sink
    void SetNodes(const std::vector<uint32_t>& nodes);
    /// @returns ns-3 ids of camera, stages and sink
    const std::vector<uint32_t>& GetNodes() const;

    /**
     * A frame was captured.
     * @param [in] frame its number, unique in its pipeline
     * @param [in] record what is known, with the steps of the plan it follows; id and node are set
     *             here
     */
    void Begin(uint64_t frame, TaskRecord record);

    /// A frame waits. @param [in] frame its number  @param [in] step for what
    void Queue(uint64_t frame, std::size_t step);

    /**
     * A frame was handed to a transport.
     * @param [in] frame its number
     * @param [in] step the link
     * @param [in] bits payload [bit]
     * @param [in] expires instant after which it is lost
     * @param [in] otherwise how it ends then, unless Note() knows better
     */
    void Send(uint64_t frame,
              std::size_t step,
              double bits,
              Time expires,
              const TaskEnding& otherwise);

    /**
     * Something went wrong with a frame on a link, which may get through all the same.
     * @param [in] frame its number
     * @param [in] step the link
     * @param [in] ending how it ends if it does not
     */
    void Note(uint64_t frame, std::size_t step, const TaskEnding& ending);

    /// A frame has come. @param [in] frame its number @param [in] step the link
    /// @param [in] started instant since when the link was busy with it
    void Arrive(uint64_t frame, std::size_t step, Time started);

    /**
     * A stage is done with a frame, or has given it up: what that took is charged to it.
     * @param [in] frame its number
     * @param [in] step the stage
     * @param [in] report of its job
     * @param [in] flop work of the whole job [FLOP]
     * @param [in] traffic bytes that it moves in memory [B]
     */
    void Compute(uint64_t frame,
                 std::size_t step,
                 const JobReport& report,
                 double flop,
                 double traffic);

    /// A frame ends now. @param [in] frame its number  @param [in] ending how
    void End(uint64_t frame, const TaskEnding& ending);

    /// @returns frames under way
    std::size_t GetCount() const;

    /// Signature of FrameBegun and FrameEnded. @param [in] record what is known about the frame
    typedef void (*FrameTracedCallback)(const TaskRecord& record);

  protected:
    void DoDispose() override;

  private:
    void Finish(uint64_t frame, const TaskEnding& ending, double when);

    std::unique_ptr<TaskLedger> m_tasks; ///< the frames, by number
    std::vector<uint32_t> m_nodes;       ///< ns-3 ids by position
    TracedCallback<const TaskRecord&> m_begunTrace;
    TracedCallback<const TaskRecord&> m_endedTrace;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FRAME_LEDGER_H
