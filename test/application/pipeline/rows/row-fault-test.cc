/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Secondaries that fall silent, come back, leave, or run dry; hosts that stop; queues that are
// full: every image ends once, with a reason, and what can be answered is.

#include "support/expectations.h"
#include "support/row-fixture.h"

#include "ns3/error-model.h"
#include "ns3/point-to-point-net-device.h"

#include <fstream>
#include <functional>
#include <set>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Images every 5 s, from 1 s on.
void
SetStream(RowFixture& run, uint32_t images)
{
    run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                           "Period",
                           TimeValue(Seconds(5)),
                           "Offset",
                           TimeValue(Seconds(1)),
                           "MaxTasks",
                           UintegerValue(images));
}

/// A secondary is silent while one image is under way and until after the next.
class SilenceTestCase : public TestCase
{
  public:
    SilenceTestCase(const std::string& planner, uint32_t secondary)
        : TestCase("secondary " + std::to_string(secondary) + " falls silent under " + planner),
          m_planner(planner),
          m_secondary(secondary)
    {
    }

  private:
    void DoRun() override
    {
        RowFixture run(m_planner);
        SetStream(run, 5);
        run.Build();
        run.helper.Silence(m_secondary, Seconds(6.5), Seconds(14));
        const std::vector<RowPartitionImage> images = run.Run(40);
        NS_TEST_ASSERT_MSG_EQ(images.size(), 5U, "images");
        NS_TEST_EXPECT_MSG_EQ(run.IsSound(), true, "conserved, energy adds up");
        NS_TEST_EXPECT_MSG_EQ(run.helper.GetSilenceCount(), 1U, "counted once");
        const double alone = 3.094052864;
        for (std::size_t i = 0; i < images.size(); ++i)
        {
            const RowPartitionImage& image = images[i];
            NS_TEST_EXPECT_MSG_EQ(image.completed, true, "answered");
            NS_TEST_EXPECT_MSG_EQ(image.gaveUp, (i == 1), "the second was given up");
            NS_TEST_EXPECT_MSG_EQ(image.alone, (i == 2), "the third began alone");
            if (i == 1)
            {
                NS_TEST_EXPECT_MSG_GT(image.timeRealised, alone + 0.4, "what was lost, and alone");
                NS_TEST_EXPECT_MSG_LT(image.timeRealised, alone + 2, "it is found out soon");
            }
            else
            {
                EXPECT_RELATIVE(image.timeRealised,
                                i == 2 ? alone : images[0].timePlanned,
                                .01,
                                "T");
            }
        }
        // The steps that were not carried out have no instants; those of the host alone follow.
        const TaskRecord& record = *run.helper.GetMonitor().GetRecords()[1];
        const auto done = [&](const StepRecord& step) { return !std::isnan(step.finished); };
        const auto count = std::count_if(record.steps.begin(), record.steps.end(), done);
        NS_TEST_EXPECT_MSG_LT(static_cast<std::size_t>(count), record.steps.size(), "some missing");
        NS_TEST_EXPECT_MSG_EQ(done(record.steps.back()), true, "the answer came");
    }

    std::string m_planner; ///< TypeId name
    uint32_t m_secondary;  ///< which falls silent
};

/// Something happens to a run of four images, of which all are answered or end with a reason.
class TroubleTestCase : public TestCase
{
  public:
    /// Does it to a run that is built
    using Trouble = std::function<void(RowFixture& run)>;

    /// @param [in] name of the case  @param [in] trouble what happens  @param [in] completed images
    /// @param [in] outcomes of the others  @param [in] gaveUp batches that were given up
    TroubleTestCase(const std::string& name,
                    const Trouble& trouble,
                    uint64_t completed,
                    const std::set<TaskOutcome>& outcomes,
                    uint64_t gaveUp)
        : TestCase(name),
          m_trouble(trouble),
          m_completed(completed),
          m_outcomes(outcomes),
          m_gaveUp(gaveUp)
    {
    }

