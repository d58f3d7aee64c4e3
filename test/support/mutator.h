/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MUTATOR_H
#define EDGE_AI_MUTATOR_H

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Spoils bytes the way a mutation fuzzer does: always the same way for the same seed.
class Mutator
{
  public:
    using Bytes = std::vector<uint8_t>;

    /// @param [in] seed which sequence
    explicit Mutator(uint64_t seed)
        : m_state(seed)
    {
    }

    /// @returns a number of 64 bits (splitmix64)
    uint64_t Next()
    {
        uint64_t mixed = m_state += 0x9e3779b97f4a7c15;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    /// @param [in] count of possibilities, > 0  @returns one of 0..count-1
    std::size_t Draw(std::size_t count)
    {
        return Next() % count;
    }

    /// @param [in] one in how many, > 0  @returns whether
    bool Happens(std::size_t one)
    {
        return Draw(one) == 0;
    }

    /// @returns a number that programs like to forget about
    double DrawDouble()
    {
        using Limits = std::numeric_limits<double>;
        const std::array<double, 18> odd{0,
                                         -0.0,
                                         1,
                                         -1,
                                         7,
                                         0.5,
                                         1e-50,
                                         1e50,
                                         1e10,
                                         1e-300,
                                         1e300,
                                         Limits::quiet_NaN(),
                                         Limits::infinity(),
                                         -Limits::infinity(),
                                         Limits::denorm_min(),
                                         Limits::max(),
                                         4294967296.0,
                                         18446744073709551616.0};
        return odd[Draw(odd.size())];
    }

    /// @returns a whole number of the same kind
    uint64_t DrawWhole()
    {
        const std::array<uint64_t, 14> odd{0,
                                           1,
                                           2,
                                           8,
                                           255,
                                           1024,
                                           1025,
                                           0xffff,
                                           uint64_t{1} << 20,
                                           uint64_t{1} << 24,
                                           0x7fffffff,
                                           0xffffffff,
                                           uint64_t{1} << 32,
                                           UINT64_MAX};
        return odd[Draw(odd.size())];
    }

    /**
     * @param [in,out] bytes some; one change is made
     * @param [in] others pieces of which may be put in, at least one
     */
    void Change(Bytes& bytes, const std::vector<Bytes>& others)
    {
        const std::size_t at = Draw(bytes.size() + 1);
        const std::size_t end = std::min(bytes.size(), at + 1 + Draw(16));
        const auto place = [&bytes](std::size_t index) {
            return bytes.begin() + static_cast<std::ptrdiff_t>(index);
        };
        switch (Draw(10))
        {
        case 0: // a bit
        case 1:
            if (at < bytes.size())
            {
                bytes[at] ^= static_cast<uint8_t>(1 << Draw(8));
            }
            break;
        case 2: // a byte
            if (at < bytes.size())
            {
                bytes[at] = static_cast<uint8_t>(Happens(2) ? Next() : 0 - Draw(2));
            }
            break;
        case 3: { // a number, or a length
            const std::array<std::size_t, 4> widths{1, 2, 4, 8};
            Overwrite(bytes, at, DrawWhole(), widths[Draw(widths.size())]);
            break;
        }
        case 4: { // a figure
            const double figure = DrawDouble();
            uint64_t bits;
            std::memcpy(&bits, &figure, sizeof bits);
            Overwrite(bytes, at, bits, 8);
            break;
        }
        case 5: // truncated
            bytes.resize(at);
            break;
        case 6: // a piece is left out
            bytes.erase(place(at), place(end));
            break;
        case 7: { // a piece is there twice
            const Bytes piece(place(at), place(end));
            bytes.insert(place(Draw(bytes.size() + 1)), piece.begin(), piece.end());
            break;
        }
        case 8: { // a piece of another
            const Bytes& other = others[Draw(others.size())];
            const std::size_t from = Draw(other.size() + 1);
            const std::size_t to = std::min(other.size(), from + 1 + Draw(64));
            const auto first = other.begin() + static_cast<std::ptrdiff_t>(from);
            const Bytes piece(first, other.begin() + static_cast<std::ptrdiff_t>(to));
            bytes.insert(place(at), piece.begin(), piece.end());
            break;
        }
        default: // goes on as another
            bytes.resize(at);
            const Bytes& other = others[Draw(others.size())];
            const std::size_t from = std::min(other.size(), Happens(2) ? at : Draw(200));
            bytes.insert(bytes.end(),
                         other.begin() + static_cast<std::ptrdiff_t>(from),
                         other.end());
        }
    }

  private:
    /// @param [in,out] bytes some  @param [in] at where  @param [in] value big-endian
    /// @param [in] width as many bytes, as far as there are
    static void Overwrite(Bytes& bytes, std::size_t at, uint64_t value, std::size_t width)
    {
        for (std::size_t i = 0; i < width && at + i < bytes.size(); ++i)
        {
            bytes[at + i] = static_cast<uint8_t>(value >> (8 * (width - 1 - i)));
        }
    }

    uint64_t m_state;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MUTATOR_H
