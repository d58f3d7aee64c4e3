/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TOPOLOGY_FIELDS_H
#define EDGE_AI_TOPOLOGY_FIELDS_H

// Names, units and meanings of a problem of servers and links for whoever shows it or carries it
// elsewhere.

#include "allocation/plan/named-fields.h"
#include "topology-problem.h"

namespace ns3
{
namespace edgeai
{

/// The fields of a TopologyServer. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, TopologyServer& value)
{
    archive(Field("name", "", "for people"), value.name);
    archive(Field("ready_time", "s", "A_m, when its model is there, >= 0"), value.readyTime);
    archive(Field("weight", "", "of its data, pi_m up to a factor, > 0"), value.weight);
    archive(Field("egress_rate", "bit/s", "R_m of its one interface, where egress is shared, > 0"),
            value.egressRate);
    archive(Field("devices",
                  "",
                  "K_m, whose updates it passes on where a cloud averages them; 0: not known"),
            value.devices);
}

/// The fields of a TopologyLink. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, TopologyLink& value)
{
    archive(Field("first", "", "one server"), value.first);
    archive(Field("second", "", "the other"), value.second);
    archive(Field("rate", "bit/s", "R, > 0"), value.rate);
    archive(Field("delay", "s", "beside the transmission, >= 0"), value.delay);
}

/// The fields of a TopologyProblem. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, TopologyProblem& value)
{
    archive(Field("servers", "", "M of them"), value.servers);
    archive(Field("links", "", "that are available; no pair twice"), value.links);
    archive(Field("message_bits", "bit", "S, of a model, > 0"), value.messageBits);
    archive(Field("distance", "", "xi_z, mean squared distance before mixing, >= 0"),
            value.distance);
    archive(Field("distance_max", "", "xi_max, allowed after it; 0: not said yet"),
            value.distanceMax);
    archive(Field("shared_egress", "", "a server sends to all others through one interface"),
            value.sharedEgress);
    archive(
        Field("cloud_rate", "bit/s", "R_cloud, between each server and a cloud; 0: there is none"),
        value.cloudRate);
    archive(Field("uniform_draws", "", "draws in [0, 1) for planners that need chance"),
            value.uniformDraws);
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TOPOLOGY_FIELDS_H
