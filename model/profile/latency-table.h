/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LATENCY_TABLE_H
#define EDGE_AI_LATENCY_TABLE_H

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

struct NetworkProfile;

/// @ingroup edge-ai
/// Where the times of a table come from, and under what conditions they were measured.
struct LatencySource
{
    std::string network; ///< catalogue name of what was measured, e.g. "RepVGG-B3@part=blocks"
    std::string device;  ///< what it was measured on
    std::string source;  ///< who measured it, and where it was published
    std::string licence; ///< of the figures
    std::vector<std::string> notes; ///< anything else, a line each
    double clock{0};                ///< of the device then [cycle/s]; 0: not stated
    uint32_t units{0};              ///< units of the processor that one job used; 0: all of them
    double busyPower{0};            ///< drawn by the whole processor meanwhile [W]; 0: not measured
};

/**
 * @ingroup edge-ai
 * Measured times of the blocks of one network on one device. A block may have been measured in
 * several options (ways to execute it, e.g. with fused branches) and in several batches. What has
 * no row was not measured, and is not guessed: asking for it is an error in words. Between two
 * measured batches times are interpolated linearly; outside of them there is nothing.
 */
class LatencyTable
{
  public:
    static constexpr double MAX_SECONDS = 1e6;   ///< longest time of a block that is believed [s]
    static constexpr double MIN_SECONDS = 1e-9;  ///< shortest, a step of the simulator's time [s]
    static constexpr uint32_t MAX_BATCH = 65536; ///< largest batch
    static constexpr std::size_t MAX_ROWS = 1e5; ///< most rows of a table

    LatencyTable() = default;
    /// @param [in] source where its times come from
    explicit LatencyTable(LatencySource source);

    /// @returns where its times come from
    const LatencySource& GetSource() const;

    /**
     * @param [in] block name of a block, as in the network's profile
     * @param [in] option way to execute it; empty where there is only one
     * @param [in] batch inputs served together, 1..MAX_BATCH
     * @param [in] seconds of all of them together [s], in [MIN_SECONDS, MAX_SECONDS]
     * @throws ProfileError if one is out of range, or that row is there already
     */
    void Add(const std::string& block, const std::string& option, uint32_t batch, double seconds);

    /// @returns number of rows
    std::size_t GetRowCount() const;
    /// @returns the blocks, in the order in which they were added
    const std::vector<std::string>& GetBlocks() const;
    /// @param [in] block a block  @returns its options, sorted
    std::vector<std::string> GetOptions(const std::string& block) const;
    /// @param [in] block a block  @param [in] option one of its options  @returns measured batches,
    /// ascending; none: it was not measured
    std::vector<uint32_t> GetBatches(const std::string& block, const std::string& option) const;

    /**
     * @param [in] block a block
     * @param [in] option way to execute it
     * @param [in] batch inputs served together, >= 1
     * @returns the time of all of them together [s]
     * @throws ProfileError if it was not measured, or the batch is outside of those measured
     */
    double GetSeconds(const std::string& block, const std::string& option, double batch = 1) const;

    /**
     * @param [in] options ways to execute a block, the preferred first; none: its only one
     * @param [in] block a block
     * @returns the first of them that was measured with one input, true; or "", false
     */
    std::pair<std::string, bool> FindOption(const std::vector<std::string>& options,
                                            const std::string& block) const;

    /**
     * @param [in] network name of a profile
     * @returns whether the table is about that network: names are equal but for the options "bits",
     *          "weightbits", "inputbits" and "resultbits", which do not change what is computed
     */
    bool IsAbout(const std::string& network) const;

  private:
    using Rows = std::map<uint32_t, double>; ///< times by batch

    /// @param [in] block a block  @param [in] option an option  @returns its rows, or nullptr
    const Rows* Find(const std::string& block, const std::string& option) const;

    LatencySource m_source;
    std::vector<std::string> m_blocks;                         ///< in the order they came
    std::map<std::string, std::map<std::string, Rows>> m_rows; ///< by block and option
    std::size_t m_count{0};                                    ///< rows
};

/**
 * @ingroup edge-ai
 * Times of the blocks of one network on one device, by block; what was not measured is not a
 * number.
 */
struct BlockTimes
{
    std::vector<double> seconds; ///< of block b with one input [s]
    double clock{0};             ///< at which they hold [cycle/s]; 0: at whatever clock

    /// @param [in] from first block, from 0  @param [in] to behind the last one
    /// @returns time of these blocks [s]; not a number if one was not measured
    double GetTime(std::size_t from, std::size_t to) const;
};

/**
 * @ingroup edge-ai
 * @param [in] profile a network the table is about
 * @param [in] table the table
 * @param [in] options ways to execute a block, the preferred first; none: its only one
 * @returns the times of its blocks
 * @throws ProfileError if the table is about another network, has none of its blocks, or names a
 *         block that it does not have
 */
BlockTimes MeasureBlocks(const NetworkProfile& profile,
                         const LatencyTable& table,
                         const std::vector<std::string>& options);

/**
 * @ingroup edge-ai
 * @param [in] nameOrFile a table of the catalogue, e.g. "repvgg-b3-jetson-tx2", or the path of a
 *             file, which must end in ".csv"
 * @returns the table
 * @throws ProfileError naming file, line and column, or the tables there are
 */
LatencyTable LoadLatencyTable(const std::string& nameOrFile);

/// @ingroup edge-ai
/// @returns names of the tables in the catalogue, sorted
std::vector<std::string> ListLatencyTables();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LATENCY_TABLE_H
