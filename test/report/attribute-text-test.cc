/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "attribute-text.h"
#include "checked-attribute.h"
#include "support/last-words.h"
#include "support/own-attributes.h"

#include "ns3/boolean.h"
#include "ns3/co-inference-client.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/nstime.h"
#include "ns3/pointer.h"
#include "ns3/random-walk-2d-mobility-model.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/type-id.h"
#include "ns3/uinteger.h"

#include <iostream>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

/**
 * @file
 * @ingroup edge-ai-test
 * Values that are of another kin or kind than their attributes, which ns-3 itself would crash of.
 */

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A case that sets attributes and looks at what is said.
class SettingCase : public TestCase
{
  protected:
    using TestCase::TestCase;

    /// @param [in] type class  @param [in] name attribute  @param [in] value for it
    /// @param [in] words that refuse it; empty: it is taken
    void Look(const std::string& type,
              const std::string& name,
              const AttributeValue& value,
              const std::string& words)
    {
        std::string said;
        try
        {
            CheckAttribute(TypeId::LookupByName(type), name, value);
        }
        catch (const std::invalid_argument& fault)
        {
            said = fault.what();
        }
        NS_TEST_EXPECT_MSG_NE(said.find(words), said.npos, type << "::" << name << ": " << said);
        NS_TEST_EXPECT_MSG_EQ(said.empty(), words.empty(), type << "::" << name << ": " << said);
    }
};

const std::string CLIENT = "ns3::edgeai::CoInferenceClient";

class OtherClassCase : public SettingCase
{
  public:
    OtherClassCase()
        : SettingCase("a class of another kin than an attribute's is refused before it is made")
    {
    }

  private:
    void DoRun() override
    {
        const std::string protocols = "ns3::TcpSocketFactory or ns3::UdpSocketFactory";
        for (const std::string name : {"ns3::Node", "ns3::PacketSocketFactory", "ns3::TcpCubic"})
        {
            Look(CLIENT, "Protocol", StringValue(name), protocols);
            Look(CLIENT, "Protocol", TypeIdValue(TypeId::LookupByName(name)), protocols);
        }
        Look(CLIENT,
             "Protocol",
             TypeIdValue(TypeId()),
             "Protocol is no class; allowed is " + protocols);
        Look(CLIENT, "Protocol", TypeIdValue(TypeId::LookupByName("ns3::UdpSocketFactory")), "");
        Look(CLIENT, "Protocol", StringValue("ns3::TcpSocketFactory"), "");

        // What is no object, what may exist once, what is of another kin.
        for (const std::string name : {"ns3::TcpHeader",
                                       "ns3::RealtimeSimulatorImpl",
                                       "ns3::UdpL4Protocol[ProtocolNumber=3]"})
        {
            Look(CLIENT,
                 "Arrivals",
                 StringValue(name),
                 "; allowed is one of ns3::edgeai::PeriodicArrivals, "
                 "ns3::edgeai::PoissonArrivals, ns3::edgeai::TraceArrivals");
        }
        const std::string poisson = "ns3::edgeai::PoissonArrivals";
        Look(CLIENT, "Arrivals", StringValue(poisson), "");
        Look(CLIENT, "Arrivals", StringValue(poisson + "[]"), "");
        Look(CLIENT, "Arrivals", StringValue(poisson + "[Rate=2]"), "");
        Look(CLIENT, "Arrivals", StringValue(poisson + "[Rate=2|MaxTasks=5]"), "");
        Look(CLIENT, "Arrivals", StringValue(poisson + "[Rate=2 ]"), "a blank within its bracket");
        Look("ns3::SimpleNetDevice",
             "ReceiveErrorModel",
             StringValue("ns3::RateErrorModel[RanVar=ns3::ConstantRandomVariable[Constant=1]]"),
             "can have no bracket of its own");
        Look("ns3::SimpleNetDevice",
             "ReceiveErrorModel",
             StringValue("ns3::RateErrorModel[RanVar=ns3::ConstantRandomVariable]"),
             "");
        Look("ns3::UdpL4Protocol",
             "SocketList",
             StringValue("ns3::UdpSocketFactory"),
             "it is there to be read");
        Look("ns3::TcpSocketBase",
             "CongestionOps",
             StringValue("ns3::TcpHeader"),
             "ns3::TcpLinuxReno, ns3::Tcp");
    }
};

class StreamTextCase : public SettingCase
{
  public:
    StreamTextCase()
        : SettingCase("what ns-3 reads from a stream is refused where it would abort")
    {
    }

