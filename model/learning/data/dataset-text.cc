/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dataset-text.h"

#include "data-generators.h"
#include "idx-reader.h"
#include "learning/learning-error.h"
#include "learning/network/model-text.h"
#include "printable-text.h"
#include "text-readers.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

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

Dataset
MakeMixture(const ModelText& text, LearningDraws& draws)
{
    text.RequireArguments(2, 2, "Mixture(features,classes)");
    text.RequireKeys({"samples", "separation"});
    GaussianMixtureOptions options;
    options.features = text.Read(text.GetArguments()[0], "features", 1, MOST_FEATURES);
    options.classes =
        static_cast<uint32_t>(text.Read(text.GetArguments()[1], "classes", 2, MOST_CLASSES));
    options.samples = text.ReadCount("samples", options.samples, 1, MOST_SAMPLES);
    options.separation = text.ReadAmount("separation", 2);
    return MakeGaussianMixture(options, draws);
}

Dataset
MakeTexts(const ModelText& text, LearningDraws& draws)
{
    text.RequireArguments(2, 2, "Text(features,classes)");
    text.RequireKeys({"samples", "words", "topicWords"});
    SparseTextOptions options;
    options.features = text.Read(text.GetArguments()[0], "features", 1, MOST_FEATURES);
    options.classes =
        static_cast<uint32_t>(text.Read(text.GetArguments()[1], "classes", 2, MOST_CLASSES));
    options.samples = text.ReadCount("samples", options.samples, 1, MOST_SAMPLES);
    options.words = text.ReadCount("words", options.words, 1, MOST_SAMPLES);
    const auto most = std::min<Eigen::Index>(options.topicWords, options.features);
    options.topicWords =
        text.ReadCount("topicWords", static_cast<uint32_t>(most), 1, options.features);
    return MakeSparseText(options, draws);
}

Dataset
MakeFormula(const ModelText& text)
{
    text.RequireArguments(2, 2, "Formula(features,classes)");
    text.RequireKeys({"samples"});
    const Eigen::Index features = text.Read(text.GetArguments()[0], "features", 1, MOST_FEATURES);
    const Eigen::Index classes = text.Read(text.GetArguments()[1], "classes", 2, MOST_CLASSES);
    const uint32_t samples = text.ReadCount("samples", 100, 1, MOST_SAMPLES);
    return MakeFormulaData(samples, features, static_cast<uint32_t>(classes));
}

/// @param [in] text of files, taken apart  @param [in] training what they are a test of, if
/// anything
/// @returns what is in them
LabelledData
ReadFiles(const ModelText& text, const LabelledData& training)
{
    ReadOptions options;
    const std::vector<std::string>& files = text.GetArguments();
    const std::string quotes = "; a name with a comma or = stands in double quotes";
    const bool idx = text.GetName() == "Idx";
    const bool libsvm = text.GetName() == "Libsvm";
    if (idx)
    {
        text.RequireArguments(2, 2, "Idx(features file,labels file)" + quotes);
        text.RequireKeys({"max"});
    }
    else
    {
        text.RequireArguments(1, 1, text.GetName() + "(file)" + quotes);
        text.RequireKeys({"max", libsvm ? "features" : "label"});
    }
    options.samplesMax = text.ReadCount("max", 0, 0, MOST_SAMPLES);
    options.classes = training.classes;
    if (idx)
    {
        return ReadIdx(files[0], files[1], options);
    }
    if (libsvm)
    {
        const auto known = static_cast<uint32_t>(training.data.GetFeatureCount());
        options.features = text.ReadCount("features", known, 0, MOST_FEATURES);
        return ReadLibsvm(files[0], options);
    }
    if (text.Get("label", "last").empty())
    {
        text.Refuse("has nothing for label; allowed is first, last or the name of a column");
    }
    options.labelColumn = text.Get("label", "");
    return ReadCsv(files[0], options);
}

