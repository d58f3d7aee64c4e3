/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_DIVERGENCE_H
#define EDGE_AI_LEARNING_DIVERGENCE_H

#include <Eigen/Core>
#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * Where steps are too long, parameters leave the range of numbers, and learning is at its end.
 * @param [in] numbers that a server sends  @param [in] what one of them is called
 * @param [in] bits of a number on its way, 32 or 64
 * @returns "" or which one cannot travel, and why that may be
 */
std::string ExplainDivergence(const Eigen::VectorXd& numbers,
                              const std::string& what,
                              uint32_t bits);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_DIVERGENCE_H
