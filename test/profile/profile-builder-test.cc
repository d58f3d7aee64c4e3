/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Layers of the profile builder against arithmetic by hand: convolutions, encoders, cuts, exits.

#include "support/profile-test-kit.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/profile-builder.h"
#include "ns3/profile-json.h"
#include "ns3/test.h"

#include <fstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns the only block of a network
Block
GetLast(const ProfileBuilder& builder)
{
    return builder.Build().blocks.back();
}

} // namespace

/// Layers against arithmetic done by hand.
class LayerArithmeticTestCase : public TestCase
{
  public:
    LayerArithmeticTestCase()
        : TestCase("convolution, pooling and linear layers against hand arithmetic")
    {
    }

  private:
    void DoRun() override
    {
        // 64 to 64 channels, 28x28: Wu et al., arXiv 2411.00838, check V2 with 4-byte weights.
        const uint64_t flop[] = {6422528, 57802752, 160563200};
        const uint64_t bytes[] = {16640, 147712, 409856};
        for (uint32_t i = 0; i < 3; ++i)
        {
            ProfileBuilder builder("one");
            builder.WeightBits(32).Input(64, 28, 28);
            const Block block = GetLast(builder.Convolution("conv", 64, {2 * i + 1, 1, i}));
            NS_TEST_EXPECT_MSG_EQ(block.flop, flop[i], "FLOP of kernel " << 2 * i + 1);
            NS_TEST_EXPECT_MSG_EQ(block.weightBytes, bytes[i], "bytes of kernel " << 2 * i + 1);
            NS_TEST_EXPECT_MSG_EQ(block.GetOutputElements(), 50176, "elements");
            NS_TEST_EXPECT_MSG_EQ(block.rows.kernel, 2 * i + 1, "kernel");
            NS_TEST_EXPECT_MSG_EQ(block.rows.padding, i, "padding");
        }

        // A row more after the last: 3 x 3 windows on 8 + 1 rows, two apart.
        ProfileBuilder trailing("trailing");
        const Block block = GetLast(trailing.Input(3, 8, 8).Convolution("conv", 4, {3, 2, 0, 1}));
        NS_TEST_EXPECT_MSG_EQ(block.outputShape[1], 4, "rows");
        NS_TEST_EXPECT_MSG_EQ(block.rows.trailing, 1, "trailing");
        NS_TEST_EXPECT_MSG_EQ(block.rows.GetOutputRows(8), 4, "rows out of rows");
        NS_TEST_EXPECT_MSG_EQ(RowGeometry().GetOutputRows(8), 0, "no geometry");

        ProfileBuilder builder("mixed");
        builder.Convolutions(Affine::BATCH_NORM).Input(4, 9, 7);
        builder.DepthwiseConvolution("depthwise", {3, 2, 1}); // 5 x 4
        NS_TEST_EXPECT_MSG_EQ(GetLast(builder).multiplyAdds, 4 * 9 * 5 * 4, "depthwise");
        NS_TEST_EXPECT_MSG_EQ(GetLast(builder).parameters, 4 * 9 + 8, "depthwise and batch norm");
        builder.Convolution("grouped", 6, {1}, 2);
        NS_TEST_EXPECT_MSG_EQ(GetLast(builder).multiplyAdds, 2 * 6 * 20, "two groups");
        builder.Convolutions(Affine::NONE).Convolution("plain", 2, {1});
        NS_TEST_EXPECT_MSG_EQ(GetLast(builder).parameters, 12, "neither bias nor norm");
        builder.Pooling("free", {2, 2}); // 2 x 2
        NS_TEST_EXPECT_MSG_EQ(GetLast(builder).flop, 0, "pooling is free by default");
        builder.CountPooling(true).Pooling("counted", {2, 1, 0, 1}); // 2 x 2
        NS_TEST_EXPECT_MSG_EQ(GetLast(builder).flop, 4 * 2 * 4, "k*k FLOP per output");
        NS_TEST_EXPECT_MSG_EQ(GetLast(builder).multiplyAdds, 0, "no multiply-adds");
        builder.GlobalPooling("global");
        NS_TEST_EXPECT_MSG_EQ(GetLast(builder).flop, 8, "one FLOP per input");
        NS_TEST_EXPECT_MSG_EQ(GetLast(builder).rows.kernel, 0, "not by rows");
        builder.Linear("linear", 5);
        NS_TEST_EXPECT_MSG_EQ(GetLast(builder).flop, 20, "2 per multiply-add");
        NS_TEST_EXPECT_MSG_EQ(GetLast(builder).parameters, 15, "with bias");
        NS_TEST_EXPECT_MSG_EQ(builder.Build().inputBits, 4 * 9 * 7 * 8, "8 bits per value");
        builder.InputBits(99);
        NS_TEST_EXPECT_MSG_EQ(builder.Build().inputBits, 99, "as told");
    }
};

