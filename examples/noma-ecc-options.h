/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef NOMA_ECC_OPTIONS_H
#define NOMA_ECC_OPTIONS_H

// What the example noma-ecc takes on its command line, and who its users are.

#include "ns3/experiment.h"
#include "ns3/network-catalogue.h"
#include "ns3/split-planner.h"

#include <cstdint>
#include <istream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace nomaecc
{

using namespace ns3;
using namespace ns3::edgeai;

/// A user of the cell.
struct User
{
    double distance;          ///< from the base station [m]
    double timeWeight{0.5};   ///< [1/s]
    double energyWeight{0.5}; ///< [1/J]
};

/// @param [in,out] text of a file  @param [in] path what messages call it
/// @returns users in it: distance [m], and perhaps weights of delay [1/s] and energy [1/J]
inline std::vector<User>
ReadUsers(std::istream& text, const std::string& path)
{
    std::vector<User> users;
    std::string line;
    for (uint32_t number = 1; std::getline(text, line); ++number)
    {
        std::istringstream words(line.substr(0, line.find('#')));
        std::vector<double> numbers;
        bool sound = true;
        for (std::string word; words >> word;)
        {
            std::istringstream digits(word);
            double value = 0;
            sound = (digits >> value) && digits.peek() == std::istringstream::traits_type::eof() &&
                    sound;
            numbers.push_back(value);
        }
        if (numbers.empty())
        {
            continue;
        }
        User user{numbers[0]};
        if (numbers.size() > 1)
        {
            user.timeWeight = numbers[1];
            user.energyWeight = numbers.size() > 2 ? numbers[2] : 1 - numbers[1];
        }
        if (!(sound && numbers.size() <= 3 && user.distance > 0 && user.timeWeight >= 0 &&
              user.energyWeight >= 0 && user.timeWeight + user.energyWeight > 0))
        {
            throw std::invalid_argument(path + ":" + std::to_string(number) +
                                        ": must be a distance [m], > 0, and weights of delay and "
                                        "energy, >= 0 and not both 0");
        }
        users.push_back(user);
    }
    if (users.empty())
    {
        throw std::invalid_argument(path + " names no user");
    }
    return users;
}

/// What the command line says.
struct Options
{
    std::vector<std::string> planners{"all"};
    std::string network{"TinyYOLOv2@pooling=counted"};
    std::string users; ///< file that says who they are; empty: nobody else
    /// Path loss of 128.1 + 37.6 log10(d / km) dB gives gains of 8, 5, 3, 1.5, 0.8, 0.4e-11.
    std::vector<User> people{{190}, {215}, {247}, {296}, {350}, {421}};
    uint32_t subchannels{3};
    double width{1e6};
    uint32_t perSubchannel{3};
    uint32_t units{24};
    uint32_t tasks{3};
    double rmsDelay{200e-9};
    double coherence{0};
    double speed{0};
    bool causes{true};
    bool pcap{false};
};

/// Declare what the command line may say.
inline void
AddOptions(Experiment& experiment, Options& o)
{
    experiment.AddWords(
        "planner",
        "TypeId names of split planners, or all",
        o.planners,
        [](const std::string& name) { return name == "all" || RequireSplitPlanner(name); },
        ListSplitPlanners);
    experiment.AddText("network",
                       "Catalogue name or profile file (.json)",
                       o.network,
                       LoadNetworkProfile);
    experiment.AddFile("users",
                       "File of users, one per line: distance [m], weight of delay [1/s], of "
                       "energy [1/J]; empty: six of the manual's chapter",
                       o.users,
                       [&o](std::istream& text) { o.people = ReadUsers(text, o.users); });
    experiment.AddValue("subchannels", "Subchannels to plan", o.subchannels, 1, 1000);
    experiment.AddValue("width", "Width of a subchannel [Hz]", o.width, 1e3, 1e9);
    experiment.AddValue("perSubchannel",
                        "Users that may share a subchannel",
                        o.perSubchannel,
                        1,
                        10);
    experiment.AddValue("units", "Computing units of the server", o.units, 1, 1e6);
    experiment.AddValue("tasks", "Tasks counted per user", o.tasks, 1, 1e6);
    experiment.AddValue("rmsDelay",
                        "Delay spread of the fading [s]; 0: no fading",
                        o.rmsDelay,
                        0,
                        1e-3);
    experiment.AddValue("coherence",
                        "Time after which the fading is redrawn [s]; 0: never",
                        o.coherence,
                        0,
                        1e6);
    experiment.AddValue("speed", "Speed behind the fading [m/s], unless redrawn", o.speed, 0, 1e3);
    experiment.AddRule([&o]() -> std::string {
        const std::string family = "Laim";
        for (const std::string& planner : o.planners)
        {
            const std::size_t colons = planner.rfind(':');
            const std::size_t start = colons == std::string::npos ? 0 : colons + 1;
            if (planner.compare(start, family.size(), family) == 0)
            {
                return "--planner=" + planner +
                       ": it uses up the budgets of a task for accuracy, and here a sum of delay "
                       "and energy is minimised within 1000 s and 1000 J: no task would end; see "
                       "laim";
            }
        }
        return "";
    });
    experiment.AddValue("causes", "Separate the causes of the gap", o.causes);
    experiment.AddValue("pcap", "Keep packet and block traces of every planner", o.pcap);
}

} // namespace nomaecc

#endif // NOMA_ECC_OPTIONS_H
