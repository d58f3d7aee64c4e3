/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Codes of updates: their bytes, their exact length, back to the bit, and bytes that are none.

#include "learning/update/quantised-codecs.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include <memory>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

using Bytes = UpdateCodec::Bytes;
using Codecs = std::vector<std::shared_ptr<UpdateCodec>>;

/// A code of some coordinates alone, as a method elsewhere may bring it: both ends know which.
class EveryThirdCodec : public UpdateCodec
{
  public:
    std::string GetName() const override
    {
        return "EveryThird";
    }

    uint64_t GetBits(Eigen::Index count) const override
    {
        return 32 * static_cast<uint64_t>((count + 2) / 3);
    }

    double GetRelativeVariance(Eigen::Index) const override
    {
        return 2;
    }

    std::string Encode(const Eigen::VectorXd& values, LearningDraws&, Bytes& bytes) const override
    {
        Eigen::VectorXd some((values.size() + 2) / 3);
        for (Eigen::Index j = 0; j < some.size(); ++j)
        {
            some[j] = 3 * values[3 * j];
        }
        return PlainCodec().Write(some, bytes);
    }

  private:
    std::string DoDecode(const Bytes& bytes, Eigen::VectorXd& values) const override
    {
        Eigen::VectorXd some;
        const std::string fault = PlainCodec().Decode(bytes, (values.size() + 2) / 3, some);
        for (Eigen::Index j = 0; fault.empty() && j < some.size(); ++j)
        {
            values[3 * j] = some[j];
        }
        return fault;
    }
};

/// @returns one of each kind, and of several sizes
Codecs
MakeCodecs()
{
    Codecs codecs{std::make_shared<PlainCodec>(),
                  std::make_shared<PlainCodec>(64),
                  std::make_shared<EveryThirdCodec>()};
    for (const uint32_t bits : {1, 2, 4, 7, 8, 16})
    {
        codecs.push_back(std::make_shared<SignMagnitudeCodec>(bits));
        codecs.push_back(std::make_shared<SignMagnitudeCodec>(bits, 10));
    }
    for (const uint32_t levels : {1, 3, 4, 255, 65535})
    {
        codecs.push_back(std::make_shared<NormCodec>(levels));
    }
    return codecs;
}

/// Every bit of a code.
class CodeBytesTestCase : public TestCase
{
  public:
    CodeBytesTestCase()
        : TestCase("the bytes of codes are those of the definition")
    {
    }

  private:
    void DoRun() override
    {
        Eigen::VectorXd v(5);
        v << 0.91, -0.31, 0.05, 0.47, -0.7;
        std::vector<double> numbers{0.2, 0.6, 0.1, 0.8, 0.4};
        LearningDraws draws([numbers, at = std::size_t{0}]() mutable { return numbers[at++ % 5]; });
        Bytes bytes;
        const SignMagnitudeCodec two(2);
        NS_TEST_EXPECT_MSG_EQ(two.Encode(v, draws, bytes), "", "a code");
        // 0.05 rounded down, 0.91 rounded up; 0 11, 1 01, 0 00, 0 01, 1 10, and a bit to fill up.
        const Bytes expected{0x3d, 0x4c, 0xcc, 0xcc, 0x3f, 0x68, 0xf5, 0xc3, 0x74, 0x1c};
        EXPECT_TRUE(bytes == expected, "sign and magnitude");
        NS_TEST_EXPECT_MSG_EQ(two.GetBits(5), 5 * 3 + 64, "L(B)");
        NS_TEST_EXPECT_MSG_EQ(two.GetBits(1386), 4222, "L(B)");
        NS_TEST_EXPECT_MSG_EQ(two.GetName(), "SignMagnitude(2)", "name");
        NS_TEST_EXPECT_MSG_EQ(SignMagnitudeCodec(2, 7).GetName(), "SignMagnitude(2,block=7)", "");

        Eigen::VectorXd three(3);
        three << 3, -4, 0;
        NS_TEST_EXPECT_MSG_EQ(NormCodec(5).Encode(three, draws, bytes), "", "a code");
        // The norm 5 exactly; 0 011, 1 100, 0 000, and four bits to fill up.
        EXPECT_TRUE((bytes == Bytes{0x40, 0xa0, 0x00, 0x00, 0x3c, 0x00}), "QSGD");
        NS_TEST_EXPECT_MSG_EQ(NormCodec(5).GetBits(3), 32 + 3 * 4, "QSGD's length");
        NS_TEST_EXPECT_MSG_EQ(PlainCodec().Encode(three, draws, bytes), "", "a code");
        EXPECT_TRUE((bytes == Bytes{0x40, 0x40, 0, 0, 0xc0, 0x80, 0, 0, 0, 0, 0, 0}), "plain");
    }
};

