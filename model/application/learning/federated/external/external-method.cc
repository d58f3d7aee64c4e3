/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "external-method.h"

#include "application/learning/number-bytes.h"
#include "learning/learning-error.h"
#include "short-number.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Local steps of a round at most, as problems have it.
constexpr uint32_t STEPS_MAX = 1000000;

/// @throws LearningError unless a setting is sound
void
RequireSetting(bool sound, const std::string& what, const std::string& allowed)
{
    if (!sound)
    {
        throw LearningError("External: " + what + "; allowed is " + allowed);
    }
}

/// @param [in] settings of all  @returns what the process is told first
ExternalHello
MakeHello(const ExternalSettings& settings)
{
    const FederatedSettings& federated = settings.federated;
    ExternalHello hello;
    hello.seed = settings.seed;
    hello.devices = settings.devices;
    hello.batch = federated.batch;
    hello.rate = federated.rate;
    hello.model = federated.model ? federated.model->GetName() : "";
    hello.parameters = settings.parameters;
    hello.data = federated.data;
    hello.test = federated.test;
    hello.samples = federated.samples;
    return hello;
}

} // namespace

ExternalMethod::ExternalMethod(ExternalSettings settings)
    : m_settings(std::move(settings)),
      m_draws([] { return 0.0; })
{
    const FederatedSettings& federated = m_settings.federated;
    const ExternalPlace& place = m_settings.place;
    RequireSetting(place.command.empty() != place.socket.empty(),
                   place.command.empty() ? "neither command nor socket is given"
                                         : "command and socket are given",
                   "one of them");
    RequireSetting(place.timeout > 0 && place.timeout <= 1e9,
                   "timeout is " + WriteShort(place.timeout) + " s",
                   "more than 0, up to 1e9");
    RequireSetting(m_settings.devices > 0, "devices are 0", "1 and more");
    RequireSetting(federated.samples.empty() || federated.samples.size() == m_settings.devices,
                   "samples are of " + std::to_string(federated.samples.size()) + " devices",
                   "the " + std::to_string(m_settings.devices) + " there are");
    RequireSetting(federated.steps.size() <= 1 || federated.steps.size() == m_settings.devices,
                   "steps has " + std::to_string(federated.steps.size()) + " elements",
                   "none, one, or one for each device");
    RequireSetting(federated.sampled <= m_settings.devices,
                   "sampled is " + std::to_string(federated.sampled),
                   "0 to the " + std::to_string(m_settings.devices) + " workers");
    RequireSetting(federated.draws != nullptr, "draws is missing", "a source of chance");
    RequireSetting(m_settings.flop >= 0 && std::isfinite(m_settings.flop),
                   "flop is " + WriteShort(m_settings.flop),
                   "finite, 0 and more");
    m_settings.federated.CountSamples();
    m_draws = federated.draws(0);
    for (uint32_t k = 0; k < m_settings.devices; ++k)
    {
        m_batches.push_back(federated.draws(k + 1));
    }
    m_session = std::make_unique<ExternalSession>(place, MakeHello(m_settings));
}

const Eigen::VectorXd&
ExternalMethod::GetCurrent() const
{
    return m_parameters ? *m_parameters : m_session->GetReady().parameters;
}

double
ExternalMethod::GetTime() const
{
    return m_settings.clock ? m_settings.clock() : 0;
}

std::string
ExternalMethod::GetName() const
{
    return m_session->GetReady().name;
}

double
ExternalMethod::GetSamples(uint32_t worker) const
{
    const std::vector<double>& told = m_session->GetReady().samples;
    const std::vector<SampleList>& lists = m_settings.federated.samples;
    return !told.empty()    ? told.at(worker)
           : !lists.empty() ? static_cast<double>(lists.at(worker).size())
                            : 0;
}

uint32_t
ExternalMethod::Begin(uint64_t round)
{
    m_round = round;
    m_chosen.clear();
    m_asked.clear();
    m_came.clear();
    return 0;
}

std::vector<uint32_t>
ExternalMethod::Choose(const std::vector<uint32_t>& members)
{
    m_chosen = m_settings.federated.PickWorkers(m_round, members, m_draws);
    m_asked.insert(m_chosen.begin(), m_chosen.end());
    return m_chosen;
}

LearningRanges
ExternalMethod::GetMissing() const
{
    // An update of anybody is one of the whole model.
    return m_came.empty() ? LearningRanges{{0, static_cast<uint64_t>(GetCurrent().size())}}
                          : LearningRanges();
}

double
ExternalMethod::GetStepFlop() const
{
    const double told = m_session->GetReady().flop;
    const FederatedSettings& federated = m_settings.federated;
    if (m_settings.flop > 0 || told > 0)
    {
        return m_settings.flop > 0 ? m_settings.flop : told;
    }
    if (!federated.model)
    {
        throw LearningError("External: what a local step takes is not known; say flop=... [FLOP], "
                            "or let the process say it in READY");
    }
    return federated.GetStepFlop();
}

double
ExternalMethod::GetWorkFactor(uint32_t worker) const
{
    // What was told is everybody's.
    const bool told = m_settings.flop > 0 || m_session->GetReady().flop > 0;
    return told ? 1 : m_settings.federated.GetWorkFactor(worker);
}

