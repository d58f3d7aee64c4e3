/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FAULT_TARGET_H
#define EDGE_AI_FAULT_TARGET_H

#include "fault-cell.h"

#include "ns3/application-container.h"
#include "ns3/application.h"
#include "ns3/inference-monitor.h"
#include "ns3/node-container.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * An application that faults happen to. Devices reach its edge node over the access network of a
 * cell; what else there is has wires behind the edge node.
 */
class FaultTarget
{
  public:
    /// What runs differ by.
    struct Options
    {
        bool udp{false};     ///< where the application takes it
        uint32_t mtu{0};     ///< of the access network [B]; 0: its own
        bool sparing{false}; ///< frames take long to simulate: as few tasks as show something
    };

    virtual ~FaultTarget() = default;

    /// @returns how many nodes there are behind the edge node
    virtual uint32_t CountBehind() const = 0;

    /**
     * Install processors and applications; all nodes have addresses and routes.
     * @param [in] edge node that devices talk to
     * @param [in] devices their nodes, maybe none
     * @param [in] behind nodes behind the edge node
     * @param [in] options of the run
     */
    virtual void Install(Ptr<Node> edge,
                         const NodeContainer& devices,
                         const NodeContainer& behind,
                         const Options& options) = 0;

    /// @returns the record of all tasks
    virtual InferenceMonitor& GetMonitor() = 0;

    /// @returns the application that devices talk to
    virtual Ptr<Application> GetServer() = 0;

    /// Start another one in its place, where that can be. @param [in] when [s]
    virtual void StartAnew(double when)
    {
        (void)when;
    }
};

/// An application that a helper installs. @tparam Helper of it
template <class Helper>
class HelperTarget : public FaultTarget
{
  public:
    InferenceMonitor& GetMonitor() override
    {
        return m_helper.GetMonitor();
    }

    Ptr<Application> GetServer() override
    {
        return m_applications.Get(0);
    }

  protected:
    /// @tparam Args of the helper's constructor  @param [in] args likewise
    template <typename... Args>
    explicit HelperTarget(const Args&... args)
        : m_helper(args...)
    {
    }

    Helper m_helper;
    ApplicationContainer m_applications; ///< that it installed
};

/// What the matrix knows of an application.
struct FaultApplication
{
    std::string name;           ///< in the matrix
    uint32_t devices{2};        ///< that it has unless a fault says otherwise
    uint32_t least{0};          ///< devices it can have
    uint32_t most{UINT32_MAX};  ///< likewise
    double deadline{1};         ///< of a task: later ones are late [s]
    double patience{12};        ///< tasks that were generated so long ago have ended [s]
    bool startsAnew{false};     ///< whether it can be started anew
    bool keepsTcp{false};       ///< beside UDP, for its words
    std::string transportOwner; ///< type with the attribute that chooses a transport
    std::string transport;      ///< that attribute
    std::function<std::unique_ptr<FaultTarget>()> make;
};

/// @returns all applications, by name
std::vector<const FaultApplication*> ListFaultApplications();
/// @param [in] name of one  @returns it; aborts if there is none
const FaultApplication& FindFaultApplication(const std::string& name);

/// Stands in the file of a target and makes it known.
struct FaultRegistration
{
    /// @param [in] application of the target
    explicit FaultRegistration(const FaultApplication& application);
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FAULT_TARGET_H
