/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Bodies of all messages, grants and plans among them, and headers. An input is two bytes that say
// which message, and its body; of a header, its bytes.

#include "hostile-subject.h"
#include "support/message-samples.h"

#include "ns3/packet.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

using Bytes = std::vector<uint8_t>;

/// Bodies field by field, some of them what they must not be.
class WireForger
{
  public:
    /// @param [in,out] draws of all
    explicit WireForger(Mutator& draws)
        : m_draws(draws)
    {
    }

    /// @param [in] fields of a message  @returns a body with the right widths
    Bytes Forge(const std::vector<WireField>& fields)
    {
        m_bytes.clear();
        m_odd = 1 + m_draws.Draw(20); // one field of so many is odd
        Append(fields, 0);
        return m_bytes;
    }

  private:
    static constexpr std::size_t ENOUGH = 20000; ///< [B]

    void Put(uint64_t value, std::size_t width)
    {
        for (std::size_t i = width; i-- > 0;)
        {
            m_bytes.push_back(static_cast<uint8_t>(value >> (8 * i)));
        }
    }

    void PutDouble(double value)
    {
        uint64_t bits;
        std::memcpy(&bits, &value, sizeof bits);
        Put(bits, 8);
    }

    void Append(const WireField& field, unsigned depth)
    {
        const bool odd = m_draws.Happens(m_odd);
        const auto whole = [&](std::size_t width) {
            const double least = std::max(0.0, field.field.least);
            Put(odd ? m_draws.DrawWhole() : static_cast<uint64_t>(least) + m_draws.Draw(4), width);
        };
        switch (field.kind)
        {
        case WireKind::BOOL:
            Put(odd ? m_draws.Draw(256) : m_draws.Draw(2), 1);
            return;
        case WireKind::CHOICE:
            Put(m_draws.Draw(field.field.choices.size() + (odd ? 3 : 0)), 1);
            return;
        case WireKind::UINT8:
            return whole(1);
        case WireKind::UINT16:
            return whole(2);
        case WireKind::UINT32:
            return whole(4);
        case WireKind::UINT64:
            return whole(8);
        case WireKind::DOUBLE: {
            const double figures[]{field.field.least, field.field.most, 0, 1, 0.5, 1e-3, 100};
            PutDouble(odd ? m_draws.DrawDouble() : figures[m_draws.Draw(7)]);
            return;
        }
        case WireKind::TEXT: {
            const std::size_t size = odd ? m_draws.Draw(300) : m_draws.Draw(9);
            Put(odd && m_draws.Happens(3) ? m_draws.DrawWhole() : size, 2);
            for (std::size_t i = 0; i < size; ++i)
            {
                m_bytes.push_back(odd ? static_cast<uint8_t>(m_draws.Next())
                                      : static_cast<uint8_t>('a' + m_draws.Draw(26)));
            }
            return;
        }
        case WireKind::STRUCT:
            Append(field.fields, depth + 1);
        }
    }

    void Append(const std::vector<WireField>& fields, unsigned depth)
    {
        for (const WireField& field : fields)
        {
            std::size_t count = 1;
            if (field.list)
            {
                // A list may say that it is longer than it is, or longer than anything.
                const bool odd = m_draws.Happens(m_odd);
                count = m_draws.Draw(odd && depth == 0 ? 300 : 4);
                Put(odd && m_draws.Happens(2) ? m_draws.DrawWhole() : count, 4);
            }
            for (std::size_t i = 0; i < count && m_bytes.size() < ENOUGH; ++i)
            {
                Append(field, depth);
            }
        }
    }

    Mutator& m_draws;
    Bytes m_bytes;
    std::size_t m_odd{1};
};

/// Bodies of every type there is.
class MessageSubject : public HostileSubject
{
  public:
    explicit MessageSubject(uint64_t seed)
        : m_samples(seed)
    {
    }

    std::string Make(Mutator& draws) override
    {
        const auto types = MessageRegistry::List();
        const MessageDescription& description = *types[draws.Draw(types.size())];
        Bytes body;
        if (draws.Happens(2))
        {
            body = WireForger(draws).Forge(description.fields);
        }
        else
        {
            body = m_samples.DrawSpoilt(description.type);
        }
        if (draws.Happens(4))
        {
            draws.Change(body, {m_samples.DrawSound(description.type)});
        }
        const auto type = static_cast<uint32_t>(description.type);
        std::string input{static_cast<char>(type >> 8), static_cast<char>(type)};
        return input.append(body.begin(), body.end());
    }

    HostileVerdict Take(const std::string& input) override
    {
        if (input.size() < 2)
        {
            return HostileVerdict::Refuse("shorter than the type of a message");
        }
        const auto type = static_cast<MessageType>((static_cast<uint8_t>(input[0]) << 8) |
                                                   static_cast<uint8_t>(input[1]));
        const MessageDescription* description = MessageRegistry::Find(type);
        if (!description)
        {
            return HostileVerdict::Refuse("no type of a message");
        }
        const Bytes body(input.begin() + 2, input.end());
        const Recode recode = GetRecodes().at(type);
        Bytes again;
        if (!recode(body, again))
        {
            return HostileVerdict::Refuse("a " + description->name + " that cannot be read");
        }
        if (again != body)
        {
            return HostileVerdict::Break("a " + description->name + " is not the same again");
        }
        m_samples.Add(type, body);
        return {};
    }

  private:
    MessageSamples m_samples;
};

/// Headers of messages.
class HeaderSubject : public HostileSubject
{
  public:
    explicit HeaderSubject(uint64_t seed)
        : m_samples(seed)
    {
    }

    std::string Make(Mutator& draws) override
    {
        Bytes bytes = MakeMessageBytes(m_samples.DrawType(), draws.DrawWhole(), {}, 0, draws);
        const std::vector<Bytes> others{bytes};
        for (std::size_t changes = 1 + draws.Draw(3); changes > 0; --changes)
        {
            draws.Change(bytes, others);
        }
        return std::string(bytes.begin(), bytes.end());
    }

    HostileVerdict Take(const std::string& input) override
    {
        const Bytes bytes(input.begin(), input.end());
        InferenceHeader header;
        if (!header.Parse(bytes.data(), bytes.size()))
        {
            return HostileVerdict::Refuse("no header");
        }
        const Ptr<Packet> packet = Create<Packet>();
        packet->AddHeader(header);
        Bytes again(packet->GetSize());
        packet->CopyData(again.data(), packet->GetSize());
        if (again.size() > bytes.size() || !std::equal(again.begin(), again.end(), bytes.begin()))
        {
            return HostileVerdict::Break("a header is not the same again");
        }
        return {};
    }

  private:
    MessageSamples m_samples;
};

const HostileRegistration g_messages("message", [](uint64_t seed) {
    return std::make_unique<MessageSubject>(seed);
});
const HostileRegistration g_headers("header", [](uint64_t seed) {
    return std::make_unique<HeaderSubject>(seed);
});

} // namespace

} // namespace edgeai
} // namespace ns3
