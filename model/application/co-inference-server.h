/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_SERVER_H
#define EDGE_AI_CO_INFERENCE_SERVER_H

#include "co-inference-controller.h"
#include "message-transport.h"

#include "ns3/address.h"
#include "ns3/application.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/processor.h"
#include "ns3/socket.h"
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

class DatagramTransport;

/**
 * @ingroup edge-ai
 * The server's side of co-inference: answers requests with the controller's plans, runs blocks
 * s+1..L of arriving features on the node's processor at the planned clock, and returns the
 * results.
 *
 * A processor can be shared by all devices, or cut into slices: with SetSlices() the k-th device to
 * appear gets the k-th processor for itself (the last one is shared by whoever comes after).
 */
class CoInferenceServer : public Application
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
    void SetSlices(const std::vector<std::string>& names);

    /// @returns pieces of input that were no message
    uint64_t GetMalformedCount() const;
    /// @returns features accepted and not answered yet
    std::size_t GetJobCount() const;

    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream) EDGE_AI_OVERRIDE_342;

    /// Signature of Tx and Rx. @param [in] message what went or came
    typedef void (*MessageTracedCallback)(const InferenceMessage& message);

  protected:
    void DoDispose() override;

  private:
    using Client = CoInferenceController::Client;

    /// A device that has connected.
    struct Peer
    {
        std::shared_ptr<MessageTransport> transport;
        std::shared_ptr<DatagramTransport> datagrams; ///< transport, when the protocol is UDP
        Ptr<Processor> processor;
        std::map<uint64_t, uint64_t> jobs; ///< task to job
    };

    void StartApplication() override;
    void StopApplication() override;
    void Listen(const TypeId& protocol);
    void HandleAccept(Ptr<Socket> socket, const Address& from);
    void HandleDatagram(Ptr<Socket> socket);
    Client AddPeer(std::shared_ptr<MessageTransport> transport);
    void RemovePeer(Client client);

    void HandleMessage(Client client, const InferenceMessage& message);
    void HandleRequest(Client client, const InferenceMessage& message);
    void HandleFeature(Client client, const InferenceMessage& message);
    void HandleReport(Client client, const InferenceMessage& message);
    void CancelJob(Client client, uint64_t task);
    void HandleJob(Client client,
                   uint64_t task,
                   double received,
                   uint64_t resultBits,
                   const JobReport& report);
    void Reply(Client client,
               MessageType type,
               uint64_t task,
               std::vector<uint8_t> body,
               uint64_t payload);
    void Refuse(Client client, uint64_t task, ServerStatus status, const std::string& reason);
    void CountMalformed();

    uint16_t m_port;
    bool m_ipv6;
    std::string m_processorName;
    uint32_t m_fragmentSize;
    uint32_t m_segmentSize;
    uint32_t m_socketBuffer;
    Time m_patience;
    std::vector<std::string> m_slices;

    Ptr<CoInferenceController> m_controller;
    std::vector<Ptr<Socket>> m_listening;
    std::vector<Ptr<Processor>> m_processors;
    std::map<Client, Peer> m_peers;
    std::map<Address, Client> m_addresses; ///< of UDP peers
    Client m_lastClient{0};
    std::size_t m_slicesUsed{0};
    uint64_t m_malformed{0};
    bool m_running{false};

    TracedCallback<const InferenceMessage&> m_txTrace;
    TracedCallback<const InferenceMessage&> m_rxTrace;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_SERVER_H
