/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dissector-table.h"

#include "message-registry.h"
#include "monitor/csv-format.h"

#include <cmath>
#include <map>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] text any  @returns it as Lua writes it
std::string
Quote(const std::string& text)
{
    std::string quoted = "\"";
    for (const char c : text)
    {
        if (c == '"' || c == '\\')
        {
            quoted += '\\';
        }
        quoted += c == '\n' ? ' ' : c;
    }
    return quoted + "\"";
}

const char*
GetKindName(WireKind kind)
{
    switch (kind)
    {
    case WireKind::BOOL:
        return "bool";
    case WireKind::UINT8:
        return "uint8";
    case WireKind::UINT16:
        return "uint16";
    case WireKind::UINT32:
        return "uint32";
    case WireKind::UINT64:
        return "uint64";
    case WireKind::DOUBLE:
        return "double";
    case WireKind::CHOICE:
        return "choice";
    case WireKind::TEXT:
        return "text";
    case WireKind::STRUCT:
        return "struct";
    }
    return "";
}

void
PrintFields(std::ostream& os, const std::vector<WireField>& fields, const std::string& indent)
{
    for (const WireField& entry : fields)
    {
        const Field& field = entry.field;
        os << indent << "{" << Quote(field.name) << ", \"" << GetKindName(entry.kind) << "\", "
           << Quote(field.unit) << ", " << Quote(field.help);
        if (entry.list)
        {
            os << ", list = true";
        }
        if (field.choices.empty() && std::isfinite(field.least))
        {
            os << ", least = " << FormatNumber(field.least);
        }
        if (field.choices.empty() && std::isfinite(field.most))
        {
            os << ", most = " << FormatNumber(field.most);
        }
        if (field.mayBeZero)
        {
            os << ", zero = true";
        }
        if (field.mayBeUnknown)
        {
            os << ", unknown = true";
        }
        if (!field.choices.empty())
        {
            os << ", words = {[0] = ";
            for (std::size_t i = 0; i < field.choices.size(); ++i)
            {
                os << (i > 0 ? ", " : "") << Quote(field.choices[i]);
            }
            os << "}";
        }
        if (entry.kind == WireKind::STRUCT)
        {
            os << ", fields = {\n";
            PrintFields(os, entry.fields, indent + "    ");
            os << indent << "}";
        }
        os << "},\n";
    }
}

} // namespace

void
PrintDissectorTable(std::ostream& os, const std::string& variable, uint8_t first, uint8_t last)
{
    static const std::map<PayloadKind, std::string> payloads = {{PayloadKind::NONE, "none"},
                                                                {PayloadKind::COUNTED, "counted"},
                                                                {PayloadKind::REAL, "real"}};
    os << variable << " = {\n";
    for (const MessageDescription* message : MessageRegistry::List())
    {
        const unsigned value = static_cast<unsigned>(message->type);
        if (value < first || value > last)
        {
            continue;
        }
        os << "    {type = " << value << ", name = " << Quote(message->name)
           << ", body = " << Quote(message->body) << ", payload = \""
           << payloads.at(message->payload) << "\",\n     help = " << Quote(message->help)
           << ", fields = {\n";
        PrintFields(os, message->fields, "        ");
        os << "    }},\n";
    }
    os << "}\n";
}

} // namespace edgeai
} // namespace ns3
