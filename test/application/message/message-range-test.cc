/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Ranges of the fields of messages, at the place where bytes become values: what is out of range is
// not decoded, and what was decoded can be encoded again.

#include "application/co-inference/co-inference-body.h"
#include "application/message/message-archive.h"
#include "application/pipeline/pipeline-body.h"
#include "support/gradient-exchange.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/random-variable-stream.h"
#include "ns3/test.h"

#include <functional>
#include <limits>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr double INFINITE = std::numeric_limits<double>::infinity();
constexpr double NONE = std::numeric_limits<double>::quiet_NaN();

/// @returns a request that a planner takes
RequestBody
MakeRequest()
{
    RequestBody request;
    request.network = "VGG-16";
    request.latencyBudget = 1;
    request.energyBudget = 0.1;
    request.gain = 1e-10;
    request.txPowerMax = 0.1;
    request.weightRate = 30;
    request.processor.flopPerCycle = 8;
    request.processor.clockMax = 2e9;
    request.processor.powerCoefficient = 1e-28;
    return request;
}

class RangeCase : public TestCase
{
  public:
    RangeCase()
        : TestCase("fields out of their ranges are not decoded")
    {
    }

  private:
    /// @param [in] good a sound body  @param [in] field that shall be named  @param [in] change of
    /// it
    template <typename Body>
    void Refuse(const Body& good, const std::string& field, std::function<void(Body&)> change)
    {
        Body body = good;
        Body read;
        std::string fault;
        NS_TEST_EXPECT_MSG_EQ(Decode(Encode(body), read, &fault), true, field << ": " << fault);
        change(body);
        NS_TEST_EXPECT_MSG_EQ(Decode(Encode(body), read, &fault), false, field);
        NS_TEST_EXPECT_MSG_EQ(fault.find(field), 0, "the field is named: " << fault);
        NS_TEST_EXPECT_MSG_NE(fault.find("allowed"), std::string::npos, "the range: " << fault);
    }

    /// Numbers that no quantity is. @param [in] good a sound body  @param [in] field that shall be
    /// named  @param [in] member to spoil
    template <typename Body, typename Owner>
    void RefuseFigures(const Body& good, const std::string& field, double Owner::*member)
    {
        for (const double value : {-1.0, -INFINITE, INFINITE, 1e300, 1e-300})
        {
            Refuse<Body>(good, field, [=](Body& body) { body.*member = value; });
        }
    }

