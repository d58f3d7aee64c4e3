/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_BAND_HOLDS_H
#define EDGE_AI_BROADBAND_BAND_HOLDS_H

#include "ns3/object.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Subchannels of a user, the same power on each.
struct UserBand
{
    uint32_t user;                     ///< identifier of its PHY
    std::vector<uint32_t> subchannels; ///< ascending
    double power;                      ///< on each of them [W], > 0
};

/// @returns whether both are the same user's, subchannels and power
bool operator==(const UserBand& a, const UserBand& b);

/// What the users of a band may hold of it.
struct HeldBand
{
    uint32_t subchannels; ///< how many there are
    double width;         ///< of each [Hz], > 0

    /// Whether a user is of the cell (still).
    std::function<bool(uint32_t)> isServed;

    /// Gains of a user that is, on every subchannel, now.
    std::function<std::vector<double>(uint32_t)> gains;

    /// The division is another one now.
    std::function<void()> changed;
};

/**
 * @ingroup edge-ai
 * Who has which subchannels of a cell that plans divide by bands. A plan is in force at once, but
 * uploads follow the plan that their task was told, which may be an older one. So an upload has,
 * from its begin to its end, as many subchannels as its plan gave it, each with the power planned
 * for one. It gets those of the plan in force first and the best of the others next, as far as
 * nobody sends there, and what is missing as soon as other uploads end. What uploads leave is
 * divided as the plan in force says. Nothing is given twice.
 *
 * One per cell, aggregated to its scheduler: the links of the cell tell it of uploads, the control
 * of the cell of plans.
 */
class BroadbandBandHolds : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /// @param [in] band the cell's; without functions: nobody plans for it any more
    void SetBand(const HeldBand& band);

    /**
     * @param [in] plan disjoint sets of users, in force from now on; `changed` is not called
     */
    void SetPlan(const std::vector<UserBand>& plan);

    /// Another kind of plan is in force: nothing is divided here until SetPlan().
    void Suspend();

    /// @returns whether a plan of SetPlan() is in force
    bool IsInForce() const;

    /// @returns what the plan in force gives
    const std::vector<UserBand>& GetPlan() const;

    /**
     * An upload begins.
     * @param [in] user identifier of its PHY
     * @param [in] bandwidth of the plan it follows [Hz], > 0
     * @param [in] power of that plan, in all of the band [W], > 0
     */
    void Begin(uint32_t user, double bandwidth, double power);

    /**
     * An upload is over, or given up.
     * @param [in] user of Begin(), once for each
     * @returns which band it had, if that was less than its plan's for a while, in words; ""
     * otherwise
     */
    std::string End(uint32_t user);

    /// @returns what everybody has now, those of the plan in its order, then others who send
    std::vector<UserBand> Divide();

  protected:
    void DoDispose() override;

  private:
    /// An upload.
    struct Upload
    {
        uint32_t user;              ///< whose
        uint32_t count;             ///< how many of its are under way, >= 1
        uint32_t needed;            ///< subchannels of the plan it follows
        double power;               ///< on each [W]
        std::vector<uint32_t> held; ///< ascending
        uint32_t least;             ///< subchannels that it had at its begin
    };

    /// @param [in] user identifier of its PHY  @returns its upload, or the end
    std::vector<Upload>::iterator FindUpload(uint32_t user);

    /// @param [in] user identifier of its PHY  @returns its share of the plan, or null
    const UserBand* FindShare(uint32_t user) const;

    /// Give uploads what they lack, of what is free. @returns for each subchannel whether one is
    /// there
    std::vector<bool> Complete();

    /// Say that the division is another one, if it is.
    void Refresh();

    HeldBand m_band{0, 0, nullptr, nullptr, nullptr};
    bool m_inForce{false};          ///< whether a plan is
    std::vector<UserBand> m_plan;   ///< in force
    std::vector<Upload> m_uploads;  ///< in the order they began
    std::vector<UserBand> m_latest; ///< what Divide() said
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_BAND_HOLDS_H
