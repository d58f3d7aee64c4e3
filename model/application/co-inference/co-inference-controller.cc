/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-controller.h"

#include "application/control/planner-chooser.h"
#include "co-inference-problem-builder.h"
#include "co-inference-roster.h"
#include "compute/time-steps.h"
#include "period-limits.h"
#include "shared-links.h"
#include "shared-servers.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/log.h"
#include "ns3/noise-density.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/task-profiles.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiCoInferenceController");

NS_OBJECT_ENSURE_REGISTERED(CoInferenceController);

TypeId
CoInferenceController::GetTypeId()
{
    constexpr double TINY = std::numeric_limits<double>::min();
    static TypeId tid =
        TypeId("ns3::edgeai::CoInferenceController")
            .SetParent<Object>()
            .SetGroupName("EdgeAi")
            .AddConstructor<CoInferenceController>()
            .AddAttribute("Planner",
                          "TypeId name of the split planner that decides",
                          StringValue("ns3::edgeai::LaimPlanner"),
                          MakeStringAccessor(&CoInferenceController::SetPlannerName,
                                             &CoInferenceController::GetPlannerName),
                          MakeStringChecker())
            .AddAttribute("ServerSharing",
                          "What a plan takes the server for, which the devices share: a slice for "
                          "each (Slice), a queue (Queue), or all of it (Whole)",
                          EnumValue(SLICE),
                          CompatEnumAccessor<ServerSharing>(&CoInferenceController::m_sharing),
                          MakeEnumChecker(SLICE, "Slice", QUEUE, "Queue", WHOLE, "Whole"))
            .AddAttribute("LinkSharing",
                          "What a plan takes a link for that has a rate and is shared: an equal "
                          "part for each (Slice), what uploads at once leave each other (Queue), "
                          "or all of it (Whole)",
                          EnumValue(SLICE),
                          CompatEnumAccessor<ServerSharing>(&CoInferenceController::m_linkSharing),
                          MakeEnumChecker(SLICE, "Slice", QUEUE, "Queue", WHOLE, "Whole"))
            .AddAttribute(
                "SliceWeights",
                "Whether slices are equal (Equal) or follow the work that may come (Load)",
                EnumValue(EQUAL),
                CompatEnumAccessor<SliceWeights>(&CoInferenceController::m_sliceWeights),
                MakeEnumChecker(EQUAL, "Equal", LOAD, "Load"))
            .AddAttribute("Margin",
                          "Plan for the budgets of latency and energy divided by 1 + Margin [1]",
                          DoubleValue(0.01),
                          MakeDoubleAccessor(&CoInferenceController::m_margin),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("AdaptRate",
                          "Multiply each device's band by its measured rate factor",
                          BooleanValue(true),
                          MakeBooleanAccessor(&CoInferenceController::m_adaptRate),
                          MakeBooleanChecker())
            .AddAttribute("AdaptOverhead",
                          "With AdaptRate, set the time aside that was measured beyond a plan's "
                          "steps (exchange of the plan, slots, the answer's way back), and the "
                          "energy that uploads took beyond it",
                          BooleanValue(true),
                          MakeBooleanAccessor(&CoInferenceController::m_adaptOverhead),
                          MakeBooleanChecker())
            .AddAttribute("RateWeight",
                          "Weight of a new measurement in the average rate factor [1], in (0, 1]",
                          DoubleValue(0.2),
                          MakeDoubleAccessor(&CoInferenceController::m_rateWeight),
                          MakeDoubleChecker<double>(TINY, 1))
            .AddAttribute(
                "RetryAfter",
                "With AdaptRate, plans in a row without an upload after which a device's "
                "link, which carried far less than planned, is tried again as if nothing had been "
                "measured of it; each trial in vain doubles that, up to 64 times; 0: never",
                UintegerValue(8),
                MakeUintegerAccessor(&CoInferenceController::m_retryAfter),
                MakeUintegerChecker<uint32_t>())
            .AddAttribute("ReplanPeriod",
                          "Decide anew for all devices this often; >= 1 ms; 0: only when asked",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&CoInferenceController::m_replanPeriod),
                          MakeOptionalPeriodChecker(PeriodLimits::Plan()))
            .AddAttribute("ReplanDrift",
                          "Decide anew when a device's rate factor is off by more than this share "
                          "from the one behind its plan [1]; 0: never",
                          DoubleValue(0),
                          MakeDoubleAccessor(&CoInferenceController::m_replanDrift),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("Bandwidth",
                          "Band the devices share where their links do not say [Hz]",
                          DoubleValue(5e6),
                          MakeDoubleAccessor(&CoInferenceController::m_bandwidth),
                          MakeDoubleChecker<double>(TINY))
            .AddAttribute("NoiseDensity",
                          "Noise density where the links do not say [W/Hz]",
                          DoubleValue(DEFAULT_NOISE_DENSITY),
                          MakeDoubleAccessor(&CoInferenceController::m_noiseDensity),
                          MakeDoubleChecker<double>(TINY))
            .AddAttribute("KeepRatioMin",
                          "Least keep ratio a plan may use [1], in (0, 1]",
                          DoubleValue(0.01),
                          MakeDoubleAccessor(&CoInferenceController::m_keepRatioMin),
                          MakeDoubleChecker<double>(TINY, 1))
            .AddAttribute("CountServerEnergy",
                          "Whether the energy budget covers the server's share",
                          BooleanValue(true),
                          MakeBooleanAccessor(&CoInferenceController::m_countServerEnergy),
                          MakeBooleanChecker())
            .AddAttribute("PayloadFollowsKeepRatio",
                          "Whether pruning narrows the feature that is sent (width pruning)",
                          BooleanValue(false),
                          MakeBooleanAccessor(&CoInferenceController::m_payloadFollowsKeepRatio),
                          MakeBooleanChecker())
            .AddAttribute("OverheadLatency",
                          "Time set aside for what is not planned, beside what is measured [s]",
                          DoubleValue(0),
                          MakeDoubleAccessor(&CoInferenceController::m_overheadLatency),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("OverheadEnergy",
                          "Energy set aside for what is not planned, beside what is measured [J]",
                          DoubleValue(0),
                          MakeDoubleAccessor(&CoInferenceController::m_overheadEnergy),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("BitsPerWeight",
                          "Storage of one kept weight [bit]",
                          DoubleValue(16),
                          MakeDoubleAccessor(&CoInferenceController::m_bitsPerWeight),
                          MakeDoubleChecker<double>(TINY))
            .AddAttribute(
                "PlanTolerance",
                "Relative change of a gain or rate factor below which the plan in force is "
                "given out again [1]; 0: solve whenever anything changed",
                DoubleValue(1e-3),
                MakeDoubleAccessor(&CoInferenceController::m_planTolerance),
                MakeDoubleChecker<double>(0))
            .AddAttribute("Draws",
                          "Uniform draws handed to planners that need chance, for each device",
                          UintegerValue(400),
                          MakeUintegerAccessor(&CoInferenceController::m_draws),
                          MakeUintegerChecker<uint32_t>())
            .AddTraceSource("Plan",
                            "A device's plan was made",
                            MakeTraceSourceAccessor(&CoInferenceController::m_planTrace),
                            "ns3::edgeai::CoInferenceController::PlanTracedCallback")
            .AddTraceSource("RateFactor",
                            "A device's rate factor was measured",
                            MakeTraceSourceAccessor(&CoInferenceController::m_rateTrace),
                            "ns3::edgeai::CoInferenceController::RateFactorTracedCallback");
    return tid;
}

CoInferenceController::CoInferenceController()
    : m_planner(std::make_unique<PlannerChooser<SplitPlanner>>("CoInferenceController",
                                                               &CreateSplitPlanner)),
      m_roster(std::make_unique<CoInferenceRoster>()),
      m_servers(std::make_unique<SharedServers>(*m_roster)),
      m_links(std::make_unique<SharedLinks>(*m_roster)),
      m_profiles(std::make_unique<TaskProfiles>()),
      m_uniform(CreateObject<UniformRandomVariable>())
{
}

CoInferenceController::~CoInferenceController() = default;

void
CoInferenceController::DoDispose()
{
    m_periodEvent.Cancel();
    m_renewalEvent.Cancel();
    m_push = nullptr;
    m_planner->Set(nullptr);
    m_roster->Clear();
    Object::DoDispose();
}

void
CoInferenceController::SetPlanner(Ptr<SplitPlanner> planner)
{
    m_planner->Set(planner);
}

Ptr<SplitPlanner>
CoInferenceController::GetPlanner() const
{
    return m_planner->Get();
}

void
CoInferenceController::SetCellControl(Ptr<CellControl> cell)
{
    m_roster->SetCellControl(cell);
}

Ptr<CellControl>
CoInferenceController::GetCellControl() const
{
    return m_roster->GetCell().GetControl();
}

void
CoInferenceController::SetPlannerName(std::string name)
{
    m_planner->SetName(name);
}

std::string
CoInferenceController::GetPlannerName() const
{
    return m_planner->GetName();
}

void
CoInferenceController::Offer(const std::string& network)
{
    m_profiles->Offer(network);
}

TaskProfiles&
CoInferenceController::GetProfiles()
{
    return *m_profiles;
}

void
CoInferenceController::SetPush(Push push)
{
    m_push = push;
}

PlanBody
CoInferenceController::Decide(Client client,
                              const RequestBody& request,
                              const ProcessorLimits& server,
                              const ComputingUnits& units)
{
    ServerDescription description;
    description.limits = server;
    description.units = units;
    return Decide(client, request, description);
}

PlanBody
CoInferenceController::Decide(Client client,
                              const RequestBody& request,
                              const ServerDescription& server)
{
    NS_LOG_FUNCTION(this << client << request.network);
    // Whoever hears of a plan may take the device away.
    const DevicePointer present = m_roster->Find(client);
    const DevicePointer device = present ? present : m_roster->Add(client);
    const CoInferenceDevice before = *device;
    device->request = request;
    device->server = server;
    m_roster->NoteAsking(*device);
    if (!request.keepsPlan)
    {
        device->CountTask(Simulator::Now().GetSeconds());
    }
    // Without a measurement the latest known gain stands.
    device->gain = std::isnan(request.gain) && device->gain > 0 ? device->gain : request.gain;
    PlanBody body;
    try
    {
        FollowTerms();
        device->work = MakeBuilder().GetWork(*device);
        m_roster->Place(*device);
        Refresh(device);
        if (device->decision.status == PlanStatus::REFUSED)
        {
            throw std::runtime_error(device->decision.reason);
        }
        m_planTrace(client, device->decision, device->summary);
        device->surprise = m_servers->ExplainWaits(*device);
        SchedulePeriod();
        body = MakeBuilder().MakeBody(*device, GetPlannerName(), m_number);
        if (m_roster->GetPlaces().HasKeepers())
        {
            ScheduleRenewal();
        }
    }
    catch (const std::exception& error)
    {
        NS_LOG_LOGIC("refused: " << error.what());
        *device = before;
        m_roster->Place(*device);
        body = CoInferenceProblemBuilder::MakeRefusal(PlanStatus::REFUSED,
                                                      error.what(),
                                                      GetPlannerName());
    }
    device->Doubt(m_adaptRate && !body.IsUsable() ? m_rateWeight : 0);
    CountPlan(*device, body.IsUsable() && !request.keepsPlan);
    m_roster->GetPlaces().Touch(client);
    if (!present && body.status == PlanStatus::REFUSED)
    {
        m_roster->Forget(client);
    }
    return body;
}

void
CoInferenceController::CountPlan(CoInferenceDevice& device, bool isTasks) const
{
    if (m_adaptRate && isTasks)
    {
        device.CountPlan(m_retryAfter);
    }
}

CoInferenceTerms
CoInferenceController::GetTerms() const
{
    CoInferenceTerms terms;
    terms.slices = m_sharing == SLICE;
    terms.planDivides = m_planner->Require().DividesServer();
    terms.margin = m_margin;
    terms.adaptRate = m_adaptRate;
    terms.bandwidth = m_bandwidth;
    terms.noiseDensity = m_noiseDensity;
    terms.keepRatioMin = m_keepRatioMin;
    terms.countServerEnergy = m_countServerEnergy;
    terms.payloadFollowsKeepRatio = m_payloadFollowsKeepRatio;
    terms.overheadLatency = m_overheadLatency;
    terms.overheadEnergy = m_overheadEnergy;
    terms.bitsPerWeight = m_bitsPerWeight;
    terms.unheard = m_servers->CountUnheard();
    return terms;
}

void
CoInferenceController::FollowTerms()
{
    m_roster->NoteTerms(GetTerms(), m_planner->Get());
}

CoInferenceProblemBuilder
CoInferenceController::MakeBuilder() const
{
    return CoInferenceProblemBuilder(GetTerms(), *m_profiles, m_roster->GetCell());
}

ServerSharingTerms
CoInferenceController::GetSharing() const
{
    ServerSharingTerms terms;
    terms.sharing = m_sharing;
    terms.weights = m_sliceWeights;
    terms.planDivides = m_planner->Require().DividesServer();
    terms.planner = GetPlannerName();
    terms.tolerance = m_planTolerance;
    return terms;
}

void
CoInferenceController::ShareEverything()
{
    m_servers->Divide(GetSharing(), Simulator::Now());
    m_links->Divide(m_linkSharing);
    m_shared = CountsAlone();
    m_roster->GetPlaces().TakeProcessors();
    m_roster->GetPlaces().TakeMedia();
    m_roster->GetPlaces().TouchAll();
}

bool
CoInferenceController::CountsAlone() const
{
    return m_sharing == SLICE && m_sliceWeights == EQUAL && m_linkSharing == SLICE;
}

void
CoInferenceController::ShareFor(CoInferenceDevice& device)
{
    const bool counted = m_servers->IsDivided(m_roster->GetPlaces().TakeProcessors());
    const bool moved = m_roster->GetPlaces().TakeMedia();
    if (!m_shared || !counted || moved)
    {
        ShareEverything();
        return;
    }
    m_servers->DivideFor(Simulator::Now(), device);
    m_links->DivideFor(device);
}

void
CoInferenceController::Refresh(const DevicePointer& device)
{
    CoInferenceCell& cell = m_roster->GetCell();
    if (cell.Contains(*device) || !CountsAlone())
    {
        const CoInferenceGroup group = m_roster->GetGroup(*device);
        cell.Measure(group);
        ShareEverything();
        if (!IsUpToDate(group))
        {
            PlanFor(group);
        }
        return;
    }
    // Cost of those who ask, not of those who are there.
    cell.Measure({device});
    ShareFor(*device);
    if (m_planner->Require().UsesDraws() ||
        !m_roster->IsUpToDate(*device, m_adaptRate, m_planTolerance))
    {
        PlanFor(m_roster->GetGroup(*device));
    }
}

bool
CoInferenceController::IsUpToDate(const CoInferenceGroup& group) const
{
    return !m_planner->Require().UsesDraws() && m_roster->IsCarriedOut(group) &&
           std::all_of(group.begin(), group.end(), [this](const DevicePointer& device) {
               return device->IsUpToDate(m_adaptRate, m_planTolerance);
           });
}

SplitPlan
CoInferenceController::Solve(const CoInferenceGroup& group)
{
    const CoInferenceProblemBuilder builder = MakeBuilder();
    const SplitPlanner& planner = m_planner->Require();
    const uint32_t draws = planner.UsesDraws() ? m_draws : 0; // nobody looks at them otherwise
    return PlanTogether(group, [&](const CoInferenceGroup& some) {
        return m_roster->GetCell().Settle(some, [&] {
            return builder.Restore(some, planner.Plan(builder.Build(some, draws, *m_uniform)));
        });
    });
}

void
CoInferenceController::PlanFor(const CoInferenceGroup& group)
{
    const ServerSharingTerms sharing = GetSharing();
    for (const DevicePointer& device : group)
    {
        device->rate = device->GetArrivalRate(Simulator::Now().GetSeconds());
    }
    const auto solve = [this, &sharing, &group]() {
        return m_servers->Plan(sharing, group, [this](const CoInferenceGroup& some) {
            return Solve(some);
        });
    };
    SplitPlan plan = solve();
    // Better late than refused: what was measured to be missing may leave no time for anything.
    constexpr double WORTH = 1e-3; // of the budget
    for (bool again = true; again;)
    {
        again = false;
        for (std::size_t i = 0; i < group.size() && m_adaptRate; ++i)
        {
            CoInferenceDevice& device = *group[i];
            again = (plan.decisions[i].status == PlanStatus::INFEASIBLE &&
                     device.HalveReserves(WORTH)) ||
                    again;
        }
        if (again)
        {
            plan = solve();
        }
    }
    m_roster->Accept(group, plan, GetPlannerName(), m_adaptRate);
    m_servers->ExplainLoads(sharing, group);
    m_links->ExplainLoads(m_linkSharing, group);
}

void
CoInferenceController::Observe(Client client, const ReportBody& report)
{
    NS_LOG_FUNCTION(this << client);
    const DevicePointer device = m_roster->Find(client);
    if (!device)
    {
        return;
    }
    if (device->request.keepsPlan)
    {
        device->CountTask(Simulator::Now().GetSeconds());
    }
    CountPlan(*device, device->request.keepsPlan);
    if (report.uplinkBits > 0 && report.uplinkTime > 0 && std::isfinite(report.uplinkTime) &&
        std::isfinite(report.uplinkBits))
    {
        const double rate = device->GetShannonRate(report.plan);
        if (device->rateFactor.Add(report.uplinkBits / report.uplinkTime / rate, m_rateWeight))
        {
            device->retrial.Measure(device->FellShort(report));
            m_rateTrace(client, device->rateFactor.Get());
        }
        device->MeasureAirtime(report, m_rateWeight);
    }
    if (m_adaptRate && m_adaptOverhead)
    {
        device->reserve.Add(device->GetExcess(report));
        device->energyReserve.Add(device->GetEnergyExcess(report));
    }
    if (std::isfinite(report.gain) && report.gain > 0)
    {
        device->gain = report.gain;
    }
    m_roster->GetPlaces().Touch(client);
    if (m_adaptRate && m_replanDrift > 0 &&
        (HasDrifted(device->rateFactor.Get(), device->planFactor, m_replanDrift) ||
         HasDrifted(device->GetAirtimeShare(m_adaptRate), device->planAirtime, m_replanDrift)))
    {
        Replan();
    }
}

void
CoInferenceController::ObserveLoss(Client client, double goodput)
{
    NS_LOG_FUNCTION(this << client << goodput);
    // A queue that cannot take bursts loses pieces of what it could carry on the whole: less than
    // what came through.
    constexpr double BACK_OFF = 0.8;
    const DevicePointer device = m_roster->Find(client);
    if (!device)
    {
        return;
    }
    const double factor =
        std::fmin(goodput / device->GetLatestRate(), BACK_OFF * device->rateFactor.Get());
    m_roster->GetPlaces().Touch(client);
    device->retrial.Measure(true);
    if (device->rateFactor.Add(factor, 1))
    {
        m_rateTrace(client, device->rateFactor.Get());
    }
}

void
CoInferenceController::ObserveCut(Client client, double goodput)
{
    NS_LOG_FUNCTION(this << client << goodput);
    // Of an upload that was given up before it had a rate.
    constexpr double BACK_OFF = 0.8;
    const DevicePointer device = m_roster->Find(client);
    if (!device)
    {
        return;
    }
    device->retrial.Measure(true);
    const double before = device->rateFactor.Get();
    const double most = goodput > 0 ? goodput / device->GetLatestRate() : BACK_OFF * before;
    m_roster->GetPlaces().Touch(client);
    // At most: it was given up because it was slow, not because it was as fast as planned.
    if (most < before && device->rateFactor.Add(most, 1))
    {
        m_rateTrace(client, device->rateFactor.Get());
    }
}

void
CoInferenceController::Resume(Client client, Client former)
{
    NS_LOG_FUNCTION(this << client << former);
    m_roster->Resume(client, former);
}

void
CoInferenceController::ObserveWait(Client client, double wait, double service)
{
    if (const DevicePointer device = m_roster->Find(client))
    {
        m_servers->ObserveWait(GetSharing(), *device, wait, service);
    }
}

void
CoInferenceController::SchedulePeriod()
{
    if (m_replanPeriod.IsStrictlyPositive() && m_periodEvent.IsExpired())
    {
        m_periodEvent =
            Simulator::Schedule(LimitWait(m_replanPeriod), &CoInferenceController::Replan, this);
    }
}

void
CoInferenceController::Replan()
{
    NS_LOG_FUNCTION(this);
    const std::vector<CoInferenceGroup> groups = m_roster->GetGroups();
    if (groups.empty())
    {
        return; // the next request starts the period again
    }
    FollowTerms();
    ShareEverything(); // once: it goes through all devices
    for (CoInferenceGroup group : groups)
    {
        if (!m_roster->RemoveGone(group))
        {
            continue; // telling a device of its plan can find it, and others, gone
        }
        try
        {
            m_roster->GetCell().Measure(group);
            PlanFor(group);
        }
        catch (const std::exception& error)
        {
            NS_LOG_WARN("no new plan: " << error.what());
            continue;
        }
        for (const DevicePointer& device : group)
        {
            if (!m_roster->Find(device->client))
            {
                continue;
            }
            m_planTrace(device->client, device->decision, device->summary);
            if (m_push)
            {
                m_push(device->client, MakeBuilder().MakeBody(*device, GetPlannerName(), m_number));
            }
        }
    }
    SchedulePeriod();
}

void
CoInferenceController::ScheduleRenewal()
{
    if (m_push && m_renewalEvent.IsExpired())
    {
        m_renewalEvent = Simulator::ScheduleNow(&CoInferenceController::Renew, this);
    }
}

void
CoInferenceController::Renew()
{
    NS_LOG_FUNCTION(this);
    FollowTerms();
    ShareEverything();
    if (!m_roster->GetPlaces().HasKeepers())
    {
        return;
    }
    for (CoInferenceGroup group : m_roster->GetGroups())
    {
        // Whoever asks for every task gets the new plan with the next one.
        const auto keeps = [](const DevicePointer& device) { return device->request.keepsPlan; };
        if (!m_roster->RemoveGone(group) || std::none_of(group.begin(), group.end(), keeps))
        {
            continue;
        }
        try
        {
            if (!m_planner->Require().UsesDraws() && !IsUpToDate(group))
            {
                m_roster->GetCell().Measure(group);
                PlanFor(group);
            }
        }
        catch (const std::exception& error)
        {
            NS_LOG_WARN("no new plan: " << error.what());
            continue;
        }
        for (const DevicePointer& device : group)
        {
            if (m_push && device->request.keepsPlan && device->untold &&
                m_roster->Find(device->client))
            {
                m_planTrace(device->client, device->decision, device->summary);
                m_push(device->client, MakeBuilder().MakeBody(*device, GetPlannerName(), m_number));
            }
        }
    }
}

void
CoInferenceController::SetPresent(uint32_t processor, uint32_t devices)
{
    NS_LOG_FUNCTION(this << processor << devices);
    m_servers->SetPresent(processor, devices);
    ScheduleRenewal();
}

double
CoInferenceController::GetSlice(Client client) const
{
    const DevicePointer device = m_roster->Find(client);
    return device ? SharedServers::GetSlice(GetSharing(), *device) : 0;
}

void
CoInferenceController::Leave(Client client)
{
    m_roster->Leave(client);
    ScheduleRenewal();
}

double
CoInferenceController::GetRateFactor(Client client) const
{
    const DevicePointer device = m_roster->Find(client);
    return device ? device->rateFactor.Get() : 1;
}

int64_t
CoInferenceController::AssignStreams(int64_t stream)
{
    m_uniform->SetStream(stream);
    return 1;
}

} // namespace edgeai
} // namespace ns3
