/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_FIT_H
#define EDGE_AI_LEARNING_FIT_H

#include "allocation/round/round-planner.h"
#include "application/learning/round-links.h"
#include "learning-traits.h"

#include "ns3/attribute.h"
#include "ns3/object-factory.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What LearningHelper was asked for, as far as parts of it may not go together.
 */
struct LearningWishes
{
    /// @param [in] links of rounds, over which it shall be; after the others
    void SetLinks(const RoundLinks& links);

    TypeId planner;               ///< who plans
    Ptr<RoundPlanner> made;       ///< it, with its attributes; null: its defaults
    LearningTraits traits;        ///< of the method
    std::size_t workers{0};       ///< how many
    uint64_t awaited{0};          ///< of them, by the first round; 0: all
    bool datagrams{false};        ///< updates go in datagrams
    bool fading{false};           ///< links fade
    bool cell{false};             ///< links are those of a broadband cell
    bool rated{false};            ///< links are others, whose rate is known or shared
    std::set<std::string> called; ///< setters of LearningHelper, such as "SetWork()"
    bool ideal{false};            ///< links are ideal ones
    RoundUplinkForm form{RoundUplinkForm::SUBCHANNELS}; ///< of what there is to plan with
    uint32_t subchannels{0};                            ///< of ideal links
    std::vector<std::vector<double>> gains;             ///< as SetGains() has them; empty: none
    std::vector<double> efficiencies; ///< as SetEfficiencies() has them; empty: none
};

/// @param [in] wishes of a user  @returns "" or which do not go together, in the user's words
std::string ExplainMisfit(const LearningWishes& wishes);

/// @returns TypeId names of the planners of rounds that a method of learning in rounds has a part
/// for, sorted
std::vector<std::string> ListLearningPlanners();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_FIT_H
