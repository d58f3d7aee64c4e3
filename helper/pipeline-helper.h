/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PIPELINE_HELPER_H
#define EDGE_AI_PIPELINE_HELPER_H

#include "ns3/application-container.h"
#include "ns3/chain-problem.h"
#include "ns3/frame-ledger.h"
#include "ns3/inference-monitor.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/pipeline-controller.h"
#include "ns3/processor.h"
#include "ns3/task-arrivals.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class PipelineSource;

/**
 * @ingroup edge-ai
 * Puts a pipeline on nodes: a camera, a stage on every device, a sink, a controller with its
 * planner, one monitor that keeps the record of all frames.
 *
 * @code
 * PipelineHelper pipeline(MakeIovtProblem(100e6), "IovtPlanner");
 * ApplicationContainer apps = pipeline.Install(camera, devices, sink, controller);
 * ...
 * pipeline.GetMonitor().PrintSummary(std::cout);
 * @endcode
 *
 * The devices need processors (ProcessorHelper), whose rooflines the planner works with, and all
 * nodes addresses. Neighbours that share no network, and the controller, need routes.
 */
class PipelineHelper
{
  public:
    /**
     * @param [in] problem network, first estimates of the links' rates, frame rate (1e-50 to 1e9
     *             per second) and what is wanted; devices are what the stages' processors say
     * @param [in] planner TypeId name of a pipeline planner
     * @throws std::invalid_argument for another frame rate
     */
    PipelineHelper(const ChainProblem& problem, const std::string& planner);

    /// @param [in] name what records call the network
    void SetNetworkName(const std::string& name);
    /// @param [in] name attribute of PipelineCamera  @param [in] value its value
    void SetCameraAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of PipelineStageApplication  @param [in] value its value
    void SetStageAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of PipelineSink  @param [in] value its value
    void SetSinkAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of PipelineController  @param [in] value its value
    void SetControllerAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of the planner  @param [in] value its value
    void SetPlannerAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of PipelineSource, for camera and stages  @param [in] value it
    void SetLinkAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of MessageApplication, for all  @param [in] value its value
    void SetSocketAttribute(const std::string& name, const AttributeValue& value);

    /**
     * Queues in front of processors and links; 2 frames and the newest without a call.
     * @param [in] limit frames that may wait in each
     * @param [in] policy which one goes when more would have to
     * @throws std::invalid_argument if there is no such policy
     */
    void SetQueues(uint32_t limit, Processor::DropPolicy policy);

    /**
     * When frames are captured. Without a call, as often as the problem's frame rate says.
     * @param [in] type name of a TaskArrivals, in full or as short as "Poisson"
     * @param [in] attributes name, value, name, value, ...
     * @throws std::invalid_argument that lists what there is if nothing has that name
     */
    template <typename... Args>
    void SetArrivals(const std::string& type, const Args&... attributes)
    {
        m_arrivals.Set(type, attributes...);
    }

    /**
     * Give devices processors with the rooflines of a problem: one unit at 1 GHz that
     * draws no power.
     * @param [in] nodes the devices  @param [in] devices their rooflines, as many; fixedTime is 0
     *             to 9.2e9 s
     * @throws std::invalid_argument if a node is null, or what is not in its range
     */
    static void InstallProcessors(const NodeContainer& nodes,
                                  const std::vector<ChainDevice>& devices);

    /**
     * @param [in] camera node of the camera
     * @param [in] devices nodes of the stages, in the order frames pass them
     * @param [in] sink node of the sink
     * @param [in] controller node of the controller; may be one of the others
     * @returns controller, camera, stages, sink
     * @throws std::invalid_argument if a node is null, or there are not as many devices as links of
     *         the problem
     */
    ApplicationContainer Install(Ptr<Node> camera,
                                 const NodeContainer& devices,
                                 Ptr<Node> sink,
                                 Ptr<Node> controller);

    /// @returns the record of all frames
    InferenceMonitor& GetMonitor() const;
    /// @returns the controller of the pipeline installed last
    Ptr<PipelineController> GetController() const;
    /// @returns frames under way in the pipeline installed last
    Ptr<FrameLedger> GetLedger() const;

    /**
     * Fix the random streams of what was installed.
     * @param [in] stream first stream to use  @returns how many were used
     */
    int64_t AssignStreams(int64_t stream);

  private:
    void LimitQueues(Ptr<PipelineSource> source) const;

    ChainProblem m_problem;
    ObjectFactory m_camera;
    ObjectFactory m_stage;
    ObjectFactory m_sink;
    ObjectFactory m_controller;
    ObjectFactory m_planner;
    ArrivalsFactory m_arrivals;
    uint32_t m_queueLimit{2};
    Processor::DropPolicy m_dropPolicy{Processor::DROP_NEWEST};
    Ptr<InferenceMonitor> m_monitor;
    Ptr<PipelineController> m_lastController;
    Ptr<FrameLedger> m_lastLedger;
    std::string m_stageProcessor; ///< name of the stages' processors; empty: the first of a node
    ApplicationContainer m_applications;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PIPELINE_HELPER_H
