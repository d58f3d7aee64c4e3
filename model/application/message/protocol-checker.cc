/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "protocol-checker.h"

#include "narrowed-checker.h"

#include "ns3/tcp-socket-factory.h"
#include "ns3/type-id.h"
#include "ns3/udp-socket-factory.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/// Of two types.
class ProtocolChecker : public NarrowedChecker
{
  public:
    ProtocolChecker()
        : NarrowedChecker(MakeTypeIdChecker(),
                          TcpSocketFactory::GetTypeId().GetName() + " or " +
                              UdpSocketFactory::GetTypeId().GetName())
    {
    }

    bool Check(const AttributeValue& value) const override
    {
        const auto* const type = dynamic_cast<const TypeIdValue*>(&value);
        return type && (type->Get() == TcpSocketFactory::GetTypeId() ||
                        type->Get() == UdpSocketFactory::GetTypeId());
    }
};

} // namespace

Ptr<const AttributeChecker>
MakeProtocolChecker()
{
    return Create<ProtocolChecker>();
}

} // namespace edgeai
} // namespace ns3
