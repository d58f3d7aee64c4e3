/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laws.h"

#include "allocation/numeric/queueing-law.h"
#include "allocation/numeric/rate-share.h"
#include "allocation/numeric/uplink-law.h"
#include "allocation/numeric/water-filling.h"
#include "allocation/round/fedqvr/fedqvr-law.h"
#include "allocation/split/laim/distortion-function.h"
#include "allocation/split/laim/laim-printed-distortion.h"
#include "learning/printed-bounds.h"

#include "ns3/noise-density.h"

#include <cmath>
#include <initializer_list>
#include <limits>
#include <pybind11/numpy.h>
#include <pybind11/stl.h>
#include <sstream>
#include <utility>

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

/// The fields of a LaplacianRate. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, LaplacianRate& value)
{
    archive(Field("rate", "bit", "of the whole vector"), value.rate);
    archive(Field("level", "", "mu, mean magnitude of the error where a weight is coded"),
            value.level);
    archive(Field("distortion_max", "", "where nothing need be stored"), value.distortionMax);
}

namespace
{

using Table = py::array_t<double, py::array::c_style | py::array::forcecast>;

/// An argument of a law and the range in which the law is one.
struct Argument
{
    const char* name;
    double value;
    double least;
    double most{std::numeric_limits<double>::infinity()};
    bool open{false}; ///< the least value itself is not allowed
};

/// @param [in] arguments of a law  @throws std::invalid_argument naming the first out of its range
void
Check(std::initializer_list<Argument> arguments)
{
    for (const Argument& one : arguments)
    {
        const bool above = one.open ? one.value > one.least : one.value >= one.least;
        if (!(above && one.value <= one.most))
        {
            std::ostringstream text;
            text << one.name << " is " << one.value << "; allowed is "
                 << (one.open ? "more than " : "at least ") << one.least;
            if (std::isfinite(one.most))
            {
                text << ", at most " << one.most;
            }
            throw std::invalid_argument(text.str());
        }
    }
}

/// @param [in] tables weights of layers, each of two dimensions  @param [in] name of them
/// @returns the layers
std::vector<LayerWeights>
ReadLayers(const std::vector<Table>& tables, const char* name)
{
    std::vector<LayerWeights> layers;
    for (const Table& table : tables)
    {
        if (table.ndim() != 2)
        {
            throw std::invalid_argument(std::string(name) + "[" + std::to_string(layers.size()) +
                                        "] has " + std::to_string(table.ndim()) +
                                        " dimensions; expected are 2, outputs x inputs");
        }
        layers.push_back({static_cast<std::size_t>(table.shape(0)),
                          static_cast<std::size_t>(table.shape(1)),
                          {table.data(), table.data() + table.size()}});
    }
    return layers;
}

/// @param [in] tables of layers  @param [in] others  @throws std::invalid_argument unless alike
void
RequireAlike(const std::vector<LayerWeights>& tables, const std::vector<LayerWeights>& others)
{
    bool alike = tables.size() == others.size() && !tables.empty();
    for (std::size_t i = 0; alike && i < tables.size(); ++i)
    {
        alike = tables[i].rows == others[i].rows && tables[i].columns == others[i].columns;
    }
    if (!alike)
    {
        throw std::invalid_argument("pruned must have the layers of layers, each of its shape");
    }
}

Table
WriteLayer(const LayerWeights& layer)
{
    return Table({layer.rows, layer.columns}, layer.entries.data());
}

/// @param [in] name of a law  @param [in] bits of a weight  @param [in] mask is counted
/// @param [in] points of "table"  @returns the law
DistortionFunction
MakeDistortion(const std::string& name,
               double bits,
               bool mask,
               const std::vector<std::pair<double, double>>& points)
{
    if (name == "magnitude" || name == "random" || name == "rd_code")
    {
        return DistortionFunction(name == "magnitude" ? DistortionFunction::MAGNITUDE_EXACT
                                  : name == "random"  ? DistortionFunction::RANDOM
                                                      : DistortionFunction::RD_CODE);
    }
    if (name == "rate_distortion")
    {
        Check({{"bits_per_weight", bits, 0, 1e3, true}});
        return DistortionFunction::MakeRateDistortion(bits, mask);
    }
    if (name == "table")
    {
        RequireSound(DistortionFunction::CheckTable(points));
        return DistortionFunction::MakeTable(points);
    }
    throw std::invalid_argument("law is '" + name + "'; allowed are 'magnitude', " +
                                "'rate_distortion', 'random', 'rd_code', 'table'");
}

void
AddDistortion(py::module_& module)
{
    using namespace py::literals;
    module.def(
        "distortion",
        [](const Table& ratios,
           const std::string& law,
           double bits,
           bool mask,
           const std::vector<std::pair<double, double>>& points) {
            const DistortionFunction function = MakeDistortion(law, bits, mask, points);
            return py::vectorize([&function](double ratio) {
                Check({{"pruning_ratio", ratio, 0, 1}});
                return function.GetNormalised(ratio);
            })(ratios);
        },
        "pruning_ratio"_a,
        "law"_a = "magnitude",
        "bits_per_weight"_a = 16,
        "count_mask"_a = false,
        "points"_a = std::vector<std::pair<double, double>>(),
        "lambda D of weights of which a share is pruned, in [0, 1]; law: magnitude, "
        "rate_distortion, random, rd_code or table (points: pairs of ratio and lambda D)");
    module.def("quantisation_lower_bound",
               py::vectorize([](double rate, double weightRate) {
                   Check({{"rate", rate, 0}, {"weight_rate", weightRate, 0, HUGE_VAL, true}});
                   return QuantisationLowerBound(rate, weightRate);
               }),
               "rate"_a,
               "weight_rate"_a,
               "Least mean error of weights stored with so many bits [weight].");
    module.def("quantisation_upper_bound",
               py::vectorize([](double rate, double weightRate) {
                   Check({{"rate", rate, 0, HUGE_VAL, true},
                          {"weight_rate", weightRate, 0, HUGE_VAL, true}});
                   return QuantisationUpperBound(rate, weightRate);
               }),
               "rate"_a,
               "weight_rate"_a,
               "Mean error that a test channel achieves at that rate [weight].");
    module.def("signed_weight_rate",
               py::vectorize([](double distortion, double weightRate) {
                   Check({{"weight_rate", weightRate, 0, HUGE_VAL, true},
                          {"distortion", distortion, 0, 1 / weightRate, true}});
                   return SignedWeightRate(distortion, weightRate);
               }),
               "distortion"_a,
               "weight_rate"_a,
               "Rate of signed Laplace weights at a mean error [bit/weight].");
    module.def("printed_distortion_bound",
               py::vectorize([](double weights, double share, double bits, double weightRate) {
                   Check({{"weights", weights, 0, HUGE_VAL, true},
                          {"share", share, 0, 1},
                          {"bits_per_weight", bits, 0},
                          {"weight_rate", weightRate, 0, HUGE_VAL, true}});
                   return PrintedDistortionBound(weights, share, bits, LaplaceEntropy(weightRate));
               }),
               "weights"_a,
               "share"_a,
               "bits_per_weight"_a,
               "weight_rate"_a,
               "Eq. (41) of LAIM: least l2 norm of the change of all weights.");
    module.def(
        "parallel_laplacian_rate",
        [](const std::vector<double>& weightRates, double distortion) {
            Check({{"weights", static_cast<double>(weightRates.size()), 1},
                   {"distortion", distortion, 0, HUGE_VAL, true}});
            for (const double rate : weightRates)
            {
                Check({{"weight_rates", rate, 0, HUGE_VAL, true}});
            }
            return WriteObject(ParallelLaplacianRate(weightRates, distortion));
        },
        "weight_rates"_a,
        "distortion"_a,
        "Eq. (43) of LAIM: rate of independent Laplace weights at an l2 norm of the error.");
    module.def("estimate_weight_rate",
               &EstimateWeightRate,
               "weights"_a,
               "lambda: their number over the sum of their magnitudes.");
}

void
AddNetworkBounds(py::module_& module)
{
    using namespace py::literals;
    const auto compare = [&module](const char* name, auto law, const char* words) {
        module.def(
            name,
            [law](const std::vector<Table>& layers, const std::vector<Table>& pruned) {
                const std::vector<LayerWeights> before = ReadLayers(layers, "layers");
                const std::vector<LayerWeights> after = ReadLayers(pruned, "pruned");
                RequireAlike(before, after);
                return law(before, after);
            },
            "layers"_a,
            "pruned"_a,
            words);
    };
    using Layers = std::vector<LayerWeights>;
    compare(
        "output_distortion_bound",
        [](const Layers& layers, const Layers& pruned) {
            return OutputDistortionBound(layers, pruned, LayerNorm::INDUCED);
        },
        "Bound on the 1-norm of the change of a network's output.");
    compare("frobenius_output_bound",
            &FrobeniusOutputBound,
            "Eq. (18)-(19) of LAIM: bound on the l2 norm of the change of its output.");
    compare("parameter_distortion",
            &ParameterDistortion,
            "l2 norm of the change of all its weights.");
    module.def(
        "prune",
        [](const std::vector<Table>& layers, double keepRatio) {
            Check({{"keep_ratio", keepRatio, 0, 1}});
            py::list pruned;
            for (const LayerWeights& layer :
                 PruneNetworkByMagnitude(ReadLayers(layers, "layers"), keepRatio))
            {
                pruned.append(WriteLayer(layer));
            }
            return pruned;
        },
        "layers"_a,
        "keep_ratio"_a,
        "The network with its largest magnitudes kept, over all layers at once.");
}

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
DescribeLaws(nlohmann::ordered_json& structs)
{
    FieldSchema::Describe<WaterFilling>(structs);
    FieldSchema::Describe<LaplacianRate>(structs);
}

void
AddLaws(py::module_& module)
{
    AddDistortion(module);
    AddNetworkBounds(module);
    AddRadio(module);
    AddQueues(module);
}

} // namespace edgeai
} // namespace ns3
