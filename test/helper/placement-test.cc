/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Nodes where a helper puts them.

#include "ns3/edge-ai-compat.h"
#include "ns3/mobility-model.h"
#include "ns3/placement-helper.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Circle, circles, line, grid.
class PlacementTestCase : public TestCase
{
  public:
    PlacementTestCase()
        : TestCase("placement")
    {
    }

  private:
    /// @param [in] node placed before  @param [in] x expected [m]  @param [in] y expected [m]
    /// @param [in] z expected [m]
    void Expect(Ptr<Node> node, double x, double y, double z)
    {
        const Vector position = node->GetObject<MobilityModel>()->GetPosition();
        NS_TEST_EXPECT_MSG_EQ_TOL(position.x, x, 1e-9, "x");
        NS_TEST_EXPECT_MSG_EQ_TOL(position.y, y, 1e-9, "y");
        NS_TEST_EXPECT_MSG_EQ_TOL(position.z, z, 1e-9, "z");
    }

    void DoRun() override
    {
        const PlacementHelper place;
        NodeContainer circle(4);
        place.OnCircle(10, circle, Vector(1, 2, 3));
        Expect(circle.Get(0), 11, 2, 3);
        Expect(circle.Get(1), 1, 12, 3);
        Expect(circle.Get(2), -9, 2, 3);
        Expect(circle.Get(3), 1, -8, 3);
        NodeContainer unlike(2);
        place.OnCircles({5, 7}, unlike);
        Expect(unlike.Get(0), 5, 0, 0);
        Expect(unlike.Get(1), -7, 0, 0);
        NodeContainer line(3);
        place.OnLine(20, line, Vector(-5, 1, 2));
        Expect(line.Get(0), -5, 1, 2);
        Expect(line.Get(2), 35, 1, 2);
        NodeContainer grid(5);
        place.OnGrid(3, 2, grid);
        Expect(grid.Get(1), 3, 0, 0);
        Expect(grid.Get(2), 0, 3, 0);
        Expect(grid.Get(4), 0, 6, 0);
        NodeContainer one(1);
        PlacementHelper("ns3::ConstantVelocityMobilityModel").At(Vector(1, 2, 25), one);
        Expect(one.Get(0), 1, 2, 25);
        NS_TEST_EXPECT_MSG_EQ(one.Get(0)->GetObject<MobilityModel>()->GetInstanceTypeId().GetName(),
                              "ns3::ConstantVelocityMobilityModel",
                              "the model asked for");
        std::string said;
        try
        {
            place.OnCircles({1}, unlike);
        }
        catch (const std::invalid_argument& failure)
        {
            said = failure.what();
        }
        NS_TEST_EXPECT_MSG_EQ(said, "PlacementHelper: 1 radii for 2 nodes", "said");
        Simulator::Destroy();
    }
};

/// All of the above.
class PlacementTestSuite : public TestSuite
{
  public:
    PlacementTestSuite()
        : TestSuite("edge-ai-placement", TEST_UNIT)
    {
        AddTestCase(new PlacementTestCase, TEST_QUICK);
    }
};

PlacementTestSuite g_placementTestSuite; ///< registers itself

} // namespace
