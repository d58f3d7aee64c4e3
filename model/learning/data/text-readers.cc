/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "text-readers.h"

#include "learning/learning-error.h"
#include "printable-text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Cuts lines into fields.
class FieldCutter
{
  public:
    /// @param [in] line the first of the file
    explicit FieldCutter(const std::string& line)
    {
        for (const char other : {',', ';', '\t', ' '})
        {
            if (line.find(other) != std::string::npos)
            {
                m_separator = other;
                return;
            }
        }
    }

    /// @param [in] line a line @param [out] fields without blanks around them
    void Cut(const std::string& line, std::vector<std::string>& fields) const
    {
        fields.clear();
        std::size_t from = 0;
        while (from <= line.size())
        {
            const std::size_t to = std::min(line.find(m_separator, from), line.size());
            std::size_t first = from;
            std::size_t last = to;
            while (first < last && line[first] == ' ')
            {
                ++first;
            }
            while (last > first && line[last - 1] == ' ')
            {
                --last;
            }
            // Many blanks separate as one does.
            if (m_separator != ' ' || last > first)
            {
                fields.push_back(line.substr(first, last - first));
            }
            from = to + 1;
        }
    }

  private:
    char m_separator{','};
};

/// @returns whether it says which column without a name
bool
IsPlace(const std::string& wanted)
{
    return wanted.empty() || wanted == "first" || wanted == "last";
}

/// @returns which column has the labels
std::size_t
FindLabels(const std::string& wanted, const std::vector<std::string>& names, const DataFile& file)
{
    if (IsPlace(wanted))
    {
        return wanted == "first" ? 0 : names.size() - 1;
    }
    const auto at = std::find(names.begin(), names.end(), wanted);
    if (at == names.end())
    {
        file.RefuseLine("no column is called '" + Shorten(wanted) + "'");
    }
    return static_cast<std::size_t>(at - names.begin());
}

/// @param [in] names in the header, whose last one has the labels because nobody said which has
/// @param [in] file for messages  @throws LearningError if another one is called so
void
RequireLastLabel(const std::vector<std::string>& names, const DataFile& file)
{
    const auto meant = [](std::string name) {
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char letter) {
            return static_cast<char>(std::tolower(letter));
        });
        return name == "label" || name == "class";
    };
    const auto at = std::find_if(names.begin(), names.end(), meant);
    if (at != names.end() && !meant(names.back()))
    {
        file.RefuseLine("column " + std::to_string(at - names.begin() + 1) + " is called '" + *at +
                        "', and labels are taken from the last; say label=" +
                        (at == names.begin() ? "first" : *at) + " or label=last");
    }
}

/// @returns whether a field is no finite number, but one that programs write
bool
IsInfiniteOrNone(const std::string& field)
{
    char* stop = nullptr;
    const double value = std::strtod(field.c_str(), &stop);
    return !field.empty() && *stop == '\0' && !std::isfinite(value);
}

/// Who takes a sample for a header loses it without a word.
/// @param [in] fields of the first line  @param [in] labels column of the labels
/// @returns whether they are names of columns
bool
AreNames(const std::vector<std::string>& fields, std::size_t labels)
{
    double value = 0;
    bool names = false;
    for (std::size_t column = 0; column < fields.size(); ++column)
    {
        const std::string& field = fields[column];
        if (IsInfiniteOrNone(field) || (column == labels && ReadFiniteNumber(field, value)))
        {
            return false;
        }
        // Numbers of rows have a column without a name.
        names = names || (column != labels && !ReadFiniteNumber(field, value) &&
                          (column == 0 || !field.empty()));
    }
    return names;
}

} // namespace

