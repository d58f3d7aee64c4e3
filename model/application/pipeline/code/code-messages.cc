/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-messages.h"

#include "application/message/message-registry.h"

#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

const MessageRegistration<CodeAdvertBody> g_advert(CodeMessage::ADVERT,
                                                   "CODE_ADVERT",
                                                   "code_advert",
                                                   "server to servers: blocks, capacity to spare",
                                                   PayloadKind::NONE);
const MessageRegistration<CodeRequestBody> g_request(CodeMessage::REQUEST,
                                                     "CODE_REQUEST",
                                                     "code_request",
                                                     "server to host: a path it would like to use",
                                                     PayloadKind::NONE);
const MessageRegistration<CodeGrantBody> g_grant(CodeMessage::GRANT,
                                                 "CODE_GRANT",
                                                 "code_grant",
                                                 "host to server: the rate it lets in",
                                                 PayloadKind::NONE);
const MessageRegistration<CodeGrantBody> g_refuse(CodeMessage::REFUSE,
                                                  "CODE_REFUSE",
                                                  "code_grant",
                                                  "host to server: there is no room for a path",
                                                  PayloadKind::NONE);
const MessageRegistration<CodeActivateBody> g_activate(CodeMessage::ACTIVATE,
                                                       "CODE_ACTIVATE",
                                                       "code_activate",
                                                       "server to host: tasks of a path will come",
                                                       PayloadKind::NONE);
const MessageRegistration<CodeLoadBody> g_load(CodeMessage::LOAD,
                                               "CODE_LOAD",
                                               "code_load",
                                               "server to servers: how busy it is",
                                               PayloadKind::NONE);
const MessageRegistration<CodeReleaseBody> g_release(CodeMessage::RELEASE,
                                                     "CODE_RELEASE",
                                                     "code_release",
                                                     "server to host: no more tasks of a path",
                                                     PayloadKind::NONE);
const MessageRegistration<CodeTransferBody> g_activation(CodeMessage::ACTIVATION,
                                                         "CODE_ACTIVATION",
                                                         "code_transfer",
                                                         "between servers: what a block made",
                                                         PayloadKind::COUNTED);
const MessageRegistration<CodeTransferBody> g_gradient(CodeMessage::GRADIENT,
                                                       "CODE_GRADIENT",
                                                       "code_transfer",
                                                       "between servers: a gradient, in training",
                                                       PayloadKind::COUNTED);
const MessageRegistration<CodeEndingBody> g_drop(CodeMessage::DROP,
                                                 "CODE_DROP",
                                                 "code_ending",
                                                 "host to server: a guest task has ended there",
                                                 PayloadKind::NONE);
const MessageRegistration<EmptyBody> g_ask(CodeMessage::ASK,
                                           "CODE_ASK",
                                           "code_ask",
                                           "user to server: may a task come?",
                                           PayloadKind::NONE);
const MessageRegistration<EmptyBody> g_admit(CodeMessage::ADMIT,
                                             "CODE_ADMIT",
                                             "code_admit",
                                             "server to user: the task's input may come",
                                             PayloadKind::NONE);
const MessageRegistration<EmptyBody> g_input(CodeMessage::INPUT,
                                             "CODE_INPUT",
                                             "code_input",
                                             "user to server: the task's input",
                                             PayloadKind::COUNTED);
const MessageRegistration<CodeEndingBody> g_result(CodeMessage::RESULT,
                                                   "CODE_RESULT",
                                                   "code_ending",
                                                   "server to user: the answer, or why there is "
                                                   "none",
                                                   PayloadKind::COUNTED);

} // namespace

std::string
ExplainFault(const CodeAdvertBody& advert)
{
    const std::vector<CodeAdvertBlock>& blocks = advert.blocks;
    if (blocks.size() < 2)
    {
        return "block has " + std::to_string(blocks.size()) +
               " elements; needed is one and the head at least";
    }
    for (std::size_t b = 0; b < blocks.size(); ++b)
    {
        const bool head = b + 1 == blocks.size();
        if ((blocks[b].channels == 0) != head || (blocks[b].side == 0) != head)
        {
            return "block[" + std::to_string(b) + "].channels and side must be " +
                   (head ? "0, of the head" : "1 or more");
        }
    }
    return "";
}

InferenceMessage
MakeCodeMessage(MessageType type, uint64_t number, std::vector<uint8_t> body, uint64_t payload)
{
    InferenceMessage message;
    message.type = type;
    message.task = number;
    message.body = std::move(body);
    message.payloadBytes = payload;
    return message;
}

uint64_t
GetCodeBytes(double bits)
{
    return static_cast<uint64_t>(std::ceil(bits / 8));
}

std::string
DescribeCodePath(const CodePath& path)
{
    CodePlan plan;
    plan.path = path;
    return DescribeCodePath(plan);
}

std::string
DescribeCodePath(const CodePlan& plan)
{
    std::string text;
    for (const CodeNode& node : plan.path)
    {
        const bool copied = plan.mirrored && node.block > plan.mirrorCut;
        text += (text.empty() ? "" : " ") + std::string(node.host ? "h" : (copied ? "L" : "l")) +
                std::to_string(node.block);
    }
    return text;
}

} // namespace edgeai
} // namespace ns3
