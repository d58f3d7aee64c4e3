/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IDEAL_BAND_H
#define EDGE_AI_IDEAL_BAND_H

#include "ns3/nstime.h"
#include "ns3/object.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The band that the ideal links of a server divide. Plans give every device a part, and the parts
 * of a plan add up to the band at most; but devices hear of a new plan one by one, and until the
 * last has, parts of the old and the new one may add up to more. So a frame gets of its part what
 * the frames on the air leave, all of it as soon as they do: never more is in use than there is.
 * What has begun is carried out as planned. Links that name another band have nothing to do with
 * it.
 */
class IdealBand : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /// @returns number of a further link
    uint32_t Add();

    /**
     * A frame begins.
     * @param [in] link its link's number, on which no other is on the air
     * @param [in] total the band [Hz], > 0
     * @param [in] part planned for the link [Hz], in (0, total]
     * @param [in] seconds it takes in all of that part, > 0
     * @returns what it takes [s], waiting for the part included; at least that
     */
    double Begin(uint32_t link, double total, double part, double seconds);

    /// @param [in] total the band [Hz]  @returns what is in use of it now [Hz]
    double GetUse(double total) const;

  private:
    /// A time in which a frame has the same part of the band.
    struct Stretch
    {
        double from; ///< [s]
        double to;   ///< [s]
        double part; ///< [Hz]
    };

    /// The frame of a link.
    struct Frame
    {
        double total{0};                ///< of the band it is a part of [Hz]
        std::vector<Stretch> stretches; ///< in order
    };

    /// @param [in] link whose frame does not count  @param [in] total the band [Hz]
    /// @param [in] when instant [s]  @returns what the others use of it then [Hz]
    double GetUse(std::size_t link, double total, double when) const;

    std::vector<Frame> m_frames; ///< of each link the one on the air
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IDEAL_BAND_H
