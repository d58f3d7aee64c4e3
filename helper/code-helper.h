/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_HELPER_H
#define EDGE_AI_CODE_HELPER_H

#include "ns3/application-container.h"
#include "ns3/inference-monitor.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

struct CodeProblem;

/// @ingroup edge-ai
/// A service: a network of its own on a server of its own.
struct CodeServiceSettings
{
    std::string name;                          ///< in records and tables, of no other service
    std::string network;                       ///< catalogue name or profile file
    double flops{50e9};                        ///< speed of its server [FLOP/s], > 0
    double load{40};                           ///< tasks of its users [1/s], > 0
    std::string planner{"CodeOwnPathPlanner"}; ///< TypeId name of who decides about its path
    double accuracy{0}; ///< share of right answers, in (0, 1]; 0: what the profile says
};

/// @ingroup edge-ai
/// What holds for every pair of services: how paths are valued and trained.
struct CodePairSettings
{
    uint32_t blocks{5};            ///< of every model: profiles with more are joined to so many
    double protectedShare{1};      ///< of a host's own throughput, in [0, 1]
    uint32_t activationBits{32};   ///< per transmitted activation [bit], 1..64
    double crossLoss{.02};         ///< of a connection between models, >= 0
    double skipLoss{.04};          ///< per squared number of skipped blocks, >= 0
    double interferenceLoss{.004}; ///< per pair of new connections, of trained paths, >= 0
    double accuracyExponent{12};   ///< of the reward, >= 0
    double throughputExponent{1};  ///< of the reward, >= 0
    uint32_t modelChangesMax{2};   ///< crossings of a path
    double trainingSamples{5000};  ///< per epoch, > 0
    double trainingEpochs{3};      ///< > 0
    uint32_t trainingBudget{10};   ///< paths that may be trained in one search
};

/// @ingroup edge-ai
/// A path that a service considered, what was planned for it, and what became of it.
struct CodePathReport
{
    double made{0};               ///< instant [s]
    std::string cause;            ///< why there was a decision: "start", "drift", ...
    std::string host;             ///< name of the service that would be the host
    std::string path;             ///< "l1 h2 h3 l4 l5": own and host's blocks; "L4": of a copy
    double predictedReward{0};    ///< F by the predictor, over the service's own path
    double reward{0};             ///< F as trained
    double accuracy{0};           ///< of the service's own tasks
    double averageAccuracy{0};    ///< of both services' tasks
    double localRate{0};          ///< x_l [1/s]
    double hostRate{0};           ///< x_h [1/s]
    double ownLocalRate{0};       ///< x_l without coordination [1/s]
    double ownHostRate{0};        ///< x_h without coordination [1/s]
    double ownAverageAccuracy{0}; ///< without coordination
    double latency{0};            ///< through idle servers [s]
    double trainingTime{0};       ///< that the planner counts for it [s]
    uint32_t trainings{0};        ///< likewise
    double asked{0};              ///< rate that the host was asked for [1/s]
    double granted{0};            ///< rate that it granted [1/s]
    std::string outcome;          ///< "used", "refused", "not the best", or why there is no plan
};

/// @ingroup edge-ai
/// What training a path took: planned through idle servers and links, and as it was exchanged.
struct CodeTrainingReport
{
    std::string host;      ///< name of the service
    std::string path;      ///< in words
    uint64_t steps{0};     ///< samples times epochs
    uint64_t done{0};      ///< of these
    double began{0};       ///< instant [s]
    double timePlanned{0}; ///< [s]
    double time{0};        ///< [s]; not available while it is under way
    double bitsPlanned{0}; ///< payload on the links [bit]
    double bits{0};        ///< payload that was sent [bit]
    double accuracy{0};    ///< of the path, by the module's law
    std::string ending;    ///< "trained", or why it was given up; empty: under way
};

/// @ingroup edge-ai
/// A second of a service and its server.
struct CodeSecond
{
    double start{0};                ///< [s]
    double throughput{0};           ///< its tasks that were answered [1/s]
    double latency{NOT_AVAILABLE};  ///< of these, in the mean [s]
    double accuracy{NOT_AVAILABLE}; ///< of these, share of right answers
    double utilisation{0};          ///< of the processor
    double guestShare{0};           ///< of the processor, for guests
    double trainingShare{0};        ///< of the processor, for training
    double sent{0};                 ///< payloads to other servers [bit/s]
};

/// @ingroup edge-ai
/// What became of a service's tasks in a span of time.
struct CodeOutcome
{
    double throughput{0};                  ///< answered in the span [1/s]
    double offered{0};                     ///< generated in the span [1/s]
    double latency{NOT_AVAILABLE};         ///< of those answered, in the mean [s]
    double accuracy{NOT_AVAILABLE};        ///< of those answered: share that is right
    double accuracyPlanned{NOT_AVAILABLE}; ///< of those answered: mean of their paths'
    double latencyPlanned{NOT_AVAILABLE};  ///< of those answered: mean of their paths' [s]
};

