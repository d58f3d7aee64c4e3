/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "figure-archive.h"

#include "csv-format.h"

#include <stdexcept>

namespace ns3
{
namespace edgeai
{

std::string
FigureArchive::ChooseWord(const Field& field, int64_t number)
{
    const bool known = number >= 0 && number < static_cast<int64_t>(field.choices.size());
    return known ? field.choices[number] : std::to_string(number);
}

std::string
FigureArchive::JoinNumbers(const std::vector<double>& numbers)
{
    std::string text;
    for (const double number : numbers)
    {
        text += (text.empty() ? "" : " ") + FormatNumber(number);
    }
    return text;
}

void
FigureReader::Refuse()
{
    throw std::runtime_error("a record in a temporary file is damaged");
}

} // namespace edgeai
} // namespace ns3
