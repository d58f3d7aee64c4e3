/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "catalogue-repvgg.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

void
BuildRepVggB3(ProfileBuilder& builder, const NetworkOptions& options)
{
    const bool whole = options.GetChoice("part") == "network";
    const std::vector<std::pair<uint32_t, uint32_t>> stages{{192, 4},
                                                            {384, 6},
                                                            {768, 16},
                                                            {2560, 1}};
    builder.Accuracy(whole ? 0.8052 : 0).Convolutions(Affine::BIAS);
    std::vector<std::pair<std::string, uint32_t>> groups;
    if (whole)
    {
        builder.Input(3, 224, 224).Convolution("stage0", 64, {3, 2, 1});
        groups.emplace_back("stage0", 1);
    }
    else
    {
        // The frame is what crosses cut 0: what comes before the blocks is not part of them.
        builder.InputActivation({64, 112, 112}, 3 * 224 * 224 * 8);
    }
    for (uint32_t s = 0; s < stages.size(); ++s)
    {
        for (uint32_t i = 0; i < stages[s].second; ++i)
        {
            const std::string name = "stage" + std::to_string(s + 1) + "." + std::to_string(i);
            builder.Convolution(name, stages[s].first, {3, i == 0 ? 2U : 1U, 1});
            groups.emplace_back(name, 1);
        }
    }
    if (whole)
    {
        builder.GlobalPooling("pool").Linear("classifier", 1000);
        groups.emplace_back("classifier", 2);
    }
    builder.Group(groups);
}

} // namespace

CatalogueEntry
MakeRepVggB3()
{
    return {"RepVGG-B3",
            "RepVGG-B3, fused for inference, 224x224",
            {MakePartRule({"network", "blocks"},
                          "blocks: the 27 blocks of stages 1 to 4, as measured tables have them, "
                          "without the first convolution and the classifier")},
            BuildRepVggB3};
}

} // namespace edgeai
} // namespace ns3
