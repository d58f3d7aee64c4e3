/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The layers of ProfileBuilder that work on {channels, height, width} activations.

#include "checked-arithmetic.h"
#include "profile-builder.h"
#include "profile-error.h"

namespace ns3
{
namespace edgeai
{

uint32_t
ProfileBuilder::Slide(const std::string& layer, const Window& window, uint32_t side) const
{
    RequirePositive(layer, window.kernel, "kernel");
    RequirePositive(layer, window.stride, "stride");
    if (window.padding >= window.kernel && window.padding > 0)
    {
        Fail(layer,
             "padding must be less than the kernel (" + std::to_string(window.kernel) + "), got " +
                 std::to_string(window.padding));
    }
    if (window.trailing >= window.kernel && window.trailing > 0)
    {
        Fail(layer,
             "trailing padding must be less than the kernel (" + std::to_string(window.kernel) +
                 "), got " + std::to_string(window.trailing));
    }
    const uint64_t padded = uint64_t{side} + 2ULL * window.padding + window.trailing;
    if (padded < window.kernel)
    {
        Fail(layer,
             "kernel must be at most the padded input (" + std::to_string(padded) + "), got " +
                 std::to_string(window.kernel));
    }
    return static_cast<uint32_t>((padded - window.kernel) / window.stride + 1);
}

void
ProfileBuilder::AddConvolution(const std::string& layer,
                               Work& work,
                               uint32_t channels,
                               const Window& window,
                               uint32_t groups) const
{
    RequirePositive(layer, channels, "channels");
    RequirePositive(layer, groups, "groups");
    const uint32_t inputs = work.shape[0];
    if (inputs % groups != 0 || channels % groups != 0)
    {
        Fail(layer,
             "groups must divide the input channels (" + std::to_string(inputs) +
                 ") and the output channels (" + std::to_string(channels) + "), got " +
                 std::to_string(groups));
    }
    work.shape = {channels,
                  Slide(layer, window, work.shape[1]),
                  Slide(layer, window, work.shape[2])};
    const uint64_t weights = Product({window.kernel, window.kernel, inputs / groups, channels});
    const uint64_t affine = m_affine == Affine::NONE ? 0 : (m_affine == Affine::BIAS ? 1 : 2);
    work.multiplyAdds = Sum({work.multiplyAdds, Product({weights, work.shape[1], work.shape[2]})});
    work.parameters = Sum({work.parameters, weights, affine * channels});
}

ProfileBuilder&
ProfileBuilder::Convolution(const std::string& name,
                            uint32_t channels,
                            const Window& window,
                            uint32_t groups)
{
    RequireShape(name, 3);
    Work work;
    work.shape = m_shape;
    AddConvolution(name, work, channels, window, groups);
    Append(name, BlockKind::CONVOLUTION, work, &window);
    return *this;
}

ProfileBuilder&
ProfileBuilder::DepthwiseConvolution(const std::string& name, const Window& window)
{
    RequireShape(name, 3);
    Work work;
    work.shape = m_shape;
    AddConvolution(name, work, m_shape[0], window, m_shape[0]);
    Append(name, BlockKind::DEPTHWISE_CONVOLUTION, work, &window);
    return *this;
}

ProfileBuilder&
ProfileBuilder::Pooling(const std::string& name, const Window& window)
{
    RequireShape(name, 3);
    Work work;
    work.shape = {m_shape[0], Slide(name, window, m_shape[1]), Slide(name, window, m_shape[2])};
    work.extraFlop =
        m_countPooling
            ? Product({window.kernel, window.kernel, work.shape[0], work.shape[1], work.shape[2]})
            : 0;
    Append(name, BlockKind::POOLING, work, &window);
    return *this;
}

ProfileBuilder&
ProfileBuilder::GlobalPooling(const std::string& name)
{
    RequireShape(name, 3);
    Work work;
    work.shape = {m_shape[0]};
    work.extraFlop = m_countPooling ? Product({m_shape[0], m_shape[1], m_shape[2]}) : 0;
    Append(name, BlockKind::POOLING, work);
    return *this;
}

void
ProfileBuilder::AddResidual(const std::string& name,
                            ResidualKind kind,
                            uint32_t channels,
                            uint32_t stride)
{
    const uint32_t inputs = m_shape[0];
    Work work;
    work.shape = m_shape;
    if (kind == ResidualKind::BASIC)
    {
        AddConvolution(name, work, channels, {3, stride, 1}, 1);
        AddConvolution(name, work, channels, {3, 1, 1}, 1);
    }
    else
    {
        AddConvolution(name, work, channels, {1}, 1);
        AddConvolution(name, work, channels, {3, stride, 1}, 1);
        const uint64_t outputs = Product({4, channels});
        if (outputs > std::numeric_limits<uint32_t>::max())
        {
            Fail(name, "channels must be less than 2^30");
        }
        AddConvolution(name, work, static_cast<uint32_t>(outputs), {1}, 1);
    }
    if (stride != 1 || inputs != work.shape[0])
    {
        // The shortcut needs a projection to the new shape.
        Work shortcut;
        shortcut.shape = m_shape;
        AddConvolution(name, shortcut, work.shape[0], {1, stride}, 1);
        work.multiplyAdds = Sum({work.multiplyAdds, shortcut.multiplyAdds});
        work.parameters = Sum({work.parameters, shortcut.parameters});
    }
    Append(name, BlockKind::RESIDUAL, work);
}

ProfileBuilder&
ProfileBuilder::ResidualStage(const std::string& name,
                              ResidualKind kind,
                              uint32_t count,
                              uint32_t channels,
                              uint32_t stride)
{
    RequireShape(name, 3);
    RequirePositive(name, count, "count");
    for (uint32_t i = 0; i < count; ++i)
    {
        AddResidual(name + "." + std::to_string(i + 1), kind, channels, i == 0 ? stride : 1);
    }
    return *this;
}

ProfileBuilder&
ProfileBuilder::InvertedResidualStage(const std::string& name,
                                      uint32_t expansion,
                                      uint32_t count,
                                      uint32_t channels,
                                      uint32_t stride)
{
    RequireShape(name, 3);
    RequirePositive(name, count, "count");
    RequirePositive(name, expansion, "expansion");
    for (uint32_t i = 0; i < count; ++i)
    {
        const uint64_t inside = Product({m_shape[0], expansion});
        if (inside > std::numeric_limits<uint32_t>::max())
        {
            Fail(name, "expansion times channels must be less than 2^32");
        }
        const auto width = static_cast<uint32_t>(inside);
        Work work;
        work.shape = m_shape;
        if (expansion > 1)
        {
            AddConvolution(name, work, width, {1}, 1);
        }
        AddConvolution(name, work, width, {3, i == 0 ? stride : 1, 1}, width);
        AddConvolution(name, work, channels, {1}, 1);
        Append(name + "." + std::to_string(i + 1), BlockKind::RESIDUAL, work);
    }
    return *this;
}

} // namespace edgeai
} // namespace ns3
