/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_SUPPORT_H
#define EDGE_AI_LEARNING_SUPPORT_H

#include "learning/learning-draws.h"
#include "learning/learning-error.h"
#include "learning/learning-model.h"

#include "ns3/random-variable-stream.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

namespace ns3
{
namespace edgeai
{

/// @param [in] stream number of an ns-3 stream  @returns draws from it
inline LearningDraws
MakeDraws(int64_t stream)
{
    Ptr<UniformRandomVariable> uniform = CreateObject<UniformRandomVariable>();
    uniform->SetStream(stream);
    return LearningDraws([uniform]() { return uniform->GetValue(); });
}

/// @param [in] act what is refused  @returns the words, "" if it is not refused
inline std::string
GetLearningRefusal(const std::function<void()>& act)
{
    try
    {
        act();
    }
    catch (const LearningError& error)
    {
        return error.what();
    }
    return "";
}

/// @param [in] d number of parameters @param [in] size of them @returns parameters like no others
inline Eigen::VectorXd
MakeWave(Eigen::Index d, double size)
{
    Eigen::VectorXd wave(d);
    for (Eigen::Index k = 0; k < d; ++k)
    {
        wave[k] = size * std::cos(static_cast<double>(k + 1));
    }
    return wave;
}

/**
 * @param [in] f a function
 * @param [in] at a point
 * @param [in] gradient what is said to be its gradient there
 * @param [in] every which coordinates are looked at
 * @returns largest difference from the central difference, over the largest derivative
 */
inline double
CompareWithDifferences(const std::function<double(const Eigen::VectorXd&)>& f,
                       const Eigen::VectorXd& at,
                       const Eigen::VectorXd& gradient,
                       Eigen::Index every = 1)
{
    constexpr double step = 1e-5;
    double most = 0;
    Eigen::VectorXd moved = at;
    for (Eigen::Index k = 0; k < at.size(); k += every)
    {
        moved[k] = at[k] + step;
        const double above = f(moved);
        moved[k] = at[k] - step;
        const double below = f(moved);
        moved[k] = at[k];
        const double miss = std::abs((above - below) / (2 * step) - gradient[k]);
        most = std::isfinite(miss) ? std::max(most, miss) : INFINITY;
    }
    return most / gradient.lpNorm<Eigen::Infinity>();
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_SUPPORT_H
