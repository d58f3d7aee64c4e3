/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_PARTITION_HELPER_H
#define EDGE_AI_ROW_PARTITION_HELPER_H

#include "ns3/application-container.h"
#include "ns3/inference-monitor.h"
#include "ns3/net-device-container.h"
#include "ns3/network-profile.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"
#include "ns3/object-factory.h"
#include "ns3/task-arrivals.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class RowHost;
class RowLedger;
class RowSecondary;
struct RowNetwork;

/// @ingroup edge-ai
/// What became of an image. Times of inference count from when the images of its batch were at the
/// host and it was free; what is not available is not a number.
struct RowPartitionImage
{
    uint64_t id{0};                    ///< of its record
    std::string network;               ///< that answered
    double generated{0};               ///< instant [s]
    bool completed{false};             ///< the device has the answer
    bool late{false};                  ///< there is a deadline, and it was missed
    uint64_t batch{0};                 ///< number of its batch, from 1; 0: it came into none
    bool alone{false};                 ///< the host was to run it alone
    bool gaveUp{false};                ///< a secondary fell silent or left meanwhile
    double accuracy{0};                ///< of the network
    double uploadPlanned{0};           ///< T_off [s]
    double uploadRealised{0};          ///< [s]
    double timePlanned{0};             ///< T [s]
    double timeRealised{0};            ///< [s]
    double speedUpPlanned{0};          ///< over the host alone
    double speedUpRealised{0};         ///< over the host alone as planned
    std::vector<double> stallPlanned;  ///< host, secondaries 1 and 2 [s]
    std::vector<double> stallRealised; ///< likewise [s]
    double latency{0};                 ///< from image to answer [s]
    double reliability{0};             ///< planned probability that the deadline is kept
};

/// @ingroup edge-ai
/// A plan that a host made.
struct RowPartitionChange
{
    uint64_t number{0};  ///< counted over all networks
    std::string network; ///< whose
    double made{0};      ///< instant [s]
    std::string cause;   ///< why
    std::string fault;   ///< why it cannot be used; "" if it can
    double time{0};      ///< T of a whole batch [s]
    double aloneTime{0}; ///< of the host alone [s]
    bool alone{false};   ///< the host runs everything
    double zoneShare{0}; ///< Z, of HALP
    double ratio{0};     ///< rho, of HALP
};

/**
 * @ingroup edge-ai
 * Puts networks whose feature maps are divided by rows on nodes: devices with images, a host that
 * plans, secondaries; and one monitor that keeps the record of all images.
 *
 * @code
 * RowPartitionHelper rows("HalpPlanner");
 * rows.AddNetwork(LoadNetworkProfile("VGG-16"), "VGG-16");
 * rows.SetLinks(100e6, false);
 * RowPartitionHelper::InstallProcessors(nodes, {10e9, 10e9, 10e9}, 0);
 * rows.Install(host, secondaries, devices);
 * ...
 * rows.GetMonitor().PrintSummary(std::cout);
 * @endcode
 *
 * Host and secondaries need processors, and all nodes addresses, and routes where they share no
 * network. Secondaries talk to each other only under planners with barriers.
 * What is out of its range ends the program in words.
 */
class RowPartitionHelper
{
  public:
    /// @param [in] planner TypeId name of a planner that divides feature maps by rows
    explicit RowPartitionHelper(const std::string& planner);
    ~RowPartitionHelper();

    /// @returns TypeId names of all planners, sorted
    static std::vector<std::string> ListPlanners();
    /// @param [in] name of a planner  @throws std::invalid_argument that lists what there is if
    /// there is none of that name
    static void RequirePlanner(const std::string& name);

    /// @param [in] profile of a network that all nodes have, with its accuracy
    /// @param [in] name what records call it  @throws ProfileError if it cannot be divided
    void AddNetwork(const NetworkProfile& profile, const std::string& name);
    /// @param [in] rate first estimate, of every pair and direction [bit/s], 1e-50 to 1e50
    /// @param [in] shared whether all of them are one medium
    void SetLinks(double rate, bool shared);
    /// @param [in] time tau_m, latency of a message that plans count on [s], 0 or 1e-50 to 1e50
    /// @param [in] bytes header of a message that they count on [B], likewise
    void SetMessageOverhead(double time, double bytes);
    /// @param [in] deadline D, from an image to its answer [s], 1e-50 to 1e50; 0: none
    void SetDeadline(double deadline);
    /// @param [in] mean first estimate of the uplink's rate [bit/s], 1e-3 to 1e50
    /// @param [in] deviation of its standard deviation [bit/s], 0 or 1e-50 to 1e50
    void SetUpload(double mean, double deviation = 0);

