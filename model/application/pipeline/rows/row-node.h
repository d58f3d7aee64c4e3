/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_NODE_H
#define EDGE_AI_ROW_NODE_H

#include "row-batch.h"
#include "row-ledger.h"
#include "row-links.h"
#include "row-meter.h"

#include "ns3/message-application.h"
#include "ns3/processor.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What host and secondaries of a division by rows have in common: a processor, connections to the
 * others, and one batch at a time whose steps they carry out as messages come (RowWalk).
 */
class RowNode : public MessageApplication
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    RowNode();
    ~RowNode() override;

    /**
     * @param [in] networks that may answer, the same for everybody
     * @param [in] index of this node, the host is 0  @param [in] nodes how many there are
     */
    void SetPlace(std::shared_ptr<const RowNetworks> networks, uint32_t index, uint32_t nodes);
    /// @param [in] ledger is told what happens; may be null
    void SetLedger(Ptr<RowLedger> ledger);
    /// @returns the processor it computes on; null before it was started
    Ptr<Processor> GetProcessor() const;

    /// @returns number of this node
    uint32_t GetIndex() const
    {
        return m_index;
    }

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

    /// @returns the networks
    const RowNetworks& GetNetworks() const
    {
        return *m_networks;
    }

    /// @returns the same, to share
    std::shared_ptr<const RowNetworks> ShareNetworks() const
    {
        return m_networks;
    }

    /// @returns how many nodes there are
    uint32_t GetNodeCount() const
    {
        return m_nodes;
    }

    /// @returns the ledger, or null
    Ptr<RowLedger> GetLedger() const
    {
        return m_ledger;
    }

    /// @returns connections
    RowLinks& GetLinks()
    {
        return m_links;
    }

    /// @returns whether the application was started and not stopped
    bool IsRunning() const
    {
        return m_running;
    }

    /// @returns the batch under way, or null
    RowBatch* GetBatch()
    {
        return m_batch.get();
    }

    /// @returns number of the last batch that began here
    uint64_t GetLastBatch() const
    {
        return m_lastBatch;
    }

    /**
     * Begin to carry out a batch, instead of any other one.
     * @param [in] number of the batch  @param [in] plan sound for this node
     * @param [in] images of the batch
     */
    void OpenBatch(uint64_t number, const RowPlanBody& plan, uint32_t images);
    /// Carry out what waits for nothing, once the batch is open and whoever wants to knows it.
    void BeginBatch();
    /// Give the batch up; nothing of it is sent or computed any more.
    void CloseBatch();

    /// @param [in] plan as it came  @returns "" or what is wrong with it
    std::string ExplainFault(const RowPlanBody& plan) const;
    /// @param [in] index of a node  @param [in] type of the message  @param [in] number task or
    /// batch  @param [in] body its fields
    void Tell(uint32_t index, MessageType type, uint64_t number, std::vector<uint8_t> body);
    /// Rows or a notice have come. @param [in] from whom  @param [in] message it
    void HandleWork(uint32_t from, const InferenceMessage& message);
    /// @param [in] type of a message  @returns whether HandleWork() is for it
    static bool IsWork(MessageType type);
    /// @returns what it is and has measured since it was asked last
    RowStatusBody MakeStatus();

  private:
    /**
     * Find the batch a message is about.
     * @param [in] number of it  @param [in] head what the message says
     * @returns false if it is not, and was not, to come: malformed. The batch may not be under way
     *          all the same
     */
    virtual bool FindBatch(uint64_t number, const RowBatchBody& head) = 0;
    /// A message was handed over. @param [in] step of the graph
    virtual void HandleSent(uint32_t step);
    /// Rows have come, and what waited for them has begun. @param [in] step of the graph
    virtual void HandleArrived(uint32_t step);
    /// A computation ended, what waited for it has not begun. @param [in] step of the graph
    virtual void HandleComputed(uint32_t step);
    /// A computation failed. @param [in] report why
    virtual void HandleFailed(const JobReport& report) = 0;
    /// A node of lower number is connected. @param [in] index of it
    virtual void HandleReady(uint32_t index) = 0;
    /// @param [in] from a node  @param [in] message of it
    virtual void HandleMessage(uint32_t from, const InferenceMessage& message) = 0;
    /// A connection is gone. @param [in] index of the node
    virtual void HandleGone(uint32_t index) = 0;
    /// @param [in] peer who has not said who it is  @param [in] message of it
    virtual void HandleStranger(MessageListener::Peer peer, const InferenceMessage& message) = 0;
    /// @param [in] peer a stranger that is gone
    virtual void HandleStrangerGone(MessageListener::Peer peer);

    void HandleRows(uint32_t from, const InferenceMessage& message);
    void HandleNotice(uint32_t from, const InferenceMessage& message);
    void Compute(uint32_t step);
    void SendRows(uint32_t step);
    void HandleJob(uint64_t number, uint32_t step, const JobReport& report);

    uint16_t m_port;
    bool m_ipv6;
    std::string m_processorName;
    double m_measureMin;
    Time m_reconnectInterval;

    std::shared_ptr<const RowNetworks> m_networks;
    uint32_t m_index{0};
    uint32_t m_nodes{0};
    Ptr<RowLedger> m_ledger;
    Ptr<Processor> m_processor;
    RowLinks m_links;
    bool m_running{false};
    std::unique_ptr<RowBatch> m_batch;
    uint64_t m_lastBatch{0};
    RowMeter m_meter;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_NODE_H
