/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_DRAWS_H
#define EDGE_AI_LEARNING_DRAWS_H

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * All randomness of learning, made of one source of uniform numbers that is handed in, so that one
 * stream names all of it: the same stream gives the same bytes.
 */
class LearningDraws
{
  public:
    /// @param [in] uniform draws from [0, 1), e.g. [v]() { return v->GetValue(); } of an ns-3
    /// variable
    explicit LearningDraws(std::function<double()> uniform);

    /// @returns a number in [0, 1)
    double Uniform();
    /// @returns a standard normal number (Box and Muller, two uniform numbers each)
    double Normal();
    /// @param [in] count of possibilities, > 0  @returns a whole number in 0..count-1
    uint32_t Pick(uint32_t count);
    /// @param [in] shape of the distribution, > 0  @returns a Gamma number of scale 1, by its
    /// logarithm (Marsaglia and Tsang; small shapes would underflow)
    double LogGamma(double shape);
    /// @param [in] concentration a, > 0  @param [in] count of shares, > 0
    /// @returns shares >= 0 with sum 1 from the symmetric Dirichlet distribution
    std::vector<double> Dirichlet(double concentration, uint32_t count);
    /// @param [in,out] order put into an order drawn uniformly (Fisher and Yates)
    void Shuffle(std::vector<uint32_t>& order);

  private:
    std::function<double()> m_uniform; ///< the only source
};

/**
 * @ingroup edge-ai
 * Draws that several numbers name, such as a seed, a device and a round: whoever knows them draws
 * the same, whatever was drawn before (std::mt19937_64 by std::seed_seq, 53 bit of each output).
 * @param [in] key the numbers
 * @returns the draws
 */
LearningDraws MakeKeyedDraws(const std::vector<uint32_t>& key);

/// @ingroup edge-ai
/// @param [in] numbers that draws depend on  @returns a key of their halves, lower ones first
std::vector<uint32_t> MakeDrawKey(std::initializer_list<uint64_t> numbers);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_DRAWS_H
