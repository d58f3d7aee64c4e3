/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "figure.h"

#include "figure-styles.h"
#include "figure-text.h"
#include "monitor/csv-format.h"

#include "ns3/gnuplot.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <locale>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Letters of a title that is centred above a plot, together with those of the legend beside it.
constexpr std::size_t ROOM_FOR_TITLE = 100;

/// Least letters of a line of a title, whatever the legend takes.
constexpr std::size_t LEAST_TITLE = 40;

/// Letters that fit side by side below the plot of a picture as gnuplot's pngcairo draws it.
constexpr std::size_t ROOM_FOR_CATEGORIES = 80;

/// @param [in] label name of a quantity  @param [in] unit may be empty  @returns both
std::string
WithUnit(const std::string& label, const std::string& unit)
{
    return unit.empty() ? label : label + " [" + unit + "]";
}

/// @param [in] text any text  @returns it as one word of a shell command
std::string
ShellQuote(const std::string& text)
{
    std::string quoted = "'";
    for (const char c : text)
    {
        quoted += c == '\'' ? "'\\''" : std::string(1, c);
    }
    return quoted + "'";
}

/// @returns whether gnuplot is on PATH; the first call says so if it is not
bool
HasGnuplot()
{
    static const bool has = [] {
        const bool found = std::system("command -v gnuplot >/dev/null 2>&1") == 0;
        if (!found)
        {
            std::cerr << "Figure: gnuplot is not installed; figures are left as .dat and .gp files"
                      << std::endl;
        }
        return found;
    }();
    return has;
}

/// @param [in] style of a series  @returns what ns-3 calls it
Gnuplot2dDataset::Style
ToGnuplot(SeriesStyle style)
{
    switch (style)
    {
    case SeriesStyle::LINES:
        return Gnuplot2dDataset::LINES;
    case SeriesStyle::POINTS:
        return Gnuplot2dDataset::POINTS;
    case SeriesStyle::STEPS:
        return Gnuplot2dDataset::STEPS;
    case SeriesStyle::LINES_POINTS:
        break;
    }
    return Gnuplot2dDataset::LINES_POINTS;
}

} // namespace

Figure::Figure(const std::string& title,
               const std::string& xLabel,
               const std::string& xUnit,
               const std::string& yLabel,
               const std::string& yUnit)
    : m_title(title),
      m_xLabel(WithUnit(xLabel, xUnit)),
      m_yLabel(WithUnit(yLabel, yUnit))
{
}

void
Figure::SetLogX(bool logarithmic)
{
    m_logX = logarithmic;
}

void
Figure::SetLogY(bool logarithmic)
{
    m_logY = logarithmic;
}

void
Figure::SetRangeY(double low, double high)
{
    m_hasRangeY = low < high;
    m_lowY = low;
    m_highY = high;
}

void
Figure::SetCategories(std::vector<std::string> names)
{
    m_categories = std::move(names);
}

void
Figure::SetStyles(const FigureStyles& styles)
{
    m_styles = std::make_shared<const FigureStyles>(styles);
}

std::size_t
Figure::GetStyle(std::size_t series) const
{
    const std::string& name = m_series[series].name;
    return m_styles && m_styles->Has(name) ? m_styles->GetIndex(name) : series;
}

size_t
Figure::AddSeries(const std::string& name, SeriesStyle style)
{
    m_series.push_back({name, style, {}});
    return m_series.size() - 1;
}

void
Figure::Add(size_t series, double x, double y)
{
    Add(series, x, y, std::numeric_limits<double>::quiet_NaN());
}

void
Figure::Add(size_t series, double x, double y, double error)
{
    m_series.at(series).points.push_back({x, y, error});
}

bool
Figure::IsShowable(const Point& point) const
{
    return std::isfinite(point.x) && std::isfinite(point.y) && (!m_logX || point.x > 0) &&
           (!m_logY || point.y > 0);
}

bool
Figure::Write(const std::string& stem) const
{
    const std::string fault = WriteScript(stem);
    if (!fault.empty())
    {
        std::cerr << "Figure: " << fault << std::endl;
        return false;
    }
    if (!HasGnuplot())
    {
        return false;
    }
    // From within the folder, because the script names its files without one.
    const std::filesystem::path script(stem + ".gp");
    const std::string folder = script.has_parent_path() ? script.parent_path().string() : ".";
    const std::string command =
        "cd " + ShellQuote(folder) + " && gnuplot " + ShellQuote("./" + script.filename().string());
    if (std::system(command.c_str()) != 0)
    {
        std::cerr << "Figure: gnuplot could not draw '" << stem << ".gp'" << std::endl;
        return false;
    }
    return true;
}

