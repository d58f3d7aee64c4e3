/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_HELPER_H
#define EDGE_AI_LEARNING_HELPER_H

#include "ns3/application-container.h"
#include "ns3/inference-monitor.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"
#include "ns3/object-factory.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class LinkControl;
class RoundLinks;
class RoundMethod;
class RoundPlanner;
class LearningServer;
class LearningWorker;
struct LearningSetup;
struct LearningTraits;
struct TierSetup;

/// @ingroup edge-ai
/// From one instant to another; not a number where something did not happen.
struct LearningSpan
{
    double begun{0}; ///< [s]
    double ended{0}; ///< [s]
};

/// @ingroup edge-ai
/// What became of a worker's part of a round; what is not available is not a number.
struct LearningWorkerRound
{
    uint32_t worker{0};          ///< its number
    uint32_t attempt{0};         ///< of the round, from 0
    double parameters{0};        ///< that it had to train
    uint32_t block{0};           ///< depth block, from 1; 0: none
    uint32_t subchannels{0};     ///< that were its own
    double ratePlanned{0};       ///< [bit/s]
    double rateRealised{0};      ///< payload over time [bit/s]
    double modelTime{0};         ///< that the model took to come [s]
    double computePlanned{0};    ///< [s]
    double computeRealised{0};   ///< [s]
    double uploadPlanned{0};     ///< [s]
    double uploadRealised{0};    ///< [s]
    double energyPlanned{0};     ///< of computing and sending; not a number where no plan has all
                                 ///< of what was spent [J]
    double energyRealised{0};    ///< likewise [J]
    bool came{false};            ///< its update did
    std::vector<uint32_t> owned; ///< its subchannels, ascending
    LearningSpan model;          ///< was on its way to it
    LearningSpan compute;        ///< its processor did the work
    LearningSpan upload;         ///< its update was on its way
    // Of methods that send some entries of updates, with noise:
    double fraction{0};           ///< s, as planned
    uint32_t kept{0};             ///< k, entries
    double noise{0};              ///< deviation in each of them
    double participationQueue{0}; ///< Z after the round
    uint32_t participations{0};   ///< rounds for which it was asked so far
    double epsilon{0};            ///< spent by what it computed so far
    // Of methods of local steps, whose updates are quantised and may be lost; planned: before
    // training, granted: behind it, of methods that grant:
    uint32_t steps{0};           ///< E
    double spreadPlanned{0};     ///< theta, of its update's magnitudes
    double spreadRealised{0};    ///< likewise, as the worker found it
    double squarePlanned{0};     ///< D, squared norm of its update
    double squareRealised{0};    ///< likewise, as the worker found it
    uint32_t codeBits{0};        ///< B, planned [bit]; 0: not quantised
    uint32_t codeBitsGranted{0}; ///< B [bit]; 0: not granted
    double bandwidth{0};         ///< W, planned [Hz]
    double bandwidthGranted{0};  ///< W [Hz]
    double timeShare{0};         ///< instead of W, of a channel whose time is shared, planned
    double timeShareGranted{0};  ///< likewise, granted
    double outage{0};            ///< q, probability to be lost, planned
    double outageGranted{0};     ///< likewise, granted
    double rateGranted{0};       ///< R of its upload, headers included [bit/s]
};

