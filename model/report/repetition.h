/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_REPETITION_H
#define EDGE_AI_REPETITION_H

#include <vector>

namespace ns3
{
namespace edgeai
{

/// What repetitions of a measurement say together.
struct Repetition
{
    double mean;      ///< not a number if there is no value
    double halfWidth; ///< of the 95 % confidence interval; not a number below two values
};

/**
 * The mean and Student's interval: t(0.975, n - 1) s / sqrt(n), for n independent values that are
 * about normal, s their sample standard deviation.
 * @param [in] values of the repetitions; those that are not a number are left out
 * @returns both
 */
Repetition SummariseRepetitions(const std::vector<double>& values);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_REPETITION_H
