/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FIELD_WALK_H
#define EDGE_AI_FIELD_WALK_H

#include "field-fault.h"
#include "named-fields.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Whether T is a list. @tparam T any type
template <typename T>
struct IsFieldList : std::false_type
{
};

/// It is. @tparam T of its elements
template <typename T>
struct IsFieldList<std::vector<T>> : std::true_type
{
};

/**
 * Structs with named fields to and from a document: JSON, objects of Python. What a document is
 * made of says a Backend; what may stand where, and what is wrong otherwise, is said here, once.
 *
 * A Backend has types `Input` and `Output`, a value to be read and one that was written, `Key`, a
 * name of a field, and static functions
 *
 * - `Key MakeKey(name)`;
 * - `bool GetFlag(input, flag)`, `GetInteger(input, value, negative)`, `GetNumber(input, number)`,
 *   `GetText(input, text)`: whether it is one, and what it is;
 * - `bool GetNumbers(input, numbers)`: whether it is a list of numbers that is read at once;
 * - `bool IsTable(input)`: whether it is numbers in another number of dimensions than one;
 * - `bool GetSize(input, size)` of a list, whether it is one, and `Input GetElement(input, i)`;
 * - `bool Open(input, members)`: whether it is a struct, and for what follows its members,
 *   `bool Find(members, key, member)`, `std::size_t CountMembers(members)` and
 *   `std::vector<std::string> ListMembers(members)`;
 * - `std::string Describe(input)`: the value in words, `std::string DescribeShape(input)`;
 * - `const T* Recall<T>(input)`, `void Remember(input, value)`: a struct, or a list of structs,
 * that was read before, where that is known;
 * - `bool REUSES`: whether values are read into that were read before, of which nothing may stay.
 *   Then also `Source& GetSource(input, value, size)`, from what a struct's members were read, with
 *   `bool Holds(i, member)`, whether that is the same, and `void Close()`, when all are read; and
 *   `void Forget(input)`: what structs inside of others hold has changed in another way;
 * - `Output MakeFlag(flag)`, `MakeInteger(value)`, `MakeNumber(number)`, `MakeText(text)`,
 *   `MakeList(outputs)`, and `MakeStruct<T>(entries, outputs)`.
 */
template <class Backend>
class FieldWalk
{
  public:
    using Input = typename Backend::Input;   ///< to be read
    using Output = typename Backend::Output; ///< written

    /// A field of a struct: where in it, and what to do with it.
    struct Entry
    {
        Field field;
        typename Backend::Key key;
        std::size_t offset; ///< [B]
        void (*read)(const FieldPlace& place, const Field& field, Input input, void* member);
        Output (*write)(const Field& field, const void* member);
        void (*reset)(void* member, const void* blank);
    };

    /// @tparam T a struct with named fields  @returns these, in order
    template <typename T>
    static const std::vector<Entry>& GetEntries()
    {
        static const std::vector<Entry> entries = Collector::Collect(T());
        return entries;
    }

    /**
     * @tparam T a struct with named fields
     * @param [in] place what it is called
     * @param [in] input a document; what it does not name stays as it is, or is as made where a
     * backend reads into values that were read before
     * @param [in,out] value what is read
     * @throws FieldFault naming the field, what it is and what is allowed
     */
    template <typename T>
    static void ReadStruct(const FieldPlace& place, Input input, T& value)
    {
        Input members;
        if (!Backend::Open(input, members))
        {
            throw FieldFault(place,
                             "is " + Backend::Describe(input) + "; allowed are named fields");
        }
        const std::vector<Entry>& entries = GetEntries<T>();
        auto* const bytes = reinterpret_cast<char*>(&value);
        std::size_t found = 0;
        if constexpr (Backend::REUSES)
        {
            static const T blank{};
            auto& source = Backend::GetSource(input, value, entries.size());
            for (std::size_t i = 0; i < entries.size(); ++i)
            {
                const Entry& entry = entries[i];
                Input member;
                const bool there = Backend::Find(members, entry.key, member);
                found += there ? 1 : 0;
                if (source.Holds(i, member))
                {
                    continue;
                }
                if (there)
                {
                    entry.read({&place, &entry.field.name},
                               entry.field,
                               member,
                               bytes + entry.offset);
                }
                else
                {
                    entry.reset(bytes + entry.offset,
                                reinterpret_cast<const char*>(&blank) + entry.offset);
                }
            }
            source.Close();
        }
        else
        {
            for (const Entry& entry : entries)
            {
                Input member;
                if (Backend::Find(members, entry.key, member))
                {
                    ++found;
                    entry.read({&place, &entry.field.name},
                               entry.field,
                               member,
                               bytes + entry.offset);
                }
            }
        }
        if (found != Backend::CountMembers(members))
        {
            std::vector<std::string> known;
            for (const Entry& entry : entries)
            {
                known.push_back(entry.field.name);
            }
            throw FieldFault::MakeUnknown(place, Backend::ListMembers(members), known);
        }
    }

