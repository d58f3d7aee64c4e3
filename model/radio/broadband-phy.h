/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_PHY_H
#define EDGE_AI_BROADBAND_PHY_H

#include "block-error-model.h"
#include "block-grant.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/spectrum-phy.h"
#include "ns3/traced-callback.h"

#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class BlockDecoder;
class BroadbandMedium;
class ForeignInterference;
class RadioSlot;
class SlotBook;
struct CellLimits;
struct Reception;

/// What a MAC hears from its PHY. Calls come at the end of a slot, before the next one is
/// scheduled.
class BroadbandPhyUser
{
  public:
    virtual ~BroadbandPhyUser() = default;

    /**
     * A block addressed to this PHY ended.
     * @param [in] report outcome; FAILED and DROPPED are reported too
     * @param [in] block the block; its payload is to be used only if the outcome is DECODED
     */
    virtual void BlockReceived(const BlockReport& report, const TransportBlock& block) = 0;

    /**
     * A block this PHY sent ended. Control is error-free and takes no time here; a MAC that models
     * a feedback delay keeps the report for that long.
     * @param [in] report outcome at the receiver
     */
    virtual void BlockAcknowledged(const BlockReport& report) = 0;

    /// The radio has power again.
    virtual void PowerRestored()
    {
    }
};

/// What a base station's MAC adds: it is called at slot boundaries, while it asks for it.
class BroadbandSlotUser
{
  public:
    virtual ~BroadbandSlotUser() = default;

    /**
     * Schedule a slot and hand its blocks to the PHYs (BroadbandPhy::Transmit).
     * @param [in] slot number of the slot that starts now
     * @returns number of the next slot to be called for, > slot, or BroadbandMedium::NEVER to sleep
     * until BroadbandMedium::Wake
     */
    virtual uint64_t StartSlot(uint64_t slot) = 0;
};

/**
 * @ingroup edge-ai
 * Transmitter and receiver of a base station or a user.
 *
 * A base station receives the uplink and sends the downlink, a user the other way round. A user
 * receives only in slots it is addressed in. Blocks are decoded by successive interference
 * cancellation (SicReceiver) and succeed or fail by BlockErrorModel; of a failed block the SINRs
 * are kept per subchannel and added to those of its repetition (Chase combining), which therefore
 * must have as many subchannels (BlockDecoder).
 *
 * The fate of a block is drawn from (medium's key, receiver, user, block number) once for all its
 * transmissions, and no other user's traffic moves the draw.
 */
class BroadbandPhy : public SpectrumPhy
{
  public:
    /// Sides of the link.
    enum Role
    {
        USER,
        BASE_STATION,
    };

    /// What the radio does in a slot.
    struct Activity
    {
        bool receiving{false};   ///< addressed in this slot (a base station: some user sends)
        double transmitPower{0}; ///< sum over subchannels [W]; 0: not sending
    };

    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();
    BroadbandPhy();
    ~BroadbandPhy() override;

    // SpectrumPhy: the receiver as other technologies see it
    void SetDevice(Ptr<NetDevice> device) override;
    Ptr<NetDevice> GetDevice() const override;
    void SetMobility(Ptr<MobilityModel> mobility) override;
    Ptr<MobilityModel> GetMobility() const override;
    void SetChannel(Ptr<SpectrumChannel> channel) override;
    Ptr<const SpectrumModel> GetRxSpectrumModel() const override;
    Ptr<EDGE_AI_ANTENNA> EDGE_AI_GET_ANTENNA() const override;
    void StartRx(Ptr<SpectrumSignalParameters> params) override;

    /**
     * Switch the supply. Without power the radio sends nothing and decodes nothing, what is on its
     * way included.
     * @param [in] powered whether there is power
     */
    void SetPowered(bool powered);

    /**
     * @returns whether there is power
     */
    bool IsPowered() const;

    /**
     * Join a network. Device (or attribute Id) and mobility must be known.
     * @param [in] medium the medium
     * @param [in] role side of the link
     */
    void Join(Ptr<BroadbandMedium> medium, Role role);

    /**
     * Choose a user's cell.
     * @param [in] base base station of the same medium
     */
    void AttachTo(Ptr<BroadbandPhy> base);

    /**
     * @returns the medium joined, or null
     */
    Ptr<BroadbandMedium> GetMedium() const;

    /**
     * @returns side of the link
     */
    Role GetRole() const
    {
        return m_role;
    }

    /**
     * Identifier in grants, traces and the fading of this PHY's links: attribute Id if set, else
     * the number of the device's node. It does not depend on the order of installation.
     * @returns the identifier
     */
    uint32_t GetId() const;

    /**
     * @returns the user's base station, or a base station's own PHY
     */
    BroadbandPhy& GetBase() const;

    /**
     * @returns whether there is a base station, and a medium to it: neither was disposed of
     */
    bool IsAttached() const
    {
        return m_medium && m_base;
    }

    /**
     * @param [in] user the MAC; null to disconnect, which it must do before it dies
     */
    void SetUser(BroadbandPhyUser* user);

    /**
     * @param [in] user the base station's scheduler side; null to disconnect
     */
    void SetSlotUser(BroadbandSlotUser* user);

    /**
     * @returns the base station's scheduler side, or null
     */
    BroadbandSlotUser* GetSlotUser() const
    {
        return m_slotUser;
    }

    /**
     * @returns the limits of this PHY's cell, as they are now
     */
    CellLimits GetCellLimits() const;

    /**
     * @returns what is granted and sent in this PHY's cell in the slot that starts now
     */
    const SlotBook& GetSlotBook() const;

