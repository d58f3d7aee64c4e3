/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_JOB_ADMISSION_H
#define EDGE_AI_JOB_ADMISSION_H

#include "job.h"

#include <string>

namespace ns3
{
namespace edgeai
{

class ProcessorSettings;

/**
 * @ingroup edge-ai
 * Which jobs a processor takes: sound ones, while there is power, that fit into its memory beside
 * the jobs and models that are there. Over the memory's size a job is refused, never delayed.
 */
class JobAdmission
{
  public:
    /// @param [in] settings of the processor; they outlive this
    explicit JobAdmission(const ProcessorSettings& settings);

    /**
     * @param [in] job a job
     * @param [in] powered whether there is power
     * @param [out] outcome how it ends if it is refused
     * @returns "" or why it is refused
     */
    std::string ExplainRefusal(const Job& job, bool powered, JobOutcome& outcome) const;
    /**
     * Units and clock, of which a processor may have less than when the job came.
     * @param [in] job a job
     * @returns "" or what it wants too much of
     */
    std::string ExplainMisfit(const Job& job) const;
    /// Keep a job's memory. @param [in] job a job that was not refused
    void Admit(const Job& job);
    /// Give it back. @param [in] job a job that was admitted and ends
    void Dismiss(const Job& job);
    /**
     * Keep memory aside.
     * @param [in] bytes how much [B], >= 0
     * @returns whether it fitted; if not nothing is kept
     */
    bool Reserve(double bytes);
    /// @param [in] bytes memory to give back, at most what is in use [B]
    void Release(double bytes);
    /// @returns memory that is not in use [B]; infinite if unlimited
    double GetFreeMemory() const;

  private:
    /// @param [in] job a job  @returns "" or what no processor, or this one, ever takes
    std::string ExplainInvalid(const Job& job) const;

    const ProcessorSettings& m_settings; //!< of the processor
    double m_reserved{0};                //!< memory that was reserved [B]
    double m_resident{0};                //!< memory of jobs [B]
    uint64_t m_jobs{0};                  //!< jobs that have some
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_JOB_ADMISSION_H
