/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tapped-delay-profile.h"

#include <cmath>
#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{
namespace
{

/// A row of a table: normalised delay, mean power [dB].
struct Row
{
    double delay;
    double power;
};

// 3GPP TR 38.901 V16.1.0, section 7.7.2. In D and E the first row is the specular path, the second
// the diffuse part of the same tap.
const std::vector<Row> TABLE_A = {
    {0.0000, -13.4}, {0.3819, 0.0},   {0.4025, -2.2},  {0.5868, -4.0},  {0.4610, -6.0},
    {0.5375, -8.2},  {0.6708, -9.9},  {0.5750, -10.5}, {0.7618, -7.5},  {1.5375, -15.9},
    {1.8978, -6.6},  {2.2242, -16.7}, {2.1718, -12.4}, {2.4942, -15.2}, {2.5119, -10.8},
    {3.0582, -11.3}, {4.0810, -12.7}, {4.4579, -16.2}, {4.5695, -18.3}, {4.7966, -18.9},
    {5.0066, -16.6}, {5.3043, -19.9}, {9.6586, -29.7},
};
const std::vector<Row> TABLE_B = {
    {0.0000, 0.0},   {0.1072, -2.2}, {0.2155, -4.0},  {0.2095, -3.2}, {0.2870, -9.8},
    {0.2986, -1.2},  {0.3752, -3.4}, {0.5055, -5.2},  {0.3681, -7.6}, {0.3697, -3.0},
    {0.5700, -8.9},  {0.5283, -9.0}, {1.1021, -4.8},  {1.2756, -5.7}, {1.5474, -7.5},
    {1.7842, -1.9},  {2.0169, -7.6}, {2.8294, -12.2}, {3.0219, -9.8}, {3.6187, -11.4},
    {4.1067, -14.9}, {4.2790, -9.2}, {4.7834, -11.3},
};
const std::vector<Row> TABLE_C = {
    {0.0000, -4.4},  {0.2099, -1.2},  {0.2219, -3.5},  {0.2329, -5.2},  {0.2176, -2.5},
    {0.6366, 0.0},   {0.6448, -2.2},  {0.6560, -3.9},  {0.6584, -7.4},  {0.7935, -7.1},
    {0.8213, -10.7}, {0.9336, -11.1}, {1.2285, -5.1},  {1.3083, -6.8},  {2.1704, -8.7},
    {2.7105, -13.2}, {4.2589, -13.9}, {4.6003, -13.9}, {5.4902, -15.8}, {5.6077, -17.1},
    {6.3065, -16.0}, {6.6374, -15.7}, {7.0427, -21.6}, {8.6523, -22.8},
};
const std::vector<Row> TABLE_D = {
    {0.000, -0.2},
    {0.000, -13.5},
    {0.035, -18.8},
    {0.612, -21.0},
    {1.363, -22.8},
    {1.405, -17.9},
    {1.804, -20.1},
    {2.596, -21.9},
    {1.775, -22.9},
    {4.042, -27.8},
    {7.937, -23.6},
    {9.424, -24.8},
    {9.708, -30.0},
    {12.525, -27.7},
};
const std::vector<Row> TABLE_E = {
    {0.0000, -0.03},
    {0.0000, -22.03},
    {0.5133, -15.8},
    {0.5440, -18.1},
    {0.5630, -19.8},
    {0.5440, -22.9},
    {0.7112, -22.4},
    {1.9092, -18.6},
    {1.9293, -20.8},
    {1.9589, -22.6},
    {2.6426, -22.3},
    {3.7136, -25.6},
    {5.4524, -20.2},
    {12.0034, -29.8},
    {20.6519, -29.2},
};

/**
 * @param [in] table rows
 * @param [in] lineOfSight whether the first two rows are one tap
 * @returns taps, not yet normalised
 */
std::vector<DelayTap>
FromTable(const std::vector<Row>& table, bool lineOfSight)
{
    std::vector<DelayTap> taps;
    for (const Row& row : table)
    {
        taps.push_back({row.delay, std::pow(10, row.power / 10), 0});
    }
    if (lineOfSight)
    {
        const double specular = taps[0].power;
        taps.erase(taps.begin());
        taps[0].power += specular;
        taps[0].specular = specular / taps[0].power;
    }
    return taps;
}

/**
 * The density exp(-t) cut into pieces, each represented by its power at its mean delay. The cuts
 * are quantiles of an exponential law 2.5 times as wide, fine where the power is and still present
 * in the tail: up to a frequency spacing of 0.5/rms the power correlation is within 0.0012 of
 * 1/(1+(2 pi f rms)^2), up to 3/rms within 0.008.
 * @returns taps for a mean delay of 1, not yet scaled to their own rms delay
 */
std::vector<DelayTap>
Exponential()
{
    constexpr int pieces = 24;
    constexpr double widening = 2.5;
    std::vector<DelayTap> taps;
    // The integrals of exp(-t) and t exp(-t) from the cut to infinity.
    double tail = 1;
    double moment = 1;
    for (int k = 1; k <= pieces; ++k)
    {
        double nextTail = 0;
        double nextMoment = 0;
        if (k < pieces)
        {
            const double cut = -widening * std::log1p(-static_cast<double>(k) / pieces);
            nextTail = std::exp(-cut);
            nextMoment = (cut + 1) * nextTail;
        }
        taps.push_back({(moment - nextMoment) / (tail - nextTail), tail - nextTail, 0});
        tail = nextTail;
        moment = nextMoment;
    }
    return taps;
}

} // namespace

