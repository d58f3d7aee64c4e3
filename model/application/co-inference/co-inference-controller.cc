/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-controller.h"

#include "co-inference-problem-builder.h"
#include "co-inference-roster.h"
#include "server-share.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/log.h"
#include "ns3/noise-density.h"
#include "ns3/planner-chooser.h"
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
            .AddAttribute(
                "SliceWeights",
                "Whether slices are equal (Equal) or follow the work that may come (Load)",
                EnumValue(EQUAL),
                CompatEnumAccessor<SliceWeights>(&CoInferenceController::m_sliceWeights),
                MakeEnumChecker(EQUAL, "Equal", LOAD, "Load"))
            .AddAttribute("Margin",
                          "Plan for the latency budget divided by 1 + Margin [1]",
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
                          "steps: exchange of the plan, slots, the answer's way back",
                          BooleanValue(true),
                          MakeBooleanAccessor(&CoInferenceController::m_adaptOverhead),
                          MakeBooleanChecker())
            .AddAttribute("RateWeight",
                          "Weight of a new measurement in the average rate factor, in (0, 1]",
                          DoubleValue(0.2),
                          MakeDoubleAccessor(&CoInferenceController::m_rateWeight),
                          MakeDoubleChecker<double>(TINY, 1))
            .AddAttribute("ReplanPeriod",
                          "Decide anew for all devices this often; 0: only when asked",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&CoInferenceController::m_replanPeriod),
                          MakeTimeChecker(Seconds(0)))
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
                          "Least keep ratio a plan may use, in (0, 1]",
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
                          "Energy set aside for what is not planned [J]",
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
                          "Uniform draws handed to planners that need chance",
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
                                                               &CreateSplitPlanner,
                                                               &ListSplitPlanners)),
      m_roster(std::make_unique<CoInferenceRoster>()),
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
    m_roster->GetCell().SetControl(cell);
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
    if (!request.keepsPlan)
    {
        device->CountTask(Simulator::Now().GetSeconds());
    }
    // Without a measurement the latest known gain stands.
    device->gain = std::isnan(request.gain) && device->gain > 0 ? device->gain : request.gain;
    PlanBody body;
    try
    {
        device->work = MakeBuilder().GetWork(*device);
        const CoInferenceGroup group = m_roster->GetGroup(*device);
        m_roster->GetCell().Measure(group);
        ShareServer(server.processor);
        if (!IsUpToDate(group))
        {
            PlanFor(group);
        }
        if (device->decision.status == PlanStatus::REFUSED)
        {
            throw std::runtime_error(device->decision.reason);
        }
        m_planTrace(client, device->decision, device->summary);
        SchedulePeriod();
        body = MakeBuilder().MakeBody(*device, GetPlannerName(), m_number);
        ScheduleRenewal();
    }
    catch (const std::exception& error)
    {
        NS_LOG_LOGIC("refused: " << error.what());
        *device = before;
        if (!present)
        {
            m_roster->Forget(client);
        }
        body = CoInferenceProblemBuilder::MakeRefusal(PlanStatus::REFUSED,
                                                      error.what(),
                                                      GetPlannerName());
    }
    device->Doubt(m_adaptRate && !body.IsUsable() ? m_rateWeight : 0);
    return body;
}

CoInferenceProblemBuilder
CoInferenceController::MakeBuilder() const
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
    std::size_t connected = 0;
    for (const auto& [processor, devices] : m_present)
    {
        connected += devices;
    }
    terms.unheard = std::max(connected, m_roster->GetCount()) - m_roster->GetCount();
    return CoInferenceProblemBuilder(terms, *m_profiles, m_roster->GetCell());
}

bool
CoInferenceController::IsUpToDate(const CoInferenceGroup& group) const
{
    return !m_planner->Require().UsesDraws() &&
           std::all_of(group.begin(), group.end(), [this](const DevicePointer& device) {
               return device->IsUpToDate(m_adaptRate, m_planTolerance);
           });
}

