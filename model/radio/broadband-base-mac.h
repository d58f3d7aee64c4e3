/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_BASE_MAC_H
#define EDGE_AI_BROADBAND_BASE_MAC_H

#include "broadband-mac.h"
#include "broadband-scheduler.h"
#include "channel-reports.h"
#include "keyed-random.h"
#include "slot-book.h"

#include "ns3/random-variable-stream.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class BroadbandUserMac;

/**
 * @ingroup edge-ai
 * MAC of a base station: queues towards every user, the scheduler, and the slot clock's caller.
 *
 * In a slot, repetitions of failed blocks come first, with the subchannels and powers of the first
 * transmission; then grants that stay in force; then the scheduler fills what is left. Users with
 * nothing to send are in no list that a slot walks through. Packets from one user to another of
 * the cell, and to groups, are relayed.
 */
class BroadbandBaseMac : public BroadbandMac, public BroadbandSlotUser
{
  public:
    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();
    BroadbandBaseMac();
    ~BroadbandBaseMac() override;

    void SetPhy(Ptr<BroadbandPhy> phy) override;

    /**
     * @param [in] scheduler scheduler of both directions
     */
    void SetScheduler(Ptr<BroadbandScheduler> scheduler);

    /**
     * @returns the scheduler
     */
    Ptr<BroadbandScheduler> GetScheduler() const;

    /**
     * @param [in] user MAC of a user of this cell, with its PHY
     * @param [in] address its address
     */
    void AddUser(Ptr<BroadbandUserMac> user, Mac48Address address);

    /**
     * @returns number of users attached
     */
    std::size_t GetUsers() const;

    /**
     * @param [in] destination address of a packet to be sent
     * @returns index of the device's transmission queue for it: the user's number by attachment, 0
     * for groups and strangers
     */
    std::size_t SelectQueue(Mac48Address destination) const;

    /**
     * A user has uplink data (buffer report); wakes the cell after the control delay.
     * @param [in] user identifier of the user's PHY
     */
    void NotifyBacklog(uint32_t user);

    /**
     * @returns attribute ControlDelay [slots]
     */
    uint32_t GetControlDelay() const
    {
        return m_controlDelay;
    }

    /**
     * @returns grants of the scheduler that broke a limit and were not carried out
     */
    uint64_t GetRefusedGrants() const
    {
        return m_refused;
    }

    /**
     * Fix the random streams of channel report errors and the scheduler.
     * @param [in] stream first stream to use
     * @returns number of streams used
     */
    int64_t AssignStreams(int64_t stream);

    bool Send(Ptr<Packet> packet,
              Mac48Address source,
              Mac48Address destination,
              uint16_t protocol) override;
    MacCounters GetCounters() const override;
    void BlockReceived(const BlockReport& report, const TransportBlock& block) override;
    void BlockAcknowledged(const BlockReport& report) override;
    uint64_t StartSlot(uint64_t slot) override;

    /**
     * TracedCallback signature of Refused.
     * @param [in] grant the grant
     * @param [in] wrong what is wrong with it
     */
    typedef void (*RefusedTracedCallback)(const Grant& grant, const std::string& wrong);

  protected:
    void DoDispose() override;

  private:
    /// A user of the cell.
    struct User
    {
        uint32_t id{0};                          ///< identifier of its PHY
        Ptr<BroadbandUserMac> mac;               ///< MAC
        Mac48Address address;                    ///< address
        std::size_t queue{0};                    ///< number by attachment
        std::unique_ptr<BlockSender> sender;     ///< towards it
        std::unique_ptr<BlockReceiver> receiver; ///< from it
        ChannelReports reports[2];               ///< by direction
        double throughput[2]{0, 0}; ///< by direction: average at slot `updated` [bit/s]
        uint64_t updated[2]{0, 0};  ///< by direction
    };

    /// A block to be repeated.
    struct Repetition
    {
        std::shared_ptr<const Grant> grant; ///< of its first transmission
        uint64_t block;                     ///< its number
    };

    /// A grant that stays in force.
    struct InForce
    {
        std::shared_ptr<const Grant> grant; ///< the grant
        uint64_t end;                       ///< first slot in which it is not
    };