  private:
    void DoRun() override
    {
        RowFixture run("HalpOverlapPlanner");
        SetStream(run, 4);
        run.helper.SetDeviceAttribute("Timeout", TimeValue(Seconds(20)));
        run.Build();
        m_trouble(run);
        run.Run(60);
        const TaskCounts counts = run.helper.GetMonitor().GetCounts();
        NS_TEST_EXPECT_MSG_EQ(counts.generated, 4U, "images");
        NS_TEST_EXPECT_MSG_EQ(counts.unfinished, 0U, "each ended");
        NS_TEST_EXPECT_MSG_EQ(run.IsSound(), true, "conserved, energy adds up");
        NS_TEST_EXPECT_MSG_EQ(counts.completed, m_completed, "answered");
        NS_TEST_EXPECT_MSG_EQ(run.helper.GetSilenceCount(), m_gaveUp, "given up");
        std::set<TaskOutcome> outcomes;
        for (const auto& [outcome, count] : counts.byOutcome)
        {
            if (IsDropped(outcome))
            {
                outcomes.insert(outcome);
            }
        }
        NS_TEST_EXPECT_MSG_EQ((outcomes == m_outcomes), true, "reasons");
        for (const TaskRecord* record : run.helper.GetMonitor().GetRecords())
        {
            NS_TEST_EXPECT_MSG_EQ((record->outcome == TaskOutcome::COMPLETED),
                                  record->detail.empty(),
                                  "a reason in words");
        }
    }

    Trouble m_trouble;                ///< see constructor
    uint64_t m_completed;             ///< likewise
    std::set<TaskOutcome> m_outcomes; ///< likewise
    uint64_t m_gaveUp;                ///< likewise
};

/// Who is not silent stops working on a batch that is given up.
class AbandonTestCase : public TestCase
{
  public:
    AbandonTestCase()
        : TestCase("a batch that is given up is worked on no more")
    {
    }

  private:
    void DoRun() override
    {
        RowFixture run("HalpOverlapPlanner");
        run.Build();
        // Secondary 1 is in the midst of conv1_2 when secondary 2's first rows are overdue.
        run.helper.Silence(2, Seconds(0.5), Seconds(0));
        const std::vector<RowPartitionImage> images = run.Run(20);
        NS_TEST_EXPECT_MSG_EQ(run.IsSound(), true, "conserved, energy adds up");
        NS_TEST_EXPECT_MSG_EQ(images.at(0).gaveUp, true, "given up");
        NS_TEST_EXPECT_MSG_EQ(images.at(0).completed, true, "answered");
        NS_TEST_EXPECT_MSG_EQ(run.GetSecondary(1)->GetProcessor()->GetDroppedCount(),
                              1U,
                              "what it computed");
        NS_TEST_EXPECT_MSG_EQ(run.GetSecondary(2)->GetProcessor()->GetSubmittedCount(),
                              0U,
                              "nothing is computed in silence");
        // What was begun and not ended has a beginning, its part of the work, and no end.
        uint32_t cut = 0;
        for (const StepRecord& step : run.helper.GetMonitor().GetRecords().front()->steps)
        {
            if (step.planned.kind == StepKind::COMPUTE && !std::isnan(step.started) &&
                std::isnan(step.finished))
            {
                ++cut;
                NS_TEST_EXPECT_MSG_EQ(step.planned.name, "conv1_2", "in the midst of it");
                EXPECT_TRUE(step.work > 0 && step.work < step.planned.work, "a part of it");
            }
        }
        NS_TEST_EXPECT_MSG_EQ(cut, 1U, "one computation");
    }
};

/// Of a batch that is given up late only those run again that have no answer yet.
class HalfAnsweredTestCase : public TestCase
{
  public:
    HalfAnsweredTestCase()
        : TestCase("images with an answer do not run again")
    {
    }

  private:
    void DoRun() override
    {
        // The last rows of an image take longer to the host than its tail runs.
        RowFixture run("HalpOverlapPlanner", 5e6);
        run.SetBatch(2);
        run.Build();
        m_device = DynamicCast<PointToPointNetDevice>(run.links.Get(2));
        run.GetHost()->TraceConnectWithoutContext(
            "Tx",
            MakeCallback(&HalfAnsweredTestCase::HandleSent, this));
        const std::vector<RowPartitionImage> images = run.Run(60);
        NS_TEST_EXPECT_MSG_EQ(run.IsSound(), true, "conserved, energy adds up");
        NS_TEST_ASSERT_MSG_EQ(images.size(), 2U, "images");
        NS_TEST_EXPECT_MSG_EQ(m_answers, 2U, "one answer each");
        for (const RowPartitionImage& image : images)
        {
            NS_TEST_EXPECT_MSG_EQ(image.completed, true, "answered");
        }
        NS_TEST_EXPECT_MSG_EQ(images[0].gaveUp, false, "the first before the link was lost");
        NS_TEST_EXPECT_MSG_EQ(images[1].gaveUp, true, "the second by the host alone");
    }

    void HandleSent(const InferenceMessage& message)
    {
        if (message.type == RowMessage::RESULT && ++m_answers == 1)
        {
            auto loss = CreateObject<RateErrorModel>();
            loss->SetAttribute("ErrorRate", DoubleValue(1));
            loss->SetAttribute("ErrorUnit", StringValue("ERROR_UNIT_PACKET"));
            m_device->SetReceiveErrorModel(loss);
        }
    }

