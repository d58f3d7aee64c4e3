/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-partition-problem.h"

#include "allocation/plan/field-inspection.h"

#include "ns3/profile-error.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/// Largest counts: beyond any use, and no product of them overflows an index.
constexpr double MAX_LAYERS = 512;
constexpr double MAX_NODES = 16;
constexpr double MAX_ROWS = 65536;
constexpr double MAX_TASKS = 256;

std::string
Indexed(const std::string& field, std::size_t index)
{
    return field + "[" + std::to_string(index) + "]";
}

/// @param [in,out] inspection finds complaints  @param [in] layer a layer  @param [in] path its
/// name  @param [in] inputRows rows before it
void
InspectLayer(FieldInspection& inspection,
             const RowPartitionLayer& layer,
             const std::string& path,
             uint32_t inputRows)
{
    inspection.SetPath(path);
    inspection.Within("rows.kernel", layer.rows.kernel, 1, MAX_ROWS, "");
    inspection.Within("rows.stride", layer.rows.stride, 1, MAX_ROWS, "");
    inspection.Within("rows.padding", layer.rows.padding, 0, layer.rows.kernel - 1.0, "");
    inspection.Within("rows.trailing", layer.rows.trailing, 0, layer.rows.kernel - 1.0, "");
    inspection.Within("outputRows", layer.outputRows, 1, MAX_ROWS, "");
    const uint32_t made = layer.rows.GetOutputRows(inputRows);
    if (made != layer.outputRows)
    {
        inspection.Complain("outputRows is " + std::to_string(layer.outputRows) +
                            "; its rows make " + std::to_string(made) + " of " +
                            std::to_string(inputRows));
    }
    inspection.Amount("rowFlop", layer.rowFlop, " FLOP");
    inspection.Positive("rowBytes", layer.rowBytes, " B");
}

} // namespace

uint32_t
RowPartitionProblem::GetRows(uint32_t layer) const
{
    return layer == 0 ? imageRows : layers.at(layer - 1).outputRows;
}

double
RowPartitionProblem::GetRowBytes(uint32_t layer) const
{
    return layer == 0 ? imageRowBytes : layers.at(layer - 1).rowBytes;
}

double
RowPartitionProblem::GetRate(uint32_t sender, uint32_t receiver) const
{
    const double own = pairRates.empty() ? 0 : pairRates.at(sender * nodes.size() + receiver);
    return own > 0 ? own : linkRate;
}

double
RowPartitionProblem::GetFlop() const
{
    double flop = tailFlop;
    for (const RowPartitionLayer& layer : layers)
    {
        flop += layer.outputRows * layer.rowFlop;
    }
    return flop;
}

double
RowPartitionProblem::GetImageBits() const
{
    return 8 * imageRows * imageRowBytes;
}

double
RowPartitionProblem::GetUploadTime() const
{
    return uploadRate > 0 ? GetImageBits() / uploadRate : 0;
}

std::string
RowPartitionProblem::Validate() const
{
    FieldInspection inspection;
    inspection.Within("imageRows", imageRows, 1, MAX_ROWS, "");
    inspection.Positive("imageRowBytes", imageRowBytes, " B");
    inspection.Within("layers.size()", layers.size(), 1, MAX_LAYERS, "");
    inspection.Amount("tailFlop", tailFlop, " FLOP");
    inspection.Amount("resultBits", resultBits, " bit");
    inspection.Within("nodes.size()", nodes.size(), 1, MAX_NODES, "");
    inspection.Positive("linkRate", linkRate, " bit/s");
    if (!pairRates.empty() && pairRates.size() != nodes.size() * nodes.size())
    {
        inspection.Complain("pairRates has " + std::to_string(pairRates.size()) +
                            " rates; allowed is none, or one for every pair of nodes, " +
                            std::to_string(nodes.size() * nodes.size()));
    }
    for (std::size_t i = 0; i < pairRates.size(); ++i)
    {
        inspection.Amount(Indexed("pairRates", i), pairRates[i], " bit/s");
    }
    inspection.Within("medium", static_cast<double>(medium), 0, 1, "");
    inspection.Amount("messageTime", messageTime, " s");
    inspection.Amount("messageBytes", messageBytes, " B");
    inspection.Within("tasks", tasks, 1, MAX_TASKS, "");
    inspection.Amount("uploadRate", uploadRate, " bit/s");
    inspection.Amount("deadline", deadline, " s");
    for (std::size_t i = 0; i < nodes.size(); ++i)
    {
        inspection.SetPath(Indexed("nodes", i) + ".");
        inspection.Positive("flops", nodes[i].flops, " FLOP/s");
        inspection.Amount("operationTime", nodes[i].operationTime, " s");
        inspection.Amount("busyPower", nodes[i].busyPower, " W");
    }
    for (std::size_t i = 0; i < layers.size(); ++i)
    {
        InspectLayer(inspection, layers[i], Indexed("layers", i) + ".", GetRows(i));
    }
    return inspection.GetComplaint();
}

RowPartitionProblem
MakeRowPartitionProblem(const NetworkProfile& profile, double activationBytes)
{
    constexpr std::size_t IMAGE = 3; // channels, rows, columns
    if (profile.inputShape.size() != IMAGE)
    {
        throw ProfileError("profile '" + profile.name +
                           "' has no image (channels, rows, columns) for input, whose rows could "
                           "be divided");
    }
    RowPartitionProblem problem;
    problem.imageRows = profile.inputShape[1];
    problem.imageRowBytes = profile.inputBits / 8.0 / problem.imageRows;
    problem.resultBits = static_cast<double>(profile.resultBits);
    problem.tailFlop = static_cast<double>(profile.GetFlop());
    for (const Block& block : profile.blocks)
    {
        if (block.rows.kernel == 0 || block.outputShape.size() != IMAGE)
        {
            break;
        }
        RowPartitionLayer layer;
        layer.name = block.name;
        layer.rows = block.rows;
        layer.outputRows = block.outputShape[1];
        layer.rowFlop = static_cast<double>(block.flop) / layer.outputRows;
        layer.rowBytes =
            activationBytes * static_cast<double>(block.GetOutputElements()) / layer.outputRows;
        layer.pooling = block.kind == BlockKind::POOLING;
        problem.tailFlop -= static_cast<double>(block.flop);
        problem.layers.push_back(layer);
    }
    if (problem.layers.empty())
    {
        throw ProfileError("the first block of profile '" + profile.name +
                           "' cannot be divided by rows");
    }
    return problem;
}

} // namespace edgeai
} // namespace ns3
