/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "distortion-function.h"

#include "allocation/numeric/root-finding.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns rho + (1 - rho) ln(1 - rho), by its series sum of rho^k / (k (k - 1)) where that
/// cancels
double
MagnitudeLoss(double rho)
{
    if (rho >= 1)
    {
        return 1;
    }
    if (rho < 1e-3)
    {
        return rho * rho *
               (1.0 / 2 + rho * (1.0 / 6 + rho * (1.0 / 12 + rho * (1.0 / 20 + rho / 30))));
    }
    return rho + (1 - rho) * std::log1p(-rho);
}

/// @returns binary entropy [bit]
double
BinaryEntropy(double rho)
{
    auto part = [](double q) { return q > 0 ? -q * std::log2(q) : 0; };
    return part(rho) + part(1 - rho);
}

} // namespace

DistortionFunction::DistortionFunction(Kind kind)
    : m_kind(kind)
{
}

DistortionFunction
DistortionFunction::MakeRateDistortion(double bitsPerWeight, bool countMask)
{
    DistortionFunction made(RATE_DISTORTION);
    made.m_bitsPerWeight = bitsPerWeight;
    made.m_countMask = countMask;
    return made;
}

DistortionFunction
DistortionFunction::MakeTable(std::vector<std::pair<double, double>> points)
{
    DistortionFunction made(TABLE);
    made.m_points = std::move(points);
    return made;
}

std::string
DistortionFunction::CheckTable(const std::vector<std::pair<double, double>>& points)
{
    if (points.size() < 2 || points.front().first != 0 || points.back().first != 1)
    {
        return "a distortion table needs at least the pruning ratios 0 and 1";
    }
    for (std::size_t i = 0; i < points.size(); ++i)
    {
        if (!(points[i].second >= 0 && points[i].second <= 1))
        {
            return "normalised distortions in a table lie in [0, 1]";
        }
        if (i > 0 &&
            !(points[i - 1].first < points[i].first && points[i - 1].second < points[i].second))
        {
            return "pruning ratios and distortions in a table must both ascend";
        }
    }
    return "";
}

std::string
DistortionFunction::ParseTable(const std::string& text,
                               std::vector<std::pair<double, double>>& points)
{
    points.clear();
    std::string spaced = text;
    std::replace(spaced.begin(), spaced.end(), ',', ' ');
    std::istringstream in(spaced);
    std::string word;
    while (in >> word)
    {
        std::istringstream pair(word);
        double rho = 0;
        double value = 0;
        char colon = 0;
        if (!(pair >> rho >> colon >> value) || colon != ':' || !pair.eof())
        {
            return "cannot read '" + word + "' as ratio:distortion";
        }
        points.emplace_back(rho, value);
    }
    return CheckTable(points);
}

DistortionFunction::Kind
DistortionFunction::GetKind() const
{
    return m_kind;
}

double
DistortionFunction::GetNormalised(double rho) const
{
    switch (m_kind)
    {
    case MAGNITUDE_EXACT:
        return MagnitudeLoss(rho);
    case RATE_DISTORTION:
        return std::exp2(-(1 - rho) * m_bitsPerWeight - (m_countMask ? BinaryEntropy(rho) : 0));
    case RANDOM:
        return rho;
    case RD_CODE:
        return std::sqrt(rho);
    case TABLE:
        break;
    }
    auto right =
        std::upper_bound(m_points.begin(), m_points.end(), rho, [](double r, const auto& point) {
            return r < point.first;
        });
    right = std::clamp(right, m_points.begin() + 1, m_points.end() - 1);
    const auto left = right - 1;
    const double along = (rho - left->first) / (right->first - left->first);
    return left->second + along * (right->second - left->second);
}

double
DistortionFunction::GetDistortion(double rho, double weightRate) const
{
    return GetNormalised(rho) / weightRate;
}

double
DistortionFunction::GetPruningRatio(double normalised, double low, double high) const
{
    const Root root =
        FindRoot([&](double rho) { return GetNormalised(rho) - normalised; }, low, high);
    if (!root.found)
    {
        return GetNormalised(low) > normalised ? low : high;
    }
    return root.first;
}

bool
DistortionFunction::IsConvex() const
{
    switch (m_kind)
    {
    case RD_CODE:
        return false;
    case RATE_DISTORTION:
        return !m_countMask;
    case TABLE:
        for (std::size_t i = 2; i < m_points.size(); ++i)
        {
            auto slope = [this](std::size_t j) {
                return (m_points[j].second - m_points[j - 1].second) /
                       (m_points[j].first - m_points[j - 1].first);
            };
            if (slope(i) < slope(i - 1) * (1 - 1e-12))
            {
                return false;
            }
        }
        return true;
    default:
        return true;
    }
}

double
EstimateWeightRate(const std::vector<double>& weights)
{
    double sum = 0;
    for (const double weight : weights)
    {
        sum += std::abs(weight);
    }
    return sum > 0 ? weights.size() / sum : 0;
}

} // namespace edgeai
} // namespace ns3
