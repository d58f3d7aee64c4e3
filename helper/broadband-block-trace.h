/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_BLOCK_TRACE_H
#define EDGE_AI_BROADBAND_BLOCK_TRACE_H

#include "ns3/broadband-phy.h"
#include "ns3/output-stream-wrapper.h"
#include "ns3/simple-ref-count.h"

#include <fstream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The trace of transport blocks as a CSV file, one line per transmission of a block.
 *
 * Columns: time [s] at which the slot began, cell and receiver (identifiers of PHYs), user,
 * direction, purpose (delivery, or cancellation of another user's signal), block number, attempt
 * (0 for the first transmission), subchannels (ranges, as 0-3;7), power [W] over all of them, least
 * and mean SINR [dB] of this transmission, bits, payload bits, failure probability by the error
 * model, outcome (decoded, failed, dropped), position in the decoding order, and how many signals
 * before it on its subchannels had failed and stayed. On demand also the powers [W] and SINRs [dB]
 * on each of the subchannels, divided by semicolons.
 */
class BroadbandBlockTrace : public SimpleRefCount<BroadbandBlockTrace>
{
  public:
    /**
     * @param [in] path file to write
     * @param [in] perSubchannel whether there are columns for the powers and SINRs on each of the
     * subchannels
     * @throws std::invalid_argument if another trace is writing that file
     * @throws std::runtime_error if it cannot be written; the message names it
     */
    explicit BroadbandBlockTrace(const std::string& path, bool perSubchannel = false);
    ~BroadbandBlockTrace();

    /**
     * Write what a PHY receives; the PHY holds on to this trace. When the simulation is destroyed,
     * the file is complete and closed; what cannot be written, then or before, is thrown as above.
     * @param [in] phy the PHY
     */
    void Connect(Ptr<BroadbandPhy> phy);

    /**
     * @param [in] subchannels subchannels, ascending
     * @returns them as ranges
     */
    static std::string FormatRanges(const std::vector<uint32_t>& subchannels);

  private:
    /**
     * @param [in] purpose delivery or cancellation
     * @param [in] report what happened
     */
    void Write(const char* purpose, const BlockReport& report);

    /**
     * @param [in] report what happened to a block meant for the receiver
     */
    void WriteDelivery(const BlockReport& report);

    /**
     * @param [in] report what happened to another user's block
     */
    void WriteCancellation(const BlockReport& report);

    /// @throws std::runtime_error if something could not be written
    void CheckWritten();

    /// The simulation is destroyed: write the rest.
    void Close();

    std::string m_path;              ///< of the file
    std::string m_claim;             ///< on it among living traces; empty: none
    std::ofstream m_stream;          ///< the file
    Ptr<OutputStreamWrapper> m_file; ///< writes it where ns-3 ends the program, too
    bool m_perSubchannel;            ///< whether powers and SINRs have columns
    bool m_connected{false};         ///< to a PHY
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_BLOCK_TRACE_H
