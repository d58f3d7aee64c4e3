/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_HELPER_H
#define EDGE_AI_BROADBAND_HELPER_H

#include "ns3/block-grant.h"
#include "ns3/callback.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/trace-helper.h"

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

class BroadbandMedium;
class BroadbandNetDevice;
class BroadbandScheduler;

/**
 * @ingroup edge-ai
 * Builds broadband networks: one call per cell, all cells of a helper share a medium.
 *
 * @code
 * BroadbandHelper radio;
 * radio.SetAttribute("Bandwidth", DoubleValue(5e6));
 * radio.SetAttribute("Access", StringValue("NOMA"));
 * NetDeviceContainer links = radio.Install(bs, users);   // the base station's device comes first
 * @endcode
 *
 * SetAttribute knows the attributes of BroadbandMedium, BroadbandPhy, the MACs, the device, the
 * scheduler chosen and TappedDelayLoss, and these of its own:
 * - Access: OFDMA (default), or NOMA: two users per subchannel (SuperposedUsers) and, unless a
 *   scheduler is named, NomaPairing.
 * - Scheduler: RoundRobin (default; Planned takes its place, with a subchannel for signalling,
 * where CoInferenceHelper installs a server that plans for the cell), ProportionalFair, MaxRate,
 * NomaPairing, Planned, FixedRate, or the name of any TypeId that is a BroadbandScheduler.
 * - Ideal: a rate [bit/s], 1 to 1e15: a number, or a text as "10Mbps"; rounded. Every user has this
 * rate in each direction, counted in bytes of the network layer, without errors or fading, and
 * wherever it is.
 * - Pcap: Packets (default), or Blocks. EnablePcap() then traces, instead of the IP packets that
 * are sent and received, the transport blocks that a device receives: subchannels, powers, SINR,
 * outcome; link type DLT_USER0, for Wireshark with the dissector in tools/wireshark.
 *
 * Setting any attribute of TappedDelayLoss adds small-scale fading. Defaults other than those of
 * the classes: a base station's PowerLimit is 10 W.
 */
class BroadbandHelper : public PcapHelperForDevice, public AsciiTraceHelperForDevice
{
  public:
    BroadbandHelper();
    /// Copying shares the medium, if it is made already.
    BroadbandHelper(const BroadbandHelper&);
    BroadbandHelper& operator=(const BroadbandHelper&); ///< likewise  @returns this
    ~BroadbandHelper() override;

    /**
     * Set an attribute of all devices, cells or of the network, for the calls of Install to come.
     * Attributes of the medium cannot change once it exists. Ends the program with a message if the
     * value is out of range, or, in Install, if no class of the network has the attribute.
     * @param [in] name name
     * @param [in] value value
     */
    void SetAttribute(const std::string& name, const AttributeValue& value);

    /**
     * The same for users only (PHY, MAC, device).
     * @param [in] name name
     * @param [in] value value
     */
    void SetUserAttribute(const std::string& name, const AttributeValue& value);

    /**
     * The same for base stations only (PHY, MAC, device).
     * @param [in] name name
     * @param [in] value value
     */
    void SetBaseAttribute(const std::string& name, const AttributeValue& value);

    /**
     * Build a cell. Nodes need a mobility model before the simulation starts, except with Ideal.
     * @param [in] base base station
     * @param [in] users its users
     * @returns the device of the base station, then those of the users in order
     * @throws std::invalid_argument if a node is null
     */
    NetDeviceContainer Install(Ptr<Node> base, const NodeContainer& users);

    /**
     * @returns the medium of this helper's cells, made by the first call
     */
    Ptr<BroadbandMedium> GetMedium();

    /**
     * @param [in] cell what Install returned
     * @returns the scheduler of the cell
     * @throws std::invalid_argument if the first device is no base station's, or the simulation was
     *         destroyed; the others do the same for what is no device of this radio
     */
    static Ptr<BroadbandScheduler> GetScheduler(const NetDeviceContainer& cell);

    /**
     * @param [in] device a broadband device
     * @returns identifier of its PHY, as plans and traces name it
     */
    static uint32_t GetId(Ptr<NetDevice> device);

