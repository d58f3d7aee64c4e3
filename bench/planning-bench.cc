/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a controller's plans cost for more and more devices: the first contact of all of them, and
// requests after that between which nothing changes. Devices divide a band, so that whoever comes
// changes what the others get, or are on cables of their own and have nothing but slices of the
// server in common. Growth is the exponent of the number of devices from one row to the next;
// requests are as many per device in every row, so that 1 is linear in tasks.

#include "allocation/split/laim/laim-planner.h"
#include "application/co-inference/co-inference-body.h"
#include "application/co-inference/server-description.h"
#include "measure.h"

#include "ns3/co-inference-controller.h"
#include "ns3/program-options.h"
#include "ns3/simulator.h"
#include "ns3/text-table.h"

#include <ctime>
#include <iostream>
#include <limits>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Counts how often it plans.
class CountingPlanner : public LaimPlanner
{
  public:
    /// @returns how often it was asked
    uint64_t GetCalls() const
    {
        return m_calls;
    }

  private:
    std::string ExplainMethodRefusal(const SplitProblem&) const override
    {
        ++m_calls; // it is asked that once for every plan
        return "";
    }

    mutable uint64_t m_calls{0};
};

/// @returns processor time of this program [s]
double
GetProcessorTime()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// What some requests took.
struct Cost
{
    double time{0};    ///< of the processor [s]
    uint64_t calls{0}; ///< of the planner
};

/// A controller and its devices.
class Study
{
  public:
    /// @param [in] network of all devices  @param [in] count how many  @param [in] cables or one
    /// band
    Study(const std::string& network, uint32_t count, bool cables)
        : m_count(count),
          m_controller(CreateObject<CoInferenceController>()),
          m_planner(CreateObject<CountingPlanner>())
    {
        m_controller->SetPlanner(m_planner);
        m_controller->Offer(network);
        m_controller->SetPresent(0, count);
        m_request.network = network;
        m_request.latencyBudget = 1;
        m_request.energyBudget = 0.1;
        m_request.gain = 1e-10;
        m_request.txPowerMax = 0.2;
        m_request.weightRate = 30;
        m_request.divideBand = !cables;
        m_request.linkRate = cables ? 1e7 : 0;
        m_request.processor.flopPerCycle = 32;
        m_request.processor.clockMax = 2e9;
        m_request.processor.powerCoefficient = 2e-29;
        m_server.limits.flopPerCycle = 128;
        m_server.limits.clockMax = 10e9;
        m_server.limits.powerCoefficient = 1e-28;
    }

    ~Study()
    {
        m_controller->Dispose();
        Simulator::Destroy();
    }

    /// All devices ask. @param [in] times so often each  @returns what that took
    Cost Ask(uint32_t times)
    {
        const double start = GetProcessorTime();
        const uint64_t calls = m_planner->GetCalls();
        for (uint32_t i = 0; i < times; ++i)
        {
            for (uint32_t client = 1; client <= m_count; ++client)
            {
                m_controller->Decide(client, m_request, m_server);
            }
        }
        return {GetProcessorTime() - start, m_planner->GetCalls() - calls};
    }

  private:
    uint32_t m_count;
    Ptr<CoInferenceController> m_controller;
    Ptr<CountingPlanner> m_planner;
    RequestBody m_request;
    ServerDescription m_server;
};

} // namespace

int
main(int argc, char* argv[])
{
    std::string network = "MobileNetV1";
    uint32_t mostOnBand = 1000;
    uint32_t mostOnCables = 10000;
    uint32_t requests = 10;
    ProgramOptions cmd("planning-bench", "What plans cost for 50 to 10 000 devices of one server.");
    cmd.AddValue("network", "of all devices", network);
    cmd.AddValue("band", "most devices that divide a band", mostOnBand, 50, 10000);
    cmd.AddValue("cables", "most devices on cables of their own", mostOnCables, 50, 10000);
    cmd.AddValue("requests", "of each device after its first", requests, 1, 1000);
    cmd.Parse(argc, argv);

    for (const bool cables : {false, true})
    {
        std::cout << (cables ? "\nOn cables of their own\n\n" : "On one band\n\n");
        TextTable table({{"devices", ""},
                         {"first contacts", "s"},
                         {"growth", ""},
                         {"plans", ""},
                         {"requests", ""},
                         {"time", "s"},
                         {"growth", ""},
                         {"plans", ""},
                         {"each", "us"}});
        double countBefore = std::numeric_limits<double>::quiet_NaN();
        Cost firstBefore;
        Cost laterBefore;
        for (const uint32_t count : {50, 100, 200, 500, 1000, 2000, 5000, 10000})
        {
            if (count > (cables ? mostOnCables : mostOnBand))
            {
                break;
            }
            Study study(network, count, cables);
            const Cost first = study.Ask(1);
            const Cost later = study.Ask(requests);
            const uint64_t asked = uint64_t{requests} * count;
            table.AddRow({count,
                          first.time,
                          GetExponent(firstBefore.time, first.time, countBefore, count),
                          first.calls,
                          asked,
                          later.time,
                          GetExponent(laterBefore.time, later.time, countBefore, count),
                          later.calls,
                          later.time / static_cast<double>(asked) * 1e6});
            countBefore = count;
            firstBefore = first;
            laterBefore = later;
        }
        table.Print(std::cout);
    }
    return 0;
}
