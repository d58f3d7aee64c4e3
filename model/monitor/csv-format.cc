/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "csv-format.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>

namespace ns3
{
namespace edgeai
{

std::string
FormatNumber(double value)
{
    if (std::isnan(value))
    {
        return "";
    }
    std::array<char, 32> buffer;
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return std::string(buffer.data(), result.ptr);
}

std::string
QuoteCsv(const std::string& text)
{
    const bool padded = !text.empty() && (text.front() == ' ' || text.back() == ' ');
    if (!padded && text.find_first_of(",\"\r\n") == std::string::npos)
    {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text)
    {
        quoted += c;
        if (c == '"')
        {
            quoted += c;
        }
    }
    return quoted + '"';
}

std::string
ExplainWriteFailure(const std::string& path)
{
    const int reason = errno;
    return "cannot write '" + path + "': " + (reason ? std::strerror(reason) : "unknown reason");
}

} // namespace edgeai
} // namespace ns3
