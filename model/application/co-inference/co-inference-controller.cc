/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-controller.h"

#include "co-inference-problem-builder.h"
#include "co-inference-roster.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
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
            .AddAttribute("Margin",
                          "Plan for the latency budget divided by 1 + Margin [1]",
                          DoubleValue(0),
                          MakeDoubleAccessor(&CoInferenceController::m_margin),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("AdaptRate",
                          "Multiply each device's band by its measured rate factor",
                          BooleanValue(true),
                          MakeBooleanAccessor(&CoInferenceController::m_adaptRate),
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
                          "Time set aside for what is not planned: plan exchange, result [s]",
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
    NS_LOG_FUNCTION(this << client << request.network);
    // Whoever hears of a plan may take the device away.
    const DevicePointer present = m_roster->Find(client);
    const DevicePointer device = present ? present : m_roster->Add(client);
    const CoInferenceDevice before = *device;
    device->request = request;
    device->server = server;
    device->units = units;
    // Without a measurement the latest known gain stands.
    device->gain = std::isnan(request.gain) && device->gain > 0 ? device->gain : request.gain;
    PlanBody body;
    try
    {
        const CoInferenceGroup group = m_roster->GetGroup(*device);
        m_roster->GetCell().Measure(group);
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
    if (m_adaptRate && !body.IsUsable())
    {
        device->Doubt(m_rateWeight); // or it would be refused for ever
    }
    return body;
}

CoInferenceProblemBuilder
CoInferenceController::MakeBuilder() const
{
    CoInferenceTerms terms;
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
CoInferenceController::PlanFor(const CoInferenceGroup& group)
{
    const CoInferenceProblemBuilder builder = MakeBuilder();
    const SplitPlan plan = PlanTogether(group, [this, &builder](const CoInferenceGroup& some) {
        return m_planner->Require().Plan(builder.Build(some, m_draws, *m_uniform));
    });
    m_roster->Accept(group, plan, GetPlannerName(), m_adaptRate);
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
    if (report.uplinkBits > 0 && report.uplinkTime > 0 && std::isfinite(report.uplinkTime) &&
        std::isfinite(report.uplinkBits))
    {
        const double factor =
            report.uplinkBits / report.uplinkTime / device->GetShannonRate(report.plan);
        if (device->rateFactor.Add(factor, m_rateWeight))
        {
            m_rateTrace(client, device->rateFactor.Get());
        }
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
CoInferenceController::Leave(Client client)
{
    m_roster->Leave(client);
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
