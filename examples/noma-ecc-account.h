/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef NOMA_ECC_ACCOUNT_H
#define NOMA_ECC_ACCOUNT_H

// What came of the tasks of a user of noma-ecc: all that is read of task records.

#include "noma-ecc-options.h"

#include "ns3/co-inference-figures.h"
#include "ns3/result-sheet.h"
#include "ns3/task-record.h"

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
        const TaskTotals& p = task.planned;
        const TaskTotals& r = task.realised;
        const auto add = [&](const std::string& quantity, const std::string& name) {
            const StepRecord& step = task.GetStep(name);
            pairs[quantity].Add(step.planned.time, step.GetTime());
        };
        add("device_time", "device");
        pairs["latency"].Add(p.latency, r.latency);
        pairs["energy"].Add(p.energy, r.energy);
        pairs["utility"].Add(user.timeWeight * p.latency + user.energyWeight * p.energy,
                             user.timeWeight * r.latency + user.energyWeight * r.energy);
        planWait.Add(task.planWait);
        ++completed;
        last = task;
        if (task.GetStep("uplink").planned.time > 0)
        {
            ++offloaded;
            add("uplink_time", "uplink");
            add("server_time", "server");
            add("downlink_time", "downlink");
            const auto& up = task.GetStep("uplink").Get<TransferFigures>();
            const auto& down = task.GetStep("downlink").Get<TransferFigures>();
            pairs["uplink_sinr"].Add(10 * std::log10(up.sinrPlanned),
                                     10 * std::log10(up.sinrRealised));
            pairs["uplink_rate"].Add(up.ratePlanned, up.rateRealised);
            blocks += up.blocks + down.blocks;
            failed += up.blocksFailed + down.blocksFailed;
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
        const auto place = [](const TransferFigures& way) {
            return way.subchannel
                       ? std::to_string(*way.subchannel) + "." + std::to_string(*way.position)
                       : std::string("-");
        };
        const auto& figures = last.Get<CoInferenceFigures>();
        const auto& up = last.GetStep("uplink").Get<TransferFigures>();
        row.Set("split", figures.planned.split).Set("units", figures.computingUnitsApplied);
        row.Set("uplink_subchannel", up.subchannel ? *up.subchannel : NOT_AVAILABLE);
        row.Set("uplink_position", up.position ? *up.position : NOT_AVAILABLE);
        row.Set("uplink_power", up.powerPlanned);
        row.Set("uplink_place", place(up));
        row.Set("downlink_place", place(last.GetStep("downlink").Get<TransferFigures>()));
    }
};

} // namespace nomaecc

#endif // NOMA_ECC_ACCOUNT_H