    Ptr<PointToPointNetDevice> m_device; ///< of the host, towards secondary 2
    uint32_t m_answers{0};               ///< sent
};

/// @returns a file's bytes
std::string
ReadFile(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

/// The same seed gives the same bytes, with a fault on the way.
class RepetitionTestCase : public TestCase
{
  public:
    RepetitionTestCase()
        : TestCase("the same seed gives the same bytes")
    {
    }

  private:
    void DoRun() override
    {
        std::vector<std::string> written;
        for (const std::string part : {"a", "b"})
        {
            RowFixture run("ModnnPlanner", 100e6, true);
            SetStream(run, 3);
            run.Build();
            run.helper.Silence(1, Seconds(6.3), Seconds(8));
            run.Run(30);
            for (const std::string suffix : {".csv", ".json"})
            {
                const std::string path = CreateTempDirFilename(part + suffix);
                run.helper.GetMonitor().Write(path);
                written.push_back(ReadFile(path));
            }
            written.push_back(ReadFile(CreateTempDirFilename(part + "-steps.csv")));
        }
        for (std::size_t i = 0; i < 3; ++i)
        {
            NS_TEST_EXPECT_MSG_GT(written[i].size(), 1000U, "something was written");
            NS_TEST_EXPECT_MSG_EQ((written[i] == written[i + 3]), true, "file " << i);
        }
    }
};

class RowFaultTestSuite : public TestSuite
{
  public:
    RowFaultTestSuite()
        : TestSuite("edge-ai-row-fault", TEST_SYSTEM)
    {
        for (const char* planner : {"HalpOverlapPlanner", "ModnnPlanner", "HalpBarrierPlanner"})
        {
            for (const uint32_t secondary : {1, 2})
            {
                AddTestCase(new SilenceTestCase(planner, secondary), TEST_QUICK);
            }
        }
        AddTestCase(new AbandonTestCase, TEST_QUICK);
        AddTestCase(new HalfAnsweredTestCase, TEST_QUICK);
        AddTestCase(new RepetitionTestCase, TEST_QUICK);
        const auto add = [this](const std::string& name,
                                const TroubleTestCase::Trouble& trouble,
                                uint64_t completed,
                                const std::set<TaskOutcome>& outcome = {},
                                uint64_t gaveUp = 0) {
            AddTestCase(new TroubleTestCase(name, trouble, completed, outcome, gaveUp), TEST_QUICK);
        };
        add(
            "nothing happens",
            [](RowFixture&) {},
            4);
        add(
            "a secondary is stopped",
            [](RowFixture& run) { run.GetSecondary(2)->SetStopTime(Seconds(6.5)); },
            4,
            {},
            1);
        add(
            "a secondary never starts",
            [](RowFixture& run) { run.GetSecondary(1)->SetStartTime(Seconds(1000)); },
            4);
        add(
            "a secondary starts late",
            [](RowFixture& run) { run.GetSecondary(1)->SetStartTime(Seconds(12)); },
            4);
        add(
            "a link to a secondary is lost",
            [](RowFixture& run) {
                auto loss = CreateObject<RateErrorModel>();
                loss->SetAttribute("ErrorRate", DoubleValue(1));
                loss->SetAttribute("ErrorUnit", StringValue("ERROR_UNIT_PACKET"));
                Simulator::Schedule(Seconds(6.5),
                                    &PointToPointNetDevice::SetReceiveErrorModel,
                                    DynamicCast<PointToPointNetDevice>(run.links.Get(0)),
                                    loss);
            },
            4,
            {},
            1);
        add("the host is stopped",
            [](RowFixture& run) { run.GetHost()->SetStopTime(Seconds(6.5)); },
            1,
            {TaskOutcome::STOPPED, TaskOutcome::SERVER_SILENT});
        add(
            "a processor has no power for a while",
            [](RowFixture& run) {
                const Ptr<Processor> processor = Processor::Find(run.nodes.Get(1));
                Simulator::Schedule(Seconds(6.5), &Processor::SetPowered, processor, false);
                Simulator::Schedule(Seconds(9), &Processor::SetPowered, processor, true);
            },
            4,
            {},
            1);
        add("the host's processor has no power for a while",
            [](RowFixture& run) {
                const Ptr<Processor> processor = Processor::Find(run.nodes.Get(0));
                Simulator::Schedule(Seconds(6.5), &Processor::SetPowered, processor, false);
                Simulator::Schedule(Seconds(9), &Processor::SetPowered, processor, true);
            },
            3,
            {TaskOutcome::BATTERY});
    }
};

RowFaultTestSuite g_rowFaultTestSuite; ///< registers the suite

} // namespace
