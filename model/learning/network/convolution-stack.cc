/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "convolution-stack.h"

#include "learning/learning-error.h"
#include "matrix-product.h"
#include "model-text.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns the text that makes a net
std::string
WriteNet(const ImageSize& image,
         const std::vector<ConvolutionStage>& stages,
         uint32_t classes,
         Activation activation,
         double l2)
{
    std::string text = "Conv(" + std::to_string(image.channels) + "x" + std::to_string(image.rows) +
                       "x" + std::to_string(image.columns);
    for (const ConvolutionStage& stage : stages)
    {
        text += "," + std::to_string(stage.filters) + "x" + std::to_string(stage.side);
    }
    text += "," + std::to_string(classes);
    if (activation != Activation::RELU)
    {
        text += ",activation=" + GetActivationName(activation);
    }
    return text + WriteL2(l2) + ")";
}

} // namespace

ConvolutionStack::ConvolutionStack(const ImageSize& image,
                                   const std::vector<ConvolutionStage>& stages,
                                   uint32_t classes,
                                   Activation activation,
                                   double l2)
    : LearningModel(WriteNet(image, stages, classes, activation, l2),
                    image.GetCount(),
                    classes,
                    l2),
      m_activation(activation)
{
    ImageSize size = image;
    for (const ConvolutionStage& stage : stages)
    {
        const std::string name = "convolution " + std::to_string(m_stages.size() + 1);
        Stage own{size, {}, {}, stage.side};
        own.convolved = {stage.filters, size.rows - stage.side + 1, size.columns - stage.side + 1};
        own.pooled = {stage.filters, own.convolved.rows / 2, own.convolved.columns / 2};
        if (own.pooled.rows < 1 || own.pooled.columns < 1)
        {
            throw LearningError("model '" + GetName() + "': " + name + " has filters of side " +
                                std::to_string(stage.side) + " for " + std::to_string(size.rows) +
                                " x " + std::to_string(size.columns) +
                                " values; allowed is a side that leaves 2 x 2 or more");
        }
        AddGroup(name, stage.filters * (own.GetPatch() + 1), static_cast<uint32_t>(stage.filters));
        size = own.pooled;
        m_stages.push_back(own);
    }
    AddGroup("output", classes * (size.GetCount() + 1), classes);
}

Eigen::Map<const RowMatrix>
ConvolutionStack::GetWeights(const Eigen::VectorXd& parameters, std::size_t group) const
{
    const ParameterGroup& own = GetGroups()[group];
    const auto units = static_cast<Eigen::Index>(own.units);
    return {parameters.data() + own.range.first, units, own.range.count / units - 1};
}

Eigen::VectorXd
ConvolutionStack::DrawParameters(LearningDraws& draws) const
{
    Eigen::VectorXd parameters = Eigen::VectorXd::Zero(GetParameterCount());
    for (std::size_t g = 0; g < GetGroups().size(); ++g)
    {
        const auto weights = GetWeights(parameters, g);
        const bool linear = g == m_stages.size();
        const double variance = m_activation == Activation::RELU && !linear ? 2 : 1;
        const double deviation = std::sqrt(variance / static_cast<double>(weights.cols()));
        const Eigen::Index first = GetGroups()[g].range.first;
        for (Eigen::Index i = 0; i < weights.size(); ++i)
        {
            parameters[first + i] = deviation * draws.Normal();
        }
    }
    return parameters;
}

GradientWork
ConvolutionStack::GetWork(double /* entries */, ParameterRange block) const
{
    GradientWork work;
    bool below = false; // whether a stage below this one has parameters in the block
    for (std::size_t g = 0; g < GetGroups().size(); ++g)
    {
        const ParameterGroup& group = GetGroups()[g];
        const auto units = static_cast<double>(group.units);
        const double inputs = static_cast<double>(group.range.count) / units - 1;
        const double places =
            g < m_stages.size()
                ? static_cast<double>(m_stages[g].convolved.rows * m_stages[g].convolved.columns)
                : 1;
        const double products = 2 * units * inputs * places;
        work.forward += products;
        work.backward += below ? products : 0;
        const ParameterRange weights{group.range.first,
                                     group.range.count - static_cast<Eigen::Index>(group.units)};
        work.weights += products * static_cast<double>(Intersect(weights, block).count) /
                        static_cast<double>(weights.count);
        below = below || Intersect(group.range, block).count > 0;
    }
    return work;
}

