/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "socket-address.h"

#include "resume-body.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"

#include <arpa/inet.h>
#include <charconv>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/**
 * @param [in] text without sign or blanks
 * @param [in] base of its digits
 * @param [in] most largest number
 * @param [out] number that it says
 * @returns whether all of it is a number of 0 to most
 */
bool
ReadWhole(const std::string& text, int base, uint32_t most, uint32_t& number)
{
    const char* const end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, number, base);
    return fault == std::errc() && stop == end && number <= most;
}

/// @param [in] text "type-length-byte:byte"  @param [out] address that it is  @returns whether
bool
ReadRawAddress(const std::string& text, Address& address)
{
    // As releases of 3.43 to 3.46, and of 3.47 and later, write none at all.
    if (text.empty() || text == "00-00:00")
    {
        address = Address();
        return true;
    }
    const std::size_t first = text.find('-');
    const std::size_t second = first == text.npos ? first : text.find('-', first + 1);
    uint32_t type = 0;
    uint32_t length = 0;
    if (second == text.npos || !ReadWhole(text.substr(0, first), 16, UINT8_MAX, type) ||
        !ReadWhole(text.substr(first + 1, second - first - 1), 16, Address::MAX_SIZE, length))
    {
        return false;
    }
    if (length == 0)
    {
        address = Address(); // of which ns-3 writes a byte that it does not have
        return type == 0;
    }
    uint8_t bytes[Address::MAX_SIZE];
    std::istringstream rest(text.substr(second + 1));
    std::string byte;
    uint32_t read = 0;
    for (uint32_t value = 0; std::getline(rest, byte, ':'); ++read)
    {
        if (read == length || !ReadWhole(byte, 16, UINT8_MAX, value))
        {
            return false;
        }
        bytes[read] = static_cast<uint8_t>(value);
    }
    const Address raw(static_cast<uint8_t>(type), bytes, static_cast<uint8_t>(length));
    if (read != length || text.back() == ':' || !FindSocketAddressFault(raw, "").empty())
    {
        return false;
    }
    address = raw;
    return true;
}

/// Value of an attribute of an address, which looks at the text it is read from.
class SocketAddressValue : public AddressValue
{
  public:
    Ptr<AttributeValue> Copy() const override
    {
        return Create<SocketAddressValue>(*this);
    }

    bool DeserializeFromString(std::string value, Ptr<const AttributeChecker>) override
    {
        Address address;
        const bool read = ReadSocketAddress(value, address);
        Set(address);
        return read;
    }
};

/// Takes values of any address, as one of ns-3 does, and text only of those it describes.
class SocketAddressChecker : public AttributeChecker
{
  public:
    bool Check(const AttributeValue& value) const override
    {
        return dynamic_cast<const AddressValue*>(&value) != nullptr;
    }

    std::string GetValueTypeName() const override
    {
        return "ns3::AddressValue";
    }

    bool HasUnderlyingTypeInformation() const override
    {
        return true;
    }

    std::string GetUnderlyingTypeInformation() const override
    {
        return "an address and a port, such as 10.1.1.1:5000 or [2001:db8::1]:5000";
    }

    Ptr<AttributeValue> Create() const override
    {
        return ns3::Create<SocketAddressValue>();
    }

    bool Copy(const AttributeValue& source, AttributeValue& destination) const override
    {
        const auto* const from = dynamic_cast<const AddressValue*>(&source);
        auto* const to = dynamic_cast<AddressValue*>(&destination);
        if (from && to)
        {
            to->Set(from->Get());
        }
        return from && to;
    }
};

} // namespace

Ptr<const AttributeChecker>
MakeSocketAddressChecker()
{
    return Create<SocketAddressChecker>();
}

bool
ReadSocketAddress(const std::string& text, Address& address)
{
    const std::size_t colon = text.rfind(':');
    if (text.find('-') != text.npos || colon == text.npos)
    {
        return ReadRawAddress(text, address);
    }
    uint32_t port = 0;
    if (!ReadWhole(text.substr(colon + 1), 10, UINT16_MAX, port) || port == 0)
    {
        return false;
    }
    const std::string host = text.substr(0, colon);
    uint8_t bytes[16];
    if (inet_pton(AF_INET, host.c_str(), bytes) == 1)
    {
        address = InetSocketAddress(Ipv4Address::Deserialize(bytes), static_cast<uint16_t>(port));
        return true;
    }
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed && inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), bytes) == 1)
    {
        address = Inet6SocketAddress(Ipv6Address(bytes), static_cast<uint16_t>(port));
        return true;
    }
    return false;
}

std::string
FindSocketAddressFault(const Address& address, const std::string& name)
{
    std::ostringstream fault;
    const bool known =
        InetSocketAddress::IsMatchingType(address) || Inet6SocketAddress::IsMatchingType(address);
    if (address.IsInvalid())
    {
        fault << name << " was not set";
    }
    else if (!known)
    {
        fault << name << " is " << address << ", which is no address with a port";
    }
    else if (GetPort(address) == 0)
    {
        fault << name << " has port 0, at which nobody listens";
    }
    else
    {
        return "";
    }
    fault << "; it takes an IPv4 or IPv6 address and a port of 1 to 65535, such as "
             "InetSocketAddress(Ipv4Address(\"10.1.1.1\"), 5000), or the text 10.1.1.1:5000 or "
             "[2001:db8::1]:5000";
    return fault.str();
}

} // namespace edgeai
} // namespace ns3
