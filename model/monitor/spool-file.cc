/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "spool-file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <random>
#include <stdexcept>
#include <system_error>

namespace ns3
{
namespace edgeai
{

SpoolFile::SpoolFile()
{
    std::error_code error;
    const std::filesystem::path directory = std::filesystem::temp_directory_path(error);
    m_directory = directory.empty() ? "the directory for temporary files" : directory.string();
    std::random_device draw; // a name that nobody else has; no result depends on it
    for (int attempt = 0; !error && attempt < 100; ++attempt)
    {
        m_path = directory / ("edge-ai-" + std::to_string(draw()) + std::to_string(draw()));
        errno = 0;
        std::FILE* created = std::fopen(m_path.string().c_str(), "wbx"); // fails if it is there
        if (created)
        {
            std::fclose(created);
            m_stream.rdbuf()->pubsetbuf(nullptr, 0); // users hand over large pieces
            m_stream.open(m_path, std::ios::in | std::ios::out | std::ios::binary);
            if (std::filesystem::remove(m_path, error) && !error)
            {
                m_path.clear();
            }
            if (!m_stream)
            {
                throw std::runtime_error(Explain("open"));
            }
            return;
        }
        if (errno != EEXIST)
        {
            break;
        }
    }
    m_path.clear();
    if (error)
    {
        errno = error.value();
    }
    throw std::runtime_error(Explain("create"));
}

SpoolFile::~SpoolFile()
{
    m_stream.close();
    if (!m_path.empty())
    {
        std::error_code error;
        std::filesystem::remove(m_path, error);
    }
}

uint64_t
SpoolFile::GetSize() const
{
    return m_size;
}

void
SpoolFile::Append(const char* bytes, std::size_t size)
{
    errno = 0;
    m_stream.clear();
    m_stream.seekp(static_cast<std::streamoff>(m_size));
    m_stream.write(bytes, static_cast<std::streamsize>(size));
    m_stream.flush();
    if (!m_stream)
    {
        throw std::runtime_error(Explain("write"));
    }
    m_size += size;
}

void
SpoolFile::Shrink(uint64_t size)
{
    m_size = size;
}

void
SpoolFile::Read(uint64_t at, char* bytes, std::size_t size) const
{
    errno = 0;
    m_stream.clear();
    m_stream.seekg(static_cast<std::streamoff>(at));
    m_stream.read(bytes, static_cast<std::streamsize>(size));
    if (!m_stream || at + size > m_size)
    {
        throw std::runtime_error(Explain("read"));
    }
}

std::string
SpoolFile::Explain(const std::string& what) const
{
    const int reason = errno;
    return "cannot " + what + " a temporary file in '" + m_directory +
           "': " + (reason ? std::strerror(reason) : "unknown reason");
}

} // namespace edgeai
} // namespace ns3
