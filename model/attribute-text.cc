/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "attribute-text.h"

#include "monitor/last-resort.h"
#include "nearest-name.h"
#include "value-text.h"

#include "ns3/box.h"
#include "ns3/data-rate.h"
#include "ns3/pointer.h"
#include "ns3/queue-size.h"
#include "ns3/rectangle.h"
#include "ns3/string.h"
#include "ns3/vector.h"

#include <algorithm>
#include <arpa/inet.h>
#include <boost/algorithm/string/split.hpp>
#include <cctype>
#include <cstddef>
#include <limits>
#include <map>
#include <sstream>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double MOST = std::numeric_limits<double>::max();

/// Ends of what a number can be.
struct Range
{
    double least{-MOST};
    double most{MOST};
};

/// @param [in] info of a number's checker, "uint32_t 0:10"  @returns the range in it
Range
ReadRange(const std::string& info)
{
    Range range;
    const std::size_t begin = info.rfind(' ') + 1; // 0 without a blank
    const std::size_t colon = info.find(':', begin);
    double least = 0;
    double most = 0;
    if (colon != std::string::npos && ReadNumber(info.substr(begin, colon - begin), least) &&
        ReadNumber(info.substr(colon + 1), most))
    {
        // Six digits of the ends of a double are close to them, and mean that there is no end.
        constexpr double NEARLY = 0.99 * MOST;
        range.least = least < -NEARLY ? -MOST : least;
        range.most = most > NEARLY ? MOST : most;
    }
    return range;
}

/// @param [in] list of words  @param [in] mark between them  @returns them
std::vector<std::string>
SplitAt(const std::string& list, char mark)
{
    std::vector<std::string> words;
    return boost::algorithm::split(words, list, [mark](char letter) { return letter == mark; });
}

/// @param [in] text any  @returns whether it is six bytes in hexadecimal digits with colons between
bool
IsHardwareAddress(const std::string& text)
{
    const std::vector<std::string> bytes = SplitAt(text, ':');
    return bytes.size() == 6 &&
           std::all_of(bytes.begin(), bytes.end(), [](const std::string& byte) {
               return !byte.empty() && byte.size() <= 2 &&
                      byte.find_first_not_of("0123456789abcdefABCDEF") == byte.npos;
           });
}

/// @tparam T what ns-3 reads from a stream  @param [in] text any  @returns whether all of it is one
template <typename T>
bool
Reads(const std::string& text)
{
    T value;
    std::istringstream stream(text);
    stream >> value;
    return !stream.fail() && stream.eof();
}

/// @tparam T a number with its unit, of which ns-3 also takes the unit alone
/// @param [in] text any  @returns whether all of it is one
template <typename T>
bool
ReadsQuantity(const std::string& text)
{
    return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) && Reads<T>(text);
}

/// A kind of values that ns-3 reads from a stream, and aborts where there is more in it.
struct StreamKind
{
    bool (*reads)(const std::string& text); ///< whether all of it is one
    std::string what;                       ///< it is
};

/// @returns them by their values' names
const std::map<std::string, StreamKind>&
GetStreamKinds()
{
    static const StreamKind vector{Reads<Vector3D>, "vector; allowed is x:y:z in m"};
    static const std::map<std::string, StreamKind> kinds{
        {"BoxValue", {Reads<Box>, "box; allowed is xMin|xMax|yMin|yMax|zMin|zMax in m"}},
        {"DataRateValue",
         {ReadsQuantity<DataRate>, "data rate; allowed is a number with its unit, as 5Mbps"}},
        {"Mac48AddressValue",
         {IsHardwareAddress, "hardware address; allowed are six bytes, as 00:00:00:00:0a:01"}},
        {"QueueSizeValue",
         {ReadsQuantity<QueueSize>, "queue size; allowed is 100p, 1500B, or the like"}},
        {"RectangleValue", {Reads<Rectangle>, "rectangle; allowed is xMin|xMax|yMin|yMax in m"}},
        {"Vector2DValue", {Reads<Vector2D>, "vector; allowed is x:y in m"}},
        {"Vector3DValue", vector},
        {"VectorValue", vector}};
    return kinds;
}

