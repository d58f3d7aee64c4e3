/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fedqvr-solver.h"

#include "allocation/numeric/unimodal-search.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Why no division will do, whatever the method.
std::string
ExplainNone(const FedQvrCase& problem)
{
    return problem.outageMax > 0 && problem.outageMax < 1
               ? "with the least bits the band does not keep outage.outageMax for everybody"
               : "an upload is lost for certain within outage.window, whatever its band";
}

/// The B-step: the bits that are best for each device's band.
std::vector<double>
RelaxBits(const FedQvrCase& problem, const std::vector<double>& bands)
{
    std::vector<double> bits;
    for (std::size_t i = 0; i < bands.size(); ++i)
    {
        const auto cost = [&](double b) {
            return std::log(problem.GetWeight(i, b)) +
                   GetOutageExponent(problem.GetLaw(i, b), bands[i]);
        };
        bits.push_back(MinimiseUnimodal(cost, problem.bitsMin, problem.bitsMax).argument);
    }
    return bits;
}

/// The same over whole bits that keep the bound on outage.
std::vector<double>
ChooseBits(const FedQvrCase& problem, const FedQvrDivision& division)
{
    std::vector<double> bits = division.bits;
    for (std::size_t i = 0; i < bits.size(); ++i)
    {
        const double band = division.bands[i];
        double least = problem.GetTerm(i, bits[i], band);
        const double most = std::min<double>(problem.bitsMax, problem.GetLargestBits(i, band));
        for (uint32_t b = problem.bitsMin; b <= most; ++b)
        {
            const double term = problem.GetTerm(i, b, band);
            if (term < least)
            {
                least = term;
                bits[i] = b;
            }
        }
    }
    return bits;
}

/// The continuous relaxation. @param [in] problem without a bound on outage
void
Relax(const FedQvrCase& problem, const FedQvrOptions& options, FedQvrSolution& solution)
{
    FedQvrBand band(problem);
    const double start = std::clamp(options.startBits, problem.bitsMin, problem.bitsMax);
    std::vector<double> bits(problem.devices.size(), start);
    FedQvrDivision division;
    bool fits = band.Divide(bits, division);
    if (!fits)
    {
        bits.assign(bits.size(), problem.bitsMin);
        fits = band.Divide(bits, division);
    }
    bool settled = !fits;
    while (!settled && solution.iterations < options.iterations)
    {
        ++solution.iterations;
        FedQvrDivision next;
        if (!band.Divide(RelaxBits(problem, division.bands), next))
        {
            break;
        }
        solution.residual = 1 - next.objective / division.objective;
        settled = !(solution.residual >= options.tolerance);
        if (next.objective <= division.objective)
        {
            division = std::move(next);
        }
    }
    solution.limited = !settled || band.IsLimited();
    solution.evaluations += band.GetCalls();
    if (fits)
    {
        solution.relaxed = std::move(division);
    }
}

/// Bits rounded down, and fewer as long as least bands do not fit.
bool
RoundDown(const FedQvrCase& problem,
          FedQvrBand& band,
          std::vector<double> bits,
          FedQvrDivision& out)
{
    for (double& b : bits)
    {
        b = std::floor(b);
    }
    while (!band.Divide(bits, out))
    {
        std::size_t best = bits.size();
        double most = 0;
        for (std::size_t i = 0; i < bits.size(); ++i)
        {
            // Where nothing is bounded, who has the most bits is the likeliest to be lost.
            const double before = problem.GetLeastBand(i, bits[i]);
            const double saved = before > 0 ? before : bits[i];
            if (bits[i] > problem.bitsMin && saved > most)
            {
                most = saved;
                best = i;
            }
        }
        if (best == bits.size())
        {
            return false;
        }
        --bits[best];
    }
    return true;
}

/// Single changes, the best of all each time.
void
ChangeSingly(const FedQvrCase& problem, FedQvrBand& band, FedQvrSolution& solution)
{
    bool better = true;
    while (better)
    {
        better = false;
        ++solution.iterations;
        FedQvrDivision best = solution.division;
        for (std::size_t i = 0; i < problem.devices.size(); ++i)
        {
            for (const int change : {-1, 1})
            {
                std::vector<double> bits = solution.division.bits;
                bits[i] += change;
                FedQvrDivision next;
                if (bits[i] >= problem.bitsMin && bits[i] <= problem.bitsMax &&
                    band.Divide(bits, next) && next.objective < best.objective)
                {
                    best = std::move(next);
                    better = true;
                }
            }
        }
        solution.division = std::move(best);
    }
}

/// Block descent over whole bits.
void
ChangeTogether(const FedQvrCase& problem, FedQvrBand& band, FedQvrSolution& solution)
{
    bool better = true;
    while (better)
    {
        ++solution.iterations;
        FedQvrDivision next;
        const std::vector<double> bits = ChooseBits(problem, solution.division);
        better = bits != solution.division.bits && band.Divide(bits, next) &&
                 next.objective < solution.division.objective;
        if (better)
        {
            solution.division = std::move(next);
        }
    }
}

} // namespace

