/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RESULT_SHEET_H
#define EDGE_AI_RESULT_SHEET_H

#include "result-value.h"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Names of columns with values: what a scenario is called by, or what rows are chosen by.
using ResultKey = std::vector<std::pair<std::string, ResultValue>>;

/**
 * @ingroup edge-ai
 * A column of results, declared once: from it come the head in results.csv, the head and the digits
 * of printed tables, and the axes of figures.
 *
 * @code
 * ResultColumn("latency_realised", "s", "mean over completed tasks").Head("real").Digits(5)
 * ResultColumn("latency_ratio", "", "realised over planned latency")
 *     .Quotient("latency_realised", "latency_planned")
 * ResultColumn("missed", "", "share of tasks beyond the budget").Shown("%", 100)
 * @endcode
 */
struct ResultColumn
{
    std::string name;        ///< lower_case, unique within its sheet; head in CSV
    std::string unit;        ///< SI, "" for pure numbers and text
    std::string help;        ///< one line
    std::string head;        ///< in printed tables and on axes
    std::string shownUnit;   ///< likewise
    double factor{1};        ///< shown = factor times value
    int digits{4};           ///< significant ones in printed tables
    std::string group;       ///< tables may name all columns of a group at once
    std::string numerator;   ///< of a quotient: name of a column; "": no quotient
    std::string denominator; ///< likewise

    /// @param [in] what name  @param [in] in unit  @param [in] says help, one line
    ResultColumn(std::string what, std::string in, std::string says);
    /// @param [in] text head in tables; unset: the name, with blanks  @returns this
    ResultColumn& Head(std::string text);
    /// @param [in] in unit in tables and figures  @param [in] times factor to it  @returns this
    ResultColumn& Shown(std::string in, double times);
    /// @param [in] count significant digits in tables, 1..17  @returns this
    ResultColumn& Digits(int count);
    /// The value is not set but computed for every row. @param [in] over name of a column
    /// @param [in] under name of a column  @returns this
    ResultColumn& Quotient(std::string over, std::string under);
    /// @returns "head [unit]" as tables and figures show it
    std::string GetLabel() const;
};

/// @ingroup edge-ai
/// Declares the columns of a sheet, from left to right.
class ResultColumns
{
  public:
    /// @param [in] name lower_case  @param [in] unit SI, or ""  @param [in] help one line
    /// @returns the new column, to be changed until the next one is added
    ResultColumn& Add(const std::string& name, const std::string& unit, const std::string& help);
    /**
     * Plan and reality of a quantity: columns NAME_planned, NAME_realised and NAME_ratio, which
     * tables name together as NAME.
     * @param [in] name lower_case  @param [in] unit SI, or ""  @param [in] help one line
     * @param [in] digits significant ones in tables
     * @param [in] shownUnit in tables and figures; "": the unit  @param [in] factor to it
     */
    void AddPair(const std::string& name,
                 const std::string& unit,
                 const std::string& help,
                 int digits = 4,
                 const std::string& shownUnit = "",
                 double factor = 1);
    /// @returns the columns
    const std::vector<ResultColumn>& Get() const;

  private:
    std::vector<ResultColumn> m_columns;
};

class ResultSheet;

/// @ingroup edge-ai
/// A row of a sheet that a scenario fills.
class ResultRow
{
  public:
    /// @param [in] sheet whose columns it has; must outlive the row
    explicit ResultRow(const ResultSheet& sheet);
    /**
     * @param [in] column name  @param [in] value what it is
     * @returns this
     * @throws std::invalid_argument if the sheet has no such column
     */
    ResultRow& Set(const std::string& column, const ResultValue& value);
    /// The same for columns of ResultColumns::AddPair. @param [in] quantity its name
    /// @param [in] planned value  @param [in] realised value  @returns this
    ResultRow& SetPair(const std::string& quantity, double planned, double realised);
    /// @returns values in the order of the columns, quotients computed
    std::vector<ResultValue> Finish() const;

  private:
    const ResultSheet* m_sheet;
    std::vector<ResultValue> m_values;
};

/**
 * @ingroup edge-ai
 * Rows of results under columns that are declared once. A row is the mean over repetitions; where
 * there is more than one, it carries half the width of the 95 % confidence interval, too.
 */
class ResultSheet
{
  public:
    /// One row.
    struct Row
    {
        std::vector<ResultValue> values; ///< in the order of the columns
        std::vector<double> halfWidths;  ///< likewise; not a number where there is no interval
    };

    /// @param [in] name the file is called NAME.csv  @param [in] columns at least one
    /// @throws std::invalid_argument for two columns of one name, or a quotient of unknown ones
    ResultSheet(std::string name, std::vector<ResultColumn> columns);

    /// @param [in] sheets some  @param [in] name of one  @returns its index
    /// @throws std::invalid_argument if there is none of that name
    static std::size_t Find(const std::vector<ResultSheet>& sheets, const std::string& name);

    /// @returns the name
    const std::string& GetName() const;
    /// @returns the columns
    const std::vector<ResultColumn>& GetColumns() const;
    /// @param [in] column name  @returns whether there is one
    bool Has(const std::string& column) const;
    /// @param [in] column name  @returns its index
    /// @throws std::invalid_argument if there is none; the message names the columns there are
    std::size_t GetIndex(const std::string& column) const;
    /// @param [in] name of a column, or of a group  @returns indices of the columns
    /// @throws std::invalid_argument if there is neither; the message names the columns there are
    std::vector<std::size_t> GetIndices(const std::string& name) const;

    /**
     * Append the mean over repetitions: numbers are averaged over those that are available; texts
     * that differ are joined.
     * @param [in] runs values of every repetition in the order of the columns, at least one
     */
    void Add(const std::vector<std::vector<ResultValue>>& runs);
    /// @returns all rows
    const std::vector<Row>& GetRows() const;
    /// Say that a column is what scenarios were given: repetitions do not vary it.
    /// @param [in] column name
    void MarkInput(const std::string& column);
    /// @param [in] row a row  @param [in] where values it must have; columns that the sheet lacks
    /// never match  @returns whether it has them
    bool Matches(const Row& row, const ResultKey& where) const;
    /// @param [in] row a row  @param [in] column index  @returns the number in the shown unit
    double GetShown(const Row& row, std::size_t column) const;
    /// @param [in] row a row  @param [in] column index  @returns half width in the shown unit
    double GetShownHalfWidth(const Row& row, std::size_t column) const;

    /**
     * Write all rows as RFC 4180. If rows are means of repetitions, a column NAME_ci95 follows
     * every column of numbers that is no input.
     * @param [in] path an existing file is replaced
     * @param [in] repeated whether rows are means of repetitions
     * @throws std::runtime_error if it cannot be written; the message names it
     */
    void WriteCsv(const std::string& path, bool repeated) const;

  private:
    std::string m_name;
    std::vector<ResultColumn> m_columns;
    std::map<std::string, std::size_t> m_indices; ///< column by name
    std::set<std::string> m_inputs;               ///< names
    std::vector<Row> m_rows;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RESULT_SHEET_H
