/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RECORD_CODEC_H
#define EDGE_AI_RECORD_CODEC_H

#include "task-record.h"

#include <cstddef>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * Turn a record into bytes that RestoreRecord() of the same run turns back. What all records have
 * is listed here once, for both ways; figures of families say what they are by their Fields().
 * @param [in] record any task
 * @param [in,out] bytes where to append
 */
void StoreRecord(const TaskRecord& record, std::string& bytes);

/**
 * @param [in] bytes what StoreRecord() made  @param [in] size of it [B]
 * @returns an equal record: every column of it has the same value
 * @throws std::runtime_error if it is damaged
 */
TaskRecord RestoreRecord(const char* bytes, std::size_t size);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RECORD_CODEC_H
