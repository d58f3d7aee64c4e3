/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_KEYED_RANDOM_H
#define EDGE_AI_KEYED_RANDOM_H

#include <cmath>
#include <complex>
#include <cstdint>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Random numbers by address instead of by turn: draw(key, i, j) is a function of its arguments.
 *
 * A sequential generator makes what a link sees depend on who drew before it. Here the only thing
 * taken from ns-3's random streams is a 64-bit key per model, so seed, run number and stream still
 * govern everything, but the fading of a link, its k-th coherence block, or the fate of a user's
 * n-th transport block stay the same whoever else is attached and in whatever order questions are
 * asked. The mixing function is the finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast
 * splittable pseudorandom number generators", OOPSLA 2014).
 */
class KeyedRandom
{
  public:
    /**
     * @param [in] key the key; equal keys give equal numbers
     */
    explicit KeyedRandom(uint64_t key = 0)
        : m_key(key)
    {
    }

    /**
     * A generator of its own for a part of the model.
     * @param [in] part number of the part (a link's end, a tap, ...)
     * @returns the generator whose key is a hash of this key and the part
     */
    KeyedRandom Derive(uint64_t part) const
    {
        return KeyedRandom(Mix(m_key ^ Mix(part + GOLDEN)));
    }

    /**
     * @param [in] i index of the draw
     * @returns a number uniform on the open interval (0, 1)
     */
    double Uniform(uint64_t i) const
    {
        const uint64_t bits = Mix(m_key + (i + 1) * GOLDEN);
        return (static_cast<double>(bits >> 11) + 0.5) * 0x1.0p-53;
    }

    /**
     * @param [in] i index of the draw (a space of its own beside Uniform's is not kept: derive one)
     * @returns a circular complex Gaussian number of mean power 1 (Box-Muller transform)
     */
    std::complex<double> Gaussian(uint64_t i) const
    {
        return std::polar(std::sqrt(-std::log(Uniform(2 * i))), 2 * M_PI * Uniform(2 * i + 1));
    }

  private:
    static constexpr uint64_t GOLDEN = 0x9e3779b97f4a7c15ULL; ///< Weyl increment of SplitMix64

    /**
     * @param [in] z any word
     * @returns its hash (a bijection)
     */
    static uint64_t Mix(uint64_t z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }

    uint64_t m_key; ///< the key
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_KEYED_RANDOM_H
