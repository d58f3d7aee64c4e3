/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLACEMENT_HELPER_H
#define EDGE_AI_PLACEMENT_HELPER_H

#include "ns3/node-container.h"
#include "ns3/vector.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Puts nodes at places that a question of an experiment names: one distance, a row, a lattice. For
 * random places there are ns-3's own allocators. Every function installs a mobility model, at rest,
 * and throws std::invalid_argument, naming the argument and what is allowed, for nodes that are
 * null, for coordinates beyond 1e9 m either way, and for radii and spacings that are negative or
 * beyond 1e9 m.
 *
 * @code
 * PlacementHelper place;
 * place.At({0, 0, 25}, station);
 * place.OnCircle(180, devices);
 * @endcode
 */
class PlacementHelper
{
  public:
    /**
     * @param [in] model TypeId name of the mobility model to install
     * @throws std::invalid_argument that lists what there is if there is none of that name
     */
    explicit PlacementHelper(std::string model = "ns3::ConstantPositionMobilityModel");

    /// @param [in] position of all of them [m]  @param [in] nodes to be put there
    void At(const Vector& position, const NodeContainer& nodes) const;
    /**
     * Equal angles, the first node to the right of the centre, then against the clock.
     * @param [in] radius [m], 0 to 1e9  @param [in] nodes to be put there
     * @param [in] centre of the circle [m]
     */
    void OnCircle(double radius, const NodeContainer& nodes, const Vector& centre = Vector()) const;
    /**
     * The same with a distance for each.
     * @param [in] radii of the nodes [m], 0 to 1e9  @param [in] nodes as many
     * @param [in] centre of the circles [m]
     * @throws std::invalid_argument unless there are as many radii as nodes
     */
    void OnCircles(const std::vector<double>& radii,
                   const NodeContainer& nodes,
                   const Vector& centre = Vector()) const;
    /**
     * A row to the right.
     * @param [in] spacing from one to the next [m], 0 to 1e9  @param [in] nodes to be put there
     * @param [in] first place of the first [m]
     */
    void OnLine(double spacing, const NodeContainer& nodes, const Vector& first = Vector()) const;
    /**
     * Row by row upwards.
     * @param [in] spacing of rows and columns [m], 0 to 1e9
     * @param [in] columns nodes in a row, >= 1
     * @param [in] nodes to be put there  @param [in] first place of the first [m]
     */
    void OnGrid(double spacing,
                uint32_t columns,
                const NodeContainer& nodes,
                const Vector& first = Vector()) const;

  private:
    std::string m_model;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLACEMENT_HELPER_H
