/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_SERVER_SETTINGS_H
#define EDGE_AI_CODE_SERVER_SETTINGS_H

#include "ns3/message-application.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/// The attributes of a service's server.
class CodeServerSettings : public MessageApplication
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  protected:
    uint16_t m_port;             ///< where it listens
    bool m_ipv6;                 ///< on IPv6
    std::string m_processorName; ///< of the processor
    bool m_slices;               ///< guests have slices
    double m_burst;              ///< of own tasks
    double m_guestBurst;         ///< of a guest's tasks
    double m_margin;             ///< of the rate of own tasks
    uint32_t m_taskLimit;        ///< tasks under way
    uint32_t m_queueLimit;       ///< activations that may wait
    uint32_t m_inFlight;         ///< at the transport
    uint32_t m_resultSize;       ///< of an answer [B]
    Time m_advertPeriod;         ///< between adverts
    Time m_reportPeriod;         ///< between reports
    Time m_loadWindow;           ///< for the load
    Time m_startPatience;        ///< for the first adverts
    Time m_hostPatience;         ///< with a silent host
    Time m_transferTimeout;      ///< of a transfer
    Time m_reconnectInterval;    ///< between attempts
    double m_measureMin;         ///< [B]
    double m_weight;             ///< of a measurement
    double m_drift;              ///< that matters
    bool m_exchange;             ///< training is traffic
    double m_trainingShare;      ///< for training
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_SERVER_SETTINGS_H
