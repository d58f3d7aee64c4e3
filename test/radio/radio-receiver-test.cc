/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Successive interference cancellation without a simulator.

#include "radio/foreign-interference.h"
#include "radio/sic-receiver.h"

#include "ns3/block-error-model.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/noise-density.h"
#include "ns3/test.h"

#include <cmath>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

// Test cases of all rooms end in one library: keep these names to this file.
namespace
{

/// Noise power on a subchannel of 180 kHz at -174 dBm/Hz [W].
const double NOISE = DEFAULT_NOISE_DENSITY * 180e3;
/// Width of a subchannel [Hz].
const double RECEIVER_WIDTH = 180e3;

/// Every decoded signal succeeds.
bool
Always(std::size_t, const std::vector<double>&)
{
    return true;
}

/// Folds chunks by mutual information.
double
Fold(const std::vector<double>& sinr, const std::vector<double>& share)
{
    return BlockErrorModel().EffectiveSinr(sinr, share);
}

/// Signals on one subchannel, with decoding positions.
std::vector<SicSignal>
Superpose(const std::vector<double>& power, const std::vector<uint32_t>& position)
{
    static const std::vector<uint32_t> first = {0};
    std::vector<SicSignal> signals;
    for (std::size_t i = 0; i < power.size(); ++i)
    {
        SicSignal signal;
        signal.subchannels = &first;
        signal.power = {power[i]};
        signal.position = position[i];
        signal.user = i;
        signals.push_back(signal);
    }
    return signals;
}

/// Noise alone on so many subchannels.
std::vector<InterferenceChunk>
Quiet(std::size_t subchannels = 1)
{
    return {{1.0, std::vector<double>(subchannels, NOISE)}};
}

double
Rate(double sinr)
{
    return RECEIVER_WIDTH * std::log2(1 + sinr);
}

/// Two users of one subchannel in the uplink, either order, and with residual interference.
class UplinkPairTestCase : public TestCase
{
  public:
    UplinkPairTestCase()
        : TestCase("Uplink pair: rates of both decoding orders, equal sums, residual power")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<double> heard = {0.1 * 1e-10, 0.2 * 2e-11};
        const SicReceiver receiver(SicReceiver::Options{});
        auto forward = receiver.ReceiveAll(Superpose(heard, {1, 2}), Quiet(), Always, Fold);
        const double r1 = Rate(forward[0].sinr[0]);
        const double r2 = Rate(forward[1].sinr[0]);
        NS_TEST_EXPECT_MSG_EQ_TOL(r1, 325290.66, 325290.66e-6, "first of order 1, 2");
        NS_TEST_EXPECT_MSG_EQ_TOL(r2, 2240427.07, 2240427.07e-6, "second of order 1, 2");
        auto backward = receiver.ReceiveAll(Superpose(heard, {2, 1}), Quiet(), Always, Fold);
        const double s1 = Rate(backward[0].sinr[0]);
        const double s2 = Rate(backward[1].sinr[0]);
        NS_TEST_EXPECT_MSG_EQ_TOL(s1, 2478346.22, 2478346.22e-6, "second of order 2, 1");
        NS_TEST_EXPECT_MSG_EQ_TOL(s2, 87371.51, 87371.51e-6, "first of order 2, 1");
        NS_TEST_EXPECT_MSG_EQ_TOL(r1 + r2, 2565717.73, 2.6, "sum of order 1, 2");
        NS_TEST_EXPECT_MSG_EQ_TOL(s1 + s2, 2565717.73, 2.6, "sum of order 2, 1");
        NS_TEST_EXPECT_MSG_EQ(forward[1].position, 2, "position of the second");
        NS_TEST_EXPECT_MSG_EQ(backward[1].position, 1, "position of the first");

        // The receiver decides: the stronger one, 1e-11 W, comes first.
        auto own = receiver.ReceiveAll(Superpose(heard, {0, 0}), Quiet(), Always, Fold);
        NS_TEST_EXPECT_MSG_EQ(own[0].position, 1, "stronger signal first");
        NS_TEST_EXPECT_MSG_EQ(own[0].sinr[0], forward[0].sinr[0], "as with order 1, 2");
        // A signal with a position comes before those without.
        auto mixed = receiver.ReceiveAll(Superpose(heard, {0, 7}), Quiet(), Always, Fold);
        NS_TEST_EXPECT_MSG_EQ(mixed[1].position, 1, "explicit position first");

