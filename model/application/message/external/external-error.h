/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXTERNAL_ERROR_H
#define EDGE_AI_EXTERNAL_ERROR_H

#include <stdexcept>
#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Another process that cannot be started or reached, dies, is silent, or says what cannot be.
/// what() is one sentence that names it, what it was asked, and what is wrong.
class ExternalError : public std::runtime_error
{
  public:
    /// @param [in] message what is wrong, for a person to read
    explicit ExternalError(const std::string& message)
        : std::runtime_error(message)
    {
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXTERNAL_ERROR_H
