/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLANNER_CHOOSER_H
#define EDGE_AI_PLANNER_CHOOSER_H

#include "ns3/fatal-error.h"
#include "ns3/planner.h"
#include "ns3/ptr.h"

#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The planner of a controller, which users give as an object or pick by its TypeId name.
 *
 * @tparam Base base class of the family's planners
 */
template <typename Base>
class PlannerChooser
{
  public:
    /// Makes a planner of a name; null if no planner has it.
    using Maker = Ptr<Base> (*)(const std::string&);

    /**
     * @param [in] owner class that asks, for the message
     * @param [in] make planner of a name
     */
    PlannerChooser(std::string owner, Maker make)
        : m_owner(std::move(owner)),
          m_make(make)
    {
    }

    /// @param [in] planner who decides; null: nobody
    void Set(Ptr<Base> planner)
    {
        m_planner = planner;
    }

    /// @param [in] name TypeId name, with or without "ns3::edgeai::" before it; an unknown name
    /// ends the program and lists what exists
    void SetName(const std::string& name)
    {
        m_planner = m_make(name);
        if (!m_planner)
        {
            NS_FATAL_ERROR(m_owner << ": Planner: "
                                   << PlannerBase::ExplainUnknown(name, Base::GetTypeId()));
        }
    }

    /// @returns who decides; may be null
    Ptr<Base> Get() const
    {
        return m_planner;
    }

    /// @returns its TypeId name; empty without a planner
    std::string GetName() const
    {
        return m_planner ? m_planner->GetInstanceTypeId().GetName() : "";
    }

    /// @returns who decides; ends the program if nobody does
    const Base& Require() const
    {
        if (!m_planner)
        {
            NS_FATAL_ERROR(m_owner << ": Planner must not be null");
        }
        return *m_planner;
    }

  private:
    std::string m_owner;
    Maker m_make;
    Ptr<Base> m_planner;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLANNER_CHOOSER_H
