/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_FIGURES_H
#define EDGE_AI_CO_INFERENCE_FIGURES_H

#include "ns3/split-plan.h"
#include "ns3/task-record.h"

#include <cstdint>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What a plan decides about a co-inference task, and how far it could be followed.
struct CoInferenceFigures
{
    static constexpr const char* FAMILY = "co-inference"; ///< see FigureSet

    SplitChoice planned;                         ///< what the plan decides
    double transmitPowerApplied{NOT_AVAILABLE};  ///< [W]
    double deviceClockApplied{NOT_AVAILABLE};    ///< mean over the service [cycle/s]
    double serverClockApplied{NOT_AVAILABLE};    ///< mean over the service [cycle/s]
    double computingUnitsApplied{NOT_AVAILABLE}; ///< of the server
    double rateFactorPlanned{NOT_AVAILABLE};     ///< realised over Shannon rate it assumes
    double goodput{NOT_AVAILABLE};               ///< measured on the uplink [bit/s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double most = std::numeric_limits<double>::max();
        archive(Field("planned", "", "what the plan decides").AsSuffix(), planned);
        archive(Field("transmit_power_applied", "W", "of the upload").Within(0, most),
                transmitPowerApplied);
        archive(Field("device_clock_applied", "cycle/s", "mean of the service").Within(0, most),
                deviceClockApplied);
        archive(Field("server_clock_applied", "cycle/s", "mean of the service").Within(0, most),
                serverClockApplied);
        archive(Field("computing_units_applied", "", "of the server").Within(0, most),
                computingUnitsApplied);
        archive(Field("rate_factor_planned", "", "realised over Shannon rate the plan assumes")
                    .Within(0, most),
                rateFactorPlanned);
        archive(Field("goodput", "bit/s", "payload of the upload over its time").Within(0, most),
                goodput);
    }
};

/// @ingroup edge-ai
/// A transfer over subchannels: where it was planned to go, what was expected and measured.
struct TransferFigures
{
    static constexpr const char* FAMILY = "co-inference"; ///< see FigureSet

    FigureLabel subchannel;             ///< planned, from 0
    FigureLabel position;               ///< planned place in the decoding order, 1 first
    double powerPlanned{NOT_AVAILABLE}; ///< transmit power [W]
    double sinrPlanned{NOT_AVAILABLE};  ///< linear
    double sinrRealised{NOT_AVAILABLE}; ///< linear, mean over the payload bits
    double ratePlanned{NOT_AVAILABLE};  ///< [bit/s]
    double rateRealised{NOT_AVAILABLE}; ///< application payload over the step's time [bit/s]
    double blocks{NOT_AVAILABLE};       ///< transmissions of blocks
    double blocksFailed{NOT_AVAILABLE}; ///< of these, not decoded

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double most = std::numeric_limits<double>::max();
        archive(Field("subchannel", "", "planned, from 0"), subchannel);
        archive(Field("position", "", "planned place in the decoding order, 1 first"), position);
        archive(Field("power_planned", "W", "transmit power").Within(0, most), powerPlanned);
        archive(Field("sinr_planned", "", "linear").Within(0, most), sinrPlanned);
        archive(Field("sinr_realised", "", "linear, mean over the payload").Within(0, most),
                sinrRealised);
        archive(Field("rate_planned", "bit/s", "expected").Within(0, most), ratePlanned);
        archive(Field("rate_realised", "bit/s", "payload over time").Within(0, most), rateRealised);
        archive(Field("blocks", "", "transmissions of blocks").Within(0, most), blocks);
        archive(Field("blocks_failed", "", "of these, not decoded").Within(0, most), blocksFailed);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_FIGURES_H
