/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "external-header.h"

#include "external-bytes.h"

#include <algorithm>
#include <cstdio>

namespace ns3
{
namespace edgeai
{

std::string
ToString(ExternalKind kind)
{
    static const std::vector<std::string> names{"HELLO",
                                                "READY",
                                                "FIT",
                                                "UPDATE",
                                                "DECLINED",
                                                "AGGREGATE",
                                                "MODEL",
                                                "EVALUATE",
                                                "SCORE",
                                                "END",
                                                "ERROR",
                                                "PLAN",
                                                "DECISION"};
    const auto number = static_cast<std::size_t>(kind);
    return number >= 1 && number <= names.size() ? names[number - 1]
                                                 : "kind " + std::to_string(number);
}

std::vector<uint8_t>
ExternalHeader::Write() const
{
    ExternalWriter writer;
    writer.Put(uint32_t{ExternalLimits::MAGIC});
    writer.Put(uint16_t{ExternalLimits::VERSION});
    writer.Put(static_cast<uint16_t>(kind));
    writer.Put(length);
    writer.Put(number);
    return writer.Get();
}

std::string
ExternalHeader::Read(const std::vector<uint8_t>& bytes)
{
    ExternalReader reader(bytes);
    const auto magic = reader.Take<uint32_t>();
    const auto version = reader.Take<uint16_t>();
    kind = static_cast<ExternalKind>(reader.Take<uint16_t>());
    length = reader.Take<uint32_t>();
    number = reader.Take<uint32_t>();
    if (magic != ExternalLimits::MAGIC)
    {
        return "wrote " + MakePrintable(bytes, bytes.size()) +
               " where a message has to begin; what is for people goes to its standard error";
    }
    if (version != ExternalLimits::VERSION)
    {
        return "speaks version " + std::to_string(version) + " of the protocol; allowed is " +
               std::to_string(ExternalLimits::VERSION);
    }
    if (length > ExternalLimits::BODY)
    {
        return "announced " + ToString(kind) + " of " + std::to_string(length) +
               " B; allowed is at most " + std::to_string(ExternalLimits::BODY);
    }
    return "";
}

std::string
ReadExternalWords(const std::vector<uint8_t>& body)
{
    ExternalReader reader(body);
    const std::string words = reader.TakeText().substr(0, ExternalLimits::TEXT);
    std::string clean;
    for (const char letter : words)
    {
        const auto code = static_cast<unsigned char>(letter);
        clean += letter == '\n' || (code >= 0x20 && code != 0x7f) ? letter : '?';
    }
    while (!clean.empty() && clean.back() == '\n')
    {
        clean.pop_back();
    }
    return !reader.GetFault().empty() ? reader.GetFault()
           : clean.empty()            ? "no reason given"
                                      : clean;
}

std::string
MakePrintable(const std::vector<uint8_t>& bytes, std::size_t most)
{
    std::string text = "\"";
    for (std::size_t i = 0; i < std::min(most, bytes.size()); ++i)
    {
        char escaped[5];
        std::snprintf(escaped, sizeof escaped, "\\x%02x", bytes[i]);
        const bool plain =
            bytes[i] >= 0x20 && bytes[i] < 0x7f && bytes[i] != '"' && bytes[i] != '\\';
        text += plain ? std::string(1, static_cast<char>(bytes[i])) : std::string(escaped);
    }
    return text + "\"";
}

} // namespace edgeai
} // namespace ns3
