/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-schemes.h"

#include "partel-law.h"
#include "subchannel-owners.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

std::vector<uint32_t>
GetRoundRobinOwners(const PartelRadio& radio)
{
    std::vector<uint32_t> owners(radio.subchannels);
    for (std::size_t n = 0; n < owners.size(); ++n)
    {
        owners[n] = static_cast<uint32_t>(n % radio.workers.size());
    }
    return owners;
}

std::vector<double>
GetEqualPowerRates(const PartelRadio& radio, const std::vector<uint32_t>& owners)
{
    std::vector<double> counts(radio.workers.size(), 0);
    for (const uint32_t k : owners)
    {
        ++counts[k];
    }
    std::vector<double> rates(radio.workers.size(), 0);
    for (std::size_t n = 0; n < owners.size(); ++n)
    {
        const uint32_t k = owners[n];
        const double power = radio.workers[k].powerMax / counts[k];
        rates[k] += radio.width / M_LN2 * std::log1p(power * radio.GetSnr(k, n));
    }
    return rates;
}

std::vector<double>
GetProportionalLoads(double parameters, const std::vector<double>& weights)
{
    double sum = 0;
    for (const double weight : weights)
    {
        sum += weight;
    }
    std::vector<double> loads;
    for (const double weight : weights)
    {
        loads.push_back(weight > 0 ? parameters * (weight / sum) : 0);
    }
    return loads;
}

PartelScheme
ChooseEqual(const PartelRadio& radio)
{
    PartelScheme scheme;
    scheme.owners = GetRoundRobinOwners(radio);
    scheme.equalPower = true;
    scheme.rates = GetEqualPowerRates(radio, scheme.owners);
    scheme.loads.assign(radio.workers.size(), radio.parameters / radio.workers.size());
    return scheme;
}

PartelScheme
ChooseBestGain(const PartelRadio& radio)
{
    PartelScheme scheme;
    scheme.owners.assign(radio.subchannels, 0);
    for (std::size_t n = 0; n < radio.subchannels; ++n)
    {
        for (uint32_t k = 1; k < radio.workers.size(); ++k)
        {
            if (radio.GetSnr(k, n) > radio.GetSnr(scheme.owners[n], n))
            {
                scheme.owners[n] = k;
            }
        }
    }
    scheme.equalPower = true;
    scheme.rates = GetEqualPowerRates(radio, scheme.owners);
    std::vector<double> speeds;
    for (std::size_t k = 0; k < scheme.rates.size(); ++k)
    {
        speeds.push_back(
            GetParameterRate(scheme.rates[k], radio.workers[k].timePerParameter, radio.bits));
    }
    scheme.loads = GetProportionalLoads(radio.parameters, speeds);
    return scheme;
}

PartelScheme
ChooseComputeProportional(const PartelRadio& radio)
{
    PartelScheme scheme;
    scheme.owners = GetRoundRobinOwners(radio);
    scheme.rates = SubchannelOwners(radio, scheme.owners).GetRates();
    std::vector<double> speeds;
    for (const PartelWorker& worker : radio.workers)
    {
        speeds.push_back(1 / worker.timePerParameter);
    }
    scheme.loads = GetProportionalLoads(radio.parameters, speeds);
    return scheme;
}

double
GetLatestEnd(const std::vector<PartelWorker>& workers,
             double bits,
             const std::vector<double>& rates,
             const std::vector<double>& loads)
{
    double latest = 0;
    for (std::size_t k = 0; k < workers.size(); ++k)
    {
        if (loads[k] > 0)
        {
            latest = std::max(latest,
                              workers[k].offset + workers[k].timePerParameter * loads[k] +
                                  bits * loads[k] / rates[k]);
        }
    }
    return latest;
}

} // namespace edgeai
} // namespace ns3
