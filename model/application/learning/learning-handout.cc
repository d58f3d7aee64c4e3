/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-handout.h"

#include "application/message/message-archive.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/inet-socket-address.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(LearningHandout);

namespace
{

/// @param [in] course of the round  @param [in] part of a worker
/// @param [in] timeShared its bandwidth is one of time, which no link is set to
/// @param [out] body of all parts
void
FillPart(const LearningCourse& course,
         const LearningCourse::Part& part,
         bool timeShared,
         LearningAssignBody& body)
{
    body.attempt = course.GetAttempt();
    body.phase = part.assignment.phase;
    body.work = part.share.work;
    body.power = part.share.GetPower();
    body.bandwidth = timeShared ? 0 : part.share.bandwidth;
    body.ranges = part.assignment.ranges;
    body.model = part.way;
}

/// @param [in] course of the round  @param [in] part of a worker
/// @param [in] timeShared see FillPart()
/// @param [in,out] message gets type, body and payload of what it is told
/// @returns "" or why it cannot be told
std::string
WritePart(const LearningCourse& course,
          const LearningCourse::Part& part,
          bool timeShared,
          InferenceMessage& message)
{
    const LearningAssignment& assignment = part.assignment;
    if (assignment.kept > 0)
    {
        LearningSparseBody body;
        FillPart(course, part, timeShared, body);
        body.kept = assignment.kept;
        body.maskSeed = assignment.maskSeed;
        message.type = LearningMessage::SPARSE;
        message.body = Encode(body);
        return ExplainBody(body);
    }
    LearningTrainBody body;
    FillPart(course, part, timeShared, body);
    body.steps = assignment.steps;
    body.counted = assignment.counted;
    // Methods without local training say nothing of it.
    const bool trains = body.steps > 0 || body.counted > 0 || !assignment.note.empty();
    message.type = trains ? LearningMessage::TRAIN : LearningMessage::ASSIGN;
    message.body = trains ? Encode(body) : Encode(static_cast<LearningAssignBody&>(body));
    if (trains)
    {
        message.SetPayload(assignment.note);
    }
    return ExplainBody(body);
}

/// Times that a worker may ask for the model of one attempt again: as often as one that is sound
/// does. Every answer may be as large as the model.
constexpr uint32_t MAX_REPEATS = 4;

} // namespace

TypeId
LearningHandout::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::LearningHandout")
            .SetParent<LearningCrew>()
            .SetGroupName("EdgeAi")
            .AddAttribute("ModelWay",
                          "Unicast: models go to each worker by itself, over TCP; Group: once to "
                          "all of them, by IP multicast over UDP, and what somebody lacks over TCP",
                          EnumValue(UNICAST),
                          CompatEnumAccessor<ModelWay>(&LearningHandout::m_way),
                          MakeEnumChecker(UNICAST, "Unicast", GROUP, "Group"))
            .AddAttribute("GroupAddress",
                          "Multicast address that models are sent to",
                          Ipv4AddressValue("225.1.2.4"),
                          MakeIpv4AddressAccessor(&LearningHandout::m_groupAddress),
                          MakeIpv4AddressChecker())
            .AddAttribute("GroupPort",
                          "Port that models are sent to, 1 to 65535",
                          UintegerValue(4762),
                          MakeUintegerAccessor(&LearningHandout::m_groupPort),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("GroupRate",
                          "Rate at which models leave for the group, headers of all layers "
                          "included [bit/s]; 0: that of the link",
                          DoubleValue(0),
                          MakeDoubleAccessor(&LearningHandout::m_groupRate),
                          MakeDoubleChecker<double>(0));
    return tid;
}

LearningHandout::LearningHandout() = default;

LearningHandout::~LearningHandout() = default;

void
LearningHandout::DoDispose()
{
    m_delivery.Stop();
    m_groupDevice = nullptr;
    LearningCrew::DoDispose();
}

void
LearningHandout::SetGroupDevice(Ptr<NetDevice> device, double rate)
{
    m_groupDevice = device;
    m_groupDeviceRate = rate;
}

