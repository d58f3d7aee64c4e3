/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_QUEUE_METER_H
#define EDGE_AI_QUEUE_METER_H

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * What tasks meet at a processor that several devices share as a queue - the wait where it serves
 * in turn [s], how many times as long as alone they take where it serves all at once [1] - beside
 * what the law of the plans says, which is about tasks that come by chance and independent of each
 * other. Where the recent mean is off by more than that law's accuracy plans count on the mean,
 * until both agree again. What is counted on moves in steps, or every task would need another plan.
 */
class QueueMeter
{
  public:
    /**
     * A task was served.
     * @param [in] realised what it met, >= 0
     * @param [in] law what the law says of the plan it followed, >= 0
     * @param [in] matters least difference that makes one, > 0
     */
    void Add(double realised, double law, double matters);

    /// @returns whether plans count on what was measured
    bool IsOff() const;
    /// @param [in] law what the law says  @returns what plans count on
    double Correct(double law) const;
    /// @param [in] together whether all are served at once
    /// @returns "", or in words what is measured, what the law says, and what plans count on
    std::string Explain(bool together) const;

  private:
    bool Differs(double most, double matters) const;

    uint64_t m_count{0};  ///< tasks
    double m_realised{0}; ///< recent mean
    double m_law{0};      ///< that of the law
    double m_used{0};     ///< realised mean that plans count on
    double m_said{0};     ///< that of the law when it was settled
    bool m_off{false};    ///< the law does not hold
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_QUEUE_METER_H