/// Transformer blocks against closed forms.
class TransformerArithmeticTestCase : public TestCase
{
  public:
    TransformerArithmeticTestCase()
        : TestCase("encoder and decoder blocks against closed forms")
    {
    }

  private:
    void DoRun() override
    {
        // 24 n d^2 + 4 n^2 d, Lyu et al., arXiv 2505.09214; parameters 12 d^2 + 13 d.
        for (const uint64_t n : {1, 128, 197, 512})
        {
            for (const uint64_t d : {64, 768})
            {
                ProfileBuilder builder("stack");
                builder.InputActivation({uint32_t(n), uint32_t(d)}, 1).Encoder("encoder");
                const Block block = GetLast(builder);
                NS_TEST_EXPECT_MSG_EQ(block.flop, 24 * n * d * d + 4 * n * n * d, "FLOP");
                NS_TEST_EXPECT_MSG_EQ(block.parameters, 12 * d * d + 13 * d, "parameters");
                NS_TEST_EXPECT_MSG_EQ(block.stateBytes, 0, "encoders keep nothing");
            }
        }
        TransformerBlock grouped;
        grouped.mlpWidth = 100;
        grouped.gated = true;
        grouped.bias = false;
        grouped.normShift = false;
        grouped.keyValueWidth = 16;
        ProfileBuilder builder("decoder");
        builder.InputActivation({1, 64}, 1).Decoder("decoder", 50, grouped);
        const Block block = GetLast(builder);
        const uint64_t weights = 2 * 64 * 64 + 2 * 64 * 16 + 3 * 64 * 100;
        NS_TEST_EXPECT_MSG_EQ(block.multiplyAdds, weights + 2 * 50 * 64, "one token, context 50");
        NS_TEST_EXPECT_MSG_EQ(block.parameters, weights + 2 * 64, "no biases, scales only");
        NS_TEST_EXPECT_MSG_EQ(block.stateBytes, 2 * 50 * 16 * 2, "keys and values of 16 bit");

        ProfileBuilder text("text");
        text.InputTokens(10).Embedding("embedding", 100, 8, 12, true);
        NS_TEST_EXPECT_MSG_EQ(GetLast(text).parameters, 800 + 96 + 16, "tables and norm");
        NS_TEST_EXPECT_MSG_EQ(GetLast(text).flop, 0, "looking up is free");
        text.Linear("wide", 20);
        NS_TEST_EXPECT_MSG_EQ(GetLast(text).multiplyAdds, 10 * 8 * 20, "for each token");
        text.TokenHead("head", 100, false, 0, true);
        NS_TEST_EXPECT_MSG_EQ(GetLast(text).multiplyAdds, 2000, "for one token");
        NS_TEST_EXPECT_MSG_EQ(GetLast(text).parameters, 0, "tied to the embedding");
        NS_TEST_EXPECT_MSG_EQ(text.Build().inputBits, 320, "32 bits per token");
    }
};

/// Cuts, exits and grouping.
class MarksTestCase : public TestCase
{
  public:
    MarksTestCase()
        : TestCase("cuts, exits and groups")
    {
    }