/// @ingroup edge-ai
/// What became of a round; what is not available is not a number.
struct LearningRound
{
    uint32_t round{0};      ///< its number, from 1
    uint32_t phase{0};      ///< of the method
    bool completed{false};  ///< it has made a new model
    std::string detail;     ///< why it has not
    double begun{0};        ///< instant [s]
    double ended{0};        ///< instant [s]
    double timePlanned{0};  ///< T [s]
    double timeRealised{0}; ///< [s]
    double lowerBound{0};   ///< no allocation is faster, by plan [s]
    double energyPlanned{
        0}; ///< of all that energyRealised is; not a number: not all was planned [J]
    double energyRealised{0};    ///< of workers and server, as far as it is measured [J]
    double computingPlanned{0};  ///< of all workers [J]
    double computingRealised{0}; ///< likewise [J]
    double sendingPlanned{0};    ///< of their updates [J]
    double sendingRealised{0};   ///< likewise [J]
    double loss{0};              ///< of the model after it
    double accuracy{0};          ///< of the model after it
    double missing{0};           ///< parameters for which nothing came
    double bitsDown{0};          ///< payload of models [bit]
    double bitsGroup{0};         ///< of them, sent once to a group [bit]
    double bitsAgain{0};         ///< of them, again to who lacked them [bit]
    double bitsUp{0};            ///< payload of updates [bit]
    uint32_t attempts{0};        ///< plans of it
    uint32_t involved{0};        ///< workers with a part
    uint32_t lost{0};            ///< of them, that brought nothing
    std::vector<LearningWorkerRound> workers; ///< parts, in the order of plans
    // Of methods that keep a mean delay:
    double delayPlanned{0};  ///< D, from the first model that came to the last update [s]
    double delayRealised{0}; ///< likewise [s]
    double delayQueue{0};    ///< Q after the round [s]
    // Of methods of local steps:
    double variancePlanned{0}; ///< V of what comes of the updates, before training
    double varianceGranted{0}; ///< likewise, behind it
    double expected{0};        ///< updates that come, by plan
};

/**
 * @ingroup edge-ai
 * Puts learning in rounds on nodes: a server that plans and makes one model of what comes, workers
 * that compute real gradients on data of their own or of all, and one monitor that keeps the record
 * of all rounds. The bytes that cross the network are the model and the updates.
 *
 * @code
 * LearningHelper learning("Softmax(20,10)", "PartelPlanner");
 * learning.SetData("Mixture(20,10,samples=4000,separation=2)");
 * learning.SetPartition("shared");
 * ProcessorHelper("Mobile").Install(workers);
 * learning.Install(server, workers);
 * ...
 * for (const LearningRound& round : learning.GetRounds()) ...
 * @endcode
 *
 * Workers need processors, and all nodes addresses, and routes where they share no network. Over
 * IdealLinkHelper's links each update has the planned rate; over a broadband cell whose scheduler
 * is Planned plans give workers subchannels and powers; over any other device workers contend, and
 * plans follow what updates reach.
 */
class LearningHelper
{
  public:
    /**
     * @param [in] model text that makes it, e.g. "Mlp(32,32,10)"; "External": that of the process
     *             of the method External(...), which needs no SetData()
     * @param [in] planner TypeId name of a planner of rounds
     * @throws std::invalid_argument if there is no such model or planner
     */
    LearningHelper(const std::string& model, const std::string& planner);
    ~LearningHelper();

    /// @returns TypeId names of the planners of rounds that workers can carry out, sorted;
    /// Install() says which of them do not go with method and links
    static std::vector<std::string> ListPlanners();

