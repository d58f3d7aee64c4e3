/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "external-session.h"

#include "application/message/external/external-error.h"
#include "learning/learning-error.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] round of a request  @returns it in words
std::string
InRound(uint64_t round)
{
    return " in round " + std::to_string(round);
}

/// What is wrong with a process is wrong with learning. @param [in] act may throw ExternalError
/// @returns what act returns  @throws LearningError instead
template <typename Act>
auto
Learn(Act&& act)
{
    try
    {
        return act();
    }
    catch (const ExternalError& error)
    {
        throw LearningError(error.what());
    }
}

} // namespace

ExternalSession::ExternalSession(ExternalPlace place, ExternalHello hello)
    : m_channel(std::move(place)),
      m_hello(std::move(hello))
{
}

void
ExternalSession::Greet()
{
    m_channel.RequireSound();
    if (m_channel.IsOpen())
    {
        return;
    }
    const std::string what = "READY";
    std::vector<uint8_t> body;
    std::string fault = m_hello.Write(body);
    if (!fault.empty())
    {
        m_channel.End(what, "cannot be told: " + fault);
    }
    const auto answer = m_channel.Ask(ExternalKind::HELLO, body, what, {ExternalKind::READY});
    fault = m_ready.Read(answer.body, m_hello);
    if (!fault.empty())
    {
        m_channel.End(what, "answered with what cannot be: " + fault);
    }
}

ExternalChannel::Answer
ExternalSession::Ask(ExternalKind kind,
                     const std::vector<uint8_t>& body,
                     const std::string& what,
                     const std::vector<ExternalKind>& answers)
{
    Greet();
    return m_channel.Ask(kind, body, what, answers);
}

const ExternalReady&
ExternalSession::GetReady()
{
    Learn([this] { Greet(); });
    return m_ready;
}

std::string
ExternalSession::Fit(const ExternalFit& fit, std::vector<uint8_t>& update)
{
    const std::string what =
        "the update of device " + std::to_string(fit.device) + InRound(fit.round);
    return Learn([&]() -> std::string {
        const auto answer = Ask(ExternalKind::FIT,
                                fit.Write(),
                                what,
                                {ExternalKind::UPDATE, ExternalKind::DECLINED});
        if (answer.kind == ExternalKind::DECLINED)
        {
            std::string words;
            const std::string broken = ReadExternalWords(answer.body, words);
            if (!broken.empty())
            {
                m_channel.End(what, "answered with what cannot be: " + broken);
            }
            return words;
        }
        const std::string fault = ReadExternalUpdate(answer.body, update);
        if (!fault.empty())
        {
            m_channel.End(what, "answered with what cannot be: " + fault);
        }
        return "";
    });
}

Eigen::VectorXd
ExternalSession::Aggregate(const ExternalAggregate& aggregate)
{
    const std::string what = "the model of " + std::to_string(aggregate.arrived.size()) +
                             " updates" + InRound(aggregate.round);
    return Learn([&] {
        const auto answer =
            Ask(ExternalKind::AGGREGATE, aggregate.Write(), what, {ExternalKind::MODEL});
        Eigen::VectorXd parameters;
        const std::string fault =
            ReadExternalModel(answer.body, m_ready.parameters.size(), parameters);
        if (!fault.empty())
        {
            m_channel.End(what, "answered with what cannot be: " + fault);
        }
        return parameters;
    });
}

ExternalScore
ExternalSession::Evaluate(const ExternalEvaluate& evaluate)
{
    const std::string what = "the score of the model" + InRound(evaluate.round);
    return Learn([&] {
        const auto answer =
            Ask(ExternalKind::EVALUATE, evaluate.Write(), what, {ExternalKind::SCORE});
        ExternalScore score;
        const std::string fault = score.Read(answer.body);
        if (!fault.empty())
        {
            m_channel.End(what, "answered with what cannot be: " + fault);
        }
        return score;
    });
}

} // namespace edgeai
} // namespace ns3
