/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Unknown networks, keys and values are named, with what exists.

#include "support/profile-test-kit.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/network-catalogue.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::edgeai;

/// Names that do not exist or do not fit.
class CatalogueErrorsTestCase : public TestCase
{
  public:
    CatalogueErrorsTestCase()
        : TestCase("unknown names, keys and values are named, with what exists")
    {
    }

  private:
    void DoRun() override
    {
        const auto load = [](const std::string& name) { return LoadNetworkProfile(name); };
        EDGE_AI_EXPECT_ERROR(load("ResNet-51"), "no network is called 'ResNet-51'; did you mean");
        EDGE_AI_EXPECT_ERROR(load("ResNet-51"), "ResNet-50");
        EDGE_AI_EXPECT_ERROR(load("vit-l16"), "did you mean ViT-L/16");
        EDGE_AI_EXPECT_ERROR(load("Transmogrifier"),
                             "'Transmogrifier'; the catalogue holds AlexNet VGG-11");
        EDGE_AI_EXPECT_ERROR(load("mine/net.onnx"), "tools/onnx-to-profile.py makes a profile");
        EDGE_AI_EXPECT_ERROR(load(""), "no network is called ''");
        EDGE_AI_EXPECT_ERROR(load("@part=encoder"), "no network is called ''");
        EDGE_AI_EXPECT_ERROR(load("VGG-16@"), "needs key=value");
        EDGE_AI_EXPECT_ERROR(load("VGG-16@width=1"),
                             "network 'VGG-16' has no option 'width'; its options are pooling");
        EDGE_AI_EXPECT_ERROR(load("MobileNetV1@widht=1"), "did you mean width?");
        EDGE_AI_EXPECT_ERROR(load("MobileNetV1@width"), "option 'width' needs a value");
        EDGE_AI_EXPECT_ERROR(load("MobileNetV1@width=1,width=1"), "given twice");
        EDGE_AI_EXPECT_ERROR(load("MobileNetV1@width=1,,resolution=64"), "has no option ''");
        EDGE_AI_EXPECT_ERROR(load("MobileNetV1@width=1,"), "key=value after the last comma");
        EDGE_AI_EXPECT_ERROR(load("MobileNetV1@width=0"),
                             "option 'width' must be a number in [0.1, 4], got '0'");
        EDGE_AI_EXPECT_ERROR(load("MobileNetV1@resolution=100"), "a multiple of 32, got '100'");
        EDGE_AI_EXPECT_ERROR(load("MobileNetV1@resolution=64.5"), "a whole number in 32..2048");
        for (const std::string bad : {"", " 1", "1x", "nan", "inf", "0x1", "1e999", "--1"})
        {
            EDGE_AI_EXPECT_ERROR(load("MobileNetV1@width=" + bad), "option 'width' must be");
        }
        EDGE_AI_EXPECT_ERROR(load("ViT-L/16@part=decoder"),
                             "option 'part' must be one of network, encoder, got 'decoder'");
        EDGE_AI_EXPECT_ERROR(load("BERT-base@tokens=513"), "a whole number in 1..512, got '513'");
        EDGE_AI_EXPECT_ERROR(load("BERT-base@phase=decode"), "has no option 'phase'");
        EDGE_AI_EXPECT_ERROR(load("BERT-base@bits=0"), "option 'bits' must be a whole number");
        EDGE_AI_EXPECT_ERROR(load("/nowhere/net.json"), "/nowhere/net.json: cannot be read");
        EDGE_AI_EXPECT_ERROR(load("/nowhere/net.JSON"), "cannot be read");
        EDGE_AI_EXPECT_ERROR(DescribeNetwork("VGG16"), "did you mean VGG-16");
        NS_TEST_EXPECT_MSG_EQ(
            Contains(DescribeNetwork("LLaMA-7B"), "phase=prefill  the whole prompt at once"),
            true,
            DescribeNetwork("LLaMA-7B"));
        const auto own = load("VGG-16@inputbits=5,resultbits=7,weightbits=32");
        NS_TEST_EXPECT_MSG_EQ(own.GetCutBits(0), 5, "own input");
        NS_TEST_EXPECT_MSG_EQ(own.GetCutBits(21), 7, "own result");
        NS_TEST_EXPECT_MSG_EQ(own.GetWeightBytes(), 4ULL * 138357544, "own weights");
    }
};

/// Names of the catalogue.
class NetworkNameTestSuite : public TestSuite
{
  public:
    NetworkNameTestSuite()
        : TestSuite("edge-ai-profile-names", TEST_UNIT)
    {
        AddTestCase(new CatalogueErrorsTestCase, TEST_QUICK);
    }
};

static NetworkNameTestSuite g_networkNameTestSuite; ///< registers the suite
