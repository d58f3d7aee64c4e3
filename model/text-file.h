/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TEXT_FILE_H
#define EDGE_AI_TEXT_FILE_H

#include <cstddef>
#include <istream>
#include <memory>
#include <string>

namespace ns3
{
namespace edgeai
{

/// What may be read besides files that have a length.
enum class Pipes
{
    REFUSED, ///< it is read more than once, or its length is asked for
    TAKEN,   ///< it is read once, from its beginning to its end
};

/**
 * Why something is no file that can be read. A folder and a device can be opened as well, but the
 * one holds nothing to read, and the other has no end.
 * @param [in] path of what should be one  @param [in] pipes whether one will do
 * @returns "" or "PATH: cannot be read: ", and the reason
 */
std::string ExplainUnreadable(const std::string& path, Pipes pipes = Pipes::REFUSED);

/**
 * A file of lines. What fails while it is read throws as well, however it is read: a stream that
 * only notes it looks like the end of the file.
 */
class TextFile : public std::istream
{
  public:
    static constexpr std::size_t LINE_LENGTH_MAX = std::size_t{1} << 20; ///< of one line [B]

    /**
     * @param [in] path of the file  @param [in] pipes whether it may be one
     * @throws std::runtime_error in words if it cannot be read, and while it is read if the system
     *         fails or a line is longer than LINE_LENGTH_MAX
     */
    explicit TextFile(const std::string& path, Pipes pipes = Pipes::REFUSED);
    ~TextFile() override;

  private:
    class Lines;

    std::unique_ptr<Lines> m_lines; ///< what the stream reads from
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TEXT_FILE_H
