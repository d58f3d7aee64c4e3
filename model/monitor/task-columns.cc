/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "task-columns.h"

#include "csv-format.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] value a figure  @returns it, or an empty field if it is not available
ColumnValue
Real(double value)
{
    return std::isnan(value) ? ColumnValue() : ColumnValue(value);
}

/// @param [in] value a whole number  @returns it as a field
template <typename T>
ColumnValue
Whole(T value)
{
    return static_cast<int64_t>(value);
}

} // namespace

// A column is its name, its type and how to get it; the member's path says the rest.
#define REAL(name, member)                                                                         \
    {                                                                                              \
        name, "REAL", [](const TaskRecord& r) { return Real(r.member); }                           \
    }
#define WHOLE(name, expression)                                                                    \
    {                                                                                              \
        name, "INTEGER", [](const TaskRecord& r) { return Whole(expression); }                     \
    }
#define TEXT(name, expression)                                                                     \
    {                                                                                              \
        name, "TEXT", [](const TaskRecord& r) { return ColumnValue(expression); }                  \
    }

const std::vector<TaskColumn>&
GetTaskColumns()
{
    static const std::vector<TaskColumn> columns{
        WHOLE("id", r.id),
        WHOLE("node", r.node),
        {"server_node",
         "INTEGER",
         [](const TaskRecord& r) {
             return r.serverNode == TaskRecord::NO_NODE ? ColumnValue() : Whole(r.serverNode);
         }},
        TEXT("network", r.network),
        TEXT("planner", r.planner),
        TEXT("outcome", ToString(r.outcome)),
        TEXT("detail", r.detail),
        REAL("generated_s", generated),
        REAL("ended_s", ended),
        WHOLE("split_block", r.split),
        REAL("device_keep_ratio", deviceKeepRatio),
        REAL("server_keep_ratio", serverKeepRatio),
        REAL("tx_power_planned_W", txPowerPlanned),
        REAL("tx_power_applied_W", txPowerApplied),
        REAL("device_clock_planned_cycle_per_s", deviceClockPlanned),
        REAL("device_clock_applied_cycle_per_s", deviceClockApplied),
        REAL("server_clock_planned_cycle_per_s", serverClockPlanned),
        REAL("server_clock_applied_cycle_per_s", serverClockApplied),
        REAL("latency_budget_s", latencyBudget),
        REAL("energy_budget_J", energyBudget),
        REAL("latency_planned_s", planned.latency),
        REAL("latency_realised_s", realised.latency),
        REAL("energy_planned_J", planned.energy),
        REAL("energy_realised_J", realised.energy),
        REAL("distortion_planned", planned.distortion),
        REAL("distortion_realised", realised.distortion),
        REAL("device_time_planned_s", planned.device.time),
        REAL("device_time_realised_s", realised.device.time),
        REAL("uplink_time_planned_s", planned.uplink.time),
        REAL("uplink_time_realised_s", realised.uplink.time),
        REAL("server_time_planned_s", planned.server.time),
        REAL("server_time_realised_s", realised.server.time),
        REAL("downlink_time_planned_s", planned.downlink.time),
        REAL("downlink_time_realised_s", realised.downlink.time),
        REAL("device_energy_planned_J", planned.device.energy),
        REAL("device_energy_realised_J", realised.device.energy),
        REAL("uplink_energy_planned_J", planned.uplink.energy),
        REAL("uplink_energy_realised_J", realised.uplink.energy),
        REAL("server_energy_planned_J", planned.server.energy),
        REAL("server_energy_realised_J", realised.server.energy),
        REAL("downlink_energy_planned_J", planned.downlink.energy),
        REAL("downlink_energy_realised_J", realised.downlink.energy),
        REAL("plan_wait_s", planWait),
        REAL("device_wait_s", deviceWait),
        REAL("uplink_wait_s", uplinkWait),
        REAL("server_wait_s", serverWait),
        REAL("uplink_payload_bit", uplinkBits),
        REAL("downlink_payload_bit", downlinkBits),
        REAL("rate_factor", rateFactor),
        REAL("goodput_bit_per_s", goodput),
        WHOLE("retransmissions", r.retransmissions),
        REAL("device_start_s", deviceSpan.start),
        REAL("device_end_s", deviceSpan.end),
        REAL("uplink_start_s", uplinkSpan.start),
        REAL("uplink_end_s", uplinkSpan.end),
        REAL("server_start_s", serverSpan.start),
        REAL("server_end_s", serverSpan.end),
        REAL("downlink_start_s", downlinkSpan.start),
        REAL("downlink_end_s", downlinkSpan.end),
        REAL("units_planned", unitsPlanned),
        REAL("units_applied", unitsApplied),
        REAL("uplink_subchannel", uplinkWay.subchannel),
        REAL("uplink_position", uplinkWay.position),
        REAL("uplink_power_planned_W", uplinkWay.power),
        REAL("uplink_sinr_planned", uplinkWay.sinrPlanned),
        REAL("uplink_sinr_realised", uplinkWay.sinrRealised),
        REAL("uplink_rate_planned_bit_per_s", uplinkWay.ratePlanned),
        REAL("uplink_rate_realised_bit_per_s", uplinkWay.rateRealised),
        REAL("uplink_blocks", uplinkWay.blocks),
        REAL("uplink_blocks_failed", uplinkWay.blocksFailed),
        REAL("downlink_subchannel", downlinkWay.subchannel),
        REAL("downlink_position", downlinkWay.position),
        REAL("downlink_power_planned_W", downlinkWay.power),
        REAL("downlink_sinr_planned", downlinkWay.sinrPlanned),
        REAL("downlink_sinr_realised", downlinkWay.sinrRealised),
        REAL("downlink_rate_planned_bit_per_s", downlinkWay.ratePlanned),
        REAL("downlink_rate_realised_bit_per_s", downlinkWay.rateRealised),
        REAL("downlink_blocks", downlinkWay.blocks),
        REAL("downlink_blocks_failed", downlinkWay.blocksFailed),
        WHOLE("deadline_missed", r.deadlineMissed),
        WHOLE("energy_missed", r.energyMissed),
    };
    return columns;
}

