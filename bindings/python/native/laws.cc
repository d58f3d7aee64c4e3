/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laws.h"

#include "allocation/split/laim/distortion-function.h"
#include "allocation/split/laim/laim-printed-distortion.h"
#include "learning/printed-bounds.h"
#include "radio-laws.h"

#include <cmath>
#include <pybind11/numpy.h>
#include <pybind11/stl.h>
#include <utility>

namespace py = pybind11;

namespace ns3
{
namespace edgeai
{

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

} // namespace

void
DescribeLaws(nlohmann::ordered_json& structs)
{
    DescribeRadioLaws(structs);
    FieldSchema::Describe<LaplacianRate>(structs);
}

void
AddLaws(py::module_& module)
{
    AddDistortion(module);
    AddNetworkBounds(module);
    AddRadioLaws(module);
}

} // namespace edgeai
} // namespace ns3
