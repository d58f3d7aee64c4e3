/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_SOLVER_H
#define EDGE_AI_ECC_SOLVER_H

#include "ecc-admission.h"
#include "ecc-local-search.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Settings of ECC.
struct EccOptions
{
    EccDescentOptions descent; ///< of every descent
    EccSearchOptions search;   ///< of what follows the loop over splits
    bool warmStart{true};      ///< Li-GD; false: GD that starts cold at every split
    uint32_t candidates{3};    ///< best splits of the loop that are refined, >= 1
    bool coldCandidate{true};  ///< after warm starts, which keep the subchannels they came with,
                               ///< start cold too and refine the best of that as well
    double coldEffort{2};      ///< cold descents take the loop's splits, the best first, until they
                               ///< have taken this many times its steps, >= 0; one is made always
    double polish{1e-12};      ///< tolerance of a last descent of the result
    bool wholeUnits{false};    ///< computing units are whole numbers
    const EccPoint* present{nullptr}; ///< where the first descent starts; nullptr: MakeEccStart()
};

/// @ingroup edge-ai
/// How ECC ended.
enum EccStatus
{
    ECC_SOLVED,     ///< every descent of the loop converged
    ECC_STEP_LIMIT, ///< one took maxSteps; the plan is sound, but perhaps not stationary
    ECC_REFUSED,    ///< the problem is not sound; there is no plan
};

/// @ingroup edge-ai
/// What ECC did.
struct EccSummary
{
    EccStatus status{ECC_REFUSED};
    std::string reason;                  ///< in words, if refused
    std::vector<uint32_t> stepsPerSplit; ///< descent steps of the loop, split by split
    std::vector<double> utilityPerSplit; ///< its minima, everybody at that (relative) split
    uint32_t loopSteps{0};               ///< sum of stepsPerSplit
    uint32_t steps{0};                   ///< descent steps in all
    uint32_t evaluations{0};             ///< of the utility in all
    uint32_t trials{0};                  ///< moves that were tried
    uint32_t moves{0};                   ///< moves that were kept
    double residual{0};                  ///< projected gradient at the result (largest component)
    double utility{0};                   ///< of the result
    uint32_t coldSplits{0};              ///< splits that were descended on from cold starts
    bool cold{false};                    ///< the result comes from a cold start
    bool limited{false};                 ///< any iteration met its bound, also after the loop

    /// @returns one line
    std::string BriefReport() const;
};

/// @ingroup edge-ai
/// A plan and how it was found.
struct EccResult
{
    EccPlan plan;
    EccEvaluation evaluation;
    EccSummary summary;
};

/**
 * @ingroup edge-ai
 * Li-GD of Yuan et al., arXiv 2312.15850 (after its abstract and summaries of its sibling; steps 2
 * to 4 are this module's):
 *
 * 1. For every split, all users alike (at the same relative depth if their models differ), descend
 * on relaxed shares, powers and units. A descent starts from the optimum of the solved split whose
 *    upload is nearest in size.
 *    Then, as far as EccOptions::coldEffort goes, the same from cold starts: warm starts are
 *    quicker, but now and then a cold start ends lower.
 * 2. From the best few: best responses of the splits, rounding of shares, descent, while that
 * helps.
 * 3. Local search over subchannels (RefineEccPlan()).
 * 4. The best of these and of all users computing alone. Where units are whole, each is rounded
 *    before it is compared, and cells serve as many as their whole units allow.
 *
 * The result is a stationary point, not a proven optimum: rates that interfere are not concave.
 * Units of measurement make no difference: a problem with its weights multiplied has the same
 * solution, found in the same steps.
 *
 * @param [in] problem the problem
 * @param [in] options settings
 * @returns plan, costs and account; deterministic
 */
EccResult SolveEcc(const EccProblem& problem, const EccOptions& options = EccOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_SOLVER_H
