/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "external-header.h"

#include "external-bytes.h"
#include "printable-text.h"

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

bool
MayBeHeader(const std::vector<uint8_t>& begun)
{
    const std::vector<uint8_t> right = ExternalHeader().Write();
    const std::size_t count = std::min(begun.size(), sizeof ExternalLimits::MAGIC);
    return std::equal(begun.begin(),
                      begun.begin() + static_cast<std::ptrdiff_t>(count),
                      right.begin());
}

std::string
ReadExternalWords(const std::vector<uint8_t>& body, std::string& words)
{
    ExternalReader reader(body);
    std::string said = reader.TakeText().substr(0, ExternalLimits::TEXT);
    said.erase(said.find_last_not_of("\r\n") + 1);
    words = said.empty() ? "no reason given" : MakePrintable(said);
    return reader.GetFault();
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
