/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "period-limits.h"

#include "narrowed-checker.h"

#include <sstream>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] least shortest period other than 0  @returns what is allowed in words
std::string
DescribePeriod(Time least)
{
    std::ostringstream text;
    text << "0 or a time of at least " << least.As(Time::MS);
    return text.str();
}

/// Of a period that may be 0; the rest is what ns-3's checker of any time does.
class OptionalPeriodChecker : public NarrowedChecker
{
  public:
    /// @param [in] least shortest period other than 0
    explicit OptionalPeriodChecker(Time least)
        : NarrowedChecker(MakeTimeChecker(Time(0)), DescribePeriod(least)),
          m_least(least)
    {
    }

    bool Check(const AttributeValue& value) const override
    {
        const auto* const time = dynamic_cast<const TimeValue*>(&value);
        return time && (time->Get().IsZero() || time->Get() >= m_least);
    }

  private:
    Time m_least;
};

} // namespace

Ptr<const AttributeChecker>
MakeOptionalPeriodChecker(Time least)
{
    return Create<OptionalPeriodChecker>(least);
}

} // namespace edgeai
} // namespace ns3
