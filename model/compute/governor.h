/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_GOVERNOR_H
#define EDGE_AI_GOVERNOR_H

#include "ns3/nstime.h"
#include "ns3/object.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class Processor;
class ProcessorSettings;

/**
 * @ingroup edge-ai
 * Base of everything that decides the clock of a processor. A governor serves one processor and is
 * picked by its TypeId name. It is asked whenever a job arrives, starts or ends, and whenever it
 * asks to be asked.
 */
class Governor : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /// @param [in] processor the processor to decide for; nullptr detaches
    void Attach(Processor* processor);
    /// @returns how long the units stand still while the clock changes
    Time GetTransitionLatency() const;
    /**
     * Decide. The processor's accounts are up to date when this is called.
     * @returns clock wanted [cycle/s]; the processor takes the least admissible one not below it
     */
    virtual double ChooseClock() = 0;
    /// @returns whether Job::clock is followed
    virtual bool FollowsPlans() const;
    /**
     * @param [in] settings of the processor it decides for
     * @returns the one clock it always wants [cycle/s]; 0: there are several
     */
    virtual double GetOnlyClock(const ProcessorSettings& settings) const;

  protected:
    void DoDispose() override;
    /// @returns the processor, nullptr while not attached
    Processor* GetProcessor() const;
    /// Ask the processor to ask now.
    void Reconsider() const;

  private:
    /// The processor has changed (or is gone: GetProcessor() says).
    virtual void DoAttach();

    Processor* m_processor{nullptr}; //!< owner of this governor
    Time m_transitionLatency;        //!< standstill at a change of clock
};

/**
 * @param [in] name TypeId name of a governor, with or without "ns3::edgeai::" before it
 * @returns its TypeId; aborts with a list of the known names if there is none
 */
TypeId FindGovernor(const std::string& name);

/**
 * @param [in] name as above
 * @returns its TypeId
 * @throws std::invalid_argument with a list of the known names if there is none
 */
TypeId RequireGovernor(const std::string& name);

/// @returns TypeId names of all governors, sorted
std::vector<std::string> ListGovernors();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_GOVERNOR_H
