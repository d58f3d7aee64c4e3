/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NARROWED_CHECKER_H
#define EDGE_AI_NARROWED_CHECKER_H

#include "ns3/attribute.h"
#include "ns3/ptr.h"

#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{

/// Checker of an attribute that takes some of the values that one of ns-3's does: Check() says
/// which.
class NarrowedChecker : public AttributeChecker
{
  public:
    /// @param [in] wide checker of the kind of values  @param [in] allowed ones in words
    NarrowedChecker(Ptr<const AttributeChecker> wide, std::string allowed)
        : m_wide(std::move(wide)),
          m_allowed(std::move(allowed))
    {
    }

    std::string GetValueTypeName() const override
    {
        return m_wide->GetValueTypeName();
    }

    bool HasUnderlyingTypeInformation() const override
    {
        return true;
    }

    std::string GetUnderlyingTypeInformation() const override
    {
        return m_allowed;
    }

    Ptr<AttributeValue> Create() const override
    {
        return m_wide->Create();
    }

    bool Copy(const AttributeValue& source, AttributeValue& destination) const override
    {
        return m_wide->Copy(source, destination);
    }

  private:
    Ptr<const AttributeChecker> m_wide;
    std::string m_allowed;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NARROWED_CHECKER_H
