/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "external-session.h"

#include "learning/learning-error.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double END_PATIENCE = 5;   ///< that a child has to end when it is told so [s]
constexpr double WORDS_PATIENCE = 2; ///< that one has to say to people what is wrong with it [s]

/// @param [in] round of a request  @returns it in words
std::string
InRound(uint64_t round)
{
    return " in round " + std::to_string(round);
}

} // namespace

ExternalSession::ExternalSession(ExternalPlace place, ExternalHello hello)
    : m_place(std::move(place)),
      m_hello(std::move(hello))
{
}

ExternalSession::~ExternalSession()
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
    catch (const LearningError&)
    {
        // It is closed in any case.
    }
    m_stream->Close(END_PATIENCE);
}

void
ExternalSession::End(const std::string& what, const std::string& fault, double patience)
{
    std::string ending;
    if (m_stream)
    {
        ending = m_stream->Close(patience);
        m_stream.reset();
    }
    m_fault = "External: " + m_place.GetName() + ", asked for " + what + ", " + fault +
              (ending.empty() ? "" : " (" + ending + ")");
    throw LearningError(m_fault);
}

void
ExternalSession::Send(ExternalKind kind, const Bytes& body, bool& whole)
{
    ExternalHeader header;
    header.kind = kind;
    header.length = static_cast<uint32_t>(body.size());
    header.number = ++m_number;
    whole = m_stream->Write(header.Write()) && m_stream->Write(body);
}

ExternalSession::Bytes
ExternalSession::Ask(ExternalKind kind,
                     const Bytes& body,
                     const std::string& what,
                     const std::vector<ExternalKind>& answers,
                     ExternalKind& answer)
{
    if (!m_fault.empty())
    {
        throw LearningError(m_fault);
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
        return Hear(what, answers, asked, answer);
    }
    catch (const LearningError& error)
    {
        if (m_fault.empty())
        {
            End(what, error.what());
        }
        throw;
    }
}

ExternalSession::Bytes
ExternalSession::Hear(const std::string& what,
                      const std::vector<ExternalKind>& answers,
                      bool asked,
                      ExternalKind& answer)
{
    const Bytes head = m_stream->Read(ExternalLimits::HEADER);
    ExternalHeader header;
    std::string fault;
    // Garbage is told from as little of it as there is.
    if (head.size() < ExternalLimits::HEADER)
    {
        End(what,
            head.empty() ? "has ended the conversation"
                         : "ended behind " + MakePrintable(head, head.size()),
            WORDS_PATIENCE);
    }
    fault = header.Read(head);
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
    const Bytes body = m_stream->Read(header.length);
    if (body.size() < header.length)
    {
        End(what,
            "ended in the middle of " + ToString(header.kind) + ", behind " +
                std::to_string(body.size()) + " of " + std::to_string(header.length) + " B",
            WORDS_PATIENCE);
    }
    if (words)
    {
        End(what, "says: " + ReadExternalWords(body), WORDS_PATIENCE);
    }
    answer = header.kind;
    return body;
}

const ExternalReady&
ExternalSession::GetReady()
{
    if (!m_fault.empty())
    {
        throw LearningError(m_fault);
    }
    if (m_stream)
    {
        return m_ready;
    }
    const std::string what = "READY";
    Bytes body;
    std::string fault = m_hello.Write(body);
    if (!fault.empty())
    {
        End(what, "cannot be told: " + fault);
    }
    try
    {
        m_stream = std::make_unique<ExternalStream>(m_place);
    }
    catch (const LearningError& error)
    {
        m_fault = error.what();
        throw;
    }
    ExternalKind answer;
    body = Ask(ExternalKind::HELLO, body, what, {ExternalKind::READY}, answer);
    fault = m_ready.Read(body, m_hello);
    if (!fault.empty())
    {
        End(what, "answered with what cannot be: " + fault);
    }
    return m_ready;
}

std::string
ExternalSession::Fit(const ExternalFit& fit, Bytes& update)
{
    GetReady();
    const std::string what =
        "the update of device " + std::to_string(fit.device) + InRound(fit.round);
    ExternalKind answer;
    const Bytes body = Ask(ExternalKind::FIT,
                           fit.Write(),
                           what,
                           {ExternalKind::UPDATE, ExternalKind::DECLINED},
                           answer);
    if (answer == ExternalKind::DECLINED)
    {
        return ReadExternalWords(body);
    }
    const std::string fault = ReadExternalUpdate(body, update);
    if (!fault.empty())
    {
        End(what, "answered with what cannot be: " + fault);
    }
    return "";
}

Eigen::VectorXd
ExternalSession::Aggregate(const ExternalAggregate& aggregate)
{
    GetReady();
    const std::string what = "the model of " + std::to_string(aggregate.arrived.size()) +
                             " updates" + InRound(aggregate.round);
    ExternalKind answer;
    const Bytes body =
        Ask(ExternalKind::AGGREGATE, aggregate.Write(), what, {ExternalKind::MODEL}, answer);
    Eigen::VectorXd parameters;
    const std::string fault = ReadExternalModel(body, m_ready.parameters.size(), parameters);
    if (!fault.empty())
    {
        End(what, "answered with what cannot be: " + fault);
    }
    return parameters;
}

ExternalScore
ExternalSession::Evaluate(const ExternalEvaluate& evaluate)
{
    GetReady();
    const std::string what = "the score of the model" + InRound(evaluate.round);
    ExternalKind answer;
    const Bytes body =
        Ask(ExternalKind::EVALUATE, evaluate.Write(), what, {ExternalKind::SCORE}, answer);
    ExternalScore score;
    const std::string fault = score.Read(body);
    if (!fault.empty())
    {
        End(what, "answered with what cannot be: " + fault);
    }
    return score;
}

} // namespace edgeai
} // namespace ns3