void
ConvolutionStack::MakePatches(const Stage& stage,
                              const RowMatrix& input,
                              Eigen::Index count,
                              RowMatrix& patches) const
{
    const ImageSize& out = stage.convolved;
    const Eigen::Index channels = stage.input.channels;
    const Eigen::Index area = stage.side * stage.side;
    patches.resize(count * out.rows * out.columns, stage.GetPatch());
    for (Eigen::Index place = 0; place < patches.rows(); ++place)
    {
        const Eigen::Index column = place % out.columns;
        const Eigen::Index row = place / out.columns % out.rows;
        const Eigen::Index sample = place / (out.columns * out.rows);
        double* patch = patches.data() + place * patches.cols();
        for (Eigen::Index y = 0; y < stage.side; ++y)
        {
            const Eigen::Index from =
                (sample * stage.input.rows + row + y) * stage.input.columns + column;
            for (Eigen::Index x = 0; x < stage.side; ++x)
            {
                const double* values = input.data() + (from + x) * channels;
                for (Eigen::Index c = 0; c < channels; ++c)
                {
                    patch[c * area + y * stage.side + x] = values[c];
                }
            }
        }
    }
}

void
ConvolutionStack::AddPatches(const Stage& stage,
                             const RowMatrix& patches,
                             Eigen::Index count,
                             RowMatrix& input) const
{
    const ImageSize& out = stage.convolved;
    const Eigen::Index channels = stage.input.channels;
    const Eigen::Index area = stage.side * stage.side;
    input.setZero(count * stage.input.rows * stage.input.columns, channels);
    for (Eigen::Index place = 0; place < patches.rows(); ++place)
    {
        const Eigen::Index column = place % out.columns;
        const Eigen::Index row = place / out.columns % out.rows;
        const Eigen::Index sample = place / (out.columns * out.rows);
        const double* patch = patches.data() + place * patches.cols();
        for (Eigen::Index y = 0; y < stage.side; ++y)
        {
            const Eigen::Index from =
                (sample * stage.input.rows + row + y) * stage.input.columns + column;
            for (Eigen::Index x = 0; x < stage.side; ++x)
            {
                double* values = input.data() + (from + x) * channels;
                for (Eigen::Index c = 0; c < channels; ++c)
                {
                    values[c] += patch[c * area + y * stage.side + x];
                }
            }
        }
    }
}

void
ConvolutionStack::Pool(const Stage& stage, Eigen::Index count, Trace& trace) const
{
    const ImageSize& in = stage.convolved;
    const ImageSize& out = stage.pooled;
    trace.pooled.resize(count * out.rows * out.columns, out.channels);
    trace.largest.resize(static_cast<std::size_t>(trace.pooled.size()));
    for (Eigen::Index place = 0; place < trace.pooled.rows(); ++place)
    {
        const Eigen::Index column = place % out.columns;
        const Eigen::Index row = place / out.columns % out.rows;
        const Eigen::Index sample = place / (out.columns * out.rows);
        const Eigen::Index corner = (sample * in.rows + 2 * row) * in.columns + 2 * column;
        for (Eigen::Index f = 0; f < out.channels; ++f)
        {
            Eigen::Index best = corner;
            for (const Eigen::Index other :
                 {corner + 1, corner + in.columns, corner + in.columns + 1})
            {
                best = trace.convolved(other, f) > trace.convolved(best, f) ? other : best;
            }
            trace.pooled(place, f) = trace.convolved(best, f);
            trace.largest[static_cast<std::size_t>(place * out.channels + f)] = best;
        }
    }
}

RowMatrix
ConvolutionStack::Forward(const Eigen::VectorXd& parameters,
                          const Chunk& piece,
                          std::vector<Trace>& traces) const
{
    const auto count = static_cast<Eigen::Index>(piece.count);
    const ImageSize& image = m_stages.front().input;
    const Eigen::Index area = image.rows * image.columns;
    // From [channel][place] to [place][channel].
    RowMatrix input(count * area, image.channels);
    for (Eigen::Index k = 0; k < count; ++k)
    {
        const double* sample = piece.data.GetDense().data() + piece.samples[k] * image.GetCount();
        input.middleRows(k * area, area) =
            Eigen::Map<const RowMatrix>(sample, image.channels, area).transpose();
    }
    traces.resize(m_stages.size());
    for (std::size_t s = 0; s < m_stages.size(); ++s)
    {
        Trace& trace = traces[s];
        MakePatches(m_stages[s], s == 0 ? input : traces[s - 1].pooled, count, trace.patches);
        const auto filters = GetWeights(parameters, s);
        MultiplyByTransposed(trace.patches, filters, trace.convolved);
        trace.convolved.rowwise() +=
            Eigen::Map<const Eigen::RowVectorXd>(filters.data() + filters.size(), filters.rows());
        Activate(m_activation, trace.convolved);
        Pool(m_stages[s], count, trace);
    }
    const RowMatrix& last = traces.back().pooled;
    return Eigen::Map<const RowMatrix>(last.data(), count, last.size() / count);
}

