/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FIGURE_ARCHIVE_H
#define EDGE_AI_FIGURE_ARCHIVE_H

#include "ns3/field.h"

#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A number that names something - a subchannel, a place in an order - and may be missing. It is
/// written like others, but has no mean.
using FigureLabel = std::optional<uint32_t>;

/// @ingroup edge-ai
/// The value of a field; empty where it is not available.
using FigureValue = std::variant<std::monostate, int64_t, double, std::string>;

/// @ingroup edge-ai
/// What the values of a field are, whatever a single one is.
enum class FigureType : uint8_t
{
    LABEL, ///< a whole number that names something
    WHOLE, ///< a whole number
    REAL,  ///< a number
    TEXT,  ///< words
};

/**
 * @ingroup edge-ai
 * Reads the fields of a struct as described in field.h, one after the other, as plain values: whole
 * numbers, numbers, words of enumerations and strings. Lists of numbers become words with blanks
 * between. The fields of a struct in a struct come with its name and "_" before theirs, or with "_"
 * and its name behind them.
 */
class FigureArchive
{
  public:
    /// Told about each field: what it is, of which type, and its value.
    using Visitor = std::function<void(const Field& field, FigureType type, FigureValue value)>;

    /// @param [in] visitor is told about every field
    explicit FigureArchive(Visitor visitor)
        : m_visitor(std::move(visitor))
    {
    }

    /// @param [in] field what it is  @param [in] value of it
    template <typename T>
    void operator()(Field field, T& value)
    {
        if constexpr (HasFields<T>::value)
        {
            const std::string prefix = m_prefix;
            const std::string suffix = m_suffix;
            (field.isSuffix ? m_suffix.insert(0, "_" + field.name) : m_prefix += field.name + "_");
            value.Fields(*this);
            m_prefix = prefix;
            m_suffix = suffix;
        }
        else
        {
            field.name = m_prefix + field.name + m_suffix;
            const FigureType type = GetType<T>(field);
            m_visitor(field, type, MakeValue(field, value));
        }
    }

  private:
    /// Whether a type is a struct that names its fields.
    template <typename T, typename = void>
    struct HasFields : std::false_type
    {
    };

    template <typename T>
    struct HasFields<
        T,
        std::void_t<decltype(std::declval<T&>().Fields(std::declval<FigureArchive&>()))>>
        : std::true_type
    {
    };

    /// @param [in] field a field with values of type T  @returns what they become
    template <typename T>
    static FigureType GetType(const Field& field)
    {
        if (std::is_same_v<T, FigureLabel>)
        {
            return FigureType::LABEL;
        }
        if (std::is_floating_point_v<T>)
        {
            return FigureType::REAL;
        }
        return std::is_integral_v<T> && field.choices.empty() ? FigureType::WHOLE
                                                              : FigureType::TEXT;
    }

    /// @param [in] field what it is  @param [in] value of it  @returns it as a plain value
    template <typename T>
    static FigureValue MakeValue(const Field& field, const T& value)
    {
        if constexpr (std::is_same_v<T, FigureLabel>)
        {
            return value ? FigureValue(int64_t{*value}) : FigureValue();
        }
        else if constexpr (std::is_floating_point_v<T>)
        {
            return std::isnan(value) || (field.zeroIsNone && value == 0)
                       ? FigureValue()
                       : FigureValue(double{value});
        }
        else if constexpr (std::is_enum_v<T> || std::is_integral_v<T>)
        {
            const auto number = static_cast<int64_t>(value);
            return field.choices.empty() && std::is_integral_v<T> ? FigureValue(number)
                                                                  : ChooseWord(field, number);
        }
        else if constexpr (std::is_same_v<T, std::string>)
        {
            return value;
        }
        else
        {
            static_assert(std::is_arithmetic_v<typename T::value_type>,
                          "a figure is a number, a word, a list of numbers or a struct of such");
            std::vector<double> numbers(value.begin(), value.end());
            return JoinNumbers(numbers);
        }
    }

    static std::string ChooseWord(const Field& field, int64_t number);
    static std::string JoinNumbers(const std::vector<double>& numbers);

    Visitor m_visitor;
    std::string m_prefix; ///< of the names of the struct at hand
    std::string m_suffix; ///< likewise
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FIGURE_ARCHIVE_H
