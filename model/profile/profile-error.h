/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROFILE_ERROR_H
#define EDGE_AI_PROFILE_ERROR_H

#include <stdexcept>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * A network or accuracy description that cannot be used. what() is one sentence (or a few lines,
 * for catalogue names) that names the file and line or the network, the field, and what is allowed.
 */
class ProfileError : public std::runtime_error
{
  public:
    /// @param [in] message what is wrong, for a person to read
    explicit ProfileError(const std::string& message);
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROFILE_ERROR_H
