/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-mixture.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

DtoEeMixture::DtoEeMixture(const std::vector<DtoEeMixtureStep>& steps)
    : m_steps(steps)
{
}

DtoEeMixture
DtoEeMixture::Make(double cut, double density)
{
    DtoEeMixture mixture;
    if (cut < 1 && density > 0)
    {
        mixture.m_steps.push_back({cut, density});
    }
    return mixture;
}

std::string
DtoEeMixture::Explain(const std::vector<DtoEeMixtureStep>& steps)
{
    for (std::size_t s = 0; s < steps.size(); ++s)
    {
        if (steps[s].cut >= 1 || (s > 0 && steps[s].cut <= steps[s - 1].cut))
        {
            return "step[" + std::to_string(s) + "].cut: allowed are rising values below 1";
        }
    }
    return "";
}

void
DtoEeMixture::Add(const DtoEeMixture& other, double share)
{
    if (share <= 0)
    {
        return;
    }
    std::vector<DtoEeMixtureStep> sum;
    std::size_t s = 0;
    for (const DtoEeMixtureStep& step : other.m_steps)
    {
        while (s < m_steps.size() && m_steps[s].cut < step.cut)
        {
            sum.push_back(m_steps[s++]);
        }
        const bool both = s < m_steps.size() && m_steps[s].cut == step.cut;
        const double density = (both ? m_steps[s++].density : 0) + share * step.density;
        if (density > 0)
        {
            sum.push_back({step.cut, density});
        }
    }
    sum.insert(sum.end(), m_steps.begin() + s, m_steps.end());
    m_steps = std::move(sum);
}

DtoEeMixture
DtoEeMixture::Pass(double cut) const
{
    double below = 0;
    std::size_t s = 0;
    while (s < m_steps.size() && m_steps[s].cut <= cut)
    {
        below += m_steps[s++].density;
    }
    DtoEeMixture passed = Make(cut, below);
    if (cut < 1)
    {
        passed.m_steps.insert(passed.m_steps.end(), m_steps.begin() + s, m_steps.end());
    }
    return passed;
}

double
DtoEeMixture::GetRate(double from) const
{
    double rate = 0;
    for (const DtoEeMixtureStep& step : m_steps)
    {
        rate += step.density * (1 - std::max(step.cut, from));
    }
    return rate;
}

double
DtoEeMixture::Integrate(double from, double to, double constant, double slope) const
{
    double sum = 0;
    for (const DtoEeMixtureStep& step : m_steps)
    {
        const double low = std::max(step.cut, from);
        if (low < to)
        {
            sum += step.density * (to - low) * (constant + slope * (low + to) / 2);
        }
    }
    return sum;
}

} // namespace edgeai
} // namespace ns3
