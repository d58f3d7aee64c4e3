/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_CONTROLLER_H
#define EDGE_AI_DTO_EE_CONTROLLER_H

#include "allocation/pipeline/dto-ee/dto-ee-planner-base.h"
#include "application/message/message-listener.h"
#include "dto-ee-body.h"
#include "dto-ee-course.h"

#include "ns3/event-id.h"
#include "ns3/inference-monitor.h"
#include "ns3/message-application.h"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <utility>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Decides in one place: hears once a slot what all devices and nodes have measured, lets a planner
 * plan, and tells everybody its row and threshold, which are carried out from the next slot on.
 * Nodes that are gone, or say nothing for several slots, get no tasks in its plans.
 */
class DtoEeController : public MessageApplication
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    DtoEeController();
    ~DtoEeController() override;

    /// @param [in] setup of all
    void SetSetup(std::shared_ptr<const DtoEeSetup> setup);
    /// @param [in] planner who decides
    void SetPlanner(Ptr<DtoEePlannerBase> planner);
    /// @param [in] course is told what is said; may be null
    void SetCourse(std::shared_ptr<DtoEeCourse> course);
    /// @param [in] monitor is told why there is no plan; may be null
    void SetMonitor(Ptr<InferenceMonitor> monitor);

    /// @returns plans that were told
    uint64_t GetPlanCount() const;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

  private:
    using Key = std::pair<uint32_t, uint32_t>; ///< stage and index

    void HandleMessage(MessageListener::Peer peer, const InferenceMessage& message);
    void HandleHello(MessageListener::Peer peer, const InferenceMessage& message);
    void HandleState(const Key& from, const InferenceMessage& message);
    void BeginSlot(uint64_t slot);
    void HandleTimeout();
    bool IsComplete() const;
    void Decide();
    DtoEeProblem MakeProblem() const;
    void Send(MessageListener::Peer peer, const InferenceMessage& message);

    uint16_t m_port;
    bool m_ipv6;

    std::shared_ptr<const DtoEeSetup> m_setup;
    Ptr<DtoEePlannerBase> m_planner;
    std::shared_ptr<DtoEeCourse> m_course;
    Ptr<InferenceMonitor> m_monitor;
    MessageListener m_listener;
    DtoEeProblem m_problem;                       ///< as known now
    std::map<MessageListener::Peer, Key> m_peers; ///< who said HELLO
    std::map<Key, uint64_t> m_heard;              ///< slot of the latest state, plus 1
    std::map<Key, uint32_t> m_misses;             ///< slots without one in a row
    std::set<Key> m_lost;                         ///< gone
    uint64_t m_begun{0};                          ///< slots below have begun
    bool m_decided{true};                         ///< about the slot at hand
    uint64_t m_plans{0};
    EventId m_timeout;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_CONTROLLER_H
