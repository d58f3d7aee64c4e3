/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-helper.h"

#include "allocation/pipeline/code/code-path-planner.h"
#include "allocation/plan/field-inspection.h"
#include "allocation/plan/planner-registry.h"
#include "application/control/remote/record-listener.h"
#include "application/pipeline/code/code-server.h"
#include "application/pipeline/code/code-service-profile.h"
#include "application/pipeline/code/code-user.h"
#include "checked-attribute.h"
#include "code-report.h"
#include "compute/time-steps.h"
#include "energy-meter.h"
#include "peer-address.h"
#include "period-limits.h"
#include "processor-helper.h"
#include "setting-check.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/node.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns a service as planners know it
CodeService
MakeService(const CodeServiceSettings& settings, uint32_t blocks)
{
    CodeService service = LoadCodeService(settings.network, blocks);
    service.name = settings.name;
    service.flops = settings.flops;
    service.load = settings.load;
    if (settings.accuracy > 0)
    {
        service.accuracy = settings.accuracy;
    }
    return service;
}

/// @returns the server of a service
CodeServer&
GetServer(const ApplicationContainer& servers, uint32_t service)
{
    return *DynamicCast<CodeServer>(servers.Get(service));
}

/// @returns who refuses what this helper is told
SettingCheck
GetCodeCheck()
{
    return SettingCheck("CodeHelper");
}

} // namespace

CodeHelper::CodeHelper(const CodePairSettings& pair)
    : m_pair(pair),
      m_monitor(CreateObject<InferenceMonitor>())
{
    m_server.SetTypeId(CodeServer::GetTypeId());
    m_user.SetTypeId(CodeUser::GetTypeId());
}

void
CodeHelper::RequireService(const std::string& field, uint32_t service) const
{
    const SettingCheck check = GetCodeCheck();
    const std::size_t count = m_settings.size();
    check.Require(count > 0, SettingWords() << "there are no services; call AddService()");
    check.Require(service < count,
                  SettingWords() << field << " is " << service << "; allowed is 0 to "
                                 << count - 1);
}

void
CodeHelper::RequireInstalled(const std::string& call, uint32_t service) const
{
    GetCodeCheck().Late(call, m_installed);
    RequireService("service of " + call, service);
}

void
CodeHelper::RequireNodes(const NodeContainer& servers,
                         const std::vector<NodeContainer>& users) const
{
    const SettingCheck check = GetCodeCheck();
    check.Require(servers.GetN() == m_settings.size() && users.size() == m_settings.size(),
                  SettingWords() << servers.GetN() << " servers and users of " << users.size()
                                 << " services for " << m_settings.size() << " services");
    check.Nodes("servers", servers);
    for (std::size_t i = 0; i < users.size(); ++i)
    {
        check.Nodes("users[" + std::to_string(i) + "]", users[i]);
        const uint32_t count = std::max(users[i].GetN(), 1U);
        check.Range("load of service '" + m_settings[i].name + "'",
                    m_settings[i].load,
                    FieldInspection::SMALLEST,
                    PeriodLimits::TaskRate() * count,
                    " 1/s");
    }
}

double
CodeHelper::GetUserRate(uint32_t service) const
{
    return m_settings[service].load / std::max(m_users[service].GetN(), 1U);
}

CodeProblem
CodeHelper::MakeBase() const
{
    CodeProblem base;
    base.protectedShare = m_pair.protectedShare;
    base.activationBits = m_pair.activationBits;
    base.crossLoss = m_pair.crossLoss;
    base.skipLoss = m_pair.skipLoss;
    base.interferenceLoss = m_pair.interferenceLoss;
    base.accuracyExponent = m_pair.accuracyExponent;
    base.throughputExponent = m_pair.throughputExponent;
    base.modelChangesMax = m_pair.modelChangesMax;
    base.trainingSamples = m_pair.trainingSamples;
    base.trainingEpochs = m_pair.trainingEpochs;
    base.trainingBudget = m_pair.trainingBudget;
    base.uplinkRate = m_linkRate;
    base.downlinkRate = m_linkRate;
    return base;
}

