/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FIELD_H
#define EDGE_AI_FIELD_H

#include <cmath>
#include <initializer_list>
#include <limits>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Name, unit, meaning and range of one field of a struct. A struct that travels in messages, is
 * written to records or is shown to users names its fields once, in order:
 *
 * @code
 * template <typename Archive>
 * void Fields(Archive& archive)
 * {
 *     archive(Field("split", "", "blocks that run on the device"), split);
 *     archive(Field("power", "W", "transmit power").Within(0, 1e6), power);
 *     archive(Field("status", "", "what became of it").Choices({"solved", "refused"}), status);
 *     archive(Field("uplink", "", "the way of the features"), uplink); // a struct with Fields()
 *     archive(Field("step", "", "what is expected"), steps);           // a vector of such
 * }
 * @endcode
 *
 * Whoever needs the fields is an archive: the writer and the reader of messages, the dissector's
 * table, the columns of CSV and SQLite, the summary. A field added to such a list is added to all
 * of them. Names are lower_case words; units are SI, "" for pure numbers.
 */
struct Field
{
    /// Quantities of messages and problems lie within these, so that no product of a formula leaves
    /// the range of a double.
    static constexpr double SMALLEST = 1e-50;
    static constexpr double LARGEST = 1e50; ///< see SMALLEST

    std::string name; ///< lower_case
    std::string unit; ///< as "s", "J", "bit", "cycle/s"; "" for pure numbers
    std::string help; ///< one line
    double least{-std::numeric_limits<double>::infinity()}; ///< of a number, or of each in a list
    double most{std::numeric_limits<double>::infinity()};   ///< likewise
    bool mayBeZero{false};                                  ///< zero is allowed besides the range
    bool mayBeUnknown{false};         ///< not a number means that it is not known
    bool zeroIsNone{false};           ///< zero means that there is none, which tables leave out
    bool isSuffix{false};             ///< of a struct: its fields' names end in this one's
    std::vector<std::string> choices; ///< of an enumeration: the words for 0, 1, ...

    /// @param [in] what name  @param [in] in unit  @param [in] says help
    Field(std::string what, std::string in, std::string says);
    /// The same of words that stand in the source: a call is all that compilers make of it, where
    /// three strings to be made, and given back, were most of the code of who names fields.
    /// @param [in] what name  @param [in] in unit  @param [in] says help
    Field(const char* what, const char* in, const char* says);
    Field(const Field& other);                ///< @param [in] other copied
    Field(Field&& other) noexcept;            ///< @param [in] other emptied
    Field& operator=(const Field& other);     ///< @param [in] other copied @returns this
    Field& operator=(Field&& other) noexcept; ///< @param [in] other emptied @returns this
    ~Field();

    /// @param [in] low least value  @param [in] high largest value  @returns this
    Field& Within(double low, double high)
    {
        least = low;
        most = high;
        return *this;
    }

    /// A quantity that must be there. @returns this
    Field& Positive()
    {
        return Within(SMALLEST, LARGEST);
    }

    /// A quantity that may be nothing: zero is allowed besides the range. @returns this
    Field& Amount()
    {
        mayBeZero = true;
        return Positive();
    }

    /// Not a number is allowed and means that it is not known. @returns this
    Field& OrUnknown()
    {
        mayBeUnknown = true;
        return *this;
    }

    /// Zero means that there is none: tables leave the value out. @returns this
    Field& ZeroIsNone()
    {
        zeroIsNone = true;
        return *this;
    }

    /// For a struct whose fields tables call by their names with this one's behind, not before:
    /// "split_planned". @returns this
    Field& AsSuffix()
    {
        isSuffix = true;
        return *this;
    }

    /// @param [in] words for the values 0, 1, ...  @returns this
    Field& Choices(std::vector<std::string> words);
    /// @param [in] words for the values 0, 1, ...  @returns this
    Field& Choices(std::initializer_list<const char*> words);

    /// @param [in] value a number  @returns whether it lies within the range
    bool Allows(double value) const
    {
        if (std::isnan(value))
        {
            return mayBeUnknown;
        }
        return (value >= least && value <= most) || (mayBeZero && value == 0);
    }

    /// @returns what Allows() allows, in words: "0, and 1e-50 to 1e+50 s"
    std::string DescribeAllowed() const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FIELD_H
