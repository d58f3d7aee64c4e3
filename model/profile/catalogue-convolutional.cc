/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The convolutional networks of the catalogue. Layer sizes are public facts about the networks; the
// totals they must reach are in test/catalogue-test.cc. Accuracies are ImageNet top-1 of public
// model tables (torchvision's first weights; RepVGG and MobileNetV1 from their authors).

#include "catalogue-entry.h"
#include "catalogue-repvgg.h"

#include <cmath>
#include <map>

namespace ns3
{
namespace edgeai
{

namespace
{

/// One layer of a plain chain: channels 0 means pooling, kernel 0 means all rows and columns.
struct PlainLayer
{
    std::string name;
    uint32_t channels;
    Window window;
};

/// Adds the layers of a plain chain.
void
AddLayers(ProfileBuilder& builder, const std::vector<PlainLayer>& layers)
{
    for (const auto& layer : layers)
    {
        if (layer.channels > 0)
        {
            builder.Convolution(layer.name, layer.channels, layer.window);
        }
        else if (layer.window.kernel > 0)
        {
            builder.Pooling(layer.name, layer.window);
        }
        else
        {
            builder.GlobalPooling(layer.name);
        }
    }
}

/// @returns the option that says whether pooling counts
NetworkOptionRule
MakePoolingRule()
{
    return {"pooling",
            "work of pooling: free, or counted as k*k FLOP per output element",
            "free",
            {"free", "counted"}};
}

/// Applies the option of MakePoolingRule.
void
ApplyPooling(ProfileBuilder& builder, const NetworkOptions& options)
{
    builder.CountPooling(options.GetChoice("pooling") == "counted");
}

void
BuildAlexNet(ProfileBuilder& builder, const NetworkOptions& options)
{
    ApplyPooling(builder, options);
    builder.Accuracy(0.565).Input(3, 224, 224);
    AddLayers(builder,
              {{"conv1", 64, {11, 4, 2}},
               {"pool1", 0, {3, 2}},
               {"conv2", 192, {5, 1, 2}},
               {"pool2", 0, {3, 2}},
               {"conv3", 384, {3, 1, 1}},
               {"conv4", 256, {3, 1, 1}},
               {"conv5", 256, {3, 1, 1}},
               {"pool5", 0, {3, 2}}});
    builder.Linear("fc6", 4096).Linear("fc7", 4096).Linear("fc8", 1000);
    if (options.GetChoice("part") == "blocks")
    {
        // Maleki, Shah-Mansouri, Khalaj, arXiv 2401.00631: one block per convolution with its pool.
        builder.Group({{"block1", 2},
                       {"block2", 2},
                       {"block3", 1},
                       {"block4", 1},
                       {"block5", 2},
                       {"head", 3}});
    }
}

/// A VGG: numbers of 3x3 convolutions before each of the five pools.
struct VggSpec
{
    std::string name;
    std::vector<uint32_t> convolutions;
    double accuracy;
};

void
BuildVgg(ProfileBuilder& builder, const NetworkOptions& options, const VggSpec& spec)
{
    static const std::vector<uint32_t> channels{64, 128, 256, 512, 512};
    ApplyPooling(builder, options);
    builder.Accuracy(spec.accuracy).Input(3, 224, 224);
    for (uint32_t stage = 0; stage < channels.size(); ++stage)
    {
        const std::string number = std::to_string(stage + 1);
        for (uint32_t i = 1; i <= spec.convolutions[stage]; ++i)
        {
            builder.Convolution("conv" + number + "_" + std::to_string(i),
                                channels[stage],
                                {3, 1, 1});
        }
        builder.Pooling("pool" + number, {2, 2});
    }
    builder.Linear("fc6", 4096).Linear("fc7", 4096).Linear("fc8", 1000);
}

/// A ResNet: its residual block and how many of them each stage has.
struct ResNetSpec
{
    std::string name;
    ResidualKind kind;
    std::vector<uint32_t> counts;
    double accuracy;
};

void
BuildResNet(ProfileBuilder& builder, const NetworkOptions& options, const ResNetSpec& spec)
{
    ApplyPooling(builder, options);
    builder.Accuracy(spec.accuracy).Convolutions(Affine::BATCH_NORM).Input(3, 224, 224);
    builder.Convolution("conv1", 64, {7, 2, 3}).Pooling("pool1", {3, 2, 1});
    for (uint32_t stage = 0; stage < 4; ++stage)
    {
        builder.ResidualStage("stage" + std::to_string(stage + 1),
                              spec.kind,
                              spec.counts[stage],
                              64U << stage,
                              stage == 0 ? 1 : 2);
    }
    builder.GlobalPooling("pool5").Linear("classifier", 1000);
    const std::vector<uint32_t>& n = spec.counts;
    if (options.GetChoice("part") == "stages")
    {
        // Profile of the LAIM study, arXiv 2505.09214: the last stage ends with its pooled output.
        builder.Group({{"stem", 2},
                       {"stage1", n[0]},
                       {"stage2", n[1]},
                       {"stage3", n[2]},
                       {"stage4", n[3] + 1},
                       {"classifier", 1}});
    }
    else if (options.GetChoice("part") == "four-stages")
    {
        // Sub-models of Xie et al., arXiv 2412.08284: cut after each residual stage.
        builder.Group(
            {{"stage1", n[0] + 2}, {"stage2", n[1]}, {"stage3", n[2]}, {"stage4", n[3] + 2}});
    }
}

/// Published accuracy of MobileNetV1 at a width and resolution; 0 where none was published.
double
GetMobileNetV1Accuracy(double width, uint64_t resolution)
{
    static const std::map<std::pair<double, uint64_t>, double> table{{{1.0, 224}, 0.706},
                                                                     {{0.75, 224}, 0.684},
                                                                     {{0.5, 224}, 0.637},
                                                                     {{0.25, 224}, 0.506},
                                                                     {{1.0, 192}, 0.691},
                                                                     {{1.0, 160}, 0.672},
                                                                     {{1.0, 128}, 0.644}};
    const auto entry = table.find({width, resolution});
    return entry == table.end() ? 0 : entry->second;
}

void
BuildMobileNetV1(ProfileBuilder& builder, const NetworkOptions& options)
{
    static const std::vector<std::pair<uint32_t, uint32_t>> pairs{// channels and stride
                                                                  {64, 1},
                                                                  {128, 2},
                                                                  {128, 1},
                                                                  {256, 2},
                                                                  {256, 1},
                                                                  {512, 2},
                                                                  {512, 1},
                                                                  {512, 1},
                                                                  {512, 1},
                                                                  {512, 1},
                                                                  {512, 1},
                                                                  {1024, 2},
                                                                  {1024, 1}};
    const double width = options.GetReal("width");
    const auto resolution = static_cast<uint32_t>(options.GetInteger("resolution"));
    // Rounded down, as the authors' network does; the small addition keeps 0.3 * 10 at 3.
    const auto scale = [width](uint32_t channels) {
        return static_cast<uint32_t>(std::floor(channels * width + 1e-9));
    };
    ApplyPooling(builder, options);
    builder.Accuracy(GetMobileNetV1Accuracy(width, resolution))
        .Convolutions(Affine::BATCH_NORM)
        .Input(3, resolution, resolution)
        .Convolution("conv1", scale(32), {3, 2, 1});
    for (std::size_t i = 0; i < pairs.size(); ++i)
    {
        const std::string number = std::to_string(i + 1);
        builder.DepthwiseConvolution("depthwise" + number, {3, pairs[i].second, 1})
            .Convolution("pointwise" + number, scale(pairs[i].first), {1});
    }
    builder.GlobalPooling("pool").Linear("classifier", 1000);
    if (options.GetChoice("part") == "blocks")
    {
        // The five blocks and head used with Maleki et al., arXiv 2401.00631 (this module's cut).
        builder.Group({{"block1", 3},
                       {"block2", 4},
                       {"block3", 4},
                       {"block4", 12},
                       {"block5", 4},
                       {"head", 2}});
    }
}

void
BuildMobileNetV2(ProfileBuilder& builder, const NetworkOptions& options)
{
    struct Stage
    {
        uint32_t expansion;
        uint32_t channels;
        uint32_t count;
        uint32_t stride;
    };

    static const std::vector<Stage> stages{{1, 16, 1, 1},
                                           {6, 24, 2, 2},
                                           {6, 32, 3, 2},
                                           {6, 64, 4, 2},
                                           {6, 96, 3, 1},
                                           {6, 160, 3, 2},
                                           {6, 320, 1, 1}};
    ApplyPooling(builder, options);
    builder.Accuracy(0.719).Convolutions(Affine::BATCH_NORM).Input(3, 224, 224);
    builder.Convolution("conv1", 32, {3, 2, 1});
    for (std::size_t i = 0; i < stages.size(); ++i)
    {
        const Stage& stage = stages[i];
        builder.InvertedResidualStage("stage" + std::to_string(i + 1),
                                      stage.expansion,
                                      stage.count,
                                      stage.channels,
                                      stage.stride);
    }
    builder.Convolution("conv2", 1280, {1}).GlobalPooling("pool").Linear("classifier", 1000);
}

void
BuildRepVggA0(ProfileBuilder& builder, const NetworkOptions& options)
{
    struct Stage
    {
        uint32_t channels;
        uint32_t count;
    };

    static const std::vector<Stage> stages{{48, 1}, {48, 2}, {96, 4}, {192, 14}, {1280, 1}};
    const auto kernel = static_cast<uint32_t>(std::stoul(options.GetChoice("kernel")));
    ApplyPooling(builder, options);
    // Fused for inference: one convolution with bias per layer, kernel 3 is the published network.
    builder.Accuracy(kernel == 3 ? 0.7241 : 0).Convolutions(Affine::BIAS).Input(3, 224, 224);
    uint32_t layers = 0;
    for (const auto& stage : stages)
    {
        for (uint32_t i = 0; i < stage.count; ++i)
        {
            builder.Convolution("conv" + std::to_string(++layers),
                                stage.channels,
                                {kernel, i == 0 ? 2U : 1U, kernel / 2});
        }
    }
    builder.GlobalPooling("pool").Linear("classifier", 1000);
    // Pooling stays with the classifier, so that 23 layers and cuts before pooling remain, as in
    // the profile used with Wu et al., arXiv 2411.00838.
    std::vector<std::pair<std::string, uint32_t>> groups;
    for (uint32_t i = 1; i <= layers; ++i)
    {
        groups.emplace_back("conv" + std::to_string(i), 1);
    }
    groups.emplace_back("classifier", 2);
    builder.Group(groups);
}

void
BuildNin(ProfileBuilder& builder, const NetworkOptions& options)
{
    ApplyPooling(builder, options);
    builder.Input(3, 32, 32);
    AddLayers(builder,
              {{"conv1", 192, {5, 1, 2}},
               {"cccp1", 160, {1}},
               {"cccp2", 96, {1}},
               {"pool1", 0, {3, 2, 1}},
               {"conv2", 192, {5, 1, 2}},
               {"cccp3", 192, {1}},
               {"cccp4", 192, {1}},
               {"pool2", 0, {3, 2, 1}},
               {"conv3", 192, {3, 1, 1}},
               {"cccp5", 192, {1}},
               {"cccp6", 10, {1}},
               {"pool3", 0, {0}}});
}

void
BuildTinyYolo(ProfileBuilder& builder, const NetworkOptions& options)
{
    ApplyPooling(builder, options);
    builder.Convolutions(Affine::BATCH_NORM).Input(3, 416, 416);
    uint32_t number = 0;
    for (const uint32_t channels : {16, 32, 64, 128, 256, 512})
    {
        const std::string suffix = std::to_string(++number);
        builder.Convolution("conv" + suffix, channels, {3, 1, 1});
        // The sixth pool keeps the size: one more row and column of padding at the end.
        builder.Pooling("pool" + suffix, number < 6 ? Window{2, 2} : Window{2, 1, 0, 1});
    }
    builder.Convolution("conv7", 1024, {3, 1, 1}).Convolution("conv8", 1024, {3, 1, 1});
    builder.Convolutions(Affine::BIAS).Convolution("conv9", 125, {1});
}

} // namespace

std::vector<CatalogueEntry>
MakeConvolutionalNetworks()
{
    const auto pooling = MakePoolingRule();
    const auto blocks =
        MakePartRule({"layers", "blocks"}, "every layer, or five blocks and a head");
    const auto stages = MakePartRule({"layers", "stages", "four-stages"},
                                     "every residual block, or stem, four stages and classifier, "
                                     "or four stages with stem and classifier in them");
    std::vector<CatalogueEntry> all;
    all.push_back({"AlexNet", "AlexNet (one tower), 224x224", {blocks, pooling}, BuildAlexNet});
    for (const VggSpec& spec : {VggSpec{"VGG-11", {1, 1, 2, 2, 2}, 0.690},
                                VggSpec{"VGG-13", {2, 2, 2, 2, 2}, 0.699},
                                VggSpec{"VGG-16", {2, 2, 3, 3, 3}, 0.716},
                                VggSpec{"VGG-19", {2, 2, 4, 4, 4}, 0.724}})
    {
        all.push_back({spec.name,
                       spec.name + ", 224x224, without batch norm",
                       {pooling},
                       [spec](ProfileBuilder& builder, const NetworkOptions& options) {
                           BuildVgg(builder, options, spec);
                       }});
    }
    for (const ResNetSpec& spec :
         {ResNetSpec{"ResNet-18", ResidualKind::BASIC, {2, 2, 2, 2}, 0.698},
          ResNetSpec{"ResNet-34", ResidualKind::BASIC, {3, 4, 6, 3}, 0.733},
          ResNetSpec{"ResNet-50", ResidualKind::BOTTLENECK, {3, 4, 6, 3}, 0.761},
          ResNetSpec{"ResNet-101", ResidualKind::BOTTLENECK, {3, 4, 23, 3}, 0.774},
          ResNetSpec{"ResNet-152", ResidualKind::BOTTLENECK, {3, 8, 36, 3}, 0.783}})
    {
        all.push_back({spec.name,
                       spec.name + ", 224x224, stride in the 3x3 convolutions",
                       {stages, pooling},
                       [spec](ProfileBuilder& builder, const NetworkOptions& options) {
                           BuildResNet(builder, options, spec);
                       }});
    }
    const NetworkOptionRule
        width{"width", "channels over those of width 1", "1", {}, 0.1, 4, false};
    const NetworkOptionRule
        resolution{"resolution", "rows and columns of the image", "224", {}, 32, 2048, true, 32};
    all.push_back(
        {"MobileNetV1", "MobileNetV1", {width, resolution, blocks, pooling}, BuildMobileNetV1});
    all.push_back({"MobileNetV2", "MobileNetV2, width 1, 224x224", {pooling}, BuildMobileNetV2});
    all.push_back(
        {"RepVGG-A0",
         "RepVGG-A0, fused for inference, 224x224",
         {{"kernel", "side of the fused kernels; 3 is the published network", "3", {"1", "3", "5"}},
          pooling},
         BuildRepVggA0});
    all.push_back(MakeRepVggB3());
    all.push_back({"NiN", "Network in Network for 32x32 images", {pooling}, BuildNin});
    all.push_back({"TinyYOLOv2", "Tiny YOLOv2, 20 classes, 416x416", {pooling}, BuildTinyYolo});
    return all;
}

} // namespace edgeai
} // namespace ns3