  private:
    void DoRun() override
    {
        ProfileBuilder builder("marked");
        builder.Input(3, 8, 8).Cut();
        builder.Convolution("a", 4, {3, 1, 1}).ExitHere(10, 0.6, 0.25);
        builder.Convolution("b", 8, {3, 2, 1}).Cut();
        builder.GlobalPooling("pool").Linear("c", 10).Cut();
        const NetworkProfile profile = builder.Build();
        NS_TEST_EXPECT_MSG_EQ((profile.cuts == std::vector<uint32_t>{0, 2, 4}), true, "cuts");
        NS_TEST_ASSERT_MSG_EQ(profile.exits.size(), 1, "one exit");
        NS_TEST_EXPECT_MSG_EQ(profile.exits[0].afterBlock, 1, "after the first block");
        NS_TEST_EXPECT_MSG_EQ(profile.exits[0].flop, 2 * 4 * 10, "linear layer on 4 channels");
        NS_TEST_EXPECT_MSG_EQ(profile.exits[0].share, 0.25, "share");
        NS_TEST_EXPECT_MSG_EQ(profile.inputShape.size(), 3, "input shape is kept");

        ProfileBuilder stages("stages");
        stages.Input(3, 32, 32).Convolution("stem", 16, {3, 1, 1});
        stages.ResidualStage("one", ResidualKind::BASIC, 2, 16);
        stages.ResidualStage("two", ResidualKind::BOTTLENECK, 2, 16, 2).GlobalPooling("pool");
        const NetworkProfile fine = stages.Build();
        NS_TEST_EXPECT_MSG_EQ(fine.GetBlockCount(), 6, "one block per residual block");
        const NetworkProfile coarse =
            stages.Group({{"stem", 1}, {"residual", 4}, {"pool", 1}}).Build();
        NS_TEST_EXPECT_MSG_EQ(coarse.GetBlockCount(), 3, "grouped");
        NS_TEST_EXPECT_MSG_EQ(coarse.GetFlop(), fine.GetFlop(), "work is kept");
        NS_TEST_EXPECT_MSG_EQ(coarse.GetParameters(), fine.GetParameters(), "weights are kept");
        NS_TEST_EXPECT_MSG_EQ(coarse.GetCutBits(2), fine.GetCutBits(5), "output of the last");
        NS_TEST_EXPECT_MSG_EQ(ToString(coarse.blocks[0].kind), "convolution", "one keeps kind");
        NS_TEST_EXPECT_MSG_EQ(coarse.blocks[0].rows.kernel, 3, "one keeps geometry");
        NS_TEST_EXPECT_MSG_EQ(ToString(coarse.blocks[1].kind), "residual", "all alike keep kind");
    }
};

/// What the builder refuses.
class BuilderErrorsTestCase : public TestCase
{
  public:
    BuilderErrorsTestCase()
        : TestCase("layers that do not fit are refused in words")
    {
    }

