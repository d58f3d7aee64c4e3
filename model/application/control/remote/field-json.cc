/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "field-json.h"

#include "printable-text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

using Json = nlohmann::ordered_json;

constexpr std::size_t SHOWN = 60;    ///< letters of a value in a message
constexpr std::size_t MEMBERS = 200; ///< of an object; a member is looked up among them

/// @param [in] document anything  @param [in,out] budget values and letters it may have
/// @returns whether it is as short as that
bool
IsShort(const Json& document, std::size_t& budget)
{
    const std::size_t cost =
        document.is_string() ? document.get_ref<const std::string&>().size() + 1 : 1;
    if (cost > budget)
    {
        return false;
    }
    budget -= cost;
    return !document.is_structured() ||
           std::all_of(document.begin(), document.end(), [&budget](const Json& member) {
               return IsShort(member, budget);
           });
}

/// Looks through a text for an object with more members than there are fields of any struct: each
/// of them is compared with all before it when it is kept.
class MemberCount : public nlohmann::json_sax<Json>
{
  public:
    /// @returns whether there was one
    bool IsBeyond() const
    {
        return m_beyond;
    }

    /// @cond what a text has; false ends it
    bool null() override
    {
        return true;
    }

    bool boolean(bool) override
    {
        return true;
    }

    bool number_integer(number_integer_t) override
    {
        return true;
    }

    bool number_unsigned(number_unsigned_t) override
    {
        return true;
    }

    bool number_float(number_float_t, const string_t&) override
    {
        return true;
    }

    bool string(string_t&) override
    {
        return true;
    }

    bool binary(binary_t&) override
    {
        return true;
    }

    bool start_object(std::size_t) override
    {
        m_members.push_back(0);
        return true;
    }

    bool key(string_t&) override
    {
        m_beyond = ++m_members.back() > MEMBERS;
        return !m_beyond;
    }

    bool end_object() override
    {
        m_members.pop_back();
        return true;
    }

    bool start_array(std::size_t) override
    {
        return true;
    }

    bool end_array() override
    {
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const Json::exception&) override
    {
        return false; // who reads it says so
    }

    /// @endcond

  private:
    std::vector<std::size_t> m_members; ///< of the objects that are open
    bool m_beyond{false};
};

} // namespace

JsonBackend::Key
JsonBackend::MakeKey(const std::string& name)
{
    return name;
}

bool
JsonBackend::GetFlag(Input input, bool& flag)
{
    if (input->is_boolean())
    {
        flag = input->get<bool>();
    }
    return input->is_boolean();
}

bool
JsonBackend::GetInteger(Input input, uint64_t& value, bool& negative)
{
    negative = false;
    if (input->is_number_unsigned())
    {
        value = input->get<uint64_t>();
        return true;
    }
    if (input->is_number_integer())
    {
        negative = true;
        value = 1;
        return true;
    }
    return false;
}

bool
JsonBackend::GetNumber(Input input, double& number)
{
    constexpr double ENDLESS = std::numeric_limits<double>::infinity();
    if (input->is_number())
    {
        number = input->get<double>();
        return true;
    }
    if (input->is_null())
    {
        number = std::numeric_limits<double>::quiet_NaN();
        return true;
    }
    const bool more = *input == "Infinity";
    if (more || *input == "-Infinity")
    {
        number = more ? ENDLESS : -ENDLESS;
        return true;
    }
    return false;
}

bool
JsonBackend::GetText(Input input, std::string& text)
{
    if (input->is_string())
    {
        text = MakePrintable(input->get<std::string>()); // for tables and terminals
    }
    return input->is_string();
}

bool
JsonBackend::GetNumbers(Input, std::vector<double>&)
{
    return false; // one by one
}

bool
JsonBackend::GetSize(Input input, std::size_t& size)
{
    size = input->size();
    return input->is_array();
}

JsonBackend::Input
JsonBackend::GetElement(Input input, std::size_t index)
{
    return &(*input)[index];
}

bool
JsonBackend::IsTable(Input)
{
    return false;
}

bool
JsonBackend::Open(Input input, Input& members)
{
    members = input;
    return input->is_object();
}

bool
JsonBackend::Find(Input input, const Key& key, Input& member)
{
    const auto found = input->find(key);
    if (found == input->end())
    {
        return false;
    }
    member = &*found;
    return true;
}

std::size_t
JsonBackend::CountMembers(Input input)
{
    return input->size();
}

std::vector<std::string>
JsonBackend::ListMembers(Input input)
{
    std::vector<std::string> names;
    for (const auto& [name, value] : input->items())
    {
        (void)value;
        names.push_back(name);
    }
    return names;
}

std::string
JsonBackend::Describe(Input input)
{
    std::size_t budget = SHOWN;
    if (!IsShort(*input, budget))
    {
        // All of it would be written for the few letters that are shown.
        return input->is_string()
                   ? DumpJson(input->get_ref<const std::string&>().substr(0, SHOWN)) + "..."
                   : std::string(input->is_array() ? "a list of " : "an object of ") +
                         std::to_string(input->size());
    }
    const std::string text = DumpJson(*input);
    return Shorten(text, SHOWN);
}

std::string
JsonBackend::DescribeShape(Input input)
{
    return Describe(input);
}

JsonBackend::Output
JsonBackend::MakeFlag(bool flag)
{
    return flag;
}

JsonBackend::Output
JsonBackend::MakeInteger(uint64_t value)
{
    return value;
}

JsonBackend::Output
JsonBackend::MakeNumber(double number)
{
    if (std::isnan(number))
    {
        return nullptr;
    }
    return std::isinf(number) ? Json(number > 0 ? "Infinity" : "-Infinity") : Json(number);
}

JsonBackend::Output
JsonBackend::MakeText(const std::string& text)
{
    return text;
}

JsonBackend::Output
JsonBackend::MakeList(std::vector<Output>& elements)
{
    Json list = Json::array();
    for (Output& element : elements)
    {
        list.push_back(std::move(element));
    }
    return list;
}

std::string
DumpJson(const Json& document)
{
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json
ParseJson(const std::string& text)
{
    try
    {
        MemberCount members;
        Json::sax_parse(text, &members, Json::input_format_t::json, true);
        if (members.IsBeyond())
        {
            throw std::invalid_argument("has an object of more than " + std::to_string(MEMBERS) +
                                        " members");
        }
        return Json::parse(text);
    }
    catch (const Json::exception& error)
    {
        // As "[json.exception.parse_error.101] parse error at line 1, column 2: ..."
        const std::string words = error.what();
        const std::size_t behind = words.find("] ");
        throw std::invalid_argument(
            "is no JSON: " +
            MakeLegible(behind == std::string::npos ? words : words.substr(behind + 2), 300));
    }
}

} // namespace edgeai
} // namespace ns3