    /**
     * What is learned from. A part of it is kept for the accuracy.
     * @param [in] text a generator, or files: see the chapter on learning
     * @param [in] testShare part of the samples that no worker gets, in [0, 1)
     * @throws std::invalid_argument saying what is wrong, of a file with its line or byte
     */
    void SetData(const std::string& text, double testShare = .2);
    /// What the accuracy is taken over, instead of a part of the data. @param [in] text likewise
    void SetTestData(const std::string& text);
    /**
     * Who has which samples.
     * @param [in] text "shared": everybody has all, and takes the same batch; "iid": equal parts;
     *             "dirichlet(a)", "classes(n)": by class; "dirichlet(a,n)": by class, n each
     */
    void SetPartition(const std::string& text);
    /// @param [in] stepSize eta of gradient descent, > 0
    /// @param [in] batch samples of a round and worker; 0: all it has; at most those of all
    /// @param [in] l1 weight of the absolute values of the parameters, >= 0
    /// @param [in] momentum of the server's steps, in [0, 1)
    void SetTraining(double stepSize, uint32_t batch = 0, double l1 = 0, double momentum = 0);
    /**
     * How the model is learned.
     * @param [in] text "Gradient": a step of gradient descent in each round;
     *             "Coordinates(penalty=1,step=0.3,steps=1,turns=1)": the method of auxiliary
     *             coordinates, W and Z rounds in turns, of a net of logistic units with squared
     *             loss and a partition "shared"; penalty rho, step of auxiliary variables, steps
     *             that a worker takes in a round, turns of both kinds with one batch. Either with
     *             "batches=drawn": samples of a batch are drawn at random, not taken one after
     *             the other. Or federated learning, whose local steps are of SetTraining()'s step
     *             size and batches: "FedQVR(bits=4,steps=1..20,sampled=5)", likewise FedPAQ, QSGD
     *             and FedCOMGATE; FedAvg, FedNova, SCAFFOLD and SCAFFOLDn without bits; FedQVR-E
     *             and FedQVR-inverse with bitsMin, bitsMax and outageMax; all with serverRate,
     *             modelBits, window [s], and computeWindow [s] with stepsMax instead of steps. Or
     *             private updates of which random fractions are sent: "DpSparse(sigma=2,eps=4,
     *             Dbar=0.15,channels=5)", see the chapter on DP-sparse for its settings. Or
     *             training by another process: External(command="python3 trainer.py",steps=5), or
     *             with socket="path"; with timeout [s], flop of a local step, bytes of an update,
     *             and sampled, steps, stepsMax, computeWindow and window as above
     * @throws std::invalid_argument if there is none, or the model is not learned that way
     */
    void SetMethod(const std::string& text);
    /// Do not divide neurons, filters and classes between workers.
    void KeepUnits();
    /// Let workers train depth blocks instead of parts of all parameters.
    /// @param [in] layers groups of parameters in each block, the first beside the output; together
    /// all of the model's
    void SetDepthBlocks(const std::vector<uint32_t>& layers);
    /**
     * Fine-tune a trained model instead of training one from the start. Call it before
     * SetDepthBlocks(); adapters have a group of parameters for each layer, as the layers have.
     * @param [in] rank of adapters beside every layer, whose own parameters stay as they are (LoRA,
     * arXiv 2106.09685; Softmax and Mlp only): the adapters alone are trained and travel; 0: all
     * parameters are and do
     * @param [in] trained parameters of the model, as GetTrained() of another run says them; empty:
     * drawn, as without fine-tuning
     * @throws std::invalid_argument if the model takes no such adapters or parameters
     */
    void SetFineTuning(uint32_t rank, const std::vector<double>& trained = {});
    /// Work of a divided model instead of that of its own gradient.
    /// @param [in] flop c, of each parameter and round [FLOP], > 0
    void SetWork(double flop);
    /**
     * Work and memory of another, larger model of as many depth blocks instead of the model's own.
     * @param [in] forward alpha, of the whole model [FLOP]
     * @param [in] backward beta, back through one block [FLOP]
     * @param [in] weights omega, of a block's weights [FLOP]
     * @param [in] memory M0, m_a and m_g: base, activations and state of a block [B]
     */
    void SetDepthWork(double forward,
                      double backward,
                      double weights,
                      const std::vector<double>& memory);

    /**
     * The same from a transformer of the catalogue that is fine-tuned. What travels are the bytes
     * of the model that is trained.
     * @param [in] network of as many blocks as SetDepthBlocks() said, e.g. "RoBERTa-base"
     * @param [in] batch texts of a round and worker, > 0
     * @param [in] rank of adapters of its queries and values; 0: whole blocks, with Adam's state
     * @throws std::invalid_argument if there is no such network
     */
    void SetDepthNetwork(const std::string& network, uint32_t batch, uint32_t rank);

    /// @param [in] gains of each worker on each subchannel of ideal links, of a divided model
    void SetGains(const std::vector<std::vector<double>>& gains);
    /// @param [in] efficiencies of each worker in the band of ideal links, of depth blocks
    /// [bit/s/Hz]
    void SetEfficiencies(const std::vector<double>& efficiencies);
    /// @param [in] name attribute of IdealRoundLinks  @param [in] value its value
    void SetIdealAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of RatedRoundLinks  @param [in] value its value
    void SetRatedAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of BroadbandCellControl  @param [in] value its value
    void SetCellAttribute(const std::string& name, const AttributeValue& value);

