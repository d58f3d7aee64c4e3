/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-body.h"

#include "allocation/pipeline/dto-ee/dto-ee-messages.h"
#include "application/message/message-registry.h"

namespace ns3
{
namespace edgeai
{

namespace
{

const MessageRegistration<DtoEeTaskBody> g_task(DtoEeMessage::TASK,
                                                "DTO_EE_TASK",
                                                "dto_ee_task",
                                                "device or node to the next stage: a task",
                                                PayloadKind::COUNTED);
const MessageRegistration<DtoEeAnswerBody> g_answer(DtoEeMessage::ANSWER,
                                                    "DTO_EE_ANSWER",
                                                    "dto_ee_answer",
                                                    "node to device: what an exit answered",
                                                    PayloadKind::COUNTED);
const MessageRegistration<DtoEeHelloBody> g_hello(DtoEeMessage::HELLO,
                                                  "DTO_EE_HELLO",
                                                  "dto_ee_hello",
                                                  "first of a connection: who it is from, and what "
                                                  "it is for",
                                                  PayloadKind::NONE);
const MessageRegistration<DtoEeRateReport> g_rate(DtoEeMessage::RATE,
                                                  "DTO_EE_RATE",
                                                  "dto_ee_rate",
                                                  "to the next stage: tasks that are sent there",
                                                  PayloadKind::NONE);
const MessageRegistration<DtoEePriceReport> g_price(DtoEeMessage::PRICE,
                                                    "DTO_EE_PRICE",
                                                    "dto_ee_price",
                                                    "to the stage before: what another task costs",
                                                    PayloadKind::NONE);
const MessageRegistration<DtoEeExitReport> g_report(DtoEeMessage::EXIT_REPORT,
                                                    "DTO_EE_EXIT_REPORT",
                                                    "dto_ee_exit_report",
                                                    "node to leader of an exit: its part of the "
                                                    "price of going on",
                                                    PayloadKind::NONE);
const MessageRegistration<DtoEeExitUpdate> g_update(DtoEeMessage::EXIT_UPDATE,
                                                    "DTO_EE_EXIT_UPDATE",
                                                    "dto_ee_exit_update",
                                                    "leader to its stage and to other leaders: the "
                                                    "threshold",
                                                    PayloadKind::NONE);
const MessageRegistration<DtoEeStateBody> g_state(DtoEeMessage::STATE,
                                                  "DTO_EE_STATE",
                                                  "dto_ee_state",
                                                  "device or node to controller: what it measured",
                                                  PayloadKind::NONE);
const MessageRegistration<DtoEeRowBody> g_row(DtoEeMessage::ROW,
                                              "DTO_EE_ROW",
                                              "dto_ee_row",
                                              "controller to device or node: where to send from "
                                              "the next slot on",
                                              PayloadKind::NONE);
const MessageRegistration<DtoEeReceiptBody> g_receipt(DtoEeMessage::RECEIPT,
                                                      "DTO_EE_RECEIPT",
                                                      "dto_ee_receipt",
                                                      "to the stage before: when a task had come",
                                                      PayloadKind::NONE);
const MessageRegistration<DtoEeMixtureReport> g_mixture(DtoEeMessage::MIXTURE,
                                                        "DTO_EE_MIXTURE",
                                                        "dto_ee_mixture",
                                                        "to the next stage: tasks that are sent "
                                                        "there, against their difficulty",
                                                        PayloadKind::NONE);
const MessageRegistration<DtoEeCurveReport> g_curve(DtoEeMessage::CURVE,
                                                    "DTO_EE_CURVE",
                                                    "dto_ee_curve",
                                                    "to the stage before: what another task costs "
                                                    "against its difficulty",
                                                    PayloadKind::NONE);

} // namespace

} // namespace edgeai
} // namespace ns3
