/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_HELPER_H
#define EDGE_AI_DTO_EE_HELPER_H

#include "ns3/application-container.h"
#include "ns3/inference-monitor.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"
#include "ns3/object-factory.h"
#include "ns3/task-arrivals.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class DtoEeCourse;
class DtoEeLedger;
struct DtoEeProblem;
struct DtoEeSetup;

/// @ingroup edge-ai
/// A model in parts with early exits, as DTO-EE spreads it over nodes. SI units, per task.
struct DtoEeModel
{
    /// A part of the model.
    struct Stage
    {
        double flop{0};      ///< alpha_h, work with that of its exit [FLOP], > 0
        double inputBits{0}; ///< beta_h, what enters it [bit]
    };

    /// An early exit: (1 - d)^(1 / k) confident of a task of difficulty d, uniform in (0, 1), and
    /// right with probability accuracyBest - m d.
    struct Exit
    {
        uint32_t stage{0};     ///< behind which it is, from 1, rising
        double exponent{1};    ///< k, in [0.2, 100]
        double errorSlope{0};  ///< m, more than behind it
        double threshold{0.8}; ///< C to begin with, in (0, 1]: who is as confident leaves
    };

    std::string name;          ///< what records call it
    std::vector<Stage> stages; ///< 1..H
    std::vector<Exit> exits;   ///< none behind the last stage
    double accuracyBest{0.98}; ///< a0
    double errorSlope{0.40};   ///< m of the model's end
    /// File of confidence and correctness at every exit, one line per validation sample, which
    /// takes the law's place ("0.83,1,0.97,1,1"); empty: the law.
    std::string confidences;

    /**
     * @param [in] network catalogue name or profile file; its exits become exits here, with k = 1,
     *             2, ... and m = 0.60, 0.50, ... (0.40 at the end), since profiles do not tell
     * @param [in] cuts number of blocks before the second stage, the third, ...
     * @param [in] exitStages stages behind which exits are, in place of the profile's; they take no
     *             work; empty: the profile's
     * @returns the model
     * @throws std::exception naming what is wrong
     */
    static DtoEeModel FromNetwork(const std::string& network,
                                  const std::vector<uint32_t>& cuts,
                                  const std::vector<uint32_t>& exitStages = {});
    /**
     * @param [in] network catalogue name or profile file
     * @param [in] stages how many parts, >= 1
     * @returns cuts into parts of about the same work, as FromNetwork() takes them
     * @throws std::exception if the network cannot be cut so often
     */
    static std::vector<uint32_t> CutEvenly(const std::string& network, uint32_t stages);
    /// @returns what is wrong with the exits' stages or the file of confidences, in one sentence;
    /// empty: nothing
    std::string ExplainExits() const;
};

/// @ingroup edge-ai
/// How DTO-EE is run.
struct DtoEeSettings
{
    /// Who decides: TypeId name of a planner of the family. DtoEeDistributedPlanner: the devices
    /// and nodes by messages between neighbours; any other: a controller.
    std::string planner{"DtoEeDistributedPlanner"};
    uint32_t rounds{50};              ///< in a slot, >= 1, of the distributed form
    Time slot{Seconds(1)};            ///< length of a slot, > 0
    Time first{MilliSeconds(100)};    ///< when slot 0 begins, >= 0
    Time patience{MilliSeconds(50)};  ///< how long a word may take to a neighbour, > 0
    Time silence{MilliSeconds(500)};  ///< of a neighbour that is waited for before it is gone, > 0
    uint32_t misses{3};               ///< slots without a report before a node is gone, >= 1
    bool measured{true};              ///< arrivals and link rates are; otherwise as told
    double averaging{0.3};            ///< weight of a slot's measurement, in (0, 1]
    double accuracyValue{2};          ///< a, what accuracy 1 is worth [s]
    double variability{1};            ///< c^2 of service times that is planned with
    bool linkQueues{false};           ///< whether queues of links are planned with
    std::vector<double> thresholds{}; ///< to choose from, rising; empty: any in (0, 1]
    bool records{true};               ///< the monitor keeps a record of every task
    uint64_t seed{1};                 ///< of planners that search by lot
};

