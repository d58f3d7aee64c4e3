/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MODEL_DELIVERY_H
#define EDGE_AI_MODEL_DELIVERY_H

#include "learning-body.h"

#include "ns3/address.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/socket.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace ns3
{
namespace edgeai
{

class DatagramTransport;

/**
 * @ingroup edge-ai
 * The server's side of how models come to workers: as messages to each, or in fragments over UDP to
 * a group, once for all of them; what somebody lacks of that he is sent again by himself.
 *
 * UDP has no flow control, and a group no acknowledgements: fragments leave at the rate of the
 * link, headers included.
 */
class ModelDelivery
{
  public:
    /// How a group is reached.
    struct Group
    {
        Ptr<NetDevice> device; ///< towards all of its members; null: there is no group
        Address address;       ///< of the group, with its port
        double rate{0};        ///< at which the link takes fragments, headers included [bit/s], > 0
    };

    ModelDelivery();
    ~ModelDelivery();
    ModelDelivery(const ModelDelivery&) = delete;
    ModelDelivery& operator=(const ModelDelivery&) = delete;

    /// @param [in] node of the server  @param [in] group how one is reached, if there is one
    void Start(Ptr<Node> node, const Group& group);
    /// Nothing goes to the group any more.
    void Stop();

    /// A round begins. @param [in] round its number  @param [in] model as it travels
    void Begin(uint64_t round, InferenceMessage::Bytes model);
    /// It has ended: nobody waits for what is left of its model.
    void End();

    /// @returns whether there is a group
    bool HasGroup() const;
    /// @returns size of the round's model [bit]
    double GetBits() const;

    /// Send the model to one worker. @param [in] number of it  @param [in] attempt of the round
    /// @param [in] sent instant it was handed over first [s]
    void SendToOne(uint32_t number, uint32_t attempt, double sent);
    /// What is on its way to the group is for nobody any more.
    void WithdrawFromGroup();
    /// Send it to the group, where nothing is on its way. @param [in] attempt of the round  @param
    /// [in] sent now [s]
    void SendToGroup(uint32_t attempt, double sent);

    /**
     * A worker lacks some of it.
     * @param [in] number of it  @param [in] body what it says, sound
     * @param [in] sent instant the model was handed over first [s]
     * @param [out] bits of the model that are sent again [bit]
     * @returns "" or why it gets nothing
     */
    std::string SendAgain(uint32_t number,
                          const LearningRepeatBody& body,
                          double sent,
                          double& bits);

    std::function<void(uint32_t number, const InferenceMessage& message)> sendTo; ///< to a worker
    std::function<void(const InferenceMessage& message)> onGroup; ///< it is handed over to a group

  private:
    InferenceMessage MakeModel(uint32_t attempt, double sent) const;

    Ptr<Socket> m_socket;
    std::shared_ptr<DatagramTransport> m_transport; ///< towards the group; null: there is none
    double m_rate{0};
    uint64_t m_round{0};
    InferenceMessage::Bytes m_model; ///< of the round that is under way
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MODEL_DELIVERY_H
