/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_LEDGER_H
#define EDGE_AI_ROW_LEDGER_H

#include "allocation/pipeline/halp/row-partition-plan.h"
#include "application/ledger/task-ledger.h"

#include "ns3/nstime.h"
#include "ns3/object.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The records of images that several nodes share by rows. Device, host and secondaries tell it what
 * happens; it writes that beside what the plan expected, and ends each image once. It observes
 * only: a run is the same with and without one.
 *
 * Operations are known by their batch and their step in the plan's graph, from 0. An image's record
 * has the upload, its own steps of the plan, and the result; where the host gives up and runs
 * alone, the steps of that follow.
 */
class RowLedger : public Object
{
  public:
    /// A batch that begins.
    struct BatchStart
    {
        uint64_t batch{0};                     ///< its number
        std::vector<uint64_t> images;          ///< in the order of the batch
        std::string network;                   ///< name of what answers
        std::string planner;                   ///< TypeId name of who decided
        uint64_t number{0};                    ///< of the plan
        const RowPartitionPlan* plan{nullptr}; ///< what is expected; its nodes as the problem's
        double begun{0};   ///< instant when the images were there and the host free [s]
        bool given{false}; ///< another batch with these images was given up before
    };

    /// @returns the TypeId
    static TypeId GetTypeId();
    RowLedger();
    ~RowLedger() override;

    /// @param [in] monitor gets every image's beginning and end; null: nobody
    void SetMonitor(Ptr<InferenceMonitor> monitor);
    /// @returns the monitor, or null
    Ptr<InferenceMonitor> GetMonitor() const;
    /// @param [in] nodes ns-3 ids of the problem's nodes, the host first
    void SetNodes(const std::vector<uint32_t>& nodes);

    /**
     * An image was taken.
     * @param [in] image its number, unique
     * @param [in] record what is known; the upload is its only step
     * @param [in] timeout after which it ends as SERVER_SILENT
     */
    void Begin(uint64_t image, TaskRecord record, Time timeout);
    /// It waits for its upload. @param [in] image its number  @param [in] bits its size
    void QueueUpload(uint64_t image, double bits);
    /// It is at the host. @param [in] image number  @param [in] started upload since [s]
    void Uploaded(uint64_t image, double started);

    /// A batch begins. @param [in] start what is expected
    void Start(const BatchStart& start);
    /// Rows were handed over. @param [in] batch number  @param [in] step of the graph
    void Queue(uint64_t batch, uint32_t step);
    /// Rows have come. @param [in] batch number  @param [in] step of the graph
    /// @param [in] started instant since when their link was busy with them [s]
    void Arrive(uint64_t batch, uint32_t step, double started);
    /// A computation ended, however. @param [in] batch number  @param [in] step of the graph
    /// @param [in] node of the problem  @param [in] report of its job
    void Compute(uint64_t batch, uint32_t step, uint32_t node, const JobReport& report);
    /// An image's tail is done. @param [in] batch number  @param [in] image of it
    void Answer(uint64_t batch, uint64_t image);

    /// The answer was handed over. @param [in] image its number
    void QueueResult(uint64_t image);
    /// The device has the answer. @param [in] image its number
    void Complete(uint64_t image);
    /// An image ends now. @param [in] image its number  @param [in] ending how
    void End(uint64_t image, const TaskEnding& ending);

    /// @returns images under way
    std::size_t GetCount() const;

  protected:
    void DoDispose() override;

  private:
    /// Where a step of a batch is recorded.
    using Place = std::pair<uint64_t, std::size_t>;

    /// A batch that has begun.
    struct Batch
    {
        std::vector<uint64_t> images;
        std::vector<Place> places;   ///< by step of the plan
        std::vector<double> lastEnd; ///< per node: end of its last computation [s]
        std::vector<double> stall;   ///< per node [s]
        double begun{0};             ///< [s]
        RowPartitionPlan plan;       ///< without its steps
        std::vector<double> tails;   ///< per image: when its tail ends, by plan [s]
    };

    void AppendSteps(const BatchStart& start, uint32_t image, Batch& batch);
    StepRecord* FindStep(uint64_t batch, uint32_t step);
    void FinishImage(uint64_t image, const TaskEnding& ending, double when);

    TaskLedger m_tasks;
    std::vector<uint32_t> m_nodes; ///< ns-3 ids
    std::map<uint64_t, Batch> m_batches;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_LEDGER_H
