/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fading-process.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

FadingProcess::FadingProcess(const std::vector<DelayTap>& taps,
                             const Options& options,
                             const KeyedRandom& random)
{
    std::ostringstream wrong;
    if (options.waves < 8)
    {
        wrong << "waves is " << options.waves << ", must be >= 8";
    }
    else if (options.fewest < 4)
    {
        wrong << "fewest is " << options.fewest << ", must be >= 4";
    }
    else if (!(options.wavelength > 0))
    {
        wrong << "wavelength is " << options.wavelength << " m, must be > 0";
    }
    if (!wrong.str().empty())
    {
        throw std::invalid_argument("FadingProcess: " + wrong.str());
    }

    const double perMetre = 2 * M_PI / options.wavelength;
    for (std::size_t l = 0; l < taps.size(); ++l)
    {
        const KeyedRandom ofTap = random.Derive(l);
        uint64_t draw = 0;
        auto add = [&](double amplitude, double arrival, double scattering) {
            m_waves.push_back({perMetre * std::cos(arrival),
                               perMetre * std::sin(arrival),
                               perMetre * std::cos(scattering),
                               2 * M_PI * ofTap.Uniform(draw++),
                               amplitude});
        };
        const double diffuse = taps[l].power * (1 - taps[l].specular);
        const auto count =
            std::max(options.fewest, static_cast<uint32_t>(std::ceil(options.waves * diffuse)));
        // Two origins, so that what turns the phases when an end moves and when the surroundings
        // move are not the same angles.
        const double arrivals = ofTap.Uniform(draw++);
        const double scatterings = ofTap.Uniform(draw++);
        for (uint32_t n = 0; n < count; ++n)
        {
            add(std::sqrt(diffuse / count),
                2 * M_PI * (n + arrivals) / count,
                2 * M_PI * (n + scatterings) / count);
        }
        if (taps[l].specular > 0)
        {
            const double arrival = 2 * M_PI * ofTap.Uniform(draw++);
            const double scattering = 2 * M_PI * ofTap.Uniform(draw++);
            add(std::sqrt(taps[l].power * taps[l].specular), arrival, scattering);
        }
        m_behind.push_back(m_waves.size());
    }
}

void
FadingProcess::Evaluate(double x,
                        double y,
                        double travel,
                        std::vector<std::complex<double>>& amplitudes) const
{
    amplitudes.resize(m_behind.size());
    std::size_t n = 0;
    for (std::size_t l = 0; l < m_behind.size(); ++l)
    {
        double real = 0;
        double imaginary = 0;
        for (; n < m_behind[l]; ++n)
        {
            const Wave& wave = m_waves[n];
            const double angle = wave.phase + wave.east * x + wave.north * y + wave.moving * travel;
            real += wave.amplitude * std::cos(angle);
            imaginary += wave.amplitude * std::sin(angle);
        }
        amplitudes[l] = {real, imaginary};
    }
}

void
FadingProcess::Redraw(const std::vector<DelayTap>& taps,
                      const KeyedRandom& random,
                      uint64_t block,
                      std::vector<std::complex<double>>& amplitudes)
{
    const KeyedRandom ofBlock = random.Derive(block);
    amplitudes.resize(taps.size());
    for (std::size_t l = 0; l < taps.size(); ++l)
    {
        amplitudes[l] = std::sqrt(taps[l].power * (1 - taps[l].specular)) * ofBlock.Gaussian(l);
        if (taps[l].specular > 0)
        {
            // Behind the draws of Gaussian, which uses two each.
            const double phase = 2 * M_PI * ofBlock.Uniform(2 * taps.size() + l);
            amplitudes[l] += std::polar(std::sqrt(taps[l].power * taps[l].specular), phase);
        }
    }
}

} // namespace edgeai
} // namespace ns3