/// What every codec owes.
class CodeReturnTestCase : public TestCase
{
  public:
    CodeReturnTestCase()
        : TestCase("codes are as long as they say, and decode to the bit")
    {
    }

  private:
    void DoRun() override
    {
        LearningDraws draws = MakeDraws(41);
        for (const auto& codec : MakeCodecs())
        {
            for (int i = 0; i < 60; ++i)
            {
                const Eigen::VectorXd v = MakeValues(draws, i);
                Bytes bytes;
                NS_TEST_ASSERT_MSG_EQ(codec->Encode(v, draws, bytes), "", codec->GetName());
                NS_TEST_EXPECT_MSG_EQ(bytes.size(),
                                      (codec->GetBits(v.size()) + 7) / 8,
                                      codec->GetName());
                Eigen::VectorXd here;
                Eigen::VectorXd there;
                NS_TEST_ASSERT_MSG_EQ(codec->Decode(bytes, v.size(), here), "", codec->GetName());
                NS_TEST_ASSERT_MSG_EQ(codec->Decode(bytes, v.size(), there), "", "again");
                EXPECT_TRUE(here == there && here.size() == v.size(), "the same on both sides");
            }
        }
        // What the sender keeps is what the receiver has: the quantiser's own numbers.
        for (int i = 0; i < 200; ++i)
        {
            const Eigen::VectorXd v = MakeValues(draws, i);
            const uint32_t bits = 1 + draws.Pick(16);
            const uint32_t block = draws.Pick(20);
            std::vector<double> numbers(static_cast<std::size_t>(v.size()));
            std::generate(numbers.begin(), numbers.end(), [&] { return draws.Uniform(); });
            const auto replay = [&numbers] {
                return LearningDraws(
                    [&numbers, at = std::size_t{0}]() mutable { return numbers[at++]; });
            };
            LearningDraws first = replay();
            LearningDraws second = replay();
            Bytes bytes;
            Eigen::VectorXd came;
            const SignMagnitudeCodec codec(bits, block);
            const SignMagnitudeQuantiser quantiser(bits, block);
            NS_TEST_ASSERT_MSG_EQ(codec.Encode(v, first, bytes), "", "a code");
            NS_TEST_ASSERT_MSG_EQ(codec.Decode(bytes, v.size(), came), "", "numbers");
            EXPECT_TRUE(came == quantiser.Restore(quantiser.Quantise(v, second)), "to the bit");
            const NormCodec norm(1 + bits * bits * bits);
            const NormQuantiser plain(1 + bits * bits * bits);
            first = replay();
            second = replay();
            NS_TEST_ASSERT_MSG_EQ(norm.Encode(v, first, bytes), "", "a code");
            NS_TEST_ASSERT_MSG_EQ(norm.Decode(bytes, v.size(), came), "", "numbers");
            EXPECT_TRUE(came == plain.Restore(plain.Quantise(v, second)), "QSGD to the bit");
        }
        Eigen::VectorXd wide(2);
        wide << 1e-320, -1.0 / 3;
        Bytes bytes;
        Eigen::VectorXd back;
        NS_TEST_EXPECT_MSG_EQ(PlainCodec(64).Write(wide, bytes), "", "a code");
        NS_TEST_EXPECT_MSG_EQ(PlainCodec(64).Decode(bytes, 2, back), "", "numbers");
        EXPECT_TRUE(back == wide, "64 bit are all of a number");
    }

    /// @returns some numbers, of sizes from nothing to the largest that 32 bit hold
    static Eigen::VectorXd MakeValues(LearningDraws& draws, int i)
    {
        Eigen::VectorXd v(i < 3 ? i + 1 : 1 + draws.Pick(90));
        const double size = i % 10 == 0 ? 1e37 : i % 10 == 1 ? 1e-44 : 1;
        for (double& value : v)
        {
            value = i % 10 == 2 ? 0 : size * (2 * draws.Uniform() - 1);
        }
        return v;
    }
};

/// Bytes of others.
class BadCodeTestCase : public TestCase
{
  public:
    BadCodeTestCase()
        : TestCase("bytes that are no code are refused with a reason; nothing that passes is not "
                   "finite")
    {
    }