#undef REAL
#undef WHOLE
#undef TEXT

const std::vector<HopColumn>&
GetHopColumns()
{
    using Task = const TaskRecord&;
    using Hop = const HopRecord&;
    static const std::vector<HopColumn> columns{
        {"task", "INTEGER", [](Task t, Hop) { return Whole(t.id); }},
        {"plan", "INTEGER", [](Task t, Hop) { return Whole(t.plan); }},
        {"kind", "TEXT", [](Task, Hop h) { return ColumnValue(h.link ? "link" : "stage"); }},
        {"number", "INTEGER", [](Task, Hop h) { return Whole(h.index); }},
        {"node", "INTEGER", [](Task, Hop h) { return Whole(h.node); }},
        {"planned_s", "REAL", [](Task, Hop h) { return Real(h.planned); }},
        {"realised_s", "REAL", [](Task, Hop h) { return Real(h.GetTime()); }},
        {"wait_s", "REAL", [](Task, Hop h) { return Real(h.started - h.queued); }},
        {"queued_s", "REAL", [](Task, Hop h) { return Real(h.queued); }},
        {"started_s", "REAL", [](Task, Hop h) { return Real(h.started); }},
        {"finished_s", "REAL", [](Task, Hop h) { return Real(h.finished); }},
        {"payload_bit", "REAL", [](Task, Hop h) { return Real(h.bits); }},
        {"work_FLOP", "REAL", [](Task, Hop h) { return Real(h.flop); }},
        {"memory_traffic_B", "REAL", [](Task, Hop h) { return Real(h.traffic); }},
        {"energy_J", "REAL", [](Task, Hop h) { return Real(h.energy); }},
    };
    return columns;
}

namespace
{

/// @param [in] columns any  @param [in,out] os gets their names as a row
template <typename Column>
void
WriteHeads(const std::vector<Column>& columns, std::ostream& os)
{
    const char* separator = "";
    for (const Column& column : columns)
    {
        os << separator << column.name;
        separator = ",";
    }
    os << '\n';
}

/// @param [in] value field to append  @param [in,out] row what is there already
void
Append(const ColumnValue& value, std::string& row)
{
    if (const auto* whole = std::get_if<int64_t>(&value))
    {
        row += std::to_string(*whole);
    }
    else if (const auto* real = std::get_if<double>(&value))
    {
        row += FormatNumber(*real);
    }
    else if (const auto* text = std::get_if<std::string>(&value))
    {
        row += QuoteCsv(*text);
    }
    row += ',';
}

} // namespace

// A row is built as a string first: a stream with an exotic locale would group digits.

void
WriteTaskCsv(const std::vector<const TaskRecord*>& records, std::ostream& os)
{
    WriteHeads(GetTaskColumns(), os);
    for (const TaskRecord* record : records)
    {
        std::string row;
        for (const TaskColumn& column : GetTaskColumns())
        {
            Append(column.get(*record), row);
        }
        row.back() = '\n';
        os << row;
    }
}

void
WriteHopCsv(const std::vector<const TaskRecord*>& records, std::ostream& os)
{
    WriteHeads(GetHopColumns(), os);
    for (const TaskRecord* record : records)
    {
        for (const HopRecord& hop : record->hops)
        {
            std::string row;
            for (const HopColumn& column : GetHopColumns())
            {
                Append(column.get(*record, hop), row);
            }
            row.back() = '\n';
            os << row;
        }
    }
}

} // namespace edgeai
} // namespace ns3
