/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PYTHON_LAWS_H
#define EDGE_AI_PYTHON_LAWS_H

#include "object-backend.h"

#include <stdexcept>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @param [in] fault "", or what is wrong  @throws std::invalid_argument with it
inline void
RequireSound(const std::string& fault)
{
    if (!fault.empty())
    {
        throw std::invalid_argument(fault);
    }
}

/// @tparam T a struct with named fields  @param [in] values of it  @returns a list of dataclasses
template <typename T>
pybind11::list
WriteObjects(const std::vector<T>& values)
{
    pybind11::list objects;
    for (const T& value : values)
    {
        objects.append(WriteObject(value));
    }
    return objects;
}

/// @param [in,out] structs gets those that laws take or give
void DescribeLaws(nlohmann::ordered_json& structs);

/// @param [in,out] module gets distortion, radio and queueing laws
void AddLaws(pybind11::module_& module);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PYTHON_LAWS_H
