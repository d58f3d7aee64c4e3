/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_OPERATING_POINTS_H
#define EDGE_AI_OPERATING_POINTS_H

#include "ns3/attribute-helper.h"

#include <iostream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The clocks a processor can run at, each optionally with a supply voltage or a power.
 *
 * Written as text, for attributes: clocks in cycle/s, separated by blanks or commas, ascending.
 * - "0.6e9 1.2e9 1.5e9": three clocks.
 * - "0.6e9:0.8V 1.5e9:1.1V": with the supply voltage of each, for the switched-capacitance law.
 * - "0.6e9:0.5W 1.5e9:2W": with the busy power of one unit at each, for the table law.
 * - "1e6..2e9": every clock from the first to the last (also "1e6:0.6V..2e9:1.1V"); voltage and
 *   power in between are interpolated linearly.
 */
class OperatingPoints
{
  public:
    /// One clock.
    struct Point
    {
        double clock{0};   ///< [cycle/s], > 0
        double voltage{0}; ///< supply voltage [V], 0 where none is given
        double power{0};   ///< busy power of one unit [W], 0 where none is given
    };

    /// One clock of 1e9 cycle/s.
    OperatingPoints();

    /**
     * Read the text form.
     * @param [in] text as described above
     * @param [out] points what it says; untouched on error
     * @returns "" or one sentence saying what is wrong with which part of the text
     */
    static std::string Parse(const std::string& text, OperatingPoints& points);

    /// @returns whether every clock between the least and the largest is admissible
    bool IsContinuous() const;
    /// @returns whether every point has a voltage
    bool HasVoltage() const;
    /// @returns whether every point has a power
    bool HasPower() const;
    /// @returns the points, ascending in clock (the two ends of a continuous range)
    const std::vector<Point>& GetPoints() const;
    /// @returns admissible clocks [cycle/s], ascending; empty if continuous
    std::vector<double> GetClocks() const;
    /// @returns least clock [cycle/s]
    double GetMin() const;
    /// @returns largest clock [cycle/s]
    double GetMax() const;

    /// @param [in] clock [cycle/s]  @returns least admissible clock >= clock, else the largest
    double AtLeast(double clock) const;
    /// @param [in] clock [cycle/s]  @returns largest admissible clock <= clock, else the least
    double AtMost(double clock) const;
    /// @param [in] clock [cycle/s]  @returns nearest admissible clock, the upper one of a tie
    double Nearest(double clock) const;

    /// @param [in] clock [cycle/s], from GetMin() to GetMax()  @returns supply voltage there [V]
    double GetVoltage(double clock) const;
    /// @param [in] clock [cycle/s], from GetMin() to GetMax()  @returns power of a unit there [W]
    double GetPower(double clock) const;

  private:
    /**
     * @param [in] clock where [cycle/s]
     * @param [in] value which member of a point
     * @returns the value at the clock, linear between the points around it
     */
    double Interpolate(double clock, double Point::*value) const;

    std::vector<Point> m_points; //!< ascending in clock, never empty
    bool m_continuous{false};    //!< every clock in between is admissible
};

/**
 * Write the text form, with as many digits as reading it back needs.
 * @param [in,out] os where to
 * @param [in] points what
 * @returns os
 */
std::ostream& operator<<(std::ostream& os, const OperatingPoints& points);

/**
 * Read the text form, up to the end of the stream; a text that says nothing sound sets failbit.
 * @param [in,out] is where from
 * @param [out] points what it said
 * @returns is
 */
std::istream& operator>>(std::istream& is, OperatingPoints& points);

ATTRIBUTE_HELPER_HEADER(OperatingPoints);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_OPERATING_POINTS_H
