/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "data-generators.h"

#include "learning/learning-error.h"
#include "short-number.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @throws LearningError unless an option is in its range
template <typename T>
void
RequireOption(bool sound, const char* name, T value, const std::string& range)
{
    if (!sound)
    {
        const std::string text =
            std::is_floating_point_v<T> ? WriteShort(value) : std::to_string(value);
        throw LearningError(std::string("generated data: ") + name + " is " + text +
                            "; allowed is " + range);
    }
}

/// Checks what all have. @param [in] samples @param [in] features @param [in] classes
void
RequireSizes(uint32_t samples, Eigen::Index features, uint32_t classes)
{
    constexpr Eigen::Index most = 100000000;
    RequireOption(samples > 0, "samples", samples, "more than 0");
    RequireOption(features > 0 && features <= most, "features", features, "1 to 100000000");
    RequireOption(classes >= 2, "classes", classes, "2 or more");
}

/// Numbers of a generated set at most: each is held in memory, or drawn. @param [in] name of two
/// sizes  @param [in] first of them, at most 1e8  @param [in] second of them, likewise
void
RequireProduct(const char* name, uint64_t first, uint64_t second)
{
    constexpr uint64_t most = uint64_t{1} << 32;
    RequireOption(first * second <= most,
                  name,
                  first * second,
                  "up to " + std::to_string(most) + " together");
}

/// Words of a language by Zipf's law: word j, from 0, with weight (j + 1)^-zipf.
class ZipfLaw
{
  public:
    /// @param [in] words there are  @param [in] zipf exponent, 0 or more
    ZipfLaw(Eigen::Index words, double zipf)
    {
        double sum = 0;
        for (Eigen::Index j = 0; j < words; ++j)
        {
            sum += std::pow(static_cast<double>(j + 1), -zipf);
            m_cumulative.push_back(sum);
        }
        for (uint32_t k = 0; k <= INTERVALS; ++k)
        {
            m_guide.push_back(Search(0, m_cumulative.size(), k / double{INTERVALS}));
        }
    }

    /**
     * Most draws are of an interval with few words, or one, so that there is little to search.
     * @param [in] uniform number, in [0, 1)
     * @returns the word there
     */
    uint32_t Find(double uniform) const
    {
        // A power of two: the product is exact, and bounds of intervals are rounded as numbers
        // between them are.
        const auto k = static_cast<std::size_t>(uniform * INTERVALS);
        const std::size_t word = Search(m_guide[k], m_guide[k + 1], uniform);
        // The product with the sum may round up to the sum.
        return static_cast<uint32_t>(std::min(m_cumulative.size() - 1, word));
    }

  private:
    static constexpr uint32_t INTERVALS = 1U << 14;

    /// @returns the first word, from one to another, up to which there is more than a share of all
    std::size_t Search(std::size_t from, std::size_t to, double share) const
    {
        const auto begin = m_cumulative.begin();
        const double part = share * m_cumulative.back();
        return std::upper_bound(begin + static_cast<std::ptrdiff_t>(from),
                                begin + static_cast<std::ptrdiff_t>(to),
                                part) -
               begin;
    }

    std::vector<double> m_cumulative;
    std::vector<std::size_t> m_guide; ///< where the words of each interval of numbers begin
};

/// @returns labels in turn
std::vector<uint32_t>
MakeTurns(uint32_t samples, uint32_t classes)
{
    std::vector<uint32_t> labels(samples);
    for (uint32_t a = 0; a < samples; ++a)
    {
        labels[a] = a % classes;
    }
    return labels;
}

} // namespace

Dataset
MakeFormulaData(uint32_t samples, Eigen::Index features, uint32_t classes)
{
    RequireSizes(samples, features, classes);
    RequireProduct("samples times features", samples, features);
    RowMatrix values(samples, features);
    for (Eigen::Index a = 0; a < values.rows(); ++a)
    {
        for (Eigen::Index j = 0; j < features; ++j)
        {
            values(a, j) = std::sin(static_cast<double>((a + 1) * (j + 1)));
        }
    }
    return {std::move(values), MakeTurns(samples, classes), classes};
}

