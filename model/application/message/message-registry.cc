/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "message-registry.h"

#include "ns3/abort.h"

#include <algorithm>
#include <map>
#include <set>

namespace ns3
{
namespace edgeai
{

namespace
{

using Registered = std::map<MessageType, MessageDescription>;

/// @returns the types; made by the first that registers, whichever file that is in
Registered&
GetTypes()
{
    static Registered types;
    return types;
}

/// What the header's fields are called where messages are shown: no body may be called so.
const std::set<std::string>&
GetHeaderNames()
{
    static const std::set<std::string> names =
        {"version", "type", "sequence", "body", "task", "size", "offset", "payload", "malformed"};
    return names;
}

bool
IsLowerCase(const std::string& name)
{
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !name.empty() && name[0] >= 'a' && name[0] <= 'z' &&
           std::all_of(name.begin(), name.end(), fits);
}

/// @param [in] path of the struct  @param [in] fields of it; ends the program if one is unfit
void
CheckFields(const std::string& path, const std::vector<WireField>& fields)
{
    std::set<std::string> names;
    for (const WireField& entry : fields)
    {
        const std::string name = path + "." + entry.field.name;
        NS_ABORT_MSG_UNLESS(IsLowerCase(entry.field.name),
                            "Message field \"" << name << "\": names are lower_case words");
        NS_ABORT_MSG_UNLESS(names.insert(entry.field.name).second,
                            "Message field \"" << name << "\" is there twice");
        NS_ABORT_MSG_IF(entry.kind == WireKind::CHOICE && entry.field.choices.empty(),
                        "Message field \"" << name << "\" is an enumeration and has no words");
        CheckFields(name, entry.fields);
    }
}

/// @returns whether two bodies have the same fields, as far as those see who show them
bool
AreSame(const std::vector<WireField>& one, const std::vector<WireField>& other)
{
    return std::equal(one.begin(),
                      one.end(),
                      other.begin(),
                      other.end(),
                      [](const WireField& a, const WireField& b) {
                          return a.field.name == b.field.name && a.kind == b.kind &&
                                 a.list == b.list && AreSame(a.fields, b.fields);
                      });
}

} // namespace

void
MessageRegistry::Register(const MessageDescription& description)
{
    const unsigned value = static_cast<unsigned>(description.type);
    NS_ABORT_MSG_IF(value == 0, "Message type " << description.name << " has the value 0");
    NS_ABORT_MSG_IF(!IsLowerCase(description.body) || GetHeaderNames().count(description.body),
                    "Message type " << description.name << ": a body cannot be called \""
                                    << description.body << "\"");
    CheckFields(description.body, description.fields);
    for (const auto& [type, other] : GetTypes())
    {
        NS_ABORT_MSG_IF(type == description.type,
                        "Message type " << value << " is registered twice: as " << other.name
                                        << " and as " << description.name);
        NS_ABORT_MSG_IF(other.name == description.name,
                        "Message types " << static_cast<unsigned>(type) << " and " << value
                                         << " are both called " << description.name);
        NS_ABORT_MSG_IF(
            other.body == description.body && !AreSame(other.fields, description.fields),
            "Message types " << other.name << " and " << description.name
                             << " have different bodies called \"" << other.body << "\"");
    }
    GetTypes()[description.type] = description;
}

const MessageDescription*
MessageRegistry::Find(MessageType type)
{
    const auto it = GetTypes().find(type);
    return it == GetTypes().end() ? nullptr : &it->second;
}

std::vector<const MessageDescription*>
MessageRegistry::List()
{
    std::vector<const MessageDescription*> list;
    for (const auto& [type, description] : GetTypes())
    {
        list.push_back(&description);
    }
    return list;
}

} // namespace edgeai
} // namespace ns3
