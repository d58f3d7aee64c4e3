/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "protocol-checker.h"

#include "ns3/tcp-socket-factory.h"
#include "ns3/type-id.h"
#include "ns3/udp-socket-factory.h"

#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// A TypeIdChecker of two types.
class ProtocolChecker : public AttributeChecker
{
  public:
    bool Check(const AttributeValue& value) const override
    {
        const auto* const type = dynamic_cast<const TypeIdValue*>(&value);
        return type && (type->Get() == TcpSocketFactory::GetTypeId() ||
                        type->Get() == UdpSocketFactory::GetTypeId());
    }

    std::string GetValueTypeName() const override
    {
        return m_types->GetValueTypeName();
    }

    bool HasUnderlyingTypeInformation() const override
    {
        return true;
    }

    std::string GetUnderlyingTypeInformation() const override
    {
        return TcpSocketFactory::GetTypeId().GetName() + " or " +
               UdpSocketFactory::GetTypeId().GetName();
    }

    Ptr<AttributeValue> Create() const override
    {
        return m_types->Create();
    }

    bool Copy(const AttributeValue& source, AttributeValue& destination) const override
    {
        return m_types->Copy(source, destination);
    }

  private:
    Ptr<const AttributeChecker> m_types{MakeTypeIdChecker()};
};

} // namespace

Ptr<const AttributeChecker>
MakeProtocolChecker()
{
    return Create<ProtocolChecker>();
}

} // namespace edgeai
} // namespace ns3
