/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_SERVER_H
#define EDGE_AI_CO_INFERENCE_SERVER_H

#include "co-inference-controller.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/inference-monitor.h"
#include "ns3/message-application.h"
#include "ns3/processor.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class BatteryWatch;
class MessageListener;
struct MessagePart;
enum class ServerStatus : uint8_t;

/**
 * @ingroup edge-ai
 * The server's side of co-inference: answers requests with the controller's plans, runs blocks
 * s+1..L of arriving features on the node's processor at the planned clock, and returns the
 * results.
 *
 * All devices share one processor, in slices of it or in its queue as the controller's attribute
 * ServerSharing says. A node with several processors can hand them out: with SetProcessors() the
 * k-th device to appear gets the k-th one for itself (the last one is shared by whoever comes
 * after).
 */
class CoInferenceServer : public MessageApplication
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    CoInferenceServer();
    ~CoInferenceServer() override;

    /// @param [in] controller who decides
    void SetController(Ptr<CoInferenceController> controller);
    /// @returns who decides
    Ptr<CoInferenceController> GetController() const;
    /// @param [in] names of the node's processors to hand out, one per device
    void SetProcessors(const std::vector<std::string>& names);
    /// Former name of SetProcessors(), for one release. @param [in] names of processors
    void SetSlices(const std::vector<std::string>& names);
    /// @param [in] monitor is told what was spent for devices that are gone; may be null
    void SetMonitor(Ptr<InferenceMonitor> monitor);

    /// @returns features accepted and not answered yet
    std::size_t GetJobCount() const;

    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream) EDGE_AI_OVERRIDE_342;

  protected:
    void DoDispose() override;

  private:
    using Client = CoInferenceController::Client;

    /// A task whose feature has come.
    struct Work
    {
        uint64_t job{0};       ///< at the processor; 0: not known yet
        double received{0};    ///< instant the feature came [s]
        std::string abandoned; ///< how far it was when the device gave it up
        bool account{false};   ///< and whether it wants to know
    };

    /// A device that has connected.
    struct Peer
    {
        Ptr<Processor> processor;
        uint32_t number{0};             ///< of the processor
        std::map<uint64_t, Work> works; ///< by task
        /// By task: rate at which the datagrams of its upload came, until its report [bit/s].
        std::map<uint64_t, double> goodput;
    };

    void StartApplication() override;
    void StopApplication() override;
    void StartListening();
    void SetDepleted(bool depleted);
    void HandlePeer(Client client);
    void HandleGone(Client client);
    void TakeProcessor(Client client);
    void CountPresent();
    void HandleMessage(Client client, const InferenceMessage& message);
    void HandleRequest(Client client, const InferenceMessage& message);
    void HandleFeature(Client client, const InferenceMessage& message);
    void HandleIncomplete(Client client, const MessagePart& part);
    void HandleReport(Client client, const InferenceMessage& message);
    void HandleCancel(Client client, const InferenceMessage& message);
    void CancelJob(Client client, uint64_t task);
    void HandleJob(Client client, uint64_t task, uint64_t resultBits, const JobReport& report);
    void WriteOff(const JobReport& report, const std::string& why);
    void Reply(Client client,
               MessageType type,
               uint64_t task,
               std::vector<uint8_t> body,
               uint64_t payload);
    void Refuse(Client client, uint64_t task, ServerStatus status, const std::string& reason);

    uint16_t m_port;
    bool m_ipv6;
    std::string m_processorName;
    Time m_patience;
    std::vector<std::string> m_processorNames;

    Ptr<CoInferenceController> m_controller;
    Ptr<InferenceMonitor> m_monitor;
    std::unique_ptr<MessageListener> m_listener;
    std::unique_ptr<BatteryWatch> m_battery; ///< of the node
    std::vector<Ptr<Processor>> m_processors;
    std::map<Client, Peer> m_peers;
    std::size_t m_processorsUsed{0};
    bool m_running{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_SERVER_H
