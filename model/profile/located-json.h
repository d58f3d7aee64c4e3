/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LOCATED_JSON_H
#define EDGE_AI_LOCATED_JSON_H

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A JSON value that knows the line it stood on.
struct LocatedJson
{
    /// Kinds of value.
    enum Type
    {
        NOTHING,
        BOOLEAN,
        WHOLE, ///< a whole number in 0..2^64-1
        NUMBER,
        TEXT,
        LIST,
        OBJECT,
    };

    Type type{NOTHING};
    uint32_t line{1};               ///< line in the file, from 1 (of a list or object: its start)
    uint64_t whole{0};              ///< value of a WHOLE
    double number{0};               ///< value of a NUMBER or WHOLE
    std::string text;               ///< value of a TEXT; other scalars as they were written
    std::vector<std::string> keys;  ///< keys of an OBJECT, in order, none twice
    std::vector<LocatedJson> items; ///< elements of a LIST, or the values of the keys

    /// @param [in] key a key  @returns its value, or nullptr
    const LocatedJson* Find(const std::string& key) const;
    /// @returns the value in words for messages, shortened
    std::string Describe() const;
};

/// Largest file that is read [B].
constexpr std::size_t JSON_SIZE_MAX = 64U << 20;

/**
 * @param [in] text a JSON document
 * @param [in] source its name, for messages
 * @returns the document
 * @throws ProfileError "source:line: what is wrong" for a syntax error, a key given twice, nesting
 *         deeper than 32 levels, or a text above JSON_SIZE_MAX
 */
LocatedJson ParseLocatedJson(const std::string& text, const std::string& source);

/**
 * @param [in] path a file
 * @returns its content
 * @throws ProfileError if it cannot be read or is larger than JSON_SIZE_MAX
 */
std::string ReadTextFile(const std::string& path);

/// @param [in] text any text  @returns it as a JSON string, in quotes (bad UTF-8 is replaced)
std::string QuoteJson(const std::string& text);
/// @param [in] number a finite number  @returns the shortest JSON number that reads back the same
std::string FormatJson(double number);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LOCATED_JSON_H