void
ExternalMethod::Describe(RoundProblem& problem) const
{
    const ExternalReady& ready = m_session->GetReady();
    const auto d = static_cast<double>(GetCurrent().size());
    problem.outage = m_settings.federated.outage;
    RoundOutage& outage = problem.outage;
    outage.parameters = d;
    const uint32_t bytes = m_settings.bytes > 0 ? m_settings.bytes : ready.bytes;
    outage.plainBits = 8 * (bytes > 0 ? bytes : NUMBER_BYTES * d);
    outage.flopPerStep = GetStepFlop();
    outage.workers.clear();
    for (const uint32_t worker : m_chosen)
    {
        outage.workers.push_back(m_settings.federated.GetUnknownUpdate(worker, d));
    }
}

std::vector<LearningAssignment>
ExternalMethod::Assign(const RoundPlan& plan) const
{
    std::vector<LearningAssignment> assignments(plan.workers.size());
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        LearningAssignment& assignment = assignments[k];
        assignment.round = m_round;
        if (!plan.workers[k].involved)
        {
            continue;
        }
        assignment.ranges = {{0, static_cast<uint64_t>(GetCurrent().size())}};
        assignment.steps = plan.workers[k].steps;
        assignment.outage = plan.workers[k].outage;
        const auto counted = m_counted.find(m_chosen.at(k));
        assignment.counted = counted != m_counted.end() ? counted->second : 0;
    }
    return assignments;
}

RoundMethod::Bytes
ExternalMethod::GetModel() const
{
    Bytes bytes;
    AppendNumbers(GetCurrent(), bytes);
    return bytes;
}

std::string
ExternalMethod::DrawBatch(uint32_t worker, uint32_t steps, std::vector<uint32_t>& batch)
{
    const FederatedSettings& federated = m_settings.federated;
    if (federated.samples.empty() || federated.batch == 0)
    {
        return "";
    }
    const uint64_t count = uint64_t{steps} * federated.batch;
    if (count > ExternalLimits::BODY / 16)
    {
        return "steps have " + std::to_string(count) + " samples together; allowed are " +
               std::to_string(ExternalLimits::BODY / 16);
    }
    const SampleList& own = federated.samples[worker];
    batch.resize(count);
    for (uint32_t& sample : batch)
    {
        sample = own[m_batches[worker].Pick(static_cast<uint32_t>(own.size()))];
    }
    return "";
}

std::string
ExternalMethod::Train(uint32_t worker,
                      const LearningAssignment& assignment,
                      const Bytes& model,
                      Bytes& update)
{
    const auto count = static_cast<std::size_t>(m_session->GetReady().parameters.size());
    ExternalFit fit;
    std::string fault = ReadNumbers(model, count, fit.parameters);
    if (fault.empty() && assignment.ranges != LearningRanges{{0, count}})
    {
        fault = "the part is not of all " + std::to_string(count) + " parameters";
    }
    if (fault.empty() && (assignment.steps < 1 || assignment.steps > STEPS_MAX))
    {
        fault = "steps are " + std::to_string(assignment.steps) + "; allowed is 1 to " +
                std::to_string(STEPS_MAX);
    }
    fault = fault.empty() ? DrawBatch(worker, assignment.steps, fit.batch) : fault;
    if (!fault.empty())
    {
        return fault;
    }
    fit.round = assignment.round;
    fit.time = GetTime();
    fit.device = worker;
    fit.steps = assignment.steps;
    fit.counted = assignment.counted;
    return m_session->Fit(fit, update);
}

std::string
ExternalMethod::Take(uint32_t worker, const LearningAssignment& assignment, const Bytes& update)
{
    if (assignment.round != m_round || m_came.count(worker) > 0)
    {
        return "the update is not one that is waited for";
    }
    if (update.empty() || update.size() > ExternalLimits::UPDATE)
    {
        return "the update is " + std::to_string(update.size()) + " B; allowed is 1 to " +
               std::to_string(ExternalLimits::UPDATE);
    }
    m_came[worker] = {worker, assignment.steps, GetSamples(worker), GetTime(), update};
    return "";
}

double
ExternalMethod::GetWindow() const
{
    return m_settings.federated.outage.window;
}

double
ExternalMethod::GetAggregateFlop() const
{
    // A multiply-add of each number of each update.
    return 2.0 * static_cast<double>(GetCurrent().size()) * static_cast<double>(m_came.size());
}

void
ExternalMethod::Finish()
{
    if (m_came.empty())
    {
        return;
    }
    ExternalAggregate aggregate;
    aggregate.round = m_round;
    aggregate.time = GetTime();
    aggregate.chosen.assign(m_asked.begin(), m_asked.end());
    // In the order of workers, so that sums do not depend on whose packets were faster.
    for (auto& [number, arrival] : m_came)
    {
        aggregate.arrived.push_back(std::move(arrival));
        m_counted[number] = m_round;
    }
    m_came.clear();
    m_parameters = m_session->Aggregate(aggregate);
    m_score.reset();
}

Eigen::VectorXd
ExternalMethod::GetParameters() const
{
    return GetCurrent();
}

LearningScore
ExternalMethod::Score() const
{
    if (!m_score)
    {
        const FederatedSettings& federated = m_settings.federated;
        m_score.emplace();
        if (m_session->GetReady().scores)
        {
            const ExternalScore said = m_session->Evaluate({m_round, GetTime(), GetCurrent()});
            m_score = LearningScore{said.loss, said.accuracy};
        }
        else if (federated.model && federated.data)
        {
            m_score =
                LearningScore{federated.GetLoss(GetCurrent()), federated.GetAccuracy(GetCurrent())};
        }
    }
    return *m_score;
}

} // namespace edgeai
} // namespace ns3
