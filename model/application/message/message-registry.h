/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MESSAGE_REGISTRY_H
#define EDGE_AI_MESSAGE_REGISTRY_H

#include "inference-message.h"
#include "message-field.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What follows the body of a message.
enum class PayloadKind : uint8_t
{
    NONE,    ///< nothing
    COUNTED, ///< bytes of which only the number matters; they travel as zeros
    REAL,    ///< bytes that arrive as they were sent
};

/// What is known about one type of messages.
struct MessageDescription
{
    MessageType type{};
    std::string name;              ///< "REQUEST"
    std::string body;              ///< lower_case name of the body, shared by types that share it
    std::string help;              ///< one line: who sends it to whom, and why
    PayloadKind payload{};         ///< what follows the body
    std::vector<WireField> fields; ///< of the body, in order
};

/**
 * @ingroup edge-ai
 * The types of messages there are. Nobody lists them in one place: a family registers its own when
 * the program starts, as ns-3 does with TypeIds. Values 1 to 127 are for this module, 128 to 255
 * for applications outside of it.
 */
class MessageRegistry
{
  public:
    static constexpr uint8_t LAST_OWN = 127; ///< last value this module may use

    /**
     * Ends the program if the value or the name is taken already (both names are told), or if a
     * field cannot be shown: names are lower_case and unique in their struct, enumerations have
     * words.
     * @param [in] description of a type nobody has registered yet
     */
    static void Register(const MessageDescription& description);

    /// @param [in] type a value  @returns what is known about it, null if nobody registered it
    static const MessageDescription* Find(MessageType type);

    /// @returns all types, by value
    static std::vector<const MessageDescription*> List();
};

/// A body without fields.
struct EmptyBody
{
    /// Nothing.
    template <typename Archive>
    void Fields(Archive&)
    {
    }
};

/**
 * Registers a type when the program starts: one static object per type, in the source file of the
 * family's bodies.
 * @tparam Body what the type's fields are in; a struct with Fields()
 */
template <typename Body>
struct MessageRegistration
{
    /// @param [in] type value  @param [in] name upper case  @param [in] body lower_case
    /// @param [in] help one line  @param [in] payload what follows the body
    MessageRegistration(MessageType type,
                        const std::string& name,
                        const std::string& body,
                        const std::string& help,
                        PayloadKind payload)
    {
        MessageRegistry::Register({type, name, body, help, payload, ListFields<Body>()});
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MESSAGE_REGISTRY_H
