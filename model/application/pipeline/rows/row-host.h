/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_HOST_H
#define EDGE_AI_ROW_HOST_H

#include "application/control/planner-chooser.h"
#include "row-node.h"
#include "row-planning.h"
#include "row-silence.h"

#include "ns3/event-id.h"

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Plans that a host made.
struct RowChange
{
    uint64_t number{0}; ///< of the plan
    uint32_t network{0};
    Time made;
    std::string cause;     ///< why
    RowPartitionPlan plan; ///< of a whole batch
};

/**
 * @ingroup edge-ai
 * The host of a division by rows: takes images from devices, plans, shares each batch with the
 * secondaries and answers. It plans again when a rate or a speed has moved too far. While one of
 * the secondaries is not there, or when one falls silent during a batch, it runs alone; a secondary
 * that is heard of again is used again.
 */
class RowHost : public RowNode
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    RowHost();
    ~RowHost() override;

    /// @param [in] planner who decides; null: nobody
    void SetPlanner(Ptr<RowPartitionPlanner> planner);
    /// @param [in] settings links, deadline and first estimates; the rest is set here
    void SetPlanning(const RowPlanning::Settings& settings);

    /// @returns plans made so far
    const std::vector<RowChange>& GetChanges() const;
    /// @returns batches given up because a secondary fell silent or left
    uint64_t GetSilenceCount() const;
    /// @returns what the plans are made of
    const RowPlanning& GetPlanning() const;

    /// Signature of Silent. @param [in] node who fell silent or left  @param [in] layer whose rows
    typedef void (*SilentTracedCallback)(uint32_t node, uint32_t layer);

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

  private:
    /// An image at the host.
    struct Image
    {
        uint64_t number{0};
        uint32_t network{0};
        MessageListener::Peer device{0};
        double goodput{0}; ///< of its upload [bit/s]; 0: not measured
        Time arrived;
    };

    /// The plan of a network.
    struct Current
    {
        RowPlanBody body;         ///< as it is told
        std::set<uint32_t> told;  ///< secondaries that have it
    };

    bool FindBatch(uint64_t number, const RowBatchBody& head) override;
    void HandleSent(uint32_t step) override;
    void HandleArrived(uint32_t step) override;
    void HandleComputed(uint32_t step) override;
    void HandleFailed(const JobReport& report) override;
    void HandleReady(uint32_t index) override;
    void HandleMessage(uint32_t from, const InferenceMessage& message) override;
    void HandleGone(uint32_t index) override;
    void HandleStranger(MessageListener::Peer peer, const InferenceMessage& message) override;
    void HandleStrangerGone(MessageListener::Peer peer) override;

    void SetPlannerName(const std::string& name);
    std::string GetPlannerName() const;
    void HandleImage(MessageListener::Peer peer, const InferenceMessage& message);
    void HandleStatus(const RowStatusBody& status);
    bool HasAll() const;
    bool MustWait(uint32_t count);
    uint32_t CountImages() const;
    void TryStart();
    void StartBatch(uint32_t count);
    void RunBatch(const RowPlanBody& body, const RowPartitionPlan& plan, bool given);
    RowPlanBody MakeAloneBody(uint32_t network) const;
    void PlanAnew();
    void TellPlan(Current& current);
    void Offer(MessageListener::Peer peer);
    void OfferAll();
    void GiveUp(uint32_t node, uint32_t layer, const std::string& why);
    void EndBatch(const TaskEnding& ending);

    PlannerChooser<RowPartitionPlanner> m_planner;
    uint32_t m_batchSize;
    Time m_batchWait;
    Time m_patience;
    uint32_t m_queueLimit;
    bool m_replan;
    double m_silenceFactor;
    Time m_silenceMin;

    RowPlanning::Settings m_settings;
    RowPlanning m_planning;
    std::vector<Current> m_plans;   ///< per network
    std::vector<RowChange> m_changes;
    uint64_t m_lastPlan{0};         ///< number
    std::vector<bool> m_present;    ///< per node: it is used
    std::map<MessageListener::Peer, Time> m_lastUpload; ///< instants, by device
    std::set<MessageListener::Peer> m_devices; ///< who wants to know how long networks take
    std::deque<Image> m_queue;
    std::vector<Image> m_images;    ///< of the batch under way
    uint64_t m_batches{0};          ///< begun
    Time m_begun;                   ///< the batch under way, before it was given up
    RowSilence m_silence;
    uint64_t m_silences{0};
    Time m_started;                 ///< the application
    EventId m_startEvent;
    TracedCallback<uint32_t, uint32_t> m_silentTrace;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_HOST_H
