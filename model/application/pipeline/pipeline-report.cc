/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pipeline-report.h"

#include "allocation/plan/field-inspection.h"

namespace ns3
{
namespace edgeai
{

std::string
PipelineReportBody::Validate() const
{
    FieldInspection fields;
    if (linkTime > 0 && linkBits > 0)
    {
        fields.Positive("link_bits / link_time", linkBits / linkTime, " bit/s");
    }
    return fields.GetComplaint();
}

std::string
ExplainFault(const PipelineReportBody& report, std::size_t devices)
{
    if (report.position > devices + 1)
    {
        return "position must be at most " + std::to_string(devices + 1) + ", got " +
               std::to_string(report.position);
    }
    const bool stage = report.position > 0 && report.position <= devices;
    if (stage && (report.peakFlops == 0 || report.memoryBandwidth == 0))
    {
        return "peak_flops and memory_bandwidth of a stage must be > 0";
    }
    return "";
}

} // namespace edgeai
} // namespace ns3
