/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "text-file.h"

#include "printable-text.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <streambuf>
#include <system_error>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] path of a file  @returns how messages begin that are about it
std::string
Blame(const std::string& path)
{
    return MakeLegible(path, 1000) + ": cannot be read: ";
}

/// @param [in] path of a file  @param [in] pipes whether it may be one
/// @returns why nobody should open it, "" for no reason
std::string
ExplainKind(const std::string& path, Pipes pipes)
{
    std::error_code error;
    switch (std::filesystem::status(path, error).type())
    {
    case std::filesystem::file_type::regular:
        return "";
    case std::filesystem::file_type::fifo:
        return pipes == Pipes::TAKEN ? "" : "it is a pipe, and read more than once";
    case std::filesystem::file_type::directory:
        return "it is a directory";
    case std::filesystem::file_type::character:
    case std::filesystem::file_type::block:
        return "it is a device, and no file";
    case std::filesystem::file_type::none:
    case std::filesystem::file_type::not_found:
        return error ? error.message()
                     : std::make_error_code(std::errc::no_such_file_or_directory).message();
    default:
        return "it is no file";
    }
}

} // namespace

std::string
ExplainUnreadable(const std::string& path, Pipes pipes)
{
    const std::string kind = ExplainKind(path, pipes);
    if (!kind.empty())
    {
        return Blame(path) + kind;
    }
    std::error_code error;
    if (std::filesystem::is_fifo(path, error))
    {
        return ""; // to open it is to begin with it
    }
    errno = 0;
    if (!std::ifstream(path))
    {
        return Blame(path) + (errno != 0 ? std::strerror(errno) : "it cannot be opened");
    }
    return "";
}

/// What is in the file, with an eye on the length of its lines.
class TextFile::Lines : public std::streambuf
{
  public:
    /// @param [in] path of the file, which can be read
    explicit Lines(const std::string& path)
        : m_path(path),
          m_file(path, std::ios::binary),
          m_chunk(std::size_t{1} << 16)
    {
    }

  private:
    int_type underflow() override
    {
        errno = 0;
        m_file.read(m_chunk.data(), static_cast<std::streamsize>(m_chunk.size()));
        const auto count = static_cast<std::ptrdiff_t>(m_file.gcount());
        if (m_file.bad())
        {
            throw std::runtime_error(Blame(m_path) +
                                     (errno != 0 ? std::strerror(errno) : "the system fails"));
        }
        char* const end = m_chunk.data() + count;
        for (char* at = m_chunk.data(); at != end;)
        {
            char* const stop = std::find(at, end, '\n');
            m_length += static_cast<std::size_t>(stop - at);
            if (m_length > LINE_LENGTH_MAX)
            {
                throw std::runtime_error(MakeLegible(m_path, 1000) + ":" + std::to_string(m_line) +
                                         ": longer than the allowed " +
                                         std::to_string(LINE_LENGTH_MAX) + " bytes of a line");
            }
            at = stop;
            if (stop != end)
            {
                ++at;
                ++m_line;
                m_length = 0;
            }
        }
        setg(m_chunk.data(), m_chunk.data(), end);
        return count == 0 ? traits_type::eof() : traits_type::to_int_type(m_chunk.front());
    }

    std::string m_path;
    std::ifstream m_file;
    std::vector<char> m_chunk; ///< the part that is being read
    uint64_t m_line{1};        ///< number of the line that is not over
    std::size_t m_length{0};   ///< of that line so far [B]
};

TextFile::TextFile(const std::string& path, Pipes pipes)
    : std::istream(nullptr)
{
    const std::string fault = ExplainUnreadable(path, pipes);
    if (!fault.empty())
    {
        throw std::runtime_error(fault);
    }
    m_lines = std::make_unique<Lines>(path);
    rdbuf(m_lines.get());
    exceptions(std::ios::badbit);
}

TextFile::~TextFile() = default;

} // namespace edgeai
} // namespace ns3