void
CoInferenceController::ShareServer(uint32_t processor)
{
    const CoInferenceGroup sharers = m_roster->GetSharers(processor);
    std::vector<ServerLoad> loads;
    for (const DevicePointer& device : sharers)
    {
        device->rate = device->GetArrivalRate(Simulator::Now().GetSeconds());
        loads.push_back(device->GetLoad());
    }
    const auto present = m_present.find(processor);
    const std::size_t connected = present == m_present.end() ? 0 : present->second;
    const std::size_t count = std::max(connected, sharers.size());
    std::vector<double> slices(sharers.size(), 1);
    ServerShare share;
    if (m_sharing == SLICE)
    {
        slices = DivideServer(loads, count, m_sliceWeights == LOAD);
    }
    else if (m_sharing == QUEUE && !sharers.empty())
    {
        share = MeetLoad(loads, sharers.front()->server);
    }
    for (std::size_t i = 0; i < sharers.size(); ++i)
    {
        share.slice = slices[i];
        sharers[i]->share = share;
    }
}

void
CoInferenceController::ShareServers()
{
    for (const uint32_t processor : m_roster->GetProcessors())
    {
        ShareServer(processor);
    }
}

SplitPlan
CoInferenceController::Solve(const CoInferenceGroup& group)
{
    const CoInferenceProblemBuilder builder = MakeBuilder();
    return PlanTogether(group, [this, &builder](const CoInferenceGroup& some) {
        return m_roster->GetCell().Settle(some, [this, &builder, &some] {
            return m_planner->Require().Plan(builder.Build(some, m_draws, *m_uniform));
        });
    });
}

void
CoInferenceController::PlanFor(const CoInferenceGroup& group)
{
    const auto solve = [this, &group]() {
        return m_sharing == QUEUE ? SolveInQueue(group) : Solve(group);
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
            if (plan.decisions[i].status == PlanStatus::INFEASIBLE &&
                device.reserve.Get() > WORTH * device.request.latencyBudget)
            {
                device.reserve.Halve();
                again = true;
            }
        }
        if (again)
        {
            plan = solve();
        }
    }
    m_roster->Accept(group, plan, GetPlannerName(), m_adaptRate);
    for (const DevicePointer& device : group)
    {
        device->overload = ExplainLoad(*device);
    }
}

SplitPlan
CoInferenceController::SolveInQueue(const CoInferenceGroup& group)
{
    if (m_planner->Require().DividesServer())
    {
        throw std::runtime_error(GetPlannerName() +
                                 " shares out the server itself, which a queue does not enforce: "
                                 "ServerSharing must be Slice or Whole");
    }
    const ServerDescription& server = group.front()->server;
    for (const DevicePointer& device : group)
    {
        if (device->server.processor != server.processor)
        {
            throw std::runtime_error("devices that are planned together are served by different "
                                     "processors: ServerSharing must be Slice or Whole");
        }
    }
    std::vector<ServerLoad> others;
    for (const DevicePointer& device : m_roster->GetSharers(server.processor))
    {
        if (std::find(group.begin(), group.end(), device) == group.end())
        {
            others.push_back(device->GetLoad());
        }
    }
    SplitPlan plan;
    // What the queue costs if the devices plan for this wait, or slowdown: the more they plan for,
    // the faster they are, and the less it costs.
    const auto meet = [&](double value) {
        for (const DevicePointer& device : group)
        {
            (server.together ? device->share.slowdown : device->share.wait) = value;
        }
        plan = Solve(group);
        std::vector<ServerLoad> loads = others;
        for (std::size_t i = 0; i < group.size(); ++i)
        {
            CoInferenceDevice planned = *group[i];
            planned.decision = plan.decisions[i];
            planned.planShare = planned.share;
            loads.push_back(planned.GetLoad());
        }
        const ServerShare share = MeetLoad(loads, server);
        return server.together ? share.slowdown : share.wait;
    };
    double longest = 0;
    for (const DevicePointer& device : group)
    {
        longest = std::max(longest, device->request.latencyBudget);
    }
    const double idle = server.together ? 1 : 0;
    double low = idle;
    double high = meet(low);
    if (std::isinf(high))
    {
        // Offered more than it can do: look for the least for which they are fast enough.
        constexpr double FIRST = 1.0 / 64;
        for (double share = FIRST; share <= 1 && std::isinf(high); share *= 2)
        {
            const double value = idle + share * (server.together ? 63 : longest);
            if (meet(value) <= value)
            {
                high = value;
            }
            else
            {
                low = value;
            }
        }
        if (std::isinf(high))
        {
            meet(low); // there is none; the plan says what is missing
            return plan;
        }
    }
    const double close = m_planTolerance / 4 * (server.together ? 1 : longest);
    for (int halvings = 0; high - low > close && halvings < 40; ++halvings)
    {
        const double middle = low + (high - low) / 2;
        (meet(middle) <= middle ? high : low) = middle;
    }
    meet(high);
    return plan;
}

