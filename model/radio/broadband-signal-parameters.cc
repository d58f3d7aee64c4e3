/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-signal-parameters.h"

namespace ns3
{
namespace edgeai
{

Ptr<SpectrumSignalParameters>
BroadbandSignalParameters::Copy() EDGE_AI_SIGNAL_COPY_CONST
{
    return Create<BroadbandSignalParameters>(*this);
}

} // namespace edgeai
} // namespace ns3
