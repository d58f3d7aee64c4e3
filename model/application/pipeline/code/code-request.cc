/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-request.h"

#include "allocation/pipeline/code/code-evaluation.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double PARAMETER_BYTES = 4;

/// @returns a connection's ends and bytes
CodeConnectionBody
Connect(const CodeNode& from, const CodeNode& to, double bits)
{
    return {from.host,
            static_cast<uint8_t>(from.block),
            to.host,
            static_cast<uint8_t>(to.block),
            static_cast<uint32_t>(GetCodeBytes(bits))};
}

/// @returns whether two messages would say the same of a connection
bool
AreSame(const CodeConnectionBody& one, const CodeConnectionBody& other)
{
    return one.fromHost == other.fromHost && one.fromBlock == other.fromBlock &&
           one.toHost == other.toHost && one.toBlock == other.toBlock && one.bytes == other.bytes;
}

/// @returns the connections of a path from the user to the head
std::vector<CodeConnectionBody>
ListConnections(const CodeProblem& problem, const CodePath& path)
{
    const CodeCosts costs(problem);
    std::vector<CodeConnectionBody> list;
    const CodeNode user{false, 0};
    list.push_back(Connect(user, path.front(), path.front().host ? problem.local.inputBits : 0));
    for (std::size_t i = 0; i < path.size(); ++i)
    {
        const CodeNode next = i + 1 < path.size() ? path[i + 1] : costs.GetHead();
        list.push_back(Connect(path[i], next, costs.GetConnection(path[i], next).bits));
    }
    return list;
}

/// @returns the copy, and the ways into and out of it
std::vector<CodeConnectionBody>
ListConnections(const CodeProblem& problem, const CodePlan& plan)
{
    const uint32_t cut = plan.mirrorCut;
    const CodeNode nobody{false, 0};
    return {Connect(nobody, {true, 0}, 8 * plan.hostMemoryBytes),
            Connect({false, cut}, {true, cut + 1}, plan.upBits),
            Connect(CodeNode{true, problem.GetBlockCount() + 1}, nobody, plan.downBits)};
}

} // namespace

CodeRequestBody
MakeCodeRequest(const CodeProblem& problem, const CodePlan& plan, double rate, CodePurpose purpose)
{
    CodeRequestBody body;
    body.rate = rate;
    body.purpose = purpose;
    body.mirrored = plan.mirrored;
    body.mirrorCut = static_cast<uint16_t>(plan.mirrorCut);
    body.connections =
        plan.mirrored ? ListConnections(problem, plan) : ListConnections(problem, plan.path);
    return body;
}

std::string
ReadCodeRequest(const CodeRequestBody& body, CodeProblem problem, CodeRequestedPath& path)
{
    const std::vector<CodeConnectionBody>& got = body.connections;
    const std::size_t fewest = body.mirrored ? 3 : 2;
    const std::size_t most = body.mirrored ? 3 : problem.GetBlockCount() + 1;
    if (got.size() < fewest || got.size() > most)
    {
        return "connection has " + std::to_string(got.size()) + " elements; allowed is " +
               std::to_string(fewest) + " to " + std::to_string(most);
    }
    std::vector<CodeConnectionBody> expected;
    if (body.mirrored)
    {
        if (body.mirrorCut >= problem.GetBlockCount() || body.purpose == CodePurpose::TRAIN)
        {
            return "mirror_cut leaves no block, or purpose is to train a copy";
        }
        // What only the sender knows: its input, its answer, its parameters.
        problem.local.inputBits = 8.0 * std::max(1U, got[1].bytes);
        problem.local.resultBits = 8.0 * got[2].bytes;
        problem.local.parameters = got[0].bytes / PARAMETER_BYTES;
        path.plan = EvaluateMirror(problem, body.mirrorCut);
        path.label = CodeLabel();
        path.label.hostFlop = path.plan.hostFlop;
        path.copyBytes = got[0].bytes;
        expected = ListConnections(problem, path.plan);
    }
    else
    {
        CodePath nodes;
        for (std::size_t i = 0; i + 1 < got.size(); ++i)
        {
            nodes.push_back({got[i].toHost, got[i].toBlock});
        }
        const std::string wrong = problem.ExplainPath(nodes);
        const auto isHost = [](const CodeNode& node) { return node.host; };
        if (!wrong.empty() || std::none_of(nodes.begin(), nodes.end(), isHost))
        {
            return "connection: the path " + (wrong.empty() ? "passes no block here" : wrong);
        }
        problem.local.inputBits = 8.0 * std::max(1U, got.front().bytes);
        path.plan = EvaluateCodePath(problem, nodes);
        path.label = CodeCosts(problem).GetLabel(nodes);
        path.copyBytes = 0;
        expected = ListConnections(problem, nodes);
    }
    for (std::size_t i = 0; i < got.size(); ++i)
    {
        if (!AreSame(got[i], expected[i]))
        {
            return "connection[" + std::to_string(i) + "] must send " +
                   std::to_string(expected[i].bytes) + " B between the blocks of its neighbours";
        }
    }
    return "";
}

CodeAdvertBody
MakeCodeAdvert(const CodeService& service,
               double speed,
               double load,
               double spare,
               double protectedShare)
{
    CodeAdvertBody body;
    body.speed = speed;
    body.load = load;
    body.spare = spare;
    body.protectedShare = static_cast<uint16_t>(std::lround(CODE_PARTS * protectedShare));
    body.accuracy = static_cast<uint16_t>(std::lround(CODE_PARTS * service.accuracy));
    for (const CodeBlock& block : service.blocks)
    {
        body.blocks.push_back({block.flop, block.channels, block.side});
    }
    body.blocks.push_back({service.headFlop, 0, 0});
    return body;
}

CodeService
ReadCodeAdvert(const CodeAdvertBody& body)
{
    CodeService service;
    for (std::size_t b = 0; b + 1 < body.blocks.size(); ++b)
    {
        const CodeAdvertBlock& block = body.blocks[b];
        service.blocks.push_back({"", block.flop, block.channels, block.side});
    }
    service.headFlop = body.blocks.back().flop;
    service.inputBits = 1; // only who asks knows; it says so with a path that begins with it
    service.accuracy = body.accuracy / CODE_PARTS;
    service.flops = body.speed;
    service.load = body.load;
    return service;
}

} // namespace edgeai
} // namespace ns3
