/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ENERGY_BALANCE_H
#define EDGE_AI_ENERGY_BALANCE_H

#include "task-record.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What the meters of a node say: its processors, radios and energy sources.
struct EnergyReading
{
    uint32_t node{0};              ///< ns-3 id
    double processors{0};          ///< drawn by its processors [J]
    double idle{0};                ///< of these without a job: idle, asleep, changing the clock [J]
    double ended{0};               ///< of these for jobs that have ended [J]
    double served{0};              ///< of these for jobs that are under way [J]
    double radio{NOT_AVAILABLE};   ///< drawn, or at least radiated, by its radios [J]
    double sending{0};             ///< of that, radiated for uploads that are under way [J]
    double unfed{0};               ///< of its radio, not taken from the energy sources it has: no
                                   ///< energy model of that radio is installed [J]
    double source{NOT_AVAILABLE};  ///< given by its energy sources [J]; not available: no source,
                                   ///< or one that is harvested for, has a law of its own, or was
                                   ///< charged before it was followed
    double metered{0};             ///< of that, by consumers that have a meter [J]
    double battery{NOT_AVAILABLE}; ///< left in its energy sources [J]; not available: it has none
    double capacity{NOT_AVAILABLE}; ///< in them at first, or when last charged [J]
};

/// @ingroup edge-ai
/// Where the energy of a node went: drawn = tasks + uncharged + under way + idle + radio besides +
/// others.
struct NodeEnergy : public EnergyReading
{
    double computation{0};  ///< charged to tasks for computations [J]
    double transfer{0};     ///< charged to tasks for transfers [J]
    double uncharged{0};    ///< ended jobs that no task is charged for [J]
    double radioBesides{0}; ///< of its radio, for no task's transfer: listening, signalling [J]
    double others{0};       ///< given by its source to who has no meter [J]
    double drawn{0};        ///< in all [J]
    double emptySince{NOT_AVAILABLE}; ///< instant its source was empty for the first time [s]
                                      ///< not available: it has none, or it never was
    double emptyFor{
        NOT_AVAILABLE}; ///< how long it has been empty in all [s]; not available: no source

    /// @returns charged to tasks [J]
    double GetTasks() const;
    /// @returns spent on jobs and uploads that are under way [J]
    double GetUnderWay() const;
};

/// @ingroup edge-ai
/// Energy that was spent for tasks and is charged to none, for one known reason.
struct UnchargedEnergy
{
    uint64_t count{0}; ///< how often
    double energy{0};  ///< [J]
};

/// @ingroup edge-ai
/// Where all energy of a run went, and whether that adds up.
struct EnergyBalance
{
    std::vector<NodeEnergy> nodes;                    ///< ascending in the node; those with meters
    std::map<std::string, UnchargedEnergy> uncharged; ///< what is known of it, by reason
    std::string fault;                                ///< "", or what does not add up, in words

    /// @returns sums over the nodes; the node is 0, the battery's figures are not available
    NodeEnergy GetTotal() const;
};

/**
 * @ingroup edge-ai
 * What the monitor knows of energy beside the records: the meters of nodes, and what was spent for
 * tasks that are not charged for it.
 */
class EnergyBook
{
  public:
    /// Reads meters, now.
    using Meter = std::function<std::vector<EnergyReading>()>;

    /// @param [in] meter of some nodes; of a node read twice the first reading counts
    void AddMeter(Meter meter);

    /**
     * A job was for a task that cannot be charged for it: it was given up, or its device is gone.
     * @param [in] node ns-3 id of who did it
     * @param [in] energy spent [J], >= 0; nothing else is noted
     * @param [in] why in a few words, the same for all of a kind
     */
    void AddUncharged(uint32_t node, double energy, const std::string& why);

    /**
     * An energy source of a node is empty, or is so no longer.
     * @param [in] node ns-3 id  @param [in] when instant [s]  @param [in] empty or not
     */
    void NoteBattery(uint32_t node, double when, bool empty);

    /**
     * Read all meters and set them against the records.
     * @param [in] records all tasks of the run
     * @param [in] now present instant [s]
     * @returns the balance; it has a fault if tasks are charged for more than was spent, or if what
     *          meters say does not add up
     */
    EnergyBalance Balance(const std::vector<const TaskRecord*>& records, double now) const;

    /**
     * The same for tasks wherever their records are kept.
     * @param [in] source of all tasks of the run  @param [in] now present instant [s]
     * @returns the balance
     */
    EnergyBalance BalanceOf(const RecordSource& source, double now) const;

  private:
    /// When a source was empty.
    struct Outage
    {
        double first{NOT_AVAILABLE}; ///< instant of the first [s]
        double since{NOT_AVAILABLE}; ///< of the present one [s]
        double before{0};            ///< length of those before [s]
    };

    std::vector<Meter> m_meters;
    std::map<std::string, UnchargedEnergy> m_uncharged;
    std::map<uint32_t, double> m_explained; ///< of the uncharged energy of nodes [J]
    std::map<uint32_t, Outage> m_outages;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ENERGY_BALANCE_H