  private:
    void DoRun() override
    {
        const auto image = [] {
            ProfileBuilder builder("net");
            builder.Input(3, 8, 8);
            return builder;
        };
        const auto text = [](uint32_t width) {
            ProfileBuilder builder("net");
            builder.InputActivation({4, width}, 1);
            return builder;
        };
        EDGE_AI_EXPECT_ERROR(image().Convolution("c", 8, {11}),
                             "network 'net', layer 'c': kernel must be at most the padded input "
                             "(8), got 11");
        EDGE_AI_EXPECT_ERROR(image().Convolution("c", 0, {3}), "channels must be >= 1");
        EDGE_AI_EXPECT_ERROR(image().Convolution("c", 8, {0}), "kernel must be >= 1");
        EDGE_AI_EXPECT_ERROR(image().Convolution("c", 8, {3, 0}), "stride must be >= 1");
        EDGE_AI_EXPECT_ERROR(image().Convolution("c", 8, {3, 1, 3}), "padding must be less");
        EDGE_AI_EXPECT_ERROR(image().Convolution("c", 8, {3, 1, 1, 3}), "trailing padding");
        EDGE_AI_EXPECT_ERROR(image().Convolution("c", 8, {3}, 2), "groups must divide");
        EDGE_AI_EXPECT_ERROR(image().Convolution("c", 8, {3}, 0), "groups must be >= 1");
        EDGE_AI_EXPECT_ERROR(image().Encoder("e"), "needs a {tokens, width}");
        EDGE_AI_EXPECT_ERROR(image().Input(3, 8, 8), "must come once");
        EDGE_AI_EXPECT_ERROR(image().PatchEmbedding("p", 3, 8), "patch must divide height (8)");
        EDGE_AI_EXPECT_ERROR(image().ResidualStage("r", ResidualKind::BASIC, 0, 8), "count");
        EDGE_AI_EXPECT_ERROR(image().InvertedResidualStage("r", 0, 1, 8), "expansion");
        EDGE_AI_EXPECT_ERROR(image().Embedding("e", 10, 10), "needs tokens before it");
        EDGE_AI_EXPECT_ERROR(image().WeightBits(65), "1..64, got 65");
        EDGE_AI_EXPECT_ERROR(image().Build(), "blocks must hold at least one block");
        EDGE_AI_EXPECT_ERROR(image().ExitHere(10, 0.5, 0.5), "must come after a block");
        EDGE_AI_EXPECT_ERROR(ProfileBuilder("net").Linear("l", 3), "needs an input");
        EDGE_AI_EXPECT_ERROR(ProfileBuilder("net").Convolution("c", 3, {1}), "channels, height");
        EDGE_AI_EXPECT_ERROR(ProfileBuilder("net").Input(3, 0, 8), "dimension must be >= 1");
        EDGE_AI_EXPECT_ERROR(text(8).Decoder("d", 3), "context must be 0 or at least");
        EDGE_AI_EXPECT_ERROR(text(8).TokenHead("h", 3, true, 5), "normParameters must be 0, 8 or");
        TransformerBlock wide;
        wide.keyValueWidth = 9;
        EDGE_AI_EXPECT_ERROR(text(8).Encoder("e", wide), "keyValueWidth must be at most");
        EDGE_AI_EXPECT_ERROR(image().Linear("l", 3).Group({{"g", 2}}), "past the last block");
        EDGE_AI_EXPECT_ERROR(image().Linear("l", 3).Linear("m", 3).Group({{"g", 1}}),
                             "must cover all 2 blocks, got 1");
        EDGE_AI_EXPECT_ERROR(image().Cut().Linear("l", 3).Group({{"g", 1}}), "before Cut");
        // Counts that overflow are refused, not wrapped.
        constexpr uint32_t HUGE_SIDE = 4000000000U;
        EDGE_AI_EXPECT_ERROR(ProfileBuilder("net")
                                 .Input(1, HUGE_SIDE, HUGE_SIDE)
                                 .Convolution("c", HUGE_SIDE, {1})
                                 .Build(),
                             "layer 'c': FLOP and bits of the parameters");
        EDGE_AI_EXPECT_ERROR(text(HUGE_SIDE).Encoder("e"), "layer 'e': FLOP and bits");
        EDGE_AI_EXPECT_ERROR(text(HUGE_SIDE).Linear("l", HUGE_SIDE), "layer 'l': FLOP and bits");
    }
};

/// A profile made from an ONNX file by tools/onnx-to-profile.py agrees with the builder.
class OnnxAgreementTestCase : public TestCase
{
  public:
    OnnxAgreementTestCase()
        : TestCase("profiles converted from ONNX files agree with layer arithmetic")
    {
    }

  private:
    /// Reads a converted profile. onnx_profile_test.py checks that the files are what the converter
    /// makes of these networks.
    NetworkProfile Read(const std::string& file)
    {
        std::string path = CreateDataDirFilename("profile/data/" + file);
        if (!std::ifstream(path))
        {
            // waf takes the folder of one room's tests as the place of the data.
            path = CreateDataDirFilename("../profile/data/" + file);
        }
        return GetError([&] { ReadProfileFile(path); }) == "(no error)" ? ReadProfileFile(path)
                                                                        : NetworkProfile();
    }