  private:
    void DoRun() override
    {
        LearningDraws draws = MakeDraws(43);
        Eigen::VectorXd v(9);
        v << 1, -2, 3, 0, 5, 6, 7, 8, -9;
        Eigen::VectorXd values;
        Bytes bytes;
        for (const auto& codec : MakeCodecs())
        {
            const std::string name = codec->GetName();
            NS_TEST_ASSERT_MSG_EQ(codec->Encode(v, draws, bytes), "", name);
            for (const int change : {-1, 1})
            {
                Bytes other = bytes;
                other.resize(bytes.size() + change);
                EXPECT_TRUE(codec->Decode(other, 9, values).find("the code is") !=
                                std::string::npos,
                            name);
            }
            NS_TEST_EXPECT_MSG_NE(codec->Decode({}, 9, values), "", name);
            if (codec->GetBits(9) % 8 != 0)
            {
                Bytes other = bytes;
                other.back() |= 1;
                EXPECT_TRUE(codec->Decode(other, 9, values).find("behind its end") !=
                                std::string::npos,
                            name);
            }
            Bytes other = bytes;
            std::fill(other.begin(), other.begin() + 4, 0xff); // not a number, of either width
            NS_TEST_EXPECT_MSG_NE(codec->Decode(other, 9, values), "", name << ": not a number");
            Eigen::VectorXd wrong = v;
            for (const double bad : {double(NAN), double(INFINITY)})
            {
                wrong[3] = bad;
                NS_TEST_EXPECT_MSG_NE(codec->Encode(wrong, draws, bytes),
                                      "",
                                      name << ": no number");
            }
            // Anything at all: refused, or numbers.
            for (int i = 0; i < 2000; ++i)
            {
                Bytes noise(codec->GetByteCount(9));
                for (uint8_t& byte : noise)
                {
                    byte = static_cast<uint8_t>(draws.Pick(256));
                }
                if (codec->Decode(noise, 9, values).empty())
                {
                    EXPECT_TRUE(values.allFinite() && values.size() == 9, name);
                }
            }
        }
        const SignMagnitudeCodec two(2);
        NS_TEST_ASSERT_MSG_EQ(two.Encode(v, draws, bytes), "", "a code");
        Bytes other = bytes;
        std::swap_ranges(other.begin(), other.begin() + 4, other.begin() + 4);
        EXPECT_TRUE(two.Decode(other, 9, values).find("the least first") != std::string::npos,
                    "lo > hi");
        other = bytes;
        other[0] |= 0x80;
        NS_TEST_EXPECT_MSG_NE(two.Decode(other, 9, values), "", "a magnitude below 0");
        other = bytes;
        std::copy_n(bytes.begin() + 4, 4, other.begin());
        EXPECT_TRUE(two.Decode(other, 9, values).find("without steps") != std::string::npos,
                    "levels of nothing");
        // s = 4 takes three bits, which could say up to 7.
        other = {0x3f, 0x80, 0, 0, 0x50};
        EXPECT_TRUE(NormCodec(4).Decode(other, 1, values).find("allowed is 0 to 4") !=
                        std::string::npos,
                    "a level beyond s");
        Eigen::VectorXd large = Eigen::VectorXd::Constant(4, 3e38);
        NS_TEST_EXPECT_MSG_EQ(two.Encode(large, draws, bytes), "", "3e38 is a number of 32 bit");
        NS_TEST_EXPECT_MSG_NE(NormCodec(4).Encode(large, draws, bytes), "", "its norm is none");
        NS_TEST_EXPECT_MSG_NE(two.Encode(2 * large, draws, bytes), "", "6e38 is none");
        NS_TEST_EXPECT_MSG_NE(GetLearningRefusal([] { PlainCodec codec(16); }), "", "16 bit");
    }
};

/// Codes.
class UpdateCodecTestSuite : public TestSuite
{
  public:
    UpdateCodecTestSuite()
        : TestSuite("edge-ai-update-codec", TEST_UNIT)
    {
        AddTestCase(new CodeBytesTestCase, TEST_QUICK);
        AddTestCase(new CodeReturnTestCase, TEST_QUICK);
        AddTestCase(new BadCodeTestCase, TEST_QUICK);
    }
};

UpdateCodecTestSuite g_updateCodecTestSuite; ///< the suite

} // namespace