    /// @param [in] name attribute of the planner  @param [in] value its value
    void SetPlannerAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of LearningServer  @param [in] value its value
    void SetServerAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of LearningWorker  @param [in] value its value
    void SetWorkerAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of MessageApplication, for all  @param [in] value its value
    void SetSocketAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @param [in] server its node  @param [in] workers their nodes, one and more; worker k is
     * number k
     * @returns the server, then the workers
     * @throws std::invalid_argument if a node is null, or saying what does not go together
     */
    ApplicationContainer Install(Ptr<Node> server, const NodeContainer& workers);

    /// Let a worker fall silent; after Install(), before Simulator::Destroy().
    /// @param [in] worker number  @param [in] from when, now or later
    /// @param [in] until when; not after `from`: for good
    void Silence(uint32_t worker, Time from, Time until);

    /// @returns the record of all rounds
    InferenceMonitor& GetMonitor() const;
    /// @returns what became of all rounds, in their order
    std::vector<LearningRound> GetRounds() const;
    /**
     * What the same rounds come to without a network: the same data, method, planner and draws,
     * all updates there at once. Over ideal links that fade an update with a window is lost where
     * its planned rate is more than the link carries in the round; headers are not counted. After
     * Install() and AssignStreams(), before Simulator::Destroy(), over ideal links or links that
     * lose nothing.
     * @param [in] rounds how many
     * @returns loss, accuracy, bits and parts; instants and what is measured are not available
     * @throws std::runtime_error naming round, worker and reason where they cannot go on
     */
    std::vector<LearningRound> LearnInMemory(uint32_t rounds) const;
    /// @returns the least loss that the model can have on the workers' data, their mean; of a
    /// convex model (Softmax) and a method of federated learning, after Install()
    double GetLeastLoss() const;
    /// @returns the parameters that are learned as they are now, of the server installed last; of
    /// adapters these alone
    std::vector<double> GetParameters() const;
    /// @returns likewise of the whole model, adapters merged into their layers: what
    /// SetFineTuning() takes as trained
    std::vector<double> GetTrained() const;
    /// Fix the random streams: data, their partition and first parameters; what planners draw;
    /// batches;
    /// what links are drawn for rounds.
    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream);

  private:
    friend class TieredLearningHelper;

    /// The same with a method that somebody else has made. @param [in] method of rounds
    /// @param [in] budget that it has for a worker in a round [J]; 0: any
    ApplicationContainer Install(Ptr<Node> server,
                                 const NodeContainer& workers,
                                 std::shared_ptr<RoundMethod> method,
                                 double budget);
    Ptr<RoundLinks> MakeLinks(Ptr<Node> server, const std::vector<Ptr<LinkControl>>& links) const;
    /// Let models go to a group, if the server is told so; ends the program in words where they
    /// cannot. @param [in] node of the server  @param [in] workers nodes  @param [in,out] server
    void JoinGroup(Ptr<Node> node, const NodeContainer& workers, LearningServer& server);
    /// Let updates go in datagrams, if the server is told so.
    /// @param [in,out] server whose workers are there  @param [in] ideal links of all workers are
    void SendDatagrams(LearningServer& server, bool ideal);
    /// A setter is called. Ends the program in words if it is too late for that.
    /// @param [in] setter as it is called, such as "SetWork()"
    void Touch(const std::string& setter);
    /// @returns what is to be known of the method before it is installed
    LearningTraits GetTraits() const;
    /// End the program in words where planner, links and what was set do not go together.
    /// @param [in] server with method and links  @param [in] links of rounds
    void RequireFit(const LearningServer& server, const RoundLinks& links) const;
    /// The same where work that was set is more, or less, than plans can have.
    void RequireWork() const;
    /// Draw data, their partition and the first parameters.
    void MakeMethod();
    /// @returns who plans, with what the method's text says of it
    Ptr<RoundPlanner> MakePlanner() const;

    std::unique_ptr<LearningSetup> m_setup;
    static constexpr int64_t LINK_STREAM = 3; ///< of those that AssignStreams() fixes

    std::set<std::string> m_called; ///< setters
    ObjectFactory m_planner;
    ObjectFactory m_server;
    ObjectFactory m_worker;
    ObjectFactory m_ideal;
    ObjectFactory m_rated;
    ObjectFactory m_cell;
    bool m_partsChosen{false};
    bool m_sharedChosen{false};
    bool m_subchannelsChosen{false};
    bool m_segmentsChosen{false};
    bool m_minRtoChosen{false};
    bool m_fragmentsChosen{false};
    std::vector<std::vector<double>> m_gains;
    std::vector<double> m_efficiencies;
    int64_t m_stream{-1}; ///< none was assigned
    Ptr<InferenceMonitor> m_monitor;
    std::shared_ptr<RoundMethod> m_method;
    std::shared_ptr<RoundMethod>
        m_given;             ///< by somebody else, instead of one that is made; or null
    double m_givenBudget{0}; ///< of that method [J]
    Ptr<LearningServer> m_lastServer;
    Ptr<RoundLinks> m_links; ///< of that server
    std::vector<Ptr<LearningWorker>> m_workers;
};

