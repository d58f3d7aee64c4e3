/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a roofline makes of the times that the authors of arXiv 2411.00838 measured. Figures come
// from an independent program.

#include "support/expectations.h"

#include "ns3/latency-table.h"
#include "ns3/network-catalogue.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What a roofline makes of the measured times.
class RooflineTestCase : public TestCase
{
  public:
    RooflineTestCase()
        : TestCase("a roofline against the published table, with and without weights")
    {
    }

  private:
    /// One measured block in one way to execute it.
    struct Run
    {
        double kernels; ///< branches that are computed, one after the other
        double flop;
        double bytes;   ///< activations: the input once a kernel, the output
        double weights; ///< [B]
        double seconds; ///< measured
    };

    /// @returns all that was measured on the Jetson
    static std::vector<Run> ListRuns()
    {
        const std::map<std::string, std::string> kernels{{"SOLO_K3", "3"},
                                                         {"SOLO_K1", "1"},
                                                         {"SOLO_ID", "I"},
                                                         {"PARA_3_1", "31"},
                                                         {"FUSED_3_1", "3"},
                                                         {"PARA_3_I", "3I"},
                                                         {"FUSED_3_I", "3"},
                                                         {"PARA_1_I", "1I"},
                                                         {"FUSED_1_I", "1"},
                                                         {"PARA_ALL", "31I"},
                                                         {"PART_31_I", "3I"},
                                                         {"PART_3I_1", "31"},
                                                         {"PART_1I_3", "13"},
                                                         {"FUSED_ALL", "3"}};
        const NetworkProfile blocks = LoadNetworkProfile("RepVGG-B3@part=blocks,weightbits=32");
        const LatencyTable table = LoadLatencyTable("repvgg-b3-jetson-tx2");
        std::vector<Run> runs;
        double input = 4.0 * 64 * 112 * 112;
        for (const Block& block : blocks.blocks)
        {
            const double output = 4.0 * block.GetOutputElements();
            const double weights = 4.0 * (block.parameters - double(block.outputShape[0]));
            for (const std::string& way : table.GetOptions(block.name))
            {
                Run run{0, 0, output, 0, table.GetSeconds(block.name, way)};
                for (const char kernel : kernels.at(way))
                {
                    const double share = kernel == '3' ? 1 : kernel == '1' ? 1 / 9.0 : 0;
                    run.kernels += 1;
                    run.flop += share * block.flop;
                    run.weights += share * weights;
                    run.bytes += input;
                }
                runs.push_back(run);
            }
            input = output;
        }
        return runs;
    }

    /// @returns mean relative error  @param [in] time of a run
    static double GetError(const std::vector<Run>& runs,
                           const std::function<double(const Run&)>& time)
    {
        double sum = 0;
        for (const Run& run : runs)
        {
            sum += std::abs(time(run) / run.seconds - 1);
        }
        return sum / runs.size();
    }

    void DoRun() override
    {
        const std::vector<Run> runs = ListRuns();
        NS_TEST_ASSERT_MSG_EQ(runs.size(), 334, "rows of the Jetson");
        const double roofline = GetError(runs, [](const Run& run) {
            return 0.65e-3 * run.kernels +
                   std::max(run.flop / 5e11, (run.bytes + run.weights) / 4e9);
        });
        EXPECT_ABSOLUTE(roofline, 0.098, 5e-4, "with weights");
        double worst = 0;
        const double sum = GetError(runs, [&worst](const Run& run) {
            const double time =
                0.7758e-3 * run.kernels + run.flop / 7.345e11 + (run.bytes + run.weights) / 8.608e9;
            worst = std::max(worst, std::abs(time / run.seconds - 1));
            return time;
        });
        EXPECT_ABSOLUTE(sum, 0.099, 5e-4, "in the form of a sum");
        EXPECT_ABSOLUTE(worst, 0.5, 5e-3, "its largest error");
        // Without weights no peak, bandwidth and overhead do as well.
        double least = 1;
        for (double peak = 3e11; peak < 7e11; peak *= 1.03)
        {
            for (double bandwidth = 3e9; bandwidth < 2e10; bandwidth *= 1.06)
            {
                for (double overhead = 0.4e-3; overhead < 1.5e-3; overhead *= 1.06)
                {
                    least = std::min(least, GetError(runs, [&](const Run& run) {
                                         return overhead * run.kernels +
                                                std::max(run.flop / peak, run.bytes / bandwidth);
                                     }));
                }
            }
        }
        EXPECT_ABSOLUTE(least, 0.153, 2e-3, "without weights, at its best");
        // Speed of a 3x3, overhead and all, which the weights make fall from stage to stage.
        const LatencyTable table = LoadLatencyTable("repvgg-b3-jetson-tx2");
        const double work[] = {2 * 9.0 * 192 * 192 * 56 * 56, 2 * 9.0 * 768 * 768 * 14 * 14};
        const std::string stages[] = {"stage1.", "stage3."};
        const double speeds[] = {470e9, 314e9};
        for (int i = 0; i < 2; ++i)
        {
            double seconds = 0;
            double blocks = 0;
            for (const std::string& block : table.GetBlocks())
            {
                if (block.find(stages[i]) == 0 && block != stages[i] + "0")
                {
                    seconds += table.GetSeconds(block, "SOLO_K3");
                    blocks += 1;
                }
            }
            EXPECT_RELATIVE(work[i] * blocks / seconds, speeds[i], 1.1e-3, stages[i]);
        }
    }
};

class IovtRooflineTestSuite : public TestSuite
{
  public:
    IovtRooflineTestSuite()
        : TestSuite("edge-ai-iovt-roofline", TEST_UNIT)
    {
        AddTestCase(new RooflineTestCase, TEST_QUICK);
    }
};

const IovtRooflineTestSuite g_iovtRooflineTestSuite; ///< registers the suite

} // namespace
