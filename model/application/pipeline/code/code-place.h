/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_PLACE_H
#define EDGE_AI_CODE_PLACE_H

#include "allocation/pipeline/code/code-value.h"
#include "application/control/moving-average.h"
#include "code-ledger.h"
#include "code-link.h"
#include "code-messages.h"
#include "code-share.h"

#include "ns3/node.h"
#include "ns3/random-variable-stream.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace ns3
{
namespace edgeai
{

/// Another service's server, as far as it is known.
struct CodePeer
{
    uint32_t service{0};      ///< index of its service
    uint32_t node{0};         ///< ns-3 id
    CodeLink link;            ///< the way to it
    bool heard{false};        ///< it has said what it is, and is not silent
    Time lastHeard;           ///< instant of the last it said
    CodeService advertised;   ///< blocks, accuracy, speed, load
    double spare{0};          ///< what guests from here could have [FLOP/s]
    double protectedShare{1}; ///< theta
    MovingAverage up{1};      ///< goodput to it, as it measured [bit/s]
    MovingAverage down{1};    ///< goodput from it, as measured here [bit/s]
    double measured{0};       ///< the last of these [bit/s]; 0: none
    Time lastArrival;         ///< instant the last parcel from it had come
    Time lastReturn;          ///< instant it last gave a task back
    Time shunned;             ///< for how long it was shunned, the last time
    Time shunnedUntil;        ///< it is no host for tasks from here
};

/**
 * What the parts of a server have in common: where it is, what its service is, whom it knows.
 */
struct CodePlace
{
    Ptr<Node> node;
    uint32_t service{0}; ///< index of its service
    std::string name;    ///< of the service
    CodeService self;    ///< blocks, accuracy, nominal speed and load
    CodeProblem base;    ///< losses, exponents, limits of every pair; its services say nothing
    uint64_t resultBytes{1000}; ///< of an answer [B]
    double weight{.3};          ///< of a measurement in a mean
    double measureMin{4096};    ///< payload below which a parcel tells nothing of a rate [B]
    CodeShare share;            ///< the processor
    Ptr<CodeLedger> ledger;     ///< may be null
    std::map<uint32_t, std::unique_ptr<CodePeer>> peers; ///< by service
    MovingAverage load{1};                               ///< of its own tasks [1/s]
    double plannedLoad{1};           ///< the same when it last changed by much [1/s]
    Ptr<UniformRandomVariable> draw; ///< whether an answer is right; paths by lot
    std::function<void(const std::string&)> onMalformed; ///< something has no business here

    /// @param [in] service index of a service  @returns its server, null if it is not known
    CodePeer* Find(uint32_t service) const
    {
        const auto it = peers.find(service);
        return it == peers.end() ? nullptr : it->second.get();
    }

    /**
     * @param [in] peer who would be the host  @returns the problem with what is measured now; of
     * what was trained and how fast this server is beside its guests, the caller knows more
     */
    CodeProblem MakePair(const CodePeer& peer) const;

    /// A parcel has come. @param [in,out] peer from whom  @param [in] message it
    /// @param [in] body of it
    void Measure(CodePeer& peer,
                 const InferenceMessage& message,
                 const CodeTransferBody& body) const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_PLACE_H
