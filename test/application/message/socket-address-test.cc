/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "application/message/socket-address.h"
#include "attribute-text.h"
#include "support/co-inference-fixture.h"
#include "support/last-words.h"
#include "support/own-attributes.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <sstream>
#include <stdexcept>

/**
 * @file
 * @ingroup edge-ai-test
 * Addresses as attributes: what text is one, and what is said of every other.
 */

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Every attribute of the module that holds an address: class and name.
const std::vector<std::pair<std::string, std::string>> ADDRESSES{
    {"CoInferenceClient", "Remote"},
    {"PipelineStageApplication", "Controller"},
    {"PipelineCamera", "Next"},
    {"CodeUser", "Server"},
    {"RowSource", "Host"},
    {"LearningWorker", "Server"},
    {"LearningWorker", "Group"},
};

/// @param [in] address any  @returns it as ns-3 writes it
std::string
Write(const Address& address)
{
    std::ostringstream text;
    text << address;
    return text.str();
}

class SocketAddressTextCase : public TestCase
{
  public:
    SocketAddressTextCase()
        : TestCase("text of an address and a port is read, and no other")
    {
    }

  private:
    void DoRun() override
    {
        const InetSocketAddress four(Ipv4Address("10.1.2.3"), 5000);
        const Inet6SocketAddress six(Ipv6Address("2001:db8::1"), 80);
        Address read;
        for (const std::string& text : {std::string("10.1.2.3:5000"), Write(four)})
        {
            NS_TEST_EXPECT_MSG_EQ(ReadSocketAddress(text, read), true, text);
            NS_TEST_EXPECT_MSG_EQ(read, Address(four), text);
        }
        for (const std::string& text : {std::string("[2001:db8::1]:80"), Write(six)})
        {
            NS_TEST_EXPECT_MSG_EQ(ReadSocketAddress(text, read), true, text);
            NS_TEST_EXPECT_MSG_EQ(read, Address(six), text);
        }
        // As different releases write it.
        for (const std::string& none : {Write(Address()), std::string("00-00:00"), std::string()})
        {
            read = four;
            NS_TEST_EXPECT_MSG_EQ(ReadSocketAddress(none, read) && read.IsInvalid(), true, none);
        }
        NS_TEST_EXPECT_MSG_EQ(ReadSocketAddress(Write(Address()), read), true, "none at all");
        NS_TEST_EXPECT_MSG_EQ(read.IsInvalid(), true, "none at all");

        const std::string raw = Write(four);
        for (const std::string& text : {std::string("7"),
                                        std::string("99"),
                                        std::string("nan"),
                                        std::string("-1"),
                                        std::string("--"),
                                        std::string("03-ff-00"),
                                        std::string("03-06-00:11:22:33:44:55"),
                                        std::string("10.1.2.3"),
                                        std::string("10.1.2.3:"),
                                        std::string("10.1.2.3:0"),
                                        std::string("10.1.2.3:65536"),
                                        std::string("10.1.2.3: 80"),
                                        std::string("10.1.2:80"),
                                        std::string("10.1.2.256:80"),
                                        std::string("2001:db8::1:80"),
                                        std::string("[2001:db8::1]"),
                                        raw + ":",
                                        raw + ":00",
                                        raw.substr(0, raw.size() - 3)})
        {
            read = four;
            NS_TEST_EXPECT_MSG_EQ(ReadSocketAddress(text, read), false, "'" << text << "'");
            NS_TEST_EXPECT_MSG_EQ(read, Address(four), "left alone by '" << text << "'");
        }
    }
};

class SocketAddressAttributeCase : public TestCase
{
  public:
    SocketAddressAttributeCase()
        : TestCase("every attribute of an address refuses in words what is none")
    {
    }

  private:
    /// @param [in] type class  @param [in] name attribute  @param [in] text value
    /// @returns what the command line says of it; empty: it takes it
    static std::string Refuse(TypeId type, const std::string& name, const std::string& text)
    {
        TypeId::AttributeInformation info;
        type.LookupAttributeByName(name, &info);
        try
        {
            ExpectAttributeValue("--" + name, text, info);
        }
        catch (const std::invalid_argument& fault)
        {
            return fault.what();
        }
        return "";
    }

    void DoRun() override
    {
        std::size_t found = 0;
        ForOwnAttributes([&](TypeId type, const TypeId::AttributeInformation& info) {
            found += info.checker->GetValueTypeName() == "ns3::AddressValue";
            NS_TEST_EXPECT_MSG_NE(info.checker->GetValueTypeName(),
                                  "AddressValue",
                                  type.GetName() << "::" << info.name << " trusts its text");
        });
        NS_TEST_EXPECT_MSG_EQ(found, ADDRESSES.size(), "this test knows all of them");
        for (const auto& [type, name] : ADDRESSES)
        {
            const TypeId id = TypeId::LookupByName("ns3::edgeai::" + type);
            NS_TEST_EXPECT_MSG_EQ(Refuse(id, name, "10.1.1.1:5000"), "", type);
            for (const std::string text : {"7", "99", "nan", "10.1.1.1"})
            {
                const std::string said = Refuse(id, name, text);
                NS_TEST_EXPECT_MSG_EQ(said.find("--" + name + ": '" + text), 0, said);
                NS_TEST_EXPECT_MSG_NE(said.find("10.1.1.1:5000"), said.npos, said);
            }
        }
        const auto client = CreateObject<CoInferenceClient>();
        NS_TEST_EXPECT_MSG_EQ(client->SetAttributeFailSafe("Remote", StringValue("99")),
                              false,
                              "a number");
        NS_TEST_EXPECT_MSG_EQ(client->SetAttributeFailSafe("Remote", StringValue("10.1.1.1:9")),
                              true,
                              "an address");
        AddressValue value;
        client->GetAttribute("Remote", value);
        NS_TEST_EXPECT_MSG_EQ(value.Get(),
                              Address(InetSocketAddress(Ipv4Address("10.1.1.1"), 9)),
                              "as it was set");
    }
};

class SocketAddressStartCase : public TestCase
{
  public:
    SocketAddressStartCase()
        : TestCase("who is to connect to no address says which attribute is wrong")
    {
    }

  private:
    void ExpectWords(const Address& address, const std::string& words)
    {
        const std::string said = HearLastWords([&] {
            CoInferenceFixture run;
            run.Build();
            run.GetClient()->SetAttribute("Remote", AddressValue(address));
            run.Run(3);
        });
        NS_TEST_EXPECT_MSG_NE(said.find("CoInferenceClient::Remote " + words), said.npos, said);
        NS_TEST_EXPECT_MSG_NE(said.find("10.1.1.1:5000"), said.npos, said);
    }

    void DoRun() override
    {
        ExpectWords(Address(), "was not set");
        ExpectWords(Ipv4Address("10.1.1.1"), "is ");
        ExpectWords(InetSocketAddress(Ipv4Address("10.1.1.1"), 0), "has port 0");
    }
};

class SocketAddressTestSuite : public TestSuite
{
  public:
    SocketAddressTestSuite()
        : TestSuite("edge-ai-socket-address", TEST_UNIT)
    {
        AddTestCase(new SocketAddressTextCase, TEST_QUICK);
        AddTestCase(new SocketAddressAttributeCase, TEST_QUICK);
        AddTestCase(new SocketAddressStartCase, TEST_QUICK);
    }
};

SocketAddressTestSuite g_socketAddressTestSuite; ///< registers the suite

} // namespace
