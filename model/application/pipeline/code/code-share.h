/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_SHARE_H
#define EDGE_AI_CODE_SHARE_H

#include "ns3/processor.h"

#include <cstdint>
#include <functional>
#include <map>

namespace ns3
{
namespace edgeai
{

/// Whose work a job is.
enum class CodeWork
{
    OWN,      ///< of the server's own service
    GUEST,    ///< of another one
    TRAINING, ///< of connections
};

/**
 * A server's processor between its own tasks, guests and training. Either all jobs stand in one
 * queue, or guests have slices: each is kept the share that it was granted, own tasks the rest, and
 * what a slice does not use others may, if the processor is work-conserving. Training is in no
 * slice: beside slices it gets what is left over.
 */
class CodeShare
{
  public:
    /// Told how a job ended.
    using Done = std::function<void(const JobReport& report)>;

    /// @param [in] processor whose  @param [in] slices guests have slices
    void Start(Ptr<Processor> processor, bool slices);
    /// Withdraw all jobs; nobody is told.
    void Stop();

    /// @param [in] guest number of a service  @param [in] share of the processor that is kept for
    /// it from now on, in [0, 1]
    void SetShare(uint32_t guest, double share);
    /**
     * @param [in] work whose it is  @param [in] service number of the service it is for
     * @param [in] flop work [FLOP]  @param [in] done told once, unless Stop() comes first
     */
    void Submit(CodeWork work, uint32_t service, double flop, Done done);

    /// @returns mu at the present clock [FLOP/s]
    double GetSpeed() const;
    /// @returns jobs that wait or are served
    std::size_t GetJobCount() const;
    /// @param [in] work whose  @returns done of it so far [FLOP]
    double GetDone(CodeWork work) const;
    /// @returns busy time of its units so far, as if it had one [s]
    double GetBusyTime() const;
    /// @returns the processor
    Ptr<Processor> GetProcessor() const;

  private:
    /// A job at the processor.
    struct Entry
    {
        uint64_t job{0}; ///< number there
        CodeWork work{}; ///< whose
        double flop{0};  ///< [FLOP]
        Done done;
    };

    void Finish(uint64_t entry, const JobReport& report);

    Ptr<Processor> m_processor;
    bool m_slices{false};
    std::map<uint32_t, double> m_shares; ///< of guests
    std::map<uint64_t, Entry> m_entries;
    uint64_t m_last{0};                ///< number of the last entry
    std::map<CodeWork, double> m_done; ///< [FLOP]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_SHARE_H
