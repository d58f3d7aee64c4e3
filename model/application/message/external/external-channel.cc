/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "external-channel.h"

#include "external-error.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double END_PATIENCE = 5;     ///< that a child has to end when it is told so [s]
constexpr double WORDS_PATIENCE = 2;   ///< that one has to say to people what is wrong with it [s]
constexpr double BABBLE_PATIENCE = .2; ///< that one has to finish what is no message [s]
constexpr std::size_t BABBLE_SHOWN = 64; ///< most of it that is shown [B]

} // namespace

ExternalChannel::ExternalChannel(ExternalPlace place)
    : m_place(std::move(place))
{
}

ExternalChannel::~ExternalChannel()
{
    if (!m_stream)
    {
        return;
    }
    try
    {
        bool whole = false;
        m_stream->StartClock();
        Send(ExternalKind::END, {}, whole);
    }
    catch (const ExternalError&)
    {
        // It is closed in any case.
    }
    m_stream->Close(END_PATIENCE);
}

void
ExternalChannel::RequireSound() const
{
    if (!m_fault.empty())
    {
        throw ExternalError(m_fault);
    }
}

void
ExternalChannel::End(const std::string& what, const std::string& fault, double patience)
{
    std::string ending;
    if (m_stream)
    {
        ending = m_stream->Close(patience);
        m_stream.reset();
    }
    m_fault = m_place.owner + ": " + m_place.GetName() + ", asked for " + what + ", " + fault +
              (ending.empty() ? "" : " (" + ending + ")");
    throw ExternalError(m_fault);
}

void
ExternalChannel::Send(ExternalKind kind, const Bytes& body, bool& whole)
{
    ExternalHeader header;
    header.kind = kind;
    header.length = static_cast<uint32_t>(body.size());
    header.number = ++m_number;
    whole = m_stream->Write(header.Write()) && m_stream->Write(body);
}

ExternalChannel::Answer
ExternalChannel::Ask(ExternalKind kind,
                     const Bytes& body,
                     const std::string& what,
                     const std::vector<ExternalKind>& answers,
                     uint32_t most)
{
    RequireSound();
    if (!m_stream)
    {
        try
        {
            m_stream = std::make_unique<ExternalStream>(m_place);
        }
        catch (const ExternalError& error)
        {
            m_fault = error.what();
            throw;
        }
    }
    try
    {
        if (body.size() > ExternalLimits::BODY)
        {
            End(what,
                "would have to read " + std::to_string(body.size()) + " B; allowed is at most " +
                    std::to_string(ExternalLimits::BODY));
        }
        m_stream->StartClock();
        bool asked = false;
        Send(kind, body, asked);
        return Hear(what, answers, most, asked);
    }
    catch (const ExternalError& error)
    {
        if (m_fault.empty())
        {
            End(what, error.what());
        }
        throw;
    }
}

ExternalChannel::Bytes
ExternalChannel::HearHead(const std::string& what)
{
    Bytes head;
    std::string silence;
    try
    {
        // Garbage is told from as little of it as there is.
        while (head.size() < ExternalLimits::HEADER && MayBeHeader(head) &&
               m_stream->ReadSome(ExternalLimits::HEADER - head.size(), head))
        {
        }
        if (!MayBeHeader(head))
        {
            m_stream->Hurry(BABBLE_PATIENCE);
            m_stream->Read(BABBLE_SHOWN - head.size(), head);
        }
    }
    catch (const ExternalError& error)
    {
        if (head.empty())
        {
            throw;
        }
        silence = error.what();
    }
    if (!MayBeHeader(head))
    {
        End(what,
            "wrote " + MakePrintable(head, head.size()) +
                " where a message has to begin; what is for people goes to its standard error");
    }
    if (head.size() < ExternalLimits::HEADER)
    {
        End(what,
            head.empty() ? "has ended the conversation"
            : silence.empty()
                ? "ended behind " + MakePrintable(head, head.size())
                : "wrote " + MakePrintable(head, head.size()) + " of a header, and " + silence,
            WORDS_PATIENCE);
    }
    return head;
}

ExternalChannel::Bytes
ExternalChannel::HearBody(const std::string& what, const ExternalHeader& header)
{
    Bytes body;
    std::string silence;
    try
    {
        m_stream->Read(header.length, body);
    }
    catch (const ExternalError& error)
    {
        silence = error.what();
    }
    if (body.size() < header.length)
    {
        End(what,
            (silence.empty() ? "ended" : silence + ",") + " in the middle of " +
                ToString(header.kind) + ", behind " + std::to_string(body.size()) + " of " +
                std::to_string(header.length) + " B",
            WORDS_PATIENCE);
    }
    return body;
}

ExternalChannel::Answer
ExternalChannel::Hear(const std::string& what,
                      const std::vector<ExternalKind>& answers,
                      uint32_t most,
                      bool asked)
{
    const Bytes head = HearHead(what);
    ExternalHeader header;
    const std::string fault = header.Read(head);
    if (!fault.empty())
    {
        End(what, fault);
    }
    const bool words = header.kind == ExternalKind::ERROR; // may come at any time
    if (!words && header.number != m_number)
    {
        End(what,
            "answered request " + std::to_string(header.number) + "; allowed is " +
                std::to_string(m_number));
    }
    if (!words && std::find(answers.begin(), answers.end(), header.kind) == answers.end())
    {
        std::string allowed;
        for (const ExternalKind kind : answers)
        {
            allowed += (allowed.empty() ? "" : " or ") + ToString(kind);
        }
        End(what, "answered with " + ToString(header.kind) + "; allowed is " + allowed);
    }
    if (!words && !asked)
    {
        End(what, "answered before it had read all that it was asked");
    }
    if (!words && header.length > most)
    {
        End(what,
            "answered with " + std::to_string(header.length) + " B; allowed is at most " +
                std::to_string(most));
    }
    const Bytes body = HearBody(what, header);
    if (words)
    {
        std::string said;
        const std::string broken = ReadExternalWords(body, said);
        End(what,
            broken.empty() ? "says: " + said : "says ERROR, and why cannot be read: " + broken,
            WORDS_PATIENCE);
    }
    return {header.kind, body};
}

} // namespace edgeai
} // namespace ns3
