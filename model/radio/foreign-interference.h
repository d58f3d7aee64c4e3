/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOREIGN_INTERFERENCE_H
#define EDGE_AI_FOREIGN_INTERFERENCE_H

#include "sic-receiver.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Signals of other technologies at one receiver, which start and end when they like.
 *
 * A slot is cut where one of them starts or ends; between the cuts interference is constant. Times
 * are integer ticks of any unit.
 */
class ForeignInterference
{
  public:
    /**
     * @param [in] start first tick of the signal
     * @param [in] end first tick after it
     * @param [in] power received power on every subchannel [W]
     */
    void Add(int64_t start, int64_t end, std::vector<double> power);

    /**
     * Forget signals that ended at or before a tick.
     * @param [in] now the tick
     */
    void Purge(int64_t now);

    /**
     * @returns whether no signal is kept
     */
    bool IsEmpty() const
    {
        return m_signals.empty();
    }

    /**
     * Cut a span of time where the interference changes.
     * @param [in] start first tick of the span
     * @param [in] end first tick after it, > start
     * @param [in] base noise and interference that last the whole span [W per subchannel]
     * @returns the chunks, at least one; shares sum to 1
     */
    std::vector<InterferenceChunk> Cut(int64_t start,
                                       int64_t end,
                                       const std::vector<double>& base) const;

    /**
     * @param [in] start first tick of a span of time
     * @param [in] end first tick after it, > start
     * @param [in] base noise and interference that last the whole span [W per subchannel]
     * @returns the mean over the span [W per subchannel]
     */
    std::vector<double> Average(int64_t start, int64_t end, const std::vector<double>& base) const;

  private:
    /// A signal.
    struct Signal
    {
        int64_t start;             ///< first tick
        int64_t end;               ///< first tick after it
        std::vector<double> power; ///< [W per subchannel]
    };

    std::vector<Signal> m_signals; ///< signals not yet purged, by arrival
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOREIGN_INTERFERENCE_H
