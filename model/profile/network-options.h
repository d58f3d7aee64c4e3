/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NETWORK_OPTIONS_H
#define EDGE_AI_NETWORK_OPTIONS_H

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// One key a catalogue network takes in its name, after the "@".
struct NetworkOptionRule
{
    std::string key;                  ///< e.g. "tokens"
    std::string meaning;              ///< one line, with the unit
    std::string fallback;             ///< the default, as it would be typed
    std::vector<std::string> choices; ///< admissible words; empty: a number
    double min{0};                    ///< least admissible number
    double max{0};                    ///< largest admissible number
    bool integer{true};               ///< whether the number must be whole
    uint32_t multipleOf{1};           ///< what a whole number must be a multiple of

    /// @returns the admissible values in words, e.g. "a whole number in 1..512"
    std::string GetRange() const;
};

/**
 * @param [in] word what was typed
 * @param [in] candidates what exists
 * @returns up to three candidates that differ from the word by few letters, nearest first
 */
std::vector<std::string> FindNearNames(const std::string& word,
                                       const std::vector<std::string>& candidates);

/**
 * @ingroup edge-ai
 * The options of a catalogue name NAME[@key=value[,key=value]...], checked against the rules of
 * that network.
 */
class NetworkOptions
{
  public:
    /**
     * @param [in] network name of the network, for messages
     * @param [in] text what follows the "@"; may be empty
     * @param [in] rules the keys this network takes
     * @throws ProfileError naming the key that is unknown, given twice or out of range
     */
    NetworkOptions(const std::string& network,
                   const std::string& text,
                   const std::vector<NetworkOptionRule>& rules);

    /// @param [in] key a key of a whole number  @returns its value
    uint64_t GetInteger(const std::string& key) const;
    /// @param [in] key a key of a number  @returns its value
    double GetReal(const std::string& key) const;
    /// @param [in] key a key with choices  @returns the chosen word
    std::string GetChoice(const std::string& key) const;

  private:
    /// Checks one value. @param [in] rule its rule  @param [in] value as typed
    void Check(const NetworkOptionRule& rule, const std::string& value) const;
    /// @param [in] key a key of the rules  @returns its value as typed
    const std::string& Get(const std::string& key) const;

    std::string m_network;                       ///< name of the network
    std::map<std::string, std::string> m_values; ///< every key of the rules, as typed or default
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NETWORK_OPTIONS_H
