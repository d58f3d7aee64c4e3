/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXTERNAL_PEER_H
#define EDGE_AI_EXTERNAL_PEER_H

// Who trains in tests of external trainers: a thread that listens at a local socket, and answers as
// the test says.

#include "application/learning/federated/external/external-message.h"
#include "application/message/external/external-bytes.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// It serves one simulation.
class ExternalPeer
{
  public:
    using Bytes = std::vector<uint8_t>;
    /// What to do with a request. @returns whether to go on
    using Serve = std::function<bool(ExternalPeer& peer, ExternalKind kind, const Bytes& body)>;

    /// @param [in] serve called in a thread of its own
    explicit ExternalPeer(Serve serve)
        : m_serve(std::move(serve))
    {
        char folder[] = "/tmp/edge-ai-peer-XXXXXX";
        m_folder = mkdtemp(folder);
        m_path = m_folder + "/socket";
        m_door = socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        m_path.copy(address.sun_path, sizeof address.sun_path - 1);
        bind(m_door, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        listen(m_door, 1);
        m_thread = std::thread([this] { Run(); });
    }

    ~ExternalPeer()
    {
        shutdown(m_door, SHUT_RDWR); // wakes one that waits for a simulation
        m_thread.join();
        close(m_door);
        unlink(m_path.c_str());
        rmdir(m_folder.c_str());
    }

    ExternalPeer(const ExternalPeer&) = delete;
    ExternalPeer& operator=(const ExternalPeer&) = delete;

    /// @returns where it listens
    const std::string& GetPath() const
    {
        return m_path;
    }

    /// Answer the request. @param [in] kind of the answer  @param [in] body of it
    void Answer(ExternalKind kind, const Bytes& body)
    {
        ExternalHeader header;
        header.kind = kind;
        header.length = static_cast<uint32_t>(body.size());
        header.number = number;
        WriteRaw(header.Write());
        WriteRaw(body);
    }

    /// @param [in] bytes of anything
    void WriteRaw(const Bytes& bytes) const
    {
        for (std::size_t at = 0; at < bytes.size();)
        {
            const ssize_t count = send(m_end, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
            if (count <= 0)
            {
                return;
            }
            at += static_cast<std::size_t>(count);
        }
    }

    /// Say nothing until the simulation hangs up.
    void BeSilent()
    {
        Bytes nothing(1);
        while (ReadRaw(nothing))
        {
        }
    }

    /// Read no more.
    void BeDeaf() const
    {
        shutdown(m_end, SHUT_RD);
    }

    uint32_t number{0}; ///< of the request, which answers repeat

  private:
    bool ReadRaw(Bytes& bytes) const
    {
        for (std::size_t at = 0; at < bytes.size();)
        {
            const ssize_t count = recv(m_end, bytes.data() + at, bytes.size() - at, 0);
            if (count <= 0)
            {
                return false;
            }
            at += static_cast<std::size_t>(count);
        }
        return true;
    }

    void Run()
    {
        m_end = accept(m_door, nullptr, nullptr);
        Bytes head(ExternalLimits::HEADER);
        ExternalHeader header;
        while (m_end >= 0 && ReadRaw(head) && header.Read(head).empty() &&
               header.kind != ExternalKind::END)
        {
            Bytes body(header.length);
            number = header.number;
            if (!ReadRaw(body) || !m_serve(*this, header.kind, body))
            {
                break;
            }
        }
        if (m_end >= 0)
        {
            close(m_end);
        }
    }

    Serve m_serve;
    std::string m_folder;
    std::string m_path;
    int m_door{-1};
    int m_end{-1};
    std::thread m_thread;
};

/// @param [in] parameters to begin with  @returns the body of a READY that is sound
inline std::vector<uint8_t>
MakeReady(const std::vector<double>& parameters)
{
    ExternalWriter writer;
    writer.PutList<uint8_t>(std::string("peer"));
    writer.PutList<float>(parameters);
    writer.PutList<double>(std::vector<double>());
    writer.Put(1e3);
    writer.Put(uint32_t{0});
    writer.Put(uint8_t{0});
    return writer.Get();
}

/// @tparam Numbers a list  @param [in] numbers of a model  @returns the body of MODEL
template <typename Numbers>
std::vector<uint8_t>
MakeModel(const Numbers& numbers)
{
    ExternalWriter writer;
    writer.PutList<float>(numbers);
    return writer.Get();
}

/// @param [in] bytes of an update, or of words  @returns the body of UPDATE, DECLINED and ERROR
template <typename Bytes>
std::vector<uint8_t>
MakeBytes(const Bytes& bytes)
{
    ExternalWriter writer;
    writer.PutList<uint8_t>(bytes);
    return writer.Get();
}

/// @param [in] loss of the model  @returns the body of a SCORE
inline std::vector<uint8_t>
MakeScore(double loss)
{
    ExternalWriter writer;
    writer.Put(loss);
    writer.Put(.5);
    return writer.Get();
}

/// @param [in,out] ready body of one that does not score  @returns that of one that does
inline std::vector<uint8_t>
LetScore(std::vector<uint8_t> ready)
{
    ready.back() = 1;
    return ready;
}

/// Answer a request as it should be: of three parameters, which never change.
inline void
AnswerWell(ExternalPeer& peer, ExternalKind kind)
{
    switch (kind)
    {
    case ExternalKind::HELLO:
        peer.Answer(ExternalKind::READY, LetScore(MakeReady({1, 2, 3})));
        break;
    case ExternalKind::FIT:
        peer.Answer(ExternalKind::UPDATE, MakeBytes(std::string("update")));
        break;
    case ExternalKind::AGGREGATE:
        peer.Answer(ExternalKind::MODEL, MakeModel(std::vector<double>{1, 2, 3}));
        break;
    default:
        peer.Answer(ExternalKind::SCORE, MakeScore(1));
        break;
    }
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXTERNAL_PEER_H
