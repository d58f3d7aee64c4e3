/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "run-progress.h"

#include <iostream>
#include <utility>

namespace ns3
{
namespace edgeai
{

RunProgress::RunProgress(const std::vector<ResultKey>& keys,
                         std::size_t runs,
                         std::size_t jobs,
                         std::function<std::string(std::size_t piece)> describe)
    : m_forecast(keys, runs, jobs),
      m_line(keys.size() * runs, std::cerr, ProgressLine::FindWidth()),
      m_describe(std::move(describe))
{
}

void
RunProgress::Run(const std::vector<std::size_t>& running)
{
    const double now = GetNow();
    std::string words;
    for (const std::size_t piece : running)
    {
        m_forecast.Begin(piece, now);
        words += (words.empty() ? "" : ", ") + m_describe(piece);
    }
    m_line.Show(m_done, now, m_forecast.GetLeft(now), words);
}

void
RunProgress::End(std::size_t piece)
{
    ++m_done;
    m_forecast.End(piece, GetNow());
    m_line.Clear();
}

void
RunProgress::Clear()
{
    m_line.Clear();
}

double
RunProgress::GetNow() const
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
}

} // namespace edgeai
} // namespace ns3
