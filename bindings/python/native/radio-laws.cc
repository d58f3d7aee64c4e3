/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "radio-laws.h"

#include "allocation/numeric/queueing-law.h"
#include "allocation/numeric/rate-share.h"
#include "allocation/numeric/uplink-law.h"
#include "allocation/numeric/water-filling.h"
#include "allocation/round/fedqvr/fedqvr-law.h"

#include "ns3/noise-density.h"

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

namespace py = pybind11;

namespace ns3
{
namespace edgeai
{

/// The fields of a WaterFilling. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, WaterFilling& value)
{
    archive(Field("level", "W", "mu, the same for all channels under water"), value.level);
    archive(Field("powers", "W", "of each channel"), value.powers);
    archive(Field("bits", "bit/s/Hz", "sum of shares times log2(1 + SNR)"), value.bits);
}

namespace
{

/// @returns the law of a link  @throws std::invalid_argument
UplinkLaw
CheckedLink(double bandwidth, double gain, double noiseDensity, double rateFactor)
{
    Check({{"bandwidth", bandwidth, 0, HUGE_VAL, true},
           {"gain", gain, 0, HUGE_VAL, true},
           {"noise_density", noiseDensity, 0, HUGE_VAL, true},
           {"rate_factor", rateFactor, 0, HUGE_VAL, true}});
    return MakeUplinkLaw(bandwidth, noiseDensity, gain, rateFactor);
}

void
AddRadio(py::module_& module)
{
    using namespace py::literals;
    module.def(
        "uplink_rate",
        py::vectorize([](double power, double band, double gain, double noise, double factor) {
            Check({{"power", power, 0}});
            return UplinkRate(CheckedLink(band, gain, noise, factor), power);
        }),
        "power"_a,
        "bandwidth"_a,
        "gain"_a,
        "noise_density"_a = DEFAULT_NOISE_DENSITY,
        "rate_factor"_a = 1.,
        "Shannon rate at a transmit power [bit/s].");
    module.def("uplink_power",
               py::vectorize([](double bits, double time, double band, double gain, double noise) {
                   Check({{"bits", bits, 0}, {"time", time, 0, HUGE_VAL, true}});
                   return UplinkPower(CheckedLink(band, gain, noise, 1), bits, time);
               }),
               "bits"_a,
               "time"_a,
               "bandwidth"_a,
               "gain"_a,
               "noise_density"_a = DEFAULT_NOISE_DENSITY,
               "Transmit power that sends a payload in a time [W].");
    module.def("uplink_energy",
               py::vectorize([](double bits, double time, double band, double gain, double noise) {
                   Check({{"bits", bits, 0}, {"time", time, 0, HUGE_VAL, true}});
                   return UplinkEnergy(CheckedLink(band, gain, noise, 1), bits, time);
               }),
               "bits"_a,
               "time"_a,
               "bandwidth"_a,
               "gain"_a,
               "noise_density"_a = DEFAULT_NOISE_DENSITY,
               "Energy of sending a payload in a time [J].");
    module.def("share_of_largest_rate",
               py::vectorize([](double y) {
                   Check({{"y", y, 0, 1}});
                   return ShareOfLargestRate(y);
               }),
               "y"_a,
               "Share of a band at which a fixed power reaches the share y of its largest rate.");
    module.def(
        "water_filling",
        [](const std::vector<double>& gains, double power, const std::vector<double>& shares) {
            Check({{"power", power, 0}});
            for (const double gain : gains)
            {
                Check({{"gains", gain, 0}});
            }
            for (const double share : shares)
            {
                Check({{"shares", share, 0}});
            }
            if (!shares.empty() && shares.size() != gains.size())
            {
                throw std::invalid_argument("shares are " + std::to_string(shares.size()) +
                                            "; expected are " + std::to_string(gains.size()) +
                                            ", one for each of gains, or none");
            }
            return WriteObject(FillWater(gains, power, shares));
        },
        "gains"_a,
        "power"_a,
        "shares"_a = std::vector<double>(),
        "Powers over channels (gains [1/W]) that carry the most bits.");
    module.def("outage",
               py::vectorize([](double band, double nu, double rate) {
                   Check({{"band", band, 0, HUGE_VAL, true},
                          {"nu", nu, 0, HUGE_VAL, true},
                          {"rate", rate, 0, HUGE_VAL, true}});
                   return GetOutage({nu, rate}, band);
               }),
               "band"_a,
               "nu"_a,
               "rate"_a,
               "Probability that a Rayleigh link (nu = p g / N0 [Hz]) does not carry a rate.");
    module.def("outage_rate",
               py::vectorize([](double band, double nu, double outage) {
                   Check({{"band", band, 0, HUGE_VAL, true},
                          {"nu", nu, 0, HUGE_VAL, true},
                          {"outage", outage, 0, 1 - 1e-16, true}});
                   return GetOutageRate(nu, band, outage);
               }),
               "band"_a,
               "nu"_a,
               "outage"_a,
               "Largest rate that a Rayleigh link carries with that probability of loss [bit/s].");
}

/// @param [in] rates of arrivals [1/s]  @param [in] services their mean times [s]
/// @param [in] moments their second moments [s^2]; empty: always the same times
std::vector<ArrivalClass>
ReadArrivals(const std::vector<double>& rates,
             const std::vector<double>& services,
             const std::vector<double>& moments)
{
    if (services.size() != rates.size() || (!moments.empty() && moments.size() != rates.size()))
    {
        throw std::invalid_argument(
            "rates, services and second_moments are " + std::to_string(rates.size()) + ", " +
            std::to_string(services.size()) + " and " + std::to_string(moments.size()) +
            "; expected is one of each " + "for every class, or no second_moments");
    }
    std::vector<ArrivalClass> classes;
    for (std::size_t i = 0; i < rates.size(); ++i)
    {
        const double least = services[i] * services[i];
        const double moment = moments.empty() ? least : moments[i];
        Check({{"rates", rates[i], 0},
               {"services", services[i], 0},
               {"second_moments", moment, least * (1 - 1e-12)}});
        classes.push_back({rates[i], services[i], moment});
    }
    return classes;
}

void
AddQueues(py::module_& module)
{
    using namespace py::literals;
    module.def(
        "mean_wait",
        [](const std::vector<double>& rates,
           const std::vector<double>& services,
           const std::vector<double>& moments,
           uint32_t servers) {
            Check({{"servers", static_cast<double>(servers), 1}});
            return GetMeanWait(ReadArrivals(rates, services, moments), servers);
        },
        "rates"_a,
        "services"_a,
        "second_moments"_a = std::vector<double>(),
        "servers"_a = 1,
        "Mean wait where each server takes one at a time [s]; infinite from a load of 1 on.");
    module.def(
        "erlang_c",
        [](uint32_t servers, double load) {
            Check({{"servers", static_cast<double>(servers), 1}, {"load", load, 0}});
            return GetErlangC(servers, load);
        },
        "servers"_a,
        "load"_a,
        "Probability that an arrival finds all servers busy.");
    module.def(
        "sharing_slowdown",
        [](double load, uint32_t servers) {
            Check({{"servers", static_cast<double>(servers), 1}, {"load", load, 0}});
            return GetSharingSlowdown(load, servers);
        },
        "load"_a,
        "servers"_a = 1,
        "How many times as long as alone a service takes under processor sharing.");
}

} // namespace

void
DescribeRadioLaws(nlohmann::ordered_json& structs)
{
    FieldSchema::Describe<WaterFilling>(structs);
}

void
AddRadioLaws(py::module_& module)
{
    AddRadio(module);
    AddQueues(module);
}

} // namespace edgeai
} // namespace ns3
