/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RESULT_VIEWS_H
#define EDGE_AI_RESULT_VIEWS_H

#include "figure.h"
#include "result-sheet.h"

#include <ostream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A selection of the rows and columns of a sheet, printed as a table.
class TableView
{
  public:
    /// @param [in] title above the table  @param [in] columns names of columns or of groups
    /// from left to right, with blanks between
    TableView(std::string title, const std::string& columns);
    /// @param [in] name of the sheet; unset: "results"  @returns this
    TableView& From(std::string name);
    /// @param [in] column name  @param [in] value rows must have there  @returns this
    TableView& Where(const std::string& column, const ResultValue& value);
    /// Draw a line between rows that differ there. @param [in] column name  @returns this
    TableView& RuleBy(const std::string& column);

    /// @returns name of the sheet
    const std::string& GetSheet() const;
    /// @returns what rows are chosen by
    const ResultKey& GetSelection() const;
    /// @param [in] sheet that GetSheet() names  @throws std::invalid_argument for unknown columns
    void Check(const ResultSheet& sheet) const;
    /// @param [in] sheet that GetSheet() names  @param [in,out] os where to print
    void Print(const ResultSheet& sheet, std::ostream& os) const;

  private:
    std::string m_title;
    std::vector<std::string> m_columns;
    std::string m_sheet{"results"};
    ResultKey m_where;
    std::string m_ruleBy;
};

/**
 * @ingroup edge-ai
 * Columns of a sheet, drawn over each other. Axes get the columns' heads and units; an x column of
 * text gives an axis of names. Points have error bars where results were repeated.
 */
class FigureView
{
  public:
    /// @param [in] stem file in the run's folder, without suffix  @param [in] title of the figure
    FigureView(std::string stem, std::string title);
    /// @param [in] name of the sheet; unset: "results"  @returns this
    FigureView& From(std::string name);
    /// @param [in] column name  @param [in] value rows must have there  @returns this
    FigureView& Where(const std::string& column, const ResultValue& value);
    /**
     * One series per value of a column, in the order of their rows.
     * @param [in] by name of the column  @param [in] x name of a column
     * @param [in] y name of a column  @param [in] style how they are drawn  @returns this
     */
    FigureView& Series(const std::string& by,
                       const std::string& x,
                       const std::string& y,
                       SeriesStyle style = SeriesStyle::LINES_POINTS);
    /**
     * A series of all rows.
     * @param [in] name in the legend  @param [in] x name of a column  @param [in] y name of a
     * column
     * @param [in] style how it is drawn
     * @param [in] where values rows must have, beside those of the figure  @returns this
     */
    FigureView& Curve(const std::string& name,
                      const std::string& x,
                      const std::string& y,
                      SeriesStyle style = SeriesStyle::LINES_POINTS,
                      const ResultKey& where = {});
    /**
     * What was added last has the colour and the mark of another series: a scheme as it was
     * published beside the same as it is planned.
     * @param [in] name of that series, of this figure or any other of the run  @returns this
     */
    FigureView& Like(const std::string& name);
    /// A line on which y is x. @param [in] name in the legend  @returns this
    FigureView& Diagonal(const std::string& name);
    /// Texts along the axes instead of the columns' heads. @param [in] x text, "": the head
    /// @param [in] y text, "": the head  @returns this
    FigureView& Axes(std::string x, std::string y);
    /// @returns this; the axis is logarithmic
    FigureView& LogX();
    /// @returns this; the axis is logarithmic
    FigureView& LogY();
    /// @param [in] low end of the y axis  @param [in] high end of it  @returns this
    FigureView& RangeY(double low, double high);

    /// @returns name of the sheet
    const std::string& GetSheet() const;
    /// @returns file in the run's folder, without suffix
    const std::string& GetStem() const;
    /// @param [in] sheet that GetSheet() names  @throws std::invalid_argument for unknown columns
    void Check(const ResultSheet& sheet) const;
    /// @param [in] sheet that GetSheet() names  @returns whether there is a row to draw
    bool HasRows(const ResultSheet& sheet) const;
    /**
     * @param [in] sheet that GetSheet() names
     * @param [in,out] styles those of all figures of the run; new series are noted
     * @returns the figure, to be written
     */
    Figure Draw(const ResultSheet& sheet, FigureStyles& styles) const;

  private:
    /// What is drawn.
    struct Layer
    {
        std::string by;   ///< column; "": one series called name
        std::string name; ///< of the series
        std::string x;    ///< column
        std::string y;    ///< column
        SeriesStyle style;
        ResultKey where;    ///< of its rows
        std::string like{}; ///< series whose colour and mark it has; "": its own

        /// @param [in] sheet whose row  @param [in] row any  @returns name of the row's series
        std::string GetName(const ResultSheet& sheet, const ResultSheet::Row& row) const;
    };

    std::string m_stem;
    std::string m_title;
    std::string m_sheet{"results"};
    ResultKey m_where;
    std::vector<Layer> m_layers;
    std::string m_diagonal;
    std::string m_xText;
    std::string m_yText;
    bool m_logX{false};
    bool m_logY{false};
    double m_lowY{0};
    double m_highY{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RESULT_VIEWS_H