/// @ingroup edge-ai
/// What became of a round of an edge server; what is not available is not a number.
struct TierServerRound
{
    uint32_t server{0};          ///< its number
    bool completed{false};       ///< it has mixed, with whatever came
    std::string detail;          ///< what was not as planned
    LearningSpan time;           ///< of its round
    double cellPlanned{0};       ///< A_m [s]
    double cellRealised{0};      ///< [s]
    double topologyTime{0};      ///< from its model and report until it knows its row [s]
    double exchangePlanned{0};   ///< last F_e of its links [s]
    double exchangeRealised{0};  ///< until the last model had come [s]
    uint32_t peers{0};           ///< with whom it mixes
    uint32_t missing{0};         ///< of them, whose models did not come
    uint32_t edgeLost{0};        ///< edge rounds without an update
    double energyPlanned{0};     ///< of its devices; not a number: not all was planned [J]
    double energyRealised{0};    ///< [J]
    double computingPlanned{0};  ///< of it, of computing [J]
    double computingRealised{0}; ///< [J]
    double sendingPlanned{0};    ///< of it, of sending [J]
    double sendingRealised{0};   ///< [J]
    double bitsDown{0};          ///< payload of models to devices [bit]
    double bitsUp{0};            ///< payload of updates [bit]
    double bitsExchange{0};      ///< payload of models to servers and cloud [bit]
    double bitsControl{0};       ///< of other messages to them [bit]
    double loss{0};              ///< of y_m
    double accuracy{0};          ///< of y_m
};

/// @ingroup edge-ai
/// What became of a round of two tiers; what is not available is not a number.
struct TierRound
{
    uint32_t round{0};        ///< its number, from 1
    LearningSpan time;        ///< from the first server's beginning to the last one's end
    double timePlanned{0};    ///< T_round of the links' plan [s]
    uint32_t links{0};        ///< that were used
    double factor{0};         ///< rho
    double factorMax{0};      ///< rho_max
    double distanceTold{0};   ///< Xi_z as the coordinator knew it
    double distanceBefore{0}; ///< Xi_z
    double distanceAfter{0};  ///< Xi_y
    double loss{0};           ///< of ybar
    double accuracy{0};       ///< of ybar
    std::vector<TierServerRound> servers; ///< whose rounds have ended, by number
};

/**
 * @ingroup edge-ai
 * Puts learning in two tiers on nodes: in each cell a LearningServer with devices, and above them
 * servers that exchange models over links between them, which one of them, server 0, chooses.
 * Install() can be called once, and setters before it alone; later they end the program in words.
 *
 * Cells may be of any devices, as LearningHelper's. Two servers have a link where they have net
 * devices on one channel; its rate is theirs. Words of the coordinator are routed, so that all
 * servers need routes to server 0: Ipv4GlobalRoutingHelper::PopulateRoutingTables().
 */
class TieredLearningHelper
{
  public:
    /**
     * @param [in] model text that makes it
     * @param [in] cellPlanner TypeId name of a planner of rounds, e.g. "HfelPlanner"
     * @param [in] topologyPlanner TypeId name of one of links, e.g. "HfelThresholdPlanner"
     * @throws std::invalid_argument if there is no such model or planner
     */
    TieredLearningHelper(const std::string& model,
                         const std::string& cellPlanner,
                         const std::string& topologyPlanner);
    ~TieredLearningHelper();

