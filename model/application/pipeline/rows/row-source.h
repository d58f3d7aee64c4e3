/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_SOURCE_H
#define EDGE_AI_ROW_SOURCE_H

#include "application/message/message-session.h"
#include "compute/battery-watch.h"
#include "row-body.h"
#include "row-ledger.h"
#include "row-network.h"

#include "ns3/event-id.h"
#include "ns3/message-application.h"
#include "ns3/moving-average.h"
#include "ns3/task-arrivals.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * A device with images: for each it chooses the network that shall answer - the most accurate one
 * whose upload and inference keep the deadline, by what the host says of the networks and by the
 * uploads so far - sends it to the host, and waits for the answer.
 */
class RowSource : public MessageApplication
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    RowSource();
    ~RowSource() override;

    /**
     * @param [in] networks that may answer, the same for everybody
     * @param [in] index of this device among those of the host
     */
    void SetPlace(std::shared_ptr<const RowNetworks> networks, uint32_t index);
    /// @param [in] ledger is told what happens; may be null
    void SetLedger(Ptr<RowLedger> ledger);
    /// @param [in] arrivals when there are images
    void SetArrivals(Ptr<TaskArrivals> arrivals);
    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream);

    /// @returns images taken
    uint64_t GetImageCount() const;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

  private:
    /// What answers an image, and what is expected of it.
    struct Choice
    {
        uint32_t network{0};
        double uploadTime{0};              ///< [s]
        double reliability{NOT_AVAILABLE}; ///< eq. (9)
    };

    void ScheduleImage();
    void Take();
    Choice Choose() const;
    void Send(uint64_t image, uint32_t network);
    void HandleMessage(const InferenceMessage& message);
    void Learn(double goodput);

    Address m_host;
    Time m_reconnectInterval;
    Time m_timeout;
    bool m_selects;
    bool m_mayShare;
    uint32_t m_network;
    double m_deadline;
    double m_rate;
    double m_deviation;
    double m_weight;
    bool m_learns;

    std::shared_ptr<const RowNetworks> m_networks;
    uint32_t m_index{0};
    Ptr<RowLedger> m_ledger;
    Ptr<TaskArrivals> m_arrivals;
    MessageSession m_session;
    std::deque<std::pair<uint64_t, uint32_t>> m_waiting; ///< images and networks, unsent
    RowOfferBody m_offer;                                ///< of the host; empty: none yet
    MovingAverage m_mean{1};                             ///< rate of the uplink [bit/s]
    MovingAverage m_variance{1};                         ///< of it [bit^2/s^2]
    uint64_t m_images{0};
    bool m_running{false};
    BatteryWatch m_battery;
    EventId m_imageEvent;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_SOURCE_H