uint32_t
CodeHelper::AddService(const CodeServiceSettings& settings)
{
    const SettingCheck check = GetCodeCheck();
    check.Early("AddService()", m_installed);
    const auto same = std::find_if(m_settings.begin(), m_settings.end(), [&](const auto& other) {
        return other.name == settings.name;
    });
    check.Require(same == m_settings.end(),
                  SettingWords() << "name is '" << settings.name << "', which service "
                                 << same - m_settings.begin()
                                 << " has; allowed is one that no other service has");
    check.Range("accuracy of service '" + settings.name + "'",
                settings.accuracy,
                FieldInspection::SMALLEST,
                1,
                "",
                true);
    // With itself for a host, so that whatever is wrong with it is told now.
    CodeProblem problem = MakeBase();
    problem.local = MakeService(settings, m_pair.blocks);
    problem.host = problem.local;
    const std::string fault = problem.Validate();
    if (!fault.empty())
    {
        throw std::invalid_argument("service '" + settings.name + "': " + fault);
    }
    ObjectFactory planner;
    planner.SetTypeId(
        edgeai::RequirePlanner<CodePathPlanner>(settings.planner)->GetInstanceTypeId());
    m_planners.push_back(planner);
    m_settings.push_back(settings);
    return m_settings.size() - 1;
}

void
CodeHelper::SetPlannerAttribute(uint32_t service,
                                const std::string& name,
                                const AttributeValue& value)
{
    GetCodeCheck().Early("SetPlannerAttribute(\"" + name + "\")", m_installed);
    RequireService("service of SetPlannerAttribute()", service);
    SetChecked(m_planners[service], name, value);
}

void
CodeHelper::SetLinkRate(double rate)
{
    GetCodeCheck().Early("SetLinkRate()", m_installed);
    GetCodeCheck().Plannable("rate of SetLinkRate()", rate, " bit/s");
    m_linkRate = rate;
}

void
CodeHelper::SetServerAttribute(const std::string& name, const AttributeValue& value)
{
    GetCodeCheck().Early("SetServerAttribute(\"" + name + "\")", m_installed);
    SetChecked(m_server, name, value);
}

void
CodeHelper::SetUserAttribute(const std::string& name, const AttributeValue& value)
{
    GetCodeCheck().Early("SetUserAttribute(\"" + name + "\")", m_installed);
    SetChecked(m_user, name, value);
}

void
CodeHelper::SetSocketAttribute(const std::string& name, const AttributeValue& value)
{
    GetCodeCheck().Early("SetSocketAttribute(\"" + name + "\")", m_installed);
    SetChecked(m_server, name, value);
    SetChecked(m_user, name, value);
}

void
CodeHelper::SetPoisson(bool poisson)
{
    GetCodeCheck().Early("SetPoisson()", m_installed);
    m_poisson = poisson;
}

void
CodeHelper::InstallProcessors(const NodeContainer& servers) const
{
    GetCodeCheck().Require(servers.GetN() == m_settings.size(),
                           SettingWords() << servers.GetN() << " servers for " << m_settings.size()
                                          << " services");
    GetCodeCheck().Nodes("servers", servers);
    constexpr double CLOCK = 1e9; // [cycle/s]
    for (uint32_t i = 0; i < servers.GetN(); ++i)
    {
        ProcessorHelper processor;
        processor.SetAttribute("OperatingPoints", StringValue("1e9"));
        processor.SetAttribute("FlopPerCycle", DoubleValue(m_settings[i].flops / CLOCK));
        processor.SetAttribute("PowerCoefficient", DoubleValue(0));
        processor.Install(servers.Get(i));
    }
}

