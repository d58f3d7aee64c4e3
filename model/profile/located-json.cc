/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "located-json.h"

#include "printable-text.h"
#include "profile-error.h"
#include "text-file.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Deepest nesting that is read; profiles need five.
constexpr std::size_t DEPTH_MAX = 32;

/// Most values in a document: bounds the memory a hostile file can take.
constexpr std::size_t VALUES_MAX = 1000000;

/// Where the parser is in the text.
struct Position
{
    uint32_t line{1};
    char last{'\0'}; ///< the character read last
};

/// Walks over a text and keeps count of lines for the handler, which the parser does not tell.
class CountingIterator
{
  public:
    using difference_type = std::ptrdiff_t;
    using value_type = char;
    using pointer = const char*;
    using reference = const char&;
    using iterator_category = std::input_iterator_tag;

    CountingIterator(const char* at, Position* position)
        : m_at(at),
          m_position(position)
    {
    }

    reference operator*() const
    {
        return *m_at;
    }

    CountingIterator& operator++()
    {
        m_position->line += *m_at == '\n' ? 1 : 0;
        m_position->last = *m_at;
        ++m_at;
        return *this;
    }

    CountingIterator operator++(int)
    {
        CountingIterator before = *this;
        ++*this;
        return before;
    }

    bool operator==(const CountingIterator& other) const
    {
        return m_at == other.m_at;
    }

    bool operator!=(const CountingIterator& other) const
    {
        return m_at != other.m_at;
    }

  private:
    const char* m_at;     ///< the next character
    Position* m_position; ///< shared by all copies
};

/// Builds a tree of LocatedJson from the parser's events.
class Handler
{
  public:
    using number_integer_t = nlohmann::json::number_integer_t;
    using number_unsigned_t = nlohmann::json::number_unsigned_t;
    using number_float_t = nlohmann::json::number_float_t;
    using string_t = nlohmann::json::string_t;
    using binary_t = nlohmann::json::binary_t;

    explicit Handler(const Position& position)
        : m_position(position)
    {
    }

    bool null()
    {
        Add(LocatedJson::NOTHING).text = "null";
        return Accept();
    }

    bool boolean(bool value)
    {
        Add(LocatedJson::BOOLEAN).text = value ? "true" : "false";
        return Accept();
    }

    bool number_integer(number_integer_t value)
    {
        // Numbers written with a minus arrive here, -0 among them.
        LocatedJson& added = AddNumber(value < 0 ? LocatedJson::NUMBER : LocatedJson::WHOLE);
        added.number = static_cast<double>(value);
        added.text = std::to_string(value);
        return Accept();
    }

    bool number_unsigned(number_unsigned_t value)
    {
        LocatedJson& added = AddNumber(LocatedJson::WHOLE);
        added.whole = value;
        added.number = static_cast<double>(value);
        added.text = std::to_string(value);
        return Accept();
    }

    bool number_float(number_float_t value, const string_t& written)
    {
        LocatedJson& added = AddNumber(LocatedJson::NUMBER);
        added.number = value;
        added.text = written;
        return Accept();
    }

    bool string(string_t& value)
    {
        Add(LocatedJson::TEXT).text = value;
        return Accept();
    }

    bool binary(binary_t& /* value */)
    {
        return Stop("binary values are not JSON");
    }

    bool start_object(std::size_t /* elements */)
    {
        return Open(LocatedJson::OBJECT);
    }

    bool start_array(std::size_t /* elements */)
    {
        return Open(LocatedJson::LIST);
    }

    bool end_object()
    {
        m_open.pop_back();
        return true;
    }

    bool end_array()
    {
        m_open.pop_back();
        return true;
    }

    bool key(string_t& value)
    {
        auto& keys = m_open.back()->keys;
        if (std::find(keys.begin(), keys.end(), value) != keys.end())
        {
            return Stop("key " + QuoteJson(value) + " is given twice");
        }
        // Objects here have a dozen keys; thousands would make the search above slow.
        if (keys.size() >= 64)
        {
            return Stop("an object may have at most 64 keys");
        }
        keys.push_back(value);
        return true;
    }

    bool parse_error(std::size_t /* byte */,
                     const std::string& /* token */,
                     const nlohmann::json::exception& error)
    {
        std::string what = error.what();
        // "[json.exception.parse_error.101] parse error at line 3, column 5: what we want"
        const auto bracket = what.find("] ");
        what = bracket == std::string::npos ? what : what.substr(bracket + 2);
        const auto colon = what.find(": ");
        what = colon == std::string::npos || what.compare(0, 11, "parse error") != 0
                   ? what
                   : what.substr(colon + 2);
        Stop(what + GetPath());
        line -= m_position.last == '\n' && line > 1 ? 1 : 0;
        return false;
    }

