/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Owners of jobs and processors: withdrawal, acting while being told, coming and going.

#include "support/compute-fixture.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/governor.h"

#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Withdrawal of jobs.
class CancelCase : public TestCase
{
  public:
    CancelCase()
        : TestCase("cancelled jobs end once, with the energy used so far")
    {
    }

  private:
    void DoRun() override
    {
        JobLog log;
        auto processor = MakeProcessor({{"FlopPerCycle", "1"}, {"PowerCoefficient", "1e-27"}});
        std::vector<uint64_t> ids;
        for (uint64_t tag = 0; tag < 4; ++tag)
        {
            Job job = log.MakeJob(1e9);
            job.tag = tag;
            ids.push_back(processor->Submit(job));
        }
        bool unknown = true;
        bool again = true;
        CallAt(Seconds(0.25), [&]() {
            processor->Cancel(ids[2]); // waits
            processor->Cancel(ids[0]); // is served
            again = processor->Cancel(ids[0]);
            unknown = processor->Cancel(99);
        });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(again, false, "it is gone");
        NS_TEST_EXPECT_MSG_EQ(unknown, false, "it never was");
        NS_TEST_EXPECT_MSG_EQ(log.Get(0).outcome, JobOutcome::CANCELLED, "served");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(0).energy, 0.25, 1e-12, "1 W for a quarter second");
        NS_TEST_EXPECT_MSG_EQ(log.Get(2).outcome, JobOutcome::CANCELLED, "waiting");
        NS_TEST_EXPECT_MSG_EQ(log.Get(2).energy, 0, "never served");
        NS_TEST_EXPECT_MSG_EQ(log.Get(1).started, Seconds(0.25), "the next one starts at once");
        NS_TEST_EXPECT_MSG_EQ(log.Get(3).ended, Seconds(2.25), "and the one after it");
        NS_TEST_EXPECT_MSG_EQ_TOL(processor->GetBusyEnergy(), 2.25, 1e-12, "all energy is kept");
        Simulator::Destroy();
    }
};

/// Owners that act while they are told.
class ReentryCase : public TestCase
{
  public:
    ReentryCase()
        : TestCase("owners may submit and cancel while they are told")
    {
    }

  private:
    void DoRun() override
    {
        auto processor = MakeProcessor({{"FlopPerCycle", "1"}, {"QueueLimit", "1"}});
        int ended = 0;
        uint64_t waiting = 0;
        Job follower;
        follower.flop = 1e9;
        follower.done = [&](const JobReport&) { ++ended; };
        Job leader = follower;
        leader.done = [&](const JobReport&) {
            ++ended;
            // The one that waited is served by now: one more fits behind it, the next does not.
            processor->Submit(follower);
            processor->Submit(follower);
            processor->Cancel(waiting);
        };
        processor->Submit(leader);
        waiting = processor->Submit(follower);
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(ended, 4, "everybody is told exactly once");
        NS_TEST_EXPECT_MSG_EQ(processor->GetCompletedCount(), 2, "leader and one follower");
        NS_TEST_EXPECT_MSG_EQ(processor->GetDroppedCount(), 2, "one over the limit, one cancelled");
        Simulator::Destroy();
    }
};

/// A largest clock, and a note of its end.
class MortalGovernor : public Governor
{
  public:
    /// @param [out] gone set when it is disposed of, which its processor does when it ends
    explicit MortalGovernor(bool* gone)
        : m_gone(gone)
    {
    }

    double ChooseClock() override
    {
        return GetProcessor()->GetMaxClock();
    }

  private:
    void DoDispose() override
    {
        *m_gone = true;
        Governor::DoDispose();
    }

    bool* m_gone; //!< where its end is noted
};

/// The last holder lets go while it is told.
class LastHolderCase : public TestCase
{
  public:
    /// @param [in] source trace source with whose call the last holder lets go
    explicit LastHolderCase(const std::string& source)
        : TestCase("a processor lasts until whoever is told by " + source + " has returned"),
          m_source(source)
    {
    }

  private:
    /// The trace source calls.
    void LetGo()
    {
        m_processor = nullptr;
        m_goneInside = m_goneInside || m_gone;
        ++m_calls;
    }

    /// Listens to a number.
    void HandleNumber(double, double)
    {
        LetGo();
    }

    /// Listens to a number of jobs.
    void HandleCount(uint32_t, uint32_t)
    {
        LetGo();
    }

    /// Listens to what happens to jobs.
    void HandleJob(const JobReport&)
    {
        LetGo();
    }

