/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Mutated inputs to whatever takes some: taken and then the same when they are written and read
// again, or refused in words. And every input that was a fault once. The long run is a bench,
// hardening.

#include "hostile-run.h"
#include "hostile-subject.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <memory>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Inputs to all subjects.
class HostileInputCase : public TestCase
{
  public:
    /// @param [in] inputs for each subject
    explicit HostileInputCase(uint64_t inputs)
        : TestCase(std::to_string(inputs) + " mutated inputs to every subject"),
          m_inputs(inputs)
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::string> subjects = ListHostileSubjects();
        NS_TEST_EXPECT_MSG_GT(subjects.size(), 20, "messages, texts, problems and plans");
        for (const std::string& subject : subjects)
        {
            HostileSettings settings;
            settings.batch = m_inputs;
            const HostileTally tally = TryHostileInputs(subject, m_inputs, settings);
            for (const HostileFinding& finding : tally.findings)
            {
                NS_TEST_EXPECT_MSG_EQ(finding.words, "", subject << ": " << finding.input);
            }
            // Otherwise nothing is tried of what is behind the first look at an input.
            NS_TEST_EXPECT_MSG_GT(tally.taken, m_inputs / 100, subject << ": not all is refused");
            NS_TEST_EXPECT_MSG_GT(tally.refused, m_inputs / 100, subject << ": not all is taken");
        }
    }

    uint64_t m_inputs;
};

/// What were faults.
class HostileSeedsCase : public TestCase
{
  public:
    HostileSeedsCase()
        : TestCase("Inputs that were faults once")
    {
        SetDataDir(NS_TEST_SOURCEDIR);
    }

  private:
    void DoRun() override
    {
        uint64_t files = 0;
        for (const HostileFinding& finding :
             ReplayHostileSeeds(CreateDataDirFilename("hostile/seeds"), HostileSettings(), files))
        {
            NS_TEST_EXPECT_MSG_EQ(finding.words, "", "a fault is back");
        }
        NS_TEST_EXPECT_MSG_GT(files, 10, "seeds are there");
    }
};

/// A subject with every kind of fault there can be.
class FaultySubject : public HostileSubject
{
  public:
    std::string Make(Mutator& draws) override
    {
        return std::to_string(draws.Draw(5));
    }

    HostileVerdict Take(const std::string& input) override
    {
        switch (input[0])
        {
        case '1':
            return HostileVerdict::Refuse("");
        case '2':
            return HostileVerdict::Refuse(std::string("\x01", 1));
        case '3': {
            volatile int* nowhere = nullptr;
            *nowhere = 1;
            return {};
        }
        case '4':
            throw std::string("not even an exception");
        default:
            return {};
        }
    }
};

/// Whether faults are seen at all.
class SelfCase : public TestCase
{
  public:
    SelfCase()
        : TestCase("Silent or illegible refusals, crashes and exceptions are faults")
    {
    }

  private:
    void DoRun() override
    {
        const std::string name = "faulty, a subject of this test alone";
        const HostileRegistration faulty(name, [](uint64_t) {
            return std::make_unique<FaultySubject>();
        });
        HostileSettings settings;
        settings.batch = 40;
        const HostileTally tally = TryHostileInputs(name, 40, settings);
        unsigned kinds[5]{};
        for (const HostileFinding& finding : tally.findings)
        {
            ++kinds[finding.input.at(0) - '0'];
        }
        NS_TEST_EXPECT_MSG_EQ(kinds[0], 0, "what is sound");
        for (int kind = 1; kind < 5; ++kind)
        {
            NS_TEST_EXPECT_MSG_GT(kinds[kind], 0, "kind " << kind);
        }
    }
};

/// All subjects.
class HostileInputSuite : public TestSuite
{
  public:
    HostileInputSuite()
        : TestSuite("edge-ai-hostile-inputs", TEST_SYSTEM)
    {
        AddTestCase(new HostileSeedsCase, TEST_QUICK);
        AddTestCase(new HostileInputCase(300), TEST_QUICK);
        AddTestCase(new SelfCase, TEST_QUICK); // last: its subject stays
    }
};

HostileInputSuite g_hostileInputSuite; ///< registers the suite

} // namespace
