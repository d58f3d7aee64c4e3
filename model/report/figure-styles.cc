/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "figure-styles.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/// Colours told apart by people with any colour vision and dark enough for thin lines, neighbours
/// of unlike darkness; every mark once; no dash twice with the same darkness.
constexpr FigureStyles::Style STYLES[FigureStyles::COUNT] = {
    {"#0072B2", 7, "solid"},
    {"#D55E00", 5, "solid"},
    {"#000000", 9, "(12,4)"},
    {"#009E73", 13, "(12,4)"},
    {"#CC79A7", 11, "(6,3)"},
    {"#004466", 6, "(3,3)"},
    {"#56B4E9", 4, "solid"},
    {"#7A3300", 8, "(12,3,3,3)"},
    {"#E69F00", 12, "(12,4)"},
    {"#5A005A", 10, "(6,3)"},
    {"#888888", 15, "(3,3)"},
    {"#005C42", 14, "(12,3,3,3,3,3)"},
    {"#B22222", 2, "(6,3,3,3)"},
    {"#8A8A00", 1, "(12,3,3,3)"},
    {"#2F4F4F", 3, "solid"},
};

} // namespace

const FigureStyles::Style&
FigureStyles::Get(std::size_t index)
{
    return STYLES[index % COUNT];
}

std::string
FigureStyles::Describe(std::size_t index)
{
    const Style& style = Get(index);
    const std::string dash = style.dash;
    return "linewidth 1.5 linecolor rgb \"" + std::string(style.colour) + "\" pointtype " +
           std::to_string(style.mark) + " dashtype " + dash;
}

std::size_t
FigureStyles::Note(const std::string& name)
{
    const auto [place, isNew] = m_indices.emplace(name, m_used);
    m_used += isNew;
    return place->second;
}

std::size_t
FigureStyles::Note(const std::string& name, const std::string& like)
{
    return m_indices.emplace(name, Note(like)).first->second;
}

bool
FigureStyles::Has(const std::string& name) const
{
    return m_indices.count(name) > 0;
}

std::size_t
FigureStyles::GetIndex(const std::string& name) const
{
    return m_indices.at(name);
}

} // namespace edgeai
} // namespace ns3
