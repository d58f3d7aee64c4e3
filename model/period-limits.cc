/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "period-limits.h"

#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Of a period that may be 0; the rest is what ns-3's checker of any time does.
class OptionalPeriodChecker : public AttributeChecker
{
  public:
    /// @param [in] least shortest period other than 0
    explicit OptionalPeriodChecker(Time least)
        : m_least(least),
          m_times(MakeTimeChecker(Time(0)))
    {
    }

    bool Check(const AttributeValue& value) const override
    {
        const auto* const time = dynamic_cast<const TimeValue*>(&value);
        return time && (time->Get().IsZero() || time->Get() >= m_least);
    }

    std::string GetValueTypeName() const override
    {
        return m_times->GetValueTypeName();
    }

    bool HasUnderlyingTypeInformation() const override
    {
        return true;
    }

    std::string GetUnderlyingTypeInformation() const override
    {
        std::ostringstream text;
        text << "0 or a time of at least " << m_least.As(Time::MS);
        return text.str();
    }

    Ptr<AttributeValue> Create() const override
    {
        return m_times->Create();
    }

    bool Copy(const AttributeValue& source, AttributeValue& destination) const override
    {
        return m_times->Copy(source, destination);
    }

  private:
    Time m_least;
    Ptr<const AttributeChecker> m_times;
};

} // namespace

Ptr<const AttributeChecker>
MakeOptionalPeriodChecker(Time least)
{
    return Create<OptionalPeriodChecker>(least);
}

} // namespace edgeai
} // namespace ns3
