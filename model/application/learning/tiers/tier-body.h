/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_BODY_H
#define EDGE_AI_TIER_BODY_H

#include "application/message/body-limits.h"
#include "application/message/message-field.h"

#include "ns3/inference-message.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Types of the messages between edge servers. The header's task is the round, but for JOIN.
struct TierMessage
{
    static constexpr MessageType JOIN{96};      ///< who connects: its first message
    static constexpr MessageType BEGIN{97};     ///< coordinator to server: a round begins
    static constexpr MessageType REPORT{98};    ///< server to coordinator: when its model is there
    static constexpr MessageType TOPOLOGY{99};  ///< coordinator to server: with whom it mixes
    static constexpr MessageType EXCHANGE{100}; ///< between servers, and a cloud: a model
    static constexpr MessageType MIXED{101};    ///< server to coordinator: it has mixed
};

/// Bounds of what messages between servers may say.
struct TierLimits
{
    static constexpr uint32_t SERVERS = 1000;  ///< most edge servers
    static constexpr uint32_t TURNS = 1000;    ///< most exchanges of a round
    static constexpr uint32_t DEVICES = 10000; ///< most devices of a server
    static constexpr double WEIGHT = 1e3;      ///< largest magnitude of a mixing weight
};

/// JOIN: who has connected, and what for.
struct TierJoinBody
{
    uint32_t server{0};      ///< its number
    bool coordinated{false}; ///< the connection is for words of the coordinator, not for models

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("server", "", "its number").Within(0, TierLimits::SERVERS - 1), server);
        archive(Field("coordinated", "", "for words of the coordinator, not for models"),
                coordinated);
    }
};

/// REPORT: when a server's model is there, or will be. A sketch of the model may follow as payload.
/// 32 bytes, and 4 for each server that is out of reach.
struct TierReportBody
{
    uint32_t devices{0};               ///< K_m, that it has
    double begun{0};                   ///< instant its round began [s]
    double ready{0};                   ///< instant its model is there [s]
    double norm{0};                    ///< |z_m|, of the latest model that was
    std::vector<uint32_t> unreachable; ///< servers that it should have a link to and does not reach

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("devices", "", "that it has").Within(0, TierLimits::DEVICES), devices);
        archive(Field("begun", "s", "instant its round began").Within(0, BodyLimits::INSTANT),
                begun);
        archive(Field("ready", "s", "instant its model is there").Within(0, BodyLimits::INSTANT),
                ready);
        archive(Field("norm", "", "of its latest model").Amount(), norm);
        archive(Field("unreachable", "", "servers that it does not reach")
                    .Within(0, TierLimits::SERVERS - 1),
                unreachable);
    }

    /// @returns "" or what is wrong between its fields
    std::string Validate() const;
};

/// What a server gives to the model of another.
struct TierWeight
{
    uint32_t server{0}; ///< whose model
    double weight{0};   ///< P_mj

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("server", "", "whose model").Within(0, TierLimits::SERVERS - 1), server);
        archive(Field("weight", "", "of it").Within(-TierLimits::WEIGHT, TierLimits::WEIGHT),
                weight);
    }
};

/// TOPOLOGY: a server's row of P. 28 bytes, and 12 for each server it mixes with.
struct TierTopologyBody
{
    uint32_t turns{1};             ///< exchanges of the round, one behind the other
    uint32_t cloudModels{0};       ///< that it sends to the cloud, which averages; 0: there is none
    double own{1};                 ///< weight of its own model
    double expected{0};            ///< instant by which all has come, if all is as planned [s]
    std::vector<TierWeight> peers; ///< ascending in their numbers

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("turns", "", "exchanges of the round").Within(1, TierLimits::TURNS), turns);
        archive(
            Field("cloud_models", "", "that it sends to the cloud").Within(0, TierLimits::DEVICES),
            cloudModels);
        archive(
            Field("own", "", "weight of its own").Within(-TierLimits::WEIGHT, TierLimits::WEIGHT),
            own);
        archive(
            Field("expected", "s", "instant by which all has come").Within(0, BodyLimits::INSTANT),
            expected);
        archive(Field("peer", "", "with whom it mixes"), peers);
    }

    /// @returns "" or what is wrong between its fields
    std::string Validate() const;
};

/// EXCHANGE: the parameters follow as payload, numbers of 32 bit. 24 bytes.
struct TierExchangeBody
{
    uint32_t turn{0}; ///< of the round, from 0
    uint32_t part{0}; ///< of what goes to the cloud, from 0
    double share{1};  ///< of it in its server's model; of a cloud's, 0: that server's is not in it
    double sent{0};   ///< instant it was handed to the transport [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("turn", "", "of the round, from 0").Within(0, TierLimits::TURNS - 1), turn);
        archive(Field("part", "", "of what goes to the cloud").Within(0, TierLimits::DEVICES - 1),
                part);
        archive(Field("share", "", "of it in its server's model").Within(0, 1), share);
        archive(Field("sent", "s", "instant it was handed to the transport")
                    .Within(0, BodyLimits::INSTANT),
                sent);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_BODY_H
