/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_CONTROLLER_H
#define EDGE_AI_CO_INFERENCE_CONTROLLER_H

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/random-variable-stream.h"
#include "ns3/split-planner.h"
#include "ns3/traced-callback.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class CellControl;
class CoInferenceProblemBuilder;
class CoInferenceRoster;
class SharedLinks;
class SharedServers;
class TaskProfiles;
struct CoInferenceDevice;
struct CoInferenceTerms;
struct PlanBody;
struct ReportBody;
struct RequestBody;
struct ServerDescription;
struct ServerSharingTerms;
template <typename Base>
class PlannerChooser;

/**
 * @ingroup edge-ai
 * Decides for the devices of one server. It gathers the problem from what the devices told it
 * (REQUEST) and from what happened (REPORT), calls the planner, and remembers who got what.
 *
 * A plan aims at the budgets of latency and energy divided by (1 + Margin), so that what no formula
 * contains (headers, queues, contention) has room. With AdaptRate it multiplies every device's band
 * by the rate factor: the exponential average of realised over Shannon rate of that device's
 * uploads, each compared with the plan it followed. A device that got no plan has nothing to
 * measure; with every refusal its factor goes back towards 1, as if that had been measured. With
 * ReplanPeriod or ReplanDrift it decides anew on its own, and hands the new plans to the server to
 * be sent.
 *
 * ServerSharing says what a plan takes the server for, which the devices share. With Slice each
 * gets a share of it that nobody takes away: equal shares of all that have connected, or by
 * SliceWeights in proportion to the work that may come. With Queue the processor serves everybody's
 * jobs by its discipline, and plans contain the mean wait (first come, first served) or slowdown
 * (processor sharing) that follows from the devices' arrival rates and plans, or what was measured
 * where that is far from it. With Whole every
 * device is planned as if it were alone. Whoever comes or goes changes what the others get; those
 * who keep a plan (RequestBody::keepsPlan) are sent the new one. What cannot keep up with the tasks
 * is said in the plan's reason, with the numbers.
 *
 * LinkSharing says the same of links that have a rate and are shared (LinkControl::GetMedium()): an
 * equal part of the medium for each device on it, what a queue of uploads leaves on average, or all
 * of it. Devices that do not know whom they share their way with follow what is measured.
 *
 * With AdaptRate and AdaptOverhead time is set aside for what no step contains - the exchange of
 * the plan, slots, the answer's way back, rates below their average - as much as was measured, see
 * MeasuredReserve; and energy for what uploads take beyond their plan: repetitions, rates below
 * their average.
 */
class CoInferenceController : public Object
{
  public:
    /// Number of a device at this controller, handed out by the server.
    using Client = uint64_t;
    /// Sends a plan that nobody asked for. @see SetPush
    using Push = std::function<void(Client client, const PlanBody& plan)>;

    /// What a plan takes a server, or a link, for that several devices share.
    enum ServerSharing
    {
        SLICE, ///< a slice for each
        QUEUE, ///< a queue, by its law
        WHOLE, ///< the whole server for each, as if it were alone
    };

    /// What slices of a server follow.
    enum SliceWeights
    {
        EQUAL, ///< nothing: all get the same
        LOAD,  ///< the work that may come: arrival rate times that of the whole network
    };

    /// @returns the TypeId
    static TypeId GetTypeId();
    CoInferenceController();
    ~CoInferenceController() override;

    /// @param [in] planner who decides
    void SetPlanner(Ptr<SplitPlanner> planner);
    /// @returns who decides
    Ptr<SplitPlanner> GetPlanner() const;
    /// @param [in] name TypeId name of a planner; an unknown name ends the program and lists what
    /// exists
    void SetPlannerName(std::string name);
    /// @returns TypeId name of the planner
    std::string GetPlannerName() const;

    /// @param [in] network catalogue name or profile file to offer
    void Offer(const std::string& network);
    /// @returns the profiles on offer
    TaskProfiles& GetProfiles();

    /// @param [in] cell enforces plans of subchannels; null: the devices' links do what they can
    void SetCellControl(Ptr<CellControl> cell);
    /// @returns what enforces plans of subchannels; may be null
    Ptr<CellControl> GetCellControl() const;

    /// @param [in] push called with every plan made without a request
    void SetPush(Push push);

    /**
     * A device asks for a plan.
     * @param [in] client its number
     * @param [in] request what it said
     * @param [in] server the processor that would serve it and others
     * @returns the plan; REFUSED or INFEASIBLE with the reason in words where there is none
     */
    PlanBody Decide(Client client, const RequestBody& request, const ServerDescription& server);

    /**
     * The same where no more is known of the server.
     * @param [in] client its number
     * @param [in] request what it said
     * @param [in] server the processor that would serve it and others
     * @param [in] units of that processor, if it has more than one
     * @returns the plan
     */
    PlanBody Decide(Client client,
                    const RequestBody& request,
                    const ProcessorLimits& server,
                    const ComputingUnits& units = ComputingUnits());

