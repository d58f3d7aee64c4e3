/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_QUANTISED_CODECS_H
#define EDGE_AI_QUANTISED_CODECS_H

#include "norm-quantiser.h"
#include "sign-magnitude-quantiser.h"
#include "update-codec.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Q_B as it travels. For each block of coordinates: lo, rounded down, and hi, rounded up, as
 * numbers of 32 bit; then for each coordinate its sign (1: negative) and B bits of magnitude.
 */
class SignMagnitudeCodec : public UpdateCodec
{
  public:
    /// @param [in] bits B of a magnitude  @param [in] block b_q; 0: all
    /// @throws LearningError naming what is out of range
    explicit SignMagnitudeCodec(uint32_t bits, uint32_t block = 0);

    std::string GetName() const override;
    uint64_t GetBits(Eigen::Index count) const override;
    double GetRelativeVariance(Eigen::Index count) const override;
    std::string Encode(const Eigen::VectorXd& values,
                       LearningDraws& draws,
                       Bytes& bytes) const override;

  private:
    std::string DoDecode(const Bytes& bytes, Eigen::VectorXd& values) const override;

    SignMagnitudeQuantiser m_quantiser;
};

/**
 * @ingroup edge-ai
 * QSGD's code: the norm, rounded up, as a number of 32 bit; then for each coordinate its sign (1:
 * negative) and its level.
 */
class NormCodec : public UpdateCodec
{
  public:
    /// @param [in] levels s  @throws LearningError naming what is out of range
    explicit NormCodec(uint32_t levels);

    std::string GetName() const override;
    uint64_t GetBits(Eigen::Index count) const override;
    double GetRelativeVariance(Eigen::Index count) const override;
    std::string Encode(const Eigen::VectorXd& values,
                       LearningDraws& draws,
                       Bytes& bytes) const override;

  private:
    std::string DoDecode(const Bytes& bytes, Eigen::VectorXd& values) const override;

    NormQuantiser m_quantiser;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_QUANTISED_CODECS_H
