/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Networks of the catalogue against their published figures.

#include "support/profile-test-kit.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/network-catalogue.h"
#include "ns3/test.h"

#include <iterator>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

using Counts = std::vector<uint64_t>;

/// @returns the bits that cross every cut but the last
Counts
GetCrossings(const NetworkProfile& profile)
{
    Counts bits;
    for (uint32_t s = 0; s < profile.GetBlockCount(); ++s)
    {
        bits.push_back(profile.GetCutBits(s));
    }
    return bits;
}

/// @returns one figure of every block
Counts
GetEach(const NetworkProfile& profile, uint64_t Block::*member)
{
    Counts counts;
    for (const auto& block : profile.blocks)
    {
        counts.push_back(block.*member);
    }
    return counts;
}

} // namespace

/// Published totals of whole networks.
class PublishedTotalsTestCase : public TestCase
{
  public:
    PublishedTotalsTestCase()
        : TestCase("parameters and multiply-adds are the published ones")
    {
    }

  private:
    void DoRun() override
    {
        struct Published
        {
            const char* name;
            uint64_t parameters;
            double gigaMac; ///< published with two decimals; 0: not published
        };

        // torchvision's and the authors' model tables; Hugging Face's parameter counts.
        const Published all[] = {{"AlexNet", 61100840, 0.71},    {"VGG-11", 132863336, 7.61},
                                 {"VGG-13", 133047848, 11.31},   {"VGG-16", 138357544, 15.47},
                                 {"VGG-19", 143667240, 19.63},   {"ResNet-18", 11689512, 1.81},
                                 {"ResNet-34", 21797672, 3.66},  {"ResNet-50", 25557032, 4.09},
                                 {"ResNet-101", 44549160, 7.80}, {"ResNet-152", 60192808, 11.51},
                                 {"MobileNetV1", 4231976, 0.57}, {"MobileNetV2", 3504872, 0.30},
                                 {"RepVGG-A0", 8309384, 1.36},   {"RepVGG-B3", 110960872, 0},
                                 {"TinyYOLOv2", 15861773, 0},    {"ViT-B/16", 86567656, 17.56},
                                 {"ViT-B/32", 88224232, 4.41},   {"ViT-L/16", 304326632, 61.55},
                                 {"ViT-L/32", 306535400, 15.38}, {"ViT-H/14", 632045800, 167.29},
                                 {"BERT-base", 109482240, 0},    {"BERT-large", 335141888, 0},
                                 {"RoBERTa-base", 124645632, 0}, {"RoBERTa-large", 355359744, 0},
                                 {"DistilBERT", 66362880, 0},    {"GPT-2", 124439808, 0},
                                 {"GPT-2-Medium", 354823168, 0}, {"GPT-2-Large", 774030080, 0},
                                 {"GPT-2-XL", 1557611200, 0},    {"LLaMA-7B", 6738415616, 0},
                                 {"LLaMA-13B", 13015864320, 0},  {"BART-base", 139420416, 0}};
        for (const auto& published : all)
        {
            const NetworkProfile profile = LoadNetworkProfile(published.name);
            NS_TEST_EXPECT_MSG_EQ(profile.GetParameters(), published.parameters, published.name);
            if (published.gigaMac > 0)
            {
                NS_TEST_EXPECT_MSG_EQ_TOL(profile.GetMultiplyAdds() / 1e9,
                                          published.gigaMac,
                                          0.006, // some tables round, some cut off
                                          published.name);
            }
            NS_TEST_EXPECT_MSG_EQ(profile.resultBits, 8000, published.name);
            NS_TEST_EXPECT_MSG_EQ(profile.elementBits, 16, published.name);
            NS_TEST_EXPECT_MSG_EQ(profile.name, published.name, "name");
        }
        // Every name that is listed loads.
        for (const auto& name : ListNetworks())
        {
            NS_TEST_EXPECT_MSG_EQ(LoadNetworkProfile(name).Validate(), "", name);
            NS_TEST_EXPECT_MSG_EQ(Contains(DescribeNetwork(name), "bits=16"), true, name);
        }
        NS_TEST_EXPECT_MSG_EQ(ListNetworks().size(), std::size(all) + 1, "and NiN");
    }
};

