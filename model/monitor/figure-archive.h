/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FIGURE_ARCHIVE_H
#define EDGE_AI_FIGURE_ARCHIVE_H

#include "ns3/field.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
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

/// @ingroup edge-ai
/// Whether a type is a struct that names its fields.
template <typename T, typename Archive, typename = void>
struct HasFields : std::false_type
{
};

template <typename T, typename Archive>
struct HasFields<T,
                 Archive,
                 std::void_t<decltype(std::declval<T&>().Fields(std::declval<Archive&>()))>>
    : std::true_type
{
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
        if constexpr (HasFields<T, FigureArchive>::value)
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

/**
 * @ingroup edge-ai
 * Turns the fields of a struct, and single values, into bytes that FigureReader of the same program
 * turns back into equal values: the bytes are those of this machine, for nobody else.
 */
class FigureWriter
{
  public:
    /// @param [in,out] bytes where to append; must outlive this
    explicit FigureWriter(std::string& bytes)
        : m_bytes(bytes)
    {
    }

    /// @param [in] value of a field
    template <typename T>
    void operator()(const Field&, const T& value)
    {
        Put(value);
    }

    /// @param [in] values in order
    template <typename... T>
    void All(const T&... values)
    {
        (Put(values), ...);
    }

    /// @param [in] value a number, words, a list of numbers, or a struct of such
    template <typename T>
    void Put(const T& value)
    {
        if constexpr (HasFields<T, FigureWriter>::value)
        {
            const_cast<T&>(value).Fields(*this); // one list of fields for readers and writers
        }
        else if constexpr (std::is_same_v<T, FigureLabel>)
        {
            PutRaw(value.has_value());
            PutRaw(value.value_or(0));
        }
        else if constexpr (std::is_floating_point_v<T>)
        {
            // Most of what a record could hold is not available; that takes a byte.
            PutRaw(std::isnan(value));
            if (!std::isnan(value))
            {
                PutRaw(value);
            }
        }
        else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
        {
            PutRaw(value);
        }
        else if constexpr (std::is_same_v<T, std::string>)
        {
            PutRaw(static_cast<uint64_t>(value.size()));
            m_bytes += value;
        }
        else
        {
            PutRaw(static_cast<uint64_t>(value.size()));
            for (const typename T::value_type each : value)
            {
                PutRaw(each);
            }
        }
    }

  private:
    /// @param [in] value whose bytes to append
    template <typename T>
    void PutRaw(const T& value)
    {
        static_assert(std::is_trivially_copyable_v<T>, "has bytes of its own");
        m_bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
    }

    std::string& m_bytes;
};

/// @ingroup edge-ai
/// Reads what FigureWriter wrote, in the same order. Every function throws std::runtime_error where
/// the bytes end too early.
class FigureReader
{
  public:
    /// @param [in] bytes what to read; must outlive this  @param [in] size of it [B]
    FigureReader(const char* bytes, std::size_t size)
        : m_next(bytes),
          m_end(bytes + size)
    {
    }

    /// @param [out] value of a field
    template <typename T>
    void operator()(const Field&, T& value)
    {
        Take(value);
    }

    /// @param [out] values in order
    template <typename... T>
    void All(T&... values)
    {
        (Take(values), ...);
    }

    /// @param [out] value as FigureWriter::Put() had it
    template <typename T>
    void Take(T& value)
    {
        if constexpr (HasFields<T, FigureReader>::value)
        {
            value.Fields(*this);
        }
        else if constexpr (std::is_same_v<T, FigureLabel>)
        {
            const bool known = TakeRaw<bool>();
            const auto number = TakeRaw<uint32_t>();
            value = known ? FigureLabel(number) : FigureLabel();
        }
        else if constexpr (std::is_floating_point_v<T>)
        {
            value = TakeRaw<bool>() ? std::numeric_limits<T>::quiet_NaN() : TakeRaw<T>();
        }
        else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
        {
            value = TakeRaw<T>();
        }
        else if constexpr (std::is_same_v<T, std::string>)
        {
            const std::size_t size = TakeSize(1);
            value.assign(m_next, size);
            m_next += size;
        }
        else
        {
            using Value = typename T::value_type;
            std::vector<Value> values(TakeSize(sizeof(Value)));
            for (std::size_t i = 0; i < values.size(); ++i)
            {
                values[i] = TakeRaw<Value>();
            }
            if constexpr (std::is_constructible_v<T,
                                                  typename std::vector<Value>::iterator,
                                                  typename std::vector<Value>::iterator>)
            {
                value = T(values.begin(), values.end());
            }
            else // as long as it always is
            {
                std::copy(values.begin(), values.end(), value.begin());
            }
        }
    }

  private:
    /// @param [in] size [B] that have to be there
    void Need(uint64_t size) const
    {
        if (size > static_cast<uint64_t>(m_end - m_next))
        {
            Refuse();
        }
    }

    /// @throws std::runtime_error
    [[noreturn]] static void Refuse();

    /// @returns the next value
    template <typename T>
    T TakeRaw()
    {
        Need(sizeof(T));
        T value;
        std::memcpy(&value, m_next, sizeof(T));
        m_next += sizeof(T);
        return value;
    }

    /// @param [in] each size of one value [B], > 0  @returns how many come
    std::size_t TakeSize(std::size_t each)
    {
        const auto size = TakeRaw<uint64_t>();
        Need(size);
        Need(size * each); // no more than SIZE_MAX, as the size alone is there
        return size;
    }

    const char* m_next;
    const char* m_end;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FIGURE_ARCHIVE_H
