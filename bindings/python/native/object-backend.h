/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_OBJECT_BACKEND_H
#define EDGE_AI_OBJECT_BACKEND_H

#include "allocation/plan/field-walk.h"
#include "application/control/remote/field-schema.h"

#include "ns3/plan-head.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <pybind11/pybind11.h>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What is known while objects of Python are read: who has to live until the end, and structs and
/// lists of structs that were read already. Problems of a batch share those, such as the cuts of a
/// network or a server, and none changes in between. So a struct that one problem after another is
/// read into keeps what comes of the same object as before.
class ObjectContext
{
  public:
    /// Of which objects the members of a struct were made.
    class Source
    {
      public:
        /// @param [in] i which member  @param [in] member Input of it; no object: it is left out
        /// @returns whether it was made of the same; from now on it is
        template <typename Input>
        bool Holds(std::size_t i, const Input& member)
        {
            if (!m_changes)
            {
                return false; // of a single one nothing is kept
            }
            const bool same = m_holds && m_objects[i] == member.object;
            m_objects[i] = member.object;
            return same;
        }

        /// All members are there.
        void Close()
        {
            m_closed = m_changes ? *m_changes : 0;
        }

      private:
        friend class ObjectContext;
        std::vector<PyObject*> m_objects;
        const uint64_t* m_changes{nullptr}; ///< of the context
        uint64_t m_closed{0};               ///< changes when its members were there
        bool m_holds{false};                ///< they are there still
    };

    /// @param [in] several problems are read, which may share parts; a single one is read faster
    explicit ObjectContext(bool several)
        : m_several(several)
    {
    }

    /// @tparam T a struct  @param [in] value of it, that lives as long as this
    /// @param [in] size how many members it has  @returns what they were made of
    template <typename T>
    Source& GetSource(const T& value, std::size_t size)
    {
        if (!m_several)
        {
            return m_nothing;
        }
        Source& source = m_sources[{&value, GetTag<T>()}];
        source.m_holds = source.m_changes && source.m_closed == m_changes;
        source.m_changes = &m_changes;
        source.m_objects.resize(size);
        return source;
    }

    /// Structs that are parts of others were given values, or are elsewhere: what they hold was
    /// not read from what their sources say. Those that are being read know better.
    void Forget()
    {
        ++m_changes;
    }

    /// @param [in] object to keep  @returns it
    PyObject* Keep(PyObject* object);

    /// @tparam T a struct, or a list of them  @param [in] object for it
    /// @returns what was read; null: nothing
    template <typename T>
    const T* Recall(PyObject* object) const
    {
        if (!MayBeShared(object))
        {
            return nullptr;
        }
        const auto found = m_read.find(object);
        return found == m_read.end() || found->second.first != GetTag<T>()
                   ? nullptr
                   : static_cast<const T*>(found->second.second.get());
    }

    /// @tparam T a struct, or a list of them  @param [in] object for it
    /// @param [in] value as it was read
    template <typename T>
    void Remember(PyObject* object, const T& value)
    {
        if (MayBeShared(object))
        {
            m_read[object] = {GetTag<T>(), std::make_shared<T>(value)};
        }
    }

  private:
    /// @returns whether somebody else than who holds it now has it
    bool MayBeShared(PyObject* object) const
    {
        return m_several && Py_REFCNT(object) > 1;
    }

    template <typename T>
    static const void* GetTag()
    {
        static const char tag = 0;
        return &tag;
    }

    /// Where a struct is, and its type: the first member of another one is at the same place.
    using Place = std::pair<const void*, const void*>;

    /// Of both pointers.
    struct PlaceHash
    {
        std::size_t operator()(const Place& place) const
        {
            const std::hash<const void*> hash;
            return hash(place.first) ^ (hash(place.second) << 1);
        }
    };

    std::vector<pybind11::object> m_kept;
    std::unordered_map<Place, Source, PlaceHash> m_sources; ///< looked up alone
    Source m_nothing;
    uint64_t m_changes{0};
    bool m_several;
    /// What was read, and which type it is of; looked up alone.
    std::unordered_map<PyObject*, std::pair<const void*, std::shared_ptr<const void>>> m_read;
};