    /**
     * @param [in] user a user
     * @param [in] packet packet for it
     * @param [in] link addressing
     * @returns false if it was dropped
     */
    bool SendTo(User& user, Ptr<Packet> packet, const LinkAddressing& link);

    /**
     * A packet came from a user: for the device, or to be relayed.
     * @param [in] from the user
     * @param [in] packet packet
     * @param [in] link addressing
     */
    void Received(User& from, Ptr<Packet> packet, const LinkAddressing& link);

    /**
     * A transmission in this cell ended.
     * @param [in] user its user
     * @param [in] report outcome
     */
    void NoteOutcome(User& user, const BlockReport& report);

    /**
     * @param [in] user identifier of a user with something to send
     * @param [in] direction direction
     */
    void AddBacklog(uint32_t user, Direction direction);

    /// The scheduler wants to be asked anew.
    void DropInForce();

    /**
     * Send what is granted and enter it in the slot's book.
     * @param [in] grant the grant, which the book has approved
     * @param [in] repeat number of the block to repeat, or 0 for a new one
     * @param [out] wrong what is wrong with a refused grant, else empty
     * @returns whether something was sent
     */
    bool Execute(const std::shared_ptr<const Grant>& grant, uint64_t repeat, std::string& wrong);

    /**
     * @param [in] slot slot that starts; sends the repetitions that are due
     */
    void SendRepetitions(uint64_t slot);

    /**
     * @param [in] slot slot that starts; sends blocks of the grants in force
     */
    void SendInForce(uint64_t slot);

    /**
     * Count and trace a grant that is not carried out.
     * @param [in] grant the grant
     * @param [in] wrong what is wrong with it
     */
    void Refuse(const Grant& grant, const std::string& wrong);

    /**
     * @param [in] slot slot that starts
     * @returns whether the scheduler was asked and granted something
     */
    bool AskScheduler(uint64_t slot);

    /**
     * @param [in] slot slot that starts
     * @param [in] granted what AskScheduler returned
     * @returns the next slot this cell wants
     */
    uint64_t GetNextSlot(uint64_t slot, bool granted);

    /**
     * @param [in] user a user
     * @param [in] direction direction
     * @returns what it has to send, as far as the base station knows [bit]
     */
    uint64_t GetBacklog(User& user, Direction direction) const;

    /**
     * @param [in] user a user
     * @param [in] direction direction
     * @returns the report of its channel for the slot that starts
     */
    const ChannelState& GetChannel(User& user, Direction direction);

    /**
     * @param [in] user a user
     * @param [in] direction direction
     * @returns its average throughput now [bit/s]
     */
    double GetThroughput(const User& user, Direction direction) const;

    /**
     * @returns the limits of this cell, as they are now
     */
    CellLimits GetLimits() const;

    Ptr<BroadbandScheduler> m_scheduler;               ///< scheduler
    std::map<uint32_t, std::unique_ptr<User>> m_users; ///< by identifier of the PHY
    std::map<Mac48Address, User*> m_byAddress;         ///< by address
    std::set<uint32_t> m_backlogged[2]; ///< by direction: users with something to send
    std::map<uint64_t, std::vector<Repetition>> m_repetitions; ///< by slot they are due
    std::vector<InForce> m_inForce;      ///< grants that still have slots to come
    std::set<uint32_t> m_served[2];      ///< by direction: users with one of these
    uint64_t m_epoch{0};                 ///< counts how often m_inForce was dropped
    SlotBook m_book;                     ///< of the slot that starts
    GrantList m_placed;                  ///< in m_book
    uint64_t m_slot{0};                  ///< slot that started last
    uint64_t m_refused{0};               ///< grants refused
    uint32_t m_controlDelay;             ///< ControlDelay [slots]
    uint32_t m_reportDelay;              ///< ReportDelay [slots]
    double m_reportError;                ///< ReportError [dB]
    double m_target;                     ///< TargetErrorRate
    Time m_window;                       ///< ThroughputWindow
    bool m_relay;                        ///< Relay
    Ptr<UniformRandomVariable> m_random; ///< source of m_key
    KeyedRandom m_key;                   ///< for report errors, drawn at the first use
    bool m_keyDrawn{false};              ///< whether m_key is drawn

    TracedCallback<const Grant&, const std::string&> m_refusedTrace; ///< Refused
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_BASE_MAC_H
