/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "private-client.h"

#include "learning/privacy/sparse-values.h"
#include "number-bytes.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

std::string
PrivateClient::ExplainRefusal(const Work& work, const LearningAssignment& assignment) const
{
    const auto count = static_cast<uint64_t>(work.model.GetParameterCount());
    if (assignment.kept < 1 || assignment.kept > count)
    {
        return "kept is " + std::to_string(assignment.kept) + "; allowed is 1 to " +
               std::to_string(count);
    }
    if (assignment.ranges != LearningRanges{{0, count}})
    {
        return "ranges must be all " + std::to_string(count) + " parameters";
    }
    if (assignment.round <= m_asked.round)
    {
        return "round is " + std::to_string(assignment.round) + "; allowed are those after " +
               std::to_string(m_asked.round);
    }
    if (m_answered >= work.participations)
    {
        return "its budget of privacy is spent: it answered " + std::to_string(m_answered) +
               " rounds, allowed is " + std::to_string(work.participations);
    }
    return "";
}

std::string
PrivateClient::Answer(const Work& work,
                      const LearningAssignment& assignment,
                      const Bytes& model,
                      Bytes& update)
{
    update.clear();
    if (m_answered > 0 && assignment.round == m_asked.round)
    {
        if (assignment.kept != m_asked.kept || assignment.maskSeed != m_asked.maskSeed)
        {
            return "round " + std::to_string(m_asked.round) +
                   " was answered with another mask; noise is not used twice";
        }
        update = m_answer;
        return update.empty() ? "round " + std::to_string(m_asked.round) + " has no answer" : "";
    }
    std::string fault = ExplainRefusal(work, assignment);
    Eigen::VectorXd parameters;
    if (fault.empty())
    {
        fault = ReadNumbers(model,
                            static_cast<std::size_t>(work.model.GetParameterCount()),
                            parameters);
    }
    if (!fault.empty())
    {
        return fault;
    }
    fault = Train(work, assignment, parameters);
    update = m_answer;
    return fault;
}

std::string
PrivateClient::Train(const Work& work,
                     const LearningAssignment& assignment,
                     Eigen::VectorXd parameters)
{
    const Eigen::VectorXd before = parameters;
    const auto all = static_cast<uint32_t>(before.size());
    const SparseMask mask =
        DrawMask(assignment.maskSeed, before.size(), work.largest ? all : assignment.kept);
    std::vector<uint32_t> key = work.key;
    key.push_back(static_cast<uint32_t>(assignment.round));
    key.push_back(static_cast<uint32_t>(assignment.round >> 32));
    LearningDraws draws = MakeKeyedDraws(key);
    const PrivateStepReport report =
        TrainPrivately(work.model, work.data, work.samples, work.step, mask, draws, parameters);
    m_report.sampled += report.sampled;
    m_report.clipped += report.clipped;
    // From here on it is spent, whether or not anybody hears of it.
    m_asked = assignment;
    m_answer.clear();
    ++m_answered;
    const Eigen::VectorXd change = parameters - before;
    std::vector<float> values = mask.Gather(change);
    const bool finite =
        std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
    if (!finite)
    {
        return "an entry of the update is beyond what 32 bit hold";
    }
    if (!work.largest)
    {
        m_answer = EncodeMaskedValues(values);
        return "";
    }
    ErrorMemory memory(m_rest);
    const Eigen::VectorXd due = memory.Add(change);
    const SparseMask largest = PickLargest(due, assignment.kept);
    values = largest.Gather(due);
    memory.Keep(due, largest, values);
    m_rest = memory.GetRest();
    m_answer = EncodeIndexedValues(largest, values);
    return "";
}

} // namespace edgeai
} // namespace ns3
