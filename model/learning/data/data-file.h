/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DATA_FILE_H
#define EDGE_AI_DATA_FILE_H

#include "dataset.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Samples of a file and what its classes are called there.
struct LabelledData
{
    Dataset data;                     ///< samples
    std::vector<std::string> classes; ///< label of class 0, 1, ... as the file has it
};

/// @ingroup edge-ai
/// What of a file is read, and how.
struct ReadOptions
{
    uint32_t samplesMax{0};           ///< the first so many samples; 0: all
    std::vector<std::string> classes; ///< labels of class 0, 1, ..., e.g. those of the training
                                      ///< set; empty: those that come (texts only)
    Eigen::Index features{0};         ///< number of features (LIBSVM only); 0: the largest index
    std::string labelColumn; ///< its name in the header, "first" or "last" (CSV only); "": the
                             ///< last, unless the header calls another one "label" or "class"
};

/**
 * @ingroup edge-ai
 * A file of data, plain or gzip (told by its first bytes), read from its beginning to its end.
 * Memory is taken as bytes come, never because a file says how many there will be.
 */
class DataFile
{
  public:
    /// Most bytes that are unpacked of one file: 4 GiB.
    static constexpr uint64_t BYTES_MAX = uint64_t{1} << 32;
    /// Longest line: 64 MiB.
    static constexpr std::size_t LINE_LENGTH_MAX = std::size_t{1} << 26;

    /// @param [in] path a file  @throws LearningError if it cannot be opened
    explicit DataFile(const std::string& path);
    ~DataFile();

    /// @returns bytes of the file as it is stored
    uint64_t GetStoredSize() const
    {
        return m_stored;
    }

    /// @returns most bytes it can hold: as stored, or what gzip can make of that
    uint64_t GetSizeBound() const;

    /// @returns bytes that have been read, unpacked
    uint64_t GetOffset() const
    {
        return m_offset;
    }

    /**
     * @param [in] count how many bytes
     * @returns as many, fewer at the end
     * @throws LearningError "path: byte N: ..." if packed data are not sound
     */
    std::vector<uint8_t> Read(std::size_t count);

    /**
     * @param [out] line the next one, without its end
     * @returns whether there was one
     * @throws LearningError if packed data are not sound or a line is too long
     */
    bool ReadLine(std::string& line);

    /// @returns number of the line that was read last, from 1
    uint64_t GetLine() const
    {
        return m_line;
    }

    /// @param [in] what is wrong  @throws LearningError "path: byte N: what" always
    [[noreturn]] void RefuseByte(const std::string& what) const;
    /// @param [in] what is wrong  @throws LearningError "path:line: what" always
    [[noreturn]] void RefuseLine(const std::string& what) const;
    /// @param [in] what is wrong  @throws LearningError "path: what" always
    [[noreturn]] void Refuse(const std::string& what) const;

  private:
    /// The stream, whose library stays out of this header.
    struct Stream;

    /// Fill the buffer again. @returns whether there was something
    bool Fill();

    std::string m_path;               ///< for messages
    std::unique_ptr<Stream> m_stream; ///< what is read from
    bool m_packed{false};             ///< gzip
    uint64_t m_stored{0};             ///< bytes in the folder
    uint64_t m_unpacked{0};           ///< bytes that came out of the stream
    uint64_t m_offset{0};             ///< bytes that were handed on
    uint64_t m_line{0};               ///< lines that were handed on
    std::vector<char> m_buffer;       ///< bytes that wait
    std::size_t m_at{0};              ///< the next of them
    std::size_t m_end{0};             ///< behind the last of them
};

/**
 * Numbers the classes of labels as they stand in a file.
 */
class LabelCoder
{
  public:
    /// Most classes of a file.
    static constexpr std::size_t CLASSES_MAX = 65536;

    /// @param [in] classes labels of class 0, 1, ...; empty: those that come, in order (numbers by
    /// value, words by letters)
    explicit LabelCoder(std::vector<std::string> classes);

    /// @param [in] label of the next sample @param [in] file for messages
    /// @throws LearningError if it is none of the classes, or there are too many
    void Add(const std::string& label, const DataFile& file);

    /**
     * @param [in] file for messages
     * @param [out] classes labels of class 0, 1, ...
     * @returns the class of every sample
     * @throws LearningError if there are fewer than two classes
     */
    std::vector<uint32_t> Finish(const DataFile& file, std::vector<std::string>& classes) const;

  private:
    /// @param [in] label as it stands  @returns the same text for the same number
    static std::string Unify(const std::string& label);

    std::vector<std::string> m_classes;        ///< labels, in order of appearance or as given
    std::map<std::string, uint32_t> m_numbers; ///< their numbers, by Unify()
    std::vector<uint32_t> m_labels;            ///< their numbers in that order
    bool m_given;                              ///< whether classes were given
};

/// @param [in] text a number as typed @param [out] value of it
/// @returns whether it is a finite decimal number and nothing else
bool ReadFiniteNumber(const std::string& text, double& value);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DATA_FILE_H
