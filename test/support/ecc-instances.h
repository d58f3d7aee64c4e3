/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_INSTANCES_H
#define EDGE_AI_ECC_INSTANCES_H

// Chains and networks that the tests and the bench of ECC share.

#include "allocation/split/ecc/ecc-problem.h"

#include <cmath>
#include <initializer_list>
#include <utility>

namespace ns3
{
namespace edgeai
{

/// Builds a chain of convolutions, poolings and matrices from its geometry.
class ChainBuilder
{
  public:
    /// @param [in] side of the input  @param [in] channels of the input
    ChainBuilder(double side, double channels)
        : m_side(side),
          m_channels(channels),
          m_bits{8 * side * side * channels}
    {
    }

    /// k x k convolution, same side. @param [in] kernel k  @param [in] channels out
    ChainBuilder& Convolve(double kernel, double channels)
    {
        return Add(2 * m_side * m_side * m_channels * channels * kernel * kernel, m_side, channels);
    }

    /// Pooling over a window. @param [in] window side of it  @param [in] side of the output
    ChainBuilder& Pool(double window, double side)
    {
        return Add(window * window * side * side * m_channels, side, m_channels);
    }

    /// Fully connected. @param [in] outputs how many
    ChainBuilder& Connect(double outputs)
    {
        return Add(2 * m_side * m_side * m_channels * outputs, 1, outputs);
    }

    /// @returns the chain; the output of the last layer is never uploaded
    EccChain Build() const
    {
        auto bits = m_bits;
        bits.pop_back();
        return MakeEccChain(m_flop, bits);
    }

  private:
    /// @param [in] flop of the layer  @param [in] side of its output  @param [in] channels of it
    ChainBuilder& Add(double flop, double side, double channels)
    {
        m_flop.push_back(flop);
        m_side = side;
        m_channels = channels;
        m_bits.push_back(32 * side * side * channels);
        return *this;
    }

    double m_side;              ///< of the present tensor
    double m_channels;          ///< of it
    std::vector<double> m_flop; ///< of each layer
    std::vector<double> m_bits; ///< of the input and each output
};

/// @returns VGG-16 for 224 x 224 x 3: 13 convolutions, 5 poolings, 3 matrices
inline EccChain
MakeVgg16Chain()
{
    ChainBuilder chain(224, 3);
    double side = 224;
    for (auto [count, channels] : {std::pair(2, 64), {2, 128}, {3, 256}, {3, 512}, {3, 512}})
    {
        for (int i = 0; i < count; ++i)
        {
            chain.Convolve(3, channels);
        }
        side /= 2;
        chain.Pool(2, side);
    }
    return chain.Connect(4096).Connect(4096).Connect(1000).Build();
}

/// @returns tiny YOLOv2 for 416 x 416 x 3; its sixth pooling has stride 1
inline EccChain
MakeTinyYoloChain()
{
    ChainBuilder chain(416, 3);
    double side = 416;
    for (double channels : {16, 32, 64, 128, 256, 512})
    {
        side = channels < 512 ? side / 2 : side;
        chain.Convolve(3, channels).Pool(2, side);
    }
    return chain.Convolve(3, 1024).Convolve(3, 1024).Convolve(1, 125).Build();
}

/// @returns Network in Network for 32 x 32 x 3
inline EccChain
MakeNinChain()
{
    ChainBuilder chain(32, 3);
    chain.Convolve(5, 192).Convolve(1, 160).Convolve(1, 96).Pool(3, 16);
    chain.Convolve(5, 192).Convolve(1, 192).Convolve(1, 192).Pool(3, 8);
    chain.Convolve(3, 192).Convolve(1, 192).Convolve(1, 10).Pool(8, 1);
    return chain.Build();
}

/// @returns the four-layer chain of the toy instances
inline EccChain
MakeToyChain()
{
    return MakeEccChain({0.2e9, 0.4e9, 1.2e9, 1.2e9}, {4e6, 2e6, 0.6e6, 0.4e6});
}

/**
 * @param [in] chain of every user
 * @param [in] rows gains [m][i], up and down alike
 * @returns one cell
 */
inline EccProblem
MakeOneCell(const EccChain& chain, const std::vector<std::vector<double>>& rows)
{
    EccProblem problem;
    const std::size_t users = rows.front().size();
    problem.cells.resize(1);
    problem.users.resize(users);
    problem.uplinkGains = EccGains(rows.size(), 1, users);
    for (std::size_t i = 0; i < users; ++i)
    {
        problem.users[i].chain = chain;
        for (std::size_t m = 0; m < rows.size(); ++m)
        {
            problem.uplinkGains(m, 0, i) = rows[m][i];
        }
    }
    problem.downlinkGains = problem.uplinkGains;
    return problem;
}

/// @returns three users on two subchannels of one cell
inline EccProblem
MakeToyProblem()
{
    return MakeOneCell(MakeToyChain(), {{4e-11, 1e-11, 0.25e-11}, {1.5e-11, 2e-11, 0.5e-11}});
}

/// @returns two users in each of two cells on two subchannels
inline EccProblem
MakeTwoCellProblem()
{
    auto problem = MakeOneCell(MakeToyChain(), {{0, 0, 0, 0}, {0, 0, 0, 0}});
    problem.cells.resize(2);
    const double gains[2][2][4] = {{{6, 1.5, 0.10, 0.05}, {0.08, 0.12, 3, 0.9}},
                                   {{2, 3, 0.06, 0.09}, {0.05, 0.10, 1, 4}}};
    problem.uplinkGains = EccGains(2, 2, 4);
    for (std::size_t m = 0; m < 2; ++m)
    {
        for (std::size_t n = 0; n < 2; ++n)
        {
            for (std::size_t i = 0; i < 4; ++i)
            {
                problem.uplinkGains(m, n, i) = gains[m][n][i] * 1e-11;
            }
        }
    }
    problem.downlinkGains = problem.uplinkGains;
    problem.AssignCells();
    return problem;
}

/// @param [in] chain of every user  @returns six users on three subchannels of one cell
inline EccProblem
MakeSixUserProblem(const EccChain& chain)
{
    const double base[6] = {8e-11, 5e-11, 3e-11, 1.5e-11, 0.8e-11, 0.4e-11};
    std::vector<std::vector<double>> rows = {{1, 0.6, 1.4, 0.9, 1.2, 0.7},
                                             {0.7, 1.3, 0.8, 1.1, 0.6, 1.4},
                                             {1.2, 0.9, 1, 0.5, 1.5, 1}};
    for (auto& row : rows)
    {
        for (std::size_t i = 0; i < 6; ++i)
        {
            row[i] *= base[i];
        }
    }
    auto problem = MakeOneCell(chain, rows);
    problem.cells[0].unitTotal = 24;
    return problem;
}

/// A small generator (splitmix64), so that instances are the same with every standard library.
class Draws
{
  public:
    /// @param [in] seed which sequence
    explicit Draws(uint64_t seed)
        : m_state(seed * 0x9e3779b97f4a7c15u)
    {
    }

