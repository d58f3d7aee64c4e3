/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_TRAINER_H
#define EDGE_AI_CODE_TRAINER_H

#include "code-place.h"
#include "code-request.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What training a path's connections took, planned and as it happened.
struct CodeTrainingRecord
{
    uint32_t host{0}; ///< service whose blocks the path passes
    CodePath path;
    uint64_t steps{0}; ///< samples times epochs
    uint64_t done{0};  ///< of these, done
    Time began;
    Time ended;            ///< or given up
    double timePlanned{0}; ///< through idle servers and links [s]
    double bitsPlanned{0}; ///< on the links [bit]
    double bits{0};        ///< payloads that were sent and came, both ways [bit]
    double accuracy{0};    ///< of the path, in the end
    std::string ending;    ///< "trained", or why it was given up
};

/**
 * Trains new connections of a path with its host: sample after sample, activations go along the
 * path and gradients back, through the servers that serve tasks meanwhile. The arithmetic of
 * learning is not done; how accurate the path is in the end follows from the problem's law.
 */
class CodeTrainer
{
  public:
    /// @param [in] place that trains; must outlive this
    explicit CodeTrainer(CodePlace& place);

    /// Give up what is under way. @param [in] why in words  @param [in] tell the host, which does
    /// not know by the connection that ends
    void Stop(const std::string& why, bool tell);
    /// @returns whether a path is being trained
    bool IsBusy() const;
    /// @returns service of the host of the path that is being trained
    uint32_t GetHost() const;

    /**
     * Begin; nothing else is under way.
     * @param [in,out] peer the host  @param [in] problem both services
     * @param [in] path with new connections  @param [in] number of the path, unique for this server
     */
    void Train(CodePeer& peer, const CodeProblem& problem, const CodePath& path, uint64_t number);
    /// The host lets the samples in, or not. @param [in] number of the path
    /// @param [in] granted whether it does  @returns whether that path is being trained
    bool HandleGrant(uint64_t number, bool granted);
    /// The host is done with its part. @param [in] peer who  @param [in] message it
    /// @param [in] body of it
    void HandleReturn(const CodePeer& peer,
                      const InferenceMessage& message,
                      const CodeTransferBody& body);

    /// @returns all paths that were trained, or given up, the one under way last
    const std::vector<CodeTrainingRecord>& GetRecords() const;

    std::function<void()> onEnd; ///< one has ended: the last record says how

  private:
    void Advance();
    void Compute(double flop);
    void Send(bool back);
    void EndSample();
    void End(const std::string& how, bool tell = true);

    CodePlace& m_place;
    std::vector<CodeTrainingRecord> m_records;
    CodePlan m_plan;
    uint64_t m_number{0};  ///< of the path; 0: nothing is trained
    uint64_t m_sample{0};  ///< from 1; 0: not begun
    std::size_t m_at{0};   ///< steps of the sample that are done, forward and back
    bool m_waiting{false}; ///< the host has the sample
    uint64_t m_attempt{0}; ///< what a job that ends late belongs to
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_TRAINER_H