        const SicReceiver leaky(SicReceiver::Options{true, 0.01});
        auto left = leaky.ReceiveAll(Superpose(heard, {1, 2}), Quiet(), Always, Fold);
        NS_TEST_EXPECT_MSG_EQ_TOL(Rate(left[1].sinr[0]), 962550.495, 0.97, "one percent left");
        NS_TEST_EXPECT_MSG_EQ(left[0].sinr[0], forward[0].sinr[0], "the first is not touched");
    }
};

/// Two users in the downlink, each behind its own gain.
class DownlinkPairTestCase : public TestCase
{
  public:
    DownlinkPairTestCase()
        : TestCase("Downlink pair: the strong user decodes the weak one's signal, then its own")
    {
    }

  private:
    void DoRun() override
    {
        const SicReceiver receiver(SicReceiver::Options{});
        // Index 0 is the strong user's signal, 1 the weak user's.
        auto strong = receiver.ReceiveOne(0,
                                          Superpose({0.05 * 1e-10, 0.15 * 1e-10}, {2, 1}),
                                          Quiet(),
                                          Always,
                                          Fold);
        auto weak = receiver.ReceiveOne(1,
                                        Superpose({0.05 * 2e-11, 0.15 * 2e-11}, {2, 1}),
                                        Quiet(),
                                        Always,
                                        Fold);
        NS_TEST_EXPECT_MSG_EQ_TOL(weak[1].sinr[0], 2.99785176, 3e-6, "weak user");
        NS_TEST_EXPECT_MSG_EQ_TOL(strong[1].sinr[0], 2.99957011, 3e-6, "weak's at the strong user");
        NS_TEST_EXPECT_MSG_EQ_TOL(strong[0].sinr[0], 6977.46231, 7e-3, "strong user after SIC");
        NS_TEST_EXPECT_MSG_EQ_TOL(Rate(strong[0].sinr[0]), 2298364.823, 2.3, "strong rate");
        NS_TEST_EXPECT_MSG_EQ_TOL(Rate(weak[1].sinr[0]), 359860.496, 0.36, "weak rate");
        NS_TEST_EXPECT_MSG_EQ(weak[0].attempted, false, "the weak user decodes only its own");
        NS_TEST_EXPECT_MSG_EQ(strong[1].attempted, true, "the strong user decodes both");

        // It cannot decode the weak one's: that stays in its way.
        auto fails = [](std::size_t i, const std::vector<double>&) { return i == 0; };
        auto blocked = receiver.ReceiveOne(0,
                                           Superpose({0.05 * 1e-10, 0.15 * 1e-10}, {2, 1}),
                                           Quiet(),
                                           fails,
                                           Fold);
        NS_TEST_EXPECT_MSG_EQ_TOL(blocked[0].sinr[0],
                                  0.05e-10 / (NOISE + 0.15e-10),
                                  1e-9,
                                  "not removed");
        NS_TEST_EXPECT_MSG_EQ(blocked[0].uncancelled, 1, "and said so");
    }
};

/// Blocks over several subchannels that overlap in part.
class PartialOverlapTestCase : public TestCase
{
  public:
    PartialOverlapTestCase()
        : TestCase(
              "Blocks that overlap in part: who is decoded, what is removed, error propagation")
    {
    }