    void DoRun() override
    {
        const RequestBody request = MakeRequest();
        RefuseFigures(request, "latency_budget", &RequestBody::latencyBudget);
        RefuseFigures(request, "energy_budget", &RequestBody::energyBudget);
        RefuseFigures(request, "gain", &RequestBody::gain);
        RefuseFigures(request, "bandwidth", &RequestBody::bandwidth);
        RefuseFigures(request, "noise_density", &RequestBody::noiseDensity);
        RefuseFigures(request, "subchannel_width", &RequestBody::subchannelWidth);
        RefuseFigures(request, "tx_power_max", &RequestBody::txPowerMax);
        RefuseFigures(request, "tx_power_min", &RequestBody::txPowerMin);
        RefuseFigures(request, "link_rate", &RequestBody::linkRate);
        RefuseFigures(request, "medium_rate", &RequestBody::mediumRate);
        RefuseFigures(request, "time_weight", &RequestBody::timeWeight);
        using Request = RequestBody;
        Refuse<Request>(request, "sharers", [](Request& r) { r.sharers = 0; });
        Refuse<Request>(request, "energy_budget", [](Request& r) { r.energyBudget = NONE; });
        Refuse<Request>(request, "tx_powers[1]", [](Request& r) { r.txPowers = {0.01, INFINITE}; });
        Refuse<Request>(request, "processor.clock_max", [](Request& r) {
            r.processor.clockMax = 0;
        });
        Refuse<Request>(request, "tx_power_min", [](Request& r) { r.txPowerMin = 0.11; });
        Refuse<Request>(request, "tx_powers has no value in its range", [](Request& r) {
            r.txPowers = {0.01, 0.02};
            r.txPowerMin = 0.03;
        });
        for (const double value : {-1.0, INFINITE, NONE, 1e-300})
        {
            Refuse<Request>(request, "processor.clock_min", [=](Request& r) {
                r.processor.clockMin = value;
            });
            Refuse<Request>(request, "processor.static_power", [=](Request& r) {
                r.processor.staticPower = value;
            });
            Refuse<Request>(request, "processor.transition_latency", [=](Request& r) {
                r.processor.transitionLatency = value;
            });
        }
        Refuse<Request>(request, "processor.clock_min", [](Request& r) {
            r.processor.clockMin = 2.1e9;
        });
        Refuse<Request>(request, "processor.clocks has no value in its range", [](Request& r) {
            r.processor.clocks = {1e8, 1e9, 3e9};
            r.processor.clockMin = 1.5e9;
        });
        Request unknown = request;
        Request read;
        unknown.gain = NONE;
        NS_TEST_EXPECT_MSG_EQ(Decode(Encode(unknown), read), true, "an unknown gain is none");

        const PlanBody plan;
        RefuseFigures(plan, "device_flop", &PlanBody::deviceFlop);
        RefuseFigures(plan, "latency", &PlanBody::latency);
        RefuseFigures(plan, "energy", &PlanBody::energy);
        RefuseFigures(plan, "rate_factor", &PlanBody::rateFactor);
        using Plan = PlanBody;
        Refuse<Plan>(plan, "status", [](Plan& p) { p.status = static_cast<PlanStatus>(9); });
        Refuse<Plan>(plan, "server_keep_ratio", [](Plan& p) { p.serverKeepRatio = 7; });
        Refuse<Plan>(plan, "normalised_distortion", [](Plan& p) { p.normalisedDistortion = -0.1; });
        Refuse<Plan>(plan, "bits of the step \"uplink\"", [](Plan& p) {
            p.status = PlanStatus::SOLVED;
            p.steps.resize(1);
            p.steps[0].name = "uplink";
            p.steps[0].bits = 1e40;
        });
        Refuse<Plan>(plan, "step[0].time", [](Plan& p) {
            p.steps.resize(1);
            p.steps[0].time = 1e300;
        });
        Refuse<Plan>(plan, "step[1].energy", [](Plan& p) {
            p.steps.resize(2);
            p.steps[1].energy = -1;
        });
        Refuse<Plan>(plan, "computing_units", [](Plan& p) { p.units = 1e7; });
        Refuse<Plan>(plan, "downlink_way.rate", [](Plan& p) { p.downlinkWay.rate = NONE; });

        FeatureBody feature;
        feature.serverKeepRatio = 0.5;
        RefuseFigures(feature, "server_clock", &FeatureBody::serverClock);
        Refuse<FeatureBody>(feature, "units", [](FeatureBody& f) { f.units = 0; });
        Refuse<FeatureBody>(feature, "server_keep_ratio", [](FeatureBody& f) {
            f.serverKeepRatio = 7;
        });

        ResultBody result;
        result.received = 1;
        result.started = result.finished = 2;
        RefuseFigures(result, "energy", &ResultBody::energy);
        RefuseFigures(result, "clock", &ResultBody::clock);
        RefuseFigures(result, "work", &ResultBody::work);
        for (const double bytes : {-1.0, INFINITE})
        {
            Refuse<ResultBody>(result, "traffic", [=](ResultBody& r) { r.traffic = bytes; });
        }
        result.traffic = NONE;
        ResultBody uncounted;
        NS_TEST_EXPECT_MSG_EQ(Decode(Encode(result), uncounted), true, "traffic may be unknown");
        Refuse<ResultBody>(result, "started", [](ResultBody& r) { r.started = 0.5; });
        Refuse<ResultBody>(result, "finished", [](ResultBody& r) { r.finished = INFINITE; });

        RefuseFigures(ReportBody(), "uplink_time", &ReportBody::uplinkTime);
        RefuseFigures(ReportBody(), "gain", &ReportBody::gain);
        ReportBody unmeasured;
        unmeasured.uplinkEnergy = unmeasured.gain = NONE;
        ReportBody report;
        NS_TEST_EXPECT_MSG_EQ(Decode(Encode(unmeasured), report), true, "not measured is sound");

        const FrameBody frame{1, 0, 1, 2, 3};
        for (const double bytes : {-1.0, 1e10, INFINITE, NONE})
        {
            Refuse<PlanReadyBody>({}, "missing_bytes", [=](auto& r) { r.missingBytes = bytes; });
        }
        Refuse<FrameBody>(frame, "sent", [](FrameBody& f) { f.sent = 0.5; });
        Refuse<FrameBody>(frame, "expires", [](FrameBody& f) { f.expires = INFINITE; });
        PipelineReportBody stage;
        RefuseFigures(stage, "peak_flops", &PipelineReportBody::peakFlops);
        Refuse<PipelineReportBody>(stage, "busy_power", [](auto& r) { r.busyPower = 1e10; });
        stage.linkTime = 1;
        Refuse<PipelineReportBody>(stage, "link_bits / link_time", [](PipelineReportBody& r) {
            r.linkBits = 1e40;
            r.linkTime = 1e-40;
        });
    }
};