    void DoRun() override
    {
        m_processor = MakeProcessor({{"FlopPerCycle", "1"}});
        m_processor->SetGovernor(CreateObject<MortalGovernor>(&m_gone));
        JobLog log;
        m_processor->Submit(log.MakeJob(1e9));
        Processor* processor = PeekPointer(m_processor);
        const bool job = m_source.substr(0, 3) == "Job";
        const bool count = m_source == "QueueLength";
        processor->TraceConnectWithoutContext(
            m_source,
            job     ? CallbackBase(MakeCallback(&LastHolderCase::HandleJob, this))
            : count ? CallbackBase(MakeCallback(&LastHolderCase::HandleCount, this))
                    : CallbackBase(MakeCallback(&LastHolderCase::HandleNumber, this)));
        CallAt(Seconds(0.5), [&]() { processor->Submit(log.MakeJob(1e9)); });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_GT(m_calls, 0, "the source called");
        NS_TEST_EXPECT_MSG_EQ(m_goneInside, false, "not before the listener has returned");
        NS_TEST_EXPECT_MSG_EQ(m_gone, true, "but then");
        Simulator::Destroy();
    }

    std::string m_source;       //!< trace source
    Ptr<Processor> m_processor; //!< the only reference
    bool m_gone{false};         //!< the processor has ended
    bool m_goneInside{false};   //!< it had ended while the trace source was calling
    int m_calls{0};             //!< calls of the trace source
};

/// Nodes with processors come and go.
class LifeCycleCase : public TestCase
{
  public:
    LifeCycleCase()
        : TestCase("processors are found by name and end their jobs with their node")
    {
    }

  private:
    void DoRun() override
    {
        auto node = CreateObject<Node>();
        NS_TEST_EXPECT_MSG_EQ((Processor::Find(node) == nullptr), true, "none yet");
        NS_TEST_EXPECT_MSG_EQ((Processor::Find(nullptr) == nullptr), true, "no node");
        auto cpu = MakeProcessor({{"FlopPerCycle", "1"}});
        auto gpu = MakeProcessor({{"FlopPerCycle", "1"}, {"Name", "gpu"}});
        ProcessorList::Install(node, cpu);
        ProcessorList::Install(node, gpu);
        NS_TEST_EXPECT_MSG_EQ(Processor::Find(node), cpu, "the first");
        NS_TEST_EXPECT_MSG_EQ(Processor::Find(node, "gpu"), gpu, "by name");
        NS_TEST_EXPECT_MSG_EQ((Processor::Find(node, "npu") == nullptr), true, "unknown name");
        JobLog log;
        Job job = log.MakeJob(1e9);
        gpu->Submit(job);
        job.tag = 1;
        gpu->Submit(job);
        CallAt(Seconds(0.5), [node]() { node->Dispose(); });
        CallAt(Seconds(0.6), [&]() {
            job.tag = 2;
            gpu->Submit(job);
        });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(log.reports.size(), 3, "all of them end");
        NS_TEST_EXPECT_MSG_EQ(log.Get(0).outcome, JobOutcome::CANCELLED, "served");
        NS_TEST_EXPECT_MSG_EQ(log.Get(0).ended, Seconds(0.5), "at once");
        NS_TEST_EXPECT_MSG_EQ(log.Get(1).outcome, JobOutcome::CANCELLED, "waiting");
        NS_TEST_EXPECT_MSG_EQ(log.Get(2).outcome, JobOutcome::BATTERY, "too late");
        Simulator::Destroy();

        // With the simulator everything goes at once, and owners may be gone before processors.
        node = CreateObject<Node>();
        cpu = MakeProcessor({{"FlopPerCycle", "1"}});
        ProcessorList::Install(node, cpu);
        cpu->Submit(log.MakeJob(1e9));
        Simulator::Stop(Seconds(0.5));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(cpu->GetServedCount(), 1, "still running at the end");
        Simulator::Destroy();
        NS_TEST_EXPECT_MSG_EQ(log.reports.size(), 3, "nobody is called");
    }
};

class ProcessorOwnerTestSuite : public TestSuite
{
  public:
    ProcessorOwnerTestSuite()
        : TestSuite("edge-ai-processor-owner", TEST_UNIT)
    {
        AddTestCase(new CancelCase, TEST_QUICK);
        AddTestCase(new ReentryCase, TEST_QUICK);
        for (const std::string source :
             {"Power", "Utilization", "QueueLength", "JobQueued", "JobFinished"})
        {
            AddTestCase(new LastHolderCase(source), TEST_QUICK);
        }
        AddTestCase(new LifeCycleCase, TEST_QUICK);
    }
};

ProcessorOwnerTestSuite g_processorOwnerTestSuite; //!< registers the suite

} // namespace
