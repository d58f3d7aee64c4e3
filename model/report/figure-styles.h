/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FIGURE_STYLES_H
#define EDGE_AI_FIGURE_STYLES_H

#include <cstddef>
#include <map>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Who looks how: colour, mark and dash of a series by its name, the same in all figures of a run.
 * Marks and dashes differ where colours may not (in print, and to people who see few of them).
 */
class FigureStyles
{
  public:
    static constexpr std::size_t COUNT = 15; ///< distinct styles; then they begin anew

    /// One look.
    struct Style
    {
        const char* colour; ///< "#rrggbb"
        int mark;           ///< gnuplot's number of the point's form
        const char* dash;   ///< gnuplot's dash pattern
    };

    /// @param [in] index of a style, below COUNT  @returns it
    static const Style& Get(std::size_t index);
    /// @param [in] index of a style, below COUNT  @returns it as gnuplot's "set linetype N" takes
    /// it
    static std::string Describe(std::size_t index);

    /// @param [in] name of a series  @returns index of its style; a new name gets the next one
    std::size_t Note(const std::string& name);
    /**
     * A series that is another one in another form: what was published beside what is planned.
     * @param [in] name of a series, unless it has been noted it gets a style
     * @param [in] like series whose style that is; a new name gets the next one
     * @returns index of its style
     */
    std::size_t Note(const std::string& name, const std::string& like);
    /// @param [in] name of a series  @returns whether it has been noted
    bool Has(const std::string& name) const;
    /// @param [in] name of a series that has been noted  @returns index of its style
    std::size_t GetIndex(const std::string& name) const;

  private:
    std::map<std::string, std::size_t> m_indices; ///< by name
    std::size_t m_used{0};                        ///< styles, in the order they were noted
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FIGURE_STYLES_H