  private:
    void DoRun() override
    {
        // a: 0 1, b: 1 2, c: 2 3, d: 5, in decoding order.
        const std::vector<uint32_t> a = {0, 1};
        const std::vector<uint32_t> b = {1, 2};
        const std::vector<uint32_t> c = {2, 3};
        const std::vector<uint32_t> d = {5};
        std::vector<SicSignal> signals(4);
        signals[0].subchannels = &a;
        signals[0].power = {8 * NOISE, 16 * NOISE};
        signals[1].subchannels = &b;
        signals[1].power = {3 * NOISE, 5 * NOISE};
        signals[2].subchannels = &c;
        signals[2].power = {2 * NOISE, 1 * NOISE};
        signals[3].subchannels = &d;
        signals[3].power = {4 * NOISE};
        for (uint32_t i = 0; i < 4; ++i)
        {
            signals[i].position = i + 1;
            signals[i].user = i;
        }
        const SicReceiver receiver(SicReceiver::Options{});
        auto all = receiver.ReceiveAll(signals, Quiet(6), Always, Fold);
        const double tolerance = 1e-12;
        NS_TEST_EXPECT_MSG_EQ_TOL(all[0].sinr[0], 8, tolerance, "a alone on 0");
        NS_TEST_EXPECT_MSG_EQ_TOL(all[0].sinr[1], 16.0 / 4, tolerance, "a against b on 1");
        NS_TEST_EXPECT_MSG_EQ_TOL(all[1].sinr[0], 3, tolerance, "b on 1, a removed");
        NS_TEST_EXPECT_MSG_EQ_TOL(all[1].sinr[1], 5.0 / 3, tolerance, "b against c on 2");
        NS_TEST_EXPECT_MSG_EQ_TOL(all[2].sinr[0], 2, tolerance, "c on 2, b removed");

        // a fails: b suffers on 1 and fails too, so c suffers on 2, d does not.
        auto first = [](std::size_t i, const std::vector<double>&) { return i > 1; };
        auto chain = receiver.ReceiveAll(signals, Quiet(6), first, Fold);
        NS_TEST_EXPECT_MSG_EQ_TOL(chain[1].sinr[0], 3.0 / 17, tolerance, "b against a on 1");
        NS_TEST_EXPECT_MSG_EQ_TOL(chain[2].sinr[0], 2.0 / 6, tolerance, "c against b on 2");
        NS_TEST_EXPECT_MSG_EQ_TOL(chain[2].sinr[1], 1, tolerance, "c alone on 3");
        NS_TEST_EXPECT_MSG_EQ(chain[1].uncancelled, 1, "b had one in its way");
        NS_TEST_EXPECT_MSG_EQ(chain[2].uncancelled, 1, "c had one in its way");
        NS_TEST_EXPECT_MSG_EQ(chain[3].uncancelled, 0, "d had none");

        // Whoever wants c needs b, and a because b overlaps it; d is nobody's business.
        auto one = receiver.ReceiveOne(2, signals, Quiet(6), Always, Fold);
        NS_TEST_EXPECT_MSG_EQ(one[0].attempted, true, "a");
        NS_TEST_EXPECT_MSG_EQ(one[1].attempted, true, "b");
        NS_TEST_EXPECT_MSG_EQ(one[2].sinr[0], all[2].sinr[0], "c as in the full order");
        NS_TEST_EXPECT_MSG_EQ(one[3].attempted, false, "d");
        // Whoever wants a decodes nothing else, though b comes later on its subchannel.
        auto early = receiver.ReceiveOne(0, signals, Quiet(6), Always, Fold);
        NS_TEST_EXPECT_MSG_EQ(early[1].attempted, false, "b is later than a");
        NS_TEST_EXPECT_MSG_EQ(early[0].sinr[1], all[0].sinr[1], "b stays interference to a");

        // Without cancellation everything else is interference.
        const SicReceiver plain(SicReceiver::Options{false, 0});
        auto none = plain.ReceiveAll(signals, Quiet(6), Always, Fold);
        NS_TEST_EXPECT_MSG_EQ_TOL(none[1].sinr[0], 3.0 / 17, tolerance, "a stays in b's way");
        NS_TEST_EXPECT_MSG_EQ_TOL(none[1].sinr[1], 5.0 / 3, tolerance, "c too");
        auto alone = plain.ReceiveOne(2, signals, Quiet(6), Always, Fold);
        NS_TEST_EXPECT_MSG_EQ(alone[1].attempted, false, "no use in decoding b");
        NS_TEST_EXPECT_MSG_EQ(alone[2].sinr[0], none[2].sinr[0], "same interference");
    }
};

