/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "cell-control.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(CellControl);

TypeId
CellControl::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::CellControl").SetParent<Object>().SetGroupName("EdgeAi");
    return tid;
}

bool
CellControl::IsFrom(uint64_t, const Address&) const
{
    return true;
}

} // namespace edgeai
} // namespace ns3
