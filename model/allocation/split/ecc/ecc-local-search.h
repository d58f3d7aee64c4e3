/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_LOCAL_SEARCH_H
#define EDGE_AI_ECC_LOCAL_SEARCH_H

#include "ecc-descent.h"
#include "ecc-response.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Settings of the refinement of a plan.
struct EccSearchOptions
{
    uint32_t maxRounds{20};   ///< best responses, each followed by a descent
    bool enabled{true};       ///< search the neighbourhood after the rounds
    bool deep{true};          ///< all kinds of EccMove, and splits chosen anew after every move;
                              ///< otherwise shifts and swaps of subchannels alone
    double threshold{1e-6};   ///< relative fall of the utility that makes a move worth it, > 0
    uint32_t maxPasses{20};   ///< over the neighbourhood
    uint32_t exhaustive{300}; ///< a pass of at most so many moves follows each with a descent; of
    uint32_t screened{2000};  ///< more, the most promising by the utility at unchanged powers are
                              ///< followed by a descent on the powers they touch, then one on all
    uint32_t followed{10};    ///< of those that silence or wake, so many are followed in full
    double trialTolerance{1e-6}; ///< of the descent after a move, >= 0; a move that comes
    double trialMargin{1e-3};    ///< this near (relative) to the best is descended to the end
    double mendMargin{0.05};     ///< one that changes who offloads and comes this near has its own
                                 ///< neighbourhood looked at
    double touchTolerance{1e-4}; ///< of a descent on touched powers, >= 0
};

/// @ingroup edge-ai
/// What a refinement did.
struct EccSearchSummary
{
    uint32_t rounds{0};      ///< best responses that helped
    uint32_t passes{0};      ///< over the neighbourhood
    uint32_t trials{0};      ///< moves that were tried with a descent
    uint32_t moves{0};       ///< moves that were kept
    uint32_t steps{0};       ///< descent steps in all
    uint32_t evaluations{0}; ///< of the utility in all
    double utility{0};       ///< at the end
    double residual{0};      ///< projected gradient of the last descent that was kept
    bool limited{false};     ///< a descent took maxSteps, or the rounds or passes went on helping
                             ///< until there were no more
};

/**
 * @ingroup edge-ai
 * From a plan to a plan that neither a descent, nor best responses of the splits, nor any one move
 * improves (EccMove; this module's completion of Yuan et al., arXiv 2312.15850). The utility never
 * rises. Where a pass has too many moves, or a trial is abandoned early, "no move" means none of
 * those that were followed to the end.
 *
 * @param [in] problem a sound problem
 * @param [in,out] plan start and result; subchannels and crowd limits are kept, powers and units of
 * the start may be infeasible
 * @param [in] descent settings of every descent
 * @param [in] options settings of the search
 * @returns what was done
 */
EccSearchSummary RefineEccPlan(const EccProblem& problem,
                               EccPlan& plan,
                               const EccDescentOptions& descent = EccDescentOptions(),
                               const EccSearchOptions& options = EccSearchOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_LOCAL_SEARCH_H
