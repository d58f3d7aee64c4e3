/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CSV_FORMAT_H
#define EDGE_AI_CSV_FORMAT_H

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * @param [in] value any number
 * @returns its shortest decimal form that reads back as the same number, whatever the locale;
 *          empty for not a number, "inf" or "-inf" for an infinity
 */
std::string FormatNumber(double value);

/**
 * @ingroup edge-ai
 * @param [in] text any text
 * @returns it as a field of RFC 4180: in double quotes, with those inside doubled, if it contains
 *          a comma, a quote, a line break, or a space at either end; unchanged otherwise
 */
std::string QuoteCsv(const std::string& text);

/**
 * @ingroup edge-ai
 * @param [in] path a file that could not be written
 * @returns "cannot write 'path': " with the reason the system gives in errno
 */
std::string ExplainWriteFailure(const std::string& path);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CSV_FORMAT_H