LabelledData
ReadCsv(const std::string& path, const ReadOptions& options)
{
    DataFile file(path);
    LabelCoder coder(options.classes);
    std::vector<double> values;
    std::vector<std::string> fields;
    std::string line;
    std::size_t columns = 0;
    std::size_t labels = 0;
    uint32_t samples = 0;
    FieldCutter cutter("");
    while ((options.samplesMax == 0 || samples < options.samplesMax) && file.ReadLine(line))
    {
        if (line.find_first_not_of(" \t") == std::string::npos)
        {
            continue;
        }
        if (columns == 0)
        {
            cutter = FieldCutter(line);
            cutter.Cut(line, fields);
            columns = fields.size();
            labels = FindLabels(options.labelColumn, fields, file);
            if (columns < 2)
            {
                file.RefuseLine("has " + std::to_string(columns) +
                                " column; needed are a feature and a label at least");
            }
            if (!IsPlace(options.labelColumn) || AreNames(fields, labels))
            {
                if (options.labelColumn.empty())
                {
                    RequireLastLabel(fields, file);
                }
                continue; // a header
            }
        }
        cutter.Cut(line, fields);
        if (fields.size() != columns)
        {
            file.RefuseLine("has " + std::to_string(fields.size()) + " columns; needed are " +
                            std::to_string(columns) + ", as in the first line");
        }
        for (std::size_t column = 0; column < columns; ++column)
        {
            double value = 0;
            if (column == labels)
            {
                if (fields[column].empty())
                {
                    file.RefuseLine("column " + std::to_string(column + 1) + " has no label");
                }
                if (IsInfiniteOrNone(fields[column]))
                {
                    file.RefuseLine("column " + std::to_string(column + 1) + " has '" +
                                    Shorten(fields[column]) + "'; needed is a label");
                }
                coder.Add(fields[column], file);
                continue;
            }
            if (!ReadFiniteNumber(fields[column], value))
            {
                file.RefuseLine("column " + std::to_string(column + 1) + " has '" +
                                Shorten(fields[column]) +
                                "'; needed is a finite number (labels are taken from column " +
                                std::to_string(labels + 1) + "; label=... says another)");
            }
            values.push_back(value);
        }
        ++samples;
    }
    LabelledData read;
    std::vector<uint32_t> classes = coder.Finish(file, read.classes);
    const auto width = static_cast<Eigen::Index>(columns - 1);
    RowMatrix features = Eigen::Map<const RowMatrix>(values.data(), samples, width);
    read.data = Dataset(std::move(features),
                        std::move(classes),
                        static_cast<uint32_t>(read.classes.size()));
    return read;
}

LabelledData
ReadLibsvm(const std::string& path, const ReadOptions& options)
{
    constexpr Eigen::Index largest = 100000000;
    const Eigen::Index allowed = options.features > 0 ? options.features : largest;
    DataFile file(path);
    LabelCoder coder(options.classes);
    std::vector<SparseEntry> entries;
    std::string line;
    Eigen::Index features = options.features;
    int32_t samples = 0;
    while ((options.samplesMax == 0 || static_cast<uint32_t>(samples) < options.samplesMax) &&
           file.ReadLine(line))
    {
        line.resize(std::min(line.find('#'), line.size()));
        const char* at = line.data();
        const char* end = at + line.size();
        const auto next = [&at, end]() {
            at = std::find_if(at, end, [](char c) { return c != ' ' && c != '\t'; });
            const char* from = at;
            at = std::find_if(at, end, [](char c) { return c == ' ' || c == '\t'; });
            return std::string(from, at);
        };
        const std::string label = next();
        if (label.empty())
        {
            continue;
        }
        double value = 0;
        if (!ReadFiniteNumber(label, value))
        {
            file.RefuseLine("label '" + Shorten(label) + "' is not a finite number");
        }
        coder.Add(label, file);
        Eigen::Index before = 0;
        for (std::string word = next(); !word.empty(); word = next())
        {
            const std::size_t colon = word.find(':');
            const char* stop = word.data() + std::min(colon, word.size());
            Eigen::Index index = 0;
            const auto [read, error] = std::from_chars(word.data(), stop, index);
            if (colon == std::string::npos || error != std::errc() || read != stop)
            {
                file.RefuseLine("'" + Shorten(word) + "'; needed is index:value");
            }
            if (index < 1 || index > allowed)
            {
                file.RefuseLine("index " + std::to_string(index) + "; allowed is 1 to " +
                                std::to_string(allowed) +
                                (options.features > 0 ? ", the number of features" : ""));
            }
            if (index <= before)
            {
                file.RefuseLine("index " + std::to_string(index) + " stands behind index " +
                                std::to_string(before) + "; indices have to rise");
            }
            if (!ReadFiniteNumber(word.substr(colon + 1), value))
            {
                file.RefuseLine("'" + Shorten(word) + "'; its value has to be a finite number");
            }
            before = index;
            entries.emplace_back(samples, static_cast<int32_t>(index - 1), value);
        }
        features = std::max(features, before);
        ++samples;
    }
    LabelledData read;
    std::vector<uint32_t> classes = coder.Finish(file, read.classes);
    if (features == 0)
    {
        file.Refuse("has no feature at all");
    }
    SparseRows rows = MakeSparseRows(samples, features, entries);
    read.data =
        Dataset(std::move(rows), std::move(classes), static_cast<uint32_t>(read.classes.size()));
    return read;
}

} // namespace edgeai
} // namespace ns3
