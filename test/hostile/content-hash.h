/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CONTENT_HASH_H
#define EDGE_AI_CONTENT_HASH_H

#include <cstdint>
#include <cstdio>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * FNV-1a: tells contents apart that nobody made to look alike.
 * @param [in] bytes of the content  @param [in] before hash of what is in front of it
 * @returns the hash
 */
inline uint64_t
HashContent(const std::string& bytes, uint64_t before = 14695981039346656037ULL)
{
    uint64_t hash = before;
    for (const char byte : bytes)
    {
        hash = (hash ^ static_cast<uint8_t>(byte)) * 1099511628211ULL;
    }
    return hash;
}

/// @param [in] hash some  @returns it as 16 hexadecimal digits
inline std::string
WriteHash(uint64_t hash)
{
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
    return text;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CONTENT_HASH_H