    LocatedJson root;      ///< the document
    std::string complaint; ///< why the parser was stopped
    uint32_t line{1};      ///< where

  private:
    bool Stop(const std::string& what)
    {
        complaint = what;
        line = m_position.line;
        return false;
    }

    /// Counts a value. @returns whether the parser may go on
    bool Accept()
    {
        return ++m_values <= VALUES_MAX ||
               Stop("more than " + std::to_string(VALUES_MAX) + " values");
    }

    /// @returns where in the document the parser is, e.g. " (at blocks[3].flop)"
    std::string GetPath() const
    {
        std::string path;
        for (const LocatedJson* open : m_open)
        {
            if (open->type == LocatedJson::LIST)
            {
                // Of a list that is open inside, the last element is the open one.
                const bool inside = open != m_open.back();
                path += "[" + std::to_string(open->items.size() - (inside ? 1 : 0)) + "]";
            }
            else if (!open->keys.empty())
            {
                path += (path.empty() ? "" : ".") + Shorten(open->keys.back());
            }
        }
        return path.empty() ? "" : " (at " + path + ")";
    }

    bool Open(LocatedJson::Type type)
    {
        if (m_open.size() >= DEPTH_MAX)
        {
            return Stop("nested deeper than " + std::to_string(DEPTH_MAX) + " levels");
        }
        m_open.push_back(&Add(type));
        return Accept();
    }

    LocatedJson& AddNumber(LocatedJson::Type type)
    {
        LocatedJson& added = Add(type);
        // To see where a number ends the parser reads one character more, perhaps a line's end.
        added.line -= m_position.last == '\n' ? 1 : 0;
        return added;
    }

    LocatedJson& Add(LocatedJson::Type type)
    {
        LocatedJson* added = &root;
        if (!m_open.empty())
        {
            // The parents on the stack do not move: only the innermost list grows.
            m_open.back()->items.emplace_back();
            added = &m_open.back()->items.back();
        }
        added->type = type;
        added->line = m_position.line;
        return *added;
    }

    const Position& m_position;       ///< where the parser is
    std::size_t m_values{0};          ///< values so far
    std::vector<LocatedJson*> m_open; ///< lists and objects not closed yet, outermost first
};

} // namespace

const LocatedJson*
LocatedJson::Find(const std::string& key) const
{
    const auto found = std::find(keys.begin(), keys.end(), key);
    return found == keys.end() ? nullptr : &items[found - keys.begin()];
}

std::string
LocatedJson::Describe() const
{
    switch (type)
    {
    case TEXT:
        return "the text \"" + Shorten(text) + "\"";
    case LIST:
        return "a list";
    case OBJECT:
        return "an object";
    default:
        return Shorten(text);
    }
}

LocatedJson
ParseLocatedJson(const std::string& text, const std::string& source)
{
    if (text.size() > JSON_SIZE_MAX)
    {
        throw ProfileError(source + ": must be at most " + std::to_string(JSON_SIZE_MAX) +
                           " bytes long, got " + std::to_string(text.size()));
    }
    Position position;
    Handler handler(position);
    const char* begin = text.data();
    const bool complete =
        nlohmann::json::sax_parse(CountingIterator(begin, &position),
                                  CountingIterator(begin + text.size(), &position),
                                  &handler);
    if (!complete)
    {
        throw ProfileError(source + ":" + std::to_string(handler.line) + ": " + handler.complaint);
    }
    return std::move(handler.root);
}

std::string
ReadTextFile(const std::string& path)
{
    const std::string fault = ExplainUnreadable(path);
    if (!fault.empty())
    {
        throw ProfileError(fault);
    }
    std::ifstream file(path, std::ios::binary);
    std::string text;
    std::vector<char> chunk(1U << 16);
    // Not by the file's size, which it may outgrow meanwhile.
    while (text.size() <= JSON_SIZE_MAX && file)
    {
        file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        text.append(chunk.data(), static_cast<std::size_t>(file.gcount()));
    }
    if (text.size() > JSON_SIZE_MAX)
    {
        throw ProfileError(path + ": must be at most " + std::to_string(JSON_SIZE_MAX) +
                           " bytes long");
    }
    if (file.bad() || !file.eof())
    {
        throw ProfileError(path + ": cannot be read to its end");
    }
    if (text.empty())
    {
        throw ProfileError(path + ": is empty");
    }
    return text;
}

std::string
QuoteJson(const std::string& text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string
FormatJson(double number)
{
    return nlohmann::json(number).dump();
}

} // namespace edgeai
} // namespace ns3
