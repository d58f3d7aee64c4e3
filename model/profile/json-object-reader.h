/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_JSON_OBJECT_READER_H
#define EDGE_AI_JSON_OBJECT_READER_H

#include "located-json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Reads the members of one JSON object and complains with file, line, field and range.
class JsonObjectReader
{
  public:
    /**
     * @param [in] value what should be an object
     * @param [in] source name of the document
     * @param [in] path field the value stands in, "" for the document itself
     * @param [in] keys every key the object may have
     * @throws ProfileError if it is not an object or has another key
     */
    JsonObjectReader(const LocatedJson& value,
                     const std::string& source,
                     const std::string& path,
                     const std::vector<std::string>& keys);

    /// @param [in] key key  @returns whether the object has it
    bool Has(const std::string& key) const;
    /// @param [in] key key  @returns its text; throws if missing or not a text
    std::string GetText(const std::string& key) const;
    /// @param [in] key key  @param [in] fallback value if missing  @returns its text
    std::string GetText(const std::string& key, const std::string& fallback) const;
    /// @param [in] key key  @param [in] min least  @param [in] max largest
    /// @returns its whole number; throws if missing or out of range
    uint64_t GetWhole(const std::string& key, uint64_t min, uint64_t max) const;
    /// As above, with a value for a missing key.
    uint64_t GetWhole(const std::string& key, uint64_t min, uint64_t max, uint64_t fallback) const;
    /// @param [in] key key  @param [in] min least  @param [in] max largest
    /// @returns its number; throws if missing or out of range
    double GetNumber(const std::string& key, double min, double max) const;
    /// @param [in] key key  @returns its list; throws if missing or not a list
    const LocatedJson& GetList(const std::string& key) const;
    /// @param [in] key key  @param [in] min least  @param [in] max largest
    /// @returns its list of whole numbers; throws if missing or one is out of range
    std::vector<uint32_t> GetWholes(const std::string& key, uint32_t min, uint32_t max) const;
    /// @param [in] key key  @param [in] min least  @param [in] max largest
    /// @returns its list of numbers; throws if missing or one is out of range
    std::vector<double> GetNumbers(const std::string& key, double min, double max) const;
    /// @param [in] key key  @returns its value; throws if missing
    const LocatedJson& Get(const std::string& key) const;
    /// @param [in] key key  @returns the key with the path before it, e.g. "blocks[3].flop"
    std::string GetPath(const std::string& key) const;
    /**
     * Complains about a value.
     * @param [in] where value whose line is named
     * @param [in] message what is wrong
     */
    [[noreturn]] void Fail(const LocatedJson& where, const std::string& message) const;

  private:
    /// Reads a whole number.
    uint64_t ToWhole(const LocatedJson& value,
                     const std::string& path,
                     uint64_t min,
                     uint64_t max) const;
    /// Reads a number.
    double ToNumber(const LocatedJson& value,
                    const std::string& path,
                    double min,
                    double max) const;

    const LocatedJson& m_value; ///< the object
    std::string m_source;       ///< name of the document
    std::string m_path;         ///< field the object stands in
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_JSON_OBJECT_READER_H
