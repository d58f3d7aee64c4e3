/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FIELD_INSPECTION_H
#define EDGE_AI_FIELD_INSPECTION_H

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Goes through the fields of a problem and collects the first complaint: one sentence that names
/// the field, its value and the allowed range. Not a number is never allowed.
class FieldInspection
{
  public:
    /// Every quantity lies within these, so that no product of a formula leaves the range of a
    /// double.
    static constexpr double SMALLEST = 1e-50;
    static constexpr double LARGEST = 1e50; ///< see SMALLEST

    /// @param [in] path what the field names are prefixed with, e.g. "devices[2]."
    void SetPath(const std::string& path)
    {
        m_path = path;
    }

    /// @returns the first complaint, "" if none
    const std::string& GetComplaint() const
    {
        return m_complaint;
    }

    /// Must be positive. @param [in] field name @param [in] value value @param [in] unit " unit"
    void Positive(const std::string& field, double value, const char* unit)
    {
        Within(field, value, SMALLEST, LARGEST, unit);
    }

    /// Zero or positive. @param [in] field name @param [in] value value @param [in] unit " unit"
    void Amount(const std::string& field, double value, const char* unit)
    {
        if (value != 0)
        {
            Within(field, value, SMALLEST, LARGEST, unit);
        }
    }

    /**
     * Must lie in a range.
     * @param [in] field name
     * @param [in] value value
     * @param [in] low least allowed value
     * @param [in] high largest allowed value
     * @param [in] unit unit with a blank before it, or ""
     */
    void Within(const std::string& field, double value, double low, double high, const char* unit);

    /**
     * Zero, or positive up to a limit.
     * @param [in] field name
     * @param [in] value value
     * @param [in] limit what it may not exceed
     * @param [in] unit unit with a blank before it
     */
    void UpTo(const std::string& field, double value, double limit, const char* unit)
    {
        if (value != 0)
        {
            Within(field, value, SMALLEST, limit, unit);
        }
    }

    /**
     * A list of values must be positive, ascending and hold one within the limits.
     * @param [in] field name
     * @param [in] levels the list; may be empty
     * @param [in] limit what the one may not exceed
     * @param [in] unit unit with a blank before it
     * @param [in] least what the one must reach
     */
    void Levels(const std::string& field,
                const std::vector<double>& levels,
                double limit,
                const char* unit,
                double least = 0);

    /// Keeps a complaint, if it is the first. @param [in] complaint one sentence
    void Complain(const std::string& complaint);

  private:
    std::string m_path;      ///< prefix of the field names
    std::string m_complaint; ///< the first one
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FIELD_INSPECTION_H