/**
 * @ingroup edge-ai
 * Puts services on servers, and users to them: every service has a model on a server of its own,
 * and may route its tasks through blocks of another one's (Maleki, Shah-Mansouri, Khalaj, arXiv
 * 2401.00631; the protocol is this module's).
 *
 * @code
 * CodeHelper code;
 * code.AddService({"vision", "AlexNet", 50e9, 200, "CodePlanner"});
 * code.AddService({"mobile", "MobileNetV1", 70e9, 40});
 * code.InstallProcessors(servers);
 * code.SetLinkRate(200e6);
 * code.Install(servers, {visionUsers, mobileUsers});
 * ...
 * code.GetMonitor().PrintSummary(std::cout);
 * @endcode
 *
 * All nodes need addresses, and routes where they share no network. Install() can be called once,
 * and setters before it alone; what is set later, or out of its range, ends the program in words.
 */
class CodeHelper
{
  public:
    /// @param [in] pair what holds for every pair of services
    explicit CodeHelper(const CodePairSettings& pair = CodePairSettings());

    /// @param [in] settings of the service  @returns its index, from 0
    /// @throws std::exception for a network that is unknown or cannot be cut into blocks, a name
    /// that another service has, or what is out of its range
    uint32_t AddService(const CodeServiceSettings& settings);
    /// @param [in] service index  @param [in] name attribute of its planner  @param [in] value it
    void SetPlannerAttribute(uint32_t service,
                             const std::string& name,
                             const AttributeValue& value);
    /// First estimate of all rates between servers. @param [in] rate [bit/s], 1e-50 to 1e50
    void SetLinkRate(double rate);
    /// @param [in] name attribute of CodeServer  @param [in] value its value
    void SetServerAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of CodeUser  @param [in] value its value
    void SetUserAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of MessageApplication, for all  @param [in] value its value
    void SetSocketAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] poisson tasks come at random; otherwise one after the other in equal distances
    void SetPoisson(bool poisson);

    /// Give servers processors of their services' speeds: one unit at 1 GHz that draws no power.
    /// @param [in] servers in the order of the services
    void InstallProcessors(const NodeContainer& servers) const;
    /**
     * @param [in] servers a node per service
     * @param [in] users nodes per service, which share its load alike, up to 1e6 tasks per second
     * and user
     * @returns servers, then users
     * @throws std::invalid_argument if it was called before, a node is null, or a load is more
     */
    ApplicationContainer Install(const NodeContainer& servers,
                                 const std::vector<NodeContainer>& users);
    /// A service's load is another from an instant on; after Install().
    /// @param [in] service index  @param [in] when instant, now or later [s]
    /// @param [in] factor of its first load, 1e-50 and up to what makes 1e6 tasks per second and
    /// user
    /// @throws std::invalid_argument for another service, the past, or another factor
    void ScheduleLoad(uint32_t service, double when, double factor);

    /**
     * What a planner says, without a simulation.
     * @param [in] service index  @param [in] host index of the service that would be the host
     * @param [in] planner TypeId name; empty: the service's  @param [in] lot in [0, 1), for chance
     * @returns the plan
     * @throws std::invalid_argument if there is no such service or planner
     */
    CodePathReport Plan(uint32_t service,
                        uint32_t host,
                        const std::string& planner = "",
                        double lot = .5) const;

    /// @returns the record of all tasks
    InferenceMonitor& GetMonitor() const;
    /// After Install(), as all that asks for a service; others end the program in words.
    /// @param [in] service index  @returns what was decided about its path
    std::vector<CodePathReport> GetDecisions(uint32_t service) const;
    /// @param [in] service index  @returns what was trained for it
    std::vector<CodeTrainingReport> GetTraining(uint32_t service) const;
    /// @param [in] service index  @returns it second by second
    std::vector<CodeSecond> GetSeconds(uint32_t service) const;
    /// @param [in] service index  @param [in] from beginning of the span [s]
    /// @param [in] until end of it, later [s]  @returns what became of its tasks
    CodeOutcome GetOutcome(uint32_t service, double from, double until) const;
    /// @param [in] service index  @returns guest tasks that came to its server faster than granted
    uint64_t GetTurnedAway(uint32_t service) const;

    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream);

    /// @returns TypeId names of all planners of paths, sorted
    static std::vector<std::string> ListPlanners();
    /// @param [in] name of a planner, with or without "ns3::edgeai::"  @returns that there is one
    /// @throws std::invalid_argument that lists what there is
    static bool RequirePlanner(const std::string& name);

  private:
    CodeProblem MakeBase() const;
    /// End the program in words where there is no such service. @param [in] field name of the index
    /// @param [in] service index
    void RequireService(const std::string& field, uint32_t service) const;
    /// The same where nothing is installed. @param [in] call that asks for it
    /// @param [in] service index
    void RequireInstalled(const std::string& call, uint32_t service) const;
    /// The same where nodes are not those of the services.
    /// @param [in] servers nodes  @param [in] users nodes of each service
    void RequireNodes(const NodeContainer& servers, const std::vector<NodeContainer>& users) const;
    /// @param [in] service index  @returns rate of each of its users [1/s]
    double GetUserRate(uint32_t service) const;

    CodePairSettings m_pair;
    std::vector<CodeServiceSettings> m_settings;
    std::vector<ObjectFactory> m_planners;
    ObjectFactory m_server;
    ObjectFactory m_user;
    double m_linkRate{200e6};
    bool m_poisson{false};
    bool m_installed{false};
    Ptr<InferenceMonitor> m_monitor;
    ApplicationContainer m_servers;            ///< in the order of the services
    std::vector<ApplicationContainer> m_users; ///< of each service
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_HELPER_H