/// Bodies with every length and every byte changed: what is read can be written, the same.
class AgainCase : public TestCase
{
  public:
    AgainCase()
        : TestCase("what was decoded can be encoded again")
    {
    }

  private:
    static constexpr std::size_t LONGEST = 1024; ///< text

    template <typename Body>
    void Mutate(const Body& body)
    {
        const std::vector<uint8_t> good = Encode(body);
        uint32_t accepted = 0;
        for (int run = 0; run < 2000; ++run)
        {
            auto bytes = good;
            for (uint32_t k = m_random->GetInteger(0, 2); k > 0; --k)
            {
                bytes[m_random->GetInteger(0, bytes.size() - 1)] = m_random->GetInteger(0, 255);
            }
            Body read;
            if (Decode(bytes, read))
            {
                ++accepted;
                NS_TEST_ASSERT_MSG_EQ((Encode(read) == bytes), true, "the same again");
            }
        }
        NS_TEST_EXPECT_MSG_GT(accepted, 200, "most of them are sound");
    }

    void DoRun() override
    {
        m_random = CreateObject<UniformRandomVariable>();
        m_random->SetStream(5);
        auto request = MakeRequest();
        request.txPowers = {0.01, 0.1};
        Mutate(request);
        Mutate(PlanBody());
        Mutate(ResultBody());
        Mutate(ReportBody());
        Mutate(PipelineReportBody());
        Mutate(FrameBody{1, 0, 1, 2, 3});
        Mutate(MakeGradientBody(1));
        PipelinePlanBody pipeline;
        pipeline.cuts = {0, 2, 6};
        pipeline.steps.resize(3);
        Mutate(pipeline);

        // The network's name is the first field: two bytes of length, then the text.
        const auto bytes = Encode(MakeRequest());
        for (const std::size_t length : {LONGEST, LONGEST + 1, std::size_t{60000}})
        {
            auto longer = bytes;
            longer.insert(longer.begin() + 2 + 6, length - 6, 'x');
            longer[0] = static_cast<uint8_t>(length >> 8);
            longer[1] = static_cast<uint8_t>(length);
            RequestBody read;
            NS_TEST_ASSERT_MSG_EQ(Decode(longer, read), (length <= LONGEST), length);
            if (length <= LONGEST)
            {
                NS_TEST_EXPECT_MSG_EQ((Encode(read) == longer), true, "the same again");
            }
        }
    }

    Ptr<UniformRandomVariable> m_random;
};

class MessageRangeTestSuite : public TestSuite
{
  public:
    MessageRangeTestSuite()
        : TestSuite("edge-ai-message-range", TEST_UNIT)
    {
        AddTestCase(new RangeCase, TEST_QUICK);
        AddTestCase(new AgainCase, TEST_QUICK);
    }
};

MessageRangeTestSuite g_messageRangeTestSuite; ///< registers the suite

} // namespace
