/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TAPPED_DELAY_PROFILE_H
#define EDGE_AI_TAPPED_DELAY_PROFILE_H

#include <vector>

namespace ns3
{
namespace edgeai
{

/// One resolvable path of a channel.
struct DelayTap
{
    double delay{0};    ///< excess delay [s], >= 0
    double power{1};    ///< mean power, the taps of a profile sum to 1
    double specular{0}; ///< share of the tap's power that does not fade, K/(K+1), in [0, 1)
};

/**
 * @ingroup edge-ai
 * Power-delay profiles: where the energy of an impulse arrives, on average.
 *
 * Every profile is normalised to total power 1 and scaled to the root-mean-square delay asked for.
 */
class TappedDelayProfile
{
  public:
    /// The shapes there are.
    enum Shape
    {
        FLAT,        ///< one tap: no frequency selectivity
        EXPONENTIAL, ///< power density exp(-t/rms), in taps of equal power
        TDL_A,       ///< 3GPP TR 38.901 table 7.7.2-1 (no line of sight)
        TDL_B,       ///< 3GPP TR 38.901 table 7.7.2-2 (no line of sight)
        TDL_C,       ///< 3GPP TR 38.901 table 7.7.2-3 (no line of sight)
        TDL_D,       ///< 3GPP TR 38.901 table 7.7.2-4 (line of sight, K 13.3 dB)
        TDL_E,       ///< 3GPP TR 38.901 table 7.7.2-5 (line of sight, K 22 dB)
    };

    /// What to build.
    struct Options
    {
        Shape shape{FLAT};     ///< shape
        double rmsDelay{0};    ///< root-mean-square delay [s], >= 0; 0 for FLAT
        double riceFactor{-1}; ///< K of the first tap, linear, >= 0; negative: the shape's own
    };

    /**
     * @param [in] options what to build
     * @throws std::invalid_argument naming the field and its range
     */
    explicit TappedDelayProfile(const Options& options);

    /**
     * @returns the taps, by the order of the table
     */
    const std::vector<DelayTap>& GetTaps() const
    {
        return m_taps;
    }

    /**
     * @returns power-weighted mean delay [s]
     */
    double GetMeanDelay() const;

    /**
     * @returns power-weighted standard deviation of the delay [s]
     */
    double GetRmsDelay() const;

  private:
    std::vector<DelayTap> m_taps; ///< normalised and scaled
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TAPPED_DELAY_PROFILE_H