    /// @tparam T a struct with named fields  @param [in] value of it  @returns the document
    template <typename T>
    static Output WriteStruct(const T& value)
    {
        const std::vector<Entry>& entries = GetEntries<T>();
        std::vector<Output> outputs;
        outputs.reserve(entries.size());
        for (const Entry& entry : entries)
        {
            outputs.push_back(
                entry.write(entry.field, reinterpret_cast<const char*>(&value) + entry.offset));
        }
        return Backend::template MakeStruct<T>(entries, outputs);
    }

    /**
     * @tparam T what it is in the struct
     * @param [in] place of it  @param [in] field what it may be
     * @param [in] input a document  @param [out] value what is read
     * @throws FieldFault
     */
    template <typename T>
    static void Read(const FieldPlace& place, const Field& field, Input input, T& value)
    {
        if constexpr (std::is_same_v<T, bool>)
        {
            if (!Backend::GetFlag(input, value))
            {
                Refuse(place, input, "true or false");
            }
        }
        else if constexpr (std::is_same_v<T, std::string>)
        {
            if (!Backend::GetText(input, value))
            {
                Refuse(place, input, "a text");
            }
        }
        else if constexpr (std::is_enum_v<T>)
        {
            ReadChoice(place, field, input, value);
        }
        else if constexpr (std::is_integral_v<T>)
        {
            ReadInteger(place, field, input, value);
        }
        else if constexpr (std::is_floating_point_v<T>)
        {
            if (!Backend::GetNumber(input, value))
            {
                Refuse(place, input, "a number");
            }
            Judge(place, field, value);
        }
        else if constexpr (IsFieldList<T>::value)
        {
            ReadList(place, field, input, value);
        }
        else if (const T* known = Backend::template Recall<T>(input))
        {
            Assign(input, *known, value);
        }
        else
        {
            ReadStruct(place, input, value);
            Backend::Remember(input, value);
        }
    }

    /// @tparam T what it is in the struct  @param [in] field of it  @param [in] value of it
    /// @returns the document
    template <typename T>
    static Output Write(const Field& field, const T& value)
    {
        if constexpr (std::is_same_v<T, bool>)
        {
            return Backend::MakeFlag(value);
        }
        else if constexpr (std::is_same_v<T, std::string>)
        {
            return Backend::MakeText(value);
        }
        else if constexpr (std::is_enum_v<T>)
        {
            return Backend::MakeText(field.choices.at(static_cast<std::size_t>(value)));
        }
        else if constexpr (std::is_integral_v<T>)
        {
            return Backend::MakeInteger(value);
        }
        else if constexpr (std::is_floating_point_v<T>)
        {
            return Backend::MakeNumber(value);
        }
        else if constexpr (IsFieldList<T>::value)
        {
            std::vector<Output> outputs;
            outputs.reserve(value.size());
            for (const auto& element : value)
            {
                outputs.push_back(Write(field, element));
            }
            return Backend::MakeList(outputs);
        }
        else
        {
            return WriteStruct(value);
        }
    }

  private:
    static constexpr std::size_t MOST_ELEMENTS = 200000; ///< of a list of structs, or of lists

    /// The archive that finds out where fields are.
    class Collector
    {
      public:
        /// @param [in] object any of its kind  @returns its fields
        template <typename T>
        static std::vector<Entry> Collect(T object)
        {
            Collector collector(reinterpret_cast<const char*>(&object));
            NameFields(collector, object);
            return collector.m_entries;
        }

        /// @param [in] field of the object  @param [in] member where it is
        template <typename M>
        void operator()(const Field& field, M& member)
        {
            const auto offset =
                static_cast<std::size_t>(reinterpret_cast<const char*>(&member) - m_object);
            m_entries.push_back({field,
                                 Backend::MakeKey(field.name),
                                 offset,
                                 &ReadMember<M>,
                                 &WriteMember<M>,
                                 &ResetMember<M>});
        }

      private:
        explicit Collector(const char* object)
            : m_object(object)
        {
        }

        template <typename M>
        static void ReadMember(const FieldPlace& place,
                               const Field& field,
                               Input input,
                               void* member)
        {
            Read(place, field, input, *static_cast<M*>(member));
        }