    /// @param [in] name attribute of the planner  @param [in] value its value
    void SetPlannerAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of RowHost  @param [in] value its value
    void SetHostAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of RowSecondary  @param [in] value its value
    void SetSecondaryAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of RowSource  @param [in] value its value
    void SetDeviceAttribute(const std::string& name, const AttributeValue& value);
    /// @param [in] name attribute of MessageApplication, for all  @param [in] value its value
    void SetSocketAttribute(const std::string& name, const AttributeValue& value);

    /**
     * When devices have images; without a call every 10 s.
     * @param [in] type name of a TaskArrivals, in full or as short as "Poisson"
     * @param [in] attributes name, value, name, value, ...
     * @throws std::invalid_argument that lists what there is if nothing has that name
     */
    template <typename... Args>
    void SetArrivals(const std::string& type, const Args&... attributes)
    {
        m_arrivals.Set(type, attributes...);
    }

    /**
     * Give nodes processors: one unit at 1 GHz that is never short of memory bandwidth.
     * @param [in] nodes host and secondaries
     * @param [in] speeds effective ones, as many [FLOP/s], 1e-50 to 1e50
     * @param [in] operationTime tau_o, fixed time of every operation [s], 0 to 9.2e9
     * @param [in] power drawn while they compute [W], 0 to 1e9
     * @throws std::invalid_argument if a node is null, or what is not in its range
     */
    static void InstallProcessors(const NodeContainer& nodes,
                                  const std::vector<double>& speeds,
                                  double operationTime,
                                  double power = 0);

    /**
     * Make one medium of many point-to-point links: a frame waits until all that began before it,
     * on whatever link, are out.
     * @param [in] devices both ends of all links
     * @param [in] rate of the medium [bit/s], 1e-50 to 1e50
     */
    static void ShareMedium(const NetDeviceContainer& devices, double rate);

    /**
     * @param [in] host its node
     * @param [in] secondaries their nodes, in the order of the problem
     * @param [in] devices nodes with images; may be the host itself
     * @returns host, secondaries, devices
     * @throws std::invalid_argument if a node is null, or there are too many or no networks
     */
    ApplicationContainer Install(Ptr<Node> host,
                                 const NodeContainer& secondaries,
                                 const NodeContainer& devices);

    /// Let a secondary fall silent; after Install(), before Simulator::Destroy().
    /// @param [in] secondary from 1  @param [in] from when, now or later
    /// @param [in] until when; not after `from`: for good
    /// @throws std::invalid_argument for the past, or another secondary
    void Silence(uint32_t secondary, Time from, Time until);

    /// @returns the record of all images
    InferenceMonitor& GetMonitor() const;
    /// @returns what became of all images, in their order
    std::vector<RowPartitionImage> GetImages() const;
    /// @returns plans that the host installed last made
    std::vector<RowPartitionChange> GetChanges() const;
    /// @returns batches that it gave up because a secondary fell silent or left
    uint64_t GetSilenceCount() const;
    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream);

  private:
    std::shared_ptr<std::vector<RowNetwork>> m_networks;
    ObjectFactory m_planner;
    ObjectFactory m_host;
    ObjectFactory m_secondary;
    ObjectFactory m_device;
    ArrivalsFactory m_arrivals;
    double m_linkRate{100e6};
    bool m_shared{false};
    double m_messageTime{0};
    double m_messageBytes{0};
    double m_deadline{0};
    double m_uploadRate{20e6};
    double m_uploadDeviation{0};
    Ptr<InferenceMonitor> m_monitor;
    Ptr<RowHost> m_lastHost;
    std::vector<Ptr<RowSecondary>> m_lastSecondaries;
    ApplicationContainer m_applications;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_PARTITION_HELPER_H
