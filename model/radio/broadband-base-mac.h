/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_BASE_MAC_H
#define EDGE_AI_BROADBAND_BASE_MAC_H

#include "broadband-mac.h"
#include "broadband-scheduler.h"
#include "cell-user.h"
#include "keyed-random.h"

#include "ns3/planned-scheduler.h"
#include "ns3/random-variable-stream.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class SlotFiller;

/**
 * @ingroup edge-ai
 * MAC of a base station: queues towards every user, the scheduler, and who fills the slots
 * (SlotFiller).
 *
 * In a slot, repetitions of failed blocks come first, with the subchannels and powers of the first
 * transmission; then grants that stay in force; then the scheduler fills what is left. Users with
 * nothing to send are in no list that a slot walks through, and of those with something only the
 * ones are looked at whose turn it is, if the scheduler says whose it is. Packets from one user to
 * another of the cell, and to groups, are relayed.
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
     * Nobody chose the scheduler: whoever plans for this cell may put this one in its place.
     * @param [in] scheduler the other one; null: the present one stays
     */
    void SetPlannedScheduler(Ptr<PlannedScheduler> scheduler);

    /**
     * @returns scheduler that whoever plans may put in the place of the present one; null: the
     * present one was chosen
     */
    Ptr<PlannedScheduler> GetPlannedScheduler() const;

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
     * @returns attribute ReportDelay [slots]
     */
    uint32_t GetReportDelay() const
    {
        return m_reportDelay;
    }

    /**
     * @returns grants of the scheduler that broke a limit and were not carried out
     */
    uint64_t GetRefusedGrants() const
    {
        return m_refused;
    }

    /**
     * Send what is granted; called by the filler of the slot.
     * @param [in] user user of the grant
     * @param [in] grant the grant, which the slot's book has approved
     * @param [in] repeat number of the block to repeat, or 0 for a new one
     * @param [out] wrong what is wrong with a refused grant, else empty
     * @returns whether something was sent
     */
    bool SendGranted(CellUser& user,
                     const std::shared_ptr<const Grant>& grant,
                     uint64_t repeat,
                     std::string& wrong);

    /**
     * Give up a block that cannot be repeated.
     * @param [in] user its user
     * @param [in] direction direction
     * @param [in] block its number
     */
    void Abandon(CellUser& user, Direction direction, uint64_t block);

    /**
     * Count and trace a grant that is not carried out.
     * @param [in] grant the grant
     * @param [in] wrong what is wrong with it
     */
    void Refuse(const Grant& grant, const std::string& wrong);

    /**
     * @param [in] user a user
     * @param [in] direction direction
     * @returns what it has to send, as far as the base station knows [bit]
     */
    uint64_t GetBacklog(CellUser& user, Direction direction) const;

    /**
     * @param [in] user a user
     * @param [in] direction direction
     * @returns the report of its channel for the slot that starts
     */
    const ChannelState& GetChannel(CellUser& user, Direction direction);

    /**
     * @param [in] user a user
     * @param [in] direction direction
     * @returns its average throughput now [bit/s]
     */
    double GetThroughput(const CellUser& user, Direction direction) const;

    /**
     * @returns attribute TargetErrorRate
     */
    double GetTargetErrorRate() const
    {
        return m_target;
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
    /**
     * @param [in] user a user
     * @param [in] packet packet for it
     * @param [in] link addressing
     * @returns false if it was dropped
     */
    bool SendTo(CellUser& user, Ptr<Packet> packet, const LinkAddressing& link);

    /**
     * A packet came from a user: for the device, or to be relayed.
     * @param [in] from the user
     * @param [in] packet packet
     * @param [in] link addressing
     */
    void Received(CellUser& from, Ptr<Packet> packet, const LinkAddressing& link);

    /**
     * A transmission in this cell ended.
     * @param [in] user its user
     * @param [in] report outcome
     */
    void NoteOutcome(CellUser& user, const BlockReport& report);

    /**
     * @param [in] user identifier of a user with something to send
     * @param [in] direction direction
     */
    void AddBacklog(uint32_t user, Direction direction);

    /// The scheduler wants to be asked anew.
    void DropInForce();

    /// What averages of the throughput are made with, kept as it takes longer than the averages.
    struct Averaging
    {
        Time slot;               ///< duration of a slot
        Time window;             ///< ThroughputWindow
        double seconds{0};       ///< duration of a slot [s]
        double windowSeconds{0}; ///< ThroughputWindow [s]
        double added{0};         ///< weight of what a slot delivers
    };

    /**
     * @returns what averages are made with now
     */
    const Averaging& GetAveraging() const;

    Ptr<BroadbandScheduler> m_scheduler;                ///< scheduler
    Ptr<PlannedScheduler> m_plannedScheduler;           ///< that may take its place
    CellUsers m_users;                                  ///< users of the cell
    std::map<Mac48Address, CellUser*> m_byAddress;      ///< by address
    std::unique_ptr<SlotFiller> m_filler;               ///< of the cell's slots
    uint64_t m_slot{0};                                 ///< slot that started last
    uint64_t m_refused{0};                              ///< grants refused
    const std::vector<double>* m_interference{nullptr}; ///< of the uplink in the slot that starts,
                                                        ///< equal for all users; null: not taken
    uint32_t m_controlDelay;                            ///< ControlDelay [slots]
    uint32_t m_reportDelay;                             ///< ReportDelay [slots]
    double m_reportError;                               ///< ReportError [dB]
    double m_target;                                    ///< TargetErrorRate
    Time m_window;                                      ///< ThroughputWindow
    mutable Averaging m_averaging;                      ///< of m_window and a slot
    bool m_relay;                                       ///< Relay
    Ptr<UniformRandomVariable> m_random;                ///< source of m_key
    KeyedRandom m_key;      ///< for report errors, drawn at the first use
    bool m_keyDrawn{false}; ///< whether m_key is drawn

    TracedCallback<const Grant&, const std::string&> m_refusedTrace; ///< Refused
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_BASE_MAC_H
