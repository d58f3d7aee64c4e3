/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "figure-set.h"

#include "common-columns.h"

#include "ns3/fatal-error.h"

#include <algorithm>
#include <map>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Kinds by scope and family: the order in which their columns are written.
using Registry = std::map<std::pair<FigureScope, std::string>, FigureKind>;

/// @returns all kinds; made on first use, because registration runs before main()
Registry&
GetRegistry()
{
    static Registry registry;
    return registry;
}

/// @returns all kinds in the order they were registered, which is the order of their numbers
std::vector<const FigureKind*>&
GetNumbered()
{
    static std::vector<const FigureKind*> kinds;
    return kinds;
}

/// @param [in] text any  @param [in] from what to replace  @param [in] to by what  @returns it
std::string
Replace(std::string text, const std::string& from, const std::string& to)
{
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    {
        text.replace(at, from.size(), to);
    }
    return text;
}

/// @param [in] columns of a kind  @returns what is averaged of them
std::vector<FigureQuantity>
PairColumns(const std::vector<FigureColumn>& columns)
{
    std::vector<FigureQuantity> quantities;
    for (std::size_t i = 0; i < columns.size(); ++i)
    {
        const FigureColumn& column = columns[i];
        if (column.type != FigureType::REAL && column.type != FigureType::WHOLE)
        {
            continue;
        }
        FigureQuantity quantity;
        quantity.words = column.words;
        quantity.unit = column.unit;
        bool planned = false;
        for (const std::string ending : {" planned", " realised", " applied"})
        {
            const std::size_t size = quantity.words.size();
            if (size > ending.size() &&
                quantity.words.compare(size - ending.size(), ending.size(), ending) == 0)
            {
                quantity.words.erase(size - ending.size());
                planned = ending == " planned";
            }
        }
        // A bound is what the plan knows, whatever happens.
        const std::string bound = " bound";
        planned = planned || (quantity.words.size() > bound.size() &&
                              quantity.words.substr(quantity.words.size() - bound.size()) == bound);
        const auto same = [&](const FigureQuantity& other) {
            return other.words == quantity.words && other.unit == quantity.unit &&
                   (planned ? other.planned : other.realised) == FigureQuantity::NONE;
        };
        auto found = std::find_if(quantities.begin(), quantities.end(), same);
        if (found == quantities.end())
        {
            quantities.push_back(quantity);
            found = quantities.end() - 1;
        }
        (planned ? found->planned : found->realised) = i;
    }
    return quantities;
}

} // namespace

FigureColumn::FigureColumn(const FigureColumn& other) = default;
FigureColumn::FigureColumn(FigureColumn&& other) noexcept = default;
FigureColumn& FigureColumn::operator=(const FigureColumn& other) = default;
FigureColumn& FigureColumn::operator=(FigureColumn&& other) noexcept = default;
FigureColumn::~FigureColumn() = default;

FigureColumn::FigureColumn(const Field& described, FigureType values, std::string whose)
    : name(described.name),
      words(Replace(described.name, "_", " ")),
      unit(described.unit),
      help(described.help),
      family(std::move(whose)),
      type(values),
      field(described)
{
    if (!unit.empty())
    {
        name += "_" + Replace(unit, "/", "_per_");
    }
}

const std::string&
FigureKind::GetFamily() const
{
    return m_family;
}

const std::vector<FigureColumn>&
FigureKind::GetColumns() const
{
    return m_columns;
}

const std::vector<FigureQuantity>&
FigureKind::GetQuantities() const
{
    return m_quantities;
}

uint32_t
FigureKind::GetNumber() const
{
    return m_number;
}

FigureKind::Restore
FigureKind::GetRestore() const
{
    return m_restore;
}

const FigureKind&
FigureKind::Register(FigureScope scope,
                     const std::string& family,
                     const std::string& type,
                     std::vector<FigureColumn> columns,
                     Restore restore)
{
    Registry& registry = GetRegistry();
    const auto known = registry.find({scope, family});
    if (known != registry.end())
    {
        if (known->second.m_type != type)
        {
            NS_FATAL_ERROR("family '" << family << "' has two structs of figures for the same: "
                                      << known->second.m_type << " and " << type);
        }
        return known->second; // a library and a program that loads it may both register it
    }
    std::map<std::string, std::string> taken;
    for (const std::string& name : GetCommonNames(scope))
    {
        taken[name] = "every record";
    }
    for (const FigureKind* other : GetAll(scope))
    {
        for (const FigureColumn& column : other->m_columns)
        {
            taken[column.name] = "family '" + other->m_family + "'";
        }
    }
    for (const FigureColumn& column : columns)
    {
        if (!taken.emplace(column.name, "family '" + family + "'").second)
        {
            NS_FATAL_ERROR("column " << column.name << " of family '" << family << "' is one that "
                                     << taken[column.name] << " has already; choose another name");
        }
    }
    FigureKind kind;
    kind.m_family = family;
    kind.m_type = type;
    kind.m_quantities = PairColumns(columns);
    kind.m_columns = std::move(columns);
    kind.m_number = static_cast<uint32_t>(GetNumbered().size());
    kind.m_restore = restore;
    const FigureKind& kept =
        registry.emplace(std::make_pair(scope, family), std::move(kind)).first->second;
    GetNumbered().push_back(&kept);
    return kept;
}

const FigureKind&
FigureKind::Find(uint32_t number)
{
    return *GetNumbered().at(number);
}

std::vector<const FigureKind*>
FigureKind::GetAll(FigureScope scope)
{
    std::vector<const FigureKind*> kinds;
    for (const auto& [key, kind] : GetRegistry())
    {
        if (key.first == scope)
        {
            kinds.push_back(&kind);
        }
    }
    return kinds;
}

} // namespace edgeai
} // namespace ns3
