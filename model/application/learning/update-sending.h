/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_UPDATE_SENDING_H
#define EDGE_AI_UPDATE_SENDING_H

#include "application/message/message-transport.h"

#include "ns3/address.h"
#include "ns3/event-id.h"
#include "ns3/node.h"
#include "ns3/socket.h"

#include <cstdint>
#include <memory>

namespace ns3
{
namespace edgeai
{

class DatagramTransport;

/**
 * @ingroup edge-ai
 * A worker's side of updates in datagrams. They leave from the port that its connection to the
 * server has, by which the server knows whose they are: a stranger on another host or port is none.
 */
class UpdateSending
{
  public:
    UpdateSending() = default;
    ~UpdateSending();
    UpdateSending(const UpdateSending&) = delete;
    UpdateSending& operator=(const UpdateSending&) = delete;

    /// Where datagrams go from and to.
    struct Way
    {
        Ptr<Node> node;           ///< of the worker
        Address server;           ///< its address
        uint16_t port{0};         ///< of the server, for updates
        uint16_t localPort{0};    ///< of the worker's connection, > 0
        uint32_t fragmentSize{0}; ///< bytes of a message in a datagram [B], >= 1
        double rate{0};           ///< of the link, headers included [bit/s]; 0: as fast as it goes
        bool follows{false};      ///< a word over the connection, which is to be in front of it
    };

    /// @param [in] message an update  @param [in] way it takes
    void Send(const InferenceMessage& message, const Way& way);
    /// Send no more of a round's update. @param [in] round its number
    void Withdraw(uint64_t round);
    /// Send nothing more; no callback comes.
    void Stop();

    MessageTransport::Delivered onDelivered; ///< the last fragment has been handed over

  private:
    void Open(const Way& way);
    void HandOver(const InferenceMessage& message, double rate);

    Ptr<Socket> m_socket;
    std::shared_ptr<DatagramTransport> m_transport;
    uint16_t m_localPort{0};
    EventId m_event; ///< hands over what follows a word
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_UPDATE_SENDING_H
