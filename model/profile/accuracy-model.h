/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ACCURACY_MODEL_H
#define EDGE_AI_ACCURACY_MODEL_H

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What may be turned to trade accuracy for cost.
enum class AccuracyAxis
{
    KEEP_RATIO, ///< share of the weights that is kept, in (0, 1]
    BITS,       ///< bits per weight or activation, > 0
    EXIT,       ///< number of blocks that run before the answer, >= 0
};

/// @param [in] axis an axis  @returns its name, as in files: "keepRatio", "bits" or "exit"
std::string ToString(AccuracyAxis axis);

/// How a network is run. The defaults are the network as trained.
struct AccuracyQuery
{
    double keepRatio{1}; ///< share of the weights that is kept, in (0, 1]
    double bits{32};     ///< bits per weight or activation, > 0
    double exit{0};      ///< number of blocks that run before the answer; 0: all

    /// @param [in] axis an axis  @returns the value on it
    double Get(AccuracyAxis axis) const;
};

/**
 * @ingroup edge-ai
 * Accuracy of a network against how it is run. Derive to plug in a law of your own.
 */
class AccuracyModel
{
  public:
    virtual ~AccuracyModel() = default;

    /**
     * @param [in] query how the network is run
     * @returns share of correct answers, in [0, 1]
     * @throws ProfileError if the model does not cover the query
     */
    virtual double GetAccuracy(const AccuracyQuery& query) const = 0;
};

/**
 * @ingroup edge-ai
 * Measured accuracy against one axis: linear between the measured points, which rise with the axis
 * (keeping more, more bits, leaving later never hurts). Outside the measured range there is no
 * answer.
 */
class AccuracyTable : public AccuracyModel
{
  public:
    /**
     * @param [in] axis what was varied
     * @param [in] values where it was measured, strictly ascending, at least one
     * @param [in] accuracies what was measured, in [0, 1], never falling
     * @throws ProfileError naming the list, the position and the allowed range
     */
    AccuracyTable(AccuracyAxis axis,
                  const std::vector<double>& values,
                  const std::vector<double>& accuracies);

    double GetAccuracy(const AccuracyQuery& query) const override;

    /**
     * @param [in] value a value on the axis, within the measured range
     * @returns the accuracy
     * @throws ProfileError if the value is outside the range
     */
    double Interpolate(double value) const;
    /**
     * The inverse: the cheapest way to an accuracy.
     * @param [in] accuracy an accuracy that the table reaches
     * @returns least value on the axis with at least that accuracy
     * @throws ProfileError if the table does not reach it
     */
    double FindLeastValue(double accuracy) const;

    /// @returns what was varied
    AccuracyAxis GetAxis() const;
    /// @returns where it was measured, ascending
    const std::vector<double>& GetValues() const;
    /// @returns what was measured
    const std::vector<double>& GetAccuracies() const;

  private:
    AccuracyAxis m_axis;              ///< what was varied
    std::vector<double> m_values;     ///< where, ascending
    std::vector<double> m_accuracies; ///< accuracy there
};

/**
 * @ingroup edge-ai
 * Accuracy by a formula.
 */
class AccuracyFunction : public AccuracyModel
{
  public:
    /// @param [in] function gives the accuracy, which must be in [0, 1]
    explicit AccuracyFunction(std::function<double(const AccuracyQuery&)> function);

    double GetAccuracy(const AccuracyQuery& query) const override;

  private:
    std::function<double(const AccuracyQuery&)> m_function; ///< the formula
};

/**
 * @ingroup edge-ai
 * Several measured axes at once, when only one at a time was measured: the losses relative to the
 * best accuracy multiply. This is this module's assumption, to be replaced by a measurement of the
 * pair where there is one.
 */
class CombinedAccuracy : public AccuracyModel
{
  public:
    /**
     * @param [in] best accuracy of the network as trained, in [0, 1]
     * @param [in] tables at least one, each on another axis, each reaching more than 0
     * @throws ProfileError if they are not so
     */
    CombinedAccuracy(double best, const std::vector<AccuracyTable>& tables);

    double GetAccuracy(const AccuracyQuery& query) const override;

  private:
    double m_best;                       ///< accuracy as trained
    std::vector<AccuracyTable> m_tables; ///< one per axis
};

/**
 * Nearest never-falling sequence in the least-squares sense (pool adjacent violators), for measured
 * accuracies that noise made fall somewhere.
 * @param [in] values a sequence
 * @returns a sequence of the same length that never falls, with the same mean
 */
std::vector<double> MakeMonotone(const std::vector<double>& values);

/**
 * @param [in] text a JSON document {"edgeAiAccuracy": 1, "axis": "keepRatio", "values": [...],
 *             "accuracies": [...]}, with optional "name" and "source"
 * @param [in] source its name, for messages
 * @returns the table
 * @throws ProfileError naming the line, the field and the allowed range
 */
AccuracyTable ParseAccuracyTable(const std::string& text, const std::string& source = "accuracy");

/**
 * @param [in] path a file as ParseAccuracyTable takes it
 * @returns the table
 * @throws ProfileError if it cannot be read or is not a table
 */
AccuracyTable ReadAccuracyFile(const std::string& path);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ACCURACY_MODEL_H
