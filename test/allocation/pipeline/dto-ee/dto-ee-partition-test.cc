/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Stages from the profiles of networks.

#include "allocation/pipeline/dto-ee/dto-ee-partition.h"
#include "support/expectations.h"

#include "ns3/network-catalogue.h"
#include "ns3/profile-error.h"

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// ResNet-101 and BERT in parts.
class PartitionTestCase : public TestCase
{
  public:
    PartitionTestCase()
        : TestCase("work and input of the parts of networks, with their exits")
    {
    }

  private:
    void DoRun() override;

    /// @param [in] profile to cut  @param [in] cuts that are not sound  @param [in] words expected
    void Refuse(const NetworkProfile& profile,
                const std::vector<uint32_t>& cuts,
                const std::string& words)
    {
        std::string said;
        try
        {
            MakeDtoEePartition(profile, cuts);
        }
        catch (const ProfileError& error)
        {
            said = error.what();
        }
        NS_TEST_EXPECT_MSG_EQ(said, words, "refused");
    }
};

void
PartitionTestCase::DoRun()
{
    NetworkProfile resNet = LoadNetworkProfile("ResNet-101");
    resNet.elementBits = 32;
    // Behind each of the residual stages.
    const std::vector<uint32_t> cuts{5, 9, 32};
    DtoEePartition parts = MakeDtoEePartition(resNet, cuts);
    const std::vector<double> flop{1.571913728e9, 2.055208960e9, 10.353115136e9, 1.622573056e9};
    const std::vector<double> bytes{150528, 3211264, 1605632, 802816};
    NS_TEST_ASSERT_MSG_EQ(parts.stages.size(), 4, "parts");
    for (std::size_t h = 0; h < 4; ++h)
    {
        NS_TEST_EXPECT_MSG_EQ(parts.stages[h].flop, flop[h], "work of part " << h + 1);
        NS_TEST_EXPECT_MSG_EQ(parts.stages[h].inputBits, 8 * bytes[h], "input of part " << h + 1);
    }
    NS_TEST_EXPECT_MSG_EQ(parts.exitStages.size(), 0, "it has no exits");
    resNet.exits = {{5, 1000, .6, .3}, {32, 2000, .7, .5}};
    parts = MakeDtoEePartition(resNet, cuts);
    NS_TEST_EXPECT_MSG_EQ(parts.stages[0].flop, flop[0] + 1000, "an exit's work is its stage's");
    NS_TEST_EXPECT_MSG_EQ(parts.stages[1].flop, flop[1], "none here");
    NS_TEST_EXPECT_MSG_EQ(parts.stages[2].flop, flop[2] + 2000, "an exit's work is its stage's");
    EXPECT_TRUE(parts.exitStages == std::vector<uint32_t>({1, 3}), "behind the first and third");

    NetworkProfile bert = LoadNetworkProfile("BERT-base");
    bert.elementBits = 32;
    parts = MakeDtoEePartition(bert, {1, 2});
    NS_TEST_EXPECT_MSG_EQ(parts.stages[1].flop, 1.862270976e9, "an encoder");
    NS_TEST_EXPECT_MSG_EQ(parts.stages[2].inputBits, 8 * 393216.0, "between two of them");
    NS_TEST_EXPECT_MSG_EQ(MakeDtoEePartition(bert, {}).stages.size(), 1, "in one piece");

    Refuse(resNet, {0}, "cuts[0] is 0; allowed is 1 to 36");
    Refuse(resNet, {5, 5}, "cuts[1] is 5; allowed is 6 to 36");
    Refuse(resNet, {5, 37}, "cuts[1] is 37; allowed is 6 to 36");
    Refuse(resNet, {5, 9}, "exits[1] of ResNet-101 is after block 32; needed is a cut there");
    resNet.cuts = {5, 32};
    Refuse(resNet, cuts, "cuts[1] is 9; ResNet-101 cannot be cut there");
}

/// The suite.
class DtoEePartitionTestSuite : public TestSuite
{
  public:
    DtoEePartitionTestSuite()
        : TestSuite("edge-ai-dto-ee-partition", TEST_UNIT)
    {
        AddTestCase(new PartitionTestCase, TEST_QUICK);
    }
};

const DtoEePartitionTestSuite g_dtoEePartitionTestSuite; ///< registers the suite

} // namespace
