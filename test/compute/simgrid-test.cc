/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The same load, operating points and thresholds under SimGrid's host energy and DVFS plugins.

#include "compute/constant-governors.h"
#include "support/compute-fixture.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/governor.h"

#include <cstdio>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Energy of a run and the end of its last job.
struct Figures
{
    double energy{0}; ///< [J]
    double end{0};    ///< [s]
};

/// One governor here and there.
class SimGridCase : public TestCase
{
  public:
    /**
     * @param [in] governor name without "Governor"
     * @param [in] theirs its name there
     * @param [in] pstate operating point there before the first sample, counted from the fastest
     */
    SimGridCase(const std::string& governor, const std::string& theirs, int pstate)
        : TestCase("energy of " + governor + " is the same in SimGrid"),
          m_governor(governor),
          m_theirs(theirs),
          m_pstate(pstate)
    {
    }

  private:
    static constexpr double HORIZON = 400; ///< the energy is read here [s]
    static constexpr double IDLE = 0.3;    ///< idle power [W]

    /// @returns work [FLOP] and instants [s] of bursts with breaks in between
    static std::vector<std::pair<double, double>> MakeJobs()
    {
        auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(21);
        std::vector<std::pair<double, double>> jobs;
        double at = 0;
        while (true)
        {
            at += random->GetValue(1, 12);
            const uint32_t count = random->GetInteger(1, 30);
            for (uint32_t i = 0; i < count; ++i)
            {
                at += random->GetValue(0, 0.2);
                if (at > HORIZON - 60)
                {
                    return jobs;
                }
                jobs.emplace_back(at, random->GetValue(0.01e9, 0.3e9));
            }
        }
    }

    /// @param [in] jobs the load  @returns what a Processor makes of it
    Figures RunHere(const std::vector<std::pair<double, double>>& jobs) const
    {
        JobLog log;
        auto processor = MakeProcessor(
            {{"OperatingPoints", "1e9:0.9W 2e9:4W"}, {"PowerLaw", "Table"}, {"FlopPerCycle", "1"}});
        processor->SetAttribute("IdlePower", DoubleValue(IDLE));
        ObjectFactory factory;
        factory.SetTypeId(FindGovernor(m_governor));
        auto governor = factory.Create<Governor>(); // 100 ms and 0.8, as there
        // SimGrid's ondemand takes the slowest of two points for any load up to the threshold.
        governor->SetAttributeFailSafe("Rounding", StringValue("Down"));
        processor->SetGovernor(governor);
        processor->Initialize();
        for (const auto& job : jobs)
        {
            SubmitAt(Seconds(job.first), processor, log.MakeJob(job.second));
        }
        Simulator::Stop(Seconds(HORIZON));
        Simulator::Run();
        Figures figures;
        figures.energy = processor->GetTotalEnergy();
        figures.end = log.reports.empty() ? 0 : log.reports.back().ended.GetSeconds();
        Simulator::Destroy();
        return figures;
    }

    void DoRun() override
    {
#ifdef EDGE_AI_SIMGRID_REFERENCE
        const auto jobs = MakeJobs();
        const std::string path = CreateTempDirFilename("jobs.txt");
        std::ofstream file(path);
        file << std::setprecision(17);
        for (const auto& job : jobs)
        {
            file << job.first << " " << job.second << "\n";
        }
        file.close();
        std::ostringstream command;
        command << "'" << EDGE_AI_SIMGRID_REFERENCE << "' '" << path << "' " << m_theirs << " 0.1 "
                << m_pstate << " " << HORIZON << " " << IDLE << " 2e9:4 1e9:0.9";
        FILE* pipe = popen(command.str().c_str(), "r");
        NS_TEST_ASSERT_MSG_NE(pipe, nullptr, "the reference starts");
        Figures there;
        const int read = std::fscanf(pipe, "%lf %lf", &there.energy, &there.end);
        const int status = pclose(pipe);
        NS_TEST_ASSERT_MSG_EQ(status, 0, "the reference succeeds");
        NS_TEST_ASSERT_MSG_EQ(read, 2, "the reference answers");
        const Figures here = RunHere(jobs);
        std::cout << std::setprecision(8) << m_governor << ": " << here.energy << " J here, "
                  << there.energy << " J in SimGrid; last end " << here.end << " s, " << there.end
                  << " s" << std::endl;
        NS_TEST_EXPECT_MSG_EQ_TOL(here.energy, there.energy, 1e-4 * there.energy, "energy");
        NS_TEST_EXPECT_MSG_EQ_TOL(here.end, there.end, 1e-6 * there.end, "end of the last job");
#else
        std::cout << m_governor << ": skipped, SimGrid is not installed (Debian: libsimgrid-dev)"
                  << std::endl;
#endif
    }

    std::string m_governor;        //!< name here
    std::string m_theirs;          //!< name there
    [[maybe_unused]] int m_pstate; //!< operating point there before the first sample
};

class SimGridTestSuite : public TestSuite
{
  public:
    SimGridTestSuite()
        : TestSuite("edge-ai-simgrid", TEST_SYSTEM)
    {
        AddTestCase(new SimGridCase("Performance", "performance", 0), TEST_QUICK);
        AddTestCase(new SimGridCase("Powersave", "powersave", 1), TEST_QUICK);
        AddTestCase(new SimGridCase("OnDemand", "ondemand", 0), TEST_QUICK);
        AddTestCase(new SimGridCase("Conservative", "conservative", 0), TEST_QUICK);
    }
};

SimGridTestSuite g_simGridTestSuite; //!< registers the suite

} // namespace