/// @param [in] count how many classes  @returns their labels where they are numbered
std::vector<std::string>
ListNumbers(std::size_t count)
{
    std::vector<std::string> labels;
    for (std::size_t c = 0; c < count; ++c)
    {
        labels.push_back(std::to_string(c));
    }
    return labels;
}

/// @param [in] text of data that number their classes  @param [in] training that they test
/// @throws LearningError if class 0 is not "0" there, and so on
void
RequireNumbers(const ModelText& text, const LabelledData& training)
{
    const std::vector<std::string> numbers = ListNumbers(training.classes.size());
    for (std::size_t c = 0; c < numbers.size(); ++c)
    {
        if (training.classes[c] != numbers[c])
        {
            text.Refuse("numbers its classes from 0; class " + numbers[c] +
                        " of the training samples is '" + Shorten(training.classes[c]) + "'");
        }
    }
}

/// What "iid" or "dirichlet(0.5,200)" says.
struct PartitionText
{
    std::string name;
    double value{0};
    uint32_t samples{0}; ///< of each device; 0: all are dealt out
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
    const std::string inside = closed ? text.substr(open + 1, text.size() - open - 2) : "";
    const std::size_t comma = whole ? std::string::npos : inside.find(',');
    double samples = 1;
    bool sound = comma == std::string::npos ||
                 (ReadFiniteNumber(inside.substr(comma + 1), samples) && samples >= 1 &&
                  samples == std::floor(samples) && samples <= MOST_SAMPLES);
    sound =
        sound &&
        (takes
             ? closed && ReadFiniteNumber(inside.substr(0, comma), read.value) && read.value > 0 &&
                   (!whole || (read.value == std::floor(read.value) && read.value <= MOST_CLASSES))
             : open == std::string::npos && (read.name == "shared" || read.name == "iid"));
    if (!sound)
    {
        throw LearningError("partition '" + Shorten(text) +
                            "'; allowed is shared, iid, dirichlet(a) with a > 0, "
                            "dirichlet(a,n) with n >= 1 samples of each, classes(n) with a whole "
                            "number n >= 1");
    }
    read.samples = comma == std::string::npos ? 0 : static_cast<uint32_t>(samples);
    return read;
}

} // namespace

LabelledData
MakeLabelledData(const std::string& text, LearningDraws& draws, const LabelledData& training)
{
    const ModelText parts(text,
                          "data",
                          "what it takes in brackets, such as Mixture(20,10) or Csv(train.csv)");
    const std::string& name = parts.GetName();
    if (name == "Csv" || name == "Libsvm")
    {
        return ReadFiles(parts, training);
    }
    if (name == "Idx")
    {
        RequireNumbers(parts, training);
        return ReadFiles(parts, training);
    }
    const auto number = [&parts, &training](Dataset&& data) {
        RequireNumbers(parts, training);
        LabelledData made;
        made.classes = ListNumbers(data.GetClassCount());
        made.data = std::move(data);
        return made;
    };
    if (name == "Mixture")
    {
        return number(MakeMixture(parts, draws));
    }
    if (name == "Text")
    {
        return number(MakeTexts(parts, draws));
    }
    if (name == "Formula")
    {
        return number(MakeFormula(parts));
    }
    parts.Refuse("is of no kind there is; there are Mixture, Text, Formula, Idx, Csv and Libsvm");
}

Dataset
MakeDataset(const std::string& text, LearningDraws& draws)
{
    return MakeLabelledData(text, draws).data;
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
    if (read.samples > 0)
    {
        // Its samples are taken in turn: their order shall mean nothing.
        SampleList order = data.ListAll();
        draws.Shuffle(order);
        Partition parts =
            DrawByDirichlet(data.Select(order), devices, read.samples, read.value, draws);
        for (SampleList& part : parts)
        {
            for (uint32_t& sample : part)
            {
                sample = order[sample];
            }
        }
        return parts;
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
