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
    /// @param [in] profiles how many; a fifth as many tables and names  @param [in] stream of draws
    MutatedDocumentsTestCase(uint32_t profiles, int64_t stream)
        : TestCase(std::to_string(profiles) + " mutated profiles, " + std::to_string(profiles / 5) +
                   " accuracy tables and as many names: no crash"),
          m_profiles(profiles),
          m_stream(stream)
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
        m_random->SetStream(m_stream);
        NetworkProfile small = LoadNetworkProfile("ResNet-18@part=stages");
        small.exits = {{2, 100, 0.5, 0.25}, {3, 100, 0.6, 0.25}};
        small.cuts = {0, 2, 3, 6};
        const std::string profile = FormatProfile(small);
        uint32_t sound = 0;
        uint32_t refused = 0;
        for (uint32_t i = 0; i < m_profiles; ++i)
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
        NS_TEST_EXPECT_MSG_EQ(sound + refused, m_profiles, "every document ends one way");
        NS_TEST_EXPECT_MSG_GT(sound, m_profiles / 100, "mutations are not all fatal");
        NS_TEST_EXPECT_MSG_GT(refused, m_profiles / 10, "mutations are not all harmless");

        const std::string table = R"({"edgeAiAccuracy": 1, "axis": "keepRatio",
            "values": [0.1, 0.5, 1], "accuracies": [0.2, 0.7, 0.75]})";
        for (uint32_t i = 0; i < m_profiles / 5; ++i)
        {
            GetError([&] { ParseAccuracyTable(Mutate(table)).Interpolate(0.5); });
        }
        for (uint32_t i = 0; i < m_profiles / 5; ++i)
        {
            const std::string name = Mutate("MobileNetV1@width=0.75,resolution=192,bits=8");
            GetError([&] { LoadNetworkProfile(name).Validate(); });
        }
    }

    uint32_t m_profiles;                 ///< number of documents
    int64_t m_stream;                    ///< of draws
    Ptr<UniformRandomVariable> m_random; ///< draws the mutations, always the same
};

/// Hostile input.
class ProfileFuzzTestSuite : public TestSuite
{
  public:
    ProfileFuzzTestSuite()
        : TestSuite("edge-ai-profile-fuzz", TEST_UNIT)
    {
        AddTestCase(new MutatedDocumentsTestCase(10000, 1), TEST_QUICK);
        AddTestCase(new MutatedDocumentsTestCase(50000, 2), TEST_EXTENSIVE);
    }
};

static ProfileFuzzTestSuite g_profileFuzzTestSuite; ///< registers the suite
