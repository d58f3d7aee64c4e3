/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef NOMA_ECC_ACCOUNT_H
#define NOMA_ECC_ACCOUNT_H

// What came of the tasks of a user of noma-ecc: all that is read of task records.

#include "noma-ecc-options.h"

#include "ns3/co-inference-helper.h"
#include "ns3/result-sheet.h"

#include <cmath>
#include <map>
#include <sstream>
#include <string>

namespace nomaecc
{

using namespace ns3;
using namespace ns3::edgeai;

/// Means over completed tasks.
struct Mean
{
    double sum{0};
    uint32_t count{0};

    void Add(double value)
    {
        sum += std::isnan(value) ? 0 : value;
        count += !std::isnan(value);
    }

    double Get() const
    {
        return count > 0 ? sum / count : NOT_AVAILABLE;
    }
};

/// A quantity, planned and realised.
struct Pair
{
    Mean planned;
    Mean realised;

    void Add(double plan, double fact)
    {
        planned.Add(plan);
        realised.Add(fact);
    }
};

/// What came of one user's tasks, or of everybody's.
struct Account
{
    std::map<std::string, Pair> pairs; ///< by quantity
    Mean planWait;
    TaskRecord last; ///< for what is the same in all
    uint32_t completed{0};
    uint32_t offloaded{0};
    double blocks{0};
    double failed{0};

    void Add(const TaskRecord& task, const User& user)
    {
        const TaskFigures& p = task.planned;
        const TaskFigures& r = task.realised;
        pairs["device_time"].Add(p.device.time, r.device.time);
        pairs["latency"].Add(p.latency, r.latency);
        pairs["energy"].Add(p.energy, r.energy);
        pairs["utility"].Add(user.timeWeight * p.latency + user.energyWeight * p.energy,
                             user.timeWeight * r.latency + user.energyWeight * r.energy);
        planWait.Add(task.planWait);
        ++completed;
        last = task;
        if (p.uplink.time > 0)
        {
            ++offloaded;
            pairs["uplink_time"].Add(p.uplink.time, r.uplink.time);
            pairs["server_time"].Add(p.server.time, r.server.time);
            pairs["downlink_time"].Add(p.downlink.time, r.downlink.time);
            pairs["uplink_sinr"].Add(10 * std::log10(task.uplinkWay.sinrPlanned),
                                     10 * std::log10(task.uplinkWay.sinrRealised));
            pairs["uplink_rate"].Add(task.uplinkWay.ratePlanned, task.uplinkWay.rateRealised);
            blocks += task.uplinkWay.blocks + task.downlinkWay.blocks;
            failed += task.uplinkWay.blocksFailed + task.downlinkWay.blocksFailed;
        }
    }

    /// Set the columns of a quantity. @param [in] times factor to both
    void Report(const std::string& quantity, ResultRow& row, double times = 1) const
    {
        const auto found = pairs.find(quantity);
        const Pair pair = found == pairs.end() ? Pair() : found->second;
        row.SetPair(quantity, times * pair.planned.Get(), times * pair.realised.Get());
    }

    /// @returns realised minus planned SINR [dB]
    double GetSinrGained() const
    {
        const auto found = pairs.find("uplink_sinr");
        return found == pairs.end() ? NOT_AVAILABLE
                                    : found->second.realised.Get() - found->second.planned.Get();
    }

    /// @returns "0.020 + 0.051 + 0.010 + 0.003": device, upload, server, answer [s]
    std::string DescribeStages(Mean Pair::*which) const
    {
        std::ostringstream text;
        text.precision(3);
        const char* plus = "";
        for (const char* stage : {"device_time", "uplink_time", "server_time", "downlink_time"})
        {
            const auto found = pairs.find(stage);
            const double value =
                found == pairs.end() ? NOT_AVAILABLE : (found->second.*which).Get();
            text << plus << std::fixed << (std::isnan(value) ? 0 : value);
            plus = " + ";
        }
        return text.str();
    }

    /// Set what is the same for all tasks of a user: the decisions.
    void ReportDecisions(ResultRow& row) const
    {
        const auto place = [](const WayRecord& way) {
            return std::isnan(way.subchannel)
                       ? std::string("-")
                       : std::to_string(static_cast<int>(way.subchannel)) + "." +
                             std::to_string(static_cast<int>(way.position));
        };
        row.Set("split", last.split).Set("units", last.unitsApplied);
        row.Set("uplink_subchannel", last.uplinkWay.subchannel);
        row.Set("uplink_position", last.uplinkWay.position);
        row.Set("uplink_power", last.uplinkWay.power);
        row.Set("uplink_place", place(last.uplinkWay));
        row.Set("downlink_place", place(last.downlinkWay));
    }
};

} // namespace nomaecc

#endif // NOMA_ECC_ACCOUNT_H