/// Structs with named fields as objects of Python: dataclasses or dictionaries are read,
/// dataclasses written. Numbers may be numpy's.
struct ObjectBackend
{
    /// An object to be read.
    struct Input
    {
        PyObject* object{nullptr};       ///< borrowed
        ObjectContext* context{nullptr}; ///< of the reading
        Py_ssize_t at{0};                ///< of members: place behind the one that was found last
    };

    using Output = PyObject*; ///< a new reference
    using Key = PyObject*;    ///< interned, and never given back

    /// Problems of a batch are read one after another into one, whose memory is there already.
    static constexpr bool REUSES = true;

    /// @cond see FieldWalk
    static Key MakeKey(const std::string& name);
    static bool GetFlag(Input input, bool& flag);
    static bool GetInteger(Input input, uint64_t& value, bool& negative);
    static bool GetNumber(Input input, double& number);
    static bool GetText(Input input, std::string& text);
    static bool GetNumbers(Input input, std::vector<double>& numbers);
    static bool IsTable(Input input);
    static bool GetSize(Input input, std::size_t& size);
    static Input GetElement(Input input, std::size_t index);
    static bool Open(Input input, Input& members);
    static bool Find(Input& members, Key key, Input& member);
    static std::size_t CountMembers(Input members);
    static std::vector<std::string> ListMembers(Input members);
    static std::string Describe(Input input);
    static std::string DescribeShape(Input input);

    template <typename T>
    static const T* Recall(Input input)
    {
        return input.context->Recall<T>(input.object);
    }

    template <typename T>
    static void Remember(Input input, const T& value)
    {
        input.context->Remember(input.object, value);
    }

    template <typename T>
    static ObjectContext::Source& GetSource(Input input, const T& value, std::size_t size)
    {
        return input.context->GetSource(value, size);
    }

    static void Forget(Input input)
    {
        input.context->Forget();
    }

    static Output MakeFlag(bool flag);
    static Output MakeInteger(uint64_t value);
    static Output MakeNumber(double number);
    static Output MakeText(const std::string& text);
    static Output MakeList(const std::vector<Output>& elements);

    template <typename T, typename Entries>
    static Output MakeStruct(const Entries& entries, const std::vector<Output>& members)
    {
        PyObject* dictionary = PyDict_New();
        for (std::size_t i = 0; i < members.size(); ++i)
        {
            PyDict_SetItem(dictionary, entries[i].key, members[i]);
            Py_DECREF(members[i]);
        }
        if constexpr (std::is_base_of_v<PlanVerdict, T>)
        {
            TranslateReason(dictionary);
        }
        return MakeObject(GetClass<T>(), dictionary);
    }

    /// @endcond

    /// @tparam T a struct  @returns the dataclass for it, which Python registers; null: it has not
    template <typename T>
    static PyObject*& GetClass()
    {
        static PyObject*& registered = GetClass(GetStructName<T>());
        return registered;
    }

    /// @param [in] name of a struct  @returns the dataclass for it, to be set
    static PyObject*& GetClass(const std::string& name);
    /// @returns what makes Python's words of a planner's, to be set
    static PyObject*& GetTranslator();
    /// @param [in] type a dataclass; null: none  @param [in] dictionary of its fields, taken
    /// @returns an object of it, or the dictionary
    static Output MakeObject(PyObject* type, PyObject* dictionary);

  private:
    static void TranslateReason(PyObject* dictionary);
};

/// What goes between Python and structs. @see ObjectBackend
using ObjectWalk = FieldWalk<ObjectBackend>;

/// @tparam T a struct with named fields  @param [in] object of Python  @param [in] name what it is
/// called in messages  @returns the struct  @throws FieldFault
template <typename T>
T
ReadObject(pybind11::handle object, const std::string& name)
{
    ObjectContext context(false);
    T value;
    ObjectWalk::ReadStruct({nullptr, &name, 0}, {object.ptr(), &context}, value);
    return value;
}

/// @tparam T a struct with named fields  @param [in] value of it  @returns a dataclass
template <typename T>
pybind11::object
WriteObject(const T& value)
{
    return pybind11::reinterpret_steal<pybind11::object>(ObjectWalk::WriteStruct(value));
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_OBJECT_BACKEND_H
