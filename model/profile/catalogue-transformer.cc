/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The transformers of the catalogue: one row each. Sizes are public facts about the networks; the
// totals they must reach are in test/catalogue-test.cc.

#include "catalogue-entry.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/// Raw camera image behind a vision encoder: 1024 x 768 pixels of 24 bit (arXiv 2505.09214) [bit].
constexpr uint64_t CAMERA_IMAGE_BITS = 1024 * 768 * 24;

/// Size of a vision transformer.
struct VisionSpec
{
    std::string name;
    uint32_t patch;
    uint32_t layers;
    uint32_t width;
    double accuracy; ///< ImageNet top-1, torchvision's first weights; 0: none at this size
};

/// Size of a language model.
struct LanguageSpec
{
    enum Family
    {
        ENCODER, ///< embedding with norm, encoder blocks, perhaps a pooler (BERT)
        GPT,     ///< embedding with positions, decoder blocks, norm and the tied head
        LLAMA,   ///< embedding, gated decoder blocks without biases, norm and own head
    };

    std::string name;
    Family family;
    uint32_t layers;
    uint32_t width;
    uint32_t mlpWidth;
    uint32_t vocabulary;
    uint32_t tables;    ///< rows of the trained tables added to tokens: positions and segments
    uint32_t tokensMax; ///< longest text
    bool pooler;        ///< a linear layer on the first token ends the network
};

void
BuildVision(ProfileBuilder& builder, const NetworkOptions& options, const VisionSpec& spec)
{
    const auto resolution = static_cast<uint32_t>(options.GetInteger("resolution"));
    const uint32_t side = resolution / spec.patch;
    const bool whole = options.GetChoice("part") == "network";
    if (whole)
    {
        builder.Accuracy(resolution == 224 ? spec.accuracy : 0)
            .Input(3, resolution, resolution)
            .PatchEmbedding("patches", spec.patch, spec.width);
    }
    else
    {
        builder.InputActivation({side * side + 1, spec.width}, CAMERA_IMAGE_BITS);
    }
    for (uint32_t i = 1; i <= spec.layers; ++i)
    {
        builder.Encoder("encoder" + std::to_string(i));
    }
    if (whole)
    {
        builder.TokenHead("head", 1000, true, 2 * spec.width);
    }
}

/// BART-base (Lewis et al., arXiv 1910.13461): an encoder and a decoder of 6 blocks each that share
/// their embedding. All of what the decoder needs beside its blocks is counted in the first block:
/// a device that embeds has the one file. Only the encoder may be cut, for a decoder block needs
/// the encoder's output too.
void
BuildBart(ProfileBuilder& builder, const NetworkOptions& options)
{
    constexpr uint32_t layers = 6;
    constexpr uint32_t width = 768;
    constexpr uint32_t vocabulary = 50265;
    // Positions of encoder and decoder, with two more each than the longest text; and in two rows
    // the scale and shift of the norm behind the decoder's embedding.
    constexpr uint32_t tables = 2 * 1026 + 2;
    const auto tokens = static_cast<uint32_t>(options.GetInteger("tokens"));
    const bool whole = options.GetChoice("part") == "network";
    if (whole)
    {
        builder.InputTokens(tokens).Cut().Embedding("embedding", vocabulary, width, tables, true);
    }
    else
    {
        builder.InputActivation({tokens, width}, uint64_t{32} * tokens);
    }
    builder.Cut();
    for (uint32_t i = 1; i <= layers; ++i)
    {
        builder.Encoder("encoder" + std::to_string(i)).Cut();
    }
    if (whole)
    {
        TransformerBlock block;
        block.tokens = static_cast<uint32_t>(options.GetInteger("targets"));
        block.crossTokens = tokens;
        for (uint32_t i = 1; i <= layers; ++i)
        {
            builder.Decoder("decoder" + std::to_string(i), 0, block);
        }
        builder.TokenHead("head", vocabulary, false, 0, true).Cut();
    }
}

/// @returns the catalogue's line of BART-base
CatalogueEntry
MakeBart()
{
    return {"BART-base",
            "encoder and decoder BART-base, cut within the encoder",
            {MakePartRule({"network", "encoder"}, "the whole network, or its encoder blocks alone"),
             {"tokens", "tokens of the text", "128", {}, 1, 1024},
             {"targets", "tokens of the answer, decoded at once", "128", {}, 1, 1024}},
            BuildBart};
}

/// Adds what follows the blocks of a language model.
void
AddLanguageHead(ProfileBuilder& builder, const LanguageSpec& spec)
{
    if (spec.family == LanguageSpec::GPT)
    {
        builder.TokenHead("head", spec.vocabulary, false, 2 * spec.width, true);
    }
    else if (spec.family == LanguageSpec::LLAMA)
    {
        builder.TokenHead("head", spec.vocabulary, false, spec.width);
    }
    else if (spec.pooler)
    {
        builder.TokenHead("pooler", spec.width, true, 0);
    }
}

