/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "convolution-work.h"

#include "checked-arithmetic.h"

#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] place which layer  @param [in] window window  @param [in] side rows  @returns rows
/// out
uint32_t
Slide(const LayerPlace& place, const Window& window, uint32_t side)
{
    place.RequirePositive(window.kernel, "kernel");
    place.RequirePositive(window.stride, "stride");
    if (window.padding >= window.kernel && window.padding > 0)
    {
        place.Fail("padding must be less than the kernel (" + std::to_string(window.kernel) +
                   "), got " + std::to_string(window.padding));
    }
    if (window.trailing >= window.kernel && window.trailing > 0)
    {
        place.Fail("trailing padding must be less than the kernel (" +
                   std::to_string(window.kernel) + "), got " + std::to_string(window.trailing));
    }
    const uint64_t padded = uint64_t{side} + 2ULL * window.padding + window.trailing;
    if (padded < window.kernel)
    {
        place.Fail("kernel must be at most the padded input (" + std::to_string(padded) +
                   "), got " + std::to_string(window.kernel));
    }
    return static_cast<uint32_t>((padded - window.kernel) / window.stride + 1);
}

} // namespace

void
AddConvolution(const LayerPlace& place,
               LayerWork& work,
               uint32_t channels,
               const Window& window,
               uint32_t groups,
               Affine affine)
{
    place.RequirePositive(channels, "channels");
    place.RequirePositive(groups, "groups");
    const uint32_t inputs = work.shape[0];
    if (inputs % groups != 0 || channels % groups != 0)
    {
        place.Fail("groups must divide the input channels (" + std::to_string(inputs) +
                   ") and the output channels (" + std::to_string(channels) + "), got " +
                   std::to_string(groups));
    }
    work.shape = {channels,
                  Slide(place, window, work.shape[1]),
                  Slide(place, window, work.shape[2])};
    const uint64_t weights = Product({window.kernel, window.kernel, inputs / groups, channels});
    const uint64_t trained = affine == Affine::NONE ? 0 : (affine == Affine::BIAS ? 1 : 2);
    work.multiplyAdds = Sum({work.multiplyAdds, Product({weights, work.shape[1], work.shape[2]})});
    work.parameters = Sum({work.parameters, weights, trained * channels});
}

LayerWork
WorkOfPooling(const LayerPlace& place,
              const std::vector<uint32_t>& shape,
              const Window& window,
              bool counted)
{
    place.RequireShape(shape, 3);
    LayerWork work;
    work.shape = {shape[0], Slide(place, window, shape[1]), Slide(place, window, shape[2])};
    work.extraFlop =
        counted
            ? Product({window.kernel, window.kernel, work.shape[0], work.shape[1], work.shape[2]})
            : 0;
    return work;
}

LayerWork
WorkOfGlobalPooling(const LayerPlace& place, const std::vector<uint32_t>& shape, bool counted)
{
    place.RequireShape(shape, 3);
    LayerWork work;
    work.shape = {shape[0]};
    work.extraFlop = counted ? Product({shape[0], shape[1], shape[2]}) : 0;
    return work;
}

LayerWork
WorkOfResidual(const LayerPlace& place,
               const std::vector<uint32_t>& shape,
               ResidualKind kind,
               uint32_t channels,
               uint32_t stride,
               Affine affine)
{
    LayerWork work;
    work.shape = shape;
    if (kind == ResidualKind::BASIC)
    {
        AddConvolution(place, work, channels, {3, stride, 1}, 1, affine);
        AddConvolution(place, work, channels, {3, 1, 1}, 1, affine);
    }
    else
    {
        AddConvolution(place, work, channels, {1}, 1, affine);
        AddConvolution(place, work, channels, {3, stride, 1}, 1, affine);
        const uint64_t outputs = Product({4, channels});
        if (outputs > std::numeric_limits<uint32_t>::max())
        {
            place.Fail("channels must be less than 2^30");
        }
        AddConvolution(place, work, static_cast<uint32_t>(outputs), {1}, 1, affine);
    }
    if (stride != 1 || shape[0] != work.shape[0])
    {
        // The shortcut needs a projection to the new shape.
        LayerWork shortcut;
        shortcut.shape = shape;
        AddConvolution(place, shortcut, work.shape[0], {1, stride}, 1, affine);
        work.multiplyAdds = Sum({work.multiplyAdds, shortcut.multiplyAdds});
        work.parameters = Sum({work.parameters, shortcut.parameters});
    }
    return work;
}

LayerWork
WorkOfInvertedResidual(const LayerPlace& place,
                       const std::vector<uint32_t>& shape,
                       uint32_t expansion,
                       uint32_t channels,
                       uint32_t stride,
                       Affine affine)
{
    const uint64_t inside = Product({shape[0], expansion});
    if (inside > std::numeric_limits<uint32_t>::max())
    {
        place.Fail("expansion times channels must be less than 2^32");
    }
    const auto width = static_cast<uint32_t>(inside);
    LayerWork work;
    work.shape = shape;
    if (expansion > 1)
    {
        AddConvolution(place, work, width, {1}, 1, affine);
    }
    AddConvolution(place, work, width, {3, stride, 1}, width, affine);
    AddConvolution(place, work, channels, {1}, 1, affine);
    return work;
}

} // namespace edgeai
} // namespace ns3
