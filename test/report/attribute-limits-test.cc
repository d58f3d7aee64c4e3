/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "attribute-text.h"
#include "checked-attribute.h"
#include "power-limit.h"
#include "support/last-words.h"
#include "support/own-attributes.h"

#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/nstime.h"
#include "ns3/object-factory.h"
#include "ns3/pipeline-report.h"
#include "ns3/string.h"
#include "ns3/task-arrivals.h"
#include "ns3/test.h"
#include "ns3/type-id.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <iostream>
#include <stdexcept>
#include <unistd.h>
#include <vector>

/**
 * @file
 * @ingroup edge-ai-test
 * Ends of ranges that whole kinds of attributes have, looked for in everything that is registered.
 */

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

static_assert(PipelineReportBody::MAX_POWER == POWER_LIMIT, "one limit of powers");

/// @param [in] text any  @param [in] end  @returns whether it ends so
bool
EndsWith(const std::string& text, const std::string& end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

class AttributeLimitsCase : public TestCase
{
  public:
    AttributeLimitsCase()
        : TestCase("periods that would never end a run and powers beyond any are refused")
    {
    }

  private:
    /// @param [in] info attribute  @param [in] text value
    /// @returns what the command line says of it; empty: it takes it
    static std::string Refuse(const TypeId::AttributeInformation& info, const std::string& text)
    {
        try
        {
            ExpectAttributeValue("--" + info.name, text, info);
        }
        catch (const std::invalid_argument& fault)
        {
            return fault.what();
        }
        return "";
    }

    void Look(TypeId type, const TypeId::AttributeInformation& info)
    {
        const std::string what = type.GetName() + "::" + info.name;
        const std::string kind = info.checker->GetValueTypeName();
        const bool time = EndsWith(kind, "TimeValue");
        const bool period =
            EndsWith(info.name, "Period") || EndsWith(info.name, "Interval") || info.name == "Slot";
        // Tasks may come in a burst, if it has an end, see below.
        const bool burst = type.GetName() == "ns3::edgeai::PeriodicArrivals";
        if (time && period && !burst)
        {
            ++m_periods;
            NS_TEST_EXPECT_MSG_NE(Refuse(info, "1ns"), "", what << " of 1 ns");
            NS_TEST_EXPECT_MSG_NE(info.help.find(">= "),
                                  std::string::npos,
                                  what << ": " << info.help);
            NS_TEST_EXPECT_MSG_EQ(Refuse(info, "1s"), "", what << " of 1 s");
            NS_TEST_EXPECT_MSG_EQ(Refuse(info, info.initialValue->SerializeToString(info.checker)),
                                  "",
                                  what << " as it is");
        }
        if (EndsWith(kind, "DoubleValue") && info.help.find("[W]") != std::string::npos)
        {
            ++m_powers;
            for (const std::string text : {"1e10", "1e308", "inf", "nan", "-1"})
            {
                NS_TEST_EXPECT_MSG_NE(Refuse(info, text), "", what << " of " << text << " W");
            }
        }
    }

    void DoRun() override
    {
        ForOwnAttributes(
            [this](TypeId type, const TypeId::AttributeInformation& info) { Look(type, info); });
        NS_TEST_EXPECT_MSG_GT(m_periods, 15, "they were found");
        NS_TEST_EXPECT_MSG_GT(m_powers, 10, "they were found");

        TypeId::AttributeInformation info;
        TypeId::LookupByName("ns3::edgeai::CoInferenceController")
            .LookupAttributeByName("ReplanPeriod", &info);
        NS_TEST_EXPECT_MSG_EQ(Refuse(info, "0s"), "", "never");
        NS_TEST_EXPECT_MSG_EQ(Refuse(info, "1ms"), "", "least");
        NS_TEST_EXPECT_MSG_NE(Refuse(info, "-1s"), "", "before");
        const std::string said = Refuse(info, "1ns");
        NS_TEST_EXPECT_MSG_EQ(said.find("--ReplanPeriod: '1ns'"), 0, said);
        NS_TEST_EXPECT_MSG_NE(said.find("0 or a time of at least +1ms"), said.npos, said);
        const std::string last = HearLastWords([] {
            auto arrivals = CreateObject<PeriodicArrivals>();
            arrivals->SetAttribute("Period", TimeValue(NanoSeconds(999)));
            TaskArrival arrival;
            arrivals->Next(arrival);
        });
        NS_TEST_EXPECT_MSG_NE(last.find("Period must be at least 1 us, or MaxTasks"),
                              last.npos,
                              last);
        auto burst = CreateObject<PeriodicArrivals>();
        burst->SetAttribute("Period", TimeValue(NanoSeconds(1)));
        burst->SetAttribute("MaxTasks", UintegerValue(2));
        TaskArrival arrival;
        NS_TEST_EXPECT_MSG_EQ(burst->Next(arrival), true, "a burst with an end");
        TypeId::LookupByName("ns3::edgeai::PoissonArrivals").LookupAttributeByName("Rate", &info);
        NS_TEST_EXPECT_MSG_EQ(Refuse(info, "1e6"), "", "one in each microsecond");
        NS_TEST_EXPECT_MSG_NE(Refuse(info, "1.1e6"), "", "more");
    }

    uint32_t m_periods{0};
    uint32_t m_powers{0};
};

class HostileTextCase : public TestCase
{
  public:
    HostileTextCase()
        : TestCase("a text that is no value of an attribute is refused in words, and ends nothing")
    {
    }

  private:
    /// Sets an attribute to every text; says to which before it does.
    /// @param [in] type any  @param [in] info of its attribute  @returns how many were refused
    static uint32_t Set(TypeId type, const TypeId::AttributeInformation& info)
    {
        uint32_t refused = 0;
        for (const std::string& text :
             std::vector<std::string>{"",
                                      "a",
                                      "nan",
                                      "inf",
                                      "-inf",
                                      "-1",
                                      "1e999",
                                      " 1",
                                      "1 ",
                                      "1x",
                                      "0x",
                                      "--1",
                                      "1.5",
                                      "99999999999999999999",
                                      "1s2",
                                      "1e30y",
                                      "-1e300s",
                                      "true ",
                                      "ns3::Nobody",
                                      "ns3::Node[",
                                      "ns3::ConstantRandomVariable[Constant=a]",
                                      "ns3::ConstantRandomVariable[Constant]",
                                      "ns3::ConstantRandomVariable[]",
                                      "ns3::TcpHeader",
                                      "ns3::RealtimeSimulatorImpl",
                                      "ns3::UdpL4Protocol[ProtocolNumber=3]",
                                      "[]",
                                      "|",
                                      ",",
                                      "5 x",
                                      std::string("a\0b", 3),
                                      "\xff"})
        {
            std::cerr << type.GetName() << "::" << info.name << " = '" << text << "'\n";
            try
            {
                CheckAttribute(type, info.name, StringValue(text));
            }
            catch (const std::invalid_argument& fault)
            {
                ++refused;
                if (std::string(fault.what()).find("attribute " + info.name) == std::string::npos)
                {
                    _exit(2);
                }
            }
        }
        return refused;
    }

    void DoRun() override
    {
        int status = 0;
        const std::string said = HearProcess(
            [] {
                uint32_t refused = 0;
                ForOwnAttributes([&](TypeId type, const TypeId::AttributeInformation& info) {
                    refused += Set(type, info);
                });
                _exit(refused > 2000 ? 0 : 3);
            },
            status);
        NS_TEST_EXPECT_MSG_EQ(status,
                              0,
                              said.substr(said.size() - std::min<std::size_t>(said.size(), 400)));

        const std::string words = HearLastWords([] {
            ObjectFactory factory("ns3::edgeai::PoissonArrivals");
            SetChecked(factory, "Rate", StringValue("often"));
        });
        NS_TEST_EXPECT_MSG_NE(words.find("PoissonArrivals's attribute Rate: 'often' is no number; "
                                         "allowed is"),
                              words.npos,
                              words);
        NS_TEST_EXPECT_MSG_EQ(words.find("terminate called"), words.npos, words);
    }
};

class AttributeLimitsTestSuite : public TestSuite
{
  public:
    AttributeLimitsTestSuite()
        : TestSuite("edge-ai-attribute-limits", TEST_UNIT)
    {
        AddTestCase(new AttributeLimitsCase, TEST_QUICK);
        AddTestCase(new HostileTextCase, TEST_QUICK);
    }
};

AttributeLimitsTestSuite g_attributeLimitsTestSuite; ///< registers the suite

} // namespace
