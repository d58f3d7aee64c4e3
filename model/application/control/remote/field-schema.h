/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FIELD_SCHEMA_H
#define EDGE_AI_FIELD_SCHEMA_H

#include "field-json.h"
#include "nearest-name.h"

#include <boost/core/demangle.hpp>
#include <cmath>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @tparam T a struct of the module  @returns its name, without namespace
template <typename T>
std::string
GetStructName()
{
    return GetBareName(boost::core::demangle(typeid(T).name()));
}

/**
 * The archive that describes structs to who knows them by name only. What it leaves is a document
 * {"SplitDevice": [{"name": ..., "unit": ..., "help": ..., "kind": "number", "lists": 0,
 * "default": ...}, ...], ...} with all structs below one, inner ones first. Kinds are "flag",
 * "integer", "number", "text", "choice" with "choices", and "struct" with "struct", the name of
 * one; "lists" is how many lists are around it; "least" and "most" stand where there is a range,
 * with "zero" and "unknown" if 0 or null are allowed besides.
 */
class FieldSchema
{
  public:
    /// @tparam T a struct with named fields  @param [in,out] structs gets it, and those below it
    template <typename T>
    static void Describe(nlohmann::ordered_json& structs);

    /// @param [in] field what it is  @param [in] value what it is as made
    template <typename M>
    void operator()(const Field& field, M& value)
    {
        nlohmann::ordered_json words;
        words["name"] = field.name;
        words["unit"] = field.unit;
        words["help"] = field.help;
        words["lists"] = 0;
        DescribeKind<M>(field, words);
        if (field.mayBeUnknown)
        {
            words["unknown"] = true;
        }
        words["default"] = FieldWalk<JsonBackend>::Write(field, value);
        m_fields.push_back(words);
    }

  private:
    explicit FieldSchema(nlohmann::ordered_json& structs)
        : m_structs(structs)
    {
    }

    template <typename M>
    void DescribeKind(const Field& field, nlohmann::ordered_json& words)
    {
        if constexpr (std::is_same_v<M, bool>)
        {
            words["kind"] = "flag";
        }
        else if constexpr (std::is_same_v<M, std::string>)
        {
            words["kind"] = "text";
        }
        else if constexpr (std::is_enum_v<M>)
        {
            words["kind"] = "choice";
            words["choices"] = field.choices;
        }
        else if constexpr (std::is_arithmetic_v<M>)
        {
            words["kind"] = std::is_integral_v<M> ? "integer" : "number";
            if (std::isfinite(field.least))
            {
                words["least"] = field.least;
            }
            if (std::isfinite(field.most))
            {
                words["most"] = field.most;
            }
            if (field.mayBeZero)
            {
                words["zero"] = true;
            }
        }
        else if constexpr (IsFieldList<M>::value)
        {
            words["lists"] = words["lists"].template get<int>() + 1;
            DescribeKind<typename M::value_type>(field, words);
        }
        else
        {
            words["kind"] = "struct";
            words["struct"] = GetStructName<M>();
            Describe<M>(m_structs);
        }
    }

    nlohmann::ordered_json& m_structs;
    nlohmann::ordered_json m_fields = nlohmann::ordered_json::array();
};

template <typename T>
void
FieldSchema::Describe(nlohmann::ordered_json& structs)
{
    const std::string name = GetStructName<T>();
    if (structs.contains(name))
    {
        return;
    }
    FieldSchema schema(structs);
    T value;
    NameFields(schema, value);
    structs[name] = schema.m_fields; // those below it were faster
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FIELD_SCHEMA_H
