/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FIELD_JSON_H
#define EDGE_AI_FIELD_JSON_H

#include "allocation/plan/field-walk.h"

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Structs with named fields as JSON: members in their order, enumerations as words, and for
/// numbers that JSON has not: null for not a number, "Infinity" and "-Infinity".
struct JsonBackend
{
    using Json = nlohmann::ordered_json; ///< a document
    using Input = const Json*;           ///< to be read
    using Output = Json;                 ///< written
    using Key = std::string;             ///< of a member

    static constexpr bool REUSES = false; ///< what a document does not name stays as it is

    /// @cond see FieldWalk
    static Key MakeKey(const std::string& name);
    static bool GetFlag(Input input, bool& flag);
    static bool GetInteger(Input input, uint64_t& value, bool& negative);
    static bool GetNumber(Input input, double& number);
    static bool GetText(Input input, std::string& text);
    static bool GetNumbers(Input input, std::vector<double>& numbers);
    static bool GetSize(Input input, std::size_t& size);
    static Input GetElement(Input input, std::size_t index);
    static bool IsTable(Input input);
    static bool Open(Input input, Input& members);
    static bool Find(Input input, const Key& key, Input& member);
    static std::size_t CountMembers(Input input);
    static std::vector<std::string> ListMembers(Input input);
    static std::string Describe(Input input);
    static std::string DescribeShape(Input input);

    template <typename T>
    static const T* Recall(Input)
    {
        return nullptr;
    }

    template <typename T>
    static void Remember(Input, const T&)
    {
    }

    static Output MakeFlag(bool flag);
    static Output MakeInteger(uint64_t value);
    static Output MakeNumber(double number);
    static Output MakeText(const std::string& text);
    static Output MakeList(std::vector<Output>& elements);

    template <typename T, typename Entries>
    static Output MakeStruct(const Entries& entries, std::vector<Output>& members)
    {
        Json object = Json::object();
        for (std::size_t i = 0; i < members.size(); ++i)
        {
            object.emplace(entries[i].key, std::move(members[i]));
        }
        return object;
    }

    /// @endcond
};

/// @tparam T a struct with named fields  @param [in] value of it  @returns it as a document
template <typename T>
nlohmann::ordered_json
WriteFieldJson(const T& value)
{
    return FieldWalk<JsonBackend>::WriteStruct(value);
}

/**
 * @tparam T a struct with named fields
 * @param [in] document to be read  @param [in] name what it is called in messages
 * @param [in,out] value what is read; what the document does not name stays as it is
 * @throws FieldFault naming the field, what it is and what is allowed
 */
template <typename T>
void
ReadFieldJson(const nlohmann::ordered_json& document, const std::string& name, T& value)
{
    const FieldPlace place{nullptr, &name, 0};
    FieldWalk<JsonBackend>::ReadStruct(name.empty() ? FieldPlace() : place, &document, value);
}

/// @param [in] document anything  @returns it as text on one line, whatever its texts hold
std::string DumpJson(const nlohmann::ordered_json& document);

/// @param [in] text of a document  @returns it  @throws std::invalid_argument saying where it is
/// not
nlohmann::ordered_json ParseJson(const std::string& text);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FIELD_JSON_H
