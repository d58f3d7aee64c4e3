/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_FIGURES_H
#define EDGE_AI_TIER_FIGURES_H

#include "ns3/task-record.h"

#include <limits>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What is known of a round of one edge server in two tiers. Its latency is from when its round
/// begins until it has mixed; what the plan expects counts from when the first server began.
struct TierFigures
{
    static constexpr const char* FAMILY = "tiers"; ///< see FigureSet

    FigureLabel round;                      ///< its number, from 1
    FigureLabel server;                     ///< number of the server
    FigureLabel links;                      ///< that all servers use
    FigureLabel peers;                      ///< with whom this one mixes
    FigureLabel missing;                    ///< of them, whose models did not come
    FigureLabel edgeLost;                   ///< edge rounds of it without an update
    double factor{NOT_AVAILABLE};           ///< rho of the plan
    double factorMax{NOT_AVAILABLE};        ///< rho_max
    double distanceTold{NOT_AVAILABLE};     ///< Xi_z as the coordinator knew it
    double distanceBefore{NOT_AVAILABLE};   ///< Xi_z
    double distanceAfter{NOT_AVAILABLE};    ///< Xi_y
    double cellPlanned{NOT_AVAILABLE};      ///< A_m [s]
    double cellRealised{NOT_AVAILABLE};     ///< [s]
    double reportTime{NOT_AVAILABLE};       ///< from z and report until the topology is there [s]
    double exchangePlanned{NOT_AVAILABLE};  ///< last F_e of its links [s]
    double exchangeRealised{NOT_AVAILABLE}; ///< until the last model had come [s]
    double deviceEnergyPlanned{NOT_AVAILABLE};  ///< of the cell's devices [J]
    double deviceEnergyRealised{NOT_AVAILABLE}; ///< [J]
    double computingPlanned{NOT_AVAILABLE};     ///< of it, of computing [J]
    double computingRealised{NOT_AVAILABLE};    ///< [J]
    double sendingPlanned{NOT_AVAILABLE};       ///< of it, of sending [J]
    double sendingRealised{NOT_AVAILABLE};      ///< [J]
    double bitsDown{NOT_AVAILABLE};             ///< payload of models to devices [bit]
    double bitsUp{NOT_AVAILABLE};               ///< payload of updates from devices [bit]
    double bitsExchange{NOT_AVAILABLE};         ///< payload of models to servers and cloud [bit]
    double bitsControl{NOT_AVAILABLE};          ///< of all other messages it sent to them [bit]
    double loss{NOT_AVAILABLE};                 ///< of y_m
    double accuracy{NOT_AVAILABLE};             ///< of y_m
    double meanLoss{NOT_AVAILABLE};             ///< of ybar
    double meanAccuracy{NOT_AVAILABLE};         ///< of ybar

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double most = std::numeric_limits<double>::max();
        archive(Field("tier_round", "", "its number, from 1"), round);
        archive(Field("edge_server", "", "number of the server"), server);
        archive(Field("links_used", "", "that all servers use"), links);
        archive(Field("peers_planned", "", "with whom this one mixes"), peers);
        archive(Field("peers_missing", "", "of them, whose models did not come"), missing);
        archive(Field("edge_rounds_lost", "", "without an update"), edgeLost);
        archive(Field("mixing_factor", "", "rho of the plan").Within(0, most), factor);
        archive(Field("mixing_factor_max", "", "rho that was asked for").Within(0, 1), factorMax);
        archive(Field("distance_told", "", "Xi_z as the coordinator knew it").Within(0, most),
                distanceTold);
        archive(Field("distance_before", "", "Xi before mixing").Within(0, most), distanceBefore);
        archive(Field("distance_after", "", "Xi after mixing").Within(0, most), distanceAfter);
        archive(Field("cell_time_planned", "s", "A of the cell's edge rounds").Within(0, most),
                cellPlanned);
        archive(Field("cell_time_realised", "s", "A of the cell's edge rounds").Within(0, most),
                cellRealised);
        archive(Field("topology_time", "s", "from model and report to topology").Within(0, most),
                reportTime);
        archive(Field("exchange_end_planned", "s", "last F of its links").Within(0, most),
                exchangePlanned);
        archive(Field("exchange_end_realised", "s", "last model had come").Within(0, most),
                exchangeRealised);
        archive(Field("device_energy_planned", "J", "of the cell's devices").Within(0, most),
                deviceEnergyPlanned);
        archive(Field("device_energy_realised", "J", "of the cell's devices").Within(0, most),
                deviceEnergyRealised);
        archive(Field("device_computing_energy_planned", "J", "of it").Within(0, most),
                computingPlanned);
        archive(Field("device_computing_energy_realised", "J", "of it").Within(0, most),
                computingRealised);
        archive(Field("device_sending_energy_planned", "J", "of it").Within(0, most),
                sendingPlanned);
        archive(Field("device_sending_energy_realised", "J", "of it").Within(0, most),
                sendingRealised);
        archive(Field("bits_cell_down", "bit", "payload of models to devices").Within(0, most),
                bitsDown);
        archive(Field("bits_cell_up", "bit", "payload of updates").Within(0, most), bitsUp);
        archive(
            Field("bits_exchange", "bit", "payload of models to servers and cloud").Within(0, most),
            bitsExchange);
        archive(Field("bits_control", "bit", "of other messages to them").Within(0, most),
                bitsControl);
        archive(Field("server_loss", "", "of its model after mixing").Within(0, most), loss);
        archive(Field("server_accuracy", "", "of its model after mixing").Within(0, 1), accuracy);
        archive(Field("mean_loss", "", "of the mean of servers' models").Within(0, most), meanLoss);
        archive(Field("mean_accuracy", "", "of the mean of servers' models").Within(0, 1),
                meanAccuracy);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_FIGURES_H
