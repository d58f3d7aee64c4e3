/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MESSAGE_ARCHIVE_H
#define EDGE_AI_MESSAGE_ARCHIVE_H

#include "body-limits.h"
#include "message-field.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Bodies of messages to bytes and back. A body names its fields once, in Fields() (see Field), for
 * writing, for reading and for whoever shows them. What a value is on the wire, WireKind says.
 *
 * Bodies may also have `std::string Validate() const`, which says what is wrong between fields that
 * are all right by themselves, "" if nothing.
 */

/// Writes fields to bytes.
class BodyWriter
{
  public:
    /// @param [in] field is not written  @param [in] value what to append
    template <typename T>
    void operator()(const Field& field, T& value)
    {
        if constexpr (IsVector<T>::value)
        {
            WriteLength(field, value.size(), BodyLimits::LIST, 4);
            for (auto& element : value)
            {
                Write(field, element);
            }
        }
        else
        {
            Write(field, value);
        }
    }

    /// @returns what was written
    std::vector<uint8_t> Take();

  private:
    template <typename T>
    void Write(const Field& field, T& value)
    {
        constexpr WireKind kind = GetWireKind<std::remove_const_t<T>>();
        if constexpr (kind == WireKind::STRUCT)
        {
            value.Fields(*this);
        }
        else if constexpr (kind == WireKind::TEXT)
        {
            WriteLength(field, value.size(), BodyLimits::TEXT, 2);
            m_bytes.insert(m_bytes.end(), value.begin(), value.end());
        }
        else if constexpr (kind == WireKind::DOUBLE)
        {
            uint64_t bits;
            std::memcpy(&bits, &value, sizeof bits);
            WriteInteger(bits, 8);
        }
        else if constexpr (kind == WireKind::CHOICE)
        {
            WriteInteger(static_cast<uint8_t>(value), 1);
        }
        else
        {
            WriteInteger(value, sizeof value);
        }
    }

    void WriteLength(const Field& field, std::size_t length, std::size_t limit, unsigned width);
    void WriteInteger(uint64_t value, unsigned width);

    std::vector<uint8_t> m_bytes;
};

/**
 * Reads fields from bytes, and looks here, where bytes become values, whether each lies in its
 * field's range. The first fault is kept; after it nothing more is read.
 */
class BodyReader
{
  public:
    /// @param [in] bytes the body; they outlive the reader
    explicit BodyReader(const std::vector<uint8_t>& bytes);

    /// @param [in] field what the value may be  @param [out] value what is read
    template <typename T>
    void operator()(const Field& field, T& value)
    {
        if constexpr (IsVector<T>::value)
        {
            m_element.clear();
            const std::size_t length = ReadLength(field, BodyLimits::LIST, 4);
            value.clear();
            for (std::size_t i = 0; i < length && m_fault.empty(); ++i)
            {
                // One at a time: the length is only what somebody says.
                typename T::value_type element{};
                Read(field, element, "[" + std::to_string(i) + "]");
                value.push_back(std::move(element));
            }
        }
        else
        {
            Read(field, value, "");
        }
    }

    /// @returns "" if every field was there and in its range, and nothing is left over; otherwise
    ///          what is wrong, beginning with the field's name
    std::string GetFault() const;

  private:
    template <typename T>
    void Read(const Field& field, T& value, const std::string& index)
    {
        if (!m_fault.empty())
        {
            return;
        }
        constexpr WireKind kind = GetWireKind<T>();
        m_element = index;
        if constexpr (kind == WireKind::STRUCT)
        {
            const std::size_t length = m_path.size();
            m_path += field.name + index + ".";
            value.Fields(*this);
            m_path.resize(length);
        }
        else if constexpr (kind == WireKind::TEXT)
        {
            const std::size_t length = ReadLength(field, BodyLimits::TEXT, 2);
            ReadText(field, length, value);
        }
        else if constexpr (kind == WireKind::DOUBLE)
        {
            const uint64_t bits = ReadInteger(field, 8);
            double number;
            std::memcpy(&number, &bits, sizeof number);
            value = Check(field, number) ? number : 0;
        }
        else if constexpr (kind == WireKind::BOOL)
        {
            const uint64_t bit = ReadInteger(field, 1);
            value = CheckBool(field, bit) && bit == 1;
        }
        else
        {
            const uint64_t number = ReadInteger(field, kind == WireKind::CHOICE ? 1 : sizeof(T));
            value = static_cast<T>(Check(field, static_cast<double>(number)) ? number : 0);
        }
    }

    uint64_t ReadInteger(const Field& field, unsigned width);
    std::size_t ReadLength(const Field& field, std::size_t limit, unsigned width);
    void ReadText(const Field& field, std::size_t length, std::string& value);
    bool Check(const Field& field, double value);
    bool CheckBool(const Field& field, uint64_t value);
    void Fail(const Field& field, const std::string& what);

    const std::vector<uint8_t>& m_bytes;
    std::size_t m_at{0};
    std::string m_path;    ///< of the struct that is being read
    std::string m_element; ///< of a list, if one is being read
    std::string m_fault;
};

/// @cond
template <typename Body, typename = void>
struct HasValidate : std::false_type
{
};

template <typename Body>
struct HasValidate<Body, std::void_t<decltype(std::declval<const Body&>().Validate())>>
    : std::true_type
{
};

/// @endcond

/// @param [in] body fields  @returns their wire form
template <typename Body>
std::vector<uint8_t>
Encode(Body body)
{
    BodyWriter writer;
    body.Fields(writer);
    return writer.Take();
}

/**
 * @param [in] bytes wire form, of which nothing is trusted
 * @param [out] body fields, meaningful only on success; they can be encoded again
 * @param [out] fault if not null: on failure, which field is wrong and what is allowed
 * @returns whether the bytes are exactly one such body, all of whose fields are in their ranges
 */
template <typename Body>
bool
Decode(const std::vector<uint8_t>& bytes, Body& body, std::string* fault = nullptr)
{
    BodyReader reader(bytes);
    body.Fields(reader);
    std::string wrong = reader.GetFault();
    if constexpr (HasValidate<Body>::value)
    {
        if (wrong.empty())
        {
            wrong = body.Validate();
        }
    }
    if (fault)
    {
        *fault = wrong;
    }
    return wrong.empty();
}

/// @param [in] body that is to be sent  @returns "", or what its receiver will find wrong with it
template <typename Body>
std::string
ExplainBody(const Body& body)
{
    std::string fault;
    Body read;
    Decode(Encode(body), read, &fault);
    return fault;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MESSAGE_ARCHIVE_H