    /**
     * A device reports what happened.
     * @param [in] client its number
     * @param [in] report what it said
     */
    void Observe(Client client, const ReportBody& report);

    /**
     * A part of an upload was lost. The next plan goes by what passed, or by four fifths of what
     * was planned with, whichever is less: uploads that are lost have no reports to average.
     * @param [in] client its number
     * @param [in] goodput at which the rest came [bit/s], > 0
     */
    void ObserveLoss(Client client, double goodput);

    /**
     * A connection over TCP ended within an upload: it was given up, and the link does not carry
     * more than what came.
     * @param [in] client device
     * @param [in] goodput of what came [bit/s]; 0: nobody knows
     */
    void ObserveCut(Client client, double goodput);

    /**
     * A device that was gone is back with a connection of its own, and its link is what it was.
     * @param [in] client device, new
     * @param [in] former number it had before
     */
    void Resume(Client client, Client former);

    /**
     * A task of a device was served.
     * @param [in] client its number
     * @param [in] wait of the task before that [s], >= 0
     * @param [in] service how long that took [s], >= 0
     */
    void ObserveWait(Client client, double wait, double service);

    /// @param [in] client a device that is gone
    void Leave(Client client);

    /**
     * Devices have connected or gone, whether they asked for a plan or not.
     * @param [in] processor one of the server's
     * @param [in] devices how many there are now
     */
    void SetPresent(uint32_t processor, uint32_t devices);

    /// @param [in] client a device  @returns the share of its processor that is kept for it, 0..1;
    /// 0: none, it waits its turn
    double GetSlice(Client client) const;

    /// @param [in] client a device  @returns its rate factor, 1 before the first measurement
    double GetRateFactor(Client client) const;

    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream);

    /**
     * Signature of the trace source Plan.
     * @param [in] client the device
     * @param [in] decision what it shall do
     * @param [in] summary how the planner got there
     */
    typedef void (*PlanTracedCallback)(Client client,
                                       const SplitDecision& decision,
                                       const PlanSummary& summary);
    /**
     * Signature of the trace source RateFactor.
     * @param [in] client the device
     * @param [in] factor realised over Shannon rate
     */
    typedef void (*RateFactorTracedCallback)(Client client, double factor);

  protected:
    void DoDispose() override;

  private:
    using DevicePointer = std::shared_ptr<CoInferenceDevice>;

    /// A device may have a plan for another task. @param [in,out] device which
    /// @param [in] isTasks whether it has: it asks for each, or reports of one by the plan it keeps
    void CountPlan(CoInferenceDevice& device, bool isTasks) const;
    /// @returns what the attributes say of all problems
    CoInferenceTerms GetTerms() const;
    /// Attributes may have changed: plans made by other terms, or by another planner, hold no more.
    void FollowTerms();
    CoInferenceProblemBuilder MakeBuilder() const;
    ServerSharingTerms GetSharing() const;
    /// Tell all devices what they get now of what they share, servers and links.
    void ShareEverything();
    /// The same for one of them, and for others only where they get something else than before.
    void ShareFor(CoInferenceDevice& device);
    /// @returns whether what a device gets of what it shares follows from how many share it
    bool CountsAlone() const;
    bool IsUpToDate(const std::vector<DevicePointer>& group) const;
    /// Measure, share, and plan if the plan of a device does not hold. @param [in] device who asks
    void Refresh(const DevicePointer& device);
    void PlanFor(const std::vector<DevicePointer>& group);
    SplitPlan Solve(const std::vector<DevicePointer>& group);
    void Replan();
    /// Plan again where a plan does not hold any more, and tell those who keep it.
    void Renew();
    void ScheduleRenewal();
    void SchedulePeriod();

    std::unique_ptr<PlannerChooser<SplitPlanner>> m_planner;
    std::unique_ptr<CoInferenceRoster> m_roster;
    std::unique_ptr<SharedServers> m_servers;
    std::unique_ptr<SharedLinks> m_links;
    std::unique_ptr<TaskProfiles> m_profiles;
    Push m_push;
    Ptr<UniformRandomVariable> m_uniform;
    EventId m_periodEvent;
    EventId m_renewalEvent;
    uint64_t m_number{0};
    bool m_shared{false}; ///< everything was, by counts alone

    ServerSharing m_sharing;
    ServerSharing m_linkSharing;
    SliceWeights m_sliceWeights;
    double m_margin;
    bool m_adaptRate;
    bool m_adaptOverhead;
    double m_rateWeight;
    Time m_replanPeriod;
    double m_replanDrift;
    double m_bandwidth;
    double m_noiseDensity;
    double m_keepRatioMin;
    bool m_countServerEnergy;
    bool m_payloadFollowsKeepRatio;
    double m_overheadLatency;
    double m_overheadEnergy;
    double m_bitsPerWeight;
    uint32_t m_draws;
    uint32_t m_retryAfter;
    double m_planTolerance;

    TracedCallback<Client, const SplitDecision&, const PlanSummary&> m_planTrace;
    TracedCallback<Client, double> m_rateTrace;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_CONTROLLER_H