    /// @returns uniform in (0, 1)
    double Uniform()
    {
        m_state += 0x9e3779b97f4a7c15u;
        uint64_t z = m_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        z ^= z >> 31;
        return (static_cast<double>(z >> 11) + 0.5) / 9007199254740992.0;
    }

    /// @param [in] low least  @param [in] high largest  @returns uniform between them
    double Uniform(double low, double high)
    {
        return low + (high - low) * Uniform();
    }

    /// @param [in] low least  @param [in] high largest  @returns uniform whole number
    std::size_t Integer(std::size_t low, std::size_t high)
    {
        return low + static_cast<std::size_t>(Uniform() * static_cast<double>(high - low + 1));
    }

  private:
    uint64_t m_state; ///< of the generator
};

/**
 * Users in discs of 250 m around access points 500 m apart on a line; path loss
 * 128.1 + 37.6 log10(d / km) dB and exponential (Rayleigh power) fading per subchannel.
 * @param [in] chain of every user
 * @param [in] cells N
 * @param [in] users U, dealt round over the cells
 * @param [in] subchannels M
 * @param [in,out] draws randomness
 * @returns the problem
 */
inline EccProblem
MakeRandomProblem(const EccChain& chain,
                  std::size_t cells,
                  std::size_t users,
                  std::size_t subchannels,
                  Draws& draws)
{
    EccProblem problem;
    problem.cells.resize(cells);
    problem.users.resize(users);
    problem.uplinkGains = EccGains(subchannels, cells, users);
    problem.downlinkGains = problem.uplinkGains;
    for (std::size_t i = 0; i < users; ++i)
    {
        problem.users[i].chain = chain;
        problem.users[i].cell = static_cast<uint32_t>(i % cells);
        const double radius = 250 * std::sqrt(draws.Uniform(0.01, 1));
        const double angle = 2 * 3.14159265358979 * draws.Uniform();
        for (std::size_t n = 0; n < cells; ++n)
        {
            const double x = radius * std::cos(angle) +
                             500 * (static_cast<double>(i % cells) - static_cast<double>(n));
            const double distance = std::hypot(x, radius * std::sin(angle));
            const double loss = 128.1 + 37.6 * std::log10(distance / 1000);
            for (std::size_t m = 0; m < subchannels; ++m)
            {
                problem.uplinkGains(m, n, i) =
                    std::pow(10, -loss / 10) * -std::log(draws.Uniform());
                problem.downlinkGains(m, n, i) =
                    std::pow(10, -loss / 10) * -std::log(draws.Uniform());
            }
        }
    }
    return problem;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_INSTANCES_H
