/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "json-object-reader.h"

#include "printable-text.h"
#include "profile-error.h"

#include <algorithm>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns a number without needless digits
template <typename T>
std::string
Write(T number)
{
    std::ostringstream text;
    text.precision(15);
    text << number;
    return text.str();
}

} // namespace

JsonObjectReader::JsonObjectReader(const LocatedJson& value,
                                   const std::string& source,
                                   const std::string& path,
                                   const std::vector<std::string>& keys)
    : m_value(value),
      m_source(source),
      m_path(path)
{
    if (value.type != LocatedJson::OBJECT)
    {
        Fail(value,
             (path.empty() ? "the document" : path) + " must be an object, got " +
                 value.Describe());
    }
    for (std::size_t i = 0; i < value.keys.size(); ++i)
    {
        if (std::find(keys.begin(), keys.end(), value.keys[i]) == keys.end())
        {
            std::string known;
            for (const auto& key : keys)
            {
                known += (known.empty() ? "" : ", ") + key;
            }
            Fail(value.items[i],
                 "unknown key " + GetPath(Shorten(value.keys[i])) + "; allowed are " + known);
        }
    }
}

void
JsonObjectReader::Fail(const LocatedJson& where, const std::string& message) const
{
    throw ProfileError(m_source + ":" + std::to_string(where.line) + ": " + message);
}

std::string
JsonObjectReader::GetPath(const std::string& key) const
{
    return m_path.empty() ? key : m_path + "." + key;
}

bool
JsonObjectReader::Has(const std::string& key) const
{
    return m_value.Find(key) != nullptr;
}

const LocatedJson&
JsonObjectReader::Get(const std::string& key) const
{
    const LocatedJson* value = m_value.Find(key);
    if (!value)
    {
        Fail(m_value, GetPath(key) + " is missing");
    }
    return *value;
}

std::string
JsonObjectReader::GetText(const std::string& key) const
{
    const LocatedJson& value = Get(key);
    if (value.type != LocatedJson::TEXT)
    {
        Fail(value, GetPath(key) + " must be a text, got " + value.Describe());
    }
    return value.text;
}

std::string
JsonObjectReader::GetText(const std::string& key, const std::string& fallback) const
{
    return Has(key) ? GetText(key) : fallback;
}

uint64_t
JsonObjectReader::ToWhole(const LocatedJson& value,
                          const std::string& path,
                          uint64_t min,
                          uint64_t max) const
{
    if (value.type == LocatedJson::NUMBER && value.number < static_cast<double>(min))
    {
        Fail(value, path + " must be >= " + std::to_string(min) + ", got " + value.Describe());
    }
    if (value.type != LocatedJson::WHOLE || value.whole < min || value.whole > max)
    {
        Fail(value,
             path + " must be a whole number in " + std::to_string(min) + ".." +
                 std::to_string(max) + ", got " + value.Describe());
    }
    return value.whole;
}

uint64_t
JsonObjectReader::GetWhole(const std::string& key, uint64_t min, uint64_t max) const
{
    return ToWhole(Get(key), GetPath(key), min, max);
}

uint64_t
JsonObjectReader::GetWhole(const std::string& key,
                           uint64_t min,
                           uint64_t max,
                           uint64_t fallback) const
{
    return Has(key) ? GetWhole(key, min, max) : fallback;
}

double
JsonObjectReader::ToNumber(const LocatedJson& value,
                           const std::string& path,
                           double min,
                           double max) const
{
    const bool isNumber = value.type == LocatedJson::NUMBER || value.type == LocatedJson::WHOLE;
    if (!isNumber || !(value.number >= min && value.number <= max))
    {
        Fail(value,
             path + " must be a number in [" + Write(min) + ", " + Write(max) + "], got " +
                 value.Describe());
    }
    return value.number;
}

double
JsonObjectReader::GetNumber(const std::string& key, double min, double max) const
{
    return ToNumber(Get(key), GetPath(key), min, max);
}

const LocatedJson&
JsonObjectReader::GetList(const std::string& key) const
{
    const LocatedJson& value = Get(key);
    if (value.type != LocatedJson::LIST)
    {
        Fail(value, GetPath(key) + " must be a list, got " + value.Describe());
    }
    return value;
}

std::vector<uint32_t>
JsonObjectReader::GetWholes(const std::string& key, uint32_t min, uint32_t max) const
{
    const LocatedJson& list = GetList(key);
    std::vector<uint32_t> wholes;
    for (std::size_t i = 0; i < list.items.size(); ++i)
    {
        const std::string path = GetPath(key) + "[" + std::to_string(i) + "]";
        wholes.push_back(static_cast<uint32_t>(ToWhole(list.items[i], path, min, max)));
    }
    return wholes;
}

std::vector<double>
JsonObjectReader::GetNumbers(const std::string& key, double min, double max) const
{
    const LocatedJson& list = GetList(key);
    std::vector<double> numbers;
    for (std::size_t i = 0; i < list.items.size(); ++i)
    {
        const std::string path = GetPath(key) + "[" + std::to_string(i) + "]";
        numbers.push_back(ToNumber(list.items[i], path, min, max));
    }
    return numbers;
}

} // namespace edgeai
} // namespace ns3