Dataset
MakeGaussianMixture(const GaussianMixtureOptions& options, LearningDraws& draws)
{
    RequireSizes(options.samples, options.features, options.classes);
    RequireOption(options.separation >= 0 && std::isfinite(options.separation),
                  "separation",
                  options.separation,
                  "0 or more");
    RequireProduct("samples times features", options.samples, options.features);
    RequireProduct("classes times features", options.classes, options.features);
    RowMatrix means(options.classes, options.features);
    for (Eigen::Index c = 0; c < means.rows(); ++c)
    {
        for (Eigen::Index j = 0; j < means.cols(); ++j)
        {
            means(c, j) = draws.Normal();
        }
        means.row(c) *= options.separation / means.row(c).norm();
    }
    std::vector<uint32_t> labels = MakeTurns(options.samples, options.classes);
    RowMatrix values(options.samples, options.features);
    for (Eigen::Index a = 0; a < values.rows(); ++a)
    {
        for (Eigen::Index j = 0; j < values.cols(); ++j)
        {
            values(a, j) = means(labels[static_cast<std::size_t>(a)], j) + draws.Normal();
        }
    }
    return {std::move(values), std::move(labels), options.classes};
}

Dataset
MakeSparseText(const SparseTextOptions& options, LearningDraws& draws)
{
    RequireSizes(options.samples, options.features, options.classes);
    RequireOption(options.words > 0, "words", options.words, "more than 0");
    RequireOption(options.topicWords > 0 && options.topicWords <= options.features,
                  "topicWords",
                  options.topicWords,
                  "1 to " + std::to_string(options.features));
    RequireOption(options.topicShare >= 0 && options.topicShare <= 1,
                  "topicShare",
                  options.topicShare,
                  "0 to 1");
    RequireOption(options.zipf >= 0 && std::isfinite(options.zipf),
                  "zipf",
                  options.zipf,
                  "0 or more");
    RequireProduct("samples times words", options.samples, options.words);
    RequireProduct("classes times topicWords", options.classes, options.topicWords);
    const ZipfLaw common(options.features, options.zipf);
    const auto features = static_cast<uint32_t>(options.features);
    std::vector<std::vector<uint32_t>> topics(options.classes);
    for (std::vector<uint32_t>& topic : topics)
    {
        for (uint32_t w = 0; w < options.topicWords; ++w)
        {
            topic.push_back(draws.Pick(features));
        }
    }
    std::vector<uint32_t> labels = MakeTurns(options.samples, options.classes);
    std::vector<SparseEntry> entries;
    for (uint32_t a = 0; a < options.samples; ++a)
    {
        const std::vector<uint32_t>& topic = topics[labels[a]];
        std::vector<uint32_t> words;
        for (uint32_t w = 0; w < options.words; ++w)
        {
            const bool ofTopic = draws.Uniform() < options.topicShare;
            words.push_back(ofTopic ? topic[draws.Pick(options.topicWords)]
                                    : common.Find(draws.Uniform()));
        }
        std::sort(words.begin(), words.end()); // equal ones beside each other
        std::vector<std::pair<uint32_t, double>> counts;
        for (const uint32_t word : words)
        {
            if (counts.empty() || counts.back().first != word)
            {
                counts.emplace_back(word, 0);
            }
            ++counts.back().second;
        }
        double square = 0;
        for (const auto& [word, count] : counts)
        {
            square += count * count;
        }
        for (const auto& [word, count] : counts)
        {
            entries.emplace_back(a, word, count / std::sqrt(square));
        }
    }
    SparseRows values = MakeSparseRows(options.samples, options.features, entries);
    return {std::move(values), std::move(labels), options.classes};
}

} // namespace edgeai
} // namespace ns3
