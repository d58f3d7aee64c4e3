/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-partition.h"

#include "ns3/profile-error.h"

#include <algorithm>
#include <string>

namespace ns3
{
namespace edgeai
{

DtoEePartition
MakeDtoEePartition(const NetworkProfile& profile, const std::vector<uint32_t>& cuts)
{
    const std::vector<uint32_t> admissible = profile.GetCuts();
    const uint32_t blocks = profile.GetBlockCount();
    DtoEePartition partition;
    uint32_t from = 0;
    for (std::size_t h = 0; h <= cuts.size(); ++h)
    {
        const bool last = h == cuts.size();
        const uint32_t to = last ? blocks : cuts[h];
        const std::string name = "cuts[" + std::to_string(h) + "]";
        if (!last && !(to > from && to < blocks))
        {
            throw ProfileError(name + " is " + std::to_string(to) + "; allowed is " +
                               std::to_string(from + 1) + " to " + std::to_string(blocks - 1));
        }
        if (!last && !std::binary_search(admissible.begin(), admissible.end(), to))
        {
            throw ProfileError(name + " is " + std::to_string(to) + "; " + profile.name +
                               " cannot be cut there");
        }
        DtoEeStage stage;
        stage.flop = profile.GetFlopBefore(to) - profile.GetFlopBefore(from);
        stage.inputBits = profile.GetCutBits(from);
        partition.stages.push_back(stage);
        from = to;
    }
    for (std::size_t b = 0; b < profile.exits.size(); ++b)
    {
        const Exit& exit = profile.exits[b];
        const auto cut = std::find(cuts.begin(), cuts.end(), exit.afterBlock);
        if (cut == cuts.end())
        {
            throw ProfileError("exits[" + std::to_string(b) + "] of " + profile.name +
                               " is after block " + std::to_string(exit.afterBlock) +
                               "; needed is a cut there");
        }
        const auto stage = static_cast<uint32_t>(cut - cuts.begin());
        partition.stages[stage].flop += exit.flop;
        partition.exitStages.push_back(stage + 1);
    }
    return partition;
}

} // namespace edgeai
} // namespace ns3
