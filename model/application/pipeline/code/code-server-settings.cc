/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-server-settings.h"

#include "period-limits.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(CodeServerSettings);

TypeId
CodeServerSettings::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::CodeServerSettings")
            .SetParent<MessageApplication>()
            .SetGroupName("EdgeAi")
            .AddAttribute("Port",
                          "Port for TCP and UDP, 1 to 65535",
                          UintegerValue(4748),
                          MakeUintegerAccessor(&CodeServerSettings::m_port),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("Ipv6",
                          "Listen on IPv6 instead of IPv4",
                          BooleanValue(false),
                          MakeBooleanAccessor(&CodeServerSettings::m_ipv6),
                          MakeBooleanChecker())
            .AddAttribute("Processor",
                          "Name of the node's processor; empty: the first one",
                          StringValue(""),
                          MakeStringAccessor(&CodeServerSettings::m_processorName),
                          MakeStringChecker())
            .AddAttribute("Slices",
                          "Guests have slices of the processor, as large as granted; "
                          "otherwise all tasks stand in its queue",
                          BooleanValue(false),
                          MakeBooleanAccessor(&CodeServerSettings::m_slices),
                          MakeBooleanChecker())
            .AddAttribute("Burst",
                          "Own tasks that may come at once when few came before [1], >= 1",
                          DoubleValue(16),
                          MakeDoubleAccessor(&CodeServerSettings::m_burst),
                          MakeDoubleChecker<double>(1))
            .AddAttribute("Margin",
                          "Share by which own tasks are let in more slowly than their path passes "
                          "them, so that a queue at a saturated server gets shorter [1], in [0, 1)",
                          DoubleValue(0),
                          MakeDoubleAccessor(&CodeServerSettings::m_margin),
                          MakeDoubleChecker<double>(0, .999))
            .AddAttribute(
                "GuestBurst",
                "Tasks of a guest that may come at once beyond its granted rate [1], >= 1",
                DoubleValue(16),
                MakeDoubleAccessor(&CodeServerSettings::m_guestBurst),
                MakeDoubleChecker<double>(1))
            .AddAttribute("TaskLimit",
                          "Own tasks that may be under way, >= 1",
                          UintegerValue(256),
                          MakeUintegerAccessor(&CodeServerSettings::m_taskLimit),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("QueueLimit",
                          "Activations that may wait for the way to another server",
                          UintegerValue(16),
                          MakeUintegerAccessor(&CodeServerSettings::m_queueLimit),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("InFlight",
                          "Activations handed to a transport at once, >= 1",
                          UintegerValue(2),
                          MakeUintegerAccessor(&CodeServerSettings::m_inFlight),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("ResultSize",
                          "Size of an answer [B]",
                          UintegerValue(1000),
                          MakeUintegerAccessor(&CodeServerSettings::m_resultSize),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("AdvertPeriod",
                          "Time between adverts to other servers, >= 0.1 ms",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&CodeServerSettings::m_advertPeriod),
                          MakeTimeChecker(PeriodLimits::Message()))
            .AddAttribute("ReportPeriod",
                          "Time between reports of the load to other servers, >= 0.1 ms",
                          TimeValue(MilliSeconds(100)),
                          MakeTimeAccessor(&CodeServerSettings::m_reportPeriod),
                          MakeTimeChecker(PeriodLimits::Message()))
            .AddAttribute("LoadWindow",
                          "Time over which the load of own tasks is measured, > 0",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&CodeServerSettings::m_loadWindow),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute("StartPatience",
                          "How long other servers may take to say what they are before "
                          "the first decision",
                          TimeValue(Seconds(2)),
                          MakeTimeAccessor(&CodeServerSettings::m_startPatience),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("HostPatience",
                          "How long a host may be silent before tasks take their own "
                          "path, > 0",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&CodeServerSettings::m_hostPatience),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute("TransferTimeout",
                          "How long a transfer, or a task's stay at the host, may take, "
                          "> 0",
                          TimeValue(Seconds(5)),
                          MakeTimeAccessor(&CodeServerSettings::m_transferTimeout),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute("ReconnectInterval",
                          "Pause before a lost connection is tried again, >= 0.1 ms",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&CodeServerSettings::m_reconnectInterval),
                          MakeTimeChecker(PeriodLimits::Message()))
            .AddAttribute("MeasureMin",
                          "Payload below which a transfer tells nothing of a link's "
                          "rate [B]",
                          DoubleValue(4096),
                          MakeDoubleAccessor(&CodeServerSettings::m_measureMin),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("Weight",
                          "Of a new measurement in a mean [1], in (0, 1]",
                          DoubleValue(.3),
                          MakeDoubleAccessor(&CodeServerSettings::m_weight),
                          MakeDoubleChecker<double>(1e-6, 1))
            .AddAttribute("Drift",
                          "Relative change of a load, a host or a link that asks for another "
                          "decision [1], > 0",
                          DoubleValue(.1),
                          MakeDoubleAccessor(&CodeServerSettings::m_drift),
                          MakeDoubleChecker<double>(1e-6))
            .AddAttribute("Exchange",
                          "Paths are trained by exchanging activations and gradients "
                          "before they are used; otherwise they were trained beforehand",
                          BooleanValue(false),
                          MakeBooleanAccessor(&CodeServerSettings::m_exchange),
                          MakeBooleanChecker())
            .AddAttribute("TrainingShare",
                          "Of the rate of own tasks, which are let in more slowly while a path is "
                          "trained [1], in [0, 1)",
                          DoubleValue(.2),
                          MakeDoubleAccessor(&CodeServerSettings::m_trainingShare),
                          MakeDoubleChecker<double>(0, .999));
    return tid;
}

} // namespace edgeai
} // namespace ns3
