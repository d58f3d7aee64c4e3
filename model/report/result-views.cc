/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "result-views.h"

#include "figure-styles.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] sheet whose rows  @param [in] where what they must have
/// @param [in] further what they must have, too  @returns them
std::vector<const ResultSheet::Row*>
Select(const ResultSheet& sheet, const ResultKey& where, const ResultKey& further = {})
{
    std::vector<const ResultSheet::Row*> rows;
    for (const auto& row : sheet.GetRows())
    {
        if (sheet.Matches(row, where) && sheet.Matches(row, further))
        {
            rows.push_back(&row);
        }
    }
    return rows;
}

/// @param [in] sheet whose columns  @param [in] where names must be among them
void
CheckKey(const ResultSheet& sheet, const ResultKey& where)
{
    for (const auto& pair : where)
    {
        sheet.GetIndex(pair.first);
    }
}

/// Where points of one place are put beside each other, so that none hides another.
class Places
{
  public:
    /// Note the values of a layer. @param [in] value of the x column
    void Note(const ResultValue& value)
    {
        if (value.IsText() && m_places.emplace(value.GetText(), m_names.size() + 1).second)
        {
            m_names.push_back(value.GetText());
        }
    }

    /// @returns names of the places
    const std::vector<std::string>& GetNames() const
    {
        return m_names;
    }

    /// @param [in] value of the x column  @returns its place
    double Get(const ResultValue& value) const
    {
        return static_cast<double>(m_places.at(value.GetText()));
    }

  private:
    std::vector<std::string> m_names;
    std::map<std::string, std::size_t> m_places;
};

} // namespace

TableView::TableView(std::string title, const std::string& columns)
    : m_title(std::move(title))
{
    std::istringstream words(columns);
    for (std::string word; words >> word;)
    {
        m_columns.push_back(word);
    }
}

TableView&
TableView::From(std::string name)
{
    m_sheet = std::move(name);
    return *this;
}

TableView&
TableView::Where(const std::string& column, const ResultValue& value)
{
    m_where.emplace_back(column, value);
    return *this;
}

TableView&
TableView::RuleBy(const std::string& column)
{
    m_ruleBy = column;
    return *this;
}

const std::string&
TableView::GetSheet() const
{
    return m_sheet;
}

const ResultKey&
TableView::GetSelection() const
{
    return m_where;
}

void
TableView::Check(const ResultSheet& sheet) const
{
    CheckKey(sheet, m_where);
    for (const auto& column : m_columns)
    {
        sheet.GetIndices(column);
    }
    if (!m_ruleBy.empty())
    {
        sheet.GetIndex(m_ruleBy);
    }
}

void
TableView::Print(const ResultSheet& sheet, std::ostream& os) const
{
    std::vector<TextColumn> heads;
    std::vector<std::size_t> indices;
    for (const auto& name : m_columns)
    {
        for (const std::size_t index : sheet.GetIndices(name))
        {
            indices.push_back(index);
            const ResultColumn& column = sheet.GetColumns()[index];
            heads.push_back({column.head, column.shownUnit});
        }
    }
    TextTable table(std::move(heads));
    table.SetTitle("\n" + m_title);
    const ResultSheet::Row* before = nullptr;
    for (const auto* row : Select(sheet, m_where))
    {
        if (before && !m_ruleBy.empty())
        {
            const std::size_t rule = sheet.GetIndex(m_ruleBy);
            if (!(before->values[rule] == row->values[rule]))
            {
                table.AddRule();
            }
        }
        before = row;
        std::vector<TextCell> cells;
        for (const std::size_t index : indices)
        {
            const ResultColumn& column = sheet.GetColumns()[index];
            const ResultValue& value = row->values[index];
            const double error = sheet.GetShownHalfWidth(*row, index);
            if (error > 1e-12 * std::abs(sheet.GetShown(*row, index))) // not rounding alone
            {
                cells.push_back(
                    TextCell::WithError(sheet.GetShown(*row, index), error, column.digits));
            }
            else if (value.IsText() || column.factor == 1)
            {
                cells.push_back(value.ToCell(column.digits));
            }
            else
            {
                cells.emplace_back(sheet.GetShown(*row, index), column.digits);
            }
        }
        table.AddRow(std::move(cells));
    }
    if (before == nullptr)
    {
        return; // nothing was asked for
    }
    table.Print(os);
}

std::string
FigureView::Layer::GetName(const ResultSheet& sheet, const ResultSheet::Row& row) const
{
    if (by.empty())
    {
        return name;
    }
    const std::size_t index = sheet.GetIndex(by);
    if (row.values[index].IsText())
    {
        return row.values[index].GetText();
    }
    // A number by itself would not say of what it is one.
    const ResultColumn& column = sheet.GetColumns()[index];
    std::ostringstream label;
    label << column.head << " " << sheet.GetShown(row, index);
    return label.str() + (column.shownUnit.empty() ? "" : " " + column.shownUnit);
}

