/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FIGURE_H
#define EDGE_AI_FIGURE_H

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class FigureStyles;

/// @ingroup edge-ai
/// How a series of a Figure is drawn.
enum class SeriesStyle
{
    LINES,
    LINES_POINTS,
    POINTS,
    STEPS,
};

/**
 * @ingroup edge-ai
 * A line plot. Write leaves the numbers (.dat), a gnuplot script (.gp) and, where gnuplot is
 * installed, the picture (.png), so that a figure can be redrawn without running anything again.
 */
class Figure
{
  public:
    /**
     * @param [in] title above the plot, may be empty
     * @param [in] xLabel name of the quantity along x  @param [in] xUnit its unit, may be empty
     * @param [in] yLabel name of the quantity along y  @param [in] yUnit its unit, may be empty
     */
    Figure(const std::string& title,
           const std::string& xLabel,
           const std::string& xUnit,
           const std::string& yLabel,
           const std::string& yUnit);

    /// @param [in] logarithmic axis; points with x <= 0 then leave a gap
    void SetLogX(bool logarithmic);
    /// @param [in] logarithmic axis; points with y <= 0 then leave a gap
    void SetLogY(bool logarithmic);
    /**
     * Name the places 1, 2, ... of the x axis instead of numbering them.
     * @param [in] names from left to right, at least one
     */
    void SetCategories(std::vector<std::string> names);
    /**
     * Draw series by their names, as in all figures that are given the same styles. Unset: by the
     * order of this figure's series.
     * @param [in] styles of the names that occur; others get those of their order
     */
    void SetStyles(const FigureStyles& styles);
    /// @param [in] low lower end of the y axis  @param [in] high upper end, > low, else no effect
    void SetRangeY(double low, double high);

    /**
     * @param [in] name shown in the legend, which stands beside the plot
     * @param [in] style how it is drawn
     * @returns its index, for Add
     */
    size_t AddSeries(const std::string& name, SeriesStyle style = SeriesStyle::LINES_POINTS);
    /**
     * @param [in] series index from AddSeries
     * @param [in] x in the x axis' unit  @param [in] y in the y axis' unit; a point that is not
     *             finite leaves a gap in the line, and is told unless both are not a number
     * @throws std::out_of_range for an unknown series
     */
    void Add(size_t series, double x, double y);
    /**
     * The same with an error bar, drawn for POINTS and LINES_POINTS.
     * @param [in] series index from AddSeries
     * @param [in] x in the x axis' unit  @param [in] y in the y axis' unit
     * @param [in] error half the length of the bar, in the y axis' unit, >= 0
     */
    void Add(size_t series, double x, double y, double error);

    /**
     * Write stem.dat and stem.gp, and run gnuplot to make stem.png. Never ends the run: what does
     * not work is said on standard error (that there is no gnuplot, once per process).
     * @param [in] stem path without suffix; its folder must exist
     * @returns true if the picture was made
     */
    bool Write(const std::string& stem) const;

  private:
    /// One point; error is not a number where there is no bar.
    struct Point
    {
        double x;
        double y;
        double error;
    };

    /// One line of the plot.
    struct Series
    {
        std::string name;
        SeriesStyle style;
        std::vector<Point> points;
    };

    /// @param [in] point any  @returns true if it is finite and, on logarithmic axes, above 0
    bool IsShowable(const Point& point) const;
    /// @param [in] stem path without suffix  @returns "" or what went wrong writing .dat and .gp
    std::string WriteScript(const std::string& stem) const;

    /// @param [in] series index  @returns index of its style
    std::size_t GetStyle(std::size_t series) const;

    std::string m_title;
    std::string m_xLabel; ///< with unit
    std::string m_yLabel; ///< with unit
    bool m_logX{false};
    bool m_logY{false};
    bool m_hasRangeY{false};
    double m_lowY{0};
    double m_highY{0};
    std::vector<std::string> m_categories;        ///< of the x axis; empty: numbers
    std::shared_ptr<const FigureStyles> m_styles; ///< by name of a series; null: none
    std::vector<Series> m_series;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FIGURE_H
