/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDQVR_BAND_H
#define EDGE_AI_FEDQVR_BAND_H

#include "fedqvr-case.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The W-step: the band for given bits, convex and separable. At a price l of the band each device
 * takes the root of ln K_i + x_i + ln(-dx_i/dW) = l, or its least band where that is more; the
 * price is the one at which all of them take the whole band.
 */
class FedQvrBand
{
  public:
    /// @param [in] problem of the bits to come, which must stay
    explicit FedQvrBand(const FedQvrCase& problem);

    /**
     * @param [in] bits B of each device, whole or not
     * @param [out] division bands, objective and price for these bits
     * @returns whether least bands fit together, and no upload is lost for certain
     */
    bool Divide(const std::vector<double>& bits, FedQvrDivision& division);

    /// @returns how often Divide() was called
    uint32_t GetCalls() const
    {
        return m_calls;
    }

    /// @returns whether a search ended at its bound
    bool IsLimited() const
    {
        return m_limited;
    }

  private:
    /// What a device takes at a price.
    struct Taken
    {
        double band{0};  ///< [Hz]
        double slope{0}; ///< dW/dl [Hz], <= 0; 0 where it takes the least or the whole band
    };

    double GetPrice(std::size_t device, double band) const;
    Taken Take(std::size_t device, double price);
    double FindPrice(double least, double most, FedQvrDivision& division);

    const FedQvrCase& m_case;
    std::vector<OutageLaw> m_laws; ///< for the present bits
    std::vector<double> m_logs;    ///< ln K, likewise
    std::vector<double> m_floors;  ///< least bands, likewise [Hz]
    std::vector<double> m_starts;  ///< ln W of the last division, from which the next is not far
    double m_start;                ///< its price; not a number: there is none yet
    uint32_t m_calls{0};
    bool m_limited{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDQVR_BAND_H
