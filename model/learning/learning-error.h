/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_ERROR_H
#define EDGE_AI_LEARNING_ERROR_H

#include "printable-text.h"

#include <stdexcept>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Data, a model or settings of learning that cannot be used. what() is one sentence that names the
 * file and its line or byte, or the model and its argument, and what is allowed.
 */
class LearningError : public std::runtime_error
{
  public:
    /// @param [in] message what is wrong, for a person to read
    explicit LearningError(const std::string& message)
        : std::runtime_error(MakeLegible(message, LEGIBLE_MESSAGE)) // it quotes texts and files
    {
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_ERROR_H