std::string
Figure::WriteScript(const std::string& stem) const
{
    const std::string name = std::filesystem::path(stem).filename().string();
    std::size_t legendWidth = 0;
    for (const Series& series : m_series)
    {
        legendWidth = std::max(legendWidth, m_series.size() > 1 ? series.name.size() : 0);
    }
    const std::size_t titleWidth =
        std::max(LEAST_TITLE, ROOM_FOR_TITLE - std::min(ROOM_FOR_TITLE, legendWidth));
    Gnuplot plot(EscapeGnuplotFile(name) + ".png", EscapeGnuplotTitle(m_title, titleWidth));
    plot.SetTerminal("pngcairo noenhanced size 960,600 font 'sans,12'");
    plot.SetLegend(EscapeGnuplot(m_xLabel), EscapeGnuplot(m_yLabel));
    plot.SetExtra("set encoding utf8\nset grid\nset border 3\nset tics nomirror");
    for (std::size_t i = 0; i < FigureStyles::COUNT; ++i)
    {
        plot.AppendExtra("set linetype " + std::to_string(i + 1) + " " + FigureStyles::Describe(i));
    }
    plot.AppendExtra("set linetype cycle " + std::to_string(FigureStyles::COUNT));
    // Beside the plot, where it cannot hide data; one line needs none.
    plot.AppendExtra(m_series.size() > 1 ? "set key outside right top vertical Left reverse"
                                         : "unset key");
    if (m_logX || m_logY)
    {
        plot.AppendExtra(std::string("set logscale ") + (m_logX ? "x" : "") + (m_logY ? "y" : ""));
    }
    if (m_hasRangeY)
    {
        plot.AppendExtra("set yrange [" + FormatNumber(m_lowY) + ":" + FormatNumber(m_highY) + "]");
    }

    if (!m_categories.empty())
    {
        std::string tics;
        std::size_t letters = 0;
        for (std::size_t i = 0; i < m_categories.size(); ++i)
        {
            tics += (i == 0 ? "\"" : ", \"") + EscapeGnuplot(m_categories[i]) + "\" " +
                    std::to_string(i + 1);
            letters += m_categories[i].size() + 2;
        }
        // Side by side as long as there is room for all; names that overlap cannot be read.
        plot.AppendExtra(
            (letters > ROOM_FOR_CATEGORIES ? "set xtics rotate by 25 right (" : "set xtics (") +
            tics + ")\nset xrange [0.5:" + FormatNumber(m_categories.size() + 0.5) + "]");
    }

    std::string legend;
    size_t missing = 0; // points that have no value
    size_t unloggable = 0;
    size_t shown = 0;
    for (std::size_t index = 0; index < m_series.size(); ++index)
    {
        const Series& series = m_series[index];
        const auto isShowable = [this](const Point& p) { return IsShowable(p); };
        const auto& points = series.points;
        const size_t count = std::count_if(points.begin(), points.end(), isShowable);
        // Nothing at all at a point is a gap that is meant.
        const size_t gaps = std::count_if(points.begin(), points.end(), [](const Point& p) {
            return std::isnan(p.x) && std::isnan(p.y);
        });
        const size_t finite = std::count_if(points.begin(), points.end(), [](const Point& p) {
            return std::isfinite(p.x) && std::isfinite(p.y);
        });
        missing += points.size() - gaps - finite;
        unloggable += finite - count;
        if (count == 0)
        {
            continue; // gnuplot calls an empty block an error
        }
        const bool bars = std::any_of(points.begin(), points.end(), [&](const Point& p) {
            return isShowable(p) && std::isfinite(p.error);
        });
        Gnuplot2dDataset data(EscapeGnuplot(series.name));
        data.SetStyle(ToGnuplot(series.style));
        data.SetErrorBars(bars ? Gnuplot2dDataset::Y : Gnuplot2dDataset::NONE);
        data.SetExtra("linetype " + std::to_string(GetStyle(index) % FigureStyles::COUNT + 1));
        bool gap = false;
        bool any = false;
        for (const Point& point : points)
        {
            if (!isShowable(point))
            {
                gap = any;
                continue;
            }
            if (gap)
            {
                data.AddEmptyLine();
                gap = false;
            }
            any = true;
            if (bars)
            {
                data.Add(point.x, point.y, std::isfinite(point.error) ? point.error : 0);
            }
            else
            {
                data.Add(point.x, point.y);
            }
        }
        plot.AddDataset(data);
        legend += "# block " + std::to_string(shown++) + ": " + EscapeGnuplot(series.name) +
                  (bars ? " (with half the length of the error bar)" : "") + "\n";
    }
    if (shown == 0)
    {
        return "'" + stem + "' has no point that can be shown";
    }
    for (const auto& [count, why] : {std::pair{missing, " without a finite value"},
                                     std::pair{unloggable, " not above 0 on a logarithmic axis"}})
    {
        if (count > 0)
        {
            std::cerr << "Figure: '" << stem << "' leaves out " << count
                      << (count == 1 ? " point" : " points") << why << std::endl;
        }
    }

    errno = 0;
    std::ofstream numbers(stem + ".dat", std::ios::binary | std::ios::trunc);
    std::ofstream script(stem + ".gp", std::ios::binary | std::ios::trunc);
    numbers.imbue(std::locale::classic());
    numbers.precision(std::numeric_limits<double>::max_digits10);
    numbers << "# x: " << EscapeGnuplot(m_xLabel) << "\n# y: " << EscapeGnuplot(m_yLabel) << "\n"
            << legend;
    plot.GenerateOutput(script, numbers, EscapeGnuplotFile(name) + ".dat");
    numbers.close();
    script.close();
    return numbers && script ? "" : ExplainWriteFailure(stem + ".dat and .gp");
}

} // namespace edgeai
} // namespace ns3