TappedDelayProfile::TappedDelayProfile(const Options& options)
{
    switch (options.shape)
    {
    case FLAT:
        m_taps = {DelayTap()};
        break;
    case EXPONENTIAL:
        m_taps = Exponential();
        break;
    case TDL_A:
        m_taps = FromTable(TABLE_A, false);
        break;
    case TDL_B:
        m_taps = FromTable(TABLE_B, false);
        break;
    case TDL_C:
        m_taps = FromTable(TABLE_C, false);
        break;
    case TDL_D:
        m_taps = FromTable(TABLE_D, true);
        break;
    case TDL_E:
        m_taps = FromTable(TABLE_E, true);
        break;
    }
    std::ostringstream wrong;
    if (m_taps.empty())
    {
        wrong << "shape " << options.shape << " is not one of FLAT ... TDL_E";
    }
    else if (!(options.rmsDelay >= 0) || std::isinf(options.rmsDelay))
    {
        wrong << "rmsDelay is " << options.rmsDelay << " s, must be finite and >= 0";
    }
    else if (options.shape == FLAT && options.rmsDelay > 0)
    {
        wrong << "rmsDelay is " << options.rmsDelay << " s, must be 0 for the flat profile";
    }
    else if (!(options.riceFactor <= 1e12))
    {
        wrong << "riceFactor is " << options.riceFactor << ", must be <= 1e12";
    }
    if (!wrong.str().empty())
    {
        throw std::invalid_argument("TappedDelayProfile: " + wrong.str());
    }

    double total = 0;
    for (const DelayTap& tap : m_taps)
    {
        total += tap.power;
    }
    for (DelayTap& tap : m_taps)
    {
        tap.power /= total;
    }
    if (options.shape != FLAT)
    {
        // The tables are made for an rms delay of 1 but rounded: scale by what they really have.
        const double scale = options.rmsDelay / GetRmsDelay();
        for (DelayTap& tap : m_taps)
        {
            tap.delay *= scale;
        }
    }
    if (options.riceFactor >= 0)
    {
        m_taps[0].specular = options.riceFactor / (options.riceFactor + 1);
    }
}

double
TappedDelayProfile::GetMeanDelay() const
{
    double mean = 0;
    for (const DelayTap& tap : m_taps)
    {
        mean += tap.power * tap.delay;
    }
    return mean;
}

double
TappedDelayProfile::GetRmsDelay() const
{
    const double mean = GetMeanDelay();
    double variance = 0;
    for (const DelayTap& tap : m_taps)
    {
        variance += tap.power * (tap.delay - mean) * (tap.delay - mean);
    }
    return std::sqrt(variance);
}

} // namespace edgeai
} // namespace ns3
