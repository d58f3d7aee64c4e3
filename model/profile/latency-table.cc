/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "latency-table.h"

#include "latency-catalogue.h"
#include "latency-file.h"
#include "located-json.h"
#include "nearest-name.h"
#include "network-profile.h"
#include "printable-text.h"
#include "profile-error.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns a block and its option in words
std::string
Describe(const std::string& block, const std::string& option)
{
    return "block '" + Shorten(block) + "'" +
           (option.empty() ? "" : " in option '" + Shorten(option) + "'");
}

/// @returns a catalogue name without options that do not change what is computed, the others sorted
std::string
DropFreeOptions(const std::string& network)
{
    static const std::set<std::string> free{"bits", "weightbits", "inputbits", "resultbits"};
    const auto at = network.find('@');
    std::set<std::string> kept;
    std::istringstream options(at == std::string::npos ? "" : network.substr(at + 1));
    for (std::string option; std::getline(options, option, ',');)
    {
        if (free.count(option.substr(0, option.find('='))) == 0)
        {
            kept.insert(option);
        }
    }
    std::string name = network.substr(0, at);
    for (const std::string& option : kept)
    {
        name += "," + option;
    }
    return name;
}

} // namespace

LatencyTable::LatencyTable(LatencySource source)
    : m_source(std::move(source))
{
}

const LatencySource&
LatencyTable::GetSource() const
{
    return m_source;
}

void
LatencyTable::Add(const std::string& block,
                  const std::string& option,
                  uint32_t batch,
                  double seconds)
{
    std::ostringstream text;
    if (block.empty())
    {
        text << "a block needs a name";
    }
    else if (batch < 1 || batch > MAX_BATCH)
    {
        text << "batch must be in 1.." << MAX_BATCH << ", got " << batch;
    }
    else if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS))
    {
        text << "the time must be from " << MIN_SECONDS << " to " << MAX_SECONDS << " s, got "
             << seconds << " s";
    }
    else if (m_count >= MAX_ROWS)
    {
        text << "a table has at most " << MAX_ROWS << " rows";
    }
    else if (const Rows* rows = Find(block, option))
    {
        if (rows->count(batch))
        {
            text << Describe(block, option) << " with batch " << batch << " is there twice";
        }
    }
    if (!text.str().empty())
    {
        throw ProfileError(text.str());
    }
    if (m_rows.count(block) == 0)
    {
        m_blocks.push_back(block);
    }
    m_rows[block][option][batch] = seconds;
    ++m_count;
}

std::size_t
LatencyTable::GetRowCount() const
{
    return m_count;
}

const std::vector<std::string>&
LatencyTable::GetBlocks() const
{
    return m_blocks;
}

std::vector<std::string>
LatencyTable::GetOptions(const std::string& block) const
{
    std::vector<std::string> options;
    const auto found = m_rows.find(block);
    if (found != m_rows.end())
    {
        for (const auto& [option, rows] : found->second)
        {
            options.push_back(option);
        }
    }
    return options;
}

std::vector<uint32_t>
LatencyTable::GetBatches(const std::string& block, const std::string& option) const
{
    std::vector<uint32_t> batches;
    if (const Rows* rows = Find(block, option))
    {
        for (const auto& [batch, seconds] : *rows)
        {
            batches.push_back(batch);
        }
    }
    return batches;
}

const LatencyTable::Rows*
LatencyTable::Find(const std::string& block, const std::string& option) const
{
    const auto options = m_rows.find(block);
    if (options == m_rows.end())
    {
        return nullptr;
    }
    const auto rows = options->second.find(option);
    return rows == options->second.end() ? nullptr : &rows->second;
}

double
LatencyTable::GetSeconds(const std::string& block, const std::string& option, double batch) const
{
    const Rows* rows = Find(block, option);
    if (!rows)
    {
        throw ProfileError(Describe(block, option) + " was not measured on " + m_source.device);
    }
    const double least = rows->begin()->first;
    const double most = rows->rbegin()->first;
    if (!(batch >= least && batch <= most))
    {
        std::ostringstream text;
        text << Describe(block, option) << " was measured on " << m_source.device
             << " in batches of " << least << " to " << most << ", not of " << batch;
        throw ProfileError(text.str());
    }
    // The first measured batch that is not smaller.
    const auto above = rows->lower_bound(static_cast<uint32_t>(std::ceil(batch)));
    if (above->first == batch)
    {
        return above->second;
    }
    const auto below = std::prev(above);
    const double share = (batch - below->first) / (double(above->first) - below->first);
    return below->second + share * (above->second - below->second);
}

std::pair<std::string, bool>
LatencyTable::FindOption(const std::vector<std::string>& options, const std::string& block) const
{
    const std::vector<std::string> there = GetOptions(block);
    if (options.empty())
    {
        const bool only = there.size() == 1 && Find(block, there.front())->begin()->first == 1;
        return {only ? there.front() : "", only};
    }
    for (const std::string& option : options)
    {
        const Rows* rows = Find(block, option);
        if (rows && rows->begin()->first == 1)
        {
            return {option, true};
        }
    }
    return {"", false};
}

bool
LatencyTable::IsAbout(const std::string& network) const
{
    return DropFreeOptions(network) == DropFreeOptions(m_source.network);
}

double
BlockTimes::GetTime(std::size_t from, std::size_t to) const
{
    double sum = 0;
    for (std::size_t block = from; block < to; ++block)
    {
        sum += seconds.at(block);
    }
    return sum;
}

BlockTimes
MeasureBlocks(const NetworkProfile& profile,
              const LatencyTable& table,
              const std::vector<std::string>& options)
{
    if (!table.IsAbout(profile.name))
    {
        throw ProfileError("the times of '" + table.GetSource().network + "' on " +
                           table.GetSource().device + " are not those of '" + profile.name + "'");
    }
    std::vector<std::string> names;
    for (const Block& block : profile.blocks)
    {
        names.push_back(block.name);
    }
    // A name that fits no block would leave the block that was meant without a time.
    for (const std::string& block : table.GetBlocks())
    {
        if (std::find(names.begin(), names.end(), block) == names.end())
        {
            throw ProfileError("the times on " + table.GetSource().device + " name a block '" +
                               Shorten(block) + "', which '" + profile.name + "' does not have" +
                               SuggestName(block, names));
        }
    }
    BlockTimes times;
    times.clock = table.GetSource().clock;
    bool any = false;
    for (const Block& block : profile.blocks)
    {
        const auto [option, found] = table.FindOption(options, block.name);
        any = any || found;
        times.seconds.push_back(found ? table.GetSeconds(block.name, option)
                                      : std::numeric_limits<double>::quiet_NaN());
    }
    if (!any)
    {
        std::string text = "no block of '" + profile.name + "' was measured on " +
                           table.GetSource().device + " in ";
        if (options.empty())
        {
            text += "one way only";
        }
        for (std::size_t i = 0; i < options.size(); ++i)
        {
            text += (i == 0 ? "option " : " or ") + Shorten(options[i]);
        }
        const std::string& first = profile.blocks.front().name;
        text += "; of '" + first + "' there is";
        for (const std::string& option : table.GetOptions(first))
        {
            text += option.empty() ? " one without a name" : " '" + option + "'";
        }
        throw ProfileError(text + (table.GetOptions(first).empty() ? " nothing" : ""));
    }
    return times;
}

LatencyTable
LoadLatencyTable(const std::string& nameOrFile)
{
    return ReadLatencyFile(FindLatencyFile(nameOrFile));
}

std::vector<std::string>
ListLatencyTables()
{
    return ListLatencyFiles();
}

} // namespace edgeai
} // namespace ns3
