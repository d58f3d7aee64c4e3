/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "field.h"

#include <locale>
#include <sstream>
#include <utility>

namespace ns3
{
namespace edgeai
{

Field::Field(std::string what, std::string in, std::string says)
    : name(std::move(what)),
      unit(std::move(in)),
      help(std::move(says))
{
}

Field::Field(const char* what, const char* in, const char* says)
    : name(what),
      unit(in),
      help(says)
{
}

Field::Field(const Field& other) = default;
Field::Field(Field&& other) noexcept = default;
Field& Field::operator=(const Field& other) = default;
Field& Field::operator=(Field&& other) noexcept = default;
Field::~Field() = default;

Field&
Field::Choices(std::vector<std::string> words)
{
    choices = std::move(words);
    least = 0;
    most = static_cast<double>(choices.size()) - 1;
    return *this;
}

Field&
Field::Choices(std::initializer_list<const char*> words)
{
    return Choices(std::vector<std::string>(words.begin(), words.end()));
}

std::string
Field::DescribeAllowed() const
{
    constexpr double END = std::numeric_limits<double>::max();
    std::ostringstream text;
    text.imbue(std::locale::classic());
    if (!choices.empty())
    {
        text << "0 (" << choices.front() << ") to " << choices.size() - 1 << " (" << choices.back()
             << ")";
        return text.str();
    }
    if (mayBeZero && least > 0)
    {
        text << "0, and ";
    }
    if (least > -END && most < END)
    {
        text << least << " to " << most;
    }
    else
    {
        text << "a finite number";
        least > -END ? text << " >= " << least : most < END ? text << " <= " << most : text;
    }
    text << (unit.empty() ? "" : " " + unit);
    text << (mayBeUnknown ? ", or not a number where it is not known" : "");
    return text.str();
}

} // namespace edgeai
} // namespace ns3