/// A signal 120 dB below the one decoded before it keeps its digits.
class WeakSignalTestCase : public TestCase
{
  public:
    WeakSignalTestCase()
        : TestCase("A weak signal behind a very strong one loses no digits")
    {
    }

  private:
    void DoRun() override
    {
        const SicReceiver receiver(SicReceiver::Options{});
        auto outcome = receiver.ReceiveAll(Superpose({1e18 * NOISE, 2 * NOISE}, {1, 2}),
                                           Quiet(),
                                           Always,
                                           Fold);
        NS_TEST_EXPECT_MSG_EQ_TOL(outcome[1].sinr[0], 2, 1e-14, "SINR of the weak one");
    }
};

/// Signals that start and end inside a slot.
class ChunkTestCase : public TestCase
{
  public:
    ChunkTestCase()
        : TestCase("Interference is cut where a foreign signal starts or ends")
    {
    }

  private:
    void DoRun() override
    {
        ForeignInterference foreign;
        NS_TEST_EXPECT_MSG_EQ(foreign.IsEmpty(), true, "nothing yet");
        foreign.Add(50, 120, {1, 0});  // covers the start
        foreign.Add(160, 300, {2, 4}); // covers the end
        foreign.Add(300, 300, {9, 9}); // lasts no time
        auto chunks = foreign.Cut(100, 200, {0.5, 0.5});
        NS_TEST_ASSERT_MSG_EQ(chunks.size(), 3, "three pieces");
        NS_TEST_EXPECT_MSG_EQ_TOL(chunks[0].share, 0.2, 1e-15, "first");
        NS_TEST_EXPECT_MSG_EQ_TOL(chunks[1].share, 0.4, 1e-15, "middle");
        NS_TEST_EXPECT_MSG_EQ_TOL(chunks[2].share, 0.4, 1e-15, "last");
        NS_TEST_EXPECT_MSG_EQ(chunks[0].power[0], 1.5, "first signal on subchannel 0");
        NS_TEST_EXPECT_MSG_EQ(chunks[0].power[1], 0.5, "not on subchannel 1");
        NS_TEST_EXPECT_MSG_EQ(chunks[1].power[0], 0.5, "neither in the middle");
        NS_TEST_EXPECT_MSG_EQ(chunks[2].power[1], 4.5, "second signal");
        foreign.Purge(120);
        chunks = foreign.Cut(100, 200, {0, 0});
        NS_TEST_EXPECT_MSG_EQ(chunks.size(), 2, "the first is forgotten");
        NS_TEST_EXPECT_MSG_EQ(foreign.Cut(300, 400, {0, 0}).size(), 1, "nothing reaches here");

        // 40 % of the slot at SINR 1, 60 % at SINR 3: the mean of the mutual information.
        const SicReceiver receiver(SicReceiver::Options{});
        auto outcome = receiver.ReceiveAll(Superpose({3 * NOISE}, {0}),
                                           {{0.4, {3 * NOISE}}, {0.6, {NOISE}}},
                                           Always,
                                           Fold);
        NS_TEST_EXPECT_MSG_EQ_TOL(std::log2(1 + outcome[0].sinr[0]),
                                  0.4 * 1 + 0.6 * 2,
                                  1e-12,
                                  "by the time it lasts");
    }
};

/**
 * @ingroup edge-ai
 * Cancellation.
 */
class EdgeAiRadioReceiverTestSuite : public TestSuite
{
  public:
    EdgeAiRadioReceiverTestSuite()
        : TestSuite("edge-ai-radio-receiver", TEST_UNIT)
    {
        AddTestCase(new UplinkPairTestCase, TEST_QUICK);
        AddTestCase(new DownlinkPairTestCase, TEST_QUICK);
        AddTestCase(new PartialOverlapTestCase, TEST_QUICK);
        AddTestCase(new WeakSignalTestCase, TEST_QUICK);
        AddTestCase(new ChunkTestCase, TEST_QUICK);
    }
};

/// The suite, registered at load time.
EdgeAiRadioReceiverTestSuite g_edgeAiRadioReceiverTestSuite;

} // namespace