std::string
CoInferenceController::ExplainLoad(const CoInferenceDevice& device) const
{
    const ServerLoad own = device.GetLoad();
    const auto timeOf = [&device](const char* name) {
        const PlanStep* step = FindStep(device.decision.steps, name);
        return device.decision.IsUsable() && step ? step->time : 0;
    };
    std::string text;
    const auto add = [&text](const std::string& clause) {
        text += (text.empty() || clause.empty() ? "" : "; ") + clause;
    };
    for (const char* name : {"device", "uplink"})
    {
        const double time = timeOf(name);
        add(ExplainOverload(std::string("the ") + name, own.rate * time, own.rate, time));
    }
    if (own.service == 0)
    {
        return text;
    }
    const ServerDescription& server = device.server;
    if (m_sharing == SLICE)
    {
        // Several tasks at once take more of the slice than one alone may need.
        const double units = std::max(1.0, server.units.total);
        const double clock = std::min(1.0, device.decision.serverClock / server.limits.clockMax);
        const double share = std::min(1.0, own.units / units * clock / device.planShare.slice);
        add(ExplainOverload("its slice of the server",
                            own.rate * own.service * share,
                            own.rate,
                            own.service * share));
        return text;
    }
    std::vector<ServerLoad> loads;
    double rate = 0;
    for (const DevicePointer& sharer : m_roster->GetSharers(server.processor))
    {
        loads.push_back(sharer->GetLoad());
        rate += loads.back().service > 0 ? loads.back().rate : 0;
    }
    const double load = GetServerLoad(loads, server);
    add(ExplainOverload("the server", load, rate, load / rate));
    return text;
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
    if (report.uplinkBits > 0 && report.uplinkTime > 0 && std::isfinite(report.uplinkTime) &&
        std::isfinite(report.uplinkBits))
    {
        const double rate = device->GetShannonRate(report.plan);
        if (device->rateFactor.Add(report.uplinkBits / report.uplinkTime / rate, m_rateWeight))
        {
            m_rateTrace(client, device->rateFactor.Get());
        }
    }
    if (m_adaptRate && m_adaptOverhead)
    {
        device->reserve.Add(device->GetExcess(report));
    }
    if (std::isfinite(report.gain) && report.gain > 0)
    {
        device->gain = report.gain;
    }
    if (m_adaptRate && m_replanDrift > 0 &&
        HasDrifted(device->rateFactor.Get(), device->planFactor, m_replanDrift))
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
    if (device->rateFactor.Add(factor, 1))
    {
        m_rateTrace(client, device->rateFactor.Get());
    }
}

void
CoInferenceController::SchedulePeriod()
{
    if (m_replanPeriod.IsStrictlyPositive() && m_periodEvent.IsExpired())
    {
        m_periodEvent = Simulator::Schedule(m_replanPeriod, &CoInferenceController::Replan, this);
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
    for (CoInferenceGroup group : groups)
    {
        if (!m_roster->RemoveGone(group))
        {
            continue; // telling a device of its plan can find it, and others, gone
        }
        try
        {
            m_roster->GetCell().Measure(group);
            ShareServers();
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
    ShareServers();
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
    m_present[processor] = devices;
    ScheduleRenewal();
}

double
CoInferenceController::GetSlice(Client client) const
{
    const DevicePointer device = m_sharing == SLICE ? m_roster->Find(client) : nullptr;
    if (!device)
    {
        return 0;
    }
    if (!m_planner->Require().DividesServer())
    {
        return device->share.slice;
    }
    const ServerDescription& server = device->server;
    const double part = device->decision.units > 0
                            ? std::max(1.0, std::floor(device->decision.units + 1e-9)) /
                                  std::max(1.0, server.units.total)
                            : device->decision.serverClock / server.limits.clockMax;
    return std::min(1.0, part);
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