/// @ingroup edge-ai
/// A slot: what was in force, and what that comes to at the rates known when it began.
struct DtoEeSlotReport
{
    uint64_t slot{0};               ///< number, from 0
    double begun{0};                ///< [s]
    double responseTime{0};         ///< T with the variability planned with [s]; infinite: no end
    double exponentialTime{0};      ///< T by the M/M/1 form [s]; infinite: no end
    double accuracy{0};             ///< A
    double utility{0};              ///< a A - T [s]
    double gap{0};                  ///< to the least T at these thresholds, at most [s]; with
                                    ///< thresholds of nodes: to the best U of any, at most
    double arrivals{0};             ///< Phi, as known [1/s]
    std::vector<double> thresholds; ///< C of each exit; of nodes with their own: mean
    /// C of every node, stage by stage, if each has its own (ThresholdScope Node); else empty
    std::vector<double> nodeThresholds;
    std::vector<double> passing;           ///< S of each exit
    std::vector<double> loads;             ///< rho of every node, stage by stage
    std::vector<std::vector<double>> rows; ///< of devices, then of nodes stage by stage
};

/// @ingroup edge-ai
/// A round of the distributed form, put together from all parts.
struct DtoEeRoundReport
{
    uint64_t slot{0};       ///< in which it was
    uint32_t round{0};      ///< in the slot
    double ended{0};        ///< [s]
    double responseTime{0}; ///< T by the parts' words [s]
    double gap{0};          ///< to the least, at most, over T
    double utility{0};      ///< a A - T [s]
};

/// @ingroup edge-ai
/// What the algorithm, or a controller, has sent.
struct DtoEeControlReport
{
    uint64_t messages{0};    ///< of any kind
    uint64_t bodyBytes{0};   ///< [B]
    uint64_t headerBytes{0}; ///< of the messages, without those of protocols below [B]
};

/**
 * @ingroup edge-ai
 * Puts DTO-EE on nodes: devices with their tasks, stages of edge nodes, and either words between
 * neighbours or a controller; one monitor that keeps the record of all tasks.
 *
 * @code
 * DtoEeModel model = DtoEeModel::FromNetwork("ResNet-101", {7, 11, 34}, {1, 2});
 * DtoEeHelper dtoEe(model, DtoEeSettings());
 * DtoEeHelper::InstallProcessors(stages[0], {500e9, 800e9});
 * dtoEe.Install(devices, arrivalRates, stages, linkRates);
 * ...
 * dtoEe.GetMonitor().PrintSummary(std::cout);
 * @endcode
 *
 * Edge nodes need processors, whose speeds are planned with, and all nodes addresses and routes to
 * each other: answers go straight to the device. Install() can be called once, and setters before
 * it alone; what is set later, or out of its range, ends the program in words.
 */
class DtoEeHelper
{
  public:
    /// Rates of links [bit/s] by stage into which they lead, sender and node; 0: no link.
    using LinkRates = std::vector<std::vector<std::vector<double>>>;

    /// @returns TypeId names of all planners
    static std::vector<std::string> ListPlanners();
    /// @param [in] name of a planner, with or without "ns3::edgeai::"  @returns true
    /// @throws std::invalid_argument that lists what there is if nothing has that name
    static bool RequirePlanner(const std::string& name);

    /// @param [in] model in parts  @param [in] settings how it is run; a planner that does not
    /// exist ends the program with the names of those that do
    DtoEeHelper(const DtoEeModel& model, const DtoEeSettings& settings);
    ~DtoEeHelper();
    DtoEeHelper(const DtoEeHelper&) = delete;
    DtoEeHelper& operator=(const DtoEeHelper&) = delete;

    /// @param [in] name attribute of DtoEeDevice  @param [in] value its value
    void SetDeviceAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of DtoEeNodeApplication  @param [in] value its value
    void SetNodeAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of DtoEeAgent, for both  @param [in] value its value
    void SetAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of the controller's planner  @param [in] value its value
    void SetPlannerAttribute(const std::string& name, const AttributeValue& value);

