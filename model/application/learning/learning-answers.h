/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_ANSWERS_H
#define EDGE_AI_LEARNING_ANSWERS_H

#include "learning-course.h"
#include "learning-handout.h"
#include "update-reception.h"

#include "ns3/event-id.h"

#include <cstdint>
#include <map>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What workers answer to their parts of a round: that they have trained, where the method grants
 * how to send, what they lack of the model, and updates. When an attempt begins and ends is
 * LearningRounds' business.
 *
 * Where plans give an upload a window, an update counts if its last byte came within it: from the
 * grant, or, of a method that grants nothing, from when the worker says that it handed it over.
 */
class LearningAnswers : public LearningHandout
{
  public:
    /// How updates come from workers.
    enum UpdateWay
    {
        TCP, ///< over the worker's connection, late at worst
        UDP, ///< in datagrams: lost if a fragment is, or comes behind the window
    };

    /// @returns the TypeId
    static TypeId GetTypeId();
    LearningAnswers();
    ~LearningAnswers() override;

    /// @returns fragments of updates that brought nothing: what they are of was there, or is over
    uint64_t GetUselessUpdates() const;

  protected:
    void DoDispose() override;

    /// Listen to updates in datagrams, where they come that way. @param [in] ipv6 or IPv4
    void StartUpdates(bool ipv6);
    /// Listen no more.
    void StopUpdates();

    /// A worker has trained. @param [in] number of it  @param [in] round as it says
    /// @param [in] body likewise, sound  @returns "" or what is wrong
    std::string HandleTrained(uint32_t number, uint64_t round, const LearningTrainedBody& body);
    /// @param [in] number of the worker  @param [in] body sound  @param [in] message of it
    /// @returns "" or what is wrong
    std::string HandleUpdate(uint32_t number,
                             const LearningUpdateBody& body,
                             const InferenceMessage& message);
    /// It lacks the model, or some of it. @param [in] number of the worker
    /// @param [in] round as it says  @param [in] body likewise, sound
    /// @returns "" or what is wrong
    std::string RepeatModel(uint32_t number, uint64_t round, const LearningRepeatBody& body);
    /// @param [in] number of a worker  @param [in] round as somebody says
    /// @param [in] attempt likewise  @returns its part, if its update is waited for; else null
    LearningCourse::Part* FindAwaited(uint32_t number, uint64_t round, uint32_t attempt);

    void Lose(uint32_t number, const std::string& why) override;
    /// Who is waited for was silent for too long.
    void GiveUpSilent();
    /// An attempt has begun: nobody has trained.
    void BeginTraining();

    /// @returns whether workers train, and are granted how to send when they have
    bool IsTraining() const
    {
        return m_training;
    }

    /**
     * Grant everybody who is waited for how to send, if all of them have trained.
     * @param [out] time that sending takes by plan [s]
     * @returns whether that was done
     */
    bool GrantTrained(double& time);
    /// Nothing more is waited for.
    void CancelAnswers();

    LearningCourse m_course;

  private:
    /// @param [in] from where a datagram came from
    /// @returns number of the worker whose connection comes from there; NOBODY
    virtual uint32_t FindSender(const Address& from) const = 0;
    /// What UpdateReception::judge says.
    UpdateReception::Verdict Judge(uint32_t number, uint64_t round, std::string& fault);
    void TakeDatagrams(uint32_t number, const InferenceMessage& message);
    /// An update is on its way that was not granted. @param [in] number of the worker
    void AwaitUpdate(uint32_t number);

    /// What is waited for in the attempt has become less.
    virtual void CheckAttempt() = 0;

    /// @param [in] number of the worker  @param [in] grant sound  @param [in] share as planned
    void SendGrant(uint32_t number, const LearningGrant& grant, const RoundShare& share);
    void CloseWindow();
    /// No update in datagrams is waited for.
    void CancelSending();
    void CheckSoon();

    UpdateWay m_updateWay;
    uint16_t m_updatePort;
    UpdateReception m_updates;
    std::map<uint32_t, EventId> m_sendingEvents; ///< ends of windows of those who say they send
    bool m_training{false};
    EventId m_checkEvent;
    EventId m_windowEvent;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_ANSWERS_H