ApplicationContainer
CodeHelper::Install(const NodeContainer& servers, const std::vector<NodeContainer>& users)
{
    GetCodeCheck().Require(!m_installed, SettingWords() << "Install() can be called once");
    RequireNodes(servers, users);
    m_installed = true;
    Ptr<CodeLedger> ledger = CreateObject<CodeLedger>();
    ledger->SetMonitor(m_monitor);
    const CodeProblem base = MakeBase();
    ApplicationContainer result;
    ApplicationContainer clients;
    InstallEnergyMeters(*m_monitor, servers);
    for (uint32_t i = 0; i < servers.GetN(); ++i)
    {
        Ptr<CodeServer> server = m_server.Create<CodeServer>();
        const CodeService service = MakeService(m_settings[i], m_pair.blocks);
        server->SetService(i, service, base);
        const auto planner = m_planners[i].Create<CodePathPlanner>();
        ListenToRecords(planner, *m_monitor);
        server->SetPlanner(planner);
        server->SetLedger(ledger);
        UintegerValue port;
        server->GetAttribute("Port", port);
        m_monitor->SetNodeName(servers.Get(i)->GetId(), "server of " + m_settings[i].name);
        for (uint32_t j = 0; j < servers.GetN(); ++j)
        {
            if (j != i)
            {
                const Address told = FindPeerAddress(servers.Get(j), servers.Get(i), port.Get());
                server->AddPeer(j, told, servers.Get(j)->GetId(), m_linkRate, m_linkRate);
                server->SetAttribute("Ipv6",
                                     BooleanValue(Inet6SocketAddress::IsMatchingType(told)));
            }
        }
        servers.Get(i)->AddApplication(server);
        m_servers.Add(server);
        result.Add(server);
        m_users.emplace_back();
        for (uint32_t u = 0; u < users[i].GetN(); ++u)
        {
            const double rate = m_settings[i].load / users[i].GetN();
            ObjectFactory arrivals;
            arrivals.SetTypeId(m_poisson ? PoissonArrivals::GetTypeId()
                                         : PeriodicArrivals::GetTypeId());
            if (m_poisson)
            {
                arrivals.Set("Rate", DoubleValue(rate));
            }
            else
            {
                // Users take turns, and begin when servers are connected.
                arrivals.Set("Period", TimeValue(ToTime(1 / rate)));
                arrivals.Set("Offset", TimeValue(ToTime((u + 1) / m_settings[i].load)));
            }
            Ptr<CodeUser> user = m_user.Create<CodeUser>();
            user->SetService(i,
                             m_settings[i].name,
                             m_settings[i].network,
                             u,
                             GetCodeBytes(service.inputBits));
            user->SetArrivals(arrivals.Create<TaskArrivals>());
            user->SetLedger(ledger);
            user->SetAttribute(
                "Server",
                AddressValue(FindPeerAddress(servers.Get(i), users[i].Get(u), port.Get())));
            users[i].Get(u)->AddApplication(user);
            m_monitor->SetNodeName(users[i].Get(u)->GetId(),
                                   "user " + std::to_string(u + 1) + " of " + m_settings[i].name);
            m_users.back().Add(user);
            clients.Add(user);
        }
    }
    result.Add(clients);
    return result;
}

void
CodeHelper::ScheduleLoad(uint32_t service, double when, double factor)
{
    RequireInstalled("ScheduleLoad()", service);
    const SettingCheck check = GetCodeCheck();
    check.Range("when of ScheduleLoad()", when, 0, Time::Max().GetSeconds(), " s");
    check.Instant("when of ScheduleLoad()", ToTime(when));
    check.Range("factor of ScheduleLoad()",
                factor,
                FieldInspection::SMALLEST,
                PeriodLimits::TaskRate() / GetUserRate(service));
    check.Alive("ScheduleLoad()", m_servers.Get(service));
    const ApplicationContainer& users = m_users[service];
    for (uint32_t u = 0; u < users.GetN(); ++u)
    {
        const Ptr<CodeUser> user = DynamicCast<CodeUser>(users.Get(u));
        Simulator::Schedule(ToTime(when) - Simulator::Now(), &CodeUser::SetPace, user, factor);
    }
}