        template <typename M>
        static Output WriteMember(const Field& field, const void* member)
        {
            return Write(field, *static_cast<const M*>(member));
        }

        template <typename M>
        static void ResetMember(void* member, const void* blank)
        {
            *static_cast<M*>(member) = *static_cast<const M*>(blank);
        }

        const char* m_object;
        std::vector<Entry> m_entries;
    };

    [[noreturn]] static void Refuse(const FieldPlace& place,
                                    Input input,
                                    const std::string& allowed)
    {
        throw FieldFault(place, "is " + Backend::Describe(input) + "; allowed is " + allowed);
    }

    template <typename T>
    static void Assign(Input input, const T& known, T& value)
    {
        if constexpr (Backend::REUSES)
        {
            Backend::Forget(input);
        }
        value = known;
    }

    static void Judge(const FieldPlace& place, const Field& field, double value)
    {
        if (!field.Allows(value))
        {
            throw FieldFault::MakeRange(place, field, value);
        }
    }

    template <typename T>
    static void ReadChoice(const FieldPlace& place, const Field& field, Input input, T& value)
    {
        std::string word;
        const bool isText = Backend::GetText(input, word);
        for (std::size_t i = 0; isText && i < field.choices.size(); ++i)
        {
            if (field.choices[i] == word)
            {
                value = static_cast<T>(i);
                return;
            }
        }
        std::string allowed;
        for (const std::string& choice : field.choices)
        {
            allowed += (allowed.empty() ? "'" : ", '") + choice + "'";
        }
        Refuse(place, input, allowed);
    }

    template <typename T>
    static void ReadInteger(const FieldPlace& place, const Field& field, Input input, T& value)
    {
        static_assert(std::is_unsigned_v<T>, "fields count");
        uint64_t magnitude = 0;
        bool negative = false;
        if (!Backend::GetInteger(input, magnitude, negative) || (negative && magnitude > 0) ||
            magnitude > std::numeric_limits<T>::max())
        {
            Refuse(place,
                   input,
                   "a whole number, 0 to " + std::to_string(std::numeric_limits<T>::max()));
        }
        value = static_cast<T>(magnitude);
        Judge(place, field, static_cast<double>(value));
    }

    template <typename T>
    static void ReadList(const FieldPlace& place,
                         const Field& field,
                         Input input,
                         std::vector<T>& values)
    {
        if constexpr (std::is_same_v<T, double>)
        {
            if (Backend::GetNumbers(input, values))
            {
                for (std::size_t i = 0; i < values.size(); ++i)
                {
                    if (!field.Allows(values[i]))
                    {
                        throw FieldFault::MakeRange({&place, nullptr, i}, field, values[i]);
                    }
                }
                return;
            }
        }
        if constexpr (std::is_class_v<T> && !IsFieldList<T>::value)
        {
            if (const auto* known = Backend::template Recall<std::vector<T>>(input))
            {
                Assign(input, *known, values);
                return;
            }
        }
        std::size_t size = 0;
        if ((std::is_arithmetic_v<T> && Backend::IsTable(input)) || !Backend::GetSize(input, size))
        {
            throw FieldFault(place,
                             "is " + Backend::DescribeShape(input) + "; expected is " +
                                 DescribeListShape<std::vector<T>>());
        }
        if (!std::is_arithmetic_v<T> && size > MOST_ELEMENTS)
        {
            // Who sent it meant something else; each would take its time and memory.
            throw FieldFault(place,
                             "has " + std::to_string(size) + " elements; allowed are up to " +
                                 std::to_string(MOST_ELEMENTS));
        }
        if constexpr (!Backend::REUSES)
        {
            values.clear();
        }
        else if (values.size() != size)
        {
            Backend::Forget(input);
        }
        values.resize(size);
        for (std::size_t i = 0; i < size; ++i)
        {
            Read({&place, nullptr, i}, field, Backend::GetElement(input, i), values[i]);
        }
        if constexpr (std::is_class_v<T> && !IsFieldList<T>::value)
        {
            Backend::Remember(input, values);
        }
    }

    template <typename T>
    static std::string DescribeListShape()
    {
        if constexpr (IsFieldList<typename T::value_type>::value)
        {
            return "a list of lists, or two dimensions";
        }
        else if constexpr (std::is_arithmetic_v<typename T::value_type>)
        {
            return "a list of numbers, or one dimension";
        }
        else
        {
            return "a list";
        }
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FIELD_WALK_H
