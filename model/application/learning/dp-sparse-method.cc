/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dp-sparse-method.h"

#include "learning/learning-error.h"
#include "learning/privacy/sparse-values.h"
#include "model-score.h"
#include "number-bytes.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// What draws of one seed, client and round are for.
enum Purpose : uint32_t
{
    MASK = 1,
    NOISE = 2,
};

} // namespace

DpSparseMethod::DpSparseMethod(Settings settings, Eigen::VectorXd parameters)
    : m_settings(std::move(settings)),
      m_parameters(std::move(parameters)),
      m_state(MakeDpSparseState(m_settings.samples.size()))
{
    m_settings.Require(m_parameters.size());
    CountParticipations();
    m_members.resize(m_settings.samples.size());
    std::iota(m_members.begin(), m_members.end(), 0);
    DpSparseMethod::Begin(0);
}

void
DpSparseMethod::CountParticipations()
{
    std::map<std::size_t, std::size_t> kinds; // of numbers of samples
    std::vector<uint32_t> allowed;
    for (const SampleList& samples : m_settings.samples)
    {
        const SampledGaussian step = GetStepMechanism(m_settings.step, samples.size());
        const auto [kind, isNew] = kinds.insert({samples.size(), m_accountants.size()});
        if (isNew)
        {
            m_accountants.emplace_back(step);
        }
        m_accounts.push_back(kind->second);
        uint64_t most = UINT32_MAX;
        if (m_settings.step.noise > 0)
        {
            most =
                m_accountants[kind->second].CountSteps(m_settings.budget) / m_settings.step.steps;
        }
        allowed.push_back(static_cast<uint32_t>(std::min<uint64_t>(most, UINT32_MAX)));
    }
    std::vector<uint32_t>& limits = m_settings.limits.participations;
    if (limits.empty())
    {
        limits = allowed;
    }
    const std::string fault = ExplainDpSparseLimits(m_settings.limits, m_settings.samples.size());
    if (!fault.empty())
    {
        throw LearningError(fault);
    }
    for (std::size_t i = 0; i < limits.size(); ++i)
    {
        limits[i] = std::min(limits[i], allowed[i]);
    }
}

std::string
DpSparseMethod::GetName() const
{
    return m_settings.model->GetName();
}

double
DpSparseMethod::GetSamples(uint32_t worker) const
{
    return static_cast<double>(m_settings.samples.at(worker).size());
}

double
DpSparseMethod::GetEpsilon(uint32_t client, uint32_t participations) const
{
    return m_accountants[m_accounts.at(client)].GetEpsilon(uint64_t{participations} *
                                                               m_settings.step.steps,
                                                           m_settings.budget.delta);
}

uint32_t
DpSparseMethod::GetAnswered(uint32_t client) const
{
    const auto found = m_clients.find(client);
    return found == m_clients.end() ? 0 : found->second.GetAnswered();
}

uint32_t
DpSparseMethod::Begin(uint64_t round)
{
    m_round = round;
    m_updates.clear();
    m_before = m_state;
    m_outcome.delay = 0;
    m_outcome.participated.assign(m_settings.samples.size(), false);
    m_outcome.energies.assign(m_settings.samples.size(), 0);
    return 0;
}

std::vector<uint32_t>
DpSparseMethod::Choose(const std::vector<uint32_t>& members)
{
    m_members.clear();
    for (const uint32_t number : members)
    {
        // Who was asked in an attempt before may have made an update, with the noise of the round.
        if (number < m_settings.samples.size() && !m_outcome.participated[number])
        {
            m_members.push_back(number);
        }
    }
    return m_members;
}

LearningRanges
DpSparseMethod::ListAll() const
{
    return {{0, static_cast<uint64_t>(m_parameters.size())}};
}

LearningRanges
DpSparseMethod::GetMissing() const
{
    return m_updates.empty() ? ListAll() : LearningRanges();
}

void
DpSparseMethod::Describe(RoundProblem& problem) const
{
    const DpSparseConstants constants = m_settings.GetConstants();
    RoundSparsity& sparsity = problem.sparsity;
    sparsity.parameters = constants.parameters;
    // Largest entries travel with their indices.
    sparsity.bitsPerParameter = SparseSizes::NUMBER * (m_settings.largest ? 2 : 1);
    sparsity.headerBits = m_settings.headerBits;
    sparsity.flop = m_settings.GetFlop();
    sparsity.fractionMin = m_settings.fractionMin;
    sparsity.gain = GetDpSparseGain(constants);
    sparsity.weight = m_settings.GetWeight();
    sparsity.slots = m_settings.channels;
    SetDpSparseState(m_state, m_settings.limits, sparsity);
    // Of those that are there; in turn is the first of them from the one whose turn it would be.
    std::vector<RoundSparseWorker> workers;
    const auto turn = std::lower_bound(m_members.begin(), m_members.end(), m_state.turn);
    sparsity.turn = turn == m_members.end() ? 0 : static_cast<uint32_t>(turn - m_members.begin());
    for (const uint32_t number : m_members)
    {
        workers.push_back(sparsity.workers[number]);
        workers.back().penalty = GetDpSparsePenalty(constants);
    }
    sparsity.workers = std::move(workers);
}