    /**
     * Give edge nodes processors with one unit that serves one task after the other.
     * @param [in] nodes of a stage
     * @param [in] speeds mu_j, as many, 1e-50 to 1e50 [FLOP/s]
     * @param [in] exponential whether service times are exponentially distributed, not constant
     * @throws std::invalid_argument if a node is null, or a speed out of its range
     */
    static void InstallProcessors(const NodeContainer& nodes,
                                  const std::vector<double>& speeds,
                                  bool exponential = false);

    /**
     * @param [in] devices their nodes
     * @param [in] arrivalRates of each device's tasks, a Poisson process, 0 or 1e-50 to 1e6 [1/s]
     * @param [in] stages nodes of each stage
     * @param [in] linkRates first estimates
     * @param [in] controller node of the controller; null: the first node of the last stage
     * @returns devices, then nodes stage by stage, then the controller if there is one
     * @throws std::invalid_argument if it was called before, a node is null, or a rate out of range
     */
    ApplicationContainer Install(const NodeContainer& devices,
                                 const std::vector<double>& arrivalRates,
                                 const std::vector<NodeContainer>& stages,
                                 const LinkRates& linkRates,
                                 Ptr<Node> controller = nullptr);

    /// All devices make more or fewer tasks from an instant on; after Install(), before
    /// AssignStreams().
    /// @param [in] when instant, now or later  @param [in] factor of the first rates, 0 or 1e-50
    /// and up to what makes 1e6 tasks per second and device
    /// @throws std::invalid_argument for the past, or another factor
    void ChangeLoad(Time when, double factor);
    /// A node fails without a word; after Install().
    /// @param [in] when instant, now or later  @param [in] stage from 1
    /// @param [in] index in its stage, from 0
    /// @throws std::invalid_argument for the past, or another node
    void FailNode(Time when, uint32_t stage, uint32_t index);

    /// @returns the record of all tasks
    InferenceMonitor& GetMonitor() const;
    /// @returns tasks under way
    Ptr<DtoEeLedger> GetLedger() const;
    /// After Install(). @returns the problem as it was when all was set up
    const DtoEeProblem& GetProblem() const;
    /// After Install(). @returns all slots so far
    std::vector<DtoEeSlotReport> GetSlots() const;
    /// After Install(). @returns all rounds so far
    std::vector<DtoEeRoundReport> GetRounds() const;
    /// After Install(). @returns what was sent so far
    DtoEeControlReport GetControl() const;
    /// @returns pieces of input that were no message, at all applications
    uint64_t GetMalformedCount() const;

    /**
     * Fix the random streams of what was installed; before Simulator::Destroy().
     * @param [in] stream first stream to use  @returns how many were used
     */
    int64_t AssignStreams(int64_t stream);

  private:
    /// End the program in words where nothing is installed. @param [in] call that asks for it
    void RequireInstalled(const std::string& call) const;
    /// The same where nodes are null, or rates out of their range.
    /// @param [in] devices nodes  @param [in] arrivalRates of them [1/s]
    /// @param [in] stages nodes of each
    static void RequireSound(const NodeContainer& devices,
                             const std::vector<double>& arrivalRates,
                             const std::vector<NodeContainer>& stages);
    void MakeSetup(const std::vector<double>& arrivalRates,
                   const std::vector<NodeContainer>& stages,
                   const LinkRates& linkRates);

    DtoEeModel m_model;
    DtoEeSettings m_settings;
    ObjectFactory m_device;
    ObjectFactory m_node;
    ObjectFactory m_planner;
    Ptr<InferenceMonitor> m_monitor;
    Ptr<DtoEeLedger> m_ledger;
    std::shared_ptr<DtoEeSetup> m_setup;
    std::shared_ptr<DtoEeCourse> m_course;
    ApplicationContainer m_applications;
    std::vector<Ptr<TaskArrivals>> m_changes; ///< arrivals of devices after changes of load
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_HELPER_H
