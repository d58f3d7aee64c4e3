/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-resource-blocks.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// More blocks than this are no coarser than a double.
constexpr double RESOLVED = 1e12;

/// @returns how many whole blocks a band has: ten of a tenth of it are ten
double
CountBlocks(double bandwidth, double width)
{
    return std::floor(bandwidth / width * (1 + 1e-9));
}

/// @returns the instant at which an upload with so much band ends [s]
double
GetEnd(const FomoUplink& uplink, const FomoUpload& upload, double band)
{
    return upload.computeTime + upload.bits / uplink.GetRate(upload.worker, band);
}

/// @returns the last of these instants [s], and whose it is
std::pair<double, std::size_t>
FindLast(const FomoUplink& uplink,
         const std::vector<FomoUpload>& uploads,
         const std::vector<double>& bands)
{
    std::pair<double, std::size_t> last{0, 0};
    for (std::size_t i = 0; i < uploads.size(); ++i)
    {
        const double end = GetEnd(uplink, uploads[i], bands[i]);
        last = end > last.first ? std::pair(end, i) : last;
    }
    return last;
}

} // namespace

std::vector<double>
RoundToResourceBlocks(const std::vector<double>& bands, double bandwidth, double width)
{
    const double count = CountBlocks(bandwidth, width);
    if (count > RESOLVED)
    {
        return bands;
    }
    if (count < static_cast<double>(bands.size()))
    {
        return {};
    }
    std::vector<double> blocks;
    std::vector<double> remainders;
    double left = count;
    for (const double band : bands)
    {
        // Shares of all blocks there are, so that a leftover of the band does not go to anybody.
        const double share = band / bandwidth * count;
        blocks.push_back(std::floor(share));
        remainders.push_back(share - blocks.back());
        left -= blocks.back();
    }
    std::vector<std::size_t> order(bands.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&remainders](std::size_t a, std::size_t b) {
        return remainders[a] > remainders[b];
    });
    for (const std::size_t i : order)
    {
        if (left < 1)
        {
            break;
        }
        ++blocks[i];
        --left;
    }
    for (double& own : blocks)
    {
        if (own < 1)
        {
            --*std::max_element(blocks.begin(), blocks.end());
            own = 1;
        }
    }
    for (double& own : blocks)
    {
        own *= width;
    }
    return blocks;
}

std::vector<double>
DivideResourceBlocks(const FomoUplink& uplink, const std::vector<FomoUpload>& uploads, double width)
{
    constexpr int HALVINGS = 60;
    const double bandwidth = uplink.GetBandwidth();
    const double count = CountBlocks(bandwidth, width);
    const FomoDivision smooth = DivideFomoBand(uplink, uploads);
    std::vector<double> bands = RoundToResourceBlocks(smooth.bands, bandwidth, width);
    if (bands.empty() || count > RESOLVED)
    {
        return bands;
    }
    // No whole blocks are faster than any shares, and rounded ones are there.
    double low = smooth.time;
    double high = FindLast(uplink, uploads, bands).first;
    for (int i = 0; i < HALVINGS; ++i)
    {
        const double middle = low + (high - low) / 2;
        std::vector<double> tried;
        double needed = 0;
        for (const FomoUpload& upload : uploads)
        {
            const double share =
                uplink.GetBand(upload.worker, upload.bits, middle - upload.computeTime) / width;
            // Rounding of the division above must not make one block two.
            const double blocks = std::max(1.0, std::ceil(share * (1 - 1e-12)));
            needed += blocks;
            tried.push_back(blocks * width);
        }
        if (needed <= count)
        {
            high = middle;
            bands = tried;
        }
        else
        {
            low = middle;
        }
    }
    double left = count;
    for (const double band : bands)
    {
        left -= std::round(band / width);
    }
    // Fewer are left than uploads end last together; whoever is last still gets what more there is.
    for (std::size_t i = 0; i < uploads.size() && left >= 1; ++i, --left)
    {
        bands[FindLast(uplink, uploads, bands).second] += width;
    }
    bands[FindLast(uplink, uploads, bands).second] += left * width;
    return bands;
}

} // namespace edgeai
} // namespace ns3
