/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "application/workload/network-on-wire.h"
#include "support/co-inference-fixture.h"

#include "ns3/network-catalogue.h"
#include "ns3/profile-json.h"

#include <cstdio>
#include <fstream>

/**
 * @file
 * @ingroup edge-ai-test
 * Where a profile file lies says nothing about what a run with it gives.
 */

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class ProfilePlaceCase : public TestCase
{
  public:
    ProfilePlaceCase()
        : TestCase("messages and results do not depend on where a profile file lies")
    {
    }

  private:
    /// @param [in] path where to  @param [in] network catalogue name  @returns path
    static std::string Put(const std::string& path, const std::string& network)
    {
        std::ofstream(path) << FormatProfile(LoadNetworkProfile(network));
        return path;
    }

    /// @param [in] network catalogue name or profile file  @returns latencies of its tasks [s]
    std::vector<double> Run(const std::string& network)
    {
        CoInferenceFixture run("LaimPlanner", 1, network);
        run.Run();
        std::vector<double> latencies;
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            NS_TEST_EXPECT_MSG_EQ(task->outcome, TaskOutcome::COMPLETED, task->detail);
            NS_TEST_EXPECT_MSG_EQ(task->network, network, "records name what the user named");
            latencies.push_back(task->realised.latency);
        }
        return latencies;
    }

    void DoRun() override
    {
        const std::string network = "ViT-L/16@part=encoder";
        const std::string name = "edge-ai-profile-place-test.json";
        const std::string far = Put(CreateTempDirFilename(name), network);
        const std::string near = Put(name, network); // in the working folder
        NS_TEST_EXPECT_MSG_GT(far.size(), near.size() + 4, "they are unlike");
        NS_TEST_EXPECT_MSG_EQ(GetNetworkOnWire(far), GetNetworkOnWire(near), "one name");
        NS_TEST_EXPECT_MSG_EQ(GetNetworkOnWire(near).size(), name.size() + 9, "and a digest");
        const auto latencies = Run(far);
        NS_TEST_EXPECT_MSG_EQ(latencies.size(), 3, "tasks");
        NS_TEST_EXPECT_MSG_EQ((Run(near) == latencies), true, "to the last digit");
        Put(near, "ViT-B/16@part=encoder");
        NS_TEST_EXPECT_MSG_NE(GetNetworkOnWire(far), GetNetworkOnWire(near), "another network");
        std::remove(near.c_str());
        NS_TEST_EXPECT_MSG_EQ(GetNetworkOnWire(near), name, "there is none");
        NS_TEST_EXPECT_MSG_EQ(GetNetworkOnWire(network), network, "of the catalogue");
    }
};

class ProfilePlaceTestSuite : public TestSuite
{
  public:
    ProfilePlaceTestSuite()
        : TestSuite("edge-ai-profile-place", TEST_SYSTEM)
    {
        AddTestCase(new ProfilePlaceCase, TEST_QUICK);
    }
};

ProfilePlaceTestSuite g_profilePlaceTestSuite; ///< registers the suite

} // namespace
