/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_UPDATE_RECEPTION_H
#define EDGE_AI_UPDATE_RECEPTION_H

#include "application/message/fragment-assembly.h"

#include "ns3/address.h"
#include "ns3/node.h"
#include "ns3/socket.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The server's side of updates in datagrams: one is put together for each worker, of fragments that
 * come from where that worker's connection does, and are of the round in which an update of it is
 * waited for. Nothing is asked for again: an update that lacks a fragment is lost.
 *
 * Fragments are trusted in nothing. One that nobody waits for any more, or that brings nothing, is
 * counted as useless; one that cannot be - of a stranger, of another size, over bytes that are
 * there - is malformed. Neither changes what has come.
 */
class UpdateReception
{
  public:
    /// What is known of an update of a worker.
    enum Verdict
    {
        AWAITED, ///< it may come
        OVER,    ///< it has come, is lost, or its round is over
        WRONG,   ///< there is no such update
    };

    static constexpr uint32_t NOBODY = UINT32_MAX; ///< number of a stranger

    UpdateReception() = default;
    ~UpdateReception();
    UpdateReception(const UpdateReception&) = delete;
    UpdateReception& operator=(const UpdateReception&) = delete;

    /// Listen. @param [in] node where  @param [in] port UDP  @param [in] ipv6 or IPv4
    void Start(Ptr<Node> node, uint16_t port, bool ipv6);
    /// Stop and forget everything; no callback comes any more.
    void Stop();
    /// Nothing of what has come in parts is waited for any more.
    void Forget();

    /// @returns fragments that brought nothing
    uint64_t GetUseless() const
    {
        return m_useless;
    }

    /// @returns updates of which a part is here
    std::size_t GetCount() const
    {
        return m_updates.size();
    }

    /// Who sends from an address and port: the number of a worker that is there, or NOBODY.
    std::function<uint32_t(const Address& from)> findSender;
    /// What is known of its update of a round; fault: of a wrong one, why it is.
    std::function<Verdict(uint32_t number, uint64_t round, std::string& fault)> judge;
    /// One is whole.
    std::function<void(uint32_t number, const InferenceMessage& message)> onUpdate;
    std::function<void(const std::string& reason)> onMalformed; ///< something came that is none

  private:
    void HandleDatagrams(Ptr<Socket> socket);
    /// @param [in] from whom  @param [in] packet datagram
    /// @returns "" or why it is no fragment of an update
    std::string HandleFragment(const Address& from, Ptr<Packet> packet);
    /// @param [in] number of a worker  @param [in] header of its fragment
    /// @returns what there is of that update; null: there is a newer one
    FragmentAssembly* Find(uint32_t number, const InferenceHeader& header);

    Ptr<Socket> m_socket;
    std::map<uint32_t, FragmentAssembly> m_updates; ///< by worker
    uint64_t m_useless{0};                          ///< fragments
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_UPDATE_RECEPTION_H