/// Profiles of the LAIM study (Lyu et al., arXiv 2505.09214).
class LaimProfilesTestCase : public TestCase
{
  public:
    LaimProfilesTestCase()
        : TestCase("encoder stacks and ResNet-152 in six parts (arXiv 2505.09214)")
    {
    }

  private:
    /// Checks a stack of equal blocks.
    void CheckStack(const std::string& name, uint32_t blocks, uint64_t flop, uint64_t bits)
    {
        const NetworkProfile profile = LoadNetworkProfile(name);
        NS_TEST_ASSERT_MSG_EQ(profile.GetBlockCount(), blocks, name);
        for (uint32_t s = 1; s <= blocks; ++s)
        {
            NS_TEST_EXPECT_MSG_EQ(profile.blocks[s - 1].flop, flop, name << " block " << s);
            NS_TEST_EXPECT_MSG_EQ(profile.GetCutBits(s), (s < blocks ? bits : 8000), name);
        }
        NS_TEST_EXPECT_MSG_EQ(profile.GetFlop(), flop * blocks, name);
    }

    void DoRun() override
    {
        CheckStack("ViT-B/16@part=encoder", 12, 2907909120, 2420736);
        CheckStack("ViT-L/16@part=encoder", 24, 5116628992, 3227648);
        CheckStack("BERT-large@part=encoder,tokens=384", 24, 10267656192, 6291456);
        CheckStack("GPT-2-XL@part=encoder,tokens=512", 48, 33135001600, 13107200);
        const NetworkProfile vit = LoadNetworkProfile("ViT-L/16@part=encoder");
        NS_TEST_EXPECT_MSG_EQ(vit.GetFlop(), 122799095808, "ViT-L total");
        NS_TEST_EXPECT_MSG_EQ(vit.GetCutBits(0), 18874368, "raw camera image");
        NS_TEST_EXPECT_MSG_EQ(vit.GetFlopBefore(4), 20466515968, "four blocks");
        NS_TEST_EXPECT_MSG_EQ(LoadNetworkProfile("ViT-B/16@part=encoder").GetFlop(),
                              34894909440,
                              "ViT-B total");
        NS_TEST_EXPECT_MSG_EQ(LoadNetworkProfile("BERT-large@part=encoder,tokens=384").GetFlop(),
                              246423748608,
                              "BERT-large total");
        NS_TEST_EXPECT_MSG_EQ(LoadNetworkProfile("GPT-2-XL@part=encoder,tokens=512").GetFlop(),
                              1590480076800,
                              "GPT-2 XL total");

        const NetworkProfile resnet = LoadNetworkProfile("ResNet-152@part=stages");
        const Counts flop{236027904, 1335885824, 3802136576, 16030629888, 1618477056, 4096000};
        NS_TEST_EXPECT_MSG_EQ((GetEach(resnet, &Block::flop) == flop), true, "ResNet-152 FLOP");
        const Counts bits{1204224, 3211264, 12845056, 6422528, 3211264, 32768};
        NS_TEST_EXPECT_MSG_EQ((GetCrossings(resnet) == bits), true, "ResNet-152 bits");
        NS_TEST_EXPECT_MSG_EQ(resnet.blocks.back().GetOutputElements() * 16, 16000, "classes");
    }
};

/// Profiles of the ECC study (Yuan et al., arXiv 2312.15850): pooling counts, 32-bit elements.
class EccProfilesTestCase : public TestCase
{
  public:
    EccProfilesTestCase()
        : TestCase("VGG-16, tiny YOLOv2 and NiN with counted pooling (arXiv 2312.15850)")
    {
    }

