/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAYER_WORK_H
#define EDGE_AI_LAYER_WORK_H

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What the layers inside one block add up to.
struct LayerWork
{
    uint64_t multiplyAdds{0};
    uint64_t extraFlop{0}; ///< counted pooling [FLOP]
    uint64_t parameters{0};
    std::vector<uint32_t> shape; ///< in: of the input; out: of the output
};

/// Which layer of which network is being described: says what is wrong there.
class LayerPlace
{
  public:
    /// @param [in] network name of the network  @param [in] layer name of the layer
    LayerPlace(std::string network, std::string layer);

    /// @param [in] what what is wrong  @throws ProfileError always
    [[noreturn]] void Fail(const std::string& what) const;
    /// @param [in] value must be >= 1  @param [in] field its name  @throws ProfileError if it is 0
    void RequirePositive(uint64_t value, const std::string& field) const;
    /**
     * @param [in] shape shape before the layer
     * @param [in] dimensions what it must have: 3 (channels, height, width) or 2 (tokens, width)
     * @throws ProfileError if it has not
     */
    void RequireShape(const std::vector<uint32_t>& shape, std::size_t dimensions) const;

  private:
    std::string m_network; //!< name of the network
    std::string m_layer;   //!< name of the layer
};

/**
 * A fully connected layer: on {tokens, width} for each token, else on all elements at once.
 * @param [in] place which layer
 * @param [in] shape shape before it
 * @param [in] outputs number of outputs, >= 1
 * @param [in] bias whether it has a bias
 * @returns its work
 */
LayerWork WorkOfLinear(const LayerPlace& place,
                       const std::vector<uint32_t>& shape,
                       uint32_t outputs,
                       bool bias);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAYER_WORK_H