    /// Compares two profiles block by block.
    void Compare(const std::string& file, const NetworkProfile& expected)
    {
        const NetworkProfile got = Read(file);
        NS_TEST_ASSERT_MSG_EQ(got.GetBlockCount(), expected.GetBlockCount(), file);
        for (uint32_t i = 0; i < got.GetBlockCount(); ++i)
        {
            const Block& a = got.blocks[i];
            const Block& b = expected.blocks[i];
            NS_TEST_EXPECT_MSG_EQ(ToString(a.kind), ToString(b.kind), file << " kind " << i);
            NS_TEST_EXPECT_MSG_EQ(a.flop, b.flop, file << " FLOP " << i);
            NS_TEST_EXPECT_MSG_EQ(a.multiplyAdds, b.multiplyAdds, file << " multiply-adds " << i);
            NS_TEST_EXPECT_MSG_EQ(a.parameters, b.parameters, file << " parameters " << i);
            NS_TEST_EXPECT_MSG_EQ(a.weightBytes, b.weightBytes, file << " bytes " << i);
            NS_TEST_EXPECT_MSG_EQ((a.outputShape == b.outputShape), true, file << " shape " << i);
            NS_TEST_EXPECT_MSG_EQ(a.rows.kernel, b.rows.kernel, file << " kernel " << i);
            NS_TEST_EXPECT_MSG_EQ(a.rows.stride, b.rows.stride, file << " stride " << i);
            NS_TEST_EXPECT_MSG_EQ(a.rows.padding, b.rows.padding, file << " padding " << i);
            NS_TEST_EXPECT_MSG_EQ(a.rows.trailing, b.rows.trailing, file << " trailing " << i);
        }
        NS_TEST_EXPECT_MSG_EQ(got.inputBits, expected.inputBits, file << " input");
        NS_TEST_EXPECT_MSG_EQ((got.inputShape == expected.inputShape), true, file << " input");
    }

    void DoRun() override
    {
        SetDataDir(NS_TEST_SOURCEDIR);
        ProfileBuilder vgg("small-vgg");
        vgg.Input(3, 32, 32)
            .Convolution("conv1", 8, {3, 1, 1})
            .Convolution("conv2", 8, {3, 1, 1})
            .Pooling("pool1", {2, 2})
            .Convolution("conv3", 16, {3, 1, 1})
            .Pooling("pool2", {2, 2})
            .Linear("fc1", 32)
            .Linear("fc2", 10);
        Compare("small-vgg.json", vgg.Build());

        ProfileBuilder residual("small-residual");
        residual.Convolutions(Affine::BATCH_NORM)
            .Input(3, 32, 32)
            .Convolution("stem", 8, {3, 1, 1})
            .DepthwiseConvolution("depthwise", {3, 1, 1})
            .ResidualStage("stage1", ResidualKind::BASIC, 2, 8)
            .ResidualStage("stage2", ResidualKind::BASIC, 1, 16, 2)
            .GlobalPooling("pool")
            .Linear("classifier", 10);
        Compare("small-residual.json", residual.Build());

        // A graph admits one more cut, between attention and perceptron of each encoder block.
        ProfileBuilder attention("small-attention");
        attention.InputActivation({16, 32}, 16 * 32 * 32).Encoder("encoder1").Encoder("encoder2");
        const NetworkProfile blocks = attention.Build();
        const NetworkProfile halves = Read("small-attention.json");
        NS_TEST_ASSERT_MSG_EQ(halves.GetBlockCount(), 4, "two halves per encoder block");
        for (uint32_t s = 0; s <= 2; ++s)
        {
            NS_TEST_EXPECT_MSG_EQ(halves.GetFlopBefore(2 * s), blocks.GetFlopBefore(s), "FLOP");
            NS_TEST_EXPECT_MSG_EQ(halves.GetParametersBefore(2 * s),
                                  blocks.GetParametersBefore(s),
                                  "parameters");
            NS_TEST_EXPECT_MSG_EQ(halves.GetCutBits(2 * s), blocks.GetCutBits(s), "bits");
        }
    }
};

/// The builder.
class ProfileBuilderTestSuite : public TestSuite
{
  public:
    ProfileBuilderTestSuite()
        : TestSuite("edge-ai-profile-builder", TEST_UNIT)
    {
        AddTestCase(new LayerArithmeticTestCase, TEST_QUICK);
        AddTestCase(new TransformerArithmeticTestCase, TEST_QUICK);
        AddTestCase(new MarksTestCase, TEST_QUICK);
        AddTestCase(new BuilderErrorsTestCase, TEST_QUICK);
        AddTestCase(new OnnxAgreementTestCase, TEST_QUICK);
    }
};

static ProfileBuilderTestSuite g_profileBuilderTestSuite; ///< registers the suite
