/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_INTAKE_H
#define EDGE_AI_ROW_INTAKE_H

#include "application/message/message-listener.h"
#include "row-body.h"
#include "row-network.h"

#include "ns3/nstime.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// The images that devices have sent to a host and that wait there.
class RowIntake
{
  public:
    /// An image at the host.
    struct Image
    {
        uint64_t number{0};
        uint32_t network{0};
        MessageListener::Peer device{0};
        double goodput{0}; ///< of its upload [bit/s]; 0: not measured
        Time started;      ///< its upload
        Time arrived;      ///< at the host
    };

    /// @param [in] networks that may answer
    void Start(std::shared_ptr<const RowNetworks> networks);

    /**
     * An image has come; it does not wait yet.
     * @param [in] peer who sent it  @param [in] message it  @param [in] now instant
     * @param [out] image what is known of it
     * @returns "" or what is wrong with it
     */
    std::string Read(MessageListener::Peer peer,
                     const InferenceMessage& message,
                     Time now,
                     Image& image);
    /// @param [in] image waits from now on
    void Add(const Image& image);
    /// @returns images that wait
    const std::deque<Image>& GetWaiting() const;
    /// @param [in] most images of a batch  @returns how many of the first can be one: of one
    /// network
    uint32_t CountFirst(uint32_t most) const;
    /// @param [in] count how many of the first wait no more  @returns them
    std::vector<Image> Take(uint32_t count);
    /// @param [in] peer a device that is gone
    void Forget(MessageListener::Peer peer);

  private:
    std::shared_ptr<const RowNetworks> m_networks;
    std::deque<Image> m_waiting;
    std::map<MessageListener::Peer, Time> m_last; ///< instant of a device's last image
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_INTAKE_H