  private:
    void DoRun() override
    {
        const NetworkProfile vgg = LoadNetworkProfile("VGG-16@pooling=counted,bits=32");
        NS_TEST_EXPECT_MSG_EQ(vgg.GetBlockCount(), 21, "VGG-16 layers");
        NS_TEST_EXPECT_MSG_EQ(vgg.GetFlop(), 30946650112, "VGG-16 FLOP");
        const Counts vggBits{1204224,  102760448, 102760448, 25690112, 51380224, 51380224, 12845056,
                             25690112, 25690112,  25690112,  6422528,  12845056, 12845056, 12845056,
                             3211264,  3211264,   3211264,   3211264,  802816,   131072,   131072};
        NS_TEST_EXPECT_MSG_EQ((GetCrossings(vgg) == vggBits), true, "VGG-16 bits");
        const uint32_t pools[] = {3, 6, 10, 14, 18};
        const uint64_t flop[] = {3875995648, 9426665472, 18675908608, 27924750336, 30699382784};
        for (uint32_t i = 0; i < 5; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(vgg.GetFlopBefore(pools[i]), flop[i], "VGG-16 after a pool");
        }

        const NetworkProfile yolo = LoadNetworkProfile("TinyYOLOv2@pooling=counted,bits=32");
        NS_TEST_EXPECT_MSG_EQ(yolo.GetFlop(), 6976752640, "YOLO FLOP");
        NS_TEST_EXPECT_MSG_EQ(yolo.GetFlopBefore(10), 1749769216, "YOLO after layer 10");
        const Counts yoloBits{4153344,
                              88604672,
                              22151168,
                              44302336,
                              11075584,
                              22151168,
                              5537792,
                              11075584,
                              2768896,
                              5537792,
                              1384448,
                              2768896,
                              2768896,
                              5537792,
                              5537792};
        NS_TEST_EXPECT_MSG_EQ((GetCrossings(yolo) == yoloBits), true, "YOLO bits");

        const NetworkProfile nin = LoadNetworkProfile("NiN@pooling=counted,bits=32");
        NS_TEST_EXPECT_MSG_EQ(nin.GetFlop(), 445305472, "NiN FLOP");
        const Counts ninBits{24576,
                             6291456,
                             5242880,
                             3145728,
                             786432,
                             1572864,
                             1572864,
                             1572864,
                             393216,
                             393216,
                             393216,
                             20480};
        NS_TEST_EXPECT_MSG_EQ((GetCrossings(nin) == ninBits), true, "NiN bits");

        // Without counting, multiply-adds are all there is.
        const NetworkProfile free = LoadNetworkProfile("VGG-16");
        NS_TEST_EXPECT_MSG_EQ(free.GetFlop(), 2 * 15470264320, "VGG-16 without pooling");
        NS_TEST_EXPECT_MSG_EQ(free.GetMultiplyAdds(), 15470264320, "VGG-16 multiply-adds");
    }
};

/// Profiles of the CoDE, HALP, DTO-EE, IoVT and FoMo studies.
class OtherPaperProfilesTestCase : public TestCase
{
  public:
    OtherPaperProfilesTestCase()
        : TestCase("profiles used with arXiv 2401.00631, 2412.08284, 2411.00838, 2407.09873, HALP")
    {
    }

