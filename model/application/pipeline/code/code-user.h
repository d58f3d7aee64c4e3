/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_USER_H
#define EDGE_AI_CODE_USER_H

#include "application/message/message-session.h"
#include "code-ledger.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/message-application.h"
#include "ns3/task-arrivals.h"

#include <cstdint>
#include <map>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * Where tasks of a service come from: asks the service's server about each, sends the input of
 * those that are let in, and waits for the answer.
 */
class CodeUser : public MessageApplication
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    CodeUser();
    ~CodeUser() override;

    /**
     * @param [in] service index of the service  @param [in] name of the service
     * @param [in] network name of its model  @param [in] user index among its users, < 65536
     * @param [in] inputBytes of a task's input [B]
     */
    void SetService(uint32_t service,
                    const std::string& name,
                    const std::string& network,
                    uint32_t user,
                    uint64_t inputBytes);
    /// @param [in] arrivals when tasks come; none does without
    void SetArrivals(Ptr<TaskArrivals> arrivals);
    /// @param [in] ledger is told what happens to tasks; may be null
    void SetLedger(Ptr<CodeLedger> ledger);
    /// Tasks come so many times as often from now on. @param [in] factor > 0
    void SetPace(double factor);

    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream) EDGE_AI_OVERRIDE_342;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

  private:
    /// A task that has no answer yet.
    struct Open
    {
        Time generated;
        bool admitted{false}; ///< its input was sent
    };

    void ScheduleTask();
    void Generate();
    void HandleMessage(const InferenceMessage& message);
    void HandleClosed();
    void Send(const InferenceMessage& message);
    void End(uint64_t task, const TaskEnding& ending);
    void Forget();

    Address m_server;
    Time m_timeout;
    Time m_reconnectInterval;
    uint32_t m_service{0};
    std::string m_name;
    std::string m_network;
    uint64_t m_prefix{0}; ///< of the numbers of its tasks
    uint64_t m_inputBytes{0};
    double m_pace{1};
    Ptr<TaskArrivals> m_arrivals;
    Ptr<CodeLedger> m_ledger;
    MessageSession m_session;
    bool m_running{false};
    uint64_t m_count{0};
    std::map<uint64_t, Open> m_open;
    EventId m_taskEvent;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_USER_H
