/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "data-file.h"

#include "learning/learning-error.h"
#include "printable-text.h"
#include "text-file.h"

#include <algorithm>
#include <array>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filtering_streambuf.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>
#include <numeric>

namespace ns3
{
namespace edgeai
{

/// A file and, before it, gzip.
struct DataFile::Stream
{
    std::ifstream file;                                                   ///< as stored
    boost::iostreams::filtering_streambuf<boost::iostreams::input> bytes; ///< as read
};

DataFile::DataFile(const std::string& path)
    : m_path(path),
      m_stream(std::make_unique<Stream>()),
      m_buffer(std::size_t{1} << 16)
{
    const std::string fault = ExplainUnreadable(path);
    if (!fault.empty())
    {
        throw LearningError(fault);
    }
    std::ifstream& file = m_stream->file;
    file.open(path, std::ios::binary | std::ios::ate);
    const std::streamoff size = file ? static_cast<std::streamoff>(file.tellg()) : -1;
    if (size < 0)
    {
        Refuse("cannot be read");
    }
    m_stored = static_cast<uint64_t>(size);
    unsigned char first[2] = {0, 0};
    file.seekg(0);
    file.read(reinterpret_cast<char*>(first), 2);
    m_packed = file && first[0] == 0x1f && first[1] == 0x8b;
    if (m_packed)
    {
        // The shortest gzip file: header, an empty block, sum and size.
        if (m_stored < 18)
        {
            Refuse("ends within gzip's header");
        }
        m_stream->bytes.push(boost::iostreams::gzip_decompressor());
    }
    file.clear();
    file.seekg(0);
    m_stream->bytes.push(file);
}

DataFile::~DataFile() = default;

uint64_t
DataFile::GetSizeBound() const
{
    // Deflate makes at most 1032 bytes of one.
    constexpr uint64_t growth = 1032;
    return m_packed ? std::min(m_stored * growth, BYTES_MAX) : m_stored;
}

void
DataFile::Refuse(const std::string& what) const
{
    throw LearningError(m_path + ": " + what);
}

void
DataFile::RefuseByte(const std::string& what) const
{
    Refuse("byte " + std::to_string(m_offset) + ": " + what);
}

void
DataFile::RefuseLine(const std::string& what) const
{
    throw LearningError(m_path + ":" + std::to_string(m_line) + ": " + what);
}

bool
DataFile::Fill()
{
    m_at = 0;
    m_end = 0;
    std::streamsize got = 0;
    try
    {
        got = m_stream->bytes.sgetn(m_buffer.data(), static_cast<std::streamsize>(m_buffer.size()));
    }
    catch (const std::exception&)
    {
        RefuseByte("behind it the gzip data are not sound");
    }
    m_end = static_cast<std::size_t>(std::max<std::streamsize>(got, 0));
    m_unpacked += m_end;
    if (m_unpacked > BYTES_MAX)
    {
        RefuseByte("more than the allowed " + std::to_string(BYTES_MAX) + " bytes");
    }
    return m_end > 0;
}

std::vector<uint8_t>
DataFile::Read(std::size_t count)
{
    std::vector<uint8_t> bytes;
    while (bytes.size() < count && (m_at < m_end || Fill()))
    {
        const std::size_t some = std::min(count - bytes.size(), m_end - m_at);
        bytes.insert(bytes.end(),
                     m_buffer.begin() + static_cast<std::ptrdiff_t>(m_at),
                     m_buffer.begin() + static_cast<std::ptrdiff_t>(m_at + some));
        m_at += some;
        m_offset += some;
    }
    return bytes;
}

bool
DataFile::ReadLine(std::string& line)
{
    line.clear();
    bool any = false;
    while (m_at < m_end || Fill())
    {
        any = true;
        const char* from = m_buffer.data() + m_at;
        const void* stop = std::memchr(from, '\n', m_end - m_at);
        const std::size_t some =
            stop ? static_cast<std::size_t>(static_cast<const char*>(stop) - from) : m_end - m_at;
        line.append(from, some);
        m_at += some + (stop ? 1 : 0);
        m_offset += some + (stop ? 1 : 0);
        if (line.size() > LINE_LENGTH_MAX)
        {
            ++m_line;
            RefuseLine("longer than the allowed " + std::to_string(LINE_LENGTH_MAX) + " bytes");
        }
        if (stop)
        {
            break;
        }
    }
    if (!line.empty() && line.back() == '\r')
    {
        line.pop_back();
    }
    m_line += any ? 1 : 0;
    return any;
}

bool
ReadFiniteNumber(const std::string& text, double& value)
{
    // Neither words nor hexadecimal numbers, which the library would take.
    if (text.empty() || text.find_first_not_of("+-.0123456789eE") != std::string::npos)
    {
        return false;
    }
    char* stop = nullptr;
    value = std::strtod(text.c_str(), &stop);
    return *stop == '\0' && std::isfinite(value);
}

LabelCoder::LabelCoder(std::vector<std::string> classes)
    : m_classes(std::move(classes)),
      m_given(!m_classes.empty())
{
    for (std::size_t c = 0; c < m_classes.size(); ++c)
    {
        m_numbers.emplace(Unify(m_classes[c]), static_cast<uint32_t>(c));
    }
}

std::string
LabelCoder::Unify(const std::string& label)
{
    double value = 0;
    if (!ReadFiniteNumber(label, value))
    {
        return label;
    }
    std::array<char, 32> text;
    std::snprintf(text.data(), text.size(), "%.17g", value == 0 ? 0 : value); // -0 is 0
    return text.data();
}

void
LabelCoder::Add(const std::string& label, const DataFile& file)
{
    const std::string key = Unify(label);
    auto found = m_numbers.find(key);
    if (found == m_numbers.end())
    {
        if (m_given)
        {
            std::string list;
            for (std::size_t c = 0; c < std::min<std::size_t>(m_classes.size(), 10); ++c)
            {
                list += (c == 0 ? "" : ", ") + Shorten(m_classes[c]);
            }
            file.RefuseLine("label '" + Shorten(label) + "' is none of the " +
                            std::to_string(m_classes.size()) +
                            " classes of the training samples: " + list +
                            (m_classes.size() > 10 ? ", ..." : ""));
        }
        if (m_classes.size() == CLASSES_MAX)
        {
            file.RefuseLine("more than the allowed " + std::to_string(CLASSES_MAX) + " classes");
        }
        found = m_numbers.emplace(key, static_cast<uint32_t>(m_classes.size())).first;
        m_classes.push_back(label);
    }
    m_labels.push_back(found->second);
}

std::vector<uint32_t>
LabelCoder::Finish(const DataFile& file, std::vector<std::string>& classes) const
{
    if (m_labels.empty())
    {
        file.Refuse("has no samples");
    }
    if (m_classes.size() < 2)
    {
        file.Refuse("all samples have label '" + Shorten(m_classes[0]) +
                    "'; needed are two classes");
    }
    std::vector<uint32_t> order(m_classes.size());
    std::iota(order.begin(), order.end(), 0);
    if (!m_given)
    {
        std::vector<double> values(m_classes.size());
        bool numbers = true;
        for (std::size_t c = 0; c < m_classes.size(); ++c)
        {
            numbers = ReadFiniteNumber(m_classes[c], values[c]) && numbers;
        }
        std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
            return numbers ? values[a] < values[b] : m_classes[a] < m_classes[b];
        });
    }
    std::vector<uint32_t> place(order.size());
    classes.clear();
    for (uint32_t c = 0; c < order.size(); ++c)
    {
        place[order[c]] = c;
        classes.push_back(m_classes[order[c]]);
    }
    std::vector<uint32_t> labels;
    labels.reserve(m_labels.size());
    for (const uint32_t label : m_labels)
    {
        labels.push_back(place[label]);
    }
    return labels;
}

} // namespace edgeai
} // namespace ns3
