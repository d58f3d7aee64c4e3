/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dataset-text.h"

#include "data-generators.h"
#include "idx-reader.h"
#include "learning/learning-error.h"
#include "learning/network/model-text.h"
#include "text-readers.h"

#include <cmath>
#include <cstdlib>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr Eigen::Index MOST_SAMPLES = 100000000;
constexpr Eigen::Index MOST_FEATURES = 100000000;
constexpr Eigen::Index MOST_CLASSES = 65536;
constexpr uint32_t LEAST_OF_DIRICHLET = 10; ///< samples of a device (fedqvr, learning substrate)

/// @param [in] text taken apart  @param [in] key a setting  @param [in] fallback without it
/// @param [in] least allowed value  @param [in] most allowed value  @returns its value
uint32_t
ReadCount(const ModelText& text,
          const std::string& key,
          uint32_t fallback,
          Eigen::Index least,
          Eigen::Index most)
{
    return static_cast<uint32_t>(
        text.Read(text.Get(key, std::to_string(fallback)), key, least, most));
}

/// @param [in] text taken apart  @param [in] word a number as typed  @param [in] meaning of it
/// @param [in] least allowed value  @returns its value
double
ReadAmount(const ModelText& text, const std::string& word, const std::string& meaning, double least)
{
    double value = 0;
    if (!ReadFiniteNumber(word, value) || !(value >= least))
    {
        text.Refuse("has '" + word + "' for " + meaning + "; allowed is a finite number, " +
                    std::to_string(least) + " and more");
    }
    return value;
}

Dataset
MakeMixture(const ModelText& text, LearningDraws& draws)
{
    text.RequireArguments(2, 2, "Mixture(features,classes)");
    text.RequireKeys({"samples", "separation"});
    GaussianMixtureOptions options;
    options.features = text.Read(text.GetArguments()[0], "features", 1, MOST_FEATURES);
    options.classes =
        static_cast<uint32_t>(text.Read(text.GetArguments()[1], "classes", 2, MOST_CLASSES));
    options.samples = ReadCount(text, "samples", options.samples, 1, MOST_SAMPLES);
    options.separation = ReadAmount(text, text.Get("separation", "2"), "separation", 0);
    return MakeGaussianMixture(options, draws);
}

Dataset
MakeTexts(const ModelText& text, LearningDraws& draws)
{
    text.RequireArguments(2, 2, "Text(features,classes)");
    text.RequireKeys({"samples", "words"});
    SparseTextOptions options;
    options.features = text.Read(text.GetArguments()[0], "features", 1, MOST_FEATURES);
    options.classes =
        static_cast<uint32_t>(text.Read(text.GetArguments()[1], "classes", 2, MOST_CLASSES));
    options.samples = ReadCount(text, "samples", options.samples, 1, MOST_SAMPLES);
    options.words = ReadCount(text, "words", options.words, 1, MOST_SAMPLES);
    return MakeSparseText(options, draws);
}

Dataset
MakeFormula(const ModelText& text)
{
    text.RequireArguments(2, 2, "Formula(features,classes)");
    text.RequireKeys({"samples"});
    const Eigen::Index features = text.Read(text.GetArguments()[0], "features", 1, MOST_FEATURES);
    const Eigen::Index classes = text.Read(text.GetArguments()[1], "classes", 2, MOST_CLASSES);
    const uint32_t samples = ReadCount(text, "samples", 100, 1, MOST_SAMPLES);
    return MakeFormulaData(samples, features, static_cast<uint32_t>(classes));
}

Dataset
ReadFiles(const ModelText& text)
{
    ReadOptions options;
    const std::vector<std::string>& files = text.GetArguments();
    const bool libsvm = text.GetName() == "Libsvm";
    if (text.GetName() == "Idx")
    {
        text.RequireArguments(2, 2, "Idx(features file,labels file)");
    }
    else
    {
        text.RequireArguments(1, 1, text.GetName() + "(file)");
    }
    text.RequireKeys(libsvm ? std::vector<std::string>{"max", "features"}
                            : std::vector<std::string>{"max"});
    options.samplesMax = ReadCount(text, "max", 0, 0, MOST_SAMPLES);
    if (libsvm)
    {
        options.features = ReadCount(text, "features", 0, 0, MOST_FEATURES);
        return ReadLibsvm(files[0], options).data;
    }
    return text.GetName() == "Idx" ? ReadIdx(files[0], files[1], options).data
                                   : ReadCsv(files[0], options).data;
}

/// What "iid" or "dirichlet(0.5)" says.
struct PartitionText
{
    std::string name;
    double value{0};
};

/// @param [in] text of a partition  @returns what it says  @throws LearningError if nothing
PartitionText
ReadPartition(const std::string& text)
{
    const std::size_t open = text.find('(');
    PartitionText read;
    read.name = text.substr(0, open);
    const bool whole = read.name == "classes";
    const bool takes = whole || read.name == "dirichlet";
    const bool closed = open != std::string::npos && text.back() == ')';
    const bool sound =
        takes ? closed &&
                    ReadFiniteNumber(text.substr(open + 1, text.size() - open - 2), read.value) &&
                    read.value > 0 &&
                    (!whole || (read.value == std::floor(read.value) && read.value <= MOST_CLASSES))
              : open == std::string::npos && (read.name == "shared" || read.name == "iid");
    if (!sound)
    {
        throw LearningError("partition '" + text.substr(0, 40) +
                            "'; allowed is shared, iid, dirichlet(a) with a > 0, classes(n) with "
                            "a whole number n >= 1");
    }
    return read;
}

} // namespace

Dataset
MakeDataset(const std::string& text, LearningDraws& draws)
{
    const ModelText parts(text, "data");
    const std::string& name = parts.GetName();
    if (name == "Mixture")
    {
        return MakeMixture(parts, draws);
    }
    if (name == "Text")
    {
        return MakeTexts(parts, draws);
    }
    if (name == "Formula")
    {
        return MakeFormula(parts);
    }
    if (name == "Idx" || name == "Csv" || name == "Libsvm")
    {
        return ReadFiles(parts);
    }
    parts.Refuse("is of no kind there is; there are Mixture, Text, Formula, Idx, Csv and Libsvm");
}

void
RequirePartition(const std::string& text)
{
    ReadPartition(text);
}

Partition
MakePartition(const std::string& text, const Dataset& data, uint32_t devices, LearningDraws& draws)
{
    const PartitionText read = ReadPartition(text);
    if (read.name == "iid")
    {
        return PartitionAlike(data, devices, draws);
    }
    if (read.name == "dirichlet")
    {
        return PartitionByDirichlet(data, devices, read.value, LEAST_OF_DIRICHLET, draws);
    }
    if (read.name == "classes")
    {
        return PartitionByClass(data, devices, static_cast<uint32_t>(read.value), draws);
    }
    SampleList all = data.ListAll();
    draws.Shuffle(all); // batches of it are of all classes
    return {all};
}

} // namespace edgeai
} // namespace ns3