void
BuildLanguage(ProfileBuilder& builder, const NetworkOptions& options, const LanguageSpec& spec)
{
    const bool decoder = spec.family != LanguageSpec::ENCODER;
    const bool oneToken = decoder && options.GetChoice("phase") == "decode";
    const auto length = static_cast<uint32_t>(options.GetInteger("tokens"));
    const uint32_t tokens = oneToken ? 1 : length;
    const bool whole = options.GetChoice("part") == "network";
    if (whole)
    {
        builder.InputTokens(tokens).Embedding("embedding",
                                              spec.vocabulary,
                                              spec.width,
                                              spec.tables,
                                              !decoder);
    }
    else
    {
        builder.InputActivation({tokens, spec.width}, uint64_t{32} * tokens);
    }
    TransformerBlock block;
    block.mlpWidth = spec.mlpWidth;
    block.gated = spec.family == LanguageSpec::LLAMA;
    block.bias = !block.gated;
    block.normShift = !block.gated;
    for (uint32_t i = 1; i <= spec.layers; ++i)
    {
        if (decoder)
        {
            builder.Decoder("decoder" + std::to_string(i), length, block);
        }
        else
        {
            builder.Encoder("encoder" + std::to_string(i), block);
        }
    }
    if (whole)
    {
        AddLanguageHead(builder, spec);
    }
}

/// @returns the options of a language model
std::vector<NetworkOptionRule>
MakeLanguageRules(const LanguageSpec& spec)
{
    const bool decoder = spec.family != LanguageSpec::ENCODER;
    std::vector<NetworkOptionRule> rules{
        MakePartRule({"network", "encoder"}, "the whole network, or its stack of blocks alone"),
        {"tokens",
         decoder ? "tokens of the text; when decoding, those attended to, the new one included"
                 : "tokens of the text",
         decoder ? "512" : "128",
         {},
         1,
         static_cast<double>(spec.tokensMax)}};
    if (decoder)
    {
        rules.push_back({"phase",
                         "the whole prompt at once, or one new token",
                         "prefill",
                         {"prefill", "decode"}});
    }
    return rules;
}

} // namespace

std::vector<CatalogueEntry>
MakeTransformers()
{
    using Spec = LanguageSpec;
    std::vector<CatalogueEntry> all;
    for (const VisionSpec& spec : {VisionSpec{"ViT-B/16", 16, 12, 768, 0.811},
                                   VisionSpec{"ViT-B/32", 32, 12, 768, 0.759},
                                   VisionSpec{"ViT-L/16", 16, 24, 1024, 0.797},
                                   VisionSpec{"ViT-L/32", 32, 24, 1024, 0.770},
                                   VisionSpec{"ViT-H/14", 14, 32, 1280, 0}})
    {
        const NetworkOptionRule resolution{"resolution",
                                           "rows and columns of the image",
                                           "224",
                                           {},
                                           static_cast<double>(spec.patch),
                                           4096,
                                           true,
                                           spec.patch};
        const auto part = MakePartRule({"network", "encoder"},
                                       "the whole network, or its stack of encoder blocks alone "
                                       "behind a raw image of 1024x768x24 bit");
        all.push_back({spec.name,
                       "vision transformer " + spec.name + ", 1000 classes",
                       {part, resolution},
                       [spec](ProfileBuilder& builder, const NetworkOptions& options) {
                           BuildVision(builder, options, spec);
                       }});
    }
    for (const Spec& spec :
         {Spec{"BERT-base", Spec::ENCODER, 12, 768, 3072, 30522, 514, 512, true},
          Spec{"BERT-large", Spec::ENCODER, 24, 1024, 4096, 30522, 514, 512, true},
          Spec{"RoBERTa-base", Spec::ENCODER, 12, 768, 3072, 50265, 515, 512, true},
          Spec{"RoBERTa-large", Spec::ENCODER, 24, 1024, 4096, 50265, 515, 512, true},
          Spec{"DistilBERT", Spec::ENCODER, 6, 768, 3072, 30522, 512, 512, false},
          Spec{"GPT-2", Spec::GPT, 12, 768, 3072, 50257, 1024, 1024, false},
          Spec{"GPT-2-Medium", Spec::GPT, 24, 1024, 4096, 50257, 1024, 1024, false},
          Spec{"GPT-2-Large", Spec::GPT, 36, 1280, 5120, 50257, 1024, 1024, false},
          Spec{"GPT-2-XL", Spec::GPT, 48, 1600, 6400, 50257, 1024, 1024, false},
          Spec{"LLaMA-7B", Spec::LLAMA, 32, 4096, 11008, 32000, 0, 2048, false},
          Spec{"LLaMA-13B", Spec::LLAMA, 40, 5120, 13824, 32000, 0, 2048, false}})
    {
        all.push_back({spec.name,
                       "language model " + spec.name,
                       MakeLanguageRules(spec),
                       [spec](ProfileBuilder& builder, const NetworkOptions& options) {
                           BuildLanguage(builder, options, spec);
                       }});
    }
    all.push_back(MakeBart());
    return all;
}

} // namespace edgeai
} // namespace ns3
