/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-body.h"

#include "application/message/message-registry.h"

namespace ns3
{
namespace edgeai
{

namespace
{

const MessageRegistration<RowImageBody> g_image(RowMessage::IMAGE,
                                                "ROW_IMAGE",
                                                "row_image",
                                                "device to host: an image",
                                                PayloadKind::COUNTED);
const MessageRegistration<RowPlanBody> g_plan(RowMessage::PLAN,
                                              "ROW_PLAN",
                                              "row_plan",
                                              "host to secondary: who owns which rows",
                                              PayloadKind::NONE);
const MessageRegistration<RowRowsBody> g_imageRows(RowMessage::IMAGE_ROWS,
                                                   "IMAGE_ROWS",
                                                   "rows",
                                                   "host to secondary: rows of an image",
                                                   PayloadKind::COUNTED);
const MessageRegistration<RowRowsBody> g_edgeRows(RowMessage::EDGE_ROWS,
                                                  "EDGE_ROWS",
                                                  "rows",
                                                  "secondary to another node: rows of a layer",
                                                  PayloadKind::COUNTED);
const MessageRegistration<RowRowsBody> g_zoneRows(RowMessage::ZONE_ROWS,
                                                  "ZONE_ROWS",
                                                  "rows",
                                                  "host to secondary: rows of a layer",
                                                  PayloadKind::COUNTED);
const MessageRegistration<RowRowsBody> g_finalRows(RowMessage::FINAL_ROWS,
                                                   "FINAL_ROWS",
                                                   "rows",
                                                   "secondary to host: rows of the last layer",
                                                   PayloadKind::COUNTED);
const MessageRegistration<RowResultBody> g_result(RowMessage::RESULT,
                                                  "ROW_RESULT",
                                                  "row_result",
                                                  "host to device: the answer",
                                                  PayloadKind::COUNTED);
const MessageRegistration<RowStatusBody> g_status(RowMessage::STATUS,
                                                  "ROW_STATUS",
                                                  "row_status",
                                                  "node to one of lower number: what it is and "
                                                  "what it measured",
                                                  PayloadKind::NONE);
const MessageRegistration<RowNoticeBody> g_notice(RowMessage::NOTICE,
                                                  "ROW_NOTICE",
                                                  "row_notice",
                                                  "node to node: what a barrier waits for is over",
                                                  PayloadKind::NONE);
const MessageRegistration<EmptyBody> g_abandon(RowMessage::ABANDON,
                                               "ROW_ABANDON",
                                               "row_abandon",
                                               "host to secondary: a batch is given up",
                                               PayloadKind::NONE);
const MessageRegistration<RowOfferBody> g_offer(RowMessage::OFFER,
                                                "ROW_OFFER",
                                                "row_offer",
                                                "host to device: how long each network takes",
                                                PayloadKind::NONE);

} // namespace

MessageType
RowMessage::Of(const RowStep& step, uint32_t layers)
{
    if (step.node == 0)
    {
        return step.layer == 0 ? IMAGE_ROWS : ZONE_ROWS;
    }
    return step.peer == 0 && step.layer == layers ? FINAL_ROWS : EDGE_ROWS;
}

} // namespace edgeai
} // namespace ns3
