/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PYTHON_LAWS_H
#define EDGE_AI_PYTHON_LAWS_H

#include "object-backend.h"

#include <cmath>
#include <initializer_list>
#include <limits>
#include <sstream>
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

/// An argument of a law and the range in which the law is one.
struct Argument
{
    const char* name;
    double value;
    double least;
    double most{std::numeric_limits<double>::infinity()};
    bool open{false}; ///< the least value itself is not allowed
};

/// @param [in] arguments of a law  @throws std::invalid_argument naming the first out of its range
inline void
Check(std::initializer_list<Argument> arguments)
{
    for (const Argument& one : arguments)
    {
        const bool above = one.open ? one.value > one.least : one.value >= one.least;
        if (!(above && one.value <= one.most))
        {
            std::ostringstream text;
            text << one.name << " is " << one.value << "; allowed is "
                 << (one.open ? "more than " : "at least ") << one.least;
            if (std::isfinite(one.most))
            {
                text << ", at most " << one.most;
            }
            throw std::invalid_argument(text.str());
        }
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
