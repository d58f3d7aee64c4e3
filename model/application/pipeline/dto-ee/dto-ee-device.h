/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_DEVICE_H
#define EDGE_AI_DTO_EE_DEVICE_H

#include "dto-ee-agent.h"
#include "dto-ee-truth.h"

#include "ns3/task-arrivals.h"

#include <map>
#include <memory>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * An end device of DTO-EE: makes tasks, each of some difficulty, sends them to nodes of the first
 * stage as its row says, and gets their answers. It knows whether an answer is right, which nobody
 * in the network does.
 */
class DtoEeDevice : public DtoEeAgent
{
  public:
    static constexpr unsigned COUNT_BITS = 40; ///< of a task's number, for the device's own count

    /// @returns the TypeId
    static TypeId GetTypeId();
    DtoEeDevice();
    ~DtoEeDevice() override;

    /// @param [in] arrivals when tasks are made; none is without
    void SetArrivals(Ptr<TaskArrivals> arrivals);
    /// Other arrivals from now on. @param [in] arrivals when tasks are made, from this instant
    void ChangeArrivals(Ptr<TaskArrivals> arrivals);
    /// @returns tasks made so far
    uint64_t GetTaskCount() const;
    /// @returns answers that have come
    uint64_t GetAnswerCount() const;
    /// @param [in] device index  @param [in] count from 1  @returns number of that task
    static uint64_t MakeNumber(uint32_t device, uint64_t count);

    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream) EDGE_AI_OVERRIDE_342;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

  private:
    /// What it knows of a task that is not answered.
    struct Open
    {
        double difficulty;
        double luck; ///< in [0, 1): decides whether an answer is right
    };

    void PrepareSlot(uint64_t slot) override;
    std::string ExplainHello(const DtoEeHelloBody& hello) const override;
    void HandlePeer(MessageListener::Peer peer,
                    const DtoEeHelloBody* hello,
                    const InferenceMessage& message) override;
    void ScheduleTask();
    void Generate();

    std::string m_networkName;
    Time m_taskStart;
    Ptr<TaskArrivals> m_arrivals;
    Ptr<UniformRandomVariable> m_difficulty;
    std::unique_ptr<DtoEeTruth> m_truth;
    MovingAverage m_rate{1};
    uint64_t m_count{0};
    uint64_t m_countBefore{0}; ///< when the slot began
    uint64_t m_answers{0};
    bool m_measures{false}; ///< tasks were made during all of the slot before
    std::map<uint64_t, Open> m_open;
    EventId m_taskEvent;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_DEVICE_H
