/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PIPELINE_STAGE_APPLICATION_H
#define EDGE_AI_PIPELINE_STAGE_APPLICATION_H

#include "allocation/pipeline/chain/chain-segments.h"
#include "allocation/pipeline/chain/weight-cache.h"
#include "frame-receiver.h"
#include "pipeline-source.h"

#include "ns3/processor.h"

#include <map>
#include <memory>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * One device of a pipeline: takes frames from the position before, runs its layers of the plan each
 * frame carries on the node's processor, whose queue holds what waits, and sends them on. A stage
 * without layers passes frames on as they are.
 *
 * It keeps the latest plans, because frames of the one before are still on their way when a new one
 * is used. Weights of layers it has not cached must come from the controller before a plan that
 * needs them can be used; changing the structure of layers it has costs nothing, as all their
 * structures were fused beforehand.
 */
class PipelineStageApplication : public PipelineSource
{
  public:
    /// Which weights are there at the beginning.
    enum Cache
    {
        EVERYTHING, ///< all layers in all structures
        FIRST_PLAN, ///< the layers of the first plan, in all structures
    };

    /// @returns the TypeId
    static TypeId GetTypeId();
    PipelineStageApplication();
    ~PipelineStageApplication() override;

    /// @returns the processor it computes on; null before it was started
    Ptr<Processor> GetProcessor() const;
    /// @returns frames handed to the processor and not done
    std::size_t GetJobCount() const;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;
    void HandleBattery() override;

  private:
    /// A plan, as far as this stage is concerned.
    struct Part
    {
        PipelinePlanBody plan;
        uint32_t from{0};   ///< first layer
        uint32_t to{0};     ///< behind the last layer
        uint32_t option{0}; ///< structure of these layers
        double flop{0};     ///< F_i [FLOP]
        double seconds{0};  ///< measured time of its layers [s]; not a number: not measured
        double traffic{0};  ///< Q_i [B]
        double weights{0};  ///< in memory [B]
        double memory{0};   ///< weights and the largest pair of activations [B]
        double missing{0};  ///< weights that must come first [B]
    };

    /// A frame at the processor.
    struct Work
    {
        PipelineFrame frame;
        uint64_t job{0};   ///< number there; 0: not known yet
        double flop{0};    ///< of the whole job [FLOP]
        double traffic{0}; ///< that it moves in memory [B]
    };

    void HandlePlan(const PipelinePlanBody& plan) override;
    void HandleWeights(uint64_t number, uint64_t bytes) override;
    void FillReport(PipelineReportBody& report) override;
    void HandleFrame(const PipelineFrame& frame);
    void HandleJob(uint64_t number, const JobReport& report);
    void Charge(const Work& work, const JobReport& report);
    void Hold(uint32_t from, uint32_t to);
    void KeepFirst(const Part& part);
    bool Activate(const Part& part);
    void DropAll(const TaskEnding& ending);
    void Drop(uint64_t number, TaskOutcome outcome, const std::string& detail);
    std::string GetTitle() const;
    bool IsMeasured() const;
    void Show(const Part& part) const;

    uint16_t m_port;
    bool m_ipv6;
    std::string m_processorName;
    double m_measureMin;
    Cache m_cache;
    uint32_t m_plansKept;

    bool m_branchByBranch;

    Ptr<Processor> m_processor;
    ChainProblem m_work;                       ///< the network as it is computed here
    std::unique_ptr<ChainSegments> m_segments; ///< of that
    FrameReceiver m_receiver;
    std::map<uint64_t, Part> m_plans;
    bool m_hasFirst{false};   ///< the weights that are there at the beginning are known
    WeightCache m_weights;    ///< layers that are here, in all structures
    uint64_t m_activePlan{0}; ///< the latest whose frames came
    double m_reserved{0};     ///< memory kept for its weights [B]
    bool m_fits{true};        ///< they fitted
    std::map<uint64_t, Work> m_works;
    uint32_t m_frames{0};    ///< served since the last report
    double m_serviceTime{0}; ///< of these [s]
    Time m_reported;         ///< instant of the last report
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PIPELINE_STAGE_APPLICATION_H
