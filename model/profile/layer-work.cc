/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "layer-work.h"

#include "checked-arithmetic.h"
#include "profile-error.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

LayerPlace::LayerPlace(std::string network, std::string layer)
    : m_network(std::move(network)),
      m_layer(std::move(layer))
{
}

void
LayerPlace::Fail(const std::string& what) const
{
    throw ProfileError("network '" + m_network + "', layer '" + m_layer + "': " + what);
}

void
LayerPlace::RequirePositive(uint64_t value, const std::string& field) const
{
    if (value == 0)
    {
        Fail(field + " must be >= 1, got 0");
    }
}

void
LayerPlace::RequireShape(const std::vector<uint32_t>& shape, std::size_t dimensions) const
{
    if (shape.size() != dimensions)
    {
        Fail(std::string(dimensions == 3 ? "needs a {channels, height, width}"
                                         : "needs a {tokens, width}") +
             " activation before it, got one of " + std::to_string(shape.size()) + " dimensions");
    }
}

LayerWork
WorkOfLinear(const LayerPlace& place,
             const std::vector<uint32_t>& shape,
             uint32_t outputs,
             bool bias)
{
    place.RequirePositive(outputs, "outputs");
    if (shape.empty())
    {
        place.Fail("needs an input before it");
    }
    const bool perToken = shape.size() == 2;
    uint64_t inputs = 1;
    for (std::size_t i = perToken ? 1 : 0; i < shape.size(); ++i)
    {
        inputs = Product({inputs, shape[i]});
    }
    LayerWork work;
    work.multiplyAdds = Product({perToken ? shape[0] : 1, inputs, outputs});
    work.parameters = Sum({Product({inputs, outputs}), bias ? outputs : 0});
    work.shape =
        perToken ? std::vector<uint32_t>{shape[0], outputs} : std::vector<uint32_t>{outputs};
    return work;
}

} // namespace edgeai
} // namespace ns3
