/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_SERVER_H
#define EDGE_AI_CODE_SERVER_H

#include "code-reception.h"
#include "code-server-settings.h"

#include "ns3/edge-ai-compat.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a server did in a while.
struct CodeSample
{
    Time when;               ///< its end
    double utilisation{0};   ///< of the processor
    double guestShare{0};    ///< of the processor, for guests
    double trainingShare{0}; ///< of the processor, for training
    double queue{0};         ///< jobs at its end
    double sentBits{0};      ///< payloads to other servers [bit]
};

/**
 * The server of a service: serves its own tasks along the path its controller decides, and as a
 * host those parts of other services' tasks that pass its blocks. Servers are connected to each
 * other both ways: each speaks over the connection that it opened.
 */
class CodeServer : public CodeServerSettings
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    CodeServer();
    ~CodeServer() override;

    /**
     * @param [in] index of the service  @param [in] service model, nominal speed and load
     * @param [in] base losses, exponents and limits of every pair
     */
    void SetService(uint32_t index, const CodeService& service, const CodeProblem& base);
    /// @param [in] planner who decides about paths
    void SetPlanner(Ptr<CodePathPlanner> planner);
    /// @param [in] ledger is told what happens to tasks; may be null
    void SetLedger(Ptr<CodeLedger> ledger);
    /**
     * Another service's server.
     * @param [in] service its index  @param [in] address where it listens
     * @param [in] node ns-3 id of its node
     * @param [in] up nominal rate to it [bit/s]  @param [in] down nominal rate from it [bit/s]
     */
    void AddPeer(uint32_t service, const Address& address, uint32_t node, double up, double down);

    /// @returns all decisions so far
    const std::vector<CodeDecision>& GetDecisions() const;
    /// @returns all training so far
    const std::vector<CodeTrainingRecord>& GetTraining() const;
    /// @returns what it did, second by second
    const std::vector<CodeSample>& GetSamples() const;
    /// @returns the path that tasks follow now; null before it was started
    std::shared_ptr<const CodeRoute> GetRoute() const;
    /// @returns guest tasks that came faster than granted
    uint64_t GetTurnedAway() const;
    /// @returns its service
    const CodeService& GetService() const;

    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream) EDGE_AI_OVERRIDE_342;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

  private:
    /// Another server, before it is connected.
    struct PeerSettings
    {
        Address address;
        uint32_t node{0};
        double up{0};
        double down{0};
    };

    void StartListener();
    void StartLinks();
    void Advertise(CodePeer& peer);
    void Tick();
    void TellLoad();
    void Sample();
    /// @param [in] sample for the timeline  @param [in] elapsed its length [s]
    void Show(const CodeSample& sample, double elapsed) const;

    Ptr<CodePathPlanner> m_planner;
    CodePlace m_place;
    CodeTasks m_tasks;
    CodeGuests m_guests;
    CodeController m_controller;
    CodeReception m_reception;
    std::map<uint32_t, PeerSettings> m_known; ///< by service
    MessageListener m_listener;
    bool m_running{false};
    EventId m_tickEvent;
    EventId m_advertEvent;
    std::vector<CodeSample> m_samples;
    CodeSample m_mark;     ///< totals at the last sample
    CodeSample m_reported; ///< totals at the last report
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_SERVER_H
