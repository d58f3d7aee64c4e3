/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The energy of one host under a governor of SimGrid's DVFS and energy plugins.
//
// simgrid-reference JOBS GOVERNOR PERIOD PSTATE HORIZON IDLE SPEED:POWER...
//
// JOBS is a file with one "instant[s] work[FLOP]" per line, served first come first served. Speeds
// [FLOP/s] descend, each with the power of the busy host [W]; PSTATE is the index of the first one
// used. Prints the energy [J] from 0 to HORIZON [s] and the instant the last job ended [s].

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <simgrid/plugins/dvfs.h>
#include <simgrid/plugins/energy.h>
#include <simgrid/s4u.hpp>
#include <string>
#include <utility>
#include <vector>

namespace sg = simgrid::s4u;

int
main(int argc, char* argv[])
{
    if (argc < 8)
    {
        std::fprintf(stderr, "seven arguments are needed\n");
        return 1;
    }
    const std::string governor = argv[2];
    const std::string period = argv[3];
    const int pstate = std::atoi(argv[4]);
    const double horizon = std::atof(argv[5]);
    const std::string idle = argv[6];
    std::vector<double> speeds;
    std::string powers;
    for (int i = 7; i < argc; ++i)
    {
        const std::string point = argv[i];
        const auto colon = point.find(':');
        speeds.push_back(std::stod(point.substr(0, colon)));
        // Idle, almost idle and fully loaded; one core is either idle or fully loaded.
        powers += (powers.empty() ? "" : ",") + idle + ":" + idle + ":" + point.substr(colon + 1);
    }
    std::vector<std::pair<double, double>> jobs;
    std::ifstream file(argv[1]);
    for (double at = 0, flop = 0; file >> at >> flop;)
    {
        jobs.emplace_back(at, flop);
    }

    const char* quiet = "--log=root.thres:error";
    std::vector<char*> arguments{argv[0], const_cast<char*>(quiet), nullptr};
    int count = 2;
    sg::Engine engine(&count, arguments.data());
    sg_host_energy_plugin_init();
    sg_host_dvfs_plugin_init();
    auto* zone = sg::create_full_zone("zone");
    auto* host = zone->create_host("host", speeds);
    host->set_property("wattage_per_state", powers);
    host->set_property("plugin/dvfs/governor", governor);
    host->set_property("plugin/dvfs/sampling-rate", period);
    host->set_core_count(1);
    // Seals the host, too. Sealing it here as well would start a second governor, which would find
    // the load just reset by the first.
    zone->seal();
    host->set_pstate(static_cast<unsigned long>(pstate));

    double end = 0;
    double energy = 0;
    sg::Actor::create("worker", host, [&]() {
        for (const auto& job : jobs)
        {
            if (sg::Engine::get_clock() < job.first)
            {
                sg::this_actor::sleep_until(job.first);
            }
            sg::this_actor::execute(job.second);
        }
        end = sg::Engine::get_clock();
    });
    sg::Actor::create("clock", host, [&]() {
        sg::this_actor::sleep_until(horizon);
        energy = sg_host_get_consumed_energy(host);
    });
    engine.run();
    std::printf("%.17g %.17g\n", energy, end);
    return 0;
}