    /// @returns TypeId names of planners of links, sorted
    static std::vector<std::string> ListTopologyPlanners();

    /// See LearningHelper::SetData(). @param [in] text likewise  @param [in] testShare likewise
    void SetData(const std::string& text, double testShare = .2);
    /// Who has which samples: cells as text says, and devices of a cell alike.
    /// @param [in] text see LearningHelper::SetPartition(); not "shared"
    void SetPartition(const std::string& text);
    /// The same with equal numbers: the classes of a cell are drawn from a Dirichlet distribution.
    /// @param [in] concentration of it, > 0  @param [in] samples of each device, > 0
    void SetSkew(double concentration, uint32_t samples);
    /// @param [in] stepSize eta, > 0  @param [in] batch samples of a step, drawn; 0: all
    /// @param [in] localSteps tau, of a device in an edge round, 1 to 1e6
    /// @param [in] edgeRounds q, of a round, 1 to 1e6
    void SetTraining(double stepSize, uint32_t batch, uint32_t localSteps, uint32_t edgeRounds);
    /// @param [in] cycles of a sample, by cell and device [cycle], > 0; else those of the model
    void SetCycles(const std::vector<std::vector<double>>& cycles);
    /// @param [in] joule E_max, of a device in an edge round [J], > 0; else there is no limit
    void SetEnergyBudget(double joule);
    /// What the coordinator knows of the distance of models, and allows.
    /// @param [in] mode "exact", "sketch", "lagged", or "none": it is not asked for
    /// @param [in] share Xi_max over the first Xi_z, > 0
    void SetConsensus(const std::string& mode, double share = .25);

    /// @param [in] change what else is set of each cell, before it is installed, not empty: links,
    /// sockets,
    /// processors and waits; who says model, data, training, rounds or streams there ends the
    /// program in words
    void OnEachCell(std::function<void(LearningHelper&)> change);
    /// @param [in] name attribute of the planner of links  @param [in] value its value
    void SetTopologyAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of TierServer: Rounds, Barrier, Timeout  @param [in] value of it
    void SetTierAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @param [in] servers their nodes  @param [in] devices nodes of each cell's
     * @param [in] cloud a node with links to all servers, of baselines that have one; or null
     * @returns the servers of tiers, then the cloud if there is one
     */
    ApplicationContainer Install(const NodeContainer& servers,
                                 const std::vector<NodeContainer>& devices,
                                 Ptr<Node> cloud = nullptr);

    /// @returns the record of all rounds
    InferenceMonitor& GetMonitor() const;
    /// After Install(). @param [in] server number  @returns its cell, with the record of edge
    /// rounds
    LearningHelper& GetCell(uint32_t server) const;
    /// @returns what became of all rounds, in their order
    std::vector<TierRound> GetRounds() const;
    /// After Install(). @param [in] server number  @returns its parameters as they are now
    std::vector<double> GetParameters(uint32_t server) const;
    /// Fix the random streams: data, partition and first parameters; training; what planners draw.
    /// Call it before Install(). @param [in] stream first stream to use  @returns how many are used
    int64_t AssignStreams(int64_t stream);

  private:
    /// A setter is called. Ends the program in words if it is too late for that.
    /// @param [in] setter as it is called, such as "SetData()"
    void Touch(const std::string& setter) const;
    /// End the program in words where there is no such server. @param [in] call that asks for it
    /// @param [in] server number
    void RequireServer(const std::string& call, uint32_t server) const;
    /// End the program in words where nodes and planner do not go together.
    /// @param [in] servers nodes  @param [in] devices nodes  @param [in] cloud whether there is one
    void RequireFit(const NodeContainer& servers,
                    const std::vector<NodeContainer>& devices,
                    bool cloud) const;
    /// The same where a cell was told what nobody uses. @param [in] server number
    /// @param [in] cell with what it was told
    void RequireCellFit(uint32_t server, const LearningHelper& cell) const;

    std::unique_ptr<TierSetup> m_setup;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_HELPER_H
