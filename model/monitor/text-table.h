/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TEXT_TABLE_H
#define EDGE_AI_TEXT_TABLE_H

#include <cstdint>
#include <ostream>
#include <string>
#include <type_traits>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Head of a column; printed as "header [unit]", or "header" alone if there is no unit.
struct TextColumn
{
    std::string header; ///< of the column
    std::string unit;   ///< may be empty
};

/// @ingroup edge-ai
/// A field of a TextTable: text, a whole number, or a number with a given number of digits.
class TextCell
{
  public:
    /// @param [in] text shown as it is, aligned left
    TextCell(std::string text);
    /// @param [in] text shown as it is, aligned left
    TextCell(const char* text);
    /**
     * @param [in] value not a number is shown as "-"
     * @param [in] digits significant digits on screen, 1..17; CSV always gets all of them
     */
    TextCell(double value, int digits = 4);
    /**
     * @param [in] value a mean  @param [in] error half the width of its confidence interval
     * @param [in] digits significant digits of the mean on screen, 1..17
     * @returns "mean ± error"; CSV gets the mean alone
     */
    static TextCell WithError(double value, double error, int digits);

    /// @param [in] value whole number, shown in full
    template <typename T, std::enable_if_t<std::is_integral_v<T>, int> = 0>
    TextCell(T value)
        : m_shown(std::to_string(value)),
          m_exact(m_shown),
          m_number(true)
    {
    }

    /// @returns what the printed table shows
    const std::string& GetShown() const;
    /// @returns what CSV holds: numbers in shortest exact form, empty for not a number
    const std::string& GetExact() const;
    /// @returns true for numbers, which are aligned right
    bool IsNumber() const;

  private:
    std::string m_shown;
    std::string m_exact;
    bool m_number{false};
};

/**
 * @ingroup edge-ai
 * A table for people (aligned columns) and for programs (CSV): header, rows, nothing else.
 */
class TextTable
{
  public:
    /// @param [in] columns heads, at least one
    explicit TextTable(std::vector<TextColumn> columns);

    /// @param [in] title printed above the table; not in CSV
    void SetTitle(const std::string& title);
    /**
     * @param [in] cells one per column
     * @throws std::invalid_argument if their number differs from that of the columns
     */
    void AddRow(std::vector<TextCell> cells);
    /// Draw a line below the last row; not in CSV.
    void AddRule();

    /// @param [in,out] os where to print
    void Print(std::ostream& os) const;
    /// @param [in,out] os where to write RFC 4180 rows, the heads first
    void WriteCsv(std::ostream& os) const;
    /**
     * @param [in] path file to write; an existing one is replaced
     * @throws std::runtime_error if it cannot be written; the message names it
     */
    void WriteCsv(const std::string& path) const;

  private:
    std::string m_title;
    std::vector<TextColumn> m_columns;
    std::vector<std::vector<TextCell>> m_rows;
    std::vector<size_t> m_rules; ///< number of rows above each rule, ascending
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TEXT_TABLE_H
