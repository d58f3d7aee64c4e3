/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_BODY_H
#define EDGE_AI_ROW_BODY_H

#include "allocation/pipeline/halp/row-division.h"
#include "application/message/body-limits.h"
#include "power-limit.h"

#include "ns3/inference-message.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Types of the messages of feature maps divided by rows. Nodes count as in the problem: 0 is the
 * host, the others are secondaries. The header's task is the image in what a device sends and gets,
 * the batch in what is about rows, else 0.
 */
struct RowMessage
{
    static constexpr MessageType IMAGE{64};      ///< device to host: an image
    static constexpr MessageType PLAN{65};       ///< host to secondary: who owns which rows
    static constexpr MessageType IMAGE_ROWS{66}; ///< host to secondary: rows of an image
    static constexpr MessageType EDGE_ROWS{67};  ///< secondary to another node: rows of a layer
    static constexpr MessageType ZONE_ROWS{68};  ///< host to secondary: rows of a layer
    static constexpr MessageType FINAL_ROWS{69}; ///< secondary to host: rows of the last layer
    static constexpr MessageType RESULT{70};     ///< host to device: the answer
    static constexpr MessageType STATUS{71};  ///< node to a lower one: what it is, what it measured
    static constexpr MessageType NOTICE{72};  ///< node to node: what a barrier waits for is over
    static constexpr MessageType ABANDON{73}; ///< host to secondary: a batch is given up
    static constexpr MessageType OFFER{74};   ///< host to device: how long each network takes

    /// @param [in] step a message of rows  @param [in] layers N  @returns its type
    static MessageType Of(const RowStep& step, uint32_t layers);
};

/// Bounds of what messages about rows may say.
struct RowLimits
{
    static constexpr uint32_t IMAGES = 256;      ///< most images of a batch, as of a plan
    static constexpr uint32_t NODES = 16;        ///< most nodes
    static constexpr uint32_t NETWORKS = 256;    ///< most networks
    static constexpr double POWER = POWER_LIMIT; ///< of a node [W]
    static constexpr double UPLOAD_RATE = 1e-3;  ///< least estimate of an uplink [bit/s]
};

/// IMAGE: an image; its bytes follow as payload.
struct RowImageBody
{
    uint32_t network{0}; ///< that shall answer
    double sent{0};      ///< instant it was handed to the transport [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("network", "", "that shall answer").Within(0, RowLimits::NETWORKS - 1),
                network);
        archive(Field("sent", "s", "instant it was handed to the transport")
                    .Within(0, BodyLimits::INSTANT),
                sent);
    }
};

/// PLAN: a division, from which its receiver makes the steps: 8 bytes per layer of HALP, and 32.
struct RowPlanBody
{
    uint64_t number{0};              ///< of the plan, counted by the host
    uint32_t network{0};             ///< whose rows
    RowForm form{RowForm::BLOCKS};   ///< how steps follow
    uint32_t workers{1};             ///< of blocks
    std::vector<RowZone> zones;      ///< of HALP
    std::vector<uint32_t> blockEnds; ///< of blocks

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("number", "", "of the plan, counted by the host"), number);
        archive(Field("network", "", "whose rows").Within(0, RowLimits::NETWORKS - 1), network);
        archive(Field("form", "", "how steps follow")
                    .Choices({"edge_first", "body_first", "barriers", "blocks"}),
                form);
        archive(Field("workers", "", "of blocks: nodes that share the rows")
                    .Within(1, RowLimits::NODES),
                workers);
        archive(Field("zone", "", "the host's rows of each layer"), zones);
        archive(Field("block_ends", "", "last layers of blocks without exchange"), blockEnds);
    }

    /// @returns what is said of the division
    RowDivision GetDivision() const
    {
        return {form, workers, zones, blockEnds};
    }
};

/// What says of a batch which plan it follows.
struct RowBatchBody
{
    uint64_t plan{0};   ///< number
    uint32_t images{1}; ///< of the batch

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("plan", "", "number of the plan the batch follows"), plan);
        archive(Field("images", "", "of the batch").Within(1, RowLimits::IMAGES), images);
    }
};

/// IMAGE_ROWS, EDGE_ROWS, ZONE_ROWS, FINAL_ROWS: rows of a layer; their bytes follow as payload.
struct RowRowsBody : RowBatchBody
{
    uint32_t step{0};  ///< of the plan's graph, from 0
    uint32_t image{0}; ///< of the batch, from 0
    uint32_t layer{0}; ///< 0 the image
    uint32_t first{0}; ///< row
    uint32_t end{0};   ///< row behind the last
    double sent{0};    ///< instant they were handed to the transport [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        RowBatchBody::Fields(archive);
        archive(Field("step", "", "of the plan, from 0"), step);
        archive(Field("image", "", "of the batch, from 0"), image);
        archive(Field("layer", "", "whose rows; 0 the image"), layer);
        archive(Field("first", "", "the first row"), first);
        archive(Field("end", "", "the row behind the last"), end);
        archive(Field("sent", "s", "instant they were handed to the transport")
                    .Within(0, BodyLimits::INSTANT),
                sent);
    }
};

/// NOTICE: see RowWalk.
struct RowNoticeBody : RowBatchBody
{
    uint32_t notice{0}; ///< its number

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        RowBatchBody::Fields(archive);
        archive(Field("notice", "", "its number in the plan"), notice);
    }
};

/// RESULT: the answer follows as payload.
struct RowResultBody
{
    double goodput{0}; ///< of the image's upload [bit/s]; 0: not measured

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("goodput", "bit/s", "of the upload; 0: not measured").Amount(), goodput);
    }
};

/// What a node measured of the link from another one.
struct RowGoodput
{
    uint32_t peer{0};  ///< who sent
    double goodput{0}; ///< [bit/s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("peer", "", "who sent").Within(0, RowLimits::NODES - 1), peer);
        archive(Field("goodput", "bit/s", "of its messages").Amount(), goodput);
    }
};

/// STATUS: what a node is and what it measured since it said so before.
struct RowStatusBody
{
    uint32_t node{0};              ///< who
    bool hello{false};             ///< it has just connected, or come back, and knows no plan
    double flops{0};               ///< effective speed by its description [FLOP/s]
    double operationTime{0};       ///< tau_o by its description [s]
    double busyPower{0};           ///< drawn while it computes [W]
    double measuredFlops{0};       ///< effective speed [FLOP/s]; 0: not measured
    std::vector<RowGoodput> links; ///< to it

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("node", "", "who, the host is 0").Within(0, RowLimits::NODES - 1), node);
        archive(Field("hello", "", "it has just connected and knows no plan"), hello);
        archive(Field("flops", "FLOP/s", "effective speed").Amount(), flops);
        archive(Field("operation_time", "s", "fixed time of an operation").Amount(), operationTime);
        archive(Field("busy_power", "W", "while it computes").Within(0, RowLimits::POWER),
                busyPower);
        archive(Field("measured_flops", "FLOP/s", "since the last; 0: not measured").Amount(),
                measuredFlops);
        archive(Field("link", "", "to it, measured since the last"), links);
    }
};

/// How long a network takes now.
struct RowOfferedNetwork
{
    double time{0};      ///< T of the plan that would be followed [s]
    double aloneTime{0}; ///< T of the host alone [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("time", "s", "with the secondaries; 0: they are not there").Amount(), time);
        archive(Field("alone_time", "s", "of the host alone").Amount(), aloneTime);
    }
};

/// OFFER: all networks, in the order in which everybody knows them.
struct RowOfferBody
{
    std::vector<RowOfferedNetwork> networks;

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("offered", "", "how long each network takes"), networks);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_BODY_H
