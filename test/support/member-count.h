/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MEMBER_COUNT_H
#define EDGE_AI_MEMBER_COUNT_H

// How many members a struct has, and how many fields it names: whoever adds a member forgets the
// other list.

#include "allocation/plan/named-fields.h"

#include <cstddef>
#include <type_traits>
#include <utility>

namespace ns3
{
namespace edgeai
{

/// Converts to whatever a member is.
struct AnyMember
{
    std::size_t index; ///< which one

    /// @tparam T of the member
    template <typename T>
    operator T() const;
};

/// Whether an aggregate can be made of so many values. @tparam T it  @tparam I 0, 1, ...
template <typename T, typename Indices, typename = void>
struct IsMadeOf : std::false_type
{
};

/// It can.
template <typename T, std::size_t... I>
struct IsMadeOf<T, std::index_sequence<I...>, std::void_t<decltype(T{AnyMember{I}...})>>
    : std::true_type
{
};

/// @tparam T an aggregate without bases  @tparam N so many members at least
/// @returns how many it has
template <typename T, std::size_t N = 0>
constexpr std::size_t
CountMembers()
{
    if constexpr (IsMadeOf<T, std::make_index_sequence<N + 1>>::value)
    {
        return CountMembers<T, N + 1>();
    }
    else
    {
        return N;
    }
}

/// The archive that counts.
class FieldCount
{
  public:
    /// @tparam T a struct with named fields  @returns how many there are
    template <typename T>
    static std::size_t Of()
    {
        FieldCount count;
        T value;
        NameFields(count, value);
        return count.m_count;
    }

    /// One more.
    template <typename T>
    void operator()(const Field&, T&)
    {
        ++m_count;
    }

  private:
    std::size_t m_count{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MEMBER_COUNT_H
