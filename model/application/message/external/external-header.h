/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXTERNAL_HEADER_H
#define EDGE_AI_EXTERNAL_HEADER_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Kinds of messages between a simulation and a process that trains or plans for it. Each is a
/// header and a body; every byte is in the chapters on external trainers and on Python.
enum class ExternalKind : uint16_t
{
    HELLO = 1,     ///< simulation: what is learned, or planned
    READY = 2,     ///< answer: what it begins with
    FIT = 3,       ///< simulation: a device trains
    UPDATE = 4,    ///< answer: what the device sends
    DECLINED = 5,  ///< answer: the device cannot, in words
    AGGREGATE = 6, ///< simulation: what of a round has come
    MODEL = 7,     ///< answer: the new parameters
    EVALUATE = 8,  ///< simulation: how good are these parameters
    SCORE = 9,     ///< answer: loss and accuracy
    END = 10,      ///< simulation: that was all
    ERROR = 11,    ///< answer: the process cannot go on, in words
    PLAN = 12,     ///< simulation: a problem
    DECISION = 13, ///< answer: the plan
};

/// @param [in] kind of a message, or any number  @returns its name, or the number
std::string ToString(ExternalKind kind);

/// Bounds of these messages.
struct ExternalLimits
{
    static constexpr uint32_t MAGIC = 0x58494145;               ///< "EAIX", as bytes
    static constexpr uint16_t VERSION = 1;                      ///< of this wire form
    static constexpr uint32_t HEADER = 16;                      ///< bytes of a header
    static constexpr uint32_t BODY = uint32_t{1} << 30;         ///< most bytes of a body
    static constexpr uint32_t TEXT = uint32_t{1} << 16;         ///< most bytes of a text
    static constexpr uint32_t UPDATE = uint32_t{1} << 28;       ///< most bytes of an update
    static constexpr uint32_t PARAMETERS = (uint32_t{1} << 26); ///< most of a model
};

/// What stands before every body.
struct ExternalHeader
{
    ExternalKind kind{ExternalKind::END};
    uint32_t length{0}; ///< of the body [B]
    uint32_t number{0}; ///< of the request, from 1; an answer repeats it

    /// @returns its bytes
    std::vector<uint8_t> Write() const;
    /// @param [in] bytes HEADER of them  @returns "" or what is wrong with them
    std::string Read(const std::vector<uint8_t>& bytes);
};

/// @param [in] begun bytes, as few as there are  @returns whether a header may begin with them
bool MayBeHeader(const std::vector<uint8_t>& begun);

/// @param [in] body of DECLINED or ERROR  @param [out] words of it, fit to be printed
/// @returns "" or what is wrong with the body
std::string ReadExternalWords(const std::vector<uint8_t>& body, std::string& words);

/// @param [in] bytes of anything  @param [in] most of them to say  @returns them fit to be printed
std::string MakePrintable(const std::vector<uint8_t>& bytes, std::size_t most);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXTERNAL_HEADER_H
