/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_COURSE_H
#define EDGE_AI_DTO_EE_COURSE_H

#include "allocation/pipeline/dto-ee/dto-ee-plan.h"
#include "dto-ee-setup.h"

#include "ns3/event-id.h"
#include "ns3/inference-message.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a round came to, summed up over the parts as nobody in the network can.
struct DtoEeRoundNote
{
    uint64_t slot{0};
    uint32_t round{0};
    double ended{0};        ///< when the last part had its prices [s]
    double responseTime{0}; ///< T by the parts' words, with the extended costs [s]
    double gap{0};          ///< eq. (16), over T
    double utility{0};      ///< a A - T [s]
};

/// What was in force in a slot.
struct DtoEeSlotNote
{
    uint64_t slot{0};
    double begun{0};           ///< [s]
    DtoEePlan plan;            ///< that rows and thresholds come to, at the rates known then
    double exponentialTime{0}; ///< T by the M/M/1 form, eq. (2) [s]
    double arrivals{0};        ///< Phi, as known [1/s]
    double leavingEarly{0};    ///< share of all tasks that exits let leave before the last stage
};

/// What control cost.
struct DtoEeControlNote
{
    uint64_t messages{0};    ///< that were sent
    uint64_t bodyBytes{0};   ///< of their bodies [B]
    uint64_t headerBytes{0}; ///< of their headers, without those of protocols below [B]
};

/**
 * Looks on from outside: what devices and nodes do and know, put together. From that come plans to
 * set reality against, and the course of the algorithm. Nothing in the network depends on it.
 */
class DtoEeCourse
{
  public:
    /// @param [in] setup of all  @param [in] planner name of who decides
    DtoEeCourse(std::shared_ptr<const DtoEeSetup> setup, const std::string& planner);
    ~DtoEeCourse();

    /// Note slots from now on.
    void Start();

    /// @param [in] place of somebody  @param [in] there whether it has come, or is gone
    void NoteThere(const DtoEePlace& place, bool there);
    /// A round ended somewhere. @param [in] place where  @param [in] word slot and round
    /// @param [in] part the part there, before its row moves
    void NoteRound(const DtoEePlace& place, uint64_t word, const DtoEePart& part);
    /// @param [in] place whose  @param [in] shares in force, for each node of the next stage
    void NoteRow(const DtoEePlace& place, const std::vector<double>& shares);
    /// @param [in] place of a node of its stage; the first that is there counts, or each for itself
    /// if nodes have thresholds of their own
    /// @param [in] exit which  @param [in] threshold in force
    void NoteThreshold(const DtoEePlace& place, std::size_t exit, double threshold);
    /// @param [in] device which  @param [in] rate of its tasks, as measured [1/s]
    void NoteArrivals(uint32_t device, double rate);
    /// @param [in] place of the sender  @param [in] target node of the next stage
    /// @param [in] rate of the link, as measured [bit/s]
    void NoteLinkRate(const DtoEePlace& place, uint32_t target, double rate);
    /// @param [in] message of the algorithm or of a controller, that is sent
    void NoteControl(const InferenceMessage& message);

    /// @param [in] from who computes or sends  @param [in] peer who receives; null: from computes
    /// @returns what the plan of the slot at hand expects of that link or node
    PlanStep Expect(const DtoEePlace& from, const DtoEePlace* peer) const;

    /// @returns name of who decides
    const std::string& GetPlanner() const
    {
        return m_planner;
    }

    /// @returns what is in force
    const DtoEeSlotNote& GetPresent() const
    {
        return m_present;
    }

    /// @returns all slots so far
    const std::vector<DtoEeSlotNote>& GetSlots() const
    {
        return m_slots;
    }

    /// @returns rounds of which every part told, in the order in which they ended
    const std::vector<DtoEeRoundNote>& GetRounds() const
    {
        return m_rounds;
    }

    /// @returns what control cost so far
    const DtoEeControlNote& GetControl() const
    {
        return m_control;
    }

  private:
    /// A round of which not all have told.
    struct OpenRound
    {
        std::size_t parts{0}; ///< that have told
        double gap{0};        ///< sum of phi_i times a device's gap
        double cost{0};       ///< Phi T
        double rate{0};       ///< Phi [1/s]
        bool known{true};     ///< all of these parts had heard prices
    };

    void HandleSlot();
    void Evaluate();

    std::shared_ptr<const DtoEeSetup> m_setup;
    std::string m_planner;
    DtoEeProblem m_problem; ///< with rows, thresholds and rates as known now
    std::set<std::pair<uint32_t, uint32_t>> m_there; ///< by stage and index
    std::map<uint64_t, OpenRound> m_open;
    std::map<std::pair<uint32_t, uint32_t>, std::size_t> m_steps; ///< of the present plan
    DtoEeSlotNote m_present;
    std::vector<DtoEeSlotNote> m_slots;
    std::vector<DtoEeRoundNote> m_rounds;
    DtoEeControlNote m_control;
    EventId m_slotEvent;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_COURSE_H
