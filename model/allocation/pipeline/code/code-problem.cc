/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-problem.h"

#include "allocation/plan/field-inspection.h"

#include "ns3/network-catalogue.h"
#include "ns3/profile-error.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Largest counts: beyond any use, and sizes below these never overflow an index.
constexpr double MAX_BLOCKS = 24;
constexpr double MAX_SIDE = 65536;
constexpr double MAX_BUDGET = 1000;
constexpr double MAX_EXPONENT = 1000;
constexpr double MAX_LOSS = 100;

void
InspectService(FieldInspection& inspection, const CodeService& service, const std::string& path)
{
    inspection.SetPath(path + ".");
    inspection.Within("blocks.size()", service.blocks.size(), 1, MAX_BLOCKS, "");
    inspection.Positive("headFlop", service.headFlop, " FLOP");
    inspection.Amount("parameters", service.parameters, "");
    inspection.Positive("inputBits", service.inputBits, " bit");
    inspection.Amount("resultBits", service.resultBits, " bit");
    inspection.Within("accuracy", service.accuracy, FieldInspection::SMALLEST, 1, "");
    inspection.Positive("flops", service.flops, " FLOP/s");
    inspection.Positive("load", service.load, " 1/s");
    inspection.Within("utilisation", service.utilisation, 0, 1 - 1e-9, "");
    inspection.Amount("memoryBytes", service.memoryBytes, " B");
    inspection.Amount("busyPower", service.busyPower, " W");
    for (std::size_t b = 0; b < service.blocks.size(); ++b)
    {
        inspection.SetPath(path + ".blocks[" + std::to_string(b) + "].");
        inspection.Positive("flop", service.blocks[b].flop, " FLOP");
        inspection.Within("channels", service.blocks[b].channels, 1, MAX_SIDE, "");
        inspection.Within("side", service.blocks[b].side, 1, MAX_SIDE, "");
    }
}

} // namespace

double
CodeService::GetFlop() const
{
    double flop = headFlop;
    for (const CodeBlock& block : blocks)
    {
        flop += block.flop;
    }
    return flop;
}

uint32_t
CodeProblem::GetBlockCount() const
{
    return local.blocks.size();
}

CodePath
CodeProblem::GetOwnPath() const
{
    CodePath path;
    for (uint32_t b = 1; b <= GetBlockCount(); ++b)
    {
        path.push_back({false, b});
    }
    return path;
}

std::string
CodeProblem::ExplainPath(const CodePath& path) const
{
    if (path.empty() || path.front().block != 1)
    {
        return "begins behind block 1; it must begin with it";
    }
    for (std::size_t i = 1; i < path.size(); ++i)
    {
        if (path[i].block <= path[i - 1].block)
        {
            return "goes from block " + std::to_string(path[i - 1].block) + " to block " +
                   std::to_string(path[i].block) + "; blocks must ascend";
        }
    }
    if (path.back().block > GetBlockCount())
    {
        return "has block " + std::to_string(path.back().block) + "; allowed is 1 to " +
               std::to_string(GetBlockCount());
    }
    return "";
}

std::string
CodeProblem::Validate() const
{
    FieldInspection inspection;
    InspectService(inspection, local, "local");
    InspectService(inspection, host, "host");
    inspection.SetPath("");
    if (local.blocks.size() != host.blocks.size())
    {
        inspection.Complain("host.blocks has " + std::to_string(host.blocks.size()) +
                            " blocks; needed are as many as local.blocks has, " +
                            std::to_string(local.blocks.size()));
    }
    inspection.Positive("uplinkRate", uplinkRate, " bit/s");
    inspection.Positive("downlinkRate", downlinkRate, " bit/s");
    inspection.Within("protectedShare", protectedShare, 0, 1, "");
    inspection.Within("activationBits", activationBits, 1, 64, " bit");
    inspection.Within("crossLoss", crossLoss, 0, MAX_LOSS, "");
    inspection.Within("skipLoss", skipLoss, 0, MAX_LOSS, "");
    inspection.Within("interferenceLoss", interferenceLoss, 0, MAX_LOSS, "");
    inspection.Within("chanceAccuracy",
                      chanceAccuracy,
                      0,
                      std::min(local.accuracy, host.accuracy),
                      "");
    inspection.Within("accuracyExponent", accuracyExponent, 0, MAX_EXPONENT, "");
    inspection.Within("throughputExponent", throughputExponent, 0, MAX_EXPONENT, "");
    inspection.Amount("delayWeight", delayWeight, "");
    inspection.Amount("accuracyWeight", accuracyWeight, "");
    inspection.Amount("workWeight", workWeight, "");
    inspection.Positive("trainingSamples", trainingSamples, "");
    inspection.Positive("trainingEpochs", trainingEpochs, "");
    inspection.Within("trainingBudget", trainingBudget, 0, MAX_BUDGET, "");
    for (std::size_t i = 0; i < trained.size(); ++i)
    {
        inspection.SetPath("trained[" + std::to_string(i) + "].");
        const std::string wrong = ExplainPath(trained[i].path);
        if (!wrong.empty())
        {
            inspection.Complain("path " + wrong);
        }
        inspection.Within("accuracy", trained[i].accuracy, 0, 1, "");
    }
    inspection.SetPath("");
    for (std::size_t i = 0; i < uniformDraws.size(); ++i)
    {
        if (!(uniformDraws[i] >= 0 && uniformDraws[i] < 1))
        {
            inspection.Complain("uniformDraws[" + std::to_string(i) + "] is " +
                                std::to_string(uniformDraws[i]) + "; allowed is 0 to less than 1");
        }
    }
    return inspection.GetComplaint();
}

CodeService
MakeCodeService(const NetworkProfile& profile)
{
    constexpr std::size_t IMAGE = 3; // channels, rows, columns
    if (profile.blocks.size() < 2)
    {
        throw ProfileError("profile '" + profile.name + "' has " +
                           std::to_string(profile.blocks.size()) +
                           " blocks; needed is one and a head at least");
    }
    CodeService service;
    service.name = profile.name;
    service.inputBits = static_cast<double>(profile.inputBits);
    service.resultBits = static_cast<double>(profile.resultBits);
    service.accuracy = profile.accuracy;
    service.parameters = static_cast<double>(profile.GetParameters());
    service.headFlop = static_cast<double>(profile.blocks.back().flop);
    for (std::size_t b = 0; b + 1 < profile.blocks.size(); ++b)
    {
        const Block& block = profile.blocks[b];
        if (block.outputShape.size() != IMAGE || block.outputShape[1] != block.outputShape[2])
        {
            throw ProfileError("block '" + block.name + "' of profile '" + profile.name +
                               "' has no square image for output, to which another model could "
                               "be connected");
        }
        service.blocks.push_back({block.name,
                                  static_cast<double>(block.flop),
                                  block.outputShape[0],
                                  block.outputShape[1]});
    }
    return service;
}

CodeProblem
MakeCodeBaseProblem()
{
    CodeProblem problem;
    problem.local = MakeCodeService(LoadNetworkProfile("AlexNet@part=blocks"));
    problem.local.flops = 50e9;
    problem.local.load = 200;
    problem.host = MakeCodeService(LoadNetworkProfile("MobileNetV1@part=blocks"));
    problem.host.flops = 70e9;
    problem.host.load = 40;
    problem.uplinkRate = 200e6;
    problem.downlinkRate = 200e6;
    return problem;
}

} // namespace edgeai
} // namespace ns3
