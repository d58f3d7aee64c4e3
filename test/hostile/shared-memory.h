/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SHARED_MEMORY_H
#define EDGE_AI_SHARED_MEMORY_H

#include "ns3/abort.h"

#include <cstddef>
#include <sys/mman.h>

namespace ns3
{
namespace edgeai
{

/// Bytes that a process shares with those it makes: what one of them writes outlives it.
class SharedMemory
{
  public:
    /// @param [in] size how many, > 0; they are zero
    explicit SharedMemory(std::size_t size)
        : m_size(size),
          m_bytes(static_cast<char*>(
              mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)))
    {
        NS_ABORT_MSG_IF(m_bytes == MAP_FAILED, "no memory to share");
    }

    ~SharedMemory()
    {
        munmap(m_bytes, m_size);
    }

    SharedMemory(const SharedMemory&) = delete;
    SharedMemory& operator=(const SharedMemory&) = delete;

    /// @returns the first byte
    char* Get() const
    {
        return m_bytes;
    }

  private:
    std::size_t m_size;
    char* m_bytes;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SHARED_MEMORY_H
