/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MESSAGE_FIELD_H
#define EDGE_AI_MESSAGE_FIELD_H

#include "ns3/field.h"

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a value is on the wire.
enum class WireKind : uint8_t
{
    BOOL,   ///< 1 byte, 0 or 1
    UINT8,  ///< 1 byte
    UINT16, ///< 2 bytes, network byte order
    UINT32, ///< 4 bytes, likewise
    UINT64, ///< 8 bytes, likewise
    DOUBLE, ///< 8 bytes, IEEE 754, likewise
    CHOICE, ///< 1 byte, an enumeration of which the field knows the words
    TEXT,   ///< 2 bytes of length, then as many bytes
    STRUCT, ///< its fields, one after the other
};

/// @cond
template <typename T>
struct IsVector : std::false_type
{
};

template <typename T>
struct IsVector<std::vector<T>> : std::true_type
{
};

/// @endcond

/// @tparam T type of a field, not of a list of them  @returns what it is on the wire
template <typename T>
constexpr WireKind
GetWireKind()
{
    if constexpr (std::is_same_v<T, bool>)
    {
        return WireKind::BOOL;
    }
    else if constexpr (std::is_enum_v<T>)
    {
        return WireKind::CHOICE;
    }
    else if constexpr (std::is_same_v<T, double>)
    {
        return WireKind::DOUBLE;
    }
    else if constexpr (std::is_same_v<T, std::string>)
    {
        return WireKind::TEXT;
    }
    else if constexpr (std::is_integral_v<T>)
    {
        static_assert(std::is_unsigned_v<T>, "numbers in messages are unsigned, or double");
        return sizeof(T) == 1   ? WireKind::UINT8
               : sizeof(T) == 2 ? WireKind::UINT16
               : sizeof(T) == 4 ? WireKind::UINT32
                                : WireKind::UINT64;
    }
    else
    {
        static_assert(std::is_class_v<T>, "a struct with Fields()");
        return WireKind::STRUCT;
    }
}

/// One field of a body as those see it who show it, such as the dissector.
struct WireField
{
    Field field;
    WireKind kind;
    bool list;                     ///< a vector of such: 4 bytes of length before them
    std::vector<WireField> fields; ///< of a STRUCT
};

/// The archive that only writes down what fields there are.
class FieldLister
{
  public:
    /// @param [in] field of a body  @param [in] value is not looked at
    template <typename T>
    void operator()(const Field& field, T&)
    {
        if constexpr (IsVector<T>::value)
        {
            List<typename T::value_type>(field, true);
        }
        else
        {
            List<T>(field, false);
        }
    }

    /// @returns what was listed
    const std::vector<WireField>& GetFields() const
    {
        return m_fields;
    }

  private:
    template <typename T>
    void List(const Field& field, bool list)
    {
        FieldLister inner;
        if constexpr (GetWireKind<T>() == WireKind::STRUCT)
        {
            T value;
            value.Fields(inner);
        }
        m_fields.push_back({field, GetWireKind<T>(), list, inner.m_fields});
    }

    std::vector<WireField> m_fields;
};

/// @tparam Body has Fields()  @returns them
template <typename Body>
std::vector<WireField>
ListFields()
{
    Body body;
    FieldLister lister;
    body.Fields(lister);
    return lister.GetFields();
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MESSAGE_FIELD_H
