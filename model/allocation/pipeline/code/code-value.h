/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_VALUE_H
#define EDGE_AI_CODE_VALUE_H

#include "code-costs.h"

namespace ns3
{
namespace edgeai
{

/// Tasks that pass, eq. (5).
struct CodeThroughput
{
    double local{0}; ///< x_l, of the local service [1/s]
    double host{0};  ///< x_h, of the host's own [1/s]

    /// @returns Th [1/s]
    double GetSum() const
    {
        return local + host;
    }
};

/**
 * The best pair of throughputs on a path, eq. (5) in closed form: the local task may use what the
 * host's protected tasks leave; where one of it displaces more than one of the host's, those go
 * first. With `sharedInput` both are equal, and what both begin with is computed once.
 * @param [in] problem a sound problem
 * @param [in] label of the path, with the head
 * @returns the throughputs
 */
CodeThroughput GetCodeThroughput(const CodeProblem& problem, const CodeLabel& label);

/// @param [in] problem a sound problem  @returns x_own of the host that is left alone [1/s]
double GetHostOwnThroughput(const CodeProblem& problem);

/**
 * @param [in] problem a sound problem
 * @param [in] loss L + y
 * @returns A_l(p) = A_0 + (A_l - A_0) exp(-loss), eq. (3)
 */
double GetCodeAccuracy(const CodeProblem& problem, double loss);

/**
 * @param [in] interferenceLoss c_i
 * @param [in] connections K
 * @returns y = c_i K (K - 1) / 2, what new connections lose by being trained together
 */
double GetInterference(double interferenceLoss, uint32_t connections);

/// What a path is chosen for.
enum class CodeObjective
{
    REWARD, ///< the largest F, eq. (6)
    COST,   ///< the least J, eq. (7)
};

/// Values of paths relative to the unchanged path.
class CodeValue
{
  public:
    /// @param [in] problem a sound problem, which must outlive this
    explicit CodeValue(const CodeProblem& problem);

    /// @param [in] label of a path  @param [in] accuracy of the local task on it
    /// @returns F, eq. (6)
    double GetReward(const CodeLabel& label, double accuracy) const;
    /// @param [in] label of a path  @param [in] accuracy of the local task on it
    /// @returns J, eq. (7)
    double GetCost(const CodeLabel& label, double accuracy) const;
    /// @param [in] objective what counts  @param [in] label of a path  @param [in] accuracy on it
    /// @returns what is to be maximised: F, or -J
    double Get(CodeObjective objective, const CodeLabel& label, double accuracy) const;
    /// @param [in] label of a path  @returns T(p), with the servers' utilisations [s]
    double GetDelay(const CodeLabel& label) const;
    /// @param [in] label of a path  @returns T(p) of idle servers [s]
    double GetLatency(const CodeLabel& label) const;

    /// @returns the costs of the unchanged path
    const CodeLabel& GetOwnLabel() const
    {
        return m_own;
    }

    /// @returns the throughputs of the unchanged path
    const CodeThroughput& GetOwnThroughput() const
    {
        return m_ownThroughput;
    }

  private:
    const CodeProblem& m_problem;   ///< both services
    CodeLabel m_own;                ///< costs of the unchanged path
    CodeThroughput m_ownThroughput; ///< of the unchanged path
    double m_ownDelay;              ///< T(own) [s]
};

/// What training the new connections of a path takes.
struct CodeTraining
{
    double time{0}; ///< [s]
    double bits{0}; ///< on the links, both ways [bit]
};

/**
 * Frozen blocks still carry activations forward and their gradients back: per sample twice the
 * path's work and transfers both ways.
 * @param [in] problem a sound problem
 * @param [in] label of the path
 * @returns time and bits for all samples and epochs; none for a path without new connections
 */
CodeTraining GetCodeTraining(const CodeProblem& problem, const CodeLabel& label);

/**
 * @param [in] problem a sound problem
 * @param [in] path a path
 * @param [in] label its costs
 * @returns its accuracy after training: as measured, where `trained` has the path, else by the law
 */
double GetTrainedAccuracy(const CodeProblem& problem, const CodePath& path, const CodeLabel& label);

/// @param [in] problem a sound problem  @param [in] path a path
/// @returns the entry of `trained` with the path, nullptr if there is none; the last of several
const CodeTrainedPath* FindTrained(const CodeProblem& problem, const CodePath& path);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_VALUE_H
