/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "federated-catalogue.h"

#include "learning/federated/federated-rules.h"
#include "learning/learning-error.h"
#include "learning/update/quantised-codecs.h"

#include <algorithm>
#include <functional>

namespace ns3
{
namespace edgeai
{

namespace
{

/// A method by name.
struct Entry
{
    std::string name;
    std::function<void(uint32_t bits, FederatedSettings& settings)> set;
};

/// Bits that stay. @param [in] bits B  @param [in,out] settings to have them
void
FixBits(uint32_t bits, FederatedSettings& settings)
{
    // Which says what is allowed.
    const SignMagnitudeQuantiser quantiser(bits);
    settings.outage.bitsMin = settings.outage.bitsMax = quantiser.GetBits();
    settings.codec = nullptr;
    settings.grants = false;
}

/// @tparam Rule of the method  @param [in,out] settings to send numbers as they are
template <typename Rule>
void
SendPlain(FederatedSettings& settings)
{
    settings.rule = std::make_shared<Rule>();
    settings.codec = std::make_shared<PlainCodec>();
    settings.grants = false;
}

/// @param [in] mode of the server  @param [in,out] settings to follow grants
void
SendGranted(FedQvrMode mode, FederatedSettings& settings)
{
    settings.rule = std::make_shared<FedQvrRule>(mode);
    settings.codec = nullptr;
    settings.grants = true;
}

/// @returns all of them
const std::vector<Entry>&
GetEntries()
{
    using Settings = FederatedSettings;
    static const std::vector<Entry> entries{
        {"FedQVR",
         [](uint32_t bits, Settings& settings) {
             settings.rule = std::make_shared<FedQvrRule>();
             FixBits(bits, settings);
         }},
        {"FedQVR-E",
         [](uint32_t, Settings& settings) { SendGranted(FedQvrMode::RECEIVED, settings); }},
        {"FedQVR-inverse",
         [](uint32_t, Settings& settings) { SendGranted(FedQvrMode::INVERSE, settings); }},
        {"SCAFFOLDn", [](uint32_t, Settings& settings) { SendPlain<FedQvrRule>(settings); }},
        {"SCAFFOLD", [](uint32_t, Settings& settings) { SendPlain<ScaffoldRule>(settings); }},
        {"FedAvg", [](uint32_t, Settings& settings) { SendPlain<FedAvgRule>(settings); }},
        {"FedPAQ",
         [](uint32_t bits, Settings& settings) {
             settings.rule = std::make_shared<FedAvgRule>();
             FixBits(bits, settings);
         }},
        {"QSGD",
         [](uint32_t bits, Settings& settings) {
             SendPlain<FedAvgRule>(settings);
             FixBits(bits, settings);
             settings.codec = std::make_shared<NormCodec>((1U << bits) - 1);
             settings.steps = {1};
         }},
        {"FedNova", [](uint32_t, Settings& settings) { SendPlain<FedNovaRule>(settings); }},
        {"FedCOMGATE", [](uint32_t bits, Settings& settings) {
             settings.rule = std::make_shared<FedComGateRule>();
             FixBits(bits, settings);
         }}};
    return entries;
}

} // namespace

std::vector<std::string>
ListFederatedMethods()
{
    std::vector<std::string> names;
    for (const Entry& entry : GetEntries())
    {
        names.push_back(entry.name);
    }
    return names;
}

void
SetFederatedMethod(const std::string& name, uint32_t bits, FederatedSettings& settings)
{
    const auto& entries = GetEntries();
    const auto entry = std::find_if(entries.begin(), entries.end(), [&](const Entry& candidate) {
        return candidate.name == name;
    });
    if (entry == entries.end())
    {
        std::string known;
        for (const std::string& other : ListFederatedMethods())
        {
            known += (known.empty() ? "" : ", ") + other;
        }
        throw LearningError("federated learning: there is no method \"" + name + "\"; there are " +
                            known);
    }
    entry->set(bits, settings);
    settings.name = name;
}

} // namespace edgeai
} // namespace ns3
