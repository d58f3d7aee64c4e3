/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_ROUNDS_H
#define EDGE_AI_DTO_EE_ROUNDS_H

#include "allocation/pipeline/dto-ee/dto-ee-part.h"
#include "dto-ee-setup.h"

#include "ns3/event-id.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>

namespace ns3
{
namespace edgeai
{

/**
 * When the part of a device or node has its turns. Rounds are waves: devices tell their rates; a
 * node that heard a round's rates of all its senders tells its own; a node of the last stage that
 * heard them tells its price; whoever heard the prices of all its targets tells its own, and moves.
 * A device that has moved begins the next round. So each part says and hears in every round just
 * what it would if somebody called everybody in turn (DtoEeExchange), and nobody does. Behind the
 * last round of a slot rows settle and are priced once more, for the leaders of exits.
 *
 * A word that does not come holds the wave up for a while only (a multiple of DtoEeSetup::patience,
 * so that whoever waits for a neighbour waits longer than that does itself); then it goes on with
 * the last ones. A neighbour that says nothing for long (DtoEeSetup::silence) is gone until it says
 * something again.
 */
class DtoEeRounds
{
  public:
    /// @param [in] setup of all; must outlive it  @param [in] place whose rounds these are
    DtoEeRounds(const DtoEeSetup& setup, const DtoEePlace& place);
    ~DtoEeRounds();

    /// A slot begins: what was under way is not finished any more. @param [in] slot its number
    void BeginSlot(uint64_t slot);
    /// Stop waiting.
    void Stop();

    /// @param [in] sender of the stage before  @param [in] word slot and round
    /// @param [in] report what it sends here
    void HearRate(uint32_t sender, uint64_t word, const DtoEeRateReport& report);
    /// @param [in] target of the next stage  @param [in] word slot and round
    /// @param [in] report its prices
    void HearPrice(uint32_t target, uint64_t word, const DtoEePriceReport& report);
    /// A sender is there. @param [in] sender of the stage before
    void GainSender(uint32_t sender);
    /// A sender is gone. @param [in] sender of the stage before
    void LoseSender(uint32_t sender);
    /// A target is gone. @param [in] target of the next stage
    void LoseTarget(uint32_t target);
    /// @param [in] target of the next stage  @param [in] time of a task's transfer [s], as measured
    void SetLinkTime(uint32_t target, double time);

    /// @returns the part
    DtoEePart& GetPart()
    {
        return *m_part;
    }

    /// @returns its row, for each node of the next stage
    std::vector<double> GetRow() const;

    /// @returns words it did not wait for any longer
    uint64_t GetMissed() const
    {
        return m_missed;
    }

    /// Say it to a node of the next stage.
    std::function<void(uint32_t target, uint64_t word, const DtoEeRateReport& report)> tellRate;
    /// Say it to a sender.
    std::function<void(uint32_t sender, uint64_t word, const DtoEePriceReport& report)> tellPrice;
    /// A round has ended here, before the row moves.
    std::function<void(uint64_t word)> onRound;
    /// The slot's rounds have ended here, and the row is settled and priced.
    std::function<void(uint64_t slot)> onSettled;
    /// A target said nothing for too long, and is gone.
    std::function<void(uint32_t target)> onSilent;
    /// A target that was gone is there again.
    std::function<void(uint32_t target)> onGained;

  private:
    /// What is known of a neighbour.
    struct Neighbour
    {
        uint64_t heard{0};  ///< latest word, plus 1; 0: none
        uint32_t misses{0}; ///< words missing in a row
        Time since;         ///< the first of them
    };

    void Begin(uint64_t word);
    /// Wait for words. @param [in] turns so many times as long as a word is waited for, in this
    /// round
    void WaitUntil(uint32_t turns);
    /// Goes on as far as what was heard allows. @param [in] anyway do not wait for the next step
    void Advance(bool anyway);
    void TellRates();
    void FinishRound();
    void HandleTimeout();
    /// @returns whether all that are there have said the word
    static bool HaveSaid(const std::map<uint32_t, Neighbour>& neighbours, uint64_t word);
    /// @returns those who have said nothing for long
    std::vector<uint32_t> Miss(std::map<uint32_t, Neighbour>& neighbours);

    const DtoEeSetup& m_setup;
    DtoEePlace m_place;
    std::unique_ptr<DtoEePart> m_part;
    std::map<uint32_t, double> m_times;      ///< of the links to all targets [s]
    std::map<uint32_t, Neighbour> m_senders; ///< that are there
    std::map<uint32_t, Neighbour> m_targets; ///< that are there
    uint64_t m_word{0};                      ///< of the round at hand
    uint64_t m_begun{0};                     ///< words below have begun, or were left out
    bool m_told{true};                       ///< its rates
    bool m_ended{true};                      ///< it has
    bool m_advancing{false};                 ///< Advance() is at work
    bool m_settled{true};                    ///< the row is, since it moved last
    uint64_t m_missed{0};
    Time m_since; ///< when the round began here
    EventId m_timeout;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_ROUNDS_H
