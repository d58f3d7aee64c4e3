/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_FIGURES_H
#define EDGE_AI_LEARNING_FIGURES_H

#include "ns3/task-record.h"

#include <cmath>
#include <limits>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What is known of a round of learning. Its latency is from its first plan to its aggregate.
struct LearningFigures
{
    static constexpr const char* FAMILY = "learning"; ///< see FigureSet

    FigureLabel round;                       ///< its number, from 1
    FigureLabel phase;                       ///< of the method
    FigureLabel attempts;                    ///< plans of it: one, and one for each time it went on
    FigureLabel involved;                    ///< workers that its plans gave a part
    FigureLabel lost;                        ///< of them, that brought nothing
    double loss{NOT_AVAILABLE};              ///< of the model after it
    double accuracy{NOT_AVAILABLE};          ///< of the model after it, on data of no worker
    double missing{NOT_AVAILABLE};           ///< parameters for which nothing came
    double bitsDown{NOT_AVAILABLE};          ///< payload of models that were sent [bit]
    double bitsGroup{NOT_AVAILABLE};         ///< of them, sent once to a group [bit]
    double bitsAgain{NOT_AVAILABLE};         ///< of them, sent again to who lacked them [bit]
    double bitsUp{NOT_AVAILABLE};            ///< payload of updates that came [bit]
    double lowerBound{NOT_AVAILABLE};        ///< no allocation is faster, by plan [s]
    double computingPlanned{NOT_AVAILABLE};  ///< of workers [J]
    double computingRealised{NOT_AVAILABLE}; ///< [J]
    double sendingPlanned{NOT_AVAILABLE};    ///< of workers' updates [J]
    double sendingRealised{NOT_AVAILABLE};   ///< [J]
    double servingPlanned{NOT_AVAILABLE};    ///< of the server, which makes the model [J]
    double servingRealised{NOT_AVAILABLE};   ///< [J]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double most = std::numeric_limits<double>::max();
        archive(Field("round", "", "its number, from 1"), round);
        archive(Field("phase", "", "of the method"), phase);
        archive(Field("attempts", "", "plans of the round"), attempts);
        archive(Field("workers_involved", "", "that its plans gave a part"), involved);
        archive(Field("workers_lost", "", "of them, that brought nothing"), lost);
        archive(Field("loss", "", "of the model after the round").Within(0, most), loss);
        archive(Field("accuracy", "", "of the model after the round").Within(0, 1), accuracy);
        archive(Field("parameters_missing", "", "for which nothing came").Within(0, most), missing);
        archive(Field("bits_down", "bit", "payload of models sent").Within(0, most), bitsDown);
        archive(Field("bits_down_group", "bit", "of them, once to a group").Within(0, most),
                bitsGroup);
        archive(Field("bits_down_again", "bit", "of them, to who lacked them").Within(0, most),
                bitsAgain);
        archive(Field("bits_up", "bit", "payload of updates that came").Within(0, most), bitsUp);
        archive(Field("time_lower_bound", "s", "no allocation is faster").Within(0, most),
                lowerBound);
        archive(Field("computing_energy_planned", "J", "of workers").Within(0, most),
                computingPlanned);
        archive(Field("computing_energy_realised", "J", "of workers").Within(0, most),
                computingRealised);
        archive(Field("sending_energy_planned", "J", "of updates").Within(0, most), sendingPlanned);
        archive(Field("sending_energy_realised", "J", "of updates").Within(0, most),
                sendingRealised);
        archive(Field("aggregating_energy_planned", "J", "of the server").Within(0, most),
                servingPlanned);
        archive(Field("aggregating_energy_realised", "J", "of the server").Within(0, most),
                servingRealised);
    }
};

/// @ingroup edge-ai
/// @param [in,out] sum of what is known; not a number: nothing yet
/// @param [in] more to add; not a number: nothing
inline void
AddKnown(double& sum, double more)
{
    if (!std::isnan(more))
    {
        sum = std::isnan(sum) ? more : sum + more;
    }
}

/// @ingroup edge-ai
/// What is known of a worker's step in a round.
struct LearningStepFigures
{
    static constexpr const char* FAMILY = "learning"; ///< see FigureSet

    FigureLabel worker;                 ///< its number
    FigureLabel attempt;                ///< of the round, from 0
    FigureLabel subchannels;            ///< that were its own
    std::vector<uint32_t> owned;        ///< which ones these are; of its upload
    FigureLabel block;                  ///< depth block, from 1
    double parameters{NOT_AVAILABLE};   ///< that it trains
    double ratePlanned{NOT_AVAILABLE};  ///< of its upload [bit/s]
    double rateRealised{NOT_AVAILABLE}; ///< payload over time [bit/s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double most = std::numeric_limits<double>::max();
        archive(Field("worker", "", "its number"), worker);
        archive(Field("attempt", "", "of the round, from 0"), attempt);
        archive(Field("subchannels", "", "that were its own"), subchannels);
        archive(Field("subchannel_list", "", "which ones these are"), owned);
        archive(Field("depth_block", "", "that it trains, from 1"), block);
        archive(Field("parameters", "", "that it trains").Within(0, most), parameters);
        archive(Field("update_rate_planned", "bit/s", "of its upload").Within(0, most),
                ratePlanned);
        archive(Field("update_rate_realised", "bit/s", "payload over time").Within(0, most),
                rateRealised);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_FIGURES_H