/// @param [in] type any  @param [in] kin classes
/// @returns whether it is one of them, or derived of one
bool
IsOf(TypeId type, const std::vector<std::string>& kin)
{
    return std::any_of(kin.begin(), kin.end(), [type](const std::string& name) {
        TypeId parent;
        return TypeId::LookupByNameFailSafe(name, &parent) &&
               (type == parent || type.IsChildOf(parent));
    });
}

/// @param [in] kin classes  @param [in] made objects are made of it
/// @returns the names of all that are of it, in their order
std::vector<std::string>
ListKin(const std::vector<std::string>& kin, bool made)
{
    std::vector<std::string> names;
    for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId type = TypeId::GetRegistered(i);
        if (IsOf(type, kin) && (type.HasConstructor() || !made))
        {
            names.push_back(type.GetName());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// @param [in] who is set  @param [in] text to be a value  @param [in] present value, likewise
/// @throws std::invalid_argument if the present one is of a kin of which the text is not
void
ExpectKin(const std::string& who, const std::string& text, const std::string& present)
{
    // Of others, as path losses, ns-3 takes more than one kin. Releases register TcpCubic as a kind
    // of socket, which it is not.
    static const std::vector<std::vector<std::string>> kins{
        {"ns3::Scheduler"},
        {"ns3::SimulatorImpl"},
        {"ns3::SocketFactory"},
        {"ns3::TcpCongestionOps", "ns3::TcpSocketBase"},
        {"ns3::TcpRecoveryOps"}};
    TypeId own;
    if (!TypeId::LookupByNameFailSafe(present, &own))
    {
        return;
    }
    for (const auto& kin : kins)
    {
        if (IsOf(own, kin))
        {
            ExpectOneOf(who, text, ListKin(kin, own.HasConstructor()));
            return;
        }
    }
}

/// @param [in] who is set  @param [in] text to be the name of a class  @returns it
/// @throws std::invalid_argument if there is none
TypeId
ExpectClass(const std::string& who, const std::string& text)
{
    TypeId type;
    if (!TypeId::LookupByNameFailSafe(text, &type))
    {
        RefuseText(who, text, "class" + SuggestName(text, ListTypeNames()));
    }
    return type;
}

/// @param [in] who is set  @param [in] text "Class", or "Class[Attribute=value|Attribute=value]"
/// @param [in] checker of pointers, to what is to be made of it
/// @throws std::invalid_argument if there is no such class, or none of its attributes is so
void
ExpectObject(const std::string& who,
             const std::string& text,
             const Ptr<const AttributeChecker>& checker)
{
    const std::size_t open = text.find('[');
    const std::string name = text.substr(0, open);
    const TypeId type = ExpectClass(who, name);
    const auto* const pointers = dynamic_cast<const PointerChecker*>(PeekPointer(checker));
    if (pointers && !IsOf(type, {pointers->GetPointeeTypeId().GetName()}))
    {
        // ns-3 makes one of any class, also of those that are no objects, and looks at it then.
        ExpectClassOf(who, name, pointers->GetPointeeTypeId());
    }
    if (!type.HasConstructor())
    {
        RefuseText(who, text, "class of which objects can be made");
    }
    if (open == std::string::npos)
    {
        return;
    }
    if (text.back() != ']')
    {
        RefuseText(who, text, "object: its bracket is not closed");
    }
    const std::string inside = text.substr(open + 1, text.size() - open - 2);
    if (inside.empty())
    {
        return;
    }
    if (inside.find_first_of("[]") != std::string::npos)
    {
        RefuseText(who, text, "object: one within its bracket can have no bracket of its own");
    }
    if (std::any_of(inside.begin(), inside.end(), [](unsigned char c) { return std::isspace(c); }))
    {
        RefuseText(who, text, "object: there is a blank within its bracket");
    }
    for (const std::string& one : SplitAt(inside, '|'))
    {
        const std::size_t equals = one.find('=');
        const std::string attribute = one.substr(0, equals);
        TypeId::AttributeInformation info;
        if (equals == std::string::npos || !type.LookupAttributeByName(attribute, &info))
        {
            RefuseText(who, text, "object: '" + one + "' is no Attribute=value of " + name);
        }
        if ((info.flags & TypeId::ATTR_CONSTRUCT) == 0)
        {
            RefuseText(who, text, "object: " + attribute + " cannot be set when it is made");
        }
        ExpectAttributeValue(who + ": " + attribute, one.substr(equals + 1), info);
    }
}

/// @param [in] who is set  @param [in] text to be an address of IPv4
/// @throws std::invalid_argument if it is none
void
ExpectIpv4Address(const std::string& who, const std::string& text)
{
    in_addr address;
    if (inet_pton(AF_INET, text.c_str(), &address) != 1)
    {
        RefuseText(who, text, "address; allowed are four numbers up to 255, as 10.0.0.1");
    }
}

/// @param [in] who is set  @param [in] text to be a value
/// @param [in] kind of value, as ns-3 names it  @param [in] checker of it
/// @throws std::invalid_argument if it is none, as far as the kind is known
void
ExpectKind(const std::string& who,
           const std::string& text,
           const std::string& kind,
           const Ptr<const AttributeChecker>& checker)
{
    const std::string info =
        checker->HasUnderlyingTypeInformation() ? checker->GetUnderlyingTypeInformation() : "";
    const auto stream = GetStreamKinds().find(kind);
    if (stream != GetStreamKinds().end() && !stream->second.reads(text))
    {
        RefuseText(who, text, stream->second.what);
    }
    else if (kind == "UintegerValue" || kind == "IntegerValue")
    {
        ExpectWhole(who, text, ReadRange(info).least, ReadRange(info).most);
    }
    else if (kind == "DoubleValue")
    {
        ExpectReal(who, text, ReadRange(info).least, ReadRange(info).most);
    }
    else if (kind == "BooleanValue")
    {
        ExpectTruth(who, text);
    }
    else if (kind == "TimeValue")
    {
        ExpectTime(who, text);
    }
    else if (kind.compare(0, 9, "EnumValue") == 0)
    {
        ExpectOneOf(who, text, SplitAt(info, '|'));
    }
    else if (kind.find("PtrContainer") != std::string::npos)
    {
        RefuseText(who, text, "value of it: it is there to be read, and cannot be set");
    }
    else if (kind == "Ipv4AddressValue")
    {
        ExpectIpv4Address(who, text);
    }
    else if (kind == "PointerValue")
    {
        ExpectObject(who, text, checker);
    }
    else if (kind == "TypeIdValue")
    {
        ExpectClass(who, text);
    }
}

} // namespace

void
ExpectAttributeValue(const std::string& who,
                     const std::string& text,
                     const Ptr<const AttributeChecker>& checker,
                     const std::string& help,
                     const std::string& present)
{
    // Some kinds of attributes name their value with, others without the namespace.
    std::string kind = checker->GetValueTypeName();
    kind = kind.compare(0, 5, "ns3::") == 0 ? kind.substr(5) : kind;
    ExpectKind(who, text, kind, checker);
    // What ns-3 reads from a stream has to end where the stream does.
    const bool blank = !text.empty() && (std::isspace(static_cast<unsigned char>(text.front())) ||
                                         std::isspace(static_cast<unsigned char>(text.back())));
    if (blank && kind != "StringValue")
    {
        RefuseText(who, text, "value: it begins or ends with a blank");
    }
    const LastWords words(who + " was set to '" + text + "'");
    if (!checker->CreateValidValue(StringValue(text)))
    {
        const bool dot = !help.empty() && help.back() == '.';
        const std::string what = help.substr(0, help.size() - (dot ? 1 : 0));
        const bool known = checker->HasUnderlyingTypeInformation();
        RefuseText(who,
                   text,
                   "value of it: " + what +
                       (known ? "; it is " + checker->GetUnderlyingTypeInformation() : ""));
    }
    ExpectKin(who, text, present);
}

void
ExpectAttributeValue(const std::string& who,
                     const std::string& text,
                     const TypeId::AttributeInformation& info)
{
    ExpectAttributeValue(who,
                         text,
                         info.checker,
                         info.help,
                         info.initialValue->SerializeToString(info.checker));
}

void
ExpectClassOf(const std::string& who, const std::string& name, TypeId kin)
{
    ExpectOneOf(who, name, ListKin({kin.GetName()}, true));
}

} // namespace edgeai
} // namespace ns3
