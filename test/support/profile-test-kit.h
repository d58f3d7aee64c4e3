/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROFILE_TEST_KIT_H
#define EDGE_AI_PROFILE_TEST_KIT_H

#include "ns3/profile-error.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/// @returns the message of the ProfileError that the action throws, or "(no error)"
template <typename Action>
std::string
GetError(Action action)
{
    try
    {
        action();
    }
    catch (const ProfileError& error)
    {
        return error.what();
    }
    return "(no error)";
}

/// @returns whether a message has a text in it
inline bool
Contains(const std::string& message, const std::string& text)
{
    return message.find(text) != std::string::npos;
}

} // namespace edgeai
} // namespace ns3

/// Expects an action to throw a ProfileError whose message holds a text.
#define EDGE_AI_EXPECT_ERROR(action, text)                                                         \
    do                                                                                             \
    {                                                                                              \
        const std::string edgeAiMessage = GetError([&] { action; });                               \
        NS_TEST_EXPECT_MSG_EQ(Contains(edgeAiMessage, text),                                       \
                              true,                                                                \
                              "expected '" << (text) << "' in: " << edgeAiMessage);                \
    } while (false)

#endif // EDGE_AI_PROFILE_TEST_KIT_H