std::vector<LearningAssignment>
DpSparseMethod::Assign(const RoundPlan& plan) const
{
    std::vector<LearningAssignment> assignments(plan.workers.size());
    for (std::size_t k = 0; k < assignments.size(); ++k)
    {
        const RoundShare& share = plan.workers[k];
        assignments[k].round = m_round;
        if (share.involved)
        {
            assignments[k].ranges = ListAll();
            assignments[k].kept = share.kept;
            LearningDraws draws = MakeKeyedDraws({m_settings.seed,
                                                  MASK,
                                                  m_members.at(k),
                                                  static_cast<uint32_t>(m_round),
                                                  static_cast<uint32_t>(m_round >> 32)});
            assignments[k].maskSeed = static_cast<uint32_t>(std::ldexp(draws.Uniform(), 32));
        }
    }
    return assignments;
}

RoundMethod::Bytes
DpSparseMethod::GetModel() const
{
    Bytes bytes;
    AppendNumbers(m_parameters, bytes);
    return bytes;
}

std::string
DpSparseMethod::Take(uint32_t worker, const LearningAssignment& assignment, const Bytes& update)
{
    if (worker >= m_settings.samples.size())
    {
        return "worker is " + std::to_string(worker) + "; allowed is 0 to " +
               std::to_string(m_settings.samples.size() - 1);
    }
    Update taken;
    std::string fault;
    if (m_settings.largest)
    {
        fault = DecodeIndexedValues(update, m_parameters.size(), taken.mask, taken.values);
        if (fault.empty() && taken.values.size() != assignment.kept)
        {
            fault = "the update has " + std::to_string(taken.values.size()) +
                    " entries; allowed is " + std::to_string(assignment.kept);
        }
    }
    else
    {
        fault = DecodeMaskedValues(update, assignment.kept, taken.values);
        if (fault.empty())
        {
            taken.mask = DrawMask(assignment.maskSeed, m_parameters.size(), assignment.kept);
        }
    }
    if (fault.empty())
    {
        m_updates[worker] = std::move(taken);
    }
    return fault;
}

void
DpSparseMethod::Observe(const RoundPlan& plan, double delay)
{
    m_outcome.delay += delay;
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        const RoundShare& share = plan.workers[k];
        if (share.involved)
        {
            const double upload = share.uploadEnergy >= 0 ? share.uploadEnergy : 0;
            m_outcome.participated[m_members.at(k)] = true;
            m_outcome.energies[m_members.at(k)] += share.computeEnergy + upload;
        }
    }
    m_state = AdvanceDpSparse(m_before, m_settings.limits, m_outcome, m_settings.channels);
}

double
DpSparseMethod::GetIdleTime() const
{
    return m_settings.limits.delayMean;
}

double
DpSparseMethod::GetAggregateFlop() const
{
    double numbers = 0;
    for (const auto& [worker, update] : m_updates)
    {
        numbers += static_cast<double>(update.values.size());
    }
    return 2 * numbers;
}

void
DpSparseMethod::Finish()
{
    // In the order of clients, so that sums do not depend on whose packets were faster.
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(m_parameters.size());
    Eigen::VectorXd holders = Eigen::VectorXd::Zero(m_parameters.size());
    for (const auto& [worker, update] : m_updates)
    {
        const double scale = m_settings.aggregation == DpSparseAggregation::UNBIASED
                                 ? static_cast<double>(m_parameters.size()) /
                                       static_cast<double>(update.values.size())
                                 : 1;
        for (std::size_t i = 0; i < update.values.size(); ++i)
        {
            sum[update.mask.indices[i]] += scale * static_cast<double>(update.values[i]);
            holders[update.mask.indices[i]] += 1;
        }
    }
    if (m_settings.aggregation == DpSparseAggregation::PER_COORDINATE)
    {
        sum.array() /= holders.array().max(1);
    }
    else
    {
        sum *= m_settings.GetWeight();
    }
    m_parameters += sum;
    m_updates.clear();
}

LearningScore
DpSparseMethod::Score() const
{
    return ScoreModel(*m_settings.model,
                      m_parameters,
                      *m_settings.data,
                      m_settings.scoreSamples,
                      m_settings.test.get());
}

Eigen::VectorXd
DpSparseMethod::GetParameters() const
{
    return m_parameters;
}

std::string
DpSparseMethod::Train(uint32_t worker,
                      const LearningAssignment& assignment,
                      const Bytes& model,
                      Bytes& update)
{
    if (worker >= m_settings.samples.size())
    {
        return "worker is " + std::to_string(worker) + "; allowed is 0 to " +
               std::to_string(m_settings.samples.size() - 1);
    }
    const PrivateClient::Work work{*m_settings.model,
                                   *m_settings.data,
                                   m_settings.samples[worker],
                                   m_settings.step,
                                   m_settings.limits.participations[worker],
                                   m_settings.largest,
                                   {m_settings.seed, NOISE, worker}};
    return m_clients[worker].Answer(work, assignment, model, update);
}

std::optional<RoundStanding>
DpSparseMethod::GetStanding(const std::vector<uint32_t>& workers) const
{
    RoundStanding standing;
    standing.delayQueue = m_state.delayQueue;
    for (const uint32_t worker : workers)
    {
        WorkerStanding& of = standing.workers[worker];
        of.participationQueue = m_state.participationQueues.at(worker);
        of.participations = m_state.used.at(worker);
        of.epsilon = GetEpsilon(worker, GetAnswered(worker));
        const auto client = m_clients.find(worker);
        if (client != m_clients.end() && client->second.GetRound() == m_round)
        {
            of.noise = m_settings.GetNoiseDeviation(client->second.GetKept());
        }
    }
    return standing;
}

PrivateStepReport
DpSparseMethod::GetReport() const
{
    PrivateStepReport sum;
    for (const auto& [number, client] : m_clients)
    {
        sum.sampled += client.GetReport().sampled;
        sum.clipped += client.GetReport().clipped;
    }
    return sum;
}

} // namespace edgeai
} // namespace ns3
