/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-trainer.h"

#include "allocation/pipeline/code/code-evaluation.h"
#include "application/message/message-archive.h"

#include "ns3/simulator.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

CodeTrainer::CodeTrainer(CodePlace& place)
    : m_place(place)
{
}

void
CodeTrainer::Stop(const std::string& why, bool tell)
{
    if (IsBusy())
    {
        End(why, tell);
    }
}

bool
CodeTrainer::IsBusy() const
{
    return m_number > 0;
}

uint32_t
CodeTrainer::GetHost() const
{
    return m_records.empty() ? CodeRoute::NO_HOST : m_records.back().host;
}

const std::vector<CodeTrainingRecord>&
CodeTrainer::GetRecords() const
{
    return m_records;
}

void
CodeTrainer::Train(CodePeer& peer,
                   const CodeProblem& problem,
                   const CodePath& path,
                   uint64_t number)
{
    const CodeLabel label = CodeCosts(problem).GetLabel(path);
    const CodeTraining planned = GetCodeTraining(problem, label);
    m_plan = EvaluateCodePath(problem, path);
    m_number = number;
    m_sample = 0;
    ++m_attempt;
    CodeTrainingRecord record;
    record.host = peer.service;
    record.path = path;
    record.steps =
        static_cast<uint64_t>(std::llround(problem.trainingSamples * problem.trainingEpochs));
    record.began = Simulator::Now();
    record.timePlanned = planned.time;
    record.bitsPlanned = planned.bits;
    record.accuracy = m_plan.accuracy;
    m_records.push_back(record);
    if (label.hostFlop == 0)
    {
        HandleGrant(number, true); // nobody else has to be asked
        return;
    }
    const double pace = static_cast<double>(record.steps) / planned.time;
    const CodeRequestBody body = MakeCodeRequest(problem, m_plan, pace, CodePurpose::TRAIN);
    peer.link.Tell(MakeCodeMessage(CodeMessage::REQUEST, number, Encode(body)));
}

bool
CodeTrainer::HandleGrant(uint64_t number, bool granted)
{
    if (number != m_number || m_sample > 0)
    {
        return false;
    }
    if (!granted)
    {
        End("refused by the host");
        return true;
    }
    m_sample = 1;
    m_at = 0;
    Advance();
    return true;
}

void
CodeTrainer::Advance()
{
    const std::size_t count = m_plan.steps.size();
    if (m_at == 2 * count)
    {
        EndSample();
        return;
    }
    const bool back = m_at >= count;
    const PlanStep& step = m_plan.steps[back ? 2 * count - 1 - m_at : m_at];
    step.kind == StepKind::COMPUTE ? Compute(step.work) : Send(back);
}

void
CodeTrainer::Compute(double flop)
{
    const uint64_t attempt = m_attempt;
    m_place.share.Submit(CodeWork::TRAINING,
                         m_place.service,
                         flop,
                         [this, attempt](const JobReport& report) {
                             if (attempt != m_attempt || !IsBusy())
                             {
                                 return; // given up meanwhile
                             }
                             if (report.outcome != JobOutcome::COMPLETED)
                             {
                                 End("a job ended: " + std::string(ToString(report.outcome)));
                                 return;
                             }
                             ++m_at;
                             Advance();
                         });
}

void
CodeTrainer::Send(bool back)
{
    CodePeer& peer = *m_place.Find(m_records.back().host);
    const std::size_t step = back ? 2 * m_plan.steps.size() - 1 - m_at : m_at;
    CodeParcel parcel;
    parcel.type = back ? CodeMessage::GRADIENT : CodeMessage::ACTIVATION;
    parcel.number = m_sample;
    parcel.body.path = m_number;
    parcel.body.step = static_cast<uint32_t>(step);
    parcel.body.training = true;
    parcel.body.goodput = peer.measured;
    parcel.bytes = GetCodeBytes(m_plan.steps[step].bits);
    m_waiting = true;
    const std::string fault = peer.link.Send(parcel);
    if (!fault.empty())
    {
        End("on the way to the host " + fault);
        return;
    }
    m_records.back().bits += 8.0 * parcel.bytes;
}

void
CodeTrainer::HandleReturn(const CodePeer& peer,
                          const InferenceMessage& message,
                          const CodeTransferBody& body)
{
    if (body.path != m_number || message.task != m_sample)
    {
        return; // given up meanwhile
    }
    const std::size_t count = m_plan.steps.size();
    const bool back = m_at >= count;
    const std::size_t sent = back ? 2 * count - 1 - m_at : m_at;
    const std::size_t expected = back ? sent - 2 : sent + 2;
    if (!m_waiting || peer.service != m_records.back().host ||
        message.type != (back ? CodeMessage::GRADIENT : CodeMessage::ACTIVATION) ||
        body.step != expected || message.payloadBytes != GetCodeBytes(m_plan.steps[expected].bits))
    {
        m_place.onMalformed(std::string(ToString(message.type)) +
                            ": step or payload is not what the sample waits for");
        return;
    }
    m_waiting = false;
    m_records.back().bits += 8.0 * message.payloadBytes;
    m_at += 3; // the way there, the host's work, the way back
    Advance();
}

void
CodeTrainer::EndSample()
{
    CodeTrainingRecord& record = m_records.back();
    ++record.done;
    if (record.done == record.steps)
    {
        End("trained");
        return;
    }
    ++m_sample;
    m_at = 0;
    Advance();
}

void
CodeTrainer::End(const std::string& how, bool tell)
{
    CodeTrainingRecord& record = m_records.back();
    record.ended = Simulator::Now();
    record.ending = how;
    const uint64_t number = m_number;
    m_number = 0;
    m_waiting = false;
    ++m_attempt;
    CodePeer* peer = m_place.Find(record.host);
    if (tell && peer && m_sample > 0 && m_plan.hostFlop > 0)
    {
        const CodeReleaseBody body{record.done, (record.ended - record.began).GetSeconds()};
        peer->link.Tell(MakeCodeMessage(CodeMessage::RELEASE, number, Encode(body)));
    }
    onEnd();
}

} // namespace edgeai
} // namespace ns3
