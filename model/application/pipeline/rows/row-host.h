/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_HOST_H
#define EDGE_AI_ROW_HOST_H

#include "row-dispatcher.h"

#include <cstdint>
#include <set>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The host of a division by rows: what it hears from devices - images, questions how long networks
 * take - and from secondaries - what they are, rows, notices -, and what it says of its plans. A
 * secondary that is heard of again is used again.
 */
class RowHost : public RowDispatcher
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    RowHost();
    ~RowHost() override;

  protected:
    void StopApplication() override;

  private:
    bool FindBatch(uint64_t number, const RowBatchBody& head) override;
    void HandleReady(uint32_t index) override;
    void HandleMessage(uint32_t from, const InferenceMessage& message) override;
    void HandleGone(uint32_t index) override;
    void HandleStranger(MessageListener::Peer peer, const InferenceMessage& message) override;
    void HandleStrangerGone(MessageListener::Peer peer) override;
    void HandleChange() override;

    void HandleImage(MessageListener::Peer peer, const InferenceMessage& message);
    void HandleStatus(const RowStatusBody& status);
    void Offer(MessageListener::Peer peer);

    uint32_t m_queueLimit;
    std::set<MessageListener::Peer> m_devices; ///< who wants to know how long networks take
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_HOST_H
