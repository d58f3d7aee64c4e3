/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "setting-check.h"

#include "allocation/plan/field-inspection.h"
#include "monitor/last-resort.h"

#include "ns3/simulator.h"

#include <stdexcept>
#include <utility>

namespace ns3
{
namespace edgeai
{

SettingCheck::SettingCheck(std::string helper)
    : m_helper(std::move(helper))
{
}

SettingCheck
SettingCheck::OfLearning()
{
    return SettingCheck("LearningHelper");
}

SettingCheck
SettingCheck::OfTiers()
{
    return SettingCheck("TieredLearningHelper");
}

void
SettingCheck::Refuse(const SettingWords& words) const
{
    SayWhatIsNotCaught(); // it may be the first that the program asks of the module
    throw std::invalid_argument(m_helper + ": " + words.Get());
}

void
SettingCheck::Require(bool sound, const SettingWords& words) const
{
    if (!sound)
    {
        Refuse(words);
    }
}

void
SettingCheck::Range(const std::string& field,
                    double value,
                    double least,
                    double most,
                    const std::string& unit,
                    bool zero) const
{
    // Not a number is in no range.
    Require((zero && value == 0) || (value >= least && value <= most),
            SettingWords() << field << " is " << value << unit << "; allowed is "
                           << (zero ? "0, or " : "") << least << " to " << most << unit);
}

void
SettingCheck::Plannable(const std::string& field,
                        double value,
                        const std::string& unit,
                        bool zero) const
{
    Range(field, value, FieldInspection::SMALLEST, FieldInspection::LARGEST, unit, zero);
}

void
SettingCheck::Early(const std::string& setter, bool installed) const
{
    Require(!installed,
            SettingWords() << setter
                           << " changes nothing of what is installed already; call it before "
                              "Install()");
}

void
SettingCheck::Late(const std::string& call, bool installed) const
{
    Require(installed,
            SettingWords() << "nothing is installed yet; call " << call << " after Install()");
}

void
SettingCheck::Alive(const std::string& call, Ptr<Application> application) const
{
    Require(application->GetNode() != nullptr,
            SettingWords() << call
                           << " comes too late: Simulator::Destroy() has ended what was installed");
}

void
SettingCheck::SameSimulation(Ptr<Application> before) const
{
    // Applications lose their node when they are disposed of.
    Require(!before || before->GetNode() != nullptr,
            SettingWords() << "it was used in a simulation that was destroyed, and its monitor "
                              "keeps the records of that; make another helper for the next "
                              "simulation");
}

void
SettingCheck::Node(const std::string& field, Ptr<ns3::Node> node) const
{
    Require(node != nullptr, SettingWords() << field << " is no node: it is null");
}

void
SettingCheck::Nodes(const std::string& field, const NodeContainer& nodes) const
{
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        Require(nodes.Get(i) != nullptr,
                SettingWords() << field << "[" << i << "] is no node: it is null");
    }
}

void
SettingCheck::Device(const std::string& field, Ptr<NetDevice> device) const
{
    Require(device != nullptr, SettingWords() << field << " is no device: it is null");
    Require(device->GetNode() != nullptr,
            SettingWords() << field
                           << " is a device of no node; a simulation that is destroyed takes "
                              "its devices from their nodes");
}

void
SettingCheck::Instant(const std::string& field, Time when) const
{
    Require(when >= Simulator::Now(),
            SettingWords() << field << " is " << when.As(Time::S)
                           << "; allowed is now or later, and it is "
                           << Simulator::Now().As(Time::S));
}

void
SettingCheck::TestShare(double share) const
{
    Require(share >= 0 && share < 1,
            SettingWords() << "testShare is " << share << "; allowed is 0 to less than 1");
}

void
SettingCheck::Step(const StepOptions& step) const
{
    try
    {
        GradientStepper probe(step);
    }
    catch (const std::exception& error)
    {
        Refuse(SettingWords() << error.what());
    }
}

} // namespace edgeai
} // namespace ns3
