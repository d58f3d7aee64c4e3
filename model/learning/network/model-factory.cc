/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-factory.h"

#include "convolution-stack.h"
#include "layer-stack.h"
#include "logistic-model.h"
#include "model-text.h"
#include "nearest-name.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr Eigen::Index WIDTH_MAX = 100000000; ///< features, units
constexpr Eigen::Index CLASSES_MAX = 65536;
constexpr std::size_t SIZES_MAX = 100;

/// @param [in] text a model @param [in] fallback without a word on it @returns its activation
Activation
ReadActivation(const ModelText& text, Activation fallback)
{
    const std::string word = text.Get("activation", GetActivationName(fallback));
    for (const Activation law :
         {Activation::TANH, Activation::RELU, Activation::LINEAR, Activation::LOGISTIC})
    {
        if (word == GetActivationName(law))
        {
            return law;
        }
    }
    text.Refuse("has activation '" + word + "'; allowed is tanh, relu, linear or logistic" +
                SuggestName(word, {"tanh", "relu", "linear", "logistic"}));
}

/// @param [in] text a model  @returns what its outputs are measured by
StackLoss
ReadLoss(const ModelText& text)
{
    const std::string word = text.Get("loss", "softmax");
    if (word != "softmax" && word != "squared")
    {
        text.Refuse("has loss '" + word + "'; allowed is softmax or squared" +
                    SuggestName(word, {"softmax", "squared"}));
    }
    return word == "squared" ? StackLoss::SQUARED : StackLoss::SOFTMAX;
}

/// Counts parameters so that none too many are asked for. Sizes are small enough not to overflow
/// before they are looked at.
class ParameterBudget
{
  public:
    /// @param [in] text for messages
    explicit ParameterBudget(const ModelText& text)
        : m_text(text)
    {
    }

    /// @param [in] units of a layer @param [in] inputs of each
    void Add(Eigen::Index units, Eigen::Index inputs)
    {
        m_count += static_cast<double>(units) * static_cast<double>(inputs);
        if (m_count > static_cast<double>(MODEL_PARAMETERS_MAX))
        {
            m_text.Refuse("has too many parameters; allowed are " +
                          std::to_string(MODEL_PARAMETERS_MAX));
        }
    }

  private:
    const ModelText& m_text;
    double m_count{0};
};

/// @returns softmax regression or a network
std::unique_ptr<LearningModel>
MakeStack(const ModelText& text)
{
    const bool hidden = text.GetName() == "Mlp";
    text.RequireArguments(hidden ? 3 : 2,
                          hidden ? SIZES_MAX : 2,
                          hidden ? "features, hidden widths, classes, such as Mlp(32,32,10)"
                                 : "features and classes, such as Softmax(784,10)");
    text.RequireKeys(hidden ? std::vector<std::string>{"activation", "l2", "loss"}
                            : std::vector<std::string>{"l2"});
    std::vector<Eigen::Index> widths;
    ParameterBudget budget(text);
    const std::vector<std::string>& words = text.GetArguments();
    for (std::size_t l = 0; l < words.size(); ++l)
    {
        const bool last = l + 1 == words.size();
        const std::string meaning = l == 0 ? "the features"
                                    : last ? "the classes"
                                           : "a hidden width";
        widths.push_back(
            text.Read(words[l], meaning, last ? 2 : 1, last ? CLASSES_MAX : WIDTH_MAX));
        if (l > 0)
        {
            budget.Add(widths[l], widths[l - 1] + 1);
        }
    }
    return std::make_unique<LayerStack>(widths,
                                        ReadActivation(text, Activation::TANH),
                                        text.ReadL2(),
                                        ReadLoss(text));
}

/// @returns logistic regression
std::unique_ptr<LearningModel>
MakeLogistic(const ModelText& text)
{
    text.RequireArguments(1,
                          2,
                          "features and, unless there are two, classes, such as Logistic(20000)");
    text.RequireKeys({"l2"});
    const std::vector<std::string>& words = text.GetArguments();
    const Eigen::Index features = text.Read(words[0], "the features", 1, WIDTH_MAX);
    const Eigen::Index classes =
        words.size() > 1 ? text.Read(words[1], "the classes", 2, CLASSES_MAX) : 2;
    ParameterBudget(text).Add(classes > 2 ? classes : 1, features);
    return std::make_unique<LogisticModel>(features, static_cast<uint32_t>(classes), text.ReadL2());
}

/// @returns numbers with an x between them  @param [in] count how many
std::vector<Eigen::Index>
ReadProduct(const ModelText& text,
            const std::string& word,
            std::size_t count,
            const std::string& form)
{
    std::vector<Eigen::Index> sizes;
    std::size_t from = 0;
    while (from <= word.size())
    {
        const std::size_t to = std::min(word.find('x', from), word.size());
        constexpr Eigen::Index largest = 65536;
        sizes.push_back(text.Read(word.substr(from, to - from), form, 1, largest));
        from = to + 1;
    }
    if (sizes.size() != count)
    {
        text.Refuse("has '" + word + "' for " + form);
    }
    return sizes;
}

/// @returns a convolutional net
std::unique_ptr<LearningModel>
MakeConvolution(const ModelText& text)
{
    text.RequireArguments(3,
                          SIZES_MAX,
                          "image, stages, classes, such as Conv(1x28x28,8x5,16x5,10)");
    text.RequireKeys({"activation", "l2"});
    const std::vector<std::string>& words = text.GetArguments();
    const auto image = ReadProduct(text, words.front(), 3, "an image, channels x rows x columns");
    std::vector<ConvolutionStage> stages;
    ParameterBudget budget(text);
    budget.Add(image[0], image[1] * image[2]);
    Eigen::Index channels = image[0];
    for (std::size_t s = 1; s + 1 < words.size(); ++s)
    {
        const auto sizes = ReadProduct(text, words[s], 2, "a stage, filters x side");
        budget.Add(sizes[0] * channels, sizes[1] * sizes[1]);
        stages.push_back({sizes[0], sizes[1]});
        channels = sizes[0];
    }
    const Eigen::Index classes = text.Read(words.back(), "the classes", 2, CLASSES_MAX);
    // Stages shrink the image, so that this is the most the linear layer can have.
    budget.Add(classes * channels, image[1] * image[2] + 1);
    return std::make_unique<ConvolutionStack>(ImageSize{image[0], image[1], image[2]},
                                              stages,
                                              static_cast<uint32_t>(classes),
                                              ReadActivation(text, Activation::RELU),
                                              text.ReadL2());
}

} // namespace

std::unique_ptr<LearningModel>
MakeLearningModel(const std::string& text)
{
    const ModelText parts(text);
    const std::string& name = parts.GetName();
    if (name == "Softmax" || name == "Mlp")
    {
        return MakeStack(parts);
    }
    if (name == "Logistic")
    {
        return MakeLogistic(parts);
    }
    if (name == "Conv")
    {
        return MakeConvolution(parts);
    }
    parts.Refuse("is not known; there is Softmax, Logistic, Mlp and Conv" +
                 SuggestName(name, {"Softmax", "Logistic", "Mlp", "Conv"}));
}

} // namespace edgeai
} // namespace ns3
