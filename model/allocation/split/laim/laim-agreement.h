/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_AGREEMENT_H
#define EDGE_AI_LAIM_AGREEMENT_H

#include "ns3/laim-published.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What a plan is summarised by where a score is to be predicted from it.
enum class LaimIndex
{
    SHARE,   ///< kept share of all weights, of plans with objective Share: the printed model's
    MAX_MIN, ///< the smaller keep ratio, of plans with objective MaxMin
};

/**
 * @ingroup edge-ai
 * A monotone map through points: piecewise cubic, no steeper than the data (Fritsch and Carlson;
 * the slopes of SciPy's PchipInterpolator).
 */
class MonotoneMap
{
  public:
    /// @param [in] points (x, y), at least two; of points with one x the mean y counts
    explicit MonotoneMap(std::vector<std::pair<double, double>> points);

    /// @param [in] x anywhere; beyond the points the nearest one counts  @returns y
    double operator()(double x) const;

  private:
    std::vector<double> m_x;
    std::vector<double> m_y;
    std::vector<double> m_slope;
};

/// What this module plans for a published point, and the score that follows.
struct LaimPredictedPoint
{
    LaimPublishedPoint published; ///< what it stands beside
    bool feasible{false};         ///< there is a plan for either objective
    double deviceKeepRatio{0};    ///< of the plan with objective Share
    double serverKeepRatio{0};    ///< likewise
    double index[2]{0, 0};        ///< by LaimIndex
    double score[2]{0, 0};        ///< predicted from either index
};

/// A published curve beside its prediction.
struct LaimCurveAgreement
{
    LaimPublishedCurve curve;               ///< as published
    bool calibration{false};                ///< the maps were fitted to this curve
    std::vector<LaimPredictedPoint> points; ///< of it, beside what is predicted
    std::size_t compared{0};                ///< points with a published and a predicted score
    double error[2]{0, 0};                  ///< mean absolute error of either prediction
    double errorOfConstant{0};              ///< of the calibration curve's mean
    double readingError{0};                 ///< mean over the same points of what may be misread
    double errorOfOwn{0};        ///< Fig. 5: of a map from MAX_MIN to the scheme's own curve of
                                 ///< Fig. 4, which asks whether time and energy fall on one curve
    std::size_t sameFeasible{0}; ///< points where paper and plan agree on whether there is a plan
};

/// All curves of a panel.
struct LaimPanelAgreement
{
    std::vector<LaimCurveAgreement> curves; ///< Fig. 4 and Fig. 5 of one panel
    double error[2]{0, 0};    ///< mean absolute error over all points but the calibration's
    double spearman[2]{0, 0}; ///< rank correlation of index and score over the same points
    double errorInside{0};    ///< of MAX_MIN where its index is within the calibrated range
    std::size_t inside{0};    ///< how many points that are
};

/**
 * @ingroup edge-ai
 * Holds a panel of LAIM's paper against plans of this module. A score cannot be computed here, so a
 * monotone map from an index of the plan to the score is fitted to one curve, "proposed" over
 * latency with (0, 0) and (1, score of the whole network), and must predict all others.
 *
 * @param [in] panel of GetLaimPublishedCases()
 * @returns the curves with predictions and errors
 */
LaimPanelAgreement CompareLaimPanel(uint32_t panel);

/// A cut of Fig. 6 beside its prediction.
struct LaimPredictedSplit
{
    uint32_t cut{0};     ///< blocks on the device
    double published{0}; ///< score that was read off
    double keepRatio{0}; ///< of both parts
    double score{0};     ///< predicted; at the cut of the fit the published one
};

/**
 * @ingroup edge-ai
 * Fig. 6, scores over the cut. Its budgets are not printed; without a radio and with slack clocks
 * they come to one number, the capacity K of which either part's keep ratio takes b, so that both
 * parts keep K / (b_d + b_s). K is fitted at cut 3; the map to the score is that of the smaller
 * keep ratio through "proposed" and "device only" over latency. Cut 0, whose raw input is not
 * printed, is left out.
 * @param [in] panel of GetLaimPublishedCases()
 * @returns the cuts from 3 on
 */
std::vector<LaimPredictedSplit> CompareLaimSplits(uint32_t panel);

/**
 * @param [in] panel of GetLaimPublishedCases()
 * @param [in] index which
 * @returns the calibrated points (index, score), ends included
 */
std::vector<std::pair<double, double>> CalibrateLaimScore(uint32_t panel, LaimIndex index);

/**
 * @param [in] scheme as in LaimPublishedCurve
 * @param [in] index objective of its plans
 * @returns TypeId name of its planner, and its attribute Objective ("" if it has none)
 */
std::pair<std::string, std::string> GetLaimSchemePlanner(const std::string& scheme,
                                                         LaimIndex index);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_AGREEMENT_H