FigureView::FigureView(std::string stem, std::string title)
    : m_stem(std::move(stem)),
      m_title(std::move(title))
{
}

FigureView&
FigureView::From(std::string name)
{
    m_sheet = std::move(name);
    return *this;
}

FigureView&
FigureView::Where(const std::string& column, const ResultValue& value)
{
    m_where.emplace_back(column, value);
    return *this;
}

FigureView&
FigureView::Series(const std::string& by,
                   const std::string& x,
                   const std::string& y,
                   SeriesStyle style)
{
    m_layers.push_back({by, "", x, y, style, {}});
    return *this;
}

FigureView&
FigureView::Curve(const std::string& name,
                  const std::string& x,
                  const std::string& y,
                  SeriesStyle style,
                  const ResultKey& where)
{
    m_layers.push_back({"", name, x, y, style, where});
    return *this;
}

FigureView&
FigureView::Like(const std::string& name)
{
    m_layers.back().like = name;
    return *this;
}

FigureView&
FigureView::Diagonal(const std::string& name)
{
    m_diagonal = name;
    return *this;
}

FigureView&
FigureView::Axes(std::string x, std::string y)
{
    m_xText = std::move(x);
    m_yText = std::move(y);
    return *this;
}

FigureView&
FigureView::LogX()
{
    m_logX = true;
    return *this;
}

FigureView&
FigureView::LogY()
{
    m_logY = true;
    return *this;
}

FigureView&
FigureView::RangeY(double low, double high)
{
    m_lowY = low;
    m_highY = high;
    return *this;
}

const std::string&
FigureView::GetSheet() const
{
    return m_sheet;
}

const std::string&
FigureView::GetStem() const
{
    return m_stem;
}

void
FigureView::Check(const ResultSheet& sheet) const
{
    CheckKey(sheet, m_where);
    for (const Layer& layer : m_layers)
    {
        CheckKey(sheet, layer.where);
        for (const auto& column : {layer.x, layer.y, layer.by.empty() ? layer.x : layer.by})
        {
            sheet.GetIndex(column);
        }
    }
}

bool
FigureView::HasRows(const ResultSheet& sheet) const
{
    return !Select(sheet, m_where).empty();
}

Figure
FigureView::Draw(const ResultSheet& sheet, FigureStyles& styles) const
{
    const Layer& first = m_layers.at(0);
    const auto& columns = sheet.GetColumns();
    const std::string x = m_xText.empty() ? columns[sheet.GetIndex(first.x)].GetLabel() : m_xText;
    const std::string y = m_yText.empty() ? columns[sheet.GetIndex(first.y)].GetLabel() : m_yText;
    Figure figure(m_title, x, "", y, "");
    figure.SetLogX(m_logX);
    figure.SetLogY(m_logY);
    figure.SetRangeY(m_lowY, m_highY);
    // First the places and the series, because how many there are says where points are put.
    Places places;
    std::map<std::pair<std::size_t, std::string>, std::size_t> series;
    for (std::size_t i = 0; i < m_layers.size(); ++i)
    {
        const Layer& layer = m_layers[i];
        for (const auto* row : Select(sheet, m_where, layer.where))
        {
            places.Note(row->values[sheet.GetIndex(layer.x)]);
            const std::string name = layer.GetName(sheet, *row);
            if (series.count({i, name}) == 0)
            {
                series[{i, name}] = figure.AddSeries(name, layer.style);
                layer.like.empty() ? styles.Note(name) : styles.Note(name, layer.like);
            }
        }
    }
    const bool named = !places.GetNames().empty();
    if (named)
    {
        figure.SetCategories(places.GetNames());
    }
    const double step = std::min(0.08, 0.7 / std::max<std::size_t>(1, series.size()));
    double largest = 0;
    for (std::size_t i = 0; i < m_layers.size(); ++i)
    {
        const Layer& layer = m_layers[i];
        const std::size_t xIndex = sheet.GetIndex(layer.x);
        const std::size_t yIndex = sheet.GetIndex(layer.y);
        for (const auto* row : Select(sheet, m_where, layer.where))
        {
            const std::string name = layer.GetName(sheet, *row);
            const std::size_t index = series.at({i, name});
            double place = sheet.GetShown(*row, xIndex);
            if (named)
            {
                place = places.Get(row->values[xIndex]) +
                        step * (static_cast<double>(index) - (series.size() - 1) / 2.0);
            }
            const double value = sheet.GetShown(*row, yIndex);
            figure.Add(index, place, value, sheet.GetShownHalfWidth(*row, yIndex));
            largest = std::fmax(largest, std::fmax(place, value));
        }
    }
    if (!m_diagonal.empty())
    {
        const std::size_t line = figure.AddSeries(m_diagonal, SeriesStyle::LINES);
        styles.Note(m_diagonal);
        figure.Add(line, 0, 0);
        figure.Add(line, largest, largest);
    }
    figure.SetStyles(styles);
    return figure;
}

} // namespace edgeai
} // namespace ns3
