/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "record-csv.h"

#include "csv-format.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] value field to append  @param [in,out] row what is there already
void
Append(const FigureValue& value, std::string& row)
{
    if (const auto* whole = std::get_if<int64_t>(&value))
    {
        row += std::to_string(*whole);
    }
    else if (const auto* real = std::get_if<double>(&value))
    {
        row += FormatNumber(*real);
    }
    else if (const auto* text = std::get_if<std::string>(&value))
    {
        row += QuoteCsv(*text);
    }
    row += ',';
}

/// @param [in] path of a CSV file  @param [in] words to insert  @returns the path of another one
std::string
InsertBeforeSuffix(const std::string& path, const std::string& words)
{
    const std::string suffix = ".csv";
    return path.substr(0, path.size() - suffix.size()) + words + suffix;
}

} // namespace

void
WriteCsv(const RecordTable& table, std::ostream& os)
{
    // A row is built as a string first: a stream with an exotic locale would group digits.
    std::string heads;
    for (const FigureColumn& column : table.columns)
    {
        heads += column.name + ",";
    }
    heads.back() = '\n';
    os << heads;
    table.forEachRow([&os](const RecordRow& fields) {
        std::string row;
        for (const FigureValue& field : fields)
        {
            Append(field, row);
        }
        row.back() = '\n';
        os << row;
    });
}

std::string
GetStepsPath(const std::string& path)
{
    return InsertBeforeSuffix(path, "-steps");
}

std::string
GetNodesPath(const std::string& path)
{
    return InsertBeforeSuffix(path, "-nodes");
}

} // namespace edgeai
} // namespace ns3