    /**
     * What a plan of powers starts from: the SNR that a watt on a subchannel has now, without
     * interference.
     * @param [in] device a user's device
     * @param [in] direction direction
     * @returns gain over noise at the receiver, by subchannel [1/W]
     */
    static std::vector<double> GetSnrPerWatt(Ptr<NetDevice> device, Direction direction);

    /**
     * Fill the ARP and neighbour discovery caches between the base station and its users, so that
     * no packets are spent on finding addresses. After addresses have been assigned.
     * @param [in] cell what Install returned
     */
    static void FillNeighborCaches(const NetDeviceContainer& cell);

    /**
     * Write one line per transmission of a block addressed to one of the devices, and per block
     * decoded only to be removed, to a CSV file with named columns.
     * @param [in] path file; an existing one is replaced. It is complete when the simulation is
     * destroyed.
     * @param [in] devices devices, all of this radio
     * @param [in] perSubchannel whether the powers and SINRs on each subchannel of a block have
     * columns, too
     * @throws std::invalid_argument if a device is null or of another kind, or if another trace of
     *         this simulation writes that file
     * @throws std::runtime_error naming the file and the reason, if it cannot be written, be it at
     *         once, later on, or at the end
     */
    void EnableBlockTrace(const std::string& path,
                          const NetDeviceContainer& devices,
                          bool perSubchannel = false);

    /**
     * Call a function at the end of every transmission of a block addressed to one of the devices.
     * @param [in] devices devices, all of this radio
     * @param [in] sink gets the report, valid during the call (block-grant.h)
     * @throws std::invalid_argument if the function is null, or a device, or it is of another kind
     */
    static void ConnectBlocks(const NetDeviceContainer& devices,
                              const Callback<void, const BlockReport&>& sink);

    /**
     * Fix the random streams of the medium and the cells the devices belong to.
     * @param [in] devices devices
     * @param [in] stream first stream to use
     * @returns number of streams used
     */
    int64_t AssignStreams(const NetDeviceContainer& devices, int64_t stream);

  private:
    /**
     * @param [in] name a helper attribute
     * @param [in] value value
     * @returns whether it is one of the helper's own
     */
    bool SetOwn(const std::string& name, const AttributeValue& value);

    /**
     * Hand an attribute to every factory whose type has it.
     * @param [in] factories factories
     * @param [in] name name
     * @param [in] value value
     * @returns whether any has it
     */
    static bool SetOn(const std::vector<ObjectFactory*>& factories,
                      const std::string& name,
                      const AttributeValue& value);

    /**
     * @param [in] name short or full name of a scheduler
     */
    void ChooseScheduler(const std::string& name);

    /**
     * Build a device with its PHY.
     * @param [in] node node
     * @param [in] role BroadbandPhy::Role
     * @param [in] queues number of transmission queues
     * @returns the device
     */
    Ptr<BroadbandNetDevice> MakeDevice(Ptr<Node> node, int role, std::size_t queues);

    void EnablePcapInternal(std::string prefix,
                            Ptr<NetDevice> nd,
                            bool promiscuous,
                            bool explicitFilename) override;
    void EnableAsciiInternal(Ptr<OutputStreamWrapper> stream,
                             std::string prefix,
                             Ptr<NetDevice> nd,
                             bool explicitFilename) override;

    ObjectFactory m_mediumFactory;                                      ///< medium
    ObjectFactory m_fadingFactory;                                      ///< fading
    ObjectFactory m_schedulerFactory;                                   ///< scheduler
    ObjectFactory m_phyFactory[2];                                      ///< PHY by role
    ObjectFactory m_macFactory[2];                                      ///< MAC by role
    ObjectFactory m_deviceFactory[2];                                   ///< device by role
    std::vector<std::pair<std::string, Ptr<AttributeValue>>> m_general; ///< what SetAttribute got
    std::set<std::string> m_unclaimed; ///< of these, what no class has yet
    bool m_hasFading{false};           ///< whether an attribute of the fading was set
    bool m_hasScheduler{false};        ///< whether a scheduler was named
    bool m_hasSuperposedUsers{false};  ///< whether SuperposedUsers was set
    bool m_ideal{false};               ///< whether Ideal was set
    bool m_pcapBlocks{false};          ///< whether packet traces are of blocks
    Ptr<BroadbandMedium> m_medium;     ///< of all cells
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_HELPER_H