FedQvrSolution
SolveFedQvr(const FedQvrCase& problem, const FedQvrOptions& options)
{
    FedQvrSolution solution;
    FedQvrCase unbounded = problem;
    unbounded.outageMax = 0;
    Relax(unbounded, options, solution);
    FedQvrBand band(problem);
    if (solution.relaxed.bits.empty() ||
        !RoundDown(problem, band, solution.relaxed.bits, solution.division))
    {
        solution.reason = ExplainNone(problem);
        return solution;
    }
    if (problem.devices.size() <= options.singleChangesMax)
    {
        ChangeSingly(problem, band, solution);
    }
    else
    {
        ChangeTogether(problem, band, solution);
    }
    solution.evaluations += band.GetCalls();
    solution.limited = solution.limited || band.IsLimited();
    return solution;
}

double
CountFedQvrCombinations(const FedQvrCase& problem)
{
    return std::pow(problem.bitsMax - problem.bitsMin + 1.0,
                    static_cast<double>(problem.devices.size()));
}

FedQvrSolution
EnumerateFedQvr(const FedQvrCase& problem)
{
    FedQvrSolution solution;
    FedQvrBand band(problem);
    std::vector<double> bits(problem.devices.size(), problem.bitsMin);
    std::size_t at = 0;
    while (at < bits.size())
    {
        FedQvrDivision next;
        if (band.Divide(bits, next) &&
            (solution.division.bits.empty() || next.objective < solution.division.objective))
        {
            solution.division = std::move(next);
        }
        // The next combination.
        for (at = 0; at < bits.size() && ++bits[at] > problem.bitsMax; ++at)
        {
            bits[at] = problem.bitsMin;
        }
    }
    solution.evaluations = band.GetCalls();
    solution.limited = band.IsLimited();
    solution.reason = solution.division.bits.empty() ? ExplainNone(problem) : "";
    return solution;
}

FedQvrSolution
DivideFedQvrEqually(const FedQvrCase& problem, uint32_t bits)
{
    FedQvrSolution solution;
    const auto count = static_cast<double>(problem.devices.size());
    solution.division.bits.assign(problem.devices.size(), bits);
    solution.division.bands.assign(problem.devices.size(), problem.bandwidth / count);
    solution.division.objective = problem.GetObjective(solution.division);
    return solution;
}

namespace
{

/// Bands for the same probability of loss. @returns whether one bit each fits
bool
FillUniformly(const FedQvrCase& problem, double outage, FedQvrDivision& division)
{
    const std::size_t count = problem.devices.size();
    division.bits.assign(count, problem.bitsMin);
    division.bands.clear();
    std::vector<double> next(count); // band for one bit more
    double left = problem.bandwidth;
    for (std::size_t i = 0; i < count; ++i)
    {
        division.bands.push_back(GetLeastBand(problem.GetLaw(i, problem.bitsMin), outage));
        next[i] = GetLeastBand(problem.GetLaw(i, problem.bitsMin + 1), outage);
        left -= division.bands[i];
    }
    if (!(left >= 0))
    {
        return false;
    }
    while (true)
    {
        std::size_t best = count;
        double most = 0;
        for (std::size_t i = 0; i < count; ++i)
        {
            const double cost = next[i] - division.bands[i];
            const double gain = problem.GetQuantiserVariance(i, division.bits[i]) -
                                problem.GetQuantiserVariance(i, division.bits[i] + 1);
            if (division.bits[i] < problem.bitsMax && cost <= left && gain > most * cost)
            {
                most = gain / cost;
                best = i;
            }
        }
        if (best == count)
        {
            return true;
        }
        left -= next[best] - division.bands[best];
        division.bands[best] = next[best];
        ++division.bits[best];
        next[best] = GetLeastBand(problem.GetLaw(best, division.bits[best] + 1), outage);
    }
}

} // namespace

FedQvrSolution
DivideForUniformOutage(const FedQvrCase& problem, double least, double most, uint32_t points)
{
    FedQvrSolution solution;
    for (uint32_t p = 0; p < points; ++p)
    {
        const double outage = least * std::pow(most / least, p / (points - 1.0));
        FedQvrDivision next;
        ++solution.iterations;
        if (!FillUniformly(problem, outage, next))
        {
            continue;
        }
        next.objective = problem.GetObjective(next);
        if (solution.division.bits.empty() || next.objective < solution.division.objective)
        {
            solution.division = std::move(next);
        }
    }
    if (solution.division.bits.empty())
    {
        solution.reason = "the band does not give everybody the same probability of loss, even "
                          "with the least bits and the largest one";
    }
    return solution;
}

} // namespace edgeai
} // namespace ns3
