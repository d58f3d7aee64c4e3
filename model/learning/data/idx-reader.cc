/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "idx-reader.h"

#include "learning/learning-error.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Types of numbers in IDX files.
enum IdxType : uint8_t
{
    UNSIGNED_BYTE = 0x08,
    SIGNED_BYTE = 0x09,
    SHORT = 0x0b,
    INTEGER = 0x0c,
    FLOAT = 0x0d,
    DOUBLE = 0x0e,
};

/// What the header of a file says.
struct IdxHeader
{
    uint8_t type{0};        ///< of the numbers
    std::size_t width{0};   ///< bytes of each
    uint64_t samples{0};    ///< first dimension
    uint64_t perSample{1};  ///< product of the others
    std::size_t dimensions; ///< how many
};

/// @returns a big-endian number
uint64_t
ReadBig(const uint8_t* bytes, std::size_t width)
{
    uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i)
    {
        value = value << 8 | bytes[i];
    }
    return value;
}

/// @returns as many bytes as asked for  @throws LearningError if there are fewer
std::vector<uint8_t>
Take(DataFile& file, std::size_t count, const char* what)
{
    std::vector<uint8_t> bytes = file.Read(count);
    if (bytes.size() < count)
    {
        file.RefuseByte(std::string("ends within ") + what + ", of which " +
                        std::to_string(count - bytes.size()) + " bytes are missing");
    }
    return bytes;
}

/// @returns the header  @throws LearningError if it is none, or says more than the file can hold
IdxHeader
TakeHeader(DataFile& file)
{
    const std::vector<uint8_t> magic = Take(file, 4, "the header");
    IdxHeader header;
    header.type = magic[2];
    header.dimensions = magic[3];
    switch (header.type)
    {
    case UNSIGNED_BYTE:
    case SIGNED_BYTE:
        header.width = 1;
        break;
    case SHORT:
        header.width = 2;
        break;
    case INTEGER:
    case FLOAT:
        header.width = 4;
        break;
    case DOUBLE:
        header.width = 8;
        break;
    default:
        break;
    }
    if (magic[0] != 0 || magic[1] != 0 || header.width == 0 || header.dimensions == 0)
    {
        file.RefuseByte("an IDX file begins with two bytes 0, a type (8, 9, 11 to 14) and the "
                        "number of dimensions; this one with " +
                        std::to_string(magic[0]) + " " + std::to_string(magic[1]) + " " +
                        std::to_string(magic[2]) + " " + std::to_string(magic[3]));
    }
    uint64_t bytes = header.width;
    const uint64_t bound = file.GetSizeBound();
    for (std::size_t d = 0; d < header.dimensions; ++d)
    {
        const uint64_t size = ReadBig(Take(file, 4, "the header").data(), 4);
        header.samples = d == 0 ? size : header.samples;
        header.perSample *= d == 0 ? 1 : size;
        // Below the bound times 2^32, so that nothing overflows.
        bytes *= size;
        if (bytes == 0 || bytes > bound)
        {
            file.RefuseByte("dimension " + std::to_string(d + 1) + " is " + std::to_string(size) +
                            "; allowed is more than 0, and not more in all than the file holds (" +
                            std::to_string(file.GetStoredSize()) + " bytes as stored)");
        }
    }
    return header;
}

/// @returns a number of a file
double
Decode(const uint8_t* bytes, const IdxHeader& header)
{
    const uint64_t raw = ReadBig(bytes, header.width);
    switch (header.type)
    {
    case SIGNED_BYTE:
        return static_cast<int8_t>(raw);
    case SHORT:
        return static_cast<int16_t>(raw);
    case INTEGER:
        return static_cast<int32_t>(raw);
    case FLOAT: {
        const auto bits = static_cast<uint32_t>(raw);
        float value;
        std::memcpy(&value, &bits, sizeof value);
        return value;
    }
    case DOUBLE: {
        double value;
        std::memcpy(&value, &raw, sizeof value);
        return value;
    }
    default:
        return static_cast<double>(raw);
    }
}

/// @throws LearningError if a file goes on
void
RequireEnd(DataFile& file)
{
    if (!file.Read(1).empty())
    {
        file.RefuseByte("there is more than the header says");
    }
}

} // namespace

LabelledData
ReadIdx(const std::string& features, const std::string& labels, const ReadOptions& options)
{
    DataFile labelFile(labels);
    const IdxHeader labelHeader = TakeHeader(labelFile);
    if (labelHeader.dimensions != 1 || labelHeader.type == FLOAT || labelHeader.type == DOUBLE)
    {
        labelFile.RefuseByte("labels need one dimension of whole numbers; here are " +
                             std::to_string(labelHeader.dimensions) + " of type " +
                             std::to_string(labelHeader.type));
    }
    DataFile file(features);
    const IdxHeader header = TakeHeader(file);
    if (header.dimensions < 2)
    {
        file.RefuseByte("features need two dimensions at least; here is one");
    }
    if (header.samples != labelHeader.samples)
    {
        file.Refuse("has " + std::to_string(header.samples) + " samples, " + labels + " has " +
                    std::to_string(labelHeader.samples) + " labels");
    }
    constexpr uint64_t widest = 100000000;
    if (header.perSample > widest)
    {
        file.Refuse("has " + std::to_string(header.perSample) + " features; allowed are " +
                    std::to_string(widest));
    }
    const uint64_t samples = options.samplesMax > 0
                                 ? std::min<uint64_t>(header.samples, options.samplesMax)
                                 : header.samples;
    std::vector<uint32_t> classes;
    uint32_t most = 0;
    for (uint64_t k = 0; k < samples; ++k)
    {
        const std::vector<uint8_t> bytes = Take(labelFile, labelHeader.width, "the labels");
        const double label = Decode(bytes.data(), labelHeader);
        if (!(label >= 0 && label < static_cast<double>(LabelCoder::CLASSES_MAX)))
        {
            labelFile.RefuseByte("label " + std::to_string(static_cast<int64_t>(label)) +
                                 "; allowed is 0 to " +
                                 std::to_string(LabelCoder::CLASSES_MAX - 1));
        }
        classes.push_back(static_cast<uint32_t>(label));
        most = std::max(most, classes.back());
    }
    std::vector<double> values;
    const std::size_t row = static_cast<std::size_t>(header.perSample) * header.width;
    for (uint64_t k = 0; k < samples; ++k)
    {
        const std::vector<uint8_t> bytes = Take(file, row, "the features");
        for (std::size_t at = 0; at < row; at += header.width)
        {
            const double value = Decode(bytes.data() + at, header);
            if (!std::isfinite(value))
            {
                file.RefuseByte("sample " + std::to_string(k) +
                                " has a feature that is not finite");
            }
            values.push_back(header.type == UNSIGNED_BYTE ? value / 255 : value);
        }
    }
    if (samples == header.samples)
    {
        RequireEnd(labelFile);
        RequireEnd(file);
    }
    LabelledData read;
    most = std::max(most, options.classes.empty() ? 1 : uint32_t(options.classes.size() - 1));
    for (uint32_t c = 0; c <= most; ++c)
    {
        read.classes.push_back(c < options.classes.size() ? options.classes[c] : std::to_string(c));
    }
    RowMatrix matrix = Eigen::Map<const RowMatrix>(values.data(),
                                                   static_cast<Eigen::Index>(samples),
                                                   static_cast<Eigen::Index>(header.perSample));
    read.data = Dataset(std::move(matrix), std::move(classes), most + 1);
    return read;
}

} // namespace edgeai
} // namespace ns3
