/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fedqvr-case.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Of the largest theta + D. The definition has 1e-12 itself, for updates of ordinary size; near an
/// optimum all of them are smaller than that, and would count alike.
constexpr double LEAST_SHARE = 1e-12;

/**
 * Power and steps that an energy budget leaves.
 * @param [in] problem sound  @param [in,out] device whose steps may become fewer
 * @returns whether it can take part
 */
bool
KeepEnergy(const RoundProblem& problem, FedQvrDevice& device)
{
    const RoundWorker& worker = problem.workers[device.worker];
    const RoundOutage& outage = problem.outage;
    device.txPower = worker.powerMax;
    if (worker.energyMax == 0)
    {
        return true;
    }
    const double step = outage.flopPerStep * worker.energyPerFlop;
    const auto left = [&](uint32_t steps) {
        return outage.window > 0
                   ? GetCappedPower(worker.energyMax, steps * step, outage.window, worker.powerMax)
                   : worker.energyMax - steps * step;
    };
    if (!(left(device.steps) > 0) && !outage.trained && step > 0)
    {
        // The next whole number below what the budget pays, which pays for some sending too.
        const double most = std::ceil(worker.energyMax / step) - 1;
        device.steps =
            static_cast<uint32_t>(std::clamp(most, 1.0, static_cast<double>(device.steps)));
    }
    if (!(left(device.steps) > 0))
    {
        return false;
    }
    if (outage.window > 0 && worker.powerMax > 0)
    {
        device.txPower = left(device.steps);
        device.nu *= device.txPower / worker.powerMax;
    }
    return true;
}

} // namespace

FedQvrCase::FedQvrCase(const RoundProblem& problem)
    : bandwidth(problem.uplink.bandwidth),
      outageMax(problem.outage.outageMax),
      bitsMin(problem.outage.bitsMin),
      bitsMax(problem.outage.bitsMax),
      m_outage(problem.outage)
{
    double largest = 0;
    for (std::size_t k = 0; k < problem.workers.size(); ++k)
    {
        const RoundWorker& worker = problem.workers[k];
        const RoundOutageWorker& update = m_outage.workers[k];
        FedQvrDevice device;
        device.worker = k;
        device.spread = update.spread;
        device.power = update.power;
        device.nu = worker.snrBand;
        device.steps = update.steps > 0 ? update.steps
                                        : GetLocalSteps(worker.flops,
                                                        m_outage.computeWindow,
                                                        m_outage.flopPerStep,
                                                        m_outage.stepsMax);
        if (KeepEnergy(problem, device))
        {
            largest = std::max(largest, device.spread + device.power);
            devices.push_back(device);
        }
    }
    m_least = LEAST_SHARE * (largest > 0 ? largest : 1);
    if (m_outage.plainBits > 0)
    {
        bitsMin = bitsMax = 1; // they are of no account
    }
}

double
FedQvrCase::GetQuantiserVariance(std::size_t device, double bits) const
{
    const double steps = std::expm1(bits * M_LN2);
    return m_outage.plainBits > 0 ? 0 : devices[device].spread / (steps * steps);
}

double
FedQvrCase::GetWeight(std::size_t device, double bits) const
{
    return std::max(m_least, GetQuantiserVariance(device, bits) + devices[device].power);
}

double
FedQvrCase::GetTerm(std::size_t device, double bits, double band) const
{
    return GetWeight(device, bits) * std::exp(GetOutageExponent(GetLaw(device, bits), band));
}

double
FedQvrCase::GetObjective(const FedQvrDivision& division) const
{
    double objective = 0;
    for (std::size_t i = 0; i < devices.size(); ++i)
    {
        objective += GetTerm(i, division.bits[i], division.bands[i]);
    }
    return objective;
}

double
FedQvrCase::GetVariance(const FedQvrDivision& division) const
{
    double sum = 0;
    for (std::size_t i = 0; i < devices.size(); ++i)
    {
        const double x = GetOutageExponent(GetLaw(i, division.bits[i]), division.bands[i]);
        const double quantiser = GetQuantiserVariance(i, division.bits[i]);
        // What is nothing stays nothing, however likely it is to be lost.
        sum += quantiser > 0 ? quantiser * std::exp(x) : 0;
        sum += devices[i].power > 0 ? devices[i].power * std::expm1(x) : 0;
    }
    return sum / (static_cast<double>(devices.size()) * static_cast<double>(devices.size()));
}

double
FedQvrCase::GetLargestBits(std::size_t device, double band) const
{
    if (outageMax == 0 || m_outage.plainBits > 0)
    {
        return bitsMax;
    }
    const double payload =
        m_outage.window * GetOutageRate(devices[device].nu, band, std::min(outageMax, 1 - 1e-16));
    return (payload - GetPayload(0)) / m_outage.parameters;
}

double
FedQvrCase::GetLeastBand(std::size_t device, double bits) const
{
    return outageMax > 0 && outageMax < 1 ? edgeai::GetLeastBand(GetLaw(device, bits), outageMax)
                                          : 0;
}

} // namespace edgeai
} // namespace ns3
