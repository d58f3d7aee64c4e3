/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Mutated profiles, accuracy tables and names: refused or read, never a crash.

#include "support/profile-test-kit.h"

#include "ns3/accuracy-model.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/network-catalogue.h"
#include "ns3/profile-json.h"
#include "ns3/random-variable-stream.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::edgeai;

/// Mutated documents and names end in a sound profile or a ProfileError, nothing else.
class MutatedDocumentsTestCase : public TestCase
{
  public:
    MutatedDocumentsTestCase()
        : TestCase("10 000 mutated profiles, 2 000 accuracy tables, 2 000 names: no crash")
    {
    }

  private:
    /// @returns a whole number in 0..below-1
    uint32_t Draw(std::size_t below)
    {
        return m_random->GetInteger(0, static_cast<uint32_t>(below) - 1);
    }

    /// @returns a text with a few pieces overwritten, removed, doubled or replaced
    std::string Mutate(std::string text)
    {
        static const std::vector<std::string> pieces{"-1",
                                                     "1e400",
                                                     "18446744073709551615",
                                                     "18446744073709551616",
                                                     "4294967296",
                                                     "-9223372036854775809",
                                                     "0",
                                                     "null",
                                                     "true",
                                                     "{}",
                                                     "[]",
                                                     "[[[",
                                                     "}}",
                                                     "\"",
                                                     "\\u0000",
                                                     "\\ud800",
                                                     "\"cuts\": [5, 2],",
                                                     "\n",
                                                     ",",
                                                     ":",
                                                     "@",
                                                     "=",
                                                     "0.5e-324"};
        for (uint32_t change = 0; change <= Draw(4) && !text.empty(); ++change)
        {
            const uint32_t at = Draw(text.size());
            const uint32_t length = Draw(12);
            switch (Draw(5))
            {
            case 0:
                text[at] = static_cast<char>(Draw(256));
                break;
            case 1:
                text.erase(at, length);
                break;
            case 2:
                text.insert(at, text.substr(at, length));
                break;
            case 3:
                text.replace(at, length, pieces[Draw(pieces.size())]);
                break;
            default: {
                // A number for a number gets past the syntax more often.
                const auto digit = text.find_first_of("0123456789", at);
                if (digit != std::string::npos)
                {
                    const auto end = text.find_first_not_of("0123456789.", digit);
                    text.replace(digit, end - digit, pieces[Draw(7)]);
                }
            }
            }
        }
        return text;
    }

    void DoRun() override
    {
        m_random = CreateObject<UniformRandomVariable>();
        m_random->SetStream(1);
        NetworkProfile small = LoadNetworkProfile("ResNet-18@part=stages");
        small.exits = {{2, 100, 0.5, 0.25}, {3, 100, 0.6, 0.25}};
        small.cuts = {0, 2, 3, 6};
        const std::string profile = FormatProfile(small);
        uint32_t sound = 0;
        uint32_t refused = 0;
        for (uint32_t i = 0; i < 10000; ++i)
        {
            try
            {
                const NetworkProfile parsed = ParseProfile(Mutate(profile));
                // Whatever was accepted must be usable and read back.
                NS_TEST_EXPECT_MSG_EQ(parsed.Validate(), "", "accepted but not sound");
                ParseProfile(FormatProfile(parsed));
                ++sound;
            }
            catch (const ProfileError& error)
            {
                NS_TEST_EXPECT_MSG_EQ(Contains(error.what(), "profile:"), true, error.what());
                ++refused;
            }
        }
        NS_TEST_EXPECT_MSG_EQ(sound + refused, 10000, "every document ends one way");
        NS_TEST_EXPECT_MSG_GT(sound, 100, "mutations are not all fatal");
        NS_TEST_EXPECT_MSG_GT(refused, 1000, "mutations are not all harmless");

        const std::string table = R"({"edgeAiAccuracy": 1, "axis": "keepRatio",
            "values": [0.1, 0.5, 1], "accuracies": [0.2, 0.7, 0.75]})";
        for (uint32_t i = 0; i < 2000; ++i)
        {
            GetError([&] { ParseAccuracyTable(Mutate(table)).Interpolate(0.5); });
        }
        for (uint32_t i = 0; i < 2000; ++i)
        {
            const std::string name = Mutate("MobileNetV1@width=0.75,resolution=192,bits=8");
            GetError([&] { LoadNetworkProfile(name).Validate(); });
        }
    }

    Ptr<UniformRandomVariable> m_random; ///< draws the mutations, always the same
};

/// Hostile input.
class ProfileFuzzTestSuite : public TestSuite
{
  public:
    ProfileFuzzTestSuite()
        : TestSuite("edge-ai-profile-fuzz", TEST_UNIT)
    {
        AddTestCase(new MutatedDocumentsTestCase, TEST_QUICK);
    }
};

static ProfileFuzzTestSuite g_profileFuzzTestSuite; ///< registers the suite
