/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hostile-subject.h"

#include "ns3/abort.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr std::size_t LONGEST = 4000; ///< letters of a refusal that somebody still reads

std::map<std::string, HostileMaker>&
GetMakers()
{
    static std::map<std::string, HostileMaker> makers;
    return makers;
}

} // namespace

HostileVerdict
HostileVerdict::Refuse(const std::string& why)
{
    if (why.empty())
    {
        return Break("it is refused without a word");
    }
    if (why.size() > LONGEST)
    {
        return Break("it is refused in " + std::to_string(why.size()) +
                     " letters: " + why.substr(0, 100));
    }
    const bool legible = std::all_of(why.begin(), why.end(), [](char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return byte >= 0x80 || std::isprint(byte) != 0 || letter == '\n' || letter == '\t';
    });
    HostileVerdict verdict;
    verdict.kind = legible ? REFUSED : BROKEN;
    verdict.words = legible ? why : "it is refused in letters that cannot be read: " + why;
    return verdict;
}

HostileVerdict
HostileVerdict::Break(const std::string& what)
{
    HostileVerdict verdict;
    verdict.kind = BROKEN;
    verdict.words = what;
    return verdict;
}

HostileRegistration::HostileRegistration(const std::string& name, HostileMaker maker)
{
    const bool fresh = GetMakers().emplace(name, std::move(maker)).second;
    NS_ABORT_MSG_UNLESS(fresh, "two subjects are called " << name);
}

std::vector<std::string>
ListHostileSubjects()
{
    std::vector<std::string> names;
    for (const auto& [name, maker] : GetMakers())
    {
        names.push_back(name);
    }
    return names;
}

std::unique_ptr<HostileSubject>
MakeHostileSubject(const std::string& name, uint64_t seed)
{
    const auto found = GetMakers().find(name);
    NS_ABORT_MSG_IF(found == GetMakers().end(), "there is no subject " << name);
    return found->second(seed);
}

} // namespace edgeai
} // namespace ns3
