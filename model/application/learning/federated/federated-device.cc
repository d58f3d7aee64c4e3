/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "federated-device.h"

#include "learning/update/sign-magnitude-quantiser.h"

#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Local steps that somebody may ask for.
constexpr uint32_t STEPS_MAX = 1000000;

} // namespace

FederatedDevice::FederatedDevice(const FederatedSettings& settings, uint32_t number)
    : m_settings(settings),
      m_number(number),
      m_draws(settings.draws(number + 1))
{
}

Eigen::VectorXd
FederatedDevice::GetControl() const
{
    // Most devices of many are never asked, and need no room.
    return HasControl() ? m_control : Eigen::VectorXd::Zero(m_settings.model->GetParameterCount());
}

std::string
FederatedDevice::Settle(const LearningAssignment& assignment)
{
    if (!m_pending)
    {
        return "";
    }
    if (m_pending->round > assignment.round)
    {
        return "the update of round " + std::to_string(m_pending->round) +
               " was sent already; allowed are that round and those behind it";
    }
    // Asked again in the same round, nothing of it has come.
    if (m_pending->round == assignment.counted)
    {
        Eigen::VectorXd note;
        if (m_settings.rule->HasNote())
        {
            const std::string fault =
                PlainCodec(m_settings.modelBits)
                    .Decode(assignment.note, m_settings.GetUpdateSize(), note);
            if (!fault.empty())
            {
                return "the note of round " + std::to_string(assignment.counted) +
                       " cannot be read: " + fault;
            }
        }
        if (!HasControl())
        {
            m_control = GetControl();
        }
        m_settings.rule->Settle(m_pending->update, note, m_control);
    }
    m_pending.reset();
    return "";
}

void
FederatedDevice::Train(const FederatedState& state, uint32_t steps, uint64_t round)
{
    const SampleList& own = m_settings.samples[m_number];
    SampleList batch = own;
    const auto gradient = [&](const Eigen::VectorXd& at, Eigen::VectorXd& slope) {
        if (m_settings.batch > 0)
        {
            batch.resize(m_settings.batch);
            for (uint32_t& sample : batch)
            {
                sample = own[m_draws.Pick(static_cast<uint32_t>(own.size()))];
            }
        }
        m_settings.model->GetGradient(at, *m_settings.data, batch, slope);
    };
    const Eigen::VectorXd control = GetControl();
    const FederatedTraining training = TrainLocally(state.model,
                                                    m_settings.rule->GetCorrection(state, control),
                                                    m_settings.rate,
                                                    steps,
                                                    gradient);
    m_trained =
        Trained{round,
                steps,
                m_settings.rule->MakeUpdate(m_settings.GetOptions(), state, control, training)};
}

std::string
FederatedDevice::Prepare(const LearningAssignment& assignment,
                         const RoundMethod::Bytes& model,
                         LearningReport& report)
{
    FederatedState state;
    std::string fault = m_settings.ReadState(model, state);
    const auto count = static_cast<uint64_t>(m_settings.model->GetParameterCount());
    if (fault.empty() && assignment.ranges != LearningRanges{{0, count}})
    {
        fault = "the part is not of all " + std::to_string(count) + " parameters";
    }
    if (fault.empty() && (assignment.steps < 1 || assignment.steps > STEPS_MAX))
    {
        fault = "steps are " + std::to_string(assignment.steps) + "; allowed is 1 to " +
                std::to_string(STEPS_MAX);
    }
    fault = fault.empty() ? Settle(assignment) : fault;
    if (!fault.empty())
    {
        return fault;
    }
    Train(state, assignment.steps, assignment.round);
    const Eigen::VectorXd& values = m_trained->values;
    if (values.allFinite())
    {
        report.spread = GetMagnitudeSpread(values, m_settings.block);
        report.power = values.squaredNorm();
    }
    if (!values.allFinite() || !std::isfinite(report.spread) || !std::isfinite(report.power))
    {
        report = LearningReport();
        m_trained.reset();
        return "local training has left the range of numbers; a smaller step size helps";
    }
    m_foundRound = assignment.round;
    m_found = report;
    return "";
}

std::string
FederatedDevice::Encode(const LearningGrant& grant, RoundMethod::Bytes& update)
{
    if (!m_trained || m_trained->round != grant.round)
    {
        return "nothing of round " + std::to_string(grant.round) + " waits to be sent";
    }
    if (m_settings.IsQuantised() &&
        (grant.codeBits < m_settings.outage.bitsMin || grant.codeBits > m_settings.outage.bitsMax))
    {
        return "code_bits are " + std::to_string(grant.codeBits) + "; allowed is " +
               std::to_string(m_settings.outage.bitsMin) + " to " +
               std::to_string(m_settings.outage.bitsMax);
    }
    const auto codec = m_settings.GetCodec(grant.codeBits);
    std::string fault = codec->Encode(m_trained->values, m_draws, update);
    Pending pending{grant.round, {{}, m_trained->steps, m_settings.GetGain(*codec), 0}};
    // What the server will read, to the bit.
    fault = fault.empty() ? codec->Decode(update, m_settings.GetUpdateSize(), pending.update.values)
                          : fault;
    m_trained.reset();
    if (fault.empty())
    {
        m_pending = std::move(pending);
    }
    return fault;
}

} // namespace edgeai
} // namespace ns3
