/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_GUESTS_H
#define EDGE_AI_CODE_GUESTS_H

#include "allocation/pipeline/code/code-admission.h"
#include "code-place.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Guests of a server: which paths lead through its blocks, at what rate their tasks are let in, and
 * the work that is done for them. What is protected of its own tasks it never grants; when its own
 * load grows, it takes back what it has granted.
 */
class CodeGuests
{
  public:
    /// @param [in] place the host; must outlive this
    explicit CodeGuests(CodePlace& place);

    /// @param [in] burst tokens that a guest's bucket holds
    void Start(double burst);
    /// Forget all guests.
    void Stop();

    /// A path is asked for. @param [in,out] peer who asks  @param [in] path its number
    /// @param [in] body what it asks for
    void HandleRequest(CodePeer& peer, uint64_t path, const CodeRequestBody& body);
    /// A path will be used. @param [in] peer who uses it  @param [in] path its number
    /// @param [in] body at what rate
    void HandleActivate(const CodePeer& peer, uint64_t path, const CodeActivateBody& body);
    /// A path is not used any more. @param [in] peer who did  @param [in] path its number
    void HandleRelease(const CodePeer& peer, uint64_t path);
    /// Something comes to this host's blocks. @param [in,out] peer from whom
    /// @param [in] message activations or a gradient  @param [in] body of it
    void HandleTransfer(CodePeer& peer,
                        const InferenceMessage& message,
                        const CodeTransferBody& body);
    /// A guest is gone. @param [in] service whose
    void HandleLost(uint32_t service);
    /// The host's own load is another: grants are made anew.
    void Review();

    /// @param [in] besides index of a service that does not count, or none
    /// @returns what guests were granted [FLOP/s]
    double GetGranted(uint32_t besides = CodeRoute::NO_HOST) const;
    /// @returns guest tasks that were turned away so far, as they came faster than granted
    uint64_t GetTurnedAway() const;

  private:
    /// A path through this host's blocks.
    struct Path
    {
        CodePlan plan;     ///< its steps, as far as this host knows
        CodeLabel label;   ///< what it costs
        double asked{0};   ///< [1/s]
        double granted{0}; ///< [1/s]
        double copy{0};    ///< memory of a copy of the guest's model [B]
        CodePurpose purpose{};
        bool active{false}; ///< its tasks may come
    };

    /// Another service whose tasks come here.
    struct Guest
    {
        std::map<uint64_t, Path> paths; ///< by number
        TokenBucket bucket{0, 1};       ///< at the granted rate
        uint64_t serving{0};            ///< the path that was activated last
    };

    /// @returns the pair in which a guest's costs are counted
    CodeProblem MakePair(const CodePeer& peer) const;
    GuestGrant Grant(const CodePeer& peer, const Path& path, double asked) const;
    void SetRate(const CodePeer& peer, Guest& guest, const Path& path, double rate);
    void Work(uint32_t service, uint64_t number, const CodeTransferBody& body, bool back);
    void SendBack(uint32_t service, uint64_t number, const CodeTransferBody& body, bool back);
    void Drop(CodePeer& peer, uint64_t number, const TaskEnding& ending);
    Path* FindPath(uint32_t service, uint64_t number);

    CodePlace& m_place;
    double m_burst{1};
    std::map<uint32_t, Guest> m_guests; ///< by service
    uint64_t m_turnedAway{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_GUESTS_H