void
ConvolutionStack::DoOutputs(const Eigen::VectorXd& parameters,
                            const Chunk& chunk,
                            RowMatrix& outputs) const
{
    outputs.resize(chunk.count, GetClassCount());
    std::vector<Trace> traces;
    RowMatrix product;
    const auto weights = GetWeights(parameters, m_stages.size());
    for (uint32_t first = 0; first < chunk.count; first += PIECE)
    {
        const uint32_t count = std::min(PIECE, chunk.count - first);
        const RowMatrix input =
            Forward(parameters, {chunk.data, chunk.samples + first, count}, traces);
        MultiplyByTransposed(input, weights, product);
        product.rowwise() +=
            Eigen::Map<const Eigen::RowVectorXd>(weights.data() + weights.size(), weights.rows());
        outputs.middleRows(first, count) = product;
    }
}

void
ConvolutionStack::AddGroupGradient(std::size_t group,
                                   const RowMatrix& slope,
                                   const RowMatrix& input,
                                   ParameterRange block,
                                   Eigen::Ref<Eigen::VectorXd> sum) const
{
    const ParameterGroup& own = GetGroups()[group];
    const auto units = static_cast<Eigen::Index>(own.units);
    for (const MatrixPiece& piece :
         CutMatrix(own.range.first, units, own.range.count / units - 1, block))
    {
        AddTransposedProduct(slope.middleCols(piece.row, piece.rows),
                             input.middleCols(piece.column, piece.columns),
                             PlaceOf(piece, sum));
    }
    const Eigen::Index biases = own.range.GetEnd() - units;
    const ParameterRange shared = Intersect({biases, units}, block);
    if (shared.count > 0)
    {
        sum.segment(shared.first - block.first, shared.count) +=
            slope.middleCols(shared.first - biases, shared.count).colwise().sum().transpose();
    }
}

double
ConvolutionStack::DoAddGradient(const Eigen::VectorXd& parameters,
                                const Chunk& chunk,
                                ParameterRange block,
                                Eigen::Ref<Eigen::VectorXd> sum) const
{
    double loss = 0;
    std::vector<Trace> traces;
    RowMatrix outputs;
    RowMatrix slope;
    RowMatrix next;
    const auto weights = GetWeights(parameters, m_stages.size());
    for (uint32_t first = 0; first < chunk.count; first += PIECE)
    {
        const uint32_t count = std::min(PIECE, chunk.count - first);
        const Chunk piece{chunk.data, chunk.samples + first, count};
        const RowMatrix input = Forward(parameters, piece, traces);
        MultiplyByTransposed(input, weights, outputs);
        outputs.rowwise() +=
            Eigen::Map<const Eigen::RowVectorXd>(weights.data() + weights.size(), weights.rows());
        loss += DoLoss(outputs, piece, &slope);
        AddGroupGradient(m_stages.size(), slope, input, block, sum);
        Multiply(slope, weights, next);
        for (std::size_t s = m_stages.size(); s-- > 0;)
        {
            if (block.first >= GetGroups()[s].range.GetEnd())
            {
                break; // nothing of the block lies below
            }
            const Trace& trace = traces[s];
            slope.setZero(trace.convolved.rows(), trace.convolved.cols());
            for (Eigen::Index i = 0; i < trace.pooled.size(); ++i)
            {
                slope(trace.largest[static_cast<std::size_t>(i)], i % trace.pooled.cols()) +=
                    next.data()[i];
            }
            MultiplyBySlope(m_activation, trace.convolved, slope);
            AddGroupGradient(s, slope, trace.patches, block, sum);
            if (s > 0 && block.first < GetGroups()[s].range.first)
            {
                Multiply(slope, GetWeights(parameters, s), outputs);
                AddPatches(m_stages[s], outputs, count, next);
            }
        }
    }
    return loss;
}

} // namespace edgeai
} // namespace ns3
