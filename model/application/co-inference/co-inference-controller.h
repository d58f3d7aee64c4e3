/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_CONTROLLER_H
#define EDGE_AI_CO_INFERENCE_CONTROLLER_H

#include "co-inference-body.h"

#include "ns3/cell-control.h"
#include "ns3/event-id.h"
#include "ns3/moving-average.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/planner-chooser.h"
#include "ns3/random-variable-stream.h"
#include "ns3/split-planner.h"
#include "ns3/task-profiles.h"
#include "ns3/traced-callback.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Decides for the devices of one server. It gathers the problem from what the devices told it
 * (REQUEST) and from what happened (REPORT), calls the planner, and remembers who got what.
 *
 * A plan aims at the latency budget divided by (1 + Margin), so that what no formula contains
 * (headers, queues, contention) has room. With AdaptRate it multiplies every device's band by the
 * rate factor: the exponential average of realised over Shannon rate of that device's uploads. With
 * ReplanPeriod or ReplanDrift it decides anew on its own, and hands the new plans to the server to
 * be sent.
 */
class CoInferenceController : public Object
{
  public:
    /// Number of a device at this controller, handed out by the server.
    using Client = uint64_t;
    /// Sends a plan that nobody asked for. @see SetPush
    using Push = std::function<void(Client client, const PlanBody& plan)>;

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
     * @param [in] server the processor that would serve it; clockMax is this device's slice
     * @param [in] units of that processor, if it is shared out in units
     * @returns the plan; REFUSED or INFEASIBLE with the reason in words where there is none
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

    /// @param [in] client a device that is gone
    void Leave(Client client);

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
    /// What is known about a device.
    struct Device
    {
        RequestBody request;
        ProcessorLimits server;
        ComputingUnits units;
        NomaLink pilot;     ///< latest known, where there is a CellControl
        NomaLink planPilot; ///< behind the plan it has
        MovingAverage rateFactor{1, MovingAverage::REPLACE}; ///< measured; 1 means nothing
        double gain{0};                                      ///< latest known
        double planFactor{1};                                ///< rate factor behind the plan it has
        double planGain{0};                                  ///< gain behind the plan it has
        std::vector<uint8_t> planRequest; ///< request behind the plan it has, without the gain
        SplitDecision decision;           ///< it has
        PlanSummary summary;              ///< of the plan it has
    };

    SplitDevice MakeDevice(const Device& device);
    std::vector<Client> GetGroup(Client client) const;
    /// @param [in] group devices that are planned together  @returns their plan; whoever is refused
    /// even alone is refused in it, and does not spoil that of the others
    SplitPlan Solve(const std::vector<Client>& group);
    /// @param [in] group likewise  @returns the planner's answer for all of them at once
    SplitPlan SolveTogether(const std::vector<Client>& group);
    bool IsUpToDate(const std::vector<Client>& group) const;
    void Accept(const std::vector<Client>& group, const SplitPlan& plan);
    PlanBody MakeBody(const Device& device, const SplitDecision& decision);
    PlanBody MakeRefusal(PlanStatus status, const std::string& reason) const;
    void Replan();
    void SchedulePeriod();
    double ShannonRate(const Device& device) const;

    bool IsInCell(const Device& device) const;
    void MeasurePilots(const std::vector<Client>& group);
    bool IsNear(const std::vector<double>& gains, const std::vector<double>& before) const;
    void Enforce(const std::vector<Client>& group, const SplitPlan& plan);

    PlannerChooser<SplitPlanner> m_planner;
    Ptr<CellControl> m_cell;
    TaskProfiles m_profiles;
    Push m_push;
    std::map<Client, Device> m_devices;
    Ptr<UniformRandomVariable> m_uniform;
    EventId m_periodEvent;
    uint64_t m_number{0};

    double m_margin;
    bool m_adaptRate;
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
    double m_planTolerance;

    TracedCallback<Client, const SplitDecision&, const PlanSummary&> m_planTrace;
    TracedCallback<Client, double> m_rateTrace;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_CONTROLLER_H
