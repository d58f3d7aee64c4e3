/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "placement-helper.h"

#include "monitor/last-resort.h"

#include "ns3/double.h"
#include "ns3/mobility-helper.h"
#include "ns3/position-allocator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

PlacementHelper::PlacementHelper(std::string model)
    : m_model(std::move(model))
{
    SayWhatIsNotCaught();
}

void
PlacementHelper::At(const Vector& position, const NodeContainer& nodes) const
{
    OnCircle(0, nodes, position);
}

void
PlacementHelper::OnCircle(double radius, const NodeContainer& nodes, const Vector& centre) const
{
    OnCircles(std::vector<double>(nodes.GetN(), radius), nodes, centre);
}

void
PlacementHelper::OnCircles(const std::vector<double>& radii,
                           const NodeContainer& nodes,
                           const Vector& centre) const
{
    if (radii.size() != nodes.GetN())
    {
        throw std::invalid_argument("PlacementHelper: " + std::to_string(radii.size()) +
                                    " radii for " + std::to_string(nodes.GetN()) + " nodes");
    }
    auto positions = CreateObject<ListPositionAllocator>();
    for (std::size_t i = 0; i < radii.size(); ++i)
    {
        const double angle = 2 * M_PI * i / radii.size();
        positions->Add(Vector(centre.x + radii[i] * std::cos(angle),
                              centre.y + radii[i] * std::sin(angle),
                              centre.z));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(positions);
    mobility.SetMobilityModel(m_model);
    mobility.Install(nodes);
}

void
PlacementHelper::OnLine(double spacing, const NodeContainer& nodes, const Vector& first) const
{
    OnGrid(spacing, std::max(1U, nodes.GetN()), nodes, first);
}

void
PlacementHelper::OnGrid(double spacing,
                        uint32_t columns,
                        const NodeContainer& nodes,
                        const Vector& first) const
{
    MobilityHelper mobility;
    mobility.SetPositionAllocator("ns3::GridPositionAllocator",
                                  "MinX",
                                  DoubleValue(first.x),
                                  "MinY",
                                  DoubleValue(first.y),
                                  "Z",
                                  DoubleValue(first.z),
                                  "DeltaX",
                                  DoubleValue(spacing),
                                  "DeltaY",
                                  DoubleValue(spacing),
                                  "GridWidth",
                                  UintegerValue(columns));
    mobility.SetMobilityModel(m_model);
    mobility.Install(nodes);
}

} // namespace edgeai
} // namespace ns3
