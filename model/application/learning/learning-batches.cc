/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-batches.h"

#include "learning/learning-draws.h"

#include <algorithm>
#include <random>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in,out] seed list of what draws depend on  @param [in] value gets into it
void
Append(std::vector<uint32_t>& seed, uint64_t value)
{
    seed.push_back(static_cast<uint32_t>(value));
    seed.push_back(static_cast<uint32_t>(value >> 32));
}

} // namespace

LearningBatches::LearningBatches(std::vector<SampleList> lists, const BatchOptions& options)
    : m_lists(std::move(lists)),
      m_options(options)
{
}

const SampleList&
LearningBatches::GetList(uint32_t worker) const
{
    return m_lists.size() == 1 ? m_lists.front() : m_lists.at(worker);
}

std::size_t
LearningBatches::GetSize(uint32_t worker) const
{
    const std::size_t all = GetList(worker).size();
    return m_options.size > 0 ? std::min<std::size_t>(m_options.size, all) : all;
}

SampleList
LearningBatches::Get(uint32_t worker, uint64_t number) const
{
    const SampleList& all = GetList(worker);
    const std::size_t size = GetSize(worker);
    SampleList batch(size);
    if (!m_options.drawn || size == all.size())
    {
        for (std::size_t i = 0; i < size; ++i)
        {
            batch[i] = all[((number - 1) * size + i) % all.size()];
        }
        return batch;
    }
    // Engine and seeding are laid down to the bit by the language; distributions are not.
    std::vector<uint32_t> words;
    Append(words, m_options.key);
    Append(words, number);
    Append(words, m_lists.size() == 1 ? 0 : worker);
    std::seed_seq seed(words.begin(), words.end());
    std::mt19937_64 engine(seed);
    LearningDraws draws(
        [&engine] { return static_cast<double>(engine() >> 11) / 9007199254740992.; });
    SampleList left = all;
    for (std::size_t i = 0; i < size; ++i)
    {
        const uint32_t other = draws.Pick(static_cast<uint32_t>(left.size() - i));
        std::swap(left[i], left[i + other]);
        batch[i] = left[i];
    }
    return batch;
}

} // namespace edgeai
} // namespace ns3