  private:
    void DoRun() override
    {
        const NetworkProfile alex = LoadNetworkProfile("AlexNet@part=blocks");
        const Counts alexMac{70276800, 223948800, 112140288, 149520384, 99680256, 58621952};
        NS_TEST_EXPECT_MSG_EQ((GetEach(alex, &Block::multiplyAdds) == alexMac), true, "AlexNet");
        NS_TEST_EXPECT_MSG_EQ(alex.GetMultiplyAdds(), 714188480, "AlexNet");
        NS_TEST_EXPECT_MSG_EQ((alex.blocks[4].outputShape == std::vector<uint32_t>{256, 6, 6}),
                              true,
                              "AlexNet's last feature map");
        NS_TEST_EXPECT_MSG_EQ(alex.accuracy, 0.565, "AlexNet");

        const NetworkProfile mobile = LoadNetworkProfile("MobileNetV1@part=blocks");
        const Counts mobileMac{40140800, 82489344, 79779840, 287558656, 77747712, 1024000};
        NS_TEST_EXPECT_MSG_EQ((GetEach(mobile, &Block::multiplyAdds) == mobileMac),
                              true,
                              "MobileNetV1");
        const uint32_t shapes[][2] = {{64, 112}, {128, 56}, {256, 28}, {512, 14}, {1024, 7}};
        for (uint32_t i = 0; i < 5; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(mobile.blocks[i].outputShape[0], shapes[i][0], "channels");
            NS_TEST_EXPECT_MSG_EQ(mobile.blocks[i].outputShape[1], shapes[i][1], "rows");
        }

        struct Member
        {
            const char* options;
            uint64_t multiplyAdds;
            double accuracy;
        };

        const Member family[] = {{"width=1,resolution=224", 568740352, .706},
                                 {"width=0.75", 325400448, .684},
                                 {"width=.5,resolution=224", 149497088, .637},
                                 {"width=0.25,resolution=224", 41030272, .506},
                                 {"resolution=192", 418121728, .691},
                                 {"resolution=160,width=1.0", 290675200, .672},
                                 {"width=1,resolution=128", 186400768, .644}};
        for (const auto& member : family)
        {
            const auto profile = LoadNetworkProfile(std::string("MobileNetV1@") + member.options);
            NS_TEST_EXPECT_MSG_EQ(profile.GetMultiplyAdds(), member.multiplyAdds, member.options);
            NS_TEST_EXPECT_MSG_EQ(profile.accuracy, member.accuracy, member.options);
        }
        NS_TEST_EXPECT_MSG_EQ(LoadNetworkProfile("MobileNetV1@width=0.75,resolution=192").accuracy,
                              0,
                              "not in the table");

        const NetworkProfile resnet =
            LoadNetworkProfile("ResNet-101@part=four-stages,bits=32,inputbits=1204224");
        const Counts flop{1571913728, 2055208960, 10353115136, 1622573056};
        NS_TEST_EXPECT_MSG_EQ((GetEach(resnet, &Block::flop) == flop), true, "ResNet-101 FLOP");
        const Counts bytes{150528, 3211264, 1605632, 802816};
        for (uint32_t s = 0; s < 4; ++s)
        {
            NS_TEST_EXPECT_MSG_EQ(resnet.GetCutBits(s), 8 * bytes[s], "ResNet-101 boundary " << s);
        }
        const NetworkProfile bert = LoadNetworkProfile("BERT-base@part=encoder,tokens=128,bits=32");
        NS_TEST_EXPECT_MSG_EQ(bert.blocks[0].flop, 1862270976, "BERT-base layer");
        NS_TEST_EXPECT_MSG_EQ(bert.GetCutBits(1), 8 * 393216, "BERT-base boundary");

        const NetworkProfile rep = LoadNetworkProfile("RepVGG-A0@bits=8,weightbits=32");
        NS_TEST_EXPECT_MSG_EQ(rep.GetBlockCount(), 23, "22 convolutions and the classifier");
        NS_TEST_EXPECT_MSG_EQ(rep.GetMultiplyAdds(), 1361451008, "RepVGG-A0");
        NS_TEST_EXPECT_MSG_EQ(rep.GetCutBits(22), 8 * 62720, "before pooling");
        NS_TEST_EXPECT_MSG_EQ(rep.blocks[22].flop, 2560000, "classifier");
        NS_TEST_EXPECT_MSG_EQ(rep.blocks[22].weightBytes, 5124000, "classifier");
        NS_TEST_EXPECT_MSG_EQ(rep.GetCutBits(0), 8 * 150528, "frame");
        // Work of the convolutions follows the square of the fused kernel, shapes stay.
        for (const uint32_t kernel : {1, 5})
        {
            const auto other = LoadNetworkProfile("RepVGG-A0@kernel=" + std::to_string(kernel));
            for (uint32_t i = 0; i < 22; ++i)
            {
                NS_TEST_EXPECT_MSG_EQ(other.blocks[i].flop * 9,
                                      rep.blocks[i].flop * kernel * kernel,
                                      "kernel " << kernel);
                NS_TEST_EXPECT_MSG_EQ((other.blocks[i].outputShape == rep.blocks[i].outputShape),
                                      true,
                                      "kernel " << kernel);
            }
        }

        const NetworkProfile vgg = LoadNetworkProfile("VGG-16");
        const uint32_t rows[] =
            {224, 224, 112, 112, 112, 56, 56, 56, 56, 28, 28, 28, 28, 14, 14, 14, 14, 7};
        uint64_t convolutions = 0;
        for (uint32_t i = 0; i < 18; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(vgg.blocks[i].outputShape[1], rows[i], "rows of layer " << i);
            convolutions += vgg.blocks[i].multiplyAdds;
        }
        NS_TEST_EXPECT_MSG_EQ(convolutions, 15346630656, "convolutions");
        NS_TEST_EXPECT_MSG_EQ(vgg.GetMultiplyAdds() - convolutions, 123633664, "linear layers");
        NS_TEST_EXPECT_MSG_EQ(vgg.inputShape[1], 224, "H_0");

        const auto roberta = LoadNetworkProfile("RoBERTa-base@part=encoder");
        NS_TEST_EXPECT_MSG_EQ(roberta.GetBlockCount(), 12, "RoBERTa blocks");
        NS_TEST_EXPECT_MSG_EQ(roberta.blocks[0].parameters, 7087872, "values per block");
        // Forward work per token of a block: 24 d^2 + 4 s d.
        NS_TEST_EXPECT_MSG_EQ(roberta.blocks[0].flop,
                              128ULL * (24 * 768 * 768 + 4 * 128 * 768),
                              "RoBERTa block");
    }
};

