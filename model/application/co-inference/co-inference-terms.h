/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_TERMS_H
#define EDGE_AI_CO_INFERENCE_TERMS_H

#include <cstddef>
#include <tuple>

namespace ns3
{
namespace edgeai
{

/// What a controller's owner says about all problems.
struct CoInferenceTerms
{
    bool slices{true};                   ///< devices have slices of the server, not turns at it
    bool planDivides{false};             ///< the planner shares out the server itself
    double margin{0};                    ///< plan for the budgets over 1 + margin [1]
    bool adaptRate{true};                ///< measured rate factors count
    double bandwidth{0};                 ///< where the links do not say [Hz]
    double noiseDensity{0};              ///< where the links do not say [W/Hz]
    double keepRatioMin{0};              ///< least keep ratio, in (0, 1]
    bool countServerEnergy{true};        ///< in the energy budget
    bool payloadFollowsKeepRatio{false}; ///< pruning narrows the feature
    double overheadLatency{0};           ///< set aside [s]
    double overheadEnergy{0};            ///< set aside [J]
    double bitsPerWeight{0};             ///< storage of a kept weight [bit]
    std::size_t unheard{0};              ///< devices that have connected and asked for nothing yet

    /// @param [in] other terms  @returns whether they are the same, whoever is there
    bool IsLike(const CoInferenceTerms& other) const
    {
        const auto tie = [](const CoInferenceTerms& terms) {
            // Names all the fields: one that is added does not compile until it is looked at.
            const auto& [slices,
                         divides,
                         margin,
                         adapts,
                         band,
                         noise,
                         keepRatio,
                         counts,
                         follows,
                         latency,
                         energy,
                         weight,
                         unheard] = terms;
            (void)adapts; // measurements are compared one by one
            (void)unheard;
            return std::tie(slices,
                            divides,
                            margin,
                            band,
                            noise,
                            keepRatio,
                            counts,
                            follows,
                            latency,
                            energy,
                            weight);
        };
        return tie(*this) == tie(other);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_TERMS_H
