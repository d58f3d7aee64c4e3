/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-band.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns the division where everybody has a link of its own
FomoDivision
WaitForLatest(const FomoUplink& uplink, const std::vector<FomoUpload>& uploads)
{
    FomoDivision division;
    division.bands.assign(uploads.size(), 0);
    division.multipliers.assign(uploads.size(), 0);
    std::size_t latest = 0;
    for (std::size_t i = 0; i < uploads.size(); ++i)
    {
        const FomoUpload& upload = uploads[i];
        const double end = upload.computeTime + uplink.GetLeastTime(upload.worker, upload.bits);
        if (i == 0 || end > division.time)
        {
            division.time = end;
            latest = i;
        }
    }
    division.multipliers[latest] = 1;
    return division;
}

/// The bands that uploads need when all end at once, and how fast they fall with that instant.
class FomoDemand
{
  public:
    /// Instants count from the last one at which somebody begins to send: so an upload that is
    /// short beside its computation keeps its digits.
    FomoDemand(const FomoUplink& uplink, const std::vector<FomoUpload>& uploads)
        : m_uplink(uplink),
          m_uploads(uploads)
    {
        for (const FomoUpload& upload : uploads)
        {
            m_last = std::max(m_last, upload.computeTime);
        }
    }

    /// @returns the last instant at which somebody begins to send [s]
    double GetLast() const
    {
        return m_last;
    }

    /// @returns an instant at which somebody still needs the whole band: the root is not before it
    double GetStart() const
    {
        double start = 0;
        for (const FomoUpload& upload : m_uploads)
        {
            start = std::max(start,
                             m_uplink.GetLeastTime(upload.worker, upload.bits) -
                                 (m_last - upload.computeTime));
        }
        return start;
    }

    /// @param [in] end instant  @param [out] bands that are needed  @returns their sum [Hz]
    double Sum(double end, std::vector<double>& bands) const
    {
        bands.clear();
        for (const FomoUpload& upload : m_uploads)
        {
            bands.push_back(
                m_uplink.GetBand(upload.worker, upload.bits, end + (m_last - upload.computeTime)));
        }
        return std::accumulate(bands.begin(), bands.end(), 0.0);
    }

    /// @param [in] end instant  @param [out] slopes of the bands  @returns their sum [Hz/s]
    double SumSlopes(double end, std::vector<double>& slopes) const
    {
        slopes.clear();
        for (const FomoUpload& upload : m_uploads)
        {
            slopes.push_back(m_uplink.GetBandSlope(upload.worker,
                                                   upload.bits,
                                                   end + (m_last - upload.computeTime)));
        }
        return std::accumulate(slopes.begin(), slopes.end(), 0.0);
    }

  private:
    const FomoUplink& m_uplink;
    const std::vector<FomoUpload>& m_uploads;
    double m_last{0}; ///< [s]
};

} // namespace

FomoDivision
DivideFomoBand(const FomoUplink& uplink, const std::vector<FomoUpload>& uploads)
{
    if (!uplink.DividesBand())
    {
        return WaitForLatest(uplink, uploads);
    }
    constexpr double TOLERANCE = 1e-13;
    constexpr uint32_t STEPS = 200;
    FomoDivision division;
    const double bandwidth = uplink.GetBandwidth();
    const FomoDemand demand(uplink, uploads);
    double end = demand.GetStart();
    division.time = demand.GetLast() + end;
    if (!std::isfinite(division.time))
    {
        return division;
    }
    // The need is convex and falls, so that Newton's steps from the left rise to the root.
    std::vector<double> slopes;
    double excess = demand.Sum(end, division.bands) - bandwidth;
    while (excess > TOLERANCE * bandwidth)
    {
        const double next = end - excess / demand.SumSlopes(end, slopes);
        division.limited = division.iterations == STEPS;
        if (division.limited || !(next > end))
        {
            break;
        }
        end = next;
        excess = demand.Sum(end, division.bands) - bandwidth;
        ++division.iterations;
    }
    division.time = demand.GetLast() + end;
    division.residual = std::abs(excess) / bandwidth;
    // What is left of the excess is taken where it matters least: a band that power alone limits is
    // known to fewer digits than the others.
    const double slope = demand.SumSlopes(end, slopes);
    for (std::size_t i = 0; i < slopes.size(); ++i)
    {
        division.multipliers.push_back(slopes[i] / slope);
        division.bands[i] -= excess * division.multipliers[i];
    }
    return division;
}

} // namespace edgeai
} // namespace ns3