CodePathReport
CodeHelper::Plan(uint32_t service, uint32_t host, const std::string& planner, double lot) const
{
    RequireService("service of Plan()", service);
    RequireService("host of Plan()", host);
    CodeProblem problem = MakeBase();
    problem.local = MakeService(m_settings[service], m_pair.blocks);
    problem.host = MakeService(m_settings[host], m_pair.blocks);
    problem.uniformDraws = {lot};
    Ptr<CodePathPlanner> who = planner.empty() ? m_planners[service].Create<CodePathPlanner>()
                                               : edgeai::RequirePlanner<CodePathPlanner>(planner);
    CodePathReport report = ReportCodePlan(who->Plan(problem));
    report.host = m_settings[host].name;
    return report;
}

InferenceMonitor&
CodeHelper::GetMonitor() const
{
    return *m_monitor;
}

std::vector<CodePathReport>
CodeHelper::GetDecisions(uint32_t service) const
{
    RequireInstalled("GetDecisions()", service);
    std::vector<CodePathReport> reports;
    for (const CodeDecision& decision : GetServer(m_servers, service).GetDecisions())
    {
        CodePathReport report = ReportCodePlan(decision.plan);
        report.made = decision.made.GetSeconds();
        report.cause = decision.cause;
        report.host = m_settings[decision.host].name;
        report.asked = decision.asked;
        report.granted = decision.granted;
        report.outcome = decision.outcome;
        reports.push_back(report);
    }
    return reports;
}

std::vector<CodeTrainingReport>
CodeHelper::GetTraining(uint32_t service) const
{
    RequireInstalled("GetTraining()", service);
    std::vector<CodeTrainingReport> reports;
    for (const CodeTrainingRecord& record : GetServer(m_servers, service).GetTraining())
    {
        reports.push_back(ReportCodeTraining(record, m_settings[record.host].name));
    }
    return reports;
}

CodeOutcome
CodeHelper::GetOutcome(uint32_t service, double from, double until) const
{
    RequireInstalled("GetOutcome()", service);
    GetCodeCheck().Require(until > from && std::isfinite(until - from),
                           SettingWords()
                               << "span of GetOutcome() is from " << from << " s to " << until
                               << " s; allowed are instants, the second one later");
    return SummariseCodeTasks(m_monitor->GetSource(), m_settings[service].name, from, until);
}

std::vector<CodeSecond>
CodeHelper::GetSeconds(uint32_t service) const
{
    RequireInstalled("GetSeconds()", service);
    std::vector<CodeSecond> seconds;
    double start = 0;
    for (const CodeSample& sample : GetServer(m_servers, service).GetSamples())
    {
        const double end = sample.when.GetSeconds();
        const CodeOutcome outcome =
            SummariseCodeTasks(m_monitor->GetSource(), m_settings[service].name, start, end);
        CodeSecond second;
        second.start = start;
        second.throughput = outcome.throughput;
        second.latency = outcome.latency;
        second.accuracy = outcome.accuracy;
        second.utilisation = sample.utilisation;
        second.guestShare = sample.guestShare;
        second.trainingShare = sample.trainingShare;
        second.sent = sample.sentBits / (end - start);
        seconds.push_back(second);
        start = end;
    }
    return seconds;
}

uint64_t
CodeHelper::GetTurnedAway(uint32_t service) const
{
    RequireInstalled("GetTurnedAway()", service);
    return GetServer(m_servers, service).GetTurnedAway();
}

int64_t
CodeHelper::AssignStreams(int64_t stream)
{
    int64_t used = 0;
    for (uint32_t i = 0; i < m_servers.GetN(); ++i)
    {
        used += GetServer(m_servers, i).AssignStreams(stream + used);
    }
    for (const ApplicationContainer& users : m_users)
    {
        for (uint32_t u = 0; u < users.GetN(); ++u)
        {
            used += DynamicCast<CodeUser>(users.Get(u))->AssignStreams(stream + used);
        }
    }
    return used;
}

std::vector<std::string>
CodeHelper::ListPlanners()
{
    return ListCodePathPlanners();
}

bool
CodeHelper::RequirePlanner(const std::string& name)
{
    return edgeai::RequirePlanner<CodePathPlanner>(name) != nullptr;
}

} // namespace edgeai
} // namespace ns3
