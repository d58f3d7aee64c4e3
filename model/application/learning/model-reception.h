/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MODEL_RECEPTION_H
#define EDGE_AI_MODEL_RECEPTION_H

#include "application/message/fragment-assembly.h"
#include "learning-body.h"

#include "ns3/address.h"
#include "ns3/event-id.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
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
 * A worker's side of models that are sent to a group: fragments are kept as they come, perhaps
 * before the worker knows that it has a part in their round. When the last has come, or nothing
 * more does, what is missing is asked for: as ranges, or as a whole where naming them would cost
 * more than it spares. It asks a few times at most.
 *
 * Only the server is listened to. A fragment never replaces what is there; one that brings nothing
 * is counted: of a round that is over, or of bytes that have come.
 */
class ModelReception
{
  public:
    /// What does not change.
    struct Settings
    {
        Address group;  ///< address and port to listen on; fragments come from that port, too
        Address server; ///< whose fragments they are
        Time patience;  ///< with a model of which nothing comes, > 0
    };

    ModelReception() = default;
    ~ModelReception();
    ModelReception(const ModelReception&) = delete;
    ModelReception& operator=(const ModelReception&) = delete;

    /// Listen. @param [in] node where  @param [in] settings what does not change
    void Start(Ptr<Node> node, const Settings& settings);
    /// Stop and forget everything; no callback comes any more.
    void Stop();
    /// @returns whether it listens
    bool IsListening() const;

    /// The worker has a part in a round. It may be told at once of its model, or of what is
    /// missing. @param [in] round its number
    void Expect(uint64_t round);
    /// The worker waits for no model any more.
    void Forget();

    /**
     * What was asked for has come.
     * @param [in] body of the message, sound  @param [in] message it is
     * @returns "" or what is wrong with it
     */
    std::string Fill(const LearningPiecesBody& body, const InferenceMessage& message);

    /// @returns fragments that brought nothing
    uint64_t GetUseless() const;

    /// The model is whole. body: of it
    std::function<void(const LearningModelBody& body, const InferenceMessage& message)> onModel;
    std::function<void(const LearningRanges& missing)> onMissing; ///< it is to be asked for
    std::function<void(const std::string& reason)> onGivenUp;     ///< asking does not help
    std::function<void(const std::string& reason)> onMalformed;   ///< something came that is none

  private:
    void HandleDatagrams(Ptr<Socket> socket);
    void HandleFragment(Ptr<Packet> packet);
    /// @param [in] round a number  @returns its fragments; room is made for them
    FragmentAssembly& MakeRoom(uint64_t round);
    /// See whether the model that is waited for is whole, or as whole as it gets.
    void Check();
    void Deliver();
    void Ask();

    Settings m_settings;
    Ptr<Socket> m_socket;
    std::map<uint64_t, FragmentAssembly> m_models; ///< by round
    uint64_t m_expected{0};                        ///< round; 0: none
    Time m_since;                                  ///< when it became that
    uint64_t m_over{0};                            ///< rounds up to that one bring nothing new
    uint32_t m_asked{0};                           ///< times, for the model that is waited for
    uint64_t m_useless{0};                         ///< fragments
    EventId m_checkEvent;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MODEL_RECEPTION_H
