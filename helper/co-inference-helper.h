/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_HELPER_H
#define EDGE_AI_CO_INFERENCE_HELPER_H

#include "ns3/application-container.h"
#include "ns3/co-inference-controller.h"
#include "ns3/inference-monitor.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"
#include "ns3/object-factory.h"
#include "ns3/task-arrivals.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class CellControl;
class CoInferenceClient;
class LinkControl;

/**
 * @ingroup edge-ai
 * Puts co-inference on nodes: a server with its controller and planner, a client on every device,
 * one monitor that keeps the record of all tasks.
 *
 * @code
 * CoInferenceHelper inference("ViT-L/16@part=encoder", "LaimPlanner");
 * inference.SetBudget(Seconds(1), 0.1);
 * ApplicationContainer apps = inference.Install(server, devices);
 * ...
 * inference.GetMonitor().PrintSummary(std::cout);
 * @endcode
 *
 * The nodes need processors (ProcessorHelper) and addresses. How a client sets its transmit power
 * depends on its device: a LinkControl aggregated to the node is used if there is one
 * (IdealLinkHelper does that); a user of the broadband radio gets a BroadbandLinkControl, a Wi-Fi
 * station a WifiLinkControl, any other device a RatedLinkControl, which knows the others of this
 * helper that share its cable. A server on the node of a base station of that radio plans for the
 * cell: where nobody chose its scheduler, or it is Planned and keeps SignallingSubchannels, a
 * BroadbandCellControl enforces plans of every split planner, be it of bands or of subchannels.
 */
class CoInferenceHelper
{
  public:
    /**
     * @param [in] network catalogue name or profile file
     * @param [in] planner TypeId name of a split planner
     */
    CoInferenceHelper(const std::string& network, const std::string& planner);

    /**
     * @param [in] latency T0 of a task
     * @param [in] energy E0 of a task [J]
     */
    void SetBudget(Time latency, double energy);

    /// @param [in] name attribute of CoInferenceClient  @param [in] value its value
    void SetClientAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of CoInferenceServer  @param [in] value its value
    void SetServerAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of CoInferenceController  @param [in] value its value
    void SetControllerAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of the planner  @param [in] value its value
    void SetPlannerAttribute(const std::string& name, const AttributeValue& value);

    /**
     * When tasks come: one object of this type per client. Without a call, one task per second.
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
     * What plans assume of links whose rate nobody decides about: cables, LTE.
     * @param [in] name attribute of RatedLinkControl  @param [in] value its value
     */
    void SetRatedLinkAttribute(const std::string& name, const AttributeValue& value);

    /**
     * How Wi-Fi stations apply the radio part of plans.
     * @param [in] name attribute of WifiLinkControl  @param [in] value its value
     */
    void SetWifiLinkAttribute(const std::string& name, const AttributeValue& value);

    /**
     * How a base station with the Planned scheduler and SignallingSubchannels enforces plans.
     * @param [in] name attribute of BroadbandCellControl  @param [in] value its value
     */
    void SetCellAttribute(const std::string& name, const AttributeValue& value);

    /**
     * Give devices processors of their own: the k-th to appear gets the k-th of these for itself,
     * the last one is shared by whoever comes after. Without a call all share one processor, as the
     * controller's attribute ServerSharing says.
     * @param [in] names processors of the server's node
     */
    void SetProcessors(const std::vector<std::string>& names);
    /// Former name of SetProcessors(), for one release. @param [in] names of processors
    void SetSlices(const std::vector<std::string>& names);

    /// @param [in] address where clients find the server; without a call its first usable address
    void SetServerAddress(const Address& address);

    /**
     * @param [in] server node of the server
     * @param [in] devices nodes of the devices
     * @returns the server's application, then one per device
     * @throws std::invalid_argument if a node is null; and if the simulation of an earlier call was
     *         destroyed, because the monitor keeps the records of that one
     */
    ApplicationContainer Install(Ptr<Node> server, const NodeContainer& devices);

    /// @returns the record of all tasks
    InferenceMonitor& GetMonitor() const;
    /// @returns the controller of the server installed last
    Ptr<CoInferenceController> GetController() const;

    /**
     * Fix the random streams of what was installed.
     * @param [in] stream first stream to use  @returns how many were used
     */
    int64_t AssignStreams(int64_t stream);

  private:
    void OfferTimes(CoInferenceController& controller,
                    const CoInferenceClient& client,
                    Ptr<Node> node) const;
    /// Tell all links that share a medium how many they are.
    void CountSharers() const;

    std::string m_network;
    ObjectFactory m_client;
    ObjectFactory m_server;
    ObjectFactory m_controller;
    ObjectFactory m_planner;
    ArrivalsFactory m_arrivals;
    ObjectFactory m_ratedLink;
    ObjectFactory m_wifiLink;
    ObjectFactory m_cell;
    std::vector<std::string> m_serverProcessors;
    Address m_address;
    bool m_partsChosen{false};
    bool m_segmentsChosen{false};
    bool m_fragmentsChosen{false};
    Ptr<InferenceMonitor> m_monitor;
    Ptr<CoInferenceController> m_lastController;
    ApplicationContainer m_applications;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_HELPER_H
