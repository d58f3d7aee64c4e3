/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "placement-helper.h"

#include "attribute-text.h"
#include "monitor/last-resort.h"
#include "setting-check.h"

#include "ns3/double.h"
#include "ns3/mobility-helper.h"
#include "ns3/mobility-model.h"
#include "ns3/position-allocator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Farthest that anything is from anything [m]: most of the way to the moon and back.
constexpr double FARTHEST = 1e9;

/// @returns what refuses
SettingCheck
OfPlacement()
{
    return SettingCheck("PlacementHelper");
}

/// @param [in] field name  @param [in] place to be within reach [m]
void
CheckPlace(const std::string& field, const Vector& place)
{
    const SettingCheck check = OfPlacement();
    check.Range(field + ".x", place.x, -FARTHEST, FARTHEST, " m");
    check.Range(field + ".y", place.y, -FARTHEST, FARTHEST, " m");
    check.Range(field + ".z", place.z, -FARTHEST, FARTHEST, " m");
}

/// @param [in] field name  @param [in] distance to be one [m]
void
CheckDistance(const std::string& field, double distance)
{
    OfPlacement().Range(field, distance, 0, FARTHEST, " m");
}

/// @param [in] radii of the nodes [m]  @param [in] nodes as many  @param [in] centre [m]
/// @param [in] model TypeId name of the mobility model
void
PutOnCircles(const std::vector<double>& radii,
             const NodeContainer& nodes,
             const Vector& centre,
             const std::string& model)
{
    OfPlacement().Nodes("nodes", nodes);
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
    mobility.SetMobilityModel(model);
    mobility.Install(nodes);
}

} // namespace

PlacementHelper::PlacementHelper(std::string model)
    : m_model(std::move(model))
{
    SayWhatIsNotCaught();
    ExpectClassOf("PlacementHelper: model", m_model, MobilityModel::GetTypeId());
}

void
PlacementHelper::At(const Vector& position, const NodeContainer& nodes) const
{
    CheckPlace("position", position);
    PutOnCircles(std::vector<double>(nodes.GetN(), 0), nodes, position, m_model);
}

void
PlacementHelper::OnCircle(double radius, const NodeContainer& nodes, const Vector& centre) const
{
    CheckDistance("radius", radius);
    CheckPlace("centre", centre);
    PutOnCircles(std::vector<double>(nodes.GetN(), radius), nodes, centre, m_model);
}

void
PlacementHelper::OnCircles(const std::vector<double>& radii,
                           const NodeContainer& nodes,
                           const Vector& centre) const
{
    OfPlacement().Require(radii.size() == nodes.GetN(),
                          SettingWords()
                              << radii.size() << " radii for " << nodes.GetN() << " nodes");
    for (std::size_t i = 0; i < radii.size(); ++i)
    {
        CheckDistance("radii[" + std::to_string(i) + "]", radii[i]);
    }
    CheckPlace("centre", centre);
    PutOnCircles(radii, nodes, centre, m_model);
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
    const SettingCheck check = OfPlacement();
    CheckDistance("spacing", spacing);
    check.Require(columns >= 1,
                  SettingWords() << "columns is " << columns << "; allowed is 1 or more");
    CheckPlace("first", first);
    check.Nodes("nodes", nodes);
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
