/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_AGENT_H
#define EDGE_AI_DTO_EE_AGENT_H

#include "application/message/message-archive.h"
#include "application/message/message-listener.h"
#include "dto-ee-course.h"
#include "dto-ee-forwarder.h"
#include "dto-ee-rounds.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/message-application.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What devices and nodes of DTO-EE have in common: a place among the stages, a port, connections to
 * their neighbours of the next stage - one for tasks and one for words, which are not to wait
 * behind tasks -, a part of the algorithm, and slots. Rows that were found in one slot are carried
 * out from the next one on. Without words between neighbours, rows come from a controller.
 */
class DtoEeAgent : public MessageApplication
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    DtoEeAgent();
    ~DtoEeAgent() override;

    /// @param [in] setup of all  @param [in] place of this one
    void SetSetup(std::shared_ptr<const DtoEeSetup> setup, const DtoEePlace& place);
    /// @param [in] ledger is told what happens to tasks; may be null
    void SetLedger(Ptr<DtoEeLedger> ledger);
    /// @param [in] course is told what is done and known; may be null
    void SetCourse(std::shared_ptr<DtoEeCourse> course);
    /// @param [in] targets nodes of the next stage; invalid where there is no link
    void SetTargets(const std::vector<Address>& targets);
    /// @param [in] controller where rows come from; invalid: from the words of neighbours
    void SetController(const Address& controller);

    /// @returns its place
    const DtoEePlace& GetPlace() const;
    /// @returns its rounds; null before it was started
    DtoEeRounds* GetRounds() const;
    /// @param [in] target of the next stage  @returns rate of the link, as measured [bit/s]
    double GetLinkRate(uint32_t target) const;

    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream) EDGE_AI_OVERRIDE_342;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

    /// @returns what all were told
    const DtoEeSetup& GetSetup() const;
    /// @returns the ledger, or null
    Ptr<DtoEeLedger> GetLedger() const;
    /// @returns the course, or null
    DtoEeCourse* GetCourse() const;
    /// @returns whether it was started and not stopped
    bool IsRunning() const;
    /// @returns the listener, for who has connected
    MessageListener& GetListener();
    /// @returns who has connected and said who it is
    const std::map<MessageListener::Peer, DtoEeHelloBody>& GetPeers() const;
    /// @returns settings of a queue; the remote address is not set
    MessageQueue::Settings MakeQueue() const;
    /// @param [in] remote address  @returns settings of a session for words, which are urgent
    MessageSession::Settings MakeSession(const Address& remote) const;
    /// @param [in] task goes to the next stage
    void Forward(const DtoEeTask& task);
    /// Everything ends: nothing is said any more. @param [in] ending of tasks that are here
    /// @param [in] tell the neighbours
    void Leave(const TaskEnding& ending, bool tell);
    /// @param [in] message of the algorithm, to be counted and traced
    void NoteWord(const InferenceMessage& message);
    /// @param [in] type of a word  @param [in] word slot and round, or another number
    /// @param [in] body its fields  @returns it
    template <typename Body>
    InferenceMessage MakeWord(MessageType type, uint64_t word, const Body& body);
    /// @param [in] purpose of a connection  @returns HELLO
    InferenceMessage MakeHello(DtoEePurpose purpose) const;
    /**
     * @param [in] message that came
     * @param [out] body its fields, if they are sound
     * @returns whether they are; if not that is counted
     */
    template <typename Body>
    bool Read(const InferenceMessage& message, Body& body);

  private:
    /// A slot begins, before anything is said in it. @param [in] slot its number
    virtual void PrepareSlot(uint64_t slot);
    /// A controller says when tasks leave here. @param [in] threshold from the next slot on
    virtual void HandleThreshold(double threshold);
    /// A slot's rounds have ended here. @param [in] slot its number
    virtual void HandleSettled(uint64_t slot);
    /// @param [in] hello of a connection, sound by itself  @returns "", or why it is not wanted
    virtual std::string ExplainHello(const DtoEeHelloBody& hello) const = 0;
    /// @param [in] peer who  @param [in] hello it said; null: nothing  @param [in] message no HELLO
    virtual void HandlePeer(MessageListener::Peer peer,
                            const DtoEeHelloBody* hello,
                            const InferenceMessage& message) = 0;
    /// @param [in] peer is gone  @param [in] hello it said
    virtual void HandleGone(MessageListener::Peer peer, const DtoEeHelloBody& hello);
    /// @param [in] peer has said who it is  @param [in] hello that
    virtual void HandleHello(MessageListener::Peer peer, const DtoEeHelloBody& hello);
    /// @param [in] sender of the stage before  @param [in] price to tell it
    virtual void TellPrice(uint32_t sender, const InferenceMessage& price);

    void StartRounds();
    void StartWords(uint32_t target, const Address& address);
    void StartControl();
    void ScheduleSlot();
    void BeginSlot(uint64_t slot);
    void HandleMessage(MessageListener::Peer peer, const InferenceMessage& message);
    void HandlePrice(uint32_t target, const InferenceMessage& message);
    void HandleRow(const InferenceMessage& message);
    void LoseTarget(uint32_t target);

    uint16_t m_port;
    bool m_ipv6;
    uint32_t m_queueLimit;
    uint32_t m_inFlight;
    Time m_taskTimeout;
    Time m_reconnect;
    double m_measureMin;

    std::shared_ptr<const DtoEeSetup> m_setup;
    DtoEePlace m_place;
    Ptr<DtoEeLedger> m_ledger;
    std::shared_ptr<DtoEeCourse> m_course;
    std::vector<Address> m_targets;
    Address m_controller;
    bool m_running{false};

    MessageListener m_listener;
    std::map<MessageListener::Peer, DtoEeHelloBody> m_peers; ///< who said HELLO
    DtoEeForwarder m_forwarder;
    Ptr<UniformRandomVariable> m_draw;
    std::map<uint32_t, std::unique_ptr<MessageSession>> m_words; ///< by target
    std::unique_ptr<DtoEeRounds> m_rounds;
    MessageSession m_control;                     ///< to a controller
    std::vector<double> m_row;                    ///< in force
    std::optional<std::vector<double>> m_nextRow; ///< a controller's, for the next slot
    EventId m_slotEvent;
};

template <typename Body>
InferenceMessage
DtoEeAgent::MakeWord(MessageType type, uint64_t word, const Body& body)
{
    InferenceMessage message;
    message.type = type;
    message.task = word;
    message.body = Encode(body);
    return message;
}

template <typename Body>
bool
DtoEeAgent::Read(const InferenceMessage& message, Body& body)
{
    std::string fault;
    if (!Decode(message.body, body, &fault))
    {
        CountMalformed(std::string(ToString(message.type)) + ": " + fault);
        return false;
    }
    return true;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_AGENT_H