    /**
     * Put a block on the air in the slot that starts now; only from within StartSlot.
     * @param [in] grant user, subchannels, powers, size, decoding position
     * @param [in] block the block
     * @returns empty if sent; else nothing is sent, and this is what is wrong and the range: a rule
     * of SlotBook, a sender that is not this PHY, more payload than bits, a repetition of another
     * size
     */
    [[nodiscard]] std::string Transmit(std::shared_ptr<const Grant> grant,
                                       const TransportBlock& block);

    /**
     * Forget what is kept of a block for combining (its MAC gave it up).
     * @param [in] user identifier of the block's user
     * @param [in] block number of the block
     */
    void Forget(uint32_t user, uint64_t block);

    /**
     * @returns transmit power limit, for the sum over subchannels [W]
     */
    double GetPowerLimit() const
    {
        return m_powerLimit;
    }

    /**
     * @returns users that may share a subchannel in this base station's cell, L_max
     */
    uint32_t GetSuperposedUsers() const
    {
        return m_superposedUsers;
    }

    /**
     * @returns repetitions a block may have, 0 without HARQ
     */
    uint32_t GetMaxRepetitions() const
    {
        return m_maxRepetitions;
    }

    /**
     * @returns the error model of this receiver, also for planning block sizes
     */
    const BlockErrorModel& GetErrorModel() const
    {
        return m_errorModel;
    }

    /**
     * @returns this receiver's noise power on one subchannel, with the noise figure [W]
     */
    double GetNoisePower() const;

    /**
     * What this receiver has to expect next to its cell's own signals: noise, and the interference
     * of other cells and technologies in the slot before the present one.
     * @returns power per subchannel [W], M values; valid until the next call
     */
    const std::vector<double>& GetInterference();

    /**
     * TracedCallback signature of TransportBlock and Cancellation.
     * @param [in] report the report
     */
    typedef void (*BlockTracedCallback)(const BlockReport& report);

    /**
     * TracedCallback signature of Activity.
     * @param [in] activity what the radio does from now on
     */
    typedef void (*ActivityTracedCallback)(const Activity& activity);

  protected:
    void DoDispose() override;

  private:
    friend class BroadbandMedium; // attaches and detaches
    friend class RadioSlot;       // sends, has slots decoded, collects activity

    /**
     * Decode what this PHY heard in a slot and report it.
     * @param [in] reception the signals
     * @param [in] start start of the slot
     * @param [in] end end of the slot
     */
    void Decode(const Reception& reception, Time start, Time end);

    /**
     * Forget what is kept of a user's blocks.
     * @param [in] user identifier of a user that leaves
     */
    void ForgetUser(uint32_t user);

    /**
     * @param [in] activity what the radio does from now on; traced if that is something else
     */
    void SetActivity(const Activity& activity);

    /**
     * @param [in] id Id; cannot change in a medium, which finds this PHY by it
     */
    void SetId(int64_t id);

    /**
     * @returns Id
     */
    int64_t GetChosenId() const;

    /**
     * @param [in] law ErrorModel
     */
    void SetErrorLaw(BlockErrorModel::Law law);

    /**
     * @returns ErrorModel
     */
    BlockErrorModel::Law GetErrorLaw() const;

    /**
     * @param [in] gap SnrGap
     */
    void SetSnrGap(double gap);

    /**
     * @returns SnrGap
     */
    double GetSnrGap() const;

    /**
     * @param [in] figure NoiseFigure [dB]
     */
    void SetNoiseFigure(double figure);

    /**
     * @returns NoiseFigure [dB]
     */
    double GetNoiseFigure() const;

    // What slots look at of each user stands together: of many users most is in no cache.
    Role m_role{USER};                         ///< side of the link
    bool m_powered{true};                      ///< supply
    bool m_listed{false};                      ///< work mark of RadioSlot::UpdateActivity
    int64_t m_id;                              ///< Id; negative: the node's
    mutable int64_t m_nodeId{-1};              ///< the node's, once it was asked for
    BroadbandPhy* m_base{nullptr};             ///< cell
    BroadbandPhyUser* m_user{nullptr};         ///< MAC
    Ptr<BroadbandMedium> m_medium;             ///< network
    double m_powerLimit;                       ///< PowerLimit [W]
    Activity m_nextActivity;                   ///< of the slot being started
    Activity m_activity;                       ///< last one traced
    Ptr<MobilityModel> m_mobility;             ///< where it is; null: where its node is
    mutable Ptr<MobilityModel> m_nodeMobility; ///< the node's, once it was asked for

    Ptr<NetDevice> m_device;                        ///< device
    BroadbandSlotUser* m_slotUser{nullptr};         ///< scheduler side of a base station's MAC
    std::unique_ptr<ForeignInterference> m_foreign; ///< signals of other technologies
    std::unique_ptr<BlockDecoder> m_decoder;        ///< receiver
    std::vector<double> m_interference;             ///< GetInterference
    double m_noiseFigure;                           ///< NoiseFigure [dB]
    double m_noiseFactor{1};                        ///< the same, linear
    BlockErrorModel m_errorModel;                   ///< ErrorModel and SnrGap
    bool m_cancel;                                  ///< Cancellation (SIC on or off)
    double m_residual;                              ///< SicResidual
    uint32_t m_superposedUsers;                     ///< SuperposedUsers
    uint32_t m_maxRepetitions;                      ///< MaxRepetitions

    TracedCallback<const BlockReport&> m_blockTrace;        ///< blocks addressed to this PHY
    TracedCallback<const BlockReport&> m_cancellationTrace; ///< others' blocks it tried to remove
    TracedCallback<const Activity&> m_activityTrace;        ///< changes of activity
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_PHY_H
