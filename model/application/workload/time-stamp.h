/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIME_STAMP_H
#define EDGE_AI_TIME_STAMP_H

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * Time stamps as traces have them: a number of seconds, or a date and time as
 * 2023-11-16 18:15:46.6805900 (a T instead of the blank, and a trailing Z or UTC offset as +01:00
 * or +0100, are understood).
 * @param [in] text a time stamp, of any length
 * @param [out] seconds since the epoch of its kind [s], finite
 * @returns false if it is no time stamp
 */
bool ParseTimeStamp(const std::string& text, double& seconds);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIME_STAMP_H
