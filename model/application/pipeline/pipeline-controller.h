/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PIPELINE_CONTROLLER_H
#define EDGE_AI_PIPELINE_CONTROLLER_H

#include "pipeline-report.h"

#include "ns3/chain-planner.h"
#include "ns3/inference-message.h"
#include "ns3/inference-monitor.h"
#include "ns3/message-application.h"
#include "ns3/nstime.h"
#include "ns3/traced-callback.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class MessageListener;
template <typename Base>
class PlannerChooser;
struct PipelinePlanBody;
class ReplanTrigger;

/// @ingroup edge-ai
/// A plan a pipeline's controller made.
struct PipelineChange
{
    Time made;            ///< instant of the decision
    Time used;            ///< instant the camera was told; before it is used, a negative time
    uint64_t number{0};   ///< of the plan; 0 if it is none
    std::string cause;    ///< "start", "drift" or "period"
    ChainPlan plan;       ///< what the planner said
    double movedBytes{0}; ///< weights sent for it [B]
};

/**
 * @ingroup edge-ai
 * Decides for a pipeline. Camera, stages and sink connect to it and say what they are; when all
 * have, it calls the planner and sends the plan. First to the stages: when each has said that it is
 * ready, having got the weights it lacked, the camera is told, and its next frame is the first to
 * follow the plan. So no frame meets a stage that does not know its plan, and nothing stops
 * meanwhile.
 *
 * Positions report the goodput of the link before them; with Replan, a ReplanTrigger says when the
 * estimates ask for another plan. While a plan is on its way no other one is made. A plan that
 * changes nothing is sent only if its expectations differ because a link has changed.
 */
class PipelineController : public MessageApplication
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    PipelineController();
    ~PipelineController() override;

    /// @param [in] problem network, first estimates of the links' rates and what is wanted; its
    /// devices are replaced by what the stages say
    void SetProblem(const ChainProblem& problem);
    /// @param [in] planner who decides
    void SetPlanner(Ptr<ChainPlanner> planner);
    /// @param [in] name TypeId name of a planner; an unknown name ends the program and lists what
    /// exists
    void SetPlannerName(std::string name);
    /// @returns TypeId name of the planner
    std::string GetPlannerName() const;
    /// @param [in] monitor shows plans on its timeline; may be null
    void SetMonitor(Ptr<InferenceMonitor> monitor);

    /// @returns all plans made so far, also those that were none
    const std::vector<PipelineChange>& GetPlans() const;
    /// @returns number of the plan in force; 0: none
    uint64_t GetPlanNumber() const;
    /// @returns estimates of the links' rates, the camera's first [bit/s]
    std::vector<double> GetRates() const;

    /**
     * Signature of the trace source Plan.
     * @param [in] change a plan that was made
     */
    typedef void (*PlanTracedCallback)(const PipelineChange& change);
    /**
     * Signature of the trace source Report.
     * @param [in] report of a position
     */
    typedef void (*ReportTracedCallback)(const PipelineReportBody& report);

  protected:
    void DoDispose() override;

  private:
    using Peer = uint64_t; ///< as MessageListener numbers them

    void StartApplication() override;
    void StopApplication() override;
    void HandleMessage(Peer peer, const InferenceMessage& message);
    void HandleReport(Peer peer, const InferenceMessage& message);
    void HandleReady(Peer peer, const InferenceMessage& message);
    void HandleGone(Peer peer);
    void Decide(const std::string& cause);
    void TellStages();
    void TellCamera();
    void Send(Peer peer,
              MessageType type,
              uint64_t number,
              std::vector<uint8_t> body,
              uint64_t payload = 0);
    uint32_t GetStageCount() const;
    /// @param [in] position a place on the way  @returns whether it is connected
    bool IsThere(uint32_t position) const;

    uint16_t m_port;
    bool m_ipv6;
    bool m_replan;
    double m_rateWeight;
    double m_replanDrift;
    Time m_replanPeriod;
    Time m_readyTimeout;

    ChainProblem m_problem;
    std::unique_ptr<PlannerChooser<ChainPlanner>> m_planner;
    Ptr<InferenceMonitor> m_monitor;
    std::unique_ptr<MessageListener> m_listener;
    std::map<uint32_t, Peer> m_positions; ///< who is where
    std::unique_ptr<ReplanTrigger> m_trigger;
    std::vector<PipelineChange> m_plans;
    uint64_t m_lastNumber{0};
    std::unique_ptr<PipelinePlanBody> m_current; ///< in force
    std::unique_ptr<PipelinePlanBody> m_pending; ///< on its way to the stages; number 0: none
    std::set<uint32_t> m_ready;                  ///< stages that can follow the pending plan
    Time m_pendingSince;
    std::size_t m_pendingIndex{0}; ///< of the pending plan in m_plans
    bool m_running{false};

    TracedCallback<const PipelineChange&> m_planTrace;
    TracedCallback<const PipelineReportBody&> m_reportTrace;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PIPELINE_CONTROLLER_H