void
LearningHandout::StartApplication()
{
    LearningCrew::StartApplication();
    m_delivery.sendTo = [this](uint32_t number, const InferenceMessage& message) {
        Send(number, message);
    };
    m_delivery.onGroup = [this](const InferenceMessage& message) { m_txTrace(message); };
    ModelDelivery::Group group;
    if (m_way == GROUP)
    {
        NS_ABORT_MSG_UNLESS(m_groupAddress.IsMulticast(),
                            "LearningServer: GroupAddress is "
                                << m_groupAddress << "; allowed is 224.0.0.0 to 239.255.255.255");
        group.device = m_groupDevice;
        group.address = InetSocketAddress(m_groupAddress, m_groupPort);
        group.rate = m_groupRate > 0 ? m_groupRate : m_groupDeviceRate;
        NS_ABORT_MSG_UNLESS(group.device && group.rate > 0,
                            "LearningServer: ModelWay is Group, and node "
                                << GetNode()->GetId()
                                << " does not know over which device and how fast; call "
                                   "SetGroupDevice(), as LearningHelper does");
    }
    m_delivery.Start(GetNode(), group);
}

void
LearningHandout::StopApplication()
{
    m_delivery.Stop();
}

void
LearningHandout::BeginModel(uint64_t round)
{
    m_delivery.Begin(round, std::make_shared<const RoundMethod::Bytes>(GetMethod().GetModel()));
}

void
LearningHandout::EndModel()
{
    m_delivery.End();
}

void
LearningHandout::HandOut(LearningCourse& course)
{
    m_delivery.WithdrawFromGroup(); // of an attempt before, which nobody waits for
    const std::vector<uint32_t> together = course.ChooseWays(m_delivery.HasGroup());
    for (const uint32_t number : course.GetAwaited())
    {
        SendPart(course, number, *course.Find(number));
    }
    SendToGroup(course, together);
}

void
LearningHandout::SendPart(const LearningCourse& course, uint32_t number, LearningCourse::Part& part)
{
    InferenceMessage message;
    message.task = course.GetRound();
    const std::string fault = WritePart(course, part, SharesTime(), message);
    if (!fault.empty())
    {
        Lose(number, "has a part that cannot be told: " + fault);
        return;
    }
    Send(number, message);
    part.sent = Simulator::Now().GetSeconds();
    if (part.way == LearningModelWay::FOLLOWS)
    {
        if (GetLedger())
        {
            GetLedger()->SendModel({course.GetRound(), course.GetAttempt(), number},
                                   m_delivery.GetBits());
        }
        m_delivery.SendToOne(number, course.GetAttempt(), part.sent);
    }
}

void
LearningHandout::SendToGroup(LearningCourse& course, const std::vector<uint32_t>& numbers)
{
    const double now = Simulator::Now().GetSeconds();
    std::vector<uint32_t> members;
    for (const uint32_t number : numbers)
    {
        LearningCourse::Part& part = *course.Find(number);
        if (part.lost.empty())
        {
            part.sent = now;
            members.push_back(number);
        }
    }
    if (!members.empty())
    {
        if (GetLedger())
        {
            GetLedger()->SendToGroup(course.GetRound(),
                                     course.GetAttempt(),
                                     members,
                                     m_delivery.GetBits());
        }
        m_delivery.SendToGroup(course.GetAttempt(), now);
    }
}

std::string
LearningHandout::SendAgain(const LearningCourse& course,
                           uint32_t number,
                           LearningCourse::Part& part,
                           const LearningRepeatBody& body)
{
    if (part.repeats >= MAX_REPEATS)
    {
        return "";
    }
    ++part.repeats;
    if (part.way == LearningModelWay::KNOWN)
    {
        part.sent = Simulator::Now().GetSeconds(); // before, nothing was
    }
    double bits = 0;
    const std::string fault = m_delivery.SendAgain(number, body, part.sent, bits);
    if (GetLedger() && fault.empty())
    {
        GetLedger()->RepeatModel({course.GetRound(), course.GetAttempt(), number}, bits);
    }
    return fault;
}

} // namespace edgeai
} // namespace ns3
