/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_ADMISSION_H
#define EDGE_AI_CODE_ADMISSION_H

#include "code-value.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/// What a host grants a guest, or why it does not.
struct GuestGrant
{
    double rate{0};     ///< guest tasks that are let in [1/s]; 0: none
    double share{0};    ///< of the host's processor that they may use, in [0, 1]
    double hostRate{0}; ///< what is left for the host's own tasks [1/s]
    std::string reason; ///< in words, where the rate is less than what was asked for
};

/**
 * The rate of guest tasks that a host can let in beside the own tasks that it protects and the
 * guests that it has. Guests that ask for what eq. (5) gives them are granted it.
 * @param [in] problem a sound problem; its host is the one that is asked
 * @param [in] label of the guest's path, with the head
 * @param [in] asked rate that the guest asks for [1/s], >= 0
 * @param [in] otherGuests what other guests were granted [FLOP/s], >= 0
 * @returns the grant
 */
GuestGrant GrantGuestRate(const CodeProblem& problem,
                          const CodeLabel& label,
                          double asked,
                          double otherGuests = 0);

/**
 * Lets tasks in at a granted rate: a bucket that fills at the rate up to so many tokens, of which
 * each task takes one. In any time t no more than burst + rate t tasks come in. It is handed
 * instants and knows no clock.
 */
class TokenBucket
{
  public:
    /**
     * @param [in] rate tokens [1/s], >= 0
     * @param [in] burst most tokens it holds, >= 1; it is full at first
     */
    TokenBucket(double rate, double burst);

    /// @param [in] now instant, not before the last [s]  @returns whether a task comes in
    bool Take(double now);
    /// @param [in] now instant, not before the last [s]  @returns when the next task may come in,
    /// now or later; infinity if never [s]
    double GetNextInstant(double now) const;
    /// Another rate, from now on. @param [in] rate tokens [1/s], >= 0  @param [in] now instant [s]
    void SetRate(double rate, double now);

  private:
    /// @param [in] now instant [s]  @returns tokens then
    double GetTokens(double now) const;

    double m_rate;    ///< [1/s]
    double m_burst;   ///< most tokens
    double m_tokens;  ///< at the last instant
    double m_last{0}; ///< the last instant [s]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_ADMISSION_H
