/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FIELD_FAULT_H
#define EDGE_AI_FIELD_FAULT_H

#include "ns3/field.h"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Where in a document a value is. Lives as long as the one that it is in.
struct FieldPlace
{
    const FieldPlace* outer{nullptr}; ///< null: nothing is around it
    const std::string* name{nullptr}; ///< of the field; null: an element of a list
    std::size_t index{0};             ///< of the element

    /// @returns as in "devices[0].gain"
    std::string ToString() const;
};

/// What is wrong with a document: one sentence that names the field, what it is and what is
/// allowed.
class FieldFault : public std::invalid_argument
{
  public:
    /// @param [in] place of the value  @param [in] what is wrong with it, behind its name
    FieldFault(const FieldPlace& place, const std::string& what);

    /// @param [in] place of a number  @param [in] field what it may be  @param [in] value it is
    /// @returns the fault
    static FieldFault MakeRange(const FieldPlace& place, const Field& field, double value);

    /// @param [in] place of a struct  @param [in] members that it names
    /// @param [in] known that there are  @returns the fault, of the first that is not known
    static FieldFault MakeUnknown(const FieldPlace& place,
                                  const std::vector<std::string>& members,
                                  const std::vector<std::string>& known);
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FIELD_FAULT_H
