/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_FORWARDER_H
#define EDGE_AI_DTO_EE_FORWARDER_H

#include "application/message/message-queue.h"
#include "dto-ee-body.h"
#include "dto-ee-ledger.h"

#include "ns3/moving-average.h"
#include "ns3/random-variable-stream.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A task on its way, as far as it has come.
struct DtoEeTask
{
    uint64_t number{0}; ///< unique among all tasks
    DtoEeTaskBody body; ///< stage: the one it enters next
};

/**
 * @ingroup edge-ai
 * What a device or node does with tasks that go on: draws a node of the next stage for each from
 * the row in force, and sends it there over a connection of its own to every node of that stage
 * that is a neighbour. It measures what the links carry, by receipts: a link is busy with a task
 * since the later of the instant it was handed over and the instant the one before had come. Where
 * a neighbour is gone, its share goes to the others, and what still waits for it is drawn again.
 */
class DtoEeForwarder
{
  public:
    /// What a forwarder needs to know.
    struct Settings
    {
        MessageQueue::Settings queue;  ///< of all links; the remote address is not looked at
        DtoEePlace place;              ///< where it is
        double inputBits{0};           ///< data of a task in the next stage [bit]
        std::vector<Address> targets;  ///< nodes of the next stage; invalid: no link
        std::vector<double> linkRates; ///< first estimates [bit/s]
        double measureMin{4096};       ///< payload below which a task tells nothing of the rate [B]
        bool watches{false}; ///< a neighbour is there while its connection stands, once it did
    };

    DtoEeForwarder();
    ~DtoEeForwarder();

    /**
     * Connect to all neighbours.
     * @param [in] node where this is
     * @param [in] settings how
     * @param [in] ledger is told what happens to tasks; may be null
     * @param [in] draw uniform in [0, 1)
     */
    void Start(Ptr<Node> node,
               const Settings& settings,
               Ptr<DtoEeLedger> ledger,
               Ptr<UniformRandomVariable> draw);
    /// Close all connections. @param [in] ending of tasks that are here, or on a link
    void Stop(const TaskEnding& ending);
    /// Stop and send nothing, because the node is being taken apart.
    void Abandon();

    /// @param [in] shares of the row in force, for each node of the next stage
    void SetRow(const std::vector<double>& shares);
    /// @param [in] task to send on
    void Send(const DtoEeTask& task);
    /// A neighbour is gone, or there again. @param [in] target which  @param [in] there whether
    void SetThere(uint32_t target, bool there);

    /// The links' rates become the averages of what was measured before and since.
    /// @param [in] weight of what was measured since, in (0, 1]
    void CloseWindow(double weight);
    /// @param [in] target which  @returns rate of the link, as measured [bit/s]; 0: no link
    double GetLinkRate(uint32_t target) const;
    /// @returns tasks that wait for links
    std::size_t GetWaiting() const;

    std::function<void(const InferenceMessage&)> onSend; ///< a message is handed to the transport
    MessageTransport::Malformed onMalformed;             ///< something came back, which none should

  private:
    /// A link to a neighbour.
    struct Link
    {
        explicit Link(double estimate)
            : rate(estimate)
        {
        }

        MessageQueue queue;
        std::map<uint64_t, DtoEeTask> tasks; ///< that wait or are on their way
        std::map<uint64_t, Time> sent;       ///< tasks of which no receipt has come, and when
        Time lastArrived;                    ///< of the tasks with receipts
        MovingAverage rate;                  ///< [bit/s]
        double bits{0};                      ///< sent since the window was closed [bit]
        double time{0};                      ///< the link was busy with them [s]
        bool there{true};                    ///< whether the neighbour is
    };

    void StartLink(uint32_t target, const Address& address);
    void HandOver(uint32_t target, InferenceMessage& message, Time expires);
    void HandleReceipt(uint32_t target, const InferenceMessage& message);
    std::string Describe(uint32_t target) const;
    void End(uint64_t number, const TaskEnding& ending);

    Ptr<Node> m_node;
    Settings m_settings;
    Ptr<DtoEeLedger> m_ledger;
    Ptr<UniformRandomVariable> m_draw;
    std::map<uint32_t, std::unique_ptr<Link>> m_links; ///< by target
    std::vector<double> m_row;                         ///< by target
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_FORWARDER_H
