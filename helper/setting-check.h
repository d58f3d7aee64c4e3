/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SETTING_CHECK_H
#define EDGE_AI_SETTING_CHECK_H

#include "learning/gradient-step.h"

#include "ns3/application.h"
#include "ns3/net-device.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"
#include "ns3/ptr.h"

#include <sstream>
#include <string>

namespace ns3
{
namespace edgeai
{

/// A sentence that is put together.
class SettingWords
{
  public:
    /// @param [in] part what comes next  @returns this
    template <typename Part>
    SettingWords& operator<<(const Part& part)
    {
        m_text << part;
        return *this;
    }

    /// @returns the sentence
    std::string Get() const
    {
        return m_text.str();
    }

  private:
    std::ostringstream m_text;
};

/**
 * How helpers refuse what a script tells them: HELPER: FIELD is VALUE; allowed is ...
 * What nobody catches ends the program with these words: see SayWhatIsNotCaught().
 */
class SettingCheck
{
  public:
    /// @param [in] helper its name
    explicit SettingCheck(std::string helper);

    /// @returns that of LearningHelper
    static SettingCheck OfLearning();
    /// @returns that of TieredLearningHelper
    static SettingCheck OfTiers();

    /// @param [in] words of what is wrong  @throws std::invalid_argument with them
    [[noreturn]] void Refuse(const SettingWords& words) const;
    /// @param [in] sound nothing is wrong  @param [in] words of what is, else
    /// @throws std::invalid_argument with them, unless it is sound
    void Require(bool sound, const SettingWords& words) const;
    /// @param [in] field name  @param [in] value its value  @param [in] least allowed
    /// @param [in] most allowed  @param [in] unit with a blank before it, or ""
    /// @param [in] zero 0 is allowed, too
    /// @throws std::invalid_argument naming field and range, if it is not within
    void Range(const std::string& field,
               double value,
               double least,
               double most,
               const std::string& unit = "",
               bool zero = false) const;
    /// The same of what is a field of planners' problems, or is 0: each of them has this range.
    /// @param [in] field name  @param [in] value its value  @param [in] unit with a blank before it
    /// @param [in] zero 0 is allowed, too
    void Plannable(const std::string& field,
                   double value,
                   const std::string& unit,
                   bool zero = false) const;
    /// Of what is set before Install(), or not at all. @param [in] setter as it is called, such as
    /// "SetWork()"  @param [in] installed whether it is too late
    void Early(const std::string& setter, bool installed) const;
    /// Of what asks what was installed. @param [in] call likewise  @param [in] installed whether
    /// anything is
    void Late(const std::string& call, bool installed) const;
    /// The same. @param [in] call likewise  @param [in] application of what was installed,
    /// which Simulator::Destroy() takes from its node
    void Alive(const std::string& call, Ptr<Application> application) const;
    /// Of Install() that may be called again. @param [in] before application that it installed
    /// before, null: none; in another simulation it cannot be called
    void SameSimulation(Ptr<Application> before) const;
    /// @param [in] field name  @param [in] node to be there, not null
    void Node(const std::string& field, Ptr<ns3::Node> node) const;
    /// @param [in] field name  @param [in] nodes each to be there, not null
    void Nodes(const std::string& field, const NodeContainer& nodes) const;
    /// @param [in] field name  @param [in] device to be there, not null, on a node
    void Device(const std::string& field, Ptr<NetDevice> device) const;
    /// @param [in] field name  @param [in] when to be now or later, in the simulation's time
    void Instant(const std::string& field, Time when) const;
    /// @param [in] share of samples kept for the accuracy  @throws std::invalid_argument if it is
    /// none
    void TestShare(double share) const;
    /// @param [in] step of gradient descent  @throws std::invalid_argument naming what is out of
    /// its range
    void Step(const StepOptions& step) const;

  private:
    std::string m_helper;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SETTING_CHECK_H