  private:
    void DoRun() override
    {
        const auto device = [this](const std::string& text, const std::string& words) {
            Look("ns3::PointToPointNetDevice", "DataRate", StringValue(text), words);
        };
        device("5Mbps", "");
        device("5Mbps fast", "is no data rate; allowed is a number with its unit");
        device("Mbps", "is no data rate");
        device("", "is no data rate");
        const auto queue = [this](const std::string& text, const std::string& words) {
            Look("ns3::DropTailQueue<Packet>", "MaxSize", StringValue(text), words);
        };
        queue("10p", "");
        queue("10 x", "is no queue size");
        queue("p", "is no queue size");
        const auto place = [this](const std::string& text, const std::string& words) {
            Look("ns3::ConstantPositionMobilityModel", "Position", StringValue(text), words);
        };
        place("1:2:3", "");
        place("-1.5:2e3:0", "");
        for (const std::string text : {"", "a", "1", "1:2", "1:2:3:4", "1|2|3", "1:2:x", "1:2:3 "})
        {
            place(text, "'" + text + "' is no vector; allowed is x:y:z");
        }
        const auto bounds = [this](const std::string& text, const std::string& words) {
            Look("ns3::RandomWalk2dMobilityModel", "Bounds", StringValue(text), words);
        };
        bounds("0|100|-5|5", "");
        bounds("0|100", "is no rectangle");
        bounds("0|1|2|3|4", "is no rectangle");
        Look("ns3::GaussMarkovMobilityModel", "Bounds", StringValue("0|1|2|3"), "is no box");
        Look("ns3::GaussMarkovMobilityModel", "Bounds", StringValue("0|1|2|3|4|5"), "");
        Look("ns3::edgeai::Processor", "OperatingPoints", StringValue("1e9, 2e9"), "");
        Look("ns3::edgeai::Processor",
             "OperatingPoints",
             StringValue(std::string("1e9\0b", 5)),
             "is no value of it");
        // As ns-3 shows what never comes.
        Look("ns3::edgeai::Processor", "SleepDelay", StringValue("+9.22337e+18ns"), "");
        Look("ns3::edgeai::Processor", "SleepDelay", StringValue("9.3e9s"), "9.223372036e9 s");

        // A kind that is not known here.
        int status = 0;
        const std::string said = HearProcess(
            [] {
                CheckAttribute(TypeId::LookupByName("ns3::WaypointMobilityModel"),
                               "NextWaypoint",
                               StringValue("nowhere"));
            },
            status);
        NS_TEST_EXPECT_MSG_NE(said.find("WaypointMobilityModel's attribute NextWaypoint was set to "
                                        "'nowhere'"),
                              said.npos,
                              said);
        NS_TEST_EXPECT_MSG_EQ(WIFEXITED(status) && WEXITSTATUS(status) == 1, true, status);
    }
};

class OtherKindCase : public SettingCase
{
  public:
    OtherKindCase()
        : SettingCase("values of every kind are given to every attribute, and end nothing")
    {
    }

  private:
    /// @param [in] type any  @param [in] name of its attribute
    /// @returns how many of all kinds of values it does not take
    static uint32_t Give(TypeId type, const std::string& name)
    {
        uint32_t refused = 0;
#if EDGE_AI_NS3 >= 341
        const EnumValue<int> number(99);
#else
        const EnumValue number(99);
#endif
        const BooleanValue truth(true);
        const DoubleValue real(0.5);
        const UintegerValue whole(1);
        const TimeValue time(Seconds(1));
        const StringValue text("a");
        const PointerValue pointer(CreateObject<ConstantPositionMobilityModel>());
        const TypeIdValue none{TypeId()};
        const TypeIdValue kind(Object::GetTypeId());
        for (const AttributeValue* value : {static_cast<const AttributeValue*>(&number),
                                            static_cast<const AttributeValue*>(&truth),
                                            static_cast<const AttributeValue*>(&real),
                                            static_cast<const AttributeValue*>(&whole),
                                            static_cast<const AttributeValue*>(&time),
                                            static_cast<const AttributeValue*>(&text),
                                            static_cast<const AttributeValue*>(&pointer),
                                            static_cast<const AttributeValue*>(&none),
                                            static_cast<const AttributeValue*>(&kind)})
        {
            try
            {
                CheckAttribute(type, name, *value);
            }
            catch (const std::invalid_argument&)
            {
                ++refused;
            }
        }
        return refused;
    }

    void DoRun() override
    {
        int status = 0;
        const std::string said = HearProcess(
            [] {
                uint32_t attributes = 0;
                ForOwnAttributes([&](TypeId type, const TypeId::AttributeInformation& info) {
                    std::cerr << type.GetName() << "::" << info.name << std::endl;
                    ++attributes;
                    // None takes more than two, as a text takes a text.
                    if (Give(type, info.name) < 7)
                    {
                        _exit(2);
                    }
                });
                _exit(attributes > 300 ? 0 : 3);
            },
            status);
        NS_TEST_EXPECT_MSG_EQ(status, 0, said.substr(said.rfind('\n', said.size() - 2) + 1));
        Look(CLIENT,
             "LatencyBudget",
             PointerValue(CreateObject<ConstantPositionMobilityModel>()),
             "LatencyBudget is a value that is none of its own; allowed is Time");
        Look(CLIENT, "LatencyBudget", TypeIdValue(TypeId()), "LatencyBudget is no class; allowed");
        Look(CLIENT,
             "LatencyBudget",
             BooleanValue(true),
             "LatencyBudget is 'true'; allowed is Time");
    }
};

class AttributeTextTestSuite : public TestSuite
{
  public:
    AttributeTextTestSuite()
        : TestSuite("edge-ai-attribute-text", TEST_UNIT)
    {
        AddTestCase(new OtherClassCase, TEST_QUICK);
        AddTestCase(new StreamTextCase, TEST_QUICK);
        AddTestCase(new OtherKindCase, TEST_QUICK);
    }
};

AttributeTextTestSuite g_attributeTextTestSuite; ///< registers the suite

} // namespace
