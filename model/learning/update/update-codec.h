/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_UPDATE_CODEC_H
#define EDGE_AI_UPDATE_CODEC_H

#include "learning/learning-draws.h"

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * How an update - d numbers that both ends know the meaning of - becomes bytes. A codec holds what
 * both ends have agreed on before (bits, blocks, which coordinates travel and in which order), and
 * nothing that changes. Its bytes are exactly as long as it says, bit-packed, and Decode() gives on
 * either side of a network the same numbers to the last bit.
 *
 * A new kind of code is a new class; nobody holds a list of them. One that sends some coordinates
 * alone is made of how many and of what picks them, and puts zeros, or what it is told, between.
 */
class UpdateCodec
{
  public:
    using Bytes = std::vector<uint8_t>; ///< a code

    virtual ~UpdateCodec() = default;

    /// @returns what it is, e.g. "SignMagnitude(4)"
    virtual std::string GetName() const = 0;

    /// @param [in] count of numbers, d  @returns length of their code, without filling up the last
    /// byte [bit]
    virtual uint64_t GetBits(Eigen::Index count) const = 0;

    /// @param [in] count of numbers  @returns length of their code [B]
    std::size_t GetByteCount(Eigen::Index count) const
    {
        return static_cast<std::size_t>((GetBits(count) + 7) / 8);
    }

    /**
     * @param [in] count of numbers, d
     * @returns omega with E|Q(v) - v|^2 <= omega |v|^2 for every v, of codes without bias, >= 0.
     *          Numbers that are only rounded for their travel count as unchanged
     */
    virtual double GetRelativeVariance(Eigen::Index count) const = 0;

    /**
     * @param [in] values v, d of them
     * @param [in,out] draws of the code: as many for every v of that length
     * @param [out] bytes GetByteCount(d) of them
     * @returns "" or why these numbers have no code: the first that is not finite or too large
     */
    virtual std::string Encode(const Eigen::VectorXd& values,
                               LearningDraws& draws,
                               Bytes& bytes) const = 0;

    /**
     * @param [in] bytes as they came: nothing about them is trusted
     * @param [in] count of numbers, d
     * @param [out] values Q(v)
     * @returns "" or what is wrong with them; then values are of no use
     */
    std::string Decode(const Bytes& bytes, Eigen::Index count, Eigen::VectorXd& values) const;

  private:
    /// @param [in] bytes of the right length, with zeros behind the code
    /// @param [out] values as many as it has; set to zero before
    /// @returns "" or what is wrong
    virtual std::string DoDecode(const Bytes& bytes, Eigen::VectorXd& values) const = 0;
};

/**
 * @ingroup edge-ai
 * @param [in] values some  @returns "" if all can be said with 32 bit, else the first that cannot
 */
std::string ExplainUnsayable(const Eigen::VectorXd& values);

/**
 * @ingroup edge-ai
 * Numbers as they are, rounded to 32 bit, or with 64 bit as they are.
 */
class PlainCodec : public UpdateCodec
{
  public:
    /// @param [in] width of a number, 32 or 64 [bit]  @throws LearningError for another
    explicit PlainCodec(uint32_t width = 32);

    std::string GetName() const override;
    uint64_t GetBits(Eigen::Index count) const override;
    double GetRelativeVariance(Eigen::Index count) const override;
    std::string Encode(const Eigen::VectorXd& values,
                       LearningDraws& draws,
                       Bytes& bytes) const override;

    /// Without chance. @param [in] values d of them  @param [out] bytes their code
    /// @returns "" or why there is none
    std::string Write(const Eigen::VectorXd& values, Bytes& bytes) const;

  private:
    std::string DoDecode(const Bytes& bytes, Eigen::VectorXd& values) const override;

    uint32_t m_width; ///< [bit]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_UPDATE_CODEC_H
