/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPOOL_FILE_H
#define EDGE_AI_SPOOL_FILE_H

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * A temporary file of this process alone, in the directory for such (on most systems what TMPDIR
 * says, else /tmp). It has no name, so that nothing is left of it however the program ends; where a
 * system keeps the names of open files, it goes with this object.
 */
class SpoolFile
{
  public:
    /// @throws std::runtime_error if there can be none; the message says where and why
    SpoolFile();
    ~SpoolFile();
    SpoolFile(const SpoolFile&) = delete;
    SpoolFile& operator=(const SpoolFile&) = delete;

    /// @returns how much was appended [B]
    uint64_t GetSize() const;

    /**
     * @param [in] bytes to append  @param [in] size of them [B]
     * @throws std::runtime_error if they do not fit; the file is then as it was before
     */
    void Append(const char* bytes, std::size_t size);

    /// @param [in] size what is behind is forgotten [B], <= GetSize()
    void Shrink(uint64_t size);

    /**
     * @param [in] at where [B]  @param [out] bytes what is there  @param [in] size how much [B]
     * @throws std::runtime_error if it cannot be read, or was never written
     */
    void Read(uint64_t at, char* bytes, std::size_t size) const;

  private:
    /// @param [in] what could not be done  @returns it, where, and why
    std::string Explain(const std::string& what) const;

    std::filesystem::path m_path;  ///< empty once it has no name
    std::string m_directory;       ///< for messages
    mutable std::fstream m_stream; ///< has a place of its own, which reading moves
    uint64_t m_size{0};            ///< [B]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPOOL_FILE_H
