/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_SIGNAL_PARAMETERS_H
#define EDGE_AI_BROADBAND_SIGNAL_PARAMETERS_H

#include "ns3/edge-ai-compat.h"
#include "ns3/spectrum-signal-parameters.h"

namespace ns3
{
namespace edgeai
{

class BroadbandMedium;

/**
 * @ingroup edge-ai
 * How a transmission of this module appears on a stock SpectrumChannel, for spectrum analysers and
 * other technologies. PHYs of the same medium ignore it: they have its power from the medium.
 */
struct BroadbandSignalParameters : public SpectrumSignalParameters
{
    BroadbandSignalParameters() = default;

    /**
     * @param [in] other signal to copy
     */
    BroadbandSignalParameters(const BroadbandSignalParameters& other) = default;

    Ptr<SpectrumSignalParameters> Copy() EDGE_AI_SIGNAL_COPY_CONST override;

    const BroadbandMedium* medium{nullptr}; ///< where the signal is native (an identity, not used)
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_SIGNAL_PARAMETERS_H