/// Decoding one token against the prompt.
class DecodingTestCase : public TestCase
{
  public:
    DecodingTestCase()
        : TestCase("LLaMA-7B prefill and per-token decoding")
    {
    }

  private:
    void DoRun() override
    {
        const auto prompt = LoadNetworkProfile("LLaMA-7B@tokens=512");
        const auto token = LoadNetworkProfile("LLaMA-7B@tokens=512,phase=decode");
        NS_TEST_EXPECT_MSG_EQ(token.GetParameters(), prompt.GetParameters(), "same network");
        NS_TEST_EXPECT_MSG_EQ(token.GetBlockCount(), 34, "embedding, 32 blocks, head");
        // Matrices of a block: 4 d^2 + 3 d m; attention 2 * context * d.
        const uint64_t d = 4096;
        const uint64_t matrices = 4 * d * d + 3 * d * 11008;
        NS_TEST_EXPECT_MSG_EQ(token.blocks[1].multiplyAdds, matrices + 2 * 512 * d, "decode");
        NS_TEST_EXPECT_MSG_EQ(prompt.blocks[1].multiplyAdds,
                              512 * (matrices + 2 * 512 * d),
                              "prefill");
        NS_TEST_EXPECT_MSG_EQ(token.GetCutBits(5), 16 * d, "one token crosses");
        NS_TEST_EXPECT_MSG_EQ(prompt.GetCutBits(5), 512 * 16 * d, "the prompt crosses");
        NS_TEST_EXPECT_MSG_EQ(token.GetCutBits(0), 32, "a token's number");
        NS_TEST_EXPECT_MSG_EQ(token.blocks[1].stateBytes, 2 * 512 * d * 2, "keys and values");
        NS_TEST_EXPECT_MSG_EQ(token.GetWeightBytes(), 2 * 6738415616, "16 bit weights");
        const auto half = LoadNetworkProfile("LLaMA-7B@weightbits=4");
        NS_TEST_EXPECT_MSG_EQ(half.GetWeightBytes(), 6738415616 / 2, "4 bit weights");
    }
};

/// The catalogue.
class CatalogueTestSuite : public TestSuite
{
  public:
    CatalogueTestSuite()
        : TestSuite("edge-ai-profile-catalogue", TEST_UNIT)
    {
        AddTestCase(new PublishedTotalsTestCase, TEST_QUICK);
        AddTestCase(new LaimProfilesTestCase, TEST_QUICK);
        AddTestCase(new EccProfilesTestCase, TEST_QUICK);
        AddTestCase(new OtherPaperProfilesTestCase, TEST_QUICK);
        AddTestCase(new DecodingTestCase, TEST_QUICK);
    }
};

static CatalogueTestSuite g_catalogueTestSuite; ///< registers the suite
